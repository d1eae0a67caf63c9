import type { LogState, Sha256 } from '../model/index.ts';
import type { LogDifference } from '../sqlite/index.ts';

/** What the logs say of each row of the databases of one source. */
export interface RowStates {
  /** `both` for a row that no log touches. */
  of(file: Sha256, table: string, rowid: number | bigint | null, key?: string): LogState;
  /** Rows of the database file alone that the log takes away or changes; null where they may not all be known. */
  earlierRows(file: Sha256, table: string): readonly (number | bigint)[] | null;
  /** True when some row exists, or exists differently, in the database file alone. */
  readonly hasEarlier: boolean;
}

/** By rowid, or by the key of a row without one. */
type Changed = ReadonlyMap<number | bigint | string, LogState>;

/** Rows that differ between the states with and without the log, by file and table. */
export function rowStates(differences: ReadonlyMap<Sha256, readonly LogDifference[]>): RowStates {
  const files = new Map<Sha256, Map<string, Changed>>();
  const earlier = new Map<Sha256, Map<string, readonly (number | bigint)[] | null>>();
  let hasEarlier = false;
  for (const [file, tables] of differences) {
    const byTable = new Map<string, Changed>();
    const earlierByTable = new Map<string, readonly (number | bigint)[] | null>();
    for (const difference of tables) {
      if (difference.onlyWithout.length > 0 || difference.changed.length > 0) hasEarlier = true;
      byTable.set(difference.table, statesOf(difference));
      const rows = [...difference.onlyWithout, ...difference.changed].map(plainRowid);
      earlierByTable.set(
        difference.table,
        difference.incomplete === undefined && difference.keys === undefined ? rows : null,
      );
    }
    files.set(file, byTable);
    earlier.set(file, earlierByTable);
  }
  return {
    hasEarlier,
    earlierRows: (file, table) => {
      const rows = earlier.get(file)?.get(table);
      return rows === undefined ? [] : rows;
    },
    of(file, table, rowid, key) {
      const name = rowid === null ? key : plainRowid(rowid);
      return name === undefined ? 'both' : (files.get(file)?.get(table)?.get(name) ?? 'both');
    },
  };
}

function statesOf(difference: LogDifference): Changed {
  const states = new Map<number | bigint | string, LogState>();
  const { keys } = difference;
  for (const key of keys?.onlyWith ?? []) states.set(key, 'only-with');
  for (const key of keys?.onlyWithout ?? []) states.set(key, 'only-without');
  for (const key of keys?.changed ?? []) states.set(key, 'changed');
  for (const rowid of difference.onlyWith) states.set(plainRowid(rowid), 'only-with');
  for (const rowid of difference.onlyWithout) states.set(plainRowid(rowid), 'only-without');
  for (const rowid of difference.changed) states.set(plainRowid(rowid), 'changed');
  return states;
}

/** The same row under one key, whichever of the two number types it came in. */
function plainRowid(rowid: number | bigint): number | bigint {
  if (typeof rowid === 'number') return rowid;
  const number = Number(rowid);
  return Number.isSafeInteger(number) ? number : rowid;
}
