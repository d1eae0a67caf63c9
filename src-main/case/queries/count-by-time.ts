import type { Filter } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { isOnQuarters, zoneOffsetMs } from '../../model/index.ts';
import { activityEnds, activityScan, countActivity, type ActivityScan } from '../activity/scan-activity.ts';
import { caseZone } from '../case-zone.ts';
import { namedSql } from '../filter.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { namesOfGroups, onlyNames, topNames, type CountedBy } from './count-names.ts';
import { TimeCounts, addDays, addScanned, type Grid, type TimeCount } from './time-counts.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

export type TimeGrid = 'day' | 'quarter' | number;

/**
 * Counts items on a grid of time: whole days from the counts by local day where the filter asks for no more than times,
 * sources, types, directions and states; from the blocks of activity otherwise, and at the ends that are no whole days.
 * With `only`, other names may be counted as one.
 */
function read(
  db: CaseDb,
  filter: Filter,
  asked: TimeGrid,
  by: CountedBy,
  only: readonly string[] | null = null,
): readonly TimeCount[] {
  const scan = dated(activityScan(db, filter));
  const names = onlyNames(namesOfGroups(db, by), only);
  const grid = gridOf(db, asked);
  const counts = new TimeCounts();
  const isOfFacets = by !== 'conversation' && by !== 'sender' && namedSql(filter).length === 0 && scan.items === null;
  const days = asked === 'day' && isOfFacets ? wholeDays(scan, dayReader(db)) : null;
  if (days === null) addScanned(db, scan, grid, names.of, counts, null);
  else {
    addDays(db, scan, days, names.of, counts);
    for (const end of endsOf(scan)) addScanned(db, end, grid, names.of, counts, days);
  }
  return counts.list(names.names);
}

function dated(scan: ActivityScan): ActivityScan {
  return { ...scan, toMs: Math.min(scan.toMs, UNDATED_MS) };
}

function gridOf(db: CaseDb, grid: TimeGrid): Grid {
  if (grid === 'day') return dayGrid(db);
  const step = grid === 'quarter' ? QUARTER_MS : grid;
  return (utcMs) => {
    const fromMs = Math.floor(utcMs / step) * step;
    return { at: fromMs, fromMs, toMs: fromMs + step };
  };
}

/** No day begins within a quarter of an hour, but on clocks that are no whole quarters from UTC. */
function dayGrid(db: CaseDb): Grid {
  const zone = caseZone(db);
  const dayOf = dayReader(db);
  return (utcMs) => {
    const fromMs = Math.floor(utcMs / QUARTER_MS) * QUARTER_MS;
    const span = isOnQuarters(fromMs, zone)
      ? { fromMs, toMs: fromMs + QUARTER_MS }
      : { fromMs: utcMs, toMs: utcMs + 1 };
    return { at: dayOf(utcMs), ...span };
  };
}

function dayReader(db: CaseDb): (utcMs: number) => number {
  const zone = caseZone(db);
  return (utcMs) => Math.floor((utcMs + zoneOffsetMs(utcMs, zone)) / DAY_MS);
}

/** Times that zones can be asked for lie within 100,000,000 days of 1970. */
const LAST_MS = 8.64e15 - 10 * DAY_MS;

/**
 * Local days of which no instant lies outside the limits of time, although clocks are set forth and back by up to a day;
 * null when there are few of them.
 */
function wholeDays(
  { fromMs, toMs }: ActivityScan,
  dayOf: (utcMs: number) => number,
): { readonly from: number; readonly to: number } | null {
  if (toMs - fromMs < 4 * END_MS || fromMs > LAST_MS || toMs < -LAST_MS) return null;
  return {
    from: fromMs < -LAST_MS ? -Infinity : dayOf(fromMs) + 2,
    to: toMs > LAST_MS ? Infinity : dayOf(toMs) - 2,
  };
}

/** More than lies between a limit and the whole days, clocks set forth and back. */
const END_MS = 5 * DAY_MS;

/** What lies at the limits of time, with some whole days. */
function endsOf(scan: ActivityScan): readonly ActivityScan[] {
  const { fromMs, toMs } = scan;
  return [
    ...(fromMs < -LAST_MS ? [] : [{ ...scan, toMs: fromMs + END_MS }]),
    ...(toMs > LAST_MS ? [] : [{ ...scan, fromMs: toMs - END_MS }]),
  ];
}

/** First and last time that the filter lets through; null when there is none. */
function span(db: CaseDb, filter: Filter): { readonly firstMs: number; readonly lastMs: number } | null {
  const ends = activityEnds(db, activityScan(db, filter));
  return ends.firstMs === Infinity ? null : ends;
}

/** Items without a time. */
function undated(db: CaseDb, filter: Filter): number {
  const scan = activityScan(db, filter);
  return countActivity(db, { ...scan, fromMs: UNDATED_MS });
}

export const countByTime = { read, span, topNames, undated } as const;
