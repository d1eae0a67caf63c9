import type { Key, RowLocator } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { StoredTable } from '../stored-table.ts';
import type { Reading } from './reading.ts';

/** A row of a table of messages. */
export interface MessageRow {
  readonly reading: Reading;
  readonly table: StoredTable;
  readonly cells: StoredRow;
  readonly at: RowLocator;
  /** The identifier of the conversation. */
  readonly chat: string;
  readonly key: Key;
}

/** The key of a message within the source. */
export function messageKey(chat: string, id: number | string): Key {
  return `message:${chat}:${id}`;
}
