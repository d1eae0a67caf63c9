import type { Event, Key, Locator, StoredColumns, Timestamp } from '../model/index.ts';
import type { StoredRow } from '../sqlite/evidence-db.ts';
import type { StoreTable } from './scan-rows.ts';

export interface OrphanFacts {
  readonly times?: readonly Timestamp[];
  readonly accounts?: readonly Key[];
  readonly conversation?: Key | null;
  readonly body?: string | null;
  /** Places and columns of rows that belong to this one. */
  readonly at?: readonly Locator[];
  readonly stored?: StoredColumns;
}

const OTHERWISE =
  'The message may have been deleted on this device, removed with its conversation, expired, or purged by the app; or it never arrived and only this row did.';

/** A row that belongs to a message which is not in the database: it shows that the app knew of such a message. */
export function orphanEvent(
  table: Pick<StoreTable, 'name' | 'at' | 'all'>,
  row: StoredRow,
  facts: OrphanFacts = {},
): Event {
  const at = table.at(row);
  return {
    kind: 'event',
    key: `orphan:${table.name}:${String(at.rowid)}`,
    from: {
      at: [at, ...(facts.at ?? [])],
      state: 'recovered',
      recovery: { method: 'orphan-row', confidence: 'medium', otherwise: OTHERWISE },
    },
    stored: facts.stored === undefined ? table.all(row) : { ...facts.stored, ...table.all(row) },
    type: 'unknown',
    conversation: facts.conversation ?? null,
    actor: null,
    accounts: facts.accounts ?? [],
    direction: 'unknown',
    times: facts.times ?? [],
    call: null,
    body: facts.body ?? null,
  };
}
