import type { Filter } from '../../contract/index.ts';
import { joinSql, sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { compileFilter, groupSql, itemsOf } from '../filter.ts';
import { UNDATED_MS } from './undated.ts';
import { decodeBlock, type ActivityBlock, type StoredBlock } from './activity-block.ts';
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

/** Items that SQLite looks up one by one in the time in which a million are scanned. */
const FEW = 8000;

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
    toMs: filter.toMs ?? (filter.fromMs === undefined ? Infinity : UNDATED_MS),
    items,
    few: named !== undefined && items === null && among <= FEW ? compileFilter(db, filter).where : null,
  };
}

/**
 * Goes through the activity of every finished source, one source after the other, each in order of time, a block at a
 * time; with `onlyCut`, blocks that a limit of time cuts alone. The columns are those of the block read last. A million items take some ten milliseconds.
 */
export function* scanActivity(db: CaseDb, scan: ActivityScan, onlyCut = false): IterableIterator<ScannedBlock> {
  if (scan.few !== null) {
    yield* lookUp(db, scan, scan.few);
    return;
  }
  const list = db.prepare<number>(
    'SELECT id FROM activity_block WHERE last_ms >= ? AND first_ms < ? AND NOT (? AND first_ms >= ? AND last_ms < ?) ORDER BY source, id',
    { shape: 'value' },
  );
  const read = db.prepare<StoredBlock & { source: number }>('SELECT source, times, groups, ids FROM activity_block WHERE id = ?'); // prettier-ignore
  for (const id of list.all(scan.fromMs, scan.toMs, onlyCut ? 1 : 0, scan.fromMs, scan.toMs)) {
    const stored = read.get(id);
    if (stored === null) continue; // cleared since the list was read
    const block = decodeBlock(stored);
    const rows = new Uint32Array(block.ids.length);
    const count = admit(block, scan, rows);
    if (count > 0) yield { ...block, source: stored.source, rows, count };
  }
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
  const rows = new Uint32Array(found.length);
  const count = admit(block, scan, rows);
  if (count > 0) yield { ...block, source: 0, rows, count };
}

function admit({ times, groups, ids }: ActivityBlock, scan: ActivityScan, rows: Uint32Array): number {
  const { groups: flags, fromMs, toMs, items } = scan;
  let count = 0;
  for (let row = 0; row < ids.length; row += 1) {
    const time = times[row] ?? 0;
    if (time < fromMs || time >= toMs) continue;
    if (flags !== null && flags[groups[row] ?? 0] !== 1) continue;
    if (items?.has(ids[row] ?? 0) === false) continue;
    rows[count] = row;
    count += 1;
  }
  return count;
}

/** How many items a filter lets through; blocks that lie inside its times are not read when it asks for no more. */
export function countActivity(db: CaseDb, scan: ActivityScan): number {
  const { groups, items, fromMs, toMs } = scan;
  const whole = groups === null && items === null;
  let total = 0;
  if (whole)
    total += db.value<number>(sql`SELECT ifnull(sum(items), 0) FROM activity_block
      WHERE first_ms >= ${fromMs} AND last_ms < ${toMs}`) ?? 0; // prettier-ignore
  for (const { count } of scanActivity(db, scan, whole)) total += count;
  return total;
}

/** What a filter lets through of each group: all three by group id. */
export interface GroupCounts {
  readonly items: Uint32Array;
  /** Of dated items; Infinity and -Infinity where there is none. */
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
}

export function countGroups(db: CaseDb, scan: ActivityScan): GroupCounts {
  const size = lastGroup(db) + 1;
  const items = new Uint32Array(size);
  const firstMs = new Float64Array(size).fill(Infinity);
  const lastMs = new Float64Array(size).fill(-Infinity);
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
  const conditions = groupSql(filter);
  if (conditions.length === 0) return { groups: null, among: Infinity };
  const groups = new Uint8Array(lastGroup(db) + 1);
  const { text, values } = sql`SELECT id, items FROM activity_sender WHERE ${joinSql(conditions, ' AND ')}`;
  let among = 0;
  for (const [group, items] of db.prepare<[number, number]>(text, { shape: 'array' }).all(...values)) {
    groups[group] = 1;
    among += items;
  }
  return { groups, among };
}

function lastGroup(db: CaseDb): number {
  return db.value<number>(sql`SELECT max(id) FROM activity_sender`) ?? 0;
}
