import type { Key, RowLocator, Sha256, Stored } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { reference } from './cells.ts';
import type { ConversationBook } from './conversation-book.ts';
import type { JidBook } from './jid-book.ts';
import type { Owner } from './owner.ts';
import type { Table } from './scan.ts';

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

/** Joins the message a row belongs to; the extra column is NULL when there is none. */
export function joinMessage(store: Store, table: Table, column: string) {
  const key = table.place(column) > 0 ? `t.${column}` : 'NULL';
  return { tail: `LEFT JOIN ${store.messageTable} m ON m._id = ${key} ORDER BY t.rowid`, more: ['m._id'] };
}
