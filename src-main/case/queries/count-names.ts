import type { Filter } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { activityScan, countGroups } from '../activity/scan-activity.ts';
import { keptBy } from '../search/kept-by.ts';

export type CountedBy = 'none' | 'source' | 'type' | 'direction' | 'state' | 'conversation' | 'sender' | 'mark';

/** What is counted by, as SQL over a group and its facet. */
export const NAMES = {
  none: `''`,
  source: 'facet.source',
  type: 'facet.type',
  direction: 'facet.direction',
  state: 'facet.state',
  conversation: 'activity_sender.conversation',
  sender: 'activity_sender.sender',
  mark: `CASE WHEN facet.state <> 'live' OR facet.type IN ('revoked', 'deletion') THEN 'deleted'
    WHEN facet.type = 'call' THEN 'call' WHEN facet.class = 'event' THEN 'event' ELSE 'message' END`,
} as const satisfies Record<CountedBy, string>;

export interface GroupNames {
  readonly names: readonly string[];
  /** Position among the names; one behind the last for names that are not told apart. */
  readonly of: Uint32Array;
}

/** Names that are not among `only` become one, behind the last. */
export function onlyNames(names: GroupNames, only: readonly string[] | null): GroupNames {
  if (only === null) return names;
  const at = names.names.map((name) => (only.includes(name) ? only.indexOf(name) : only.length));
  return { names: only, of: names.of.map((name) => at[name] ?? only.length) };
}

/** The names with most items under the filter, and how many more there are; of names with equal counts the one met first. */
export function topNames(
  db: CaseDb,
  filter: Filter,
  by: CountedBy,
  top: number,
): { readonly names: readonly string[]; readonly more: number } {
  // prettier-ignore
  const { names, of } = namesOfGroups(db, by);
  const totals = new Array<number>(names.length).fill(0);
  const { items } = countGroups(db, activityScan(db, filter));
  items.forEach((count, group) => {
    const name = of[group] ?? 0;
    totals[name] = (totals[name] ?? 0) + count;
  });
  const found = names
    .map((name, at) => ({ name, items: totals[at] ?? 0 }))
    .filter((one) => one.items > 0)
    .sort((a, b) => b.items - a.items);
  return { names: found.slice(0, top).map(({ name }) => name), more: Math.max(0, found.length - top) };
}

const keep = keptBy<GroupNames>({ entries: 8, bytes: 32 * 1024 * 1024, sizeOf: ({ of, names }) => of.byteLength + 64 * names.length }); // prettier-ignore

/** The names that are counted by, and which of them each group has, by its id. */
export function namesOfGroups(db: CaseDb, by: CountedBy): GroupNames {
  return keep(db, by, () => readGroupNames(db, by));
}

function readGroupNames(db: CaseDb, by: CountedBy): GroupNames {
  const rows = db
    .prepare<[group: number, name: string | number]>(
      `SELECT activity_sender.id, ${NAMES[by]} FROM activity_sender CROSS JOIN facet ON facet.id = activity_sender.facet
       ORDER BY activity_sender.id`,
      { shape: 'array' },
    )
    .all();
  const numbers = new Map<string | number, number>();
  const of = new Uint32Array((rows.at(-1)?.[0] ?? 0) + 1);
  for (const [group, name] of rows) {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    of[group] = number;
  }
  return { names: [...numbers.keys()].map(String), of };
}
