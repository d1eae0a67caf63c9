import type { Key, RowLocator, Sha256, Stored } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { reference } from '../stored-cells.ts';
import type { ConversationBook } from './conversation-book.ts';
import type { JidBook } from './jid-book.ts';
import type { Owner } from './owner.ts';

/** What every reader of one message store shares. */
export interface Store {
  readonly found: Detection;
  readonly run: Run;
  readonly db: EvidenceDb;
  readonly file: Sha256;
  readonly jids: JidBook;
  readonly owner: Owner;
  readonly conversations: ConversationBook;
  /** The table whose rows are the messages; side tables refer to its numbers. */
  readonly messageTable: 'message' | 'messages';
}

/** The key of a message by its row number, the same in the legacy and the modern table. */
export function messageKey(id: Stored | undefined): Key {
  return `m${String(id)}`;
}

/** The key of a conversation by its row number in `chat`; null for the unset markers. */
export function chatKey(id: Stored | undefined): Key | null {
  const row = reference(id);
  return row === null ? null : `c${String(row)}`;
}

/** The account of a row number in a column of the row at `at`. */
export function accountOf(store: Store, cell: Stored | undefined, at: RowLocator): Key | null {
  return store.jids.key(cell, at);
}

/** An account as the list of accounts that an event concerns. */
export function accountsOf(account: Key | null): readonly Key[] {
  return account === null ? [] : [account];
}
