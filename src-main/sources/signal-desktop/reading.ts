import type {
  Issue,
  IssueCode,
  IssueSeverity,
  Key,
  Locator,
  Provenance,
  RowLocator,
  Stored,
  TimeMeaning,
  Timestamp,
} from '../../model/index.ts';
import { readTimestamp } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { Accounts } from '../signal-accounts.ts';

/** What a row of `conversations` says that messages and calls need again. */
export interface Party {
  readonly key: Key;
  readonly isGroup: boolean;
  /** The identifier under which this conversation's other account is kept; null for groups and for rows without one. */
  readonly account: string | null;
}

/** The state of one read: what later tables need of earlier ones. */
export class Reading {
  readonly found: Detection;
  readonly run: Run;
  readonly db: EvidenceDb;
  readonly accounts = new Accounts();
  /** `conversations.id` to what is needed of it. */
  readonly parties = new Map<string, Party>();
  /** Service id, number or group id, in lower case, to the conversation. */
  readonly byIdentifier = new Map<string, Party>();
  /** The shared identifier of messages that are marked as deleted, to the message's key. */
  readonly deleted = new Map<string, Key>();
  /** `callId` to the message that shows the call. */
  readonly calls = new Map<string, Key>();
  /** The account of this computer's user; null when nothing names it. */
  owner: string | null = null;
  /** The owner's number, where the settings hold it beside the account id. */
  ownNumber: string | null = null;
  #hasStories = false;

  constructor(found: Detection, run: Run, db: EvidenceDb) {
    this.found = found;
    this.run = run;
    this.db = db;
  }

  /** True at the first call. */
  beginStories(): boolean {
    const isFirst = !this.#hasStories;
    this.#hasStories = true;
    return isFirst;
  }

  /** The account that an id of `conversations` stands for, else one of that name. Null for groups and unknown ids. */
  accountOf(conversationId: string | null, at: Locator): Key | null {
    const account = conversationId === null ? null : (this.parties.get(conversationId)?.account ?? null);
    return account === null ? null : this.accounts.see(account, at);
  }

  /** The account of a service id or number, or of the id of a conversation, as older and newer versions write. */
  see(identifier: string | null, at: Locator): Key | null {
    if (identifier === null) return null;
    return this.parties.has(identifier) ? this.accountOf(identifier, at) : this.accounts.see(identifier, at);
  }
}

export function issueAt(
  severity: IssueSeverity,
  code: IssueCode,
  from: Provenance | null,
  where: string,
  stored: Stored | undefined,
  detail: string,
): Issue {
  return { kind: 'issue', severity, code, from, where, stored: shown(stored), detail };
}

function shown(cell: Stored | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  const words = cell instanceof Uint8Array ? Buffer.from(cell.subarray(0, 100)).toString('hex') : String(cell);
  return words.slice(0, 200);
}

/** Milliseconds since 1970; null where unset, which the app leaves NULL or 0. A value that cannot be a time becomes an issue. */
export function timeOf(
  value: Stored | undefined,
  meaning: TimeMeaning,
  at: RowLocator,
  column: string,
  out: { push(issue: Issue): unknown },
): Timestamp | null {
  if (value === null || value === undefined || value === 0 || value === -1 || value === '') return null;
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  const time = isNumber ? readTimestamp(value, 'unix-ms', meaning) : null;
  if (time !== null) return time;
  const detail = 'not a time between 2000 and 2100 in milliseconds since 1970';
  out.push(issueAt('warning', 'time-out-of-range', live(at), `${at.table}.${column}`, value, detail));
  return null;
}

/** The app shows it. */
export function live(at: Locator, ...more: readonly Locator[]): Provenance {
  return { at: [at, ...more], state: 'live' };
}
