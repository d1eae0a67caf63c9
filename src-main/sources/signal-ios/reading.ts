import type { Key, Locator, Provenance, RowLocator, Stored } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { Accounts, sharedId } from '../signal-accounts.ts';
import { count, text } from '../stored-cells.ts';
import { readErrorOf } from '../stored-table.ts';

/** What a row of `model_TSThread` says that messages and calls need again. */
export interface Thread {
  readonly key: Key;
  readonly isGroup: boolean;
  /** The other's identifier in a conversation of two; null for groups and for rows without one. */
  readonly account: string | null;
}

/** An attachment that an object inside a message names by its id. */
export interface NamedFile {
  readonly message: Key;
  readonly what: 'attachment' | 'quote' | 'preview' | 'sticker' | 'contact';
}

/** What a superseded wording needs of the one that took its place. */
export interface Wording {
  readonly newest: Key;
  readonly newestRow: number;
}

/** The state of one read: what later tables need of earlier ones. */
export class Reading {
  readonly found: Detection;
  readonly run: Run;
  readonly db: EvidenceDb;
  readonly accounts = new Accounts();
  /** By `model_TSThread.uniqueId`. */
  readonly threads = new Map<string, Thread>();
  /** By `model_TSThread.id`. */
  readonly threadRows = new Map<number, Thread>();
  /** Conversation and account of those whom the model of a group names as members. */
  readonly members = new Set<string>();
  /** By `model_SignalRecipient.id`: the identifier under which the account is kept. */
  readonly recipients = new Map<number, string>();
  /** By the identity that devices share: the message, where it is marked as deleted. */
  readonly deleted = new Map<string, Key>();
  /** By row of a superseded wording. */
  readonly wordings = new Map<number, Wording>();
  /** By row of the newest wording: when the first was sent, and its row. */
  readonly first = new Map<number, { readonly ms: number; readonly row: number }>();
  /** By identity of a later wording: the identity of the first. */
  readonly firstId = new Map<string, string>();
  /** By id of an attachment of the older kind. */
  readonly files = new Map<string, NamedFile>();
  /** Messages that a row of the list of calls tells more of. */
  readonly calls = new Set<Key>();
  /** By row of a message that an administrator of its group deleted: the row that says so. */
  readonly adminDeletes = new Map<number, { readonly by: number | null; readonly at: RowLocator }>();
  /** Rows of messages that hold a poll. */
  readonly polls = new Set<number>();
  /** True once stories have their conversation. */
  hasStories = false;
  /** The account of this device's user; null when nothing names it. */
  owner: string | null = null;

  constructor(found: Detection, run: Run, db: EvidenceDb) {
    this.found = found;
    this.run = run;
    this.db = db;
  }

  /** The account of an identifier; null for none. */
  see(identifier: string | null, at: Locator): Key | null {
    return identifier === null ? null : this.accounts.see(identifier, at);
  }

  /** The owner's account; null where nothing names it. */
  own(at: Locator): Key | null {
    return this.see(this.owner, at);
  }

  /** The message of a row, of a superseded wording that of the newest; null where there is no such row. */
  messageOf(row: number | null): Key | null {
    if (row === null) return null;
    const wording = this.wordings.get(row);
    if (wording !== undefined) return wording.newest;
    const uniqueId = this.one('model_TSInteraction', 'uniqueId', 'id', row);
    return uniqueId === null ? null : messageKey(text(uniqueId) ?? `row ${row}`);
  }

  /** One cell of the row where `by` has this value; null where there is none. */
  one(table: string, column: string, by: string, value: number | string): Stored {
    if (!this.db.has(table, column) || !this.db.has(table, by)) return null;
    try {
      for (const [cell] of this.db.arrays(`SELECT "${column}" FROM "${table}" WHERE "${by}" = ? LIMIT 1`, value))
        return cell ?? null;
    } catch (error) {
      readErrorOf(error); // the reading of that table says so
    }
    return null;
  }

  /** Rows of a small table, for what must be known before it is read; nothing where a column is missing. */
  *each(table: string, ...columns: readonly string[]): Generator<readonly Stored[]> {
    if (!columns.every((column) => this.db.has(table, column))) return;
    try {
      yield* this.db.arrays(`SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${table}"`);
    } catch (error) {
      readErrorOf(error); // the reading of that table says so
    }
  }

  /** The identity of a message by its sender and the time of any of its wordings. */
  identityOf(author: string | null, sentMs: number | null): string | null {
    const id = sharedId(author, sentMs);
    return id === null ? null : (this.firstId.get(id) ?? id);
  }
}

export function messageKey(uniqueId: string): Key {
  return `message:${uniqueId}`;
}

/** The app shows it. */
export function live(at: Locator, ...more: readonly Locator[]): Provenance {
  return { at: [at, ...more], state: 'live' };
}

const SERVICE_ID = /^(PNI:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/iu;

/** An account id or number identity in small letters, as the other apps of the service write it; anything else as it is. */
export function serviceId(stored: string | null): string | null {
  const found = stored === null ? null : SERVICE_ID.exec(stored);
  return found === null ? stored : `${found[1]?.toUpperCase() ?? ''}${found[2]?.toLowerCase() ?? ''}`;
}

/** A service id of 16 bytes, or 17 with its kind before it (1: number identity); null for anything else. Source: signalapp/libsignal, rust/core/src/address.rs. */
export function serviceIdOfBytes(bytes: Uint8Array): string | null {
  const [kind, raw] = bytes.length === 17 ? [bytes[0], bytes.subarray(1)] : [0, bytes];
  if (raw.length !== 16 || (kind !== 0 && kind !== 1)) return null;
  const hex = Buffer.from(raw).toString('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return kind === 1 ? `PNI:${uuid}` : uuid;
}

/** The number of a row; null where it is beyond what JavaScript counts. */
export function rowNumber(cell: Stored | undefined): number | null {
  return count(cell);
}
