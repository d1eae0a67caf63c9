import type { Filter } from '../../contract/index.ts';
import { joinSql, sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { compileFilter, facetSql, groupSql, itemsOf, namedSql } from '../filter.ts';
import { UNDATED_MS } from './undated.ts';
import { BLOCK_ITEMS, type ActivityBlock } from './activity-block.ts';
import { groupTable } from './group-table.ts';
import { activityBlocks, type BlockHead } from './kept-blocks.ts';
import type { ItemSet } from './item-set.ts';

/** A filter as the blocks are asked. */
export interface ActivityScan {
  /** 1 for each group that the filter lets through, by its id; null when every group is. */
  readonly groups: Uint8Array | null;
  readonly fromMs: number;
  /** Exclusive; items without a time lie outside every limit. */
  readonly toMs: number;
  /** Items that hold what is looked for; null when nothing is. */
  readonly items: ItemSet | null;
  /** The same filter on `item`, when it names so few conversations or senders that an index of theirs is faster. */
  readonly few: Sql | null;
}

/** Items that SQLite looks up one by one in the time in which a million are scanned, blocks once read. */
const FEW = 2000;

/** The rows of one block that a filter lets through: the first `count` of `rows`, as positions in the columns. */
export interface ScannedBlock extends ActivityBlock {
  readonly source: number;
  readonly rows: Uint32Array;
  readonly count: number;
}

/** The filter for a scan; full text and regular expressions are looked up at once. */
export function activityScan(db: CaseDb, filter: Filter): ActivityScan {
  const { groups, among } = findGroups(db, filter);
  const items = itemsOf(db, filter);
  const named = filter.conversations ?? filter.senders;
  return {
    groups,
    fromMs: filter.fromMs ?? -Infinity,
    toMs: filter.fromMs === undefined && filter.toMs === undefined ? Infinity : Math.min(filter.toMs ?? UNDATED_MS, UNDATED_MS), // prettier-ignore
    items,
    few: named !== undefined && items === null && among <= FEW ? compileFilter(db, filter).where : null,
  };
}

/**
 * Goes through the activity of every finished source, one source after the other, each in order of time, a block at a
 * time; with `onlyCut`, blocks that a limit of time cuts alone. The rows are those of the block read last, and nobody's to
 * change. A million items take some tens of milliseconds, once they were read.
 */
export function* scanActivity(db: CaseDb, scan: ActivityScan, onlyCut = false): IterableIterator<ScannedBlock> {
  if (scan.few !== null) {
    yield* lookUp(db, scan, scan.few);
    return;
  }
  const { heads, read } = activityBlocks(db);
  const into = new Uint32Array(BLOCK_ITEMS);
  for (const head of heads) {
    if (head.lastMs < scan.fromMs || head.firstMs >= scan.toMs) continue;
    if (onlyCut && isInside(head, scan)) continue;
    const block = read(head);
    if (block === null) continue; // cleared since the list was read
    const rows = admitRows(block, scan, into);
    if (rows.length > 0) yield { ...block, source: head.source, rows, count: rows.length };
  }
}

function isInside({ firstMs, lastMs }: BlockHead, { fromMs, toMs }: ActivityScan): boolean {
  return firstMs >= fromMs && lastMs < toMs;
}

/** Few items, as one block over all sources. */
function* lookUp(db: CaseDb, scan: ActivityScan, where: Sql): IterableIterator<ScannedBlock> {
  const { text, values } = sql`SELECT sort_ms, activity_sender.id, item.id FROM item JOIN activity_sender
      ON activity_sender.conversation = ifnull(item.conversation, 0) AND activity_sender.sender = ifnull(item.sender, 0)
        AND activity_sender.facet = item.facet
    WHERE item.id IN (SELECT item.id FROM item WHERE ${where}) ORDER BY sort_ms, item.id`;
  const found = db.prepare<[time: number, group: number, id: number]>(text, { shape: 'array' }).all(...values);
  const block = {
    times: Float64Array.from(found, ([time]) => time),
    groups: Uint32Array.from(found, ([, group]) => group),
    ids: Uint32Array.from(found, ([, , id]) => id),
  };
  const rows = admitRows(block, scan, new Uint32Array(found.length));
  if (rows.length > 0) yield { ...block, source: 0, rows, count: rows.length };
}

/** Every row of a whole block, shared. */
const EVERY_ROW = Uint32Array.from({ length: BLOCK_ITEMS }, (_, row) => row);

/** The rows of columns in order of time that a filter lets through, ascending; `into` holds them, and as many as there are. */
export function admitRows({ times, groups, ids }: ActivityBlock, scan: ActivityScan, into: Uint32Array): Uint32Array {
  const { groups: flags, items } = scan;
  const from = firstAt(times, scan.fromMs);
  const to = firstAt(times, scan.toMs);
  if (flags === null && items === null && to <= EVERY_ROW.length) return EVERY_ROW.subarray(from, to);
  let count = 0;
  for (let row = from; row < to; row += 1) {
    if (flags !== null && flags[groups[row] ?? 0] !== 1) continue;
    if (items?.has(ids[row] ?? 0) === false) continue;
    into[count] = row;
    count += 1;
  }
  return into.subarray(0, count);
}

/** The first row at or after a time. */
function firstAt(times: Float64Array, timeMs: number): number {
  let from = 0;
  let to = times.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((times[middle] ?? 0) < timeMs) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** How many items a filter lets through; blocks that lie inside its times are not read when it asks for no more. */
export function countActivity(db: CaseDb, scan: ActivityScan): number {
  if (isCounted(scan)) return countGroups(db, scan).items.reduce((sum, items) => sum + items, 0);
  const whole = scan.groups === null && scan.items === null;
  let total = 0;
  if (whole) for (const head of activityBlocks(db).heads) if (isInside(head, scan)) total += head.items;
  for (const { count } of scanActivity(db, scan, whole)) total += count;
  return total;
}

/** Whether the sums of the groups answer: neither times nor single items are asked for. */
export function isCounted({ items, fromMs, toMs }: ActivityScan): boolean {
  return items === null && fromMs === -Infinity && toMs === Infinity;
}

/** First and last time of what a filter lets through, Infinity and -Infinity for nothing dated; looks into few blocks between. */
export function activityEnds(db: CaseDb, scan: ActivityScan): { readonly firstMs: number; readonly lastMs: number } {
  let [firstMs, lastMs] = [Infinity, -Infinity];
  if (isCounted(scan) || scan.few !== null) {
    const counts = countGroups(db, scan);
    for (const ms of counts.firstMs) firstMs = Math.min(firstMs, ms);
    for (const ms of counts.lastMs) lastMs = Math.max(lastMs, ms);
    return { firstMs, lastMs };
  }
  const dated = { ...scan, toMs: Math.min(scan.toMs, UNDATED_MS) };
  const { heads, read } = activityBlocks(db);
  const into = new Uint32Array(BLOCK_ITEMS);
  const timesOf = (head: BlockHead): readonly [first: number, last: number] => {
    const block = head.lastMs < dated.fromMs || head.firstMs >= dated.toMs ? null : read(head);
    const rows = block === null ? into.subarray(0, 0) : admitRows(block, dated, into);
    return [block?.times[rows[0] ?? -1] ?? Infinity, block?.times[rows.at(-1) ?? -1] ?? -Infinity];
  };
  for (const head of heads) if (head.firstMs < firstMs) firstMs = Math.min(firstMs, timesOf(head)[0]);
  for (const head of heads.toReversed()) if (head.lastMs > lastMs) lastMs = Math.max(lastMs, timesOf(head)[1]);
  return { firstMs, lastMs };
}

/** What a filter lets through of each group: all three by group id, and nobody's to change. */
export interface GroupCounts {
  readonly items: Uint32Array;
  /** Of dated items; Infinity and -Infinity where there is none. */
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
}

export function countGroups(db: CaseDb, scan: ActivityScan): GroupCounts {
  const table = groupTable(db);
  if (isCounted(scan)) {
    const { groups } = scan;
    if (groups === null) return table;
    const under = (none: number) => (value: number, group: number) => (groups[group] === 1 ? value : none);
    return {
      items: table.items.map(under(0)),
      firstMs: table.firstMs.map(under(Infinity)),
      lastMs: table.lastMs.map(under(-Infinity)),
    };
  }
  const items = new Uint32Array(table.size);
  const firstMs = new Float64Array(table.size).fill(Infinity);
  const lastMs = new Float64Array(table.size).fill(-Infinity);
  for (const { times, groups, rows, count } of scanActivity(db, scan))
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] ?? 0;
      const group = groups[row] ?? 0;
      const time = times[row] ?? 0;
      items[group] = (items[group] ?? 0) + 1;
      if (time === UNDATED_MS) continue;
      if (time < (firstMs[group] ?? 0)) firstMs[group] = time;
      if (time > (lastMs[group] ?? 0)) lastMs[group] = time;
    }
  return { items, firstMs, lastMs };
}

