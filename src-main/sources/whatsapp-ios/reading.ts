import type {
  AccountLink,
  Issue,
  IssueCode,
  IssueSeverity,
  Key,
  Locator,
  Provenance,
  Sha256,
  Stored,
  StoredColumns,
  TimeMeaning,
  Timestamp,
} from '../../model/index.ts';
import { readTimestamp } from '../../model/index.ts';
import { EvidenceUnreadable } from '../../sqlite/evidence-unreadable.ts';
import type { Run } from '../parser.ts';
import { Accounts } from './accounts.ts';
import { numberOf, shown } from './cells.ts';
import type { KeyGaps } from './key-gaps.ts';

/** `NSDate.distantPast` and `distantFuture` as Core Data seconds, which the app writes for "no time". Observed. */
const DISTANT: ReadonlySet<number> = new Set([-63_114_076_800, 63_113_904_000]);

/** What a session row says that its messages, members and calls need again. */
export interface Session {
  readonly key: Key;
  readonly jid: string;
}

/** The state of one read: what later tables need of earlier ones, and the issues that wait to be yielded. */
export class Reading {
  readonly run: Run;
  readonly accounts = new Accounts();
  readonly sessions = new Map<number, Session>();
  readonly sessionByJid = new Map<string, Session>();
  /** `ZWAGROUPMEMBER.Z_PK` to the member's identifier. */
  readonly members = new Map<number, string>();
  /** Shared identifiers of messages that are marked as deleted, to the message's key. */
  readonly revoked = new Map<string, Key>();
  /** `ZWAMEDIAITEM.Z_PK` of items that do not name their message, to the message that names them. */
  readonly mediaOwners = new Map<number, number | null>();
  /** `ZWACHATSESSION.Z_PK` to the newest stored time of its messages; null until every message was read. */
  newest: ReadonlyMap<number, number> | null = null;
  /** Missing keys by file and table, of the tables that were read whole. */
  readonly gaps = new Map<string, KeyGaps>();
  owner: string | null = null;
  #issues: Issue[] = [];

  constructor(run: Run) {
    this.run = run;
  }

  issue(
    severity: IssueSeverity,
    code: IssueCode,
    from: Provenance | null,
    where: string,
    stored: Stored | undefined,
    detail: string,
  ): void {
    this.#issues.push({ kind: 'issue', severity, code, from, where, stored: shown(stored), detail });
  }

  /** True when `drain` or the accounts have something to yield. */
  get isWaiting(): boolean {
    return this.#issues.length > 0 || this.accounts.isWaiting;
  }

  /** The issues since the last call. */
  *drain(): Generator<Issue> {
    if (this.#issues.length === 0) return;
    const issues = this.#issues;
    this.#issues = [];
    yield* issues;
  }

  /** The app's statement that two accounts belong together. */
  link(a: Key, b: Key, method: string, from: Provenance, stored?: StoredColumns): AccountLink {
    return { kind: 'account-link', key: `${method}:${a}:${b}`, from, a, b, method, ...(stored && { stored }) };
  }

  /** Core Data seconds since 2001-01-01 UTC. Null for unset values; an issue when the value is no plausible time. */
  time(cell: Stored | undefined, meaning: TimeMeaning, from: Provenance, where: string): Timestamp | null {
    if (cell === null || cell === undefined || cell === 0) return null;
    const seconds = numberOf(cell);
    if (seconds !== null && DISTANT.has(seconds)) return null;
    const time = seconds === null ? null : readTimestamp(seconds, 'mac-s', meaning);
    if (time === null) {
      this.issue(
        'warning',
        'time-out-of-range',
        from,
        where,
        cell,
        'not a time between 2000 and 2100 in seconds since 2001-01-01',
      );
    }
    return time;
  }

  /** Milliseconds since 1970, as inside the app's own payloads. */
  unixMs(value: number | null, meaning: TimeMeaning, from: Provenance, where: string): Timestamp | null {
    if (value === null || value === 0) return null;
    const time = readTimestamp(value, 'unix-ms', meaning);
    if (time === null)
      this.issue(
        'warning',
        'time-out-of-range',
        from,
        where,
        value,
        'not a time between 2000 and 2100 in milliseconds since 1970',
      );
    return time;
  }
}

/** A row's place in a table of this file. */
export function rowOf(file: Sha256, table: string, rowid: number): Locator {
  return { kind: 'row', file, table, rowid };
}

/** Turns the end of a query over damaged evidence into an issue that says what was not done; throws everything else on. */
export function absorb(reading: Reading, error: unknown, table: string, undone: string): void {
  if (!(error instanceof EvidenceUnreadable)) throw error;
  reading.issue('warning', 'table-unreadable', null, table, null, `${undone}: ${error.detail}`);
}

/** What the app itself shows. */
export function live(first: Locator, ...more: readonly Locator[]): Provenance {
  return { at: [first, ...more], state: 'live' };
}
