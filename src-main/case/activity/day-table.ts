import type { CaseDb } from '../../sqlite/index.ts';
import { keptBy } from '../search/kept-by.ts';
import { atOnce, type Steps } from '../steps.ts';

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
  return keep(db, 'days', () => atOnce(readDays(db)));
}

/** Reads them ahead of the first question. */
export function* daysAhead(db: CaseDb): Steps<void> {
  yield* keep.ahead(db, 'days', () => readDays(db));
}

type Row = readonly [day: number, facet: number, items: number];

/** Rows read in one go. */
const ROWS = 5000;

function* readDays(db: CaseDb): Steps<DayTable> {
  const rows: Row[] = [];
  const read = db.prepare<Row>(
    `SELECT day, facet, items FROM activity_day WHERE (day, facet) > (?, ?) ORDER BY day, facet LIMIT ${ROWS}`,
    { shape: 'array' },
  );
  let last: Row | undefined;
  do {
    const found: readonly Row[] = read.all(last?.[0] ?? -Infinity, last?.[1] ?? 0);
    for (const row of found) rows.push(row);
    last = found.at(-1);
    yield;
  } while (last !== undefined);
  const table = {
    days: new Int32Array(rows.length),
    facets: new Uint32Array(rows.length),
    items: new Uint32Array(rows.length),
  };
  for (const [at, [day, facet, items]] of rows.entries()) {
    table.days[at] = day;
    table.facets[at] = facet;
    table.items[at] = items;
  }
  return table;
}
