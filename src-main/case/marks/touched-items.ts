import type { MarkedItem } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { readMarks } from './read-marks.ts';

/** Told one by one; of more it is cheaper to ask for what is shown. */
const MOST_TOLD = 200;

/**
 * The items that a change touched, by its custody entry, with the marks they carry now; null where they are too many to be told,
 * or records among them are not in the case now.
 */
export function touchedItems(db: CaseDb, change: number): readonly MarkedItem[] | null {
  const rows = db.all<{ id: number | null }>(sql`SELECT DISTINCT marked.item AS id
    FROM mark CROSS JOIN marked ON marked.id = mark.record
    WHERE mark.id IN (SELECT id FROM mark WHERE added = ${change} UNION SELECT id FROM mark WHERE removed = ${change})
    LIMIT ${MOST_TOLD + 1}`);
  const ids = rows.flatMap(({ id }) => id ?? []);
  if (rows.length > MOST_TOLD || ids.length < rows.length) return null;
  const marksOf = readMarks(db, ids);
  return ids.map((id) => ({ id, ...marksOf(id) }));
}
