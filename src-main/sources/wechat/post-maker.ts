import { readTimestamp } from '../../model/index.ts';
import type { Event, EventType, Extracted, RowLocator, Stored, StoredColumns, Timestamp } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { timesOf } from '../stored-times.ts';
import type { Accounts } from './accounts.ts';

/** What an account did below a post: a comment, a like, or that it was named. */
export interface PostAction {
  readonly account: string | null;
  readonly words: string | null;
  readonly seconds: bigint | null;
  readonly replyTo: string | null;
  readonly stored: Readonly<Record<string, Stored>>;
}

/** The post below which something was done. */
interface OfPost {
  /** What names it, for the record of each action. */
  readonly post: StoredColumns;
  readonly author: string | null;
  /** The column that the actions were read from. */
  readonly column: string;
}

type Facts = Pick<Event, 'accounts' | 'times' | 'body'> & { readonly stored: StoredColumns };

/** Makes events of posts and of what accounts did below them. Posts are no messages. */
export class PostMaker {
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  event(type: EventType, key: string, at: RowLocator, account: string | null, facts: Facts, out: Extracted[]): Event {
    const actor = account === null ? null : this.#accounts.refer(account, at, out);
    return {
      kind: 'event',
      key,
      from: { at: [at], state: 'live' },
      stored: facts.stored,
      type,
      conversation: null,
      actor,
      accounts: facts.accounts,
      direction: actor !== null && actor === this.#accounts.owner ? 'outgoing' : 'unknown',
      times: facts.times,
      call: null,
      body: facts.body,
    };
  }

  /** Comments and likes of one post, each an event of its own. */
  actions(
    key: string,
    at: RowLocator,
    of: OfPost,
    done: { readonly comments: readonly PostAction[]; readonly likes: readonly PostAction[] },
    out: Extracted[],
  ): void {
    const all = [
      ...done.comments.map((action) => ['post-comment', action] as const),
      ...done.likes.map((action) => ['post-like', action] as const),
    ];
    for (const [index, [type, action]] of all.entries()) {
      const { account, words, seconds, replyTo, stored } = action;
      const others = [of.author, replyTo].flatMap((one) => (one === null ? [] : this.#accounts.refer(one, at, out)));
      const accounts = [...new Set(others)].filter((one) => one !== account);
      const facts = { accounts, times: timesOf(timeOf(seconds, at, of.column, out)), body: words, stored: { ...of.post, ...stored } }; // prettier-ignore
      out.push(this.event(type, `${key} ${type} ${index + 1}`, at, account, facts, out));
    }
  }
}

function timeOf(seconds: bigint | null, at: RowLocator, column: string, out: Extracted[]): Timestamp | null {
  if (seconds === null || seconds === 0n) return null;
  const time = readTimestamp(Number(seconds), 'unix-s', 'created');
  if (time === null)
    out.push(rowIssue('warning', 'time-out-of-range', at, column, String(seconds), 'The time of a comment or a like lies outside 2000 to 2100 and is left out.')); // prettier-ignore
  return time;
}
