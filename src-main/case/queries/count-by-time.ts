import type { Filter } from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { zoneOffsetMs } from '../../model/index.ts';
import { caseZone } from '../case-info.ts';
import { UNDATED_MS, compileFilter } from '../filter.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** How many items of one name fall on one point of a grid. */
export interface TimeCount {
  /** Local day number for the grid `day`; otherwise ms UTC of the grid's point. */
  readonly at: number;
  readonly name: string;
  readonly items: number;
}

export type TimeGrid = 'day' | 'quarter' | number;
export type CountedBy = 'none' | 'source' | 'type' | 'direction' | 'state';

const NAMES = {
  none: `''`,
  source: 'facet.source',
  type: 'facet.type',
  direction: 'facet.direction',
  state: 'facet.state',
} as const satisfies Record<CountedBy, string>;

/**
 * Counts items on a grid of time: from counts by quarter of an hour or by local day where the filter asks for no more
 * than times on that grid, sources, types, directions and states; from the items themselves otherwise.
 */
function read(db: CaseDb, filter: Filter, grid: TimeGrid, by: CountedBy): readonly TimeCount[] {
  const name = new Sql(NAMES[by]);
  if (grid === 'day' && canCount(filter) && filter.fromMs === undefined && filter.toMs === undefined)
    return db
      .all<TimeCount>(
        sql`SELECT day AS at, ${name} AS name, sum(items) AS items FROM activity_day
      JOIN facet ON facet.id = activity_day.facet WHERE ${facetSql(db, filter)} GROUP BY day, 2 ORDER BY day`,
      )
      .map(named);
  if (typeof grid !== 'number' && canCount(filter) && onGrid(filter))
    return regrid(db, grid, db.all<TimeCount>(sql`SELECT quarter * ${QUARTER_MS} AS at, ${name} AS name, sum(items) AS items
      FROM activity_quarter JOIN facet ON facet.id = activity_quarter.facet
      WHERE ${facetSql(db, filter)} AND quarter >= ${quarter(filter.fromMs, -1)} AND quarter < ${quarter(filter.toMs, 1)}
      GROUP BY quarter, 2 ORDER BY quarter`)); // prettier-ignore
  const { where } = compileFilter(db, filter);
  const step = typeof grid === 'number' ? grid : QUARTER_MS;
  return regrid(db, grid, db.all<TimeCount>(sql`SELECT at, ${name} AS name, sum(items) AS items FROM (
      SELECT sort_ms - (sort_ms % ${step} + ${step}) % ${step} AS at, facet, count(*) AS items FROM item
      WHERE ${where} AND item.sort_ms < ${UNDATED_MS} GROUP BY 1, 2)
    JOIN facet ON facet.id = facet GROUP BY at, 2 ORDER BY at`)); // prettier-ignore
}

/** Points of quarters become local days where days are asked for. */
function regrid(db: CaseDb, grid: TimeGrid, counts: readonly TimeCount[]): readonly TimeCount[] {
  if (grid !== 'day') return counts.map(named);
  const dayOf = dayReader(db);
  return counts.map((count) => ({ ...named(count), at: dayOf(count.at) }));
}

/** A source's number becomes text like every other name. */
function named(count: Omit<TimeCount, 'name'> & { readonly name: string | number }): TimeCount {
  return { ...count, name: String(count.name) };
}

function canCount(filter: Filter): boolean {
  return (['conversations', 'senders', 'accounts', 'attachments', 'text', 'regex'] as const).every(
    (part) => filter[part] === undefined,
  );
}

function onGrid({ fromMs, toMs }: Filter): boolean {
  return (fromMs ?? 0) % QUARTER_MS === 0 && (toMs ?? 0) % QUARTER_MS === 0;
}

function quarter(ms: number | undefined, side: -1 | 1): number {
  return ms === undefined ? side * Number.MAX_SAFE_INTEGER : ms / QUARTER_MS;
}

function facetSql(db: CaseDb, filter: Filter): Sql {
  const { fromMs: _from, toMs: _to, ...rest } = filter;
  const { counted } = compileFilter(db, rest);
  if (counted === null) throw new Error('the counts by time do not answer this filter');
  return counted;
}

function dayReader(db: CaseDb): (utcMs: number) => number {
  const zone = caseZone(db);
  return (utcMs) => Math.floor((utcMs + zoneOffsetMs(utcMs, zone)) / DAY_MS);
}

/** First and last time that the filter lets through; null when there is none. */
function span(db: CaseDb, filter: Filter): { readonly firstMs: number; readonly lastMs: number } | null {
  const { where } = compileFilter(db, filter);
  const dated = joinSql([where, sql`item.sort_ms < ${UNDATED_MS}`], ' AND ');
  const ends = canCount(filter)
    ? quarterEnds(db, filter)
    : db.get<{ firstMs: number | null; lastMs: number | null }>(
        sql`SELECT min(item.sort_ms) AS firstMs, max(item.sort_ms) AS lastMs FROM item WHERE ${dated}`,
      );
  const firstMs = ends?.firstMs ?? null;
  const lastMs = ends?.lastMs ?? null;
  return firstMs === null || lastMs === null ? null : { firstMs, lastMs };
}

/** To the quarter of an hour: enough to choose a step. */
function quarterEnds(db: CaseDb, filter: Filter): { firstMs: number | null; lastMs: number | null } | null {
  const from = Math.floor((filter.fromMs ?? -Number.MAX_SAFE_INTEGER) / QUARTER_MS);
  const to = Math.ceil((filter.toMs ?? Number.MAX_SAFE_INTEGER) / QUARTER_MS);
  const rows = sql`FROM activity_quarter WHERE ${facetSql(db, filter)} AND quarter >= ${from} AND quarter < ${to}`;
  const first = db.value<number>(sql`SELECT quarter * ${QUARTER_MS} ${rows} ORDER BY quarter LIMIT 1`);
  const last = db.value<number>(sql`SELECT (quarter + 1) * ${QUARTER_MS} - 1 ${rows} ORDER BY quarter DESC LIMIT 1`);
  return { firstMs: first, lastMs: last };
}

/** Items without a time. */
function undated(db: CaseDb, filter: Filter): number {
  const { where } = compileFilter(db, filter);
  return db.value<number>(sql`SELECT count(*) FROM item WHERE ${where} AND item.sort_ms = ${UNDATED_MS}`) ?? 0;
}

export const countByTime = { read, span, undated } as const;
