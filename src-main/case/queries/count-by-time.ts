import type { Filter } from '../../contract/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { zoneOffsetMs } from '../../model/index.ts';
import { activityScan, countActivity, scanActivity, type ActivityScan } from '../activity/scan-activity.ts';
import { caseZone } from '../case-info.ts';
import { countedSql } from '../filter.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { NAMES, namesOfGroups, onlyNames, topNames, type CountedBy } from './count-names.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** How many items of one name fall on one point of a grid. */
export interface TimeCount {
  /** Local day number for the grid `day`; otherwise ms UTC of the grid's point. */
  readonly at: number;
  /** Null: of a name that is not told apart. */
  readonly name: string | null;
  readonly items: number;
}

export type TimeGrid = 'day' | 'quarter' | number;
/**
 * Counts items on a grid of time: from counts by quarter of an hour or by local day where the filter asks for no more
 * than times on that grid, sources, types, directions and states; from the blocks of activity otherwise. With `only`,
 * other names may be counted as one.
 */
function read(
  db: CaseDb,
  filter: Filter,
  grid: TimeGrid,
  by: CountedBy,
  only: readonly string[] | null = null,
): readonly TimeCount[] {
  // prettier-ignore
  if (by === 'conversation' || by === 'sender') return countScanned(db, filter, grid, by, only);
  const name = new Sql(NAMES[by]);
  if (grid === 'day' && canCount(filter) && filter.fromMs === undefined && filter.toMs === undefined)
    return db
      .all<TimeCount>(
        sql`SELECT day AS at, ${name} AS name, sum(items) AS items FROM activity_day
      JOIN facet ON facet.id = activity_day.facet WHERE ${facetSql(filter)} GROUP BY day, 2 ORDER BY day`,
      )
      .map(named);
  if (typeof grid !== 'number' && canCount(filter) && onGrid(filter))
    return regrid(db, grid, db.all<TimeCount>(sql`SELECT quarter * ${QUARTER_MS} AS at, ${name} AS name, sum(items) AS items
      FROM activity_quarter JOIN facet ON facet.id = activity_quarter.facet
      WHERE ${facetSql(filter)} AND quarter >= ${quarter(filter.fromMs, -1)} AND quarter < ${quarter(filter.toMs, 1)}
      GROUP BY quarter, 2 ORDER BY quarter`)); // prettier-ignore
  return countScanned(db, filter, grid, by, only);
}

/** Counts in the blocks of activity, whatever the filter asks for. */
function countScanned(
  db: CaseDb,
  filter: Filter,
  grid: TimeGrid,
  by: CountedBy,
  only: readonly string[] | null,
): readonly TimeCount[] {
  // prettier-ignore
  const names = onlyNames(namesOfGroups(db, by), only);
  const pointOf = grid === 'day' ? dayOfQuarters(db) : grid === 'quarter' ? gridOf(QUARTER_MS) : gridOf(grid);
  const counts = new Map<number, Map<number, number>>();
  let lastPoint = NaN;
  let atPoint = new Map<number, number>();
  for (const { times, groups, rows, count } of scanActivity(db, dated(activityScan(db, filter))))
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] ?? 0;
      const point = pointOf(times[row] ?? 0);
      if (point !== lastPoint) {
        lastPoint = point;
        atPoint = counts.get(point) ?? new Map<number, number>();
        counts.set(point, atPoint);
      }
      const name = names.of[groups[row] ?? 0] ?? 0;
      atPoint.set(name, (atPoint.get(name) ?? 0) + 1);
    }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([at, found]) => [...found].map(([name, items]) => ({ at, name: names.names[name] ?? null, items })));
}

function dated(scan: ActivityScan): ActivityScan {
  return { ...scan, toMs: Math.min(scan.toMs, UNDATED_MS) };
}

function gridOf(step: number): (utcMs: number) => number {
  return (utcMs) => Math.floor(utcMs / step) * step;
}

/** The local day of an instant, worked out once for each quarter of an hour. */
function dayOfQuarters(db: CaseDb): (utcMs: number) => number {
  const dayOf = dayReader(db);
  let lastQuarter = NaN;
  let day = 0;
  return (utcMs) => {
    const found = Math.floor(utcMs / QUARTER_MS);
    if (found !== lastQuarter) {
      lastQuarter = found;
      day = dayOf(found * QUARTER_MS);
    }
    return day;
  };
}

