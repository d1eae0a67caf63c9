import type { Event, Key, Locator, StoredColumns, Timestamp } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { rowOf } from './reading.ts';
import type { TableScan } from './table-scan.ts';

/** A row whose owner has no row, or that names none: it shows that the app knew of such an owner. All it holds is carried. */
export function orphanRow(scan: TableScan, row: StoredRow, accounts: readonly Key[] = []): Event {
  const pk = Number(row[0]);
  const facts = { accounts, time: null, stored: scan.allOf(row) };
  return orphanEvent(`${scan.table}:${pk}`, rowOf(scan.db.file, scan.table, pk), facts);
}

/** The same of a row that was read before it was known to be alone. */
export function orphanEvent(
  name: string,
  at: Locator,
  facts: { readonly accounts: readonly Key[]; readonly time: Timestamp | null; readonly stored: StoredColumns },
): Event {
  return {
    kind: 'event',
    key: `orphan:${name}`,
    from: {
      at: [at],
      state: 'recovered',
      recovery: {
        method: 'orphan-row',
        confidence: 'medium',
        otherwise:
          'The row that it belongs to may have been deleted on this device, or never stored, or lie in pages that could not be read.',
      },
    },
    type: 'unknown',
    conversation: null,
    actor: null,
    accounts: facts.accounts,
    direction: 'unknown',
    times: facts.time === null ? [] : [facts.time],
    call: null,
    body: null,
    stored: facts.stored,
  };
}
