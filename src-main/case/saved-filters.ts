import type { Filter, SavedFilter } from '../contract/index.ts';
import { sql, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';
import { keepNamed, resolveNamed } from './named-records.ts';

/** As many as a menu can hold; a case with more is refused rather than cut. */
const MOST = 500;

/** The filters that were kept with a name, by name. */
export function listSavedFilters(db: CaseDb): readonly SavedFilter[] {
  const rows = db.all<Omit<SavedFilter, 'filter' | 'named' | 'unfound'> & { readonly filter: string }>(
    sql`SELECT id, name, filter, saved_ms AS savedMs FROM saved_filter WHERE removed_ms IS NULL
      ORDER BY name COLLATE NOCASE, id`,
  );
  return rows.map((row) => ({ ...row, ...resolveNamed(db, JSON.parse(row.filter) as Filter) }));
}

/** Keeps a filter; one of the same name is replaced, and stays in the case as removed. */
export function saveFilter(db: CaseDb, name: string, filter: Filter, nowMs: number): SavedFilter {
  return db.transaction(() => {
    db.run(
      sql`UPDATE saved_filter SET removed_ms = ${nowMs} WHERE removed_ms IS NULL AND name = ${name} COLLATE NOCASE`,
    );
    if (listSavedFilters(db).length >= MOST) throw new CaseFailure('bad-parameters', { subject: name, most: MOST });
    db.run(
      sql`INSERT INTO saved_filter (name, filter, saved_ms) VALUES (${name}, ${JSON.stringify(filter)}, ${nowMs})`,
    );
    const id = db.value<number>(sql`SELECT last_insert_rowid()`) ?? 0;
    keepNamed(db, filter);
    return { id, name, savedMs: nowMs, ...resolveNamed(db, filter) };
  }, 'immediate');
}

/** Takes a filter off the list. Fails with `not-found` where it is not on it. */
export function removeFilter(db: CaseDb, id: number, nowMs: number): SavedFilter {
  const found = listSavedFilters(db).find((saved) => saved.id === id);
  if (found === undefined) throw new CaseFailure('not-found', { subject: String(id) });
  db.run(sql`UPDATE saved_filter SET removed_ms = ${nowMs} WHERE id = ${id}`);
  return found;
}
