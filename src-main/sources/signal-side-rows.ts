import type { Event, Extracted, Key, RowLocator, Stored, TimeMeaning } from '../model/index.ts';
import type { EvidenceDb, StoredRow } from '../sqlite/evidence-db.ts';
import type { Run } from './parser.ts';
import { scanTable, StoredTable } from './stored-table.ts';
import { readTime, timesOf } from './stored-times.ts';

/** A table of what somebody set, made or was given: each of its rows is an event that carries the columns as stored. */
export interface SideTable {
  readonly name: string;
  /** The column with its words, for example a name. */
  readonly words?: string;
  readonly times?: Readonly<Record<string, TimeMeaning>>;
  /** Words that lie inside another column; null where there are none. */
  readonly wordsIn?: (cell: (column: string) => Stored | undefined) => string | null;
  /** Columns that name accounts. */
  readonly accounts?: readonly string[];
  /** Keys, which stay in the store. */
  readonly left?: readonly string[];
}

/** Who a stored reference names; null for nobody that is known. */
export type AccountOf = (cell: Stored, at: RowLocator, out: Extracted[]) => Key | null;

/** Reads a table row by row. One whose time of deletion is set is marked as deleted; references that lead nowhere are carried. */
export function* readSideTable(db: EvidenceDb, run: Run, side: SideTable, accountOf: AccountOf): Generator<Extracted> {
  const { name, words, times = {}, accounts = [], left = [] } = side;
  const taken = [...(words === undefined ? [] : [words]), ...Object.keys(times)];
  const table = new StoredTable(
    db,
    name,
    Object.fromEntries(taken.map((column) => [column, 'anything' as const])),
    left,
  );
  yield* scanTable(run, table, (row, at, out) => {
    const stored: Record<string, Stored> = { ...table.rest(row) };
    const body =
      words === undefined
        ? (side.wordsIn?.((column) => table.cell(row, column)) ?? null)
        : wordsOf(table, row, words, stored);
    const found = Object.entries(times).map(([column, meaning]) => {
      const time = readTime(table.cell(row, column), meaning, at, column, out);
      return { meaning, time };
    });
    const named = accounts.flatMap((column) => {
      const cell = table.cell(row, column);
      const account = cell === undefined || cell === null ? null : accountOf(cell, at, out);
      if (account !== null) Reflect.deleteProperty(stored, column);
      return account === null ? [] : [account];
    });
    const isDeleted = found.some(({ meaning, time }) => meaning === 'deleted' && time !== null);
    const record: Event = {
      kind: 'event',
      key: `${name}:${String(at.rowid)}`,
      from: { at: [at], state: isDeleted ? 'marked-deleted' : 'live' },
      type: 'setting',
      conversation: null,
      actor: null,
      accounts: [...new Set(named)],
      direction: 'unknown',
      times: timesOf(...found.map(({ time }) => time)),
      call: null,
      body,
      stored,
    };
    out.push(record);
    return undefined;
  });
}

/** What is no text is carried as stored. */
function wordsOf(table: StoredTable, row: StoredRow, column: string, stored: Record<string, Stored>): string | null {
  const cell = table.cell(row, column);
  if (typeof cell === 'string') return cell === '' ? null : cell;
  if (cell !== undefined && cell !== null) stored[column] = cell;
  return null;
}
