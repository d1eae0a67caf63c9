import { readTimestamp } from '../../model/index.ts';
import type { Extracted, RowLocator, Stored, StoredColumns, Timestamp } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { scan } from '../scan-rows.ts';
import { bytes, text } from '../stored-cells.ts';
import { readTime, timesOf, unitOf } from '../stored-times.ts';
import { rowIssue } from '../store-issues.ts';
import { PostMaker } from '../wechat/post-maker.ts';
import type { IosAccount, Shard } from './account.ts';
import { readArchivedPost, type ArchivedPost } from './archived-post.ts';
import { tablesOf } from './roles.ts';
import { IosTable } from './tables.ts';

const POST = ['FromUser', 'Buffer'] as const;
const NOTICE = ['FromUser', 'ToUser', 'CreateTime', 'content'] as const;
const LONGEST_CARRIED = 4096;

const DAMAGED = 'A part of the post could not be read as what its column is made for; it is carried as stored.';
const NEWER =
  'The post is packed in a form of which public sources explain the words alone; what else it holds stays in its row.';
const MORE =
  'The post, or what was done below it, holds more values than a record carries; the others stay in its row.';
const OTHER_AUTHOR = 'The content of the post names another author than its row.';
const WORDLESS =
  'A notice of a post without words: what was done is a number whose meaning is not known; the row is kept with it.';

/** Moments of an account (`wc005_008.db`): posts with what was done below them, notices of it, covers. */
export class IosPosts {
  readonly #account: IosAccount;
  readonly #shard: Shard;
  readonly #maker: PostMaker;

  constructor(account: IosAccount, shard: Shard) {
    this.#account = account;
    this.#shard = shard;
    this.#maker = new PostMaker(account.books.accounts);
  }

  *read(): Generator<Extracted> {
    const { run } = this.#account;
    const { db } = this.#shard;
    for (const name of tablesOf(db.tables, 'posts')) {
      const table = new IosTable(db, name, POST);
      yield* scan(run, table, (row, at, out) => this.#post(table, row, at, out));
    }
    const notices = new IosTable(db, 'MyWC_Message01', NOTICE);
    yield* scan(run, notices, (row, at, out) => this.#notice(notices, row, at, out));
    const covers = new IosTable(db, 'WCCover', []);
    yield* scan(run, covers, (row, at, out) => this.#cover(covers, row, at, out));
  }

  #post(table: IosTable, row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const { accounts } = this.#account.books;
    const buffer = row[table.place('Buffer')] ?? null;
    const blob = bytes(buffer);
    const said = blob === null ? null : readArchivedPost(blob);
    if (said === null && buffer !== null && buffer !== '') out.push(rowIssue('warning', 'undecodable-payload', at, 'Buffer', null, DAMAGED)); // prettier-ignore
    if (said !== null && !said.isWhole) out.push(rowIssue('note', 'undecodable-payload', at, 'Buffer', null, NEWER));
    if (said?.isCarried === false) out.push(rowIssue('note', 'size-limit', at, 'Buffer', null, MORE));
    const author = text(row[table.place('FromUser')]) ?? said?.author ?? null;
    if (said !== null && said.author !== null && said.author !== author) out.push(rowIssue('warning', 'unresolved-reference', at, 'Buffer', said.author, OTHER_AUTHOR)); // prettier-ignore
    const stored: StoredColumns = { ...beside(table.rest(row), said?.stored ?? {}), ...(said?.isWhole === true ? {} : bufferOf(buffer)) }; // prettier-ignore
    const key = this.#key(table, at);
    const named = (said?.named ?? []).map((one) => accounts.refer(one, at, out));
    const facts = { accounts: named, times: timesOf(createdIn(said, at, out)), body: said?.words ?? null, stored };
    out.push(this.#maker.event('post', key, at, author, facts, out));
    const post = numberOf(row[table.place('Id')], said);
    if (said !== null) this.#maker.actions(key, at, { post, author, column: 'Buffer' }, said, out);
    return undefined;
  }

  #notice(table: IosTable, row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const { accounts } = this.#account.books;
    const cell = (column: (typeof NOTICE)[number]): Stored => row[table.place(column)] ?? null;
    const words = text(cell('content'));
    if (words === null) out.push(rowIssue('note', 'unknown-code', at, 'type', null, WORDLESS));
    const to = text(cell('ToUser'));
    const times = timesOf(readTime(cell('CreateTime'), 'created', at, 'CreateTime', out, unitOf(cell('CreateTime'))));
    const facts = { accounts: to === null ? [] : [accounts.refer(to, at, out)], times, body: words, stored: table.rest(row) }; // prettier-ignore
    out.push(this.#maker.event(words === null ? 'unknown' : 'post-comment', this.#key(table, at), at, text(cell('FromUser')), facts, out)); // prettier-ignore
    return undefined;
  }

  /** What was set as the picture above an account's posts; no source says since when. */
  #cover(table: IosTable, row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const account = text(row[table.place('userName')]);
    const accounts = account === null ? [] : [this.#account.books.accounts.refer(account, at, out)];
    out.push({ kind: 'event', key: this.#key(table, at), from: { at: [at], state: 'live' }, type: 'unknown', ...BARE_EVENT, accounts, body: null, stored: { 'table of the app': 'WCCover', ...table.all(row) } }); // prettier-ignore
    return undefined;
  }

  #key(table: IosTable, at: RowLocator): string {
    return `${this.#shard.name}.${table.name}:${String(at.rowid)}`;
  }
}

/** Members of the archive beside the columns of the row: one that bears the name of a column does not take its place. */
function beside(columns: StoredColumns, members: StoredColumns): StoredColumns {
  const all = Object.entries(members).map(([name, value]) => [Object.hasOwn(columns, name) ? `Buffer.${name}` : name, value]); // prettier-ignore
  return { ...columns, ...(Object.fromEntries(all) as StoredColumns) };
}

function bufferOf(cell: Stored): StoredColumns {
  const isLong = cell instanceof Uint8Array && cell.length > LONGEST_CARRIED;
  return cell === null || cell === '' || isLong ? {} : { Buffer: cell };
}

function createdIn(said: ArchivedPost | null, at: RowLocator, out: Extracted[]): Timestamp | null {
  const seconds = said?.seconds ?? null;
  if (seconds === null || seconds === 0n) return null;
  const time = readTimestamp(seconds, 'unix-s', 'created');
  if (time === null) out.push(rowIssue('warning', 'time-out-of-range', at, 'Buffer', String(seconds), 'The time of the post lies outside 2000 to 2100 and is left out.')); // prettier-ignore
  return time;
}

/** The post's number, which is 64 bits wide and may be stored with a sign or as text. */
function numberOf(cell: Stored | undefined, said: ArchivedPost | null): StoredColumns {
  if (typeof cell === 'number' || typeof cell === 'bigint') return Number.isInteger(Number(cell)) ? { post: String(BigInt.asUintN(64, BigInt(cell))) } : {}; // prettier-ignore
  const told = typeof cell === 'string' && cell !== '' ? cell : (said?.stored.tid ?? null);
  return told === null ? {} : { post: told };
}
