import type { CaseDb } from '../../sqlite/index.ts';
import { dayTable } from '../activity/day-table.ts';
import { groupTable } from '../activity/group-table.ts';
import { scanActivity, type ActivityScan } from '../activity/scan-activity.ts';

/** How many items of one name fall on one point of a grid. */
export interface TimeCount {
  /** Local day number for the grid `day`; otherwise ms UTC of the grid's point. */
  readonly at: number;
  /** Null: of a name that is not told apart. */
  readonly name: string | null;
  readonly items: number;
}

/** A point of a grid, and a span around the time asked for in which every instant has it. */
interface Point {
  readonly at: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The point on which an instant falls. */
export type Grid = (utcMs: number) => Point;

/** Points from one to another, the last excluded. */
interface Points {
  readonly from: number;
  readonly to: number;
}

/** Sums by point and name; names by their number. */
export class TimeCounts {
  readonly #sums = new Map<number, Map<number, number>>();

  add(at: number, name: number, items: number): void {
    let sums = this.#sums.get(at);
    if (sums === undefined) this.#sums.set(at, (sums = new Map<number, number>()));
    sums.set(name, (sums.get(name) ?? 0) + items);
  }

  /** In order of the points. */
  list(names: readonly string[]): readonly TimeCount[] {
    return [...this.#sums]
      .sort(([a], [b]) => a - b)
      .flatMap(([at, sums]) => [...sums].map(([name, items]) => ({ at, name: names[name] ?? null, items })));
  }
}

/** Adds what the filter lets through, item by item, outside of some points. `nameOf`: the number of each group's name. */
export function addScanned(
  db: CaseDb,
  scan: ActivityScan,
  grid: Grid,
  nameOf: Uint32Array,
  counts: TimeCounts,
  except: Points | null,
): void {
  // Items come by time, so that most share the point of the one before.
  const sums = new Uint32Array(nameOf.reduce((most, name) => Math.max(most, name), 0) + 1);
  let names: number[] = [];
  let point: Point = { at: NaN, fromMs: 0, toMs: 0 };
  const flush = (): void => {
    const isLeftOut = except !== null && point.at >= except.from && point.at < except.to;
    for (const name of names) {
      if (!isLeftOut) counts.add(point.at, name, sums[name] ?? 0);
      sums[name] = 0;
    }
    names = [];
  };
  for (const { times, groups, rows, count } of scanActivity(db, scan))
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] ?? 0;
      const time = times[row] ?? 0;
      if (!(time >= point.fromMs && time < point.toMs)) {
        const next = grid(time);
        if (next.at !== point.at) flush();
        point = next;
      }
      const name = nameOf[groups[row] ?? 0] ?? 0;
      if (sums[name] === 0) names.push(name);
      sums[name] = (sums[name] ?? 0) + 1;
    }
  flush();
}

/** Adds whole local days from the counts by day, for a filter and names that facets decide. */
export function addDays(
  db: CaseDb,
  scan: ActivityScan,
  { from, to }: Points,
  nameOf: Uint32Array,
  counts: TimeCounts,
): void {
  const { days, facets, items } = dayTable(db);
  const nameOfFacet = namesByFacet(db, scan, nameOf);
  for (let row = 0; row < days.length; row += 1) {
    const day = days[row] ?? 0;
    const name = nameOfFacet.get(facets[row] ?? 0);
    if (name !== undefined && day >= from && day < to) counts.add(day, name, items[row] ?? 0);
  }
}

/** The name of each facet that the filter lets through: that of any of its groups. */
function namesByFacet(db: CaseDb, { groups }: ActivityScan, nameOf: Uint32Array): ReadonlyMap<number, number> {
  const names = new Map<number, number>();
  groupTable(db).facets.forEach((facet, group) => {
    if (facet !== 0 && (groups === null || groups[group] === 1)) names.set(facet, nameOf[group] ?? 0);
  });
  return names;
}
