import type { Filter, ItemOrder } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { groupTable, type Facet } from '../activity/group-table.ts';
import { readOrderedIds } from '../activity/ordered-items.ts';
import { activityScan } from '../activity/scan-activity.ts';
import { canonicalJson } from '../canonical-json.ts';
import { filterName } from '../marks/marked-items.ts';
import { keptBy } from '../search/kept-by.ts';

/** Orders, 4 bytes an item each, so that further pages cost no sorting. */
const keep = keptBy<Uint32Array>({ entries: 4, bytes: 64 * 1024 * 1024, sizeOf: (ids) => ids.byteLength });

/** Ids of the items that a filter lets through, sorted; equal values by time and then id. */
export function sortItems(db: CaseDb, filter: Filter, order: ItemOrder): Uint32Array {
  const name = `${canonicalJson(order)} ${filterName(db, filter)}`;
  return keep(db, name, () => sort(db, filter, order));
}

function sort(db: CaseDb, filter: Filter, { by, descending }: ItemOrder): Uint32Array {
  const { ids, groups } = readOrderedIds(db, activityScan(db, filter));
  if (by === 'time') return descending ? ids.toReversed() : ids;
  const ranks = ranksOfGroups(db, by);
  const lastRank = ranks.reduce((most, rank) => Math.max(most, rank), 0);
  return gatherRanks(ids, groups, descending ? ranks.map((rank) => lastRank - rank) : ranks, lastRank);
}

/** Ids by the rank of their group, those of one rank in the order in which they came. */
function gatherRanks(ids: Uint32Array, groups: Uint32Array, ranks: Uint32Array, lastRank: number): Uint32Array {
  const next = new Uint32Array(lastRank + 2);
  for (const group of groups) {
    const rank = ranks[group] ?? 0;
    next[rank + 1] = (next[rank + 1] ?? 0) + 1;
  }
  for (let rank = 1; rank < next.length; rank += 1) next[rank] = (next[rank] ?? 0) + (next[rank - 1] ?? 0);
  const sorted = new Uint32Array(ids.length);
  for (let at = 0; at < ids.length; at += 1) {
    const rank = ranks[groups[at] ?? 0] ?? 0;
    const place = next[rank] ?? 0;
    sorted[place] = ids[at] ?? 0;
    next[rank] = place + 1;
  }
  return sorted;
}

const keepRanks = keptBy<Uint32Array>({ entries: 4, bytes: 16 * 1024 * 1024, sizeOf: (ranks) => ranks.byteLength });

/** The rank of each group's value by group id, from 0; none comes last. */
function ranksOfGroups(db: CaseDb, by: Exclude<ItemOrder['by'], 'time'>): Uint32Array {
  return keepRanks(db, by, () => {
    const table = groupTable(db);
    if (by === 'sender' || by === 'conversation') {
      const order = namedIds(db, by);
      const rankOf = new Map(order.map((id, rank) => [id, rank]));
      return table[`${by}s`].map((id) => rankOf.get(id) ?? order.length);
    }
    const facets = [...table.facetOf.values()];
    const order = [...new Set(facets.map(VALUES[by]))].sort();
    const rankOf = new Map(facets.map((facet) => [facet.id, order.indexOf(VALUES[by](facet))]));
    return table.facets.map((facet) => rankOf.get(facet) ?? order.length);
  });
}

const VALUES = {
  type: ({ type }: Facet) => type,
  state: ({ state, logState }: Facet) => `${state} ${logState}`,
} as const;

/** Every account or conversation, by the name shown. */
function namedIds(db: CaseDb, by: 'sender' | 'conversation'): readonly number[] {
  const order = by === 'sender' ? 'account ORDER BY name COLLATE NOCASE, id' : 'conversation ORDER BY title COLLATE NOCASE, id'; // prettier-ignore
  return db.prepare<number>(`SELECT id FROM ${order}`, { shape: 'value' }).all();
}
