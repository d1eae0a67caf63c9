import type { Key, Locator, Provenance, RowLocator, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { Accounts, sharedId } from '../signal-accounts.ts';
import type { MessageTable } from './message-rows.ts';

/** A row of `recipient`: somebody, a group, or a list that stories go to. */
export interface Party {
  /** The identifier under which the account is kept; null for what is no account. */
  readonly account: string | null;
  readonly what: 'account' | 'group' | 'list' | 'call-link';
  readonly groupId: string | null;
  /** Of what is no account the columns of its row, which its conversation carries. */
  readonly stored: StoredColumns;
  readonly at: RowLocator;
}

/** What `groups` says of a group that its conversation shows. */
export interface Group {
  readonly title: string | null;
  readonly description: string | null;
  /** Columns of its row that no field takes. */
  readonly stored: StoredColumns;
  readonly at: RowLocator;
}

/** The state of one read: what later tables need of earlier ones. */
export class Reading {
  readonly found: Detection;
  readonly run: Run;
  readonly db: EvidenceDb;
  readonly accounts = new Accounts();
  /** By `recipient._id`. */
  readonly parties = new Map<number, Party>();
  /** By `groups.group_id`. */
  readonly groups = new Map<string, Group>();
  /** The recipient that a thread is with, by `thread._id`. */
  readonly threads = new Map<number, number>();
  /** By the identity that devices share: the message, where it is marked as deleted. */
  readonly deleted = new Map<string, Key>();
  /** By `_id` of a superseded wording: `_id` of the newest. */
  readonly newest = new Map<number, number>();
  /** By `_id` of the first wording: when it was sent. */
  readonly firstSent = new Map<number, number>();
  /** By identity of a later wording: the identity of the first. */
  readonly firstId = new Map<string, string>();
  /** Rows of messages that a row of `call` names. */
  readonly calls = new Set<Key>();
  /** `message_id` of polls. */
  readonly polls = new Set<number>();
  /** True once a message without a conversation was met. */
  hasLost = false;
  /** The account of this device's user; null when nothing names it. */
  owner: string | null = null;

  /** Of the device's files; null where the exhibit does not hold it in clear. */
  readonly modernKey: Buffer | null;

  constructor(found: Detection, run: Run, db: EvidenceDb, modernKey: Buffer | null) {
    this.found = found;
    this.run = run;
    this.db = db;
    this.modernKey = modernKey;
  }

  /** The store came out of a backup of the app, with the content of its attachments in plain. */
  get isBackup(): boolean {
    return this.found.files.declarations !== undefined;
  }

  /** The account of a row of `recipient`; null for groups and for numbers without a row. */
  see(recipient: number | null, at: Locator): Key | null {
    const identifier = this.identifierOf(recipient);
    return identifier === null ? null : this.accounts.see(identifier, at);
  }

  identifierOf(recipient: number | null): string | null {
    return recipient === null ? null : (this.parties.get(recipient)?.account ?? null);
  }

  /** The message of a row: of an earlier wording that of the newest one. */
  messageOf(table: MessageTable, id: number | bigint | null): Key {
    const newest = table === 'sms' || typeof id !== 'number' ? undefined : this.newest.get(id);
    return `${table}:${String(newest ?? id)}`;
  }

  /** The table of messages to which an id in another table belongs; `isMms` is what tables of the older generation say. */
  tableOf(isMms: boolean | null): MessageTable {
    return this.db.tables.has('message') ? 'message' : isMms === false ? 'sms' : 'mms';
  }

  /** The identity of a message by its sender and the time of any of its wordings. */
  identityOf(author: string | null, sentMs: number | null): string | null {
    const id = sharedId(author, sentMs);
    return id === null ? null : (this.firstId.get(id) ?? id);
  }
}

/** The app shows it. */
export function live(at: Locator, ...more: readonly Locator[]): Provenance {
  return { at: [at, ...more], state: 'live' };
}