/** The groups that the filter lets through, as flags, and how many items they have together. */
function findGroups(db: CaseDb, filter: Filter): { readonly groups: Uint8Array | null; readonly among: number } {
  if (groupSql(filter).length === 0) return { groups: null, among: Infinity };
  const table = groupTable(db);
  const named = namedSql(filter);
  const facets = facetSql(filter);
  const isNamed = named.length === 0 ? null : flagsOf(db, sql`SELECT id FROM activity_sender WHERE ${joinSql(named, ' AND ')}`, table.size); // prettier-ignore
  const isMeant = facets === null ? null : flagsOf(db, facets, 0);
  const groups = new Uint8Array(table.size);
  let among = 0;
  for (let group = 0; group < table.size; group += 1) {
    const facet = table.facets[group] ?? 0;
    if (facet === 0 || isNamed?.[group] === 0 || (isMeant !== null && isMeant[facet] !== 1)) continue;
    groups[group] = 1;
    among += table.items[group] ?? 0;
  }
  return { groups, among };
}

/** 1 for each id of a query. */
function flagsOf(db: CaseDb, { text, values }: Sql, size: number): Uint8Array {
  const ids = db.prepare<number>(text, { shape: 'value' }).all(...values);
  const flags = new Uint8Array(ids.reduce((most, id) => Math.max(most, id + 1), size));
  for (const id of ids) flags[id] = 1;
  return flags;
}
