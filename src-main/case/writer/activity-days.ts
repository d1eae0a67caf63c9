import { zoneOffsetMs } from '../../model/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { RowInserter } from './row-inserter.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/**
 * Makes the counts by day of the case's zone from those by quarter of an hour, which no zone's clock divides. `day` is
 * the number of days from 1970-01-01 to the local date.
 */
export function rebuildActivityDays(db: CaseDb): void {
  const zone = db.value<string>(sql`SELECT zone FROM case_info`) ?? 'UTC';
  db.run(sql`DELETE FROM activity_day`);
  const into = new RowInserter(db, 'activity_day', ['day', 'facet', 'items']);
  const read = db.prepare<[number, number, number]>('SELECT quarter, facet, items FROM activity_quarter ORDER BY quarter', { shape: 'array' }); // prettier-ignore
  let day: number | null = null;
  let quarter = -1;
  let counts = new Map<number, number>();
  const days = new Map<number, Map<number, number>>();
  const flush = (): void => {
    for (const [of, facets] of days) for (const [facet, items] of facets) into.add([of, facet, items]);
    days.clear();
    into.flush();
  };
  for (const [at, facet, items] of read.iterate()) {
    if (at !== quarter) {
      quarter = at;
      const next = Math.floor((at * QUARTER_MS + zoneOffsetMs(at * QUARTER_MS, zone)) / DAY_MS);
      if (next !== day) {
        day = next;
        counts = days.get(day) ?? new Map<number, number>();
        days.set(day, counts);
      }
    }
    counts.set(facet, (counts.get(facet) ?? 0) + items);
  }
  flush();
}
