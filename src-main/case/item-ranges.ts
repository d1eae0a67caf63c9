import { sql, type CaseDb } from '../sqlite/index.ts';

/** What SQLite reads of parts of so many items takes some milliseconds. */
const ITEMS = 5000;

/** Neighbouring ranges of item numbers, the first of each exclusive, that together hold every item. */
export function* itemRanges(db: CaseDb): Generator<readonly [after: number, last: number], void, undefined> {
  const last = db.value<number>(sql`SELECT max(id) FROM item`) ?? 0;
  for (let after = 0; after < last; after += ITEMS) yield [after, after + ITEMS];
}
