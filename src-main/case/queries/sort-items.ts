import type { Filter, ItemOrder } from '../../contract/index.ts';
import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { activityScan, countActivity, scanActivity } from '../activity/scan-activity.ts';
import { canonicalJson } from '../canonical-json.ts';
import { isMarkAsked, marksStamp } from '../marks/marked-items.ts';
import { caseStamp } from '../search/case-stamp.ts';

/** Orders kept on each connection, 4 bytes an item each, so that further pages cost no sorting. */
const KEPT = 2;

const keptOf = new WeakMap<CaseDb, { readonly stamp: string; readonly orders: Map<string, Uint32Array> }>();

/** Ids of the items that a filter lets through, sorted; equal values by time and then id. */
export function sortItems(db: CaseDb, filter: Filter, order: ItemOrder): Uint32Array {
  const stamp = caseStamp(db);
  let kept = keptOf.get(db);
  if (kept?.stamp !== stamp) {
    kept = { stamp, orders: new Map() };
    keptOf.set(db, kept);
  }
  const name = `${isMarkAsked(filter) ? marksStamp(db) : ''} ${canonicalJson({ filter, order })}`;
  const ids = kept.orders.get(name) ?? sort(db, filter, order);
  kept.orders.delete(name);
  kept.orders.set(name, ids);
  const oldest = kept.orders.keys().next();
  if (kept.orders.size > KEPT && oldest.done !== true) kept.orders.delete(oldest.value);
  return ids;
}

function sort(db: CaseDb, filter: Filter, { by, descending }: ItemOrder): Uint32Array {
  const scan = activityScan(db, filter);
  const size = countActivity(db, scan);
  const rankOf = by === 'time' ? new Uint32Array() : ranksOfGroups(db, by);
  const lastRank = rankOf.reduce((most, rank) => Math.max(most, rank), 0);
  const ids = new Uint32Array(size);
  const times = new Float64Array(size);
  const ranks = new Uint32Array(size);
  let held = 0;
  for (const block of scanActivity(db, scan))
    for (let at = 0; at < block.count; at += 1) {
      const row = block.rows[at] ?? 0;
      const rank = rankOf[block.groups[row] ?? 0] ?? 0;
      ids[held] = block.ids[row] ?? 0;
      times[held] = block.times[row] ?? 0;
      ranks[held] = descending && by !== 'time' ? lastRank - rank : rank;
      held += 1;
    }
  const sorted = sortInRanks(gatherRanks(ranks, lastRank), { ids, times, ranks });
  return by === 'time' && descending ? sorted.reverse() : sorted;
}

/** Positions by rank, each rank in the order in which it was read: source by source, in each by time. */
function gatherRanks(ranks: Uint32Array, lastRank: number): Uint32Array {
  const next = new Uint32Array(lastRank + 2);
  for (const rank of ranks) next[rank + 1] = (next[rank + 1] ?? 0) + 1;
  for (let rank = 1; rank < next.length; rank += 1) next[rank] = (next[rank] ?? 0) + (next[rank - 1] ?? 0);
  const order = new Uint32Array(ranks.length);
  ranks.forEach((rank, at) => {
    const place = next[rank] ?? 0;
    order[place] = at;
    next[rank] = place + 1;
  });
  return order;
}

interface Columns {
  readonly ids: Uint32Array;
  readonly times: Float64Array;
  readonly ranks: Uint32Array;
}

/** Ids in the order of the positions, by time and id where sources meet within a rank. */
function sortInRanks(order: Uint32Array, { ids, times, ranks }: Columns): Uint32Array {
  const compare = (a: number, b: number): number => (times[a] ?? 0) - (times[b] ?? 0) || (ids[a] ?? 0) - (ids[b] ?? 0);
  let from = 0;
  while (from < order.length) {
    let to = from + 1;
    let isSorted = true;
    while (to < order.length && ranks[order[to] ?? 0] === ranks[order[from] ?? 0]) {
      if (compare(order[to - 1] ?? 0, order[to] ?? 0) > 0) isSorted = false;
      to += 1;
    }
    // Runs that lie one after another are merged by Array's sort in a few passes; a typed array's compares anew.
    if (!isSorted) order.set(Array.from(order.subarray(from, to)).sort(compare), from);
    from = to;
  }
  return order.map((at) => ids[at] ?? 0);
}

/** The rank of each group's value by group id, from 0; none comes last. */
function ranksOfGroups(db: CaseDb, by: Exclude<ItemOrder['by'], 'time'>): Uint32Array {
  const rows = db.all<{ id: number; value: number | string }>(
    sql`SELECT activity_sender.id, ${VALUES[by]} AS value
      FROM activity_sender CROSS JOIN facet ON facet.id = activity_sender.facet`,
  );
  const values =
    by === 'sender' || by === 'conversation' ? namedIds(db, by) : [...new Set(rows.map(({ value }) => value))].sort();
  const rankOf = new Map(values.map((value, rank) => [value, rank]));
  const ranks = new Uint32Array(rows.reduce((last, { id }) => Math.max(last, id), 0) + 1);
  for (const { id, value } of rows) ranks[id] = rankOf.get(value) ?? values.length;
  return ranks;
}

const VALUES: Readonly<Record<Exclude<ItemOrder['by'], 'time'>, Sql>> = {
  sender: sql`activity_sender.sender`,
  conversation: sql`activity_sender.conversation`,
  type: sql`facet.type`,
  state: sql`facet.state || ' ' || facet.log_state`,
};

/** Every account or conversation, by the name shown. */
function namedIds(db: CaseDb, by: 'sender' | 'conversation'): readonly number[] {
  const rows =
    by === 'sender'
      ? db.all<{ id: number }>(sql`SELECT id FROM account ORDER BY name COLLATE NOCASE, id`)
      : db.all<{ id: number }>(sql`SELECT id FROM conversation ORDER BY title COLLATE NOCASE, id`);
  return rows.map(({ id }) => id);
}
