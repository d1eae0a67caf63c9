import type { Event, RowLocator } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { StoreTable } from '../scan-rows.ts';

/** A row of an address book or of a list of conversations without an identifier, with all that it holds. */
export function namelessRow(table: StoreTable, row: StoredRow, at: RowLocator): Event {
  return {
    kind: 'event',
    key: `nameless:${at.file}:${table.name}:${String(at.rowid)}`,
    from: { at: [at], state: 'live' },
    stored: table.all(row),
    type: 'unknown',
    ...BARE_EVENT,
    body: null,
  };
}
