import type { Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { StoredTable } from '../stored-table.ts';

/** A length, size or duration; null where it is not set, which the app leaves 0. Any other value that is none is carried under `name`. */
export function lengthIn(
  table: StoredTable,
  row: StoredRow,
  column: string,
  name: string,
  stored: Record<string, Stored>,
): number | null {
  const cell = table.cell(row, column) ?? null;
  if (typeof cell === 'number' && cell > 0 && Number.isFinite(cell)) return cell;
  if (cell !== null && cell !== 0 && cell !== '') stored[name] ??= cell;
  return null;
}
