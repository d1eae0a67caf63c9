import type { Event, Key, Timestamp } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { carried } from './cells.ts';
import type { Table } from './scan.ts';

export interface OrphanFacts {
  readonly times?: readonly Timestamp[];
  readonly accounts?: readonly Key[];
  readonly conversation?: Key | null;
  readonly body?: string | null;
}

const OTHERWISE =
  'The message may have been deleted on this device, removed with its conversation, expired, or purged by the app; or it never arrived and only this row did.';

/** A row that belongs to a message which is not in the database: it shows that the app knew of such a message. */
export function orphanEvent(table: Table, row: StoredRow, facts: OrphanFacts = {}): Event {
  const at = table.at(row);
  const all = table.columns.map((_, i) => i).slice(1);
  return {
    kind: 'event',
    key: `orphan:${table.name}:${String(at.rowid)}`,
    from: {
      at: [at],
      state: 'recovered',
      recovery: { method: 'orphan-row', confidence: 'medium', otherwise: OTHERWISE },
    },
    stored: carried(row, table.columns, all),
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
