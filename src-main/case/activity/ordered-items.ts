import type { CaseDb } from '../../sqlite/index.ts';
import { keptBy } from '../search/kept-by.ts';
import { atOnce, type Steps } from '../steps.ts';
import type { ActivityBlock } from './activity-block.ts';
import { activityBlocks } from './kept-blocks.ts';
import { admitRows, scanActivity, type ActivityScan } from './scan-activity.ts';

/** Up to ten million items the whole order is kept; of more it is merged anew for each question. */
const MOST_BYTES = 160 * 1024 * 1024;
const ITEM_BYTES = 16;

const keepWhole = keptBy<ActivityBlock>({
  entries: 1,
  bytes: MOST_BYTES,
  sizeOf: ({ ids }) => ids.length * ITEM_BYTES,
});

const EVERY: ActivityScan = { groups: null, fromMs: -Infinity, toMs: Infinity, items: null, few: null };

/** The items that a filter lets through, of all sources together, in order of time and id: 16 bytes each, and nobody's to change. */
export function readOrdered(db: CaseDb, scan: ActivityScan): ActivityBlock {
  const whole = wholeFor(db, scan);
  if (whole === null) return atOnce(merge(db, scan));
  return isWhole(scan) ? whole : cut(whole, scan, 'times');
}

/** The same without their times: 8 bytes each. */
export function readOrderedIds(db: CaseDb, scan: ActivityScan): Omit<ActivityBlock, 'times'> {
  const whole = wholeFor(db, scan);
  if (whole === null) return atOnce(merge(db, scan));
  return isWhole(scan) ? whole : cut(whole, scan, 'ids');
}

/** All items in order, where that is the way to what a scan asks for: when all are asked for, or they are in order already. */
function wholeFor(db: CaseDb, scan: ActivityScan): ActivityBlock | null {
  if (scan.few !== null || !isKept(db)) return null;
  return isWhole(scan) ? keepWhole(db, 'order', () => atOnce(merge(db, EVERY))) : keepWhole.known(db, 'order');
}

function isWhole({ groups, items, fromMs, toMs }: ActivityScan): boolean {
  return groups === null && items === null && fromMs === -Infinity && toMs === Infinity;
}

/** Puts all items in order ahead of the first question that needs them so. */
export function* orderAhead(db: CaseDb): Steps<void> {
  if (isKept(db)) yield* keepWhole.ahead(db, 'order', () => merge(db, EVERY));
}

function isKept(db: CaseDb): boolean {
  return activityBlocks(db).heads.reduce((sum, { items }) => sum + items, 0) * ITEM_BYTES <= MOST_BYTES;
}

/** Rows of the cut before, to be written over: four bytes an item that need no new room each time. */
let rowsBefore = new Uint32Array(0);

/** What a filter lets through of items that are in order; without times where nobody looks at them. */
function cut(whole: ActivityBlock, scan: ActivityScan, wanted: 'times' | 'ids'): ActivityBlock {
  if (rowsBefore.length < whole.ids.length) rowsBefore = new Uint32Array(whole.ids.length);
  const rows = admitRows(whole, scan, rowsBefore);
  const ids = new Uint32Array(rows.length);
  const groups = new Uint32Array(rows.length);
  const times = new Float64Array(wanted === 'times' ? rows.length : 0);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    groups[at] = whole.groups[row] ?? 0;
    ids[at] = whole.ids[row] ?? 0;
  }
  for (let at = 0; at < times.length; at += 1) times[at] = whole.times[rows[at] ?? 0] ?? 0;
  return { times, groups, ids };
}

function* merge(db: CaseDb, scan: ActivityScan): Steps<ActivityBlock> {
  const runs = yield* readRuns(db, scan);
  const size = runs.reduce((sum, { ids }) => sum + ids.length, 0);
  let from = joined(runs, size);
  let into = columns(size);
  // Runs of sources lie one after another; each pass merges two and two.
  let ends = runs.map(({ ids }) => ids.length);
  let at = 0;
  ends = ends.map((length) => (at += length));
  while (ends.length > 1) {
    const merged: number[] = [];
    for (let run = 0; run < ends.length; run += 2) {
      const start = run === 0 ? 0 : (ends[run - 1] ?? 0);
      const middle = ends[run] ?? 0;
      const end = ends[run + 1] ?? middle;
      yield* mergeRuns(from, into, start, middle, end);
      merged.push(end);
    }
    [from, into] = [into, from];
    ends = merged;
  }
  return from;
}

function columns(size: number): ActivityBlock {
  return { times: new Float64Array(size), groups: new Uint32Array(size), ids: new Uint32Array(size) };
}

/** What the filter lets through of each source, in order of time and id. */
function* readRuns(db: CaseDb, scan: ActivityScan): Steps<readonly ActivityBlock[]> {
  const pieces = new Map<number, ActivityBlock[]>();
  for (const { source, times, groups, ids, rows, count } of scanActivity(db, scan)) {
    const piece = columns(count);
    const { times: intoTimes, groups: intoGroups, ids: intoIds } = piece;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] ?? 0;
      intoTimes[at] = times[row] ?? 0;
      intoGroups[at] = groups[row] ?? 0;
      intoIds[at] = ids[row] ?? 0;
    }
    const before = pieces.get(source);
    if (before === undefined) pieces.set(source, [piece]);
    else before.push(piece);
    yield;
  }
  return [...pieces.values()].map((found) => joined(found, found.reduce((sum, { ids }) => sum + ids.length, 0))); // prettier-ignore
}

function joined(pieces: readonly ActivityBlock[], size: number): ActivityBlock {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const whole = columns(size);
  let at = 0;
  for (const { times, groups, ids } of pieces) {
    whole.times.set(times, at);
    whole.groups.set(groups, at);
    whole.ids.set(ids, at);
    at += ids.length;
  }
  return whole;
}

/** Rows merged in one piece. */
const ROWS_AT_ONCE = 65_536;

/** Merges two neighbouring runs, `start` to `middle` and `middle` to `end`, into the same places. */
function* mergeRuns(from: ActivityBlock, into: ActivityBlock, start: number, middle: number, end: number): Steps<void> {
  const { times, groups, ids } = from;
  const { times: intoTimes, groups: intoGroups, ids: intoIds } = into;
  let a = start;
  let b = middle;
  for (let at = start; at < end; at += 1) {
    let isFirst = b >= end;
    if (!isFirst && a < middle) {
      const timeA = times[a] ?? 0;
      const timeB = times[b] ?? 0;
      isFirst = timeA < timeB || (timeA === timeB && (ids[a] ?? 0) < (ids[b] ?? 0));
    }
    const row = isFirst ? a : b;
    if (isFirst) a += 1;
    else b += 1;
    intoTimes[at] = times[row] ?? 0;
    intoGroups[at] = groups[row] ?? 0;
    intoIds[at] = ids[row] ?? 0;
    if (at % ROWS_AT_ONCE === 0) yield;
  }
}
