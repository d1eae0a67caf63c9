import type { StoredColumns } from '../../model/index.ts';

/** Stored columns under names that say their table. */
export function renamed(columns: StoredColumns, before: string): StoredColumns {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [`${before}${name}`, value]));
}
