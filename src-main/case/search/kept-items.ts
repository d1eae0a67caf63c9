import type { Filter } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { groupTable } from '../activity/group-table.ts';
import { ItemSet } from '../activity/item-set.ts';
import { readOrderedIds } from '../activity/ordered-items.ts';
import { activityScan } from '../activity/scan-activity.ts';
import { filterName } from '../marks/marked-items.ts';
import { hitsSql } from './hits.ts';
import { keptBy } from './kept-by.ts';

/** The items that a filter lets through. */
export interface KeptItems {
  /** In the order of the list: one conversation's own, otherwise time and then id. 8 bytes an item, with `of`. */
  readonly ids: Uint32Array;
  /** How many items of each group, by group id. */
  readonly groups: Uint32Array;
  /** The group of each item, in the same order. */
  readonly of: Uint32Array;
}

/** Counts, hits by conversation and further pages cost one reading together. */
const keep = keptBy<KeptItems>({
  entries: 6,
  bytes: 96 * 1024 * 1024,
  sizeOf: ({ ids, groups, of }) => ids.byteLength + groups.byteLength + of.byteLength,
});

/** Reads the items of a filter, or hands out what was read before. */
export function keepItems(db: CaseDb, filter: Filter): KeptItems {
  return keep(db, filterName(db, filter), () => readItems(db, filter));
}

function readItems(db: CaseDb, filter: Filter): KeptItems {
  const { ids, groups: of } = readOrderedIds(db, activityScan(db, filter));
  const groups = new Uint32Array(groupTable(db).size);
  for (const group of of) {
    groups[group] = (groups[group] ?? 0) + 1;
  }
  return filter.conversations?.length === 1 ? { ...placed(db, ids, of), groups } : { ids, groups, of };
}

/** The items in the app's own order. */
function placed(db: CaseDb, ids: Uint32Array, of: Uint32Array): Pick<KeptItems, 'ids' | 'of'> {
  const ordered = sql`SELECT id FROM item WHERE id IN (${hitsSql(ItemSet.of(ids))}) ORDER BY place, id`;
  const rows = db.prepare<number>(ordered.text, { shape: 'value' }).all(...ordered.values);
  const groupOf = new Map<number, number>();
  ids.forEach((id, at) => groupOf.set(id, of[at] ?? 0));
  return { ids: Uint32Array.from(rows), of: Uint32Array.from(rows, (id) => groupOf.get(id) ?? 0) };
}
