import { unpackLz4Block } from '../../evidence/decode/lz4-block.ts';
import { integerOf, fieldAt, readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';
import type { Extracted, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan, tellingRows } from '../scan-rows.ts';
import { bytes, integer, text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { directionOf, serverIdOf } from '../wechat/message-maker.ts';
import { MOST_UNPACKED_BYTES, type Unpacked } from '../wechat/packed-column.ts';
import type { Said } from '../wechat/said.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { fileKindOf, hashNamed } from './hash-named.ts';
import type { Hardlinks } from './hardlinks.ts';
import { PathMedia } from './media-places.ts';
import type { Names } from './names.ts';
import { DesktopTable } from './tables.ts';
import type { Voices } from './voices.ts';

const COLUMNS = ['MsgSvrID', 'Type', 'IsSender', 'CreateTime', 'StrTalker', 'StrContent', 'CompressContent'] as const;
const ALSO = ['SubType', 'TalkerId', 'BytesExtra'] as const;
const NAMES = { talker: 'StrTalker', type: 'Type', content: 'StrContent', time: 'CreateTime' } as const;
const PACKED_NAMES = { ...NAMES, content: 'CompressContent' } as const;

type Column = (typeof COLUMNS)[number] | (typeof ALSO)[number];

const VOICE = 34;

/** What lies beside messages of their media. */
interface MediaTables {
  readonly voices: Voices;
  readonly files: Hardlinks;
}

/** Every row of a table of messages in one database of version 3. */
export class MultiMessages {
  readonly #account: DesktopAccount;
  readonly #shard: Shard;
  readonly #table: DesktopTable;
  readonly #names: Names;
  readonly #media: MediaTables;
  readonly #places: ReadonlyMap<string, number>;

  constructor(account: DesktopAccount, shard: Shard, table: string, names: Names, media: MediaTables) {
    this.#account = account;
    this.#shard = shard;
    this.#table = new DesktopTable(shard.db, table, COLUMNS);
    this.#names = names;
    this.#media = media;
    this.#places = new Map([...COLUMNS, ...ALSO].map((column) => [column, this.#table.place(column)]));
  }

  *read(): Generator<Extracted> {
    const { run } = this.#account;
    yield* scan(run, this.#table, (row, at, out) => this.#visit(row, at, out), tellingRows(run));
  }

  #visit(row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const type = integer(this.#cell(row, 'Type'));
    const code = type === null ? null : Number(BigInt.asIntN(32, BigInt(type)));
    const packed = unpackBlock(this.#cell(row, 'CompressContent'));
    const plain = text(this.#cell(row, 'StrContent'));
    const isPacked = plain === null && (packed.text !== null || packed.damage !== null);
    const extra = this.#extraOf(row, at, out);
    const serverId = serverIdOf(this.#cell(row, 'MsgSvrID'));
    const kind = fileKindOf(code, Number(integer(this.#cell(row, 'SubType')) ?? 0));
    const file = kind === null ? null : this.#media.files.take(kind, [hashNamed(plain ?? packed.text ?? '')], this.#account); // prettier-ignore
    this.#account.maker.push(
      {
        key: `${this.#shard.name}.${this.#table.name}:${String(at.rowid)}`,
        at,
        talker: text(this.#cell(row, 'StrTalker')) ?? this.#named(row),
        direction: directionOf(this.#cell(row, 'IsSender'), 'IsSender', at, out),
        sender: null,
        signer: extra.get(SENDER) ?? null,
        code,
        typeStored: this.#typeOf(row),
        content: plain ?? packed.text ?? '',
        damage: isPacked ? packed.damage : null,
        time: { cell: this.#cell(row, 'CreateTime'), encoding: 'unix-s' },
        serverId,
        media: new PathMedia(extra.get(FILE) ?? null, extra.get(PREVIEW) ?? null, this.#account.images),
        picture: code === VOICE ? this.#media.voices.take(serverId) : file,
        transcript: null,
        source: [...extra.values()].find((one) => one.includes('<atuserlist>')) ?? null,
        columns: isPacked ? PACKED_NAMES : NAMES,
        stored: (one) => this.#carried(row, one, { plain, packed }, extra),
      },
      out,
    );
    return undefined;
  }

  /** Type, and behind a stroke the type of a message of an app or of a line of the app, where there is one. */
  #typeOf(row: StoredRow): string {
    const [type, below] = [this.#cell(row, 'Type'), this.#cell(row, 'SubType')];
    return below === null || below === undefined || below === 0 ? String(type ?? '') : `${String(type ?? '')}/${String(below)}`; // prettier-ignore
  }

  #named(row: StoredRow): string | null {
    const number = integer(this.#cell(row, 'TalkerId'));
    return number === null ? null : (this.#names.get(number) ?? null);
  }

  /**
   * `BytesExtra`: texts by their number, in messages in field 3 (1: number, 2: text). 1 is the sender in a group, 3 the path of a
   * preview, 4 that of the file; the others are not explained. 2440893398/PyWxDump@881b0e5, sjzar/chatlog@a638aa9.
   */
  #extraOf(row: StoredRow, at: RowLocator, out: Extracted[]): ReadonlyMap<bigint, string> {
    const texts = new Map<bigint, string>();
    const cell = this.#cell(row, 'BytesExtra');
    const blob = bytes(cell);
    const { fields, damage } = blob === null ? { fields: [], damage: null } : readProtobuf(blob);
    if (damage !== null || (blob === null && cell !== null && cell !== undefined && !(cell instanceof Uint8Array)))
      out.push(rowIssue('warning', 'undecodable-payload', at, 'BytesExtra', null, 'What the row packs beside the content could not be read; names of files that it holds are not followed. It is carried as stored.')); // prettier-ignore
    for (const { number, value } of fields) {
      if (number !== 3 || value.wire !== 'bytes') continue;
      const inner = readProtobuf(value.bytes);
      const [kind, said] = [integerOf(fieldAt(inner, 1)), textOf(fieldAt(inner, 2))];
      if (kind !== null && said !== null && said !== '') texts.set(kind, said);
    }
    return texts;
  }

  /** What no field takes: columns that are not read, texts of `BytesExtra` that are not explained, content that could not be read. */
  #carried(
    row: StoredRow,
    one: Said,
    { plain, packed }: { readonly plain: string | null; readonly packed: Unpacked },
    extra: ReadonlyMap<bigint, string>,
  ): StoredColumns {
    const more: Record<string, Stored> = {};
    for (const [kind, said] of extra) if (kind !== SENDER) more[`BytesExtra ${kind}`] = said;
    if (one.damage !== null && plain !== null) more.StrContent = plain;
    const compressed = this.#cell(row, 'CompressContent') ?? null;
    if (plain !== null && packed.text !== null) more['CompressContent-unpacked'] = packed.text;
    else if (compressed !== null && (packed.damage !== null || one.damage !== null)) more.CompressContent = packed.text ?? compressed; // prettier-ignore
    const id = this.#cell(row, 'MsgSvrID');
    if (id !== null && id !== undefined && id !== 0 && serverIdOf(id) === null) more.MsgSvrID = id;
    return { ...this.#table.rest(row), ...more };
  }

  #cell(row: StoredRow, column: Column): Stored | undefined {
    return row[this.#places.get(column) ?? -1];
  }
}

const SENDER = 1n;
const PREVIEW = 3n;
const FILE = 4n;

/** `CompressContent`: an LZ4 block with zeros behind the text. 2440893398/PyWxDump@881b0e5. */
export function unpackBlock(cell: Stored | undefined): Unpacked {
  if (cell === null || cell === undefined || cell === '') return { text: null, damage: null };
  const blob = bytes(cell);
  if (blob === null) return cell instanceof Uint8Array ? { text: null, damage: null } : { text: null, damage: 'it is packed and damaged' }; // prettier-ignore
  const unpacked = unpackLz4Block(blob, MOST_UNPACKED_BYTES);
  if (unpacked === null) return { text: null, damage: 'it is packed and damaged' };
  return { text: (text(unpacked) ?? '').replace(/\0+$/u, ''), damage: null };
}
