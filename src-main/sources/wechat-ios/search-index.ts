import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { scan, StoreTable } from '../scan-rows.ts';
import { integer, text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime } from '../stored-times.ts';
import { countedOut, INDEX_PARTS } from '../wechat/counted-out.ts';
import { firstRow } from '../wechat/first-row.ts';
import { guarded } from '../wechat/guarded.ts';
import { tellIndexed, type Standing } from '../wechat/indexed-message.ts';
import { hashOf } from '../wechat/name-hashes.ts';
import { unpackColumn } from '../wechat/packed-column.ts';
import type { IosAccount, Shard } from './account.ts';

const REST = [[/^fts_message_table_\d+_(?:segments|segdir|docsize|stat|data|idx|config)$/u, INDEX_PARTS]] as const;
const WORDS = 'c3Message';
const KNOWN: ReadonlyMap<string, Holds> = new Map([
  [WORDS, 'text'],
  ['c0usernameid', 'whole-number'],
  ['c1MesLocalID', 'whole-number'],
  ['c2CreateTime', 'whole-number'],
]);

/**
 * Reads the search index of messages: `fts_message_table_<n>_content` with conversation, number, time and words, `fts_username_id` with the
 * identifiers by number. Names of tables and columns: public readers of `fts_message.db`, which list the four columns.
 */
export class SearchIndex {
  readonly #account: IosAccount;
  readonly #shard: Shard;
  readonly #names = new Map<number | bigint, string>();

  constructor(account: IosAccount, shard: Shard) {
    this.#account = account;
    this.#shard = shard;
  }

  /** Reads who is named by number, before anything is looked up by the MD5 of a name. */
  *readNames(): Generator<Extracted> {
    const { run, books, hashes } = this.#account;
    const table = new StoreTable(this.#shard.db, 'fts_username_id', ['UsrName', 'usernameid'], new Map([['UsrName', 'text'], ['usernameid', 'whole-number']])); // prettier-ignore
    const [name, number] = [table.place('UsrName'), table.place('usernameid')];
    yield* guarded(table.name, () =>
      scan(run, table, (row, at, out) => {
        const identifier = row[name];
        const id = row[number];
        if (typeof identifier !== 'string' || identifier === '' || (typeof id !== 'number' && typeof id !== 'bigint')) {
          const [column, cell] = typeof identifier === 'string' && identifier !== '' ? ['usernameid', id] : ['UsrName', identifier]; // prettier-ignore
          out.push(rowIssue('warning', 'row-unreadable', at, column, cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : text(cell), 'The row names nobody.')); // prettier-ignore
          return undefined;
        }
        this.#names.set(id, identifier);
        hashes.add(identifier);
        if (books.accounts.knows(identifier)) return 'name of an account that is listed already';
        const one = books.conversations.gather(identifier);
        one.at.push(at);
        one.stored['fts_username_id.usernameid'] = id;
        return undefined;
      }),
    );
  }

  *read(): Generator<Extracted> {
    const { db } = this.#shard;
    for (const name of db.tables.keys()) {
      if (!INDEX_TABLE.test(name)) continue;
      this.#account.run.signal.throwIfAborted();
      yield* guarded(name, () => this.#texts(name));
    }
    yield* countedOut(db, REST);
  }

  *#texts(name: string): Generator<Extracted> {
    const { run, books } = this.#account;
    const table = new StoreTable(this.#shard.db, name, [...KNOWN.keys()], KNOWN);
    const [words, number, local, time] = [WORDS, 'c0usernameid', 'c1MesLocalID', 'c2CreateTime'].map((column) => table.place(column)); // prettier-ignore
    const cell = (row: StoredRow, place: number | undefined): Stored | undefined => row[place ?? -1];
    yield* scan(run, table, (row, at: RowLocator, out) => {
      const id = cell(row, number);
      const talker = typeof id === 'number' || typeof id === 'bigint' ? (this.#names.get(id) ?? null) : null;
      const seconds = cell(row, time);
      const one = {
        key: `${this.#shard.name}.${name}:${String(at.rowid)}`,
        table,
        row,
        at,
        more: [],
        words: cell(row, words),
        column: WORDS,
        talker,
        sender: null,
        time: readTime(seconds, 'created', at, 'c2CreateTime', out, 'unix-s'),
        type: 'unknown',
        typeStored: '',
        standing: talker === null ? null : this.#standing(talker, cell(row, local), seconds),
        stored: { ...table.rest(row), c1MesLocalID: cell(row, local) ?? null, ...(talker === null && { c0usernameid: id ?? null }) }, // prettier-ignore
      } as const;
      return tellIndexed(one, books, this.#account.isWhole, out);
    });
  }

  /** The message of this number and time in the conversation. */
  #standing(talker: string, local: Stored | undefined, seconds: Stored | undefined): Standing | null {
    if (typeof local !== 'number') return null;
    const hash = hashOf(talker);
    for (const { db, name, role } of this.#account.shards)
      for (const table of role === 'messages' ? [`Chat_${hash}`, `Hello_${hash}`] : []) {
        if (!db.tables.has(table)) continue;
        const row = firstRow(db, messageOf(db, table), local);
        if (row === null || (seconds !== null && seconds !== undefined && row[1] !== seconds)) continue;
        const type = integer(row[0]);
        return {
          key: `${name}.${table}:${String(local)}`,
          code: type === null ? null : Number(type),
          content: unpackColumn(row[2], row[3]).text,
        };
      }
    return null;
  }
}

const INDEX_TABLE = /^fts_message_table_\d+_content$/u;

function messageOf(db: EvidenceDb, table: string): string {
  const columns = ['Type', 'CreateTime', 'Message', 'WCDB_CT_Message'];
  return `SELECT ${columns.map((column) => (db.has(table, column) ? `t."${column}"` : 'NULL')).join(', ')} FROM "${table}" t WHERE t.rowid = ?`; // prettier-ignore
}
