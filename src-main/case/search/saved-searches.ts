import { createHash } from 'node:crypto';
import type { Filter, SavedSearch, SearchRun } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { itemsOfTerms } from './count-terms.ts';

/** Who changes what is kept, and when. `note` writes the entry of the custody log and gives its number. */
export interface SearchKeeper {
  readonly actor: string;
  readonly atMs: number;
  readonly note: (result: Readonly<Record<string, unknown>>) => number;
}

/** Searches kept in one case at most: the list is shown whole. */
const MOST = 1000;

interface Row extends Omit<SavedSearch, 'filter' | 'terms' | 'isSame'> {
  readonly filter: string;
  readonly terms: string;
  readonly digest: string;
  readonly lastDigest: string;
}

const COLUMNS = sql`id, name, mode, filter, terms, saved_ms AS savedMs, saved_by AS savedBy, hits, digest, last_ms AS lastMs,
  last_hits AS lastHits, last_digest AS lastDigest`;

/** By name. */
export function listSavedSearches(db: CaseDb): readonly SavedSearch[] {
  return db.all<Row>(sql`SELECT ${COLUMNS} FROM saved_search ORDER BY name COLLATE NOCASE, id`).map(viewOf);
}

/** Keeps a search with what it finds now. A name that is taken fails with `name-taken`, a query with `query-invalid`. */
export function saveSearch(
  db: CaseDb,
  name: string,
  filter: Filter,
  terms: readonly string[],
  by: SearchKeeper,
): SavedSearch {
  // prettier-ignore
  const taken = db.value<number>(sql`SELECT 1 FROM saved_search WHERE name = ${name}`);
  if (taken !== null) throw new CaseFailure('name-taken', { subject: name });
  if ((db.value<number>(sql`SELECT count(*) FROM saved_search`) ?? 0) >= MOST)
    throw new CaseFailure('bad-parameters', { subject: 'name', reason: `a case keeps at most ${MOST} searches` });
  const { hits, digest } = run(db, filter, terms);
  const mode = terms.length > 0 ? 'terms' : filter.regex !== undefined && filter.regex !== '' ? 'regex' : 'words';
  return db.transaction(() => {
    const entry = by.note({ hits });
    const id =
      db.value<number>(sql`INSERT INTO saved_search (name, mode, filter, terms, hits, digest, saved_ms, saved_by, custody,
        last_hits, last_digest, last_ms, last_custody)
      VALUES (${name}, ${mode}, ${JSON.stringify(filter)}, ${JSON.stringify(terms)}, ${hits}, ${digest}, ${by.atMs}, ${by.actor},
        ${entry}, ${hits}, ${digest}, ${by.atMs}, ${entry}) RETURNING id`);
    return getSavedSearch(db, id ?? 0);
  }, 'immediate');
}

/** Runs a kept search again and keeps what it finds now beside what it found first. Fails with `not-found`. */
export function rerunSearch(db: CaseDb, id: number, by: SearchKeeper): SearchRun {
  const before = rowOf(db, id);
  const { filter, terms } = viewOf(before);
  const { hits, digest } = run(db, filter, terms);
  return db.transaction(() => {
    const entry = by.note({ hits, before: before.lastHits });
    db.run(sql`UPDATE saved_search SET last_hits = ${hits}, last_digest = ${digest}, last_ms = ${by.atMs},
      last_custody = ${entry} WHERE id = ${id}`);
    return {
      saved: getSavedSearch(db, id),
      before: { hits: before.lastHits, atMs: before.lastMs },
      isSame: digest === before.lastDigest,
    };
  }, 'immediate');
}

/** Takes a kept search away; the custody log keeps it. Fails with `not-found`. */
export function removeSearch(db: CaseDb, id: number, by: SearchKeeper): SavedSearch {
  const saved = getSavedSearch(db, id);
  db.transaction(() => {
    by.note({});
    db.run(sql`DELETE FROM saved_search WHERE id = ${id}`);
  }, 'immediate');
  return saved;
}

/** One kept search. Fails with `not-found`. */
export function getSavedSearch(db: CaseDb, id: number): SavedSearch {
  return viewOf(rowOf(db, id));
}

function rowOf(db: CaseDb, id: number): Row {
  const row = db.get<Row>(sql`SELECT ${COLUMNS} FROM saved_search WHERE id = ${id}`);
  if (row === null) throw new CaseFailure('not-found', { subject: `search ${id}` });
  return row;
}

function viewOf({ filter, terms, digest, lastDigest, ...row }: Row): SavedSearch {
  return {
    ...row,
    filter: JSON.parse(filter) as Filter,
    terms: JSON.parse(terms) as readonly string[],
    isSame: digest === lastDigest,
  };
}

/** How many items are found, and the hash of their numbers, which tells the same items from as many others. */
function run(db: CaseDb, filter: Filter, terms: readonly string[]): { readonly hits: number; readonly digest: string } {
  const ids = itemsOfTerms(db, filter, terms).toSorted();
  const digest = createHash('sha256')
    .update(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength))
    .digest('hex');
  return { hits: ids.length, digest };
}
