import type { Stored } from '../../model/index.ts';
import type { Store } from './store.ts';
import { isRowNumber, quoted } from '../scan-rows.ts';

/** The messages that a reading is for, ascending, as SQL takes them; null for all. */
export type WantedMessages = readonly (number | bigint)[] | null;

/** A table read for messages, and its column that holds the message's number. */
interface MessageTable {
  readonly name: string;
  readonly key: string;
}

/** Messages of which a wanted row of any of the tables tells something; null when all are read, or there are too many. */
export function wantedMessages(store: Store, tables: readonly MessageTable[]): WantedMessages {
  const { wanted } = store.run;
  if (wanted === undefined) return null;
  const found = new Set<number | bigint>();
  for (const { name, key } of tables) {
    const rows = wanted(store.file, name);
    if (rows === null || rows.length > MOST) return null;
    if (rows.length === 0 || !store.db.has(name, key)) continue;
    const chosen = `SELECT ${quoted(key)} FROM ${quoted(name)} WHERE rowid IN (SELECT value FROM json_each(?))`;
    for (const [id] of store.db.arrays(chosen, numbers(rows))) if (isRowNumber(id)) found.add(id);
  }
  return found.size > MOST ? null : [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Beyond this many, reading them all costs as much. */
const MOST = 50_000;

/** The condition, and its value, that leaves only rows of wanted messages and wanted rows without one; alias `t`. */
export function onlyWanted(
  store: Store,
  table: MessageTable,
  messages: WantedMessages,
): { readonly where: string; readonly values: readonly Stored[] } {
  if (messages === null) return { where: '', values: [] };
  const rows = store.run.wanted?.(store.file, table.name) ?? [];
  const listed = 'IN (SELECT value FROM json_each(?))';
  return {
    where: `WHERE t.${quoted(table.key)} ${listed} OR t.rowid ${listed}`,
    values: [numbers(messages), numbers(rows)],
  };
}

function numbers(values: readonly (number | bigint)[]): string {
  return `[${values.join(',')}]`;
}
