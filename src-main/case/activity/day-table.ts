import type { CaseDb } from '../../sqlite/index.ts';
import { keptBy } from '../search/kept-by.ts';

/** How many items of each facet fall on each local day of the case's zone, in columns by day: 12 bytes a row. */
interface DayTable {
  /** Days from 1970-01-01 to the local date, ascending. */
  readonly days: Int32Array;
  readonly facets: Uint32Array;
  readonly items: Uint32Array;
}

const keep = keptBy<DayTable>({ entries: 1, bytes: 32 * 1024 * 1024, sizeOf: ({ days }) => 12 * days.length });

/** The counts by day, read once until the case or its zone changes. */
export function dayTable(db: CaseDb): DayTable {
  return keep(db, 'days', () => {
    const rows = db
      .prepare<[number, number, number]>('SELECT day, facet, items FROM activity_day ORDER BY day, facet', {
        shape: 'array',
      }) // prettier-ignore
      .all();
    return {
      days: Int32Array.from(rows, ([day]) => day),
      facets: Uint32Array.from(rows, ([, facet]) => facet),
      items: Uint32Array.from(rows, ([, , items]) => items),
    };
  });
}