/** Points of quarters become local days where days are asked for. */
function regrid(db: CaseDb, grid: TimeGrid, counts: readonly TimeCount[]): readonly TimeCount[] {
  if (grid !== 'day') return counts.map(named);
  const dayOf = dayReader(db);
  return counts.map((count) => ({ ...named(count), at: dayOf(count.at) }));
}

/** A source's number becomes text like every other name. */
function named(count: TimeCount): TimeCount {
  return { ...count, name: String(count.name) };
}

function canCount({ fromMs: _from, toMs: _to, ...filter }: Filter): boolean {
  const isGrouped = (['conversations', 'senders', 'accounts'] as const).some((part) => filter[part] !== undefined);
  return !isGrouped && countedSql(filter) !== null;
}

function onGrid({ fromMs, toMs }: Filter): boolean {
  return (fromMs ?? 0) % QUARTER_MS === 0 && (toMs ?? 0) % QUARTER_MS === 0;
}

function quarter(ms: number | undefined, side: -1 | 1): number {
  return ms === undefined ? side * Number.MAX_SAFE_INTEGER : ms / QUARTER_MS;
}

function facetSql(filter: Filter): Sql {
  const { fromMs: _from, toMs: _to, ...rest } = filter;
  const counted = countedSql(rest);
  if (counted === null) throw new Error('the counts by time do not answer this filter');
  return counted;
}

function dayReader(db: CaseDb): (utcMs: number) => number {
  const zone = caseZone(db);
  return (utcMs) => Math.floor((utcMs + zoneOffsetMs(utcMs, zone)) / DAY_MS);
}

/** First and last time that the filter lets through; null when there is none. */
function span(db: CaseDb, filter: Filter): { readonly firstMs: number; readonly lastMs: number } | null {
  const counted = countedSql(filter);
  const ends = canCount(filter) ? quarterEnds(db, filter) : counted === null ? scannedEnds(db, filter) : db.get<Ends>(sql`SELECT min(first_ms) AS firstMs, max(last_ms) AS lastMs FROM activity_sender WHERE ${counted}`); // prettier-ignore
  const firstMs = ends?.firstMs ?? null;
  const lastMs = ends?.lastMs ?? null;
  return firstMs === null || lastMs === null ? null : { firstMs, lastMs };
}

interface Ends {
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

function scannedEnds(db: CaseDb, filter: Filter): Ends {
  let firstMs: number | null = null;
  let lastMs: number | null = null;
  for (const { times, rows, count } of scanActivity(db, dated(activityScan(db, filter)))) {
    const first = times[rows[0] ?? 0] ?? 0;
    const last = times[rows[count - 1] ?? 0] ?? 0;
    firstMs = firstMs === null ? first : Math.min(firstMs, first);
    lastMs = lastMs === null ? last : Math.max(lastMs, last);
  }
  return { firstMs, lastMs };
}

/** To the quarter of an hour: enough to choose a step. */
function quarterEnds(db: CaseDb, filter: Filter): Ends {
  const from = Math.floor((filter.fromMs ?? -Number.MAX_SAFE_INTEGER) / QUARTER_MS);
  const to = Math.ceil((filter.toMs ?? Number.MAX_SAFE_INTEGER) / QUARTER_MS);
  const rows = sql`FROM activity_quarter WHERE ${facetSql(filter)} AND quarter >= ${from} AND quarter < ${to}`;
  const first = db.value<number>(sql`SELECT quarter * ${QUARTER_MS} ${rows} ORDER BY quarter LIMIT 1`);
  const last = db.value<number>(sql`SELECT (quarter + 1) * ${QUARTER_MS} - 1 ${rows} ORDER BY quarter DESC LIMIT 1`);
  return { firstMs: first, lastMs: last };
}

/** Items without a time. */
function undated(db: CaseDb, filter: Filter): number {
  const scan = activityScan(db, filter);
  return countActivity(db, { ...scan, fromMs: UNDATED_MS });
}

export const countByTime = { read, span, topNames, undated } as const;
