import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { EvidenceUnreadable } from '../../sqlite/evidence-unreadable.ts';
import { integerOf } from './cells.ts';

/**
 * The number that Core Data gives the entity of a table, as `Z_PRIMARYKEY` says it; undefined where it does not. Every row of
 * the table bears it in `Z_ENT`.
 */
export function entityOf(db: EvidenceDb, table: string): number | undefined {
  if (!db.has('Z_PRIMARYKEY', 'Z_ENT') || !db.has('Z_PRIMARYKEY', 'Z_NAME')) return undefined;
  try {
    for (const [number] of db.arrays('SELECT Z_ENT FROM Z_PRIMARYKEY WHERE upper(Z_NAME) = ?', table.slice(1)))
      return integerOf(number) ?? undefined;
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error; // the reader of the table itself says so
  }
  return undefined;
}
