import type { Extracted, Locator, RowLocator, Stored, Timestamp } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { scan, StoreTable } from '../scan-rows.ts';
import { integer } from '../stored-cells.ts';
import { readTime } from '../stored-times.ts';
import { countedOut, INDEX_PARTS } from '../wechat/counted-out.ts';
import { guarded } from '../wechat/guarded.ts';
import { tellIndexed } from '../wechat/indexed-message.ts';
import { unreadContent } from '../wechat/message-content.ts';
import type { DesktopAccount, Shard } from './account.ts';
import type { Names } from './names.ts';
import { Standings } from './standings.ts';

/** What a table of texts calls its columns. */
interface Columns {
  readonly words: string;
  readonly local: string;
  readonly order: string;
  readonly type: string;
  readonly session: string;
  readonly sender: string;
  readonly time: string;
}

/**
 * Texts of messages, in the order in which `message_fts_v…` names its columns (the last one since `v4`), and words that the app found
 * in pictures. Names of tables and columns, and that numbers of sessions and senders are rows of `name2id`: public descriptions of the
 * database and readers of it; 2440893398/PyWxDump@881b0e5 for its predecessor.
 */
const TEXTS: readonly { readonly table: RegExp; readonly columns: Columns }[] = [
  { table: /^message_fts_v\d+_\d+_content$/u, columns: { words: 'c0', local: 'c1', order: 'c2', type: 'c3', session: 'c4', sender: 'c5', time: 'c6' } },
  { table: /^ImgFtsAux\d+V\d+$/u, columns: { words: 'acontent', local: 'message_local_id', order: 'sort_seq', type: 'local_type', session: 'session_id', sender: 'sender_id', time: 'create_time' } },
]; // prettier-ignore

const DELETED = /^(?:message_fts_v\d+_session_delete_info|deleteImgFtsV\d+)$/u;

const REST = [
  [/^(?:message_fts_v\d+_\d+|ImgFts\d+V\d+)_(?:data|idx|docsize|config)$/u, INDEX_PARTS],
  [/^(?:message_fts_v\d+_aux_\d+|ImgFtsV\d+)$/u, 'number of a message in a search index, which stands beside its words too'],
  [/^(?:message_fts_v\d+_range|ImgRangeV\d+|table_info|ImgTableInfo)$/u, 'how far a search index was made'],
] as const; // prettier-ignore

/** Reads the search index of messages of version 4: what it says of messages that the store does not hold, or holds with other words. */
export class StorageIndex {
  readonly #account: DesktopAccount;
  readonly #shard: Shard;
  readonly #names: Names;
  readonly #standings: Standings;

  constructor(account: DesktopAccount, shard: Shard, names: Names) {
    this.#account = account;
    this.#shard = shard;
    this.#names = names;
    this.#standings = new Standings(account);
  }

  *read(): Generator<Extracted> {
    const { db } = this.#shard;
    for (const name of db.tables.keys()) {
      this.#account.run.signal.throwIfAborted();
      const columns = TEXTS.find(({ table }) => table.test(name))?.columns;
      if (columns !== undefined) yield* guarded(name, () => this.#texts(name, columns));
      else if (DELETED.test(name)) yield* guarded(name, () => this.#deletions(name));
    }
    yield* countedOut(db, REST);
  }

  *#texts(name: string, of: Columns): Generator<Extracted> {
    const { run, books } = this.#account;
    const own = [of.words, of.local, of.type, of.session, of.sender, of.time];
    const known = new Map<string, Holds>([[of.words, 'text'], ...own.slice(1).map((one) => [one, 'whole-number'] as const), [of.type, 'anything']]); // prettier-ignore
    const table = new StoreTable(this.#shard.db, name, own, known);
    const places = new Map([...own, of.order].map((column) => [column, table.place(column)]));
    const cell = (row: StoredRow, column: string): Stored | undefined => row[places.get(column) ?? -1];
    yield* scan(run, table, (row, at, out) => {
      const [session, sender] = [cell(row, of.session), cell(row, of.sender)];
      const [talker, from] = [this.#named(session), this.#named(sender)];
      const code = integer(cell(row, of.type));
      const base = code === null ? null : Number(BigInt.asIntN(32, BigInt(code)));
      const seconds = places.get(of.time) === -1 ? secondsIn(cell(row, of.order)) : cell(row, of.time);
      const one = {
        key: `${this.#shard.name}.${name}:${String(at.rowid)}`,
        table,
        row,
        at,
        more: [],
        words: cell(row, of.words),
        column: of.words,
        talker,
        sender: from,
        time: this.#timeOf(seconds, at, of.time, out),
        type: unreadContent(base, '').type,
        typeStored: String(cell(row, of.type) ?? ''),
        standing: talker === null ? null : this.#standings.find(talker, cell(row, of.local), seconds),
        stored: {
          ...table.rest(row),
          [of.local]: cell(row, of.local) ?? null,
          ...(talker === null && { [of.session]: session ?? null }),
          ...(from === null && sender !== 0 && { [of.sender]: sender ?? null }),
        },
      };
      return tellIndexed(one, books, this.#account.isWhole, out);
    });
  }

  #timeOf(seconds: Stored | undefined, at: RowLocator, column: string, out: Extracted[]): Timestamp | null {
    return readTime(seconds, 'created', at, column, out, 'unix-s');
  }

  #named(number: Stored | undefined): string | null {
    return typeof number === 'number' || typeof number === 'bigint' ? (this.#names.get(number) ?? null) : null;
  }

  /** Parts of conversations that were taken out of the index: the app notes their numbers, and a time whose meaning no source says. */
  *#deletions(name: string): Generator<Extracted> {
    const { run, books } = this.#account;
    const table = new StoreTable(this.#shard.db, name, [], new Map());
    const session = table.place('session_id');
    yield* scan(run, table, (row, at, out) => {
      const talker = this.#named(row[session]);
      const from: { readonly at: readonly [Locator]; readonly state: 'live' } = { at: [at], state: 'live' };
      const conversation = talker === null ? null : books.conversations.refer(talker, at, books.accounts, out);
      out.push({ kind: 'event', key: `${this.#shard.name}.${name}:${String(at.rowid)}`, from, type: 'deletion', conversation, actor: null, accounts: [], direction: 'unknown', times: [], call: null, body: null, stored: { 'table of the app': name, ...table.all(row) } }); // prettier-ignore
      return undefined;
    });
  }
}

/** Before `v4` no column holds the time; the place in the order begins with it. LifeArchiveProject/WeChatDataAnalysis@e85a09c. */
function secondsIn(order: Stored | undefined): number | null {
  return typeof order === 'number' && order >= 1000 ? Math.floor(order / 1000) : null;
}
