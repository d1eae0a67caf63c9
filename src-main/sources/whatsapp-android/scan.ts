import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { StoreTable } from '../scan-rows.ts';

/** Columns that hold 0 or 1 in every schema that the README names. */
const FLAGS: ReadonlyMap<string, Holds> = new Map(
  [
    'archived',
    'from_me',
    'hidden',
    'is_canceled',
    'key_from_me',
    'pending',
    'pin_in_chat_state',
    'starred',
    'video_call',
  ].map((column) => [column, 'flag'] as const),
);

/** A table of the message store or the address book. */
export class Table extends StoreTable {
  /** `interpreted` are the columns a reader makes fields of; `left` ones are not read at all. */
  constructor(db: EvidenceDb, name: string, interpreted: readonly string[], left: readonly string[] = []) {
    super(db, name, interpreted, FLAGS, left);
  }
}
