import type { Extracted, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import { scan, StoreTable } from '../scan-rows.ts';
import { bytes, text } from '../stored-cells.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { rowIssue, storeIssue } from '../store-issues.ts';
import { Accounts } from '../wechat/accounts.ts';
import { PostMaker } from '../wechat/post-maker.ts';
import { readActivity, readNotice, readPost } from './moments-content.ts';

/** The columns of `SnsInfo` by which a store of Moments is known. */
export const MOMENTS_MARKS = ['snsId', 'userName', 'content', 'attrBuf'] as const;

const CLAIM = 'snsExtInfo3, first row';
const COLUMNS = ['snsId', 'userName', 'createTime', 'content', 'attrBuf'] as const;
const NOTICE_COLUMNS = ['snsID', 'createTime', 'talker', 'curActionBuf', 'refActionBuf'] as const;

/** One store of Moments: posts with what was done below them, and notices of it. Posts are events, not messages. */
export class MomentsReader {
  readonly #run: Run;
  readonly #db: EvidenceDb;
  readonly #accounts = new Accounts();
  readonly #maker = new PostMaker(this.#accounts);

  constructor(run: Run, db: EvidenceDb) {
    this.#run = run;
    this.#db = db;
  }

  *read(): Generator<Extracted> {
    yield* this.#owner();
    const posts = new StoreTable(this.#db, 'SnsInfo', COLUMNS, new Map([['content', 'anything'], ['attrBuf', 'anything']])); // prettier-ignore
    yield* scan(this.#run, posts, (row, at, out) => this.#post(posts, row, at, out));
    const notices = new StoreTable(this.#db, 'SnsComment', NOTICE_COLUMNS, new Map([['curActionBuf', 'anything'], ['refActionBuf', 'anything']])); // prettier-ignore
    if (notices.exists) yield* scan(this.#run, notices, (row, at, out) => this.#notice(notices, row, at, out));
  }

  /** The first account of `snsExtInfo3` is the owner's: Chion82/WeChatMomentStat-Android@2670f6a takes it so. */
  *#owner(): Generator<Extracted> {
    const table = new StoreTable(this.#db, 'snsExtInfo3', ['userName'], new Map());
    const place = table.place('userName');
    const [row] = place < 0 ? [] : [...this.#db.arrays(table.select('ORDER BY t.rowid LIMIT 1'))];
    const owner = row === undefined ? null : text(row[place]);
    if (row === undefined || owner === null) {
      yield storeIssue('warning', 'owner-unknown', 'snsExtInfo3', 'Nothing in the store of posts names the account it belongs to.'); // prettier-ignore
      return;
    }
    const out: Extracted[] = [];
    this.#accounts.setOwner(owner, { claim: CLAIM, assumed: true });
    this.#accounts.refer(owner, table.at(row), out);
    yield* out;
  }

  #post(table: StoreTable, row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const cell = (column: (typeof COLUMNS)[number]): Stored => row[table.place(column)] ?? null;
    const said = this.#decoded(cell('content'), 'content', at, out, readPost);
    const activity = this.#decoded(cell('attrBuf'), 'attrBuf', at, out, readActivity);
    const post = postId(cell('snsId'));
    const author = text(cell('userName')) ?? said?.author ?? null;
    if (said?.author !== undefined && said.author !== null && author !== said.author)
      out.push(rowIssue('warning', 'unresolved-reference', at, 'content', said.author, 'The content of the post names another author than its row.')); // prettier-ignore
    const stored: Record<string, Stored> = { ...table.rest(row), ...post, ...said?.stored, ...activity?.stored };
    if (said === null && cell('content') !== null) stored.content = cell('content');
    if (activity === null && cell('attrBuf') !== null) stored.attrBuf = cell('attrBuf');
    const key = `post:${String(at.rowid)}`;
    const times = timesOf(readTime(cell('createTime'), 'created', at, 'createTime', out, 'unix-s'));
    const named = (activity?.named ?? []).map((account) => this.#accounts.refer(account, at, out));
    out.push(
      this.#maker.event('post', key, at, author, { accounts: named, times, body: said?.words ?? null, stored }, out),
    );
    if (activity !== null) this.#maker.actions(key, at, { post, author, column: 'attrBuf' }, activity, out);
    return undefined;
  }

  /** A notice that somebody did something below a post. What it says without words is a number, which no source explains for this table. */
  #notice(table: StoreTable, row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const cell = (column: (typeof NOTICE_COLUMNS)[number]): Stored => row[table.place(column)] ?? null;
    const action = this.#decoded(cell('curActionBuf'), 'curActionBuf', at, out, readNotice);
    const before = this.#decoded(cell('refActionBuf'), 'refActionBuf', at, out, readNotice);
    const stored: Record<string, Stored> = { ...table.rest(row), ...postId(cell('snsID')), ...action?.stored };
    if (action === null && cell('curActionBuf') !== null) stored.curActionBuf = cell('curActionBuf');
    if (before === null && cell('refActionBuf') !== null) stored.refActionBuf = cell('refActionBuf');
    if (before !== null && before.words !== null) stored['refAction.Content'] = before.words;
    const account = action?.account ?? text(cell('talker'));
    const to = [action?.replyTo, before?.account].filter((one) => one !== null && one !== undefined);
    const accounts = [...new Set(to)].filter((one) => one !== account).map((one) => this.#accounts.refer(one, at, out));
    const words = action?.words ?? null;
    if (words === null && action !== null)
      out.push(rowIssue('note', 'unknown-code', at, 'type', text(row[table.place('type')]), 'A notice of a post without words: what was done is a number whose meaning is not known; the row is kept with it.')); // prettier-ignore
    const times = timesOf(readTime(cell('createTime'), 'created', at, 'createTime', out, 'unix-s'));
    const type = words === null ? 'unknown' : 'post-comment';
    out.push(this.#maker.event(type, `notice:${String(at.rowid)}`, at, account, { accounts, times, body: words, stored }, out)); // prettier-ignore
    return undefined;
  }

  #decoded<Read>(
    cell: Stored,
    column: string,
    at: RowLocator,
    out: Extracted[],
    read: (bytes: Uint8Array) => Read | null,
  ): Read | null {
    const blob = bytes(cell);
    if (blob === null && (cell === null || cell === '')) return null;
    const value = blob === null ? null : read(blob);
    if (value === null)
      out.push(rowIssue('warning', 'undecodable-payload', at, column, null, 'A part of the post could not be read as what its column is made for; it is carried as stored.')); // prettier-ignore
    return value;
  }
}

/** The post's number, which is 64 bits wide and stored with a sign. */
function postId(cell: Stored): StoredColumns {
  return typeof cell === 'number' || typeof cell === 'bigint' ? { post: String(BigInt.asUintN(64, BigInt(cell))) } : {};
}
