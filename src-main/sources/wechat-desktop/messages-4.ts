import { fieldAt, readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';
import type { Extracted, Message, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan, tellingRows } from '../scan-rows.ts';
import { bytes, integer } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { isRoom } from '../wechat/identifier.ts';
import { serverIdOf } from '../wechat/message-maker.ts';
import { unpackColumn } from '../wechat/packed-column.ts';
import type { Said } from '../wechat/said.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { fileKindOf, hashNamed } from './hash-named.ts';
import type { Hardlinks } from './hardlinks.ts';
import { StorageMedia } from './media-places.ts';
import type { Names } from './names.ts';
import type { ResourceRow, Resources } from './resources.ts';
import { DesktopTable } from './tables.ts';
import type { Voices } from './voices.ts';

const COLUMNS = ['server_id', 'local_type', 'real_sender_id', 'create_time', 'message_content'] as const;
const ALSO = ['source', 'packed_info_data', 'WCDB_CT_message_content', 'WCDB_CT_source'] as const;
const NAMES = { talker: 'Name2Id', type: 'local_type', content: 'message_content', time: 'create_time' } as const;

type Column = (typeof COLUMNS)[number] | (typeof ALSO)[number];

/** What lies beside messages of their media. */
interface MediaTables {
  readonly voices: Voices;
  readonly resources: readonly Resources[];
  readonly files: Hardlinks;
}

/** Every row of one conversation's table in one database of version 4. */
export class StorageMessages {
  readonly #account: DesktopAccount;
  readonly #shard: Shard;
  readonly #table: DesktopTable;
  readonly #names: Names;
  readonly #media: MediaTables;
  readonly #talker: string;
  readonly #places: ReadonlyMap<string, number>;

  constructor(account: DesktopAccount, shard: Shard, table: string, names: Names, media: MediaTables) {
    this.#account = account;
    this.#shard = shard;
    this.#table = new DesktopTable(shard.db, table, COLUMNS);
    this.#names = names;
    this.#media = media;
    this.#talker = account.hashes.talkerOf(table);
    this.#places = new Map([...COLUMNS, ...ALSO].map((column) => [column, this.#table.place(column)]));
  }

  *read(): Generator<Extracted> {
    const { run } = this.#account;
    yield* scan(run, this.#table, (row, at, out) => this.#visit(row, at, out), tellingRows(run));
  }

  #visit(row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const content = unpackColumn(this.#cell(row, 'message_content'), this.#cell(row, 'WCDB_CT_message_content'));
    const packed = readPacked(this.#cell(row, 'packed_info_data'));
    if (packed === null) out.push(rowIssue('warning', 'undecodable-payload', at, 'packed_info_data', null, 'What the row packs beside the content could not be read; names of files that it holds are not followed. It is carried as stored.')); // prettier-ignore
    const type = this.#cell(row, 'local_type');
    const code = baseOf(type);
    const seconds = integer(this.#cell(row, 'create_time'));
    const serverId = serverIdOf(this.#cell(row, 'server_id'));
    const sender = this.#senderOf(row, at, out);
    const kind = fileKindOf(code, Number(BigInt(integer(type) ?? 0) >> 32n));
    const resource = kind === null ? null : this.#resourceOf(serverId);
    const [named = null] = resource?.hashes ?? [];
    const hashes = [packed?.image ?? null, packed?.video ?? null, ...(resource?.hashes ?? []), content.text === null ? null : hashNamed(content.text)]; // prettier-ignore
    const file = kind === null ? null : this.#media.files.take(kind, hashes, this.#account);
    this.#account.maker.push(
      {
        key: `${this.#shard.name}.${this.#table.name}:${String(at.rowid)}`,
        at,
        more: resource === null ? [] : [resource.at],
        talker: this.#talker,
        direction: this.#directionOf(sender),
        sender,
        signer: null,
        code,
        typeStored: String(type ?? ''),
        content: content.text ?? '',
        damage: content.damage,
        time: { cell: this.#cell(row, 'create_time'), encoding: 'unix-s' },
        serverId,
        media: new StorageMedia(this.#table.name.slice('Msg_'.length), seconds === null ? null : Number(seconds) * 1000, { image: packed?.image ?? named, video: packed?.video ?? named }, this.#account), // prettier-ignore
        picture: code === VOICE ? this.#media.voices.take(serverId) : file,
        transcript: packed?.transcript ?? null,
        source: unpackColumn(this.#cell(row, 'source'), this.#cell(row, 'WCDB_CT_source')).text,
        columns: NAMES,
        stored: (one) => this.#carried(row, one, content.text, sender),
      },
      out,
    );
    return undefined;
  }

  /** What the index of media says of the message. */
  #resourceOf(serverId: string | null): ResourceRow | null {
    for (const one of this.#media.resources) {
      const row = one.take(serverId, this.#talker);
      if (row !== null) return row;
    }
    return null;
  }

  /** The sender by its number; a number that the database's own list does not explain names nobody. */
  #senderOf(row: StoredRow, at: RowLocator, out: Extracted[]): string | null {
    const stored = this.#cell(row, 'real_sender_id');
    if (stored === null || stored === undefined || stored === 0) return null;
    const sender = typeof stored === 'number' || typeof stored === 'bigint' ? this.#names.get(stored) : undefined;
    // Lines of the app in a group have the group itself for their sender.
    if (sender !== undefined) return isRoom(sender) ? null : sender;
    const told = stored instanceof Uint8Array ? Buffer.from(stored).toString('hex') : String(stored);
    out.push(rowIssue('warning', 'unresolved-reference', at, 'real_sender_id', told, 'The number of the sender is not in the list of names of this database; the message is shown without one.')); // prettier-ignore
    return null;
  }

  /** No column says it: what the owner's account sent went out. */
  #directionOf(sender: string | null): Message['direction'] {
    const { owner } = this.#account.books.accounts;
    if (owner === null || sender === null) return 'unknown';
    return sender === owner ? 'outgoing' : 'incoming';
  }

  /** What no field takes: columns that are not read, content that could not be. */
  #carried(row: StoredRow, one: Said, content: string | null, sender: string | null): StoredColumns {
    const more: Record<string, Stored> = {};
    const cell = this.#cell(row, 'message_content') ?? null;
    if (one.damage !== null && cell !== null) more.message_content = content ?? short(cell);
    else if (cell instanceof Uint8Array && content?.includes('\uFFFD') === true) more.message_content = short(cell); // prettier-ignore
    // Lines of the app are shown without a sender, whoever the row names.
    const number = this.#cell(row, 'real_sender_id') ?? null;
    if ((sender === null || one.type === 'system') && number !== null && number !== 0) more.real_sender_id = number;
    const id = this.#cell(row, 'server_id');
    if (id !== null && id !== undefined && id !== 0 && serverIdOf(id) === null) more.server_id = id;
    return { ...this.#table.rest(row), ...more };
  }

  #cell(row: StoredRow, column: Column): Stored | undefined {
    return row[this.#places.get(column) ?? -1];
  }
}

const VOICE = 34;
const LONGEST_CARRIED = 4096;

/** Long bytes are left to the locator. */
function short(cell: Stored): Stored {
  return cell instanceof Uint8Array && cell.length > LONGEST_CARRIED ? null : cell;
}

/** The lower 32 bits are the type, those above the type of a message of an app. LifeArchiveProject/WeChatDataAnalysis@e85a09c. */
function baseOf(cell: Stored | undefined): number | null {
  const value = integer(cell);
  return value === null ? null : Number(BigInt.asIntN(32, BigInt(value)));
}

interface Packed {
  readonly image: string | null;
  readonly video: string | null;
  readonly transcript: string | null;
}

const NOTHING: Packed = { image: null, video: null, transcript: null };

/**
 * `packed_info_data`: 3.4 the name of a picture's file, 4.8 that of a film's, 5.2 the words that the app made of a voice.
 * LifeArchiveProject/WeChatDataAnalysis@e85a09c, sjzar/chatlog@a638aa9; the column is carried as stored too. Null
 * where it is no such message.
 */
function readPacked(cell: Stored | undefined): Packed | null {
  const blob = bytes(cell);
  if (blob === null) return cell === null || cell === undefined || cell instanceof Uint8Array ? NOTHING : null;
  const message = readProtobuf(blob);
  if (message.damage !== null) return null;
  const at = (...numbers: readonly number[]): string | null => {
    const found = textOf(fieldAt(message, ...numbers));
    return found === '' ? null : found;
  };
  return { image: at(3, 4), video: at(4, 8), transcript: at(5, 2) };
}
