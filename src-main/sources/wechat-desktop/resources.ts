import type { Attachment, Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { orphanEvent } from '../orphan-event.ts';
import { quoted, scan, StoreTable } from '../scan-rows.ts';
import { readErrorOf } from '../stored-table.ts';
import { SideTable, type SideRow } from '../side-table.ts';
import { bytes, integer } from '../stored-cells.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { countedOut } from '../wechat/counted-out.ts';
import { firstRow } from '../wechat/first-row.ts';
import { contentKindOf } from '../wechat/codes-message.ts';
import { goneMessage, MEDIA_STANDING, mediaRecovery, notLookedFor } from '../wechat/gone-message.ts';
import { unreadContent } from '../wechat/message-content.ts';
import { serverIdOf } from '../wechat/message-maker.ts';
import { hashOf } from '../wechat/name-hashes.ts';
import { renamed } from '../wechat/renamed.ts';
import type { Picture } from '../wechat/row-media.ts';
import { RowsByKey } from '../wechat/rows-by-key.ts';
import { shardsOf, type DesktopAccount, type Shard } from './account.ts';
import { MOST_FOR_ONE, type Hardlinks } from './hardlinks.ts';
import { StorageMedia } from './media-places.ts';
import { readNames, type Names } from './names.ts';
import { Standings } from './standings.ts';

const ROWS = 'MessageResourceInfo';
const DETAILS = 'MessageResourceDetail';
const FIELDS = ['message_id', 'chat_id', 'sender_id', 'message_local_type', 'message_create_time', 'message_local_id', 'message_svr_id', 'packed_info'] as const; // prettier-ignore
const KNOWN: ReadonlyMap<string, Holds> = new Map([
  ...FIELDS.map((column) => [column, 'whole-number'] as const),
  ['message_local_type', 'anything'],
  ['message_svr_id', 'anything'],
  ['packed_info', 'anything'],
]);
const REST = [[/^Fts(?:Range|DeleteInfo)$/u, 'how far a search index was made']] as const;

/** What the index of media says of a message that the store holds. */
export interface ResourceRow {
  readonly at: RowLocator;
  readonly hashes: readonly string[];
}

/**
 * `message_resource.db`: which media belong to which message, by the server's number, with the MD5 that files are called after in
 * `packed_info`. LifeArchiveProject/WeChatDataAnalysis@e85a09c, src/wechat_decrypt_tool/chat_helpers.py; names of the other columns: public
 * descriptions of the database. What `type`, `status` and `data_index` of `MessageResourceDetail` mean no source says: they are carried.
 */
export class Resources {
  readonly #account: DesktopAccount;
  readonly #shard: Shard;
  readonly #files: Hardlinks;
  readonly #table: StoreTable;
  readonly #chats: Names = new Map();
  readonly #senders: Names = new Map();
  readonly #byServerId = new RowsByKey();

  constructor(account: DesktopAccount, shard: Shard, files: Hardlinks) {
    this.#account = account;
    this.#files = files;
    this.#shard = shard;
    this.#table = new StoreTable(shard.db, ROWS, FIELDS, KNOWN);
  }

  /** Reads who is named by number, before anything is looked up by the MD5 of a name. */
  *readNames(): Generator<Extracted> {
    yield* readNames(this.#account, this.#shard, this.#chats, 'ChatName2Id', 'user_name');
    yield* readNames(this.#account, this.#shard, this.#senders, 'SenderName2Id', 'user_name');
    const { db } = this.#shard;
    if (!db.has(ROWS, 'message_svr_id')) return;
    try {
      for (const [row, id] of db.arrays(`SELECT t.rowid, t."message_svr_id" FROM ${quoted(ROWS)} t ORDER BY t.rowid`)) {
        if (this.#account.run.signal.aborted) return;
        const isWhole = (typeof id === 'number' && Number.isInteger(id)) || typeof id === 'bigint';
        if (isWhole && id !== 0 && (typeof row === 'number' || typeof row === 'bigint') && !this.#byServerId.add(BigInt(id), row)) return; // prettier-ignore
      }
    } catch (error) {
      // What could not be read is said when the rows are read again.
      readErrorOf(error);
    }
  }

  /** The row of a message by the server's number; null where the index has none in this conversation. */
  take(serverId: string | null, talker: string): ResourceRow | null {
    if (serverId === null) return null;
    let looked = 0;
    for (const { row: rowid } of this.#byServerId.rowsOf(BigInt(serverId))) {
      looked += 1;
      if (looked > MOST_FOR_ONE) return null;
      const row = firstRow(this.#shard.db, this.#table.select('WHERE t.rowid = ?'), rowid);
      if (row === null || this.#named(row, 'chat_id', this.#chats) !== talker) continue;
      return { at: this.#table.at(row), hashes: hashesIn(this.#cell(row, 'packed_info')) };
    }
    return null;
  }

  /** What the index says of messages that the store does not hold. */
  *rest(): Generator<Extracted> {
    const { run } = this.#account;
    const { db } = this.#shard;
    const details = new StoreTable(db, DETAILS, ['message_id'], new Map());
    const side = new SideTable(details, 'message_id', (row) => ({ ...orphanEvent(details, row), key: `orphan:${this.#shard.name}.${DETAILS}:${String(details.at(row).rowid)}` })); // prettier-ignore
    const standings = new Standings(this.#account);
    yield* scan(run, this.#table, (row, at, out) => {
      const beside = at.rowid === null ? [] : side.take(at.rowid);
      out.push(...side.drain());
      const talker = this.#named(row, 'chat_id', this.#chats);
      const standing = talker === null ? null : standings.find(talker, this.#cell(row, 'message_local_id'), this.#cell(row, 'message_create_time')); // prettier-ignore
      if (standing !== null) {
        side.leave(beside.length, MEDIA_STANDING);
        return MEDIA_STANDING;
      }
      this.#tell(row, at, talker, beside, details, out);
      return undefined;
    });
    run.signal.throwIfAborted();
    yield* side.finish();
    yield* countedOut(db, REST);
  }

  #tell(
    row: StoredRow,
    at: RowLocator,
    talker: string | null,
    beside: readonly SideRow[],
    details: StoreTable,
    out: Extracted[],
  ): void {
    const { books, isWhole } = this.#account;
    const key = `${this.#shard.name}.${ROWS}:${String(at.rowid)}`;
    const time = readTime(this.#cell(row, 'message_create_time'), 'created', at, 'message_create_time', out, 'unix-s');
    const parts = beside.map((side, index) => renamed(details.rest(side.row), `${DETAILS}${index === 0 ? '' : ` ${index + 1}`}.`)); // prettier-ignore
    const stored: Record<string, Stored> = Object.assign({}, this.#table.all(row), ...parts) as Record<string, Stored>;
    const recovery = mediaRecovery(isWhole);
    const places: readonly [RowLocator, ...RowLocator[]] = [at, ...beside.map((side) => side.at)];
    const from = { at: places, state: 'recovered', recovery } as const;
    if (talker === null) {
      out.push({
        ...orphanEvent(this.#table, row, { times: timesOf(time) }),
        key,
        from: { at: places, ...notLookedFor(recovery.method) },
        stored,
      });
      return;
    }
    const type = integer(this.#cell(row, 'message_local_type'));
    const code = type === null ? null : Number(BigInt.asIntN(32, BigInt(type)));
    const sender = this.#named(row, 'sender_id', this.#senders);
    const serverId = serverIdOf(this.#cell(row, 'message_svr_id'));
    const facts = { key, at: places, talker, sender, serverId, time, type: unreadContent(code, '').type, typeStored: String(type ?? ''), body: null, stored }; // prettier-ignore
    out.push(goneMessage(facts, books, recovery, out));
    const hashes = [row, ...beside.map((side) => side.row)].flatMap((one, index) => hashesIn(one[(index === 0 ? this.#table : details).place('packed_info')])); // prettier-ignore
    const kind = code === null ? null : contentKindOf(code);
    for (const [index, hash] of [...new Set(hashes)].entries()) {
      const media = new StorageMedia(hashOf(talker), time?.utcMs ?? null, { image: hash, video: hash }, this.#account);
      const picture: Picture = kind === 'image' ? media.image(null) : { candidates: kind === 'video' ? media.video(null) : [], previews: [] }; // prettier-ignore
      const found = this.#files.take(kind === 'image' ? 'image' : kind === 'video' ? 'video' : 'file', [hash], this.#account); // prettier-ignore
      const attachment: Attachment = { kind: 'attachment', key: `${key} ${index + 1}`, from, stored: { md5: hash, ...found?.stored }, message: key, type: kind === 'image' ? 'image' : kind === 'video' ? 'video' : 'other', mediaType: null, name: null, caption: null, path: null, candidates: [...new Set([...(found?.candidates ?? []), ...picture.candidates])], sha256: null, sizeBytes: null, durationS: null, width: null, height: null, thumbnail: null, transcript: null, ...(picture.sealed !== undefined && { sealed: picture.sealed }) }; // prettier-ignore
      out.push(attachment);
    }
  }

  #named(row: StoredRow, column: (typeof FIELDS)[number], names: Names): string | null {
    const number = this.#cell(row, column);
    return typeof number === 'number' || typeof number === 'bigint' ? (names.get(number) ?? null) : null;
  }

  #cell(row: StoredRow, column: (typeof FIELDS)[number]): Stored | undefined {
    return row[this.#table.place(column)];
  }
}

/** MD5s in digits that a packed column holds. */
function hashesIn(cell: Stored | undefined): readonly string[] {
  const blob = bytes(cell);
  if (blob === null) return [];
  const text = Buffer.from(blob.subarray(0, 65_536)).toString('latin1');
  return [...new Set([...text.matchAll(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/gu)].map(([hash]) => hash))];
}

export function resourcesOf(account: DesktopAccount, files: Hardlinks): readonly Resources[] {
  return shardsOf(account, 'resources').map((shard) => new Resources(account, shard, files));
}
