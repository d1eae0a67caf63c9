import { isOnQuarters, zoneOffsetMs } from '../../model/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { weekHourReader, zonesOfSources } from '../activity/week-hours.ts';
import { caseZone } from '../case-zone.ts';
import { visible } from '../scope.ts';
import { RowInserter } from './row-inserter.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/**
 * Makes the counts by day of the case's zone and by hour of the week, on the clock that a source's hours are read in, from
 * those by quarter of an hour. `day` is the number of days from 1970-01-01 to the local date, `hour` 0 to 167 from Monday 00:00.
 */
export function rebuildClockCounts(db: CaseDb): void {
  const zone = caseZone(db);
  const { zoneless } = zonesOfSources(db);
  const isZoneless = new Set(
    db.all<{ id: number; source: number }>(sql`SELECT id, source FROM facet`).flatMap(({ id, source }) => (zoneless.includes(source) ? [id] : [])), // prettier-ignore
  );
  const hourOf = weekHourReader(zone);
  const storedHourOf = weekHourReader('UTC');
  const days = new Counts();
  const weeks = new Counts();
  let [last, day, hour, storedHour] = [NaN, 0, 0, 0];
  for (const [at, facet, items] of countedIn(db, zone)) {
    if (at !== last) {
      [last, day, hour, storedHour] = [at, Math.floor((at + zoneOffsetMs(at, zone)) / DAY_MS), hourOf(at), storedHourOf(at)]; // prettier-ignore
    }
    days.add(day, facet, items);
    weeks.add(isZoneless.has(facet) ? storedHour : hour, facet, items);
  }
  days.write(db, 'activity_day', 'day');
  weeks.write(db, 'activity_week', 'hour');
}

type Counted = readonly [utcMs: number, facet: number, items: number];

/**
 * How many items of each facet lie from an instant on within its quarter of an hour, in which clocks neither change nor
 * strike an hour; instant by instant where a clock is no whole quarters from UTC, as before zones were agreed on.
 */
function* countedIn(db: CaseDb, zone: string): IterableIterator<Counted> {
  const quarters = db.prepare<Counted>('SELECT quarter, facet, items FROM activity_quarter ORDER BY quarter, facet', { shape: 'array' }); // prettier-ignore
  const instants = db.prepare<Counted>(
    `SELECT sort_ms, facet, count(*) FROM item WHERE ${visible.text} AND sort_ms >= ? AND sort_ms < ? AND facet = ?
     GROUP BY sort_ms`,
    { shape: 'array' },
  );
  let [last, isEven] = [NaN, true];
  for (const [quarter, facet, items] of quarters.iterate()) {
    const fromMs = quarter * QUARTER_MS;
    if (quarter !== last) [last, isEven] = [quarter, isOnQuarters(fromMs, zone)];
    if (isEven) yield [fromMs, facet, items];
    else yield* instants.all(fromMs, fromMs + QUARTER_MS, facet);
  }
}

/** Sums by a point of a clock and facet. */
class Counts {
  readonly #sums = new Map<number, Map<number, number>>();

  add(point: number, facet: number, items: number): void {
    let sums = this.#sums.get(point);
    if (sums === undefined) this.#sums.set(point, (sums = new Map<number, number>()));
    sums.set(facet, (sums.get(facet) ?? 0) + items);
  }

  /** In place of what the table holds. */
  write(db: CaseDb, table: 'activity_day' | 'activity_week', point: 'day' | 'hour'): void {
    db.run(sql`DELETE FROM ${new Sql(table)}`);
    const rows = new RowInserter(db, table, [point, 'facet', 'items']);
    for (const [at, sums] of this.#sums) for (const [facet, items] of sums) rows.add([at, facet, items]);
    rows.flush();
  }
}
