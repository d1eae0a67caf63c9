import { createHash } from 'node:crypto';
import type { Filter, SavedSearch, SearchRun } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { keepNamed, resolveNamed } from '../named-records.ts';
import { itemsOfTerms } from './count-terms.ts';

/** Who changes what is kept, and when. `note` writes the entry of the custody log and gives its number. */
export interface SearchKeeper {
  readonly actor: string;
  readonly atMs: number;
  readonly note: (result: Readonly<Record<string, unknown>>) => number;
}

/** Searches kept in one case at most: the list is shown whole. */
const MOST = 1000;

interface Row extends Omit<SavedSearch, 'filter' | 'named' | 'unfound' | 'terms' | 'isSame'> {
  readonly filter: string;
  readonly terms: string;
  readonly digest: string;
  readonly lastDigest: string;
}

const COLUMNS = sql`id, name, mode, filter, terms, saved_ms AS savedMs, saved_by AS savedBy, hits, digest, last_ms AS lastMs,
  last_hits AS lastHits, last_digest AS lastDigest`;

/** By name. */
export function listSavedSearches(db: CaseDb): readonly SavedSearch[] {
  return db
    .all<Row>(sql`SELECT ${COLUMNS} FROM saved_search ORDER BY name COLLATE NOCASE, id`)
    .map((row) => viewOf(db, row));
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
  const ids = itemsOfTerms(db, filter, terms).toSorted();
  const hits = ids.length;
  const digest = digestOf(db, ids);
  const mode = terms.length > 0 ? 'terms' : filter.regex !== undefined && filter.regex !== '' ? 'regex' : 'words';
  return db.transaction(() => {
    const entry = by.note({ hits });
    const id =
      db.value<number>(sql`INSERT INTO saved_search (name, mode, filter, terms, hits, digest, saved_ms, saved_by, custody,
        last_hits, last_digest, last_ms, last_custody)
      VALUES (${name}, ${mode}, ${JSON.stringify(filter)}, ${JSON.stringify(terms)}, ${hits}, ${digest}, ${by.atMs}, ${by.actor},
        ${entry}, ${hits}, ${digest}, ${by.atMs}, ${entry}) RETURNING id`);
    keepNamed(db, filter);
    return getSavedSearch(db, id ?? 0);
  }, 'immediate');
}

/** Runs a kept search again and keeps what it finds now beside what it found first. Fails with `not-found`. */
export function rerunSearch(db: CaseDb, id: number, by: SearchKeeper): SearchRun {
  const before = rowOf(db, id);
  const { filter, terms } = viewOf(db, before);
  const ids = itemsOfTerms(db, filter, terms).toSorted();
  const hits = ids.length;
  const digest = digestOf(db, ids);
  const isSame = isSameAs(before.lastDigest, digest, ids);
  return db.transaction(() => {
    const entry = by.note({ hits, before: before.lastHits });
    const first = isSameAs(before.digest, digest, ids) ? digest : before.digest;
    db.run(sql`UPDATE saved_search SET last_hits = ${hits}, digest = ${first}, last_digest = ${digest},
      last_ms = ${by.atMs}, last_custody = ${entry} WHERE id = ${id}`);
    return {
      saved: getSavedSearch(db, id),
      before: { hits: before.lastHits, atMs: before.lastMs },
      isSame,
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
  return viewOf(db, rowOf(db, id));
}

function rowOf(db: CaseDb, id: number): Row {
  const row = db.get<Row>(sql`SELECT ${COLUMNS} FROM saved_search WHERE id = ${id}`);
  if (row === null) throw new CaseFailure('not-found', { subject: `search ${id}` });
  return row;
}

function viewOf(db: CaseDb, { filter, terms, digest, lastDigest, ...row }: Row): SavedSearch {
  return {
    ...row,
    ...resolveNamed(db, JSON.parse(filter) as Filter),
    terms: JSON.parse(terms) as readonly string[],
    isSame: digest === lastDigest,
  };
}

const BY_KEY = 'key:';

/**
 * Stands for the records that were found, in any order: source, class and the parser's key of each, which stay the same when a
 * source is read again, as their numbers do not.
 */
function digestOf(db: CaseDb, ids: Uint32Array): string {
  const hash = createHash('sha256');
  const rows = db.prepare<[number, string, string]>(
    `SELECT item.source, facet.class, item.key FROM json_each(?) AS found
       CROSS JOIN item ON item.id = found.value JOIN facet ON facet.id = item.facet
     ORDER BY item.source, item.key, facet.class`,
    { shape: 'array' },
  );
  for (const row of rows.iterate(JSON.stringify([...ids]))) hash.update(`${JSON.stringify(row)}\n`);
  return `${BY_KEY}${hash.digest('hex')}`;
}

/** Whether an earlier digest is of the same records; one of an earlier version is the hash of their numbers. */
function isSameAs(earlier: string, digest: string, ids: Uint32Array): boolean {
  if (earlier.startsWith(BY_KEY)) return earlier === digest;
  return earlier === createHash('sha256').update(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength)).digest('hex'); // prettier-ignore
}
