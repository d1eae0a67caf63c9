import type { Extracted, RowLocator, Stored, StoredColumns, Tally } from '../model/index.ts';
import type { Run } from './parser.ts';
import type { EvidenceDb, StoredRow } from '../sqlite/evidence-db.ts';
import { declaredTypes } from './declared-types.ts';
import { carried } from './stored-cells.ts';
import { holdsOf, isExpected } from './expected-cell.ts';
import type { Holds } from './expected-cell.ts';
import { storeIssue } from './store-issues.ts';

const ROWS_BETWEEN_CHECKS = 64;
const ROWS_BETWEEN_TELLINGS = 2048;

/** A table of the store as it is: only columns that exist are selected, so a missing one reads as absent. */
export class StoreTable {
  readonly db: EvidenceDb;
  readonly name: string;
  /** The selected columns; the first is the rowid. */
  readonly columns: readonly string[];
  readonly #all: readonly number[];
  readonly #others: readonly number[];
  readonly #read: readonly (readonly [place: number, holds: Holds])[];

  /** `interpreted` are the columns a reader makes fields of; `known` says what some are made for; `left` ones are not read at all. */
  constructor(
    db: EvidenceDb,
    name: string,
    interpreted: readonly string[],
    known: ReadonlyMap<string, Holds>,
    left: readonly string[] = [],
  ) {
    this.db = db;
    this.name = name;
    const all = (db.tables.get(name) ?? []).filter((column) => !left.includes(column));
    this.columns = ['rowid', ...all];
    this.#all = all.map((_, i) => i + 1);
    this.#others = all.flatMap((column, i) => (interpreted.includes(column) ? [] : [i + 1]));
    const types = declaredTypes(db, name);
    this.#read = all.flatMap((column, i) =>
      interpreted.includes(column) ? [[i + 1, holdsOf(column, types.get(column) ?? '', known)] as const] : [],
    );
  }

  get exists(): boolean {
    return this.db.tables.has(this.name);
  }

  /** The place of a column in a row; -1 when the table lacks it, which reads as undefined. */
  place(column: string): number {
    return this.columns.indexOf(column, 1);
  }

  /** `tail` is what follows the table's name: joins, conditions and order. The table's alias is `t`. */
  select(tail: string, more: readonly string[] = []): string {
    const list = this.columns.map((column) => (column === 'rowid' ? 't.rowid' : `t.${quoted(column)}`));
    return `SELECT ${[...list, ...more].join(', ')} FROM ${quoted(this.name)} t ${tail}`;
  }

  at(row: StoredRow): RowLocator {
    const rowid = row[0];
    return {
      kind: 'row',
      file: this.db.file,
      table: this.name,
      rowid: typeof rowid === 'number' || typeof rowid === 'bigint' ? rowid : null,
    };
  }

  /** Every column that holds something, as stored. */
  all(row: StoredRow): StoredColumns {
    return carried(row, this.columns, this.#all);
  }

  /** The columns that the reader does not interpret, as stored, and interpreted ones that hold what no app writes there. */
  rest(row: StoredRow): StoredColumns {
    let odd: Record<string, Stored> | null = null;
    for (const [place, holds] of this.#read) {
      const cell = row[place];
      if (cell === undefined || isExpected(cell, holds)) continue;
      odd ??= {};
      odd[this.columns[place] ?? ''] = cell;
    }
    const others = carried(row, this.columns, this.#others);
    return odd === null ? others : { ...others, ...odd };
  }
}

/** What a reader makes of one row: it pushes to `out` and returns the reason when the row is left out. */
export type Visit = (row: StoredRow, at: RowLocator, out: Extracted[]) => string | undefined;

export interface ScanOptions {
  readonly tail?: string;
  readonly more?: readonly string[];
  /** Values of the question marks in `tail`. */
  readonly values?: readonly Stored[];
  /** Counts towards the run's progress. */
  readonly progress?: (done: number) => void;
}

/** Tells the run how many rows were read so far. */
export function tellingRows(run: Run): ScanOptions {
  return {
    progress: (done) => {
      run.progress(done, null, 'rows');
    },
  };
}

/** Reads a table once in order, yields what `visit` makes of each row, and closes with the tally. */
export function* scan(run: Run, table: StoreTable, visit: Visit, options: ScanOptions = {}): Generator<Extracted> {
  if (!table.exists) return;
  const skipped: Record<string, number> = {};
  const out: Extracted[] = [];
  let rows = 0;
  let used = 0;
  try {
    for (const row of table.db.arrays(
      table.select(options.tail ?? 'ORDER BY t.rowid', options.more),
      ...(options.values ?? []),
    )) {
      rows += 1;
      if (rows % ROWS_BETWEEN_CHECKS === 1) run.signal.throwIfAborted();
      if (rows % ROWS_BETWEEN_TELLINGS === 0) options.progress?.(rows);
      const reason = visit(row, table.at(row), out);
      if (reason === undefined) used += 1;
      else skipped[reason] = (skipped[reason] ?? 0) + 1;
      if (out.length > 0) {
        for (const record of out) yield record;
        out.length = 0;
      }
    }
  } catch (error) {
    yield unreadable(error, table.name, rows);
  }
  yield tally(table, rows, used, skipped);
}

/** The issue for a table that SQLite could not read to its end. Rethrows anything that is not about the file. */
export function unreadable(error: unknown, table: string, rows: number): Extracted {
  if (!isReadError(error)) throw error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return storeIssue(
    'error',
    'table-unreadable',
    table,
    `Reading stopped after ${rows} rows (${code}); rows after that point, if any, are not shown.`,
  );
}

function isReadError(error: unknown): error is Error {
  if (!(error instanceof Error) || error.name === 'AbortError') return false;
  const code = 'code' in error ? error.code : null;
  return (typeof code === 'string' && code.startsWith('SQLITE')) || error.name === 'EvidenceUnreadable';
}

export function tally(table: StoreTable, rows: number, used: number, skipped: Readonly<Record<string, number>>): Tally {
  return { kind: 'tally', file: table.db.file, table: table.name, rows, used, skipped };
}

/** A name as SQL text. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Compares row numbers that may be number or bigint; anything else never matches. */
export function isRowNumber(cell: Stored | undefined): cell is number | bigint {
  return typeof cell === 'number' || typeof cell === 'bigint';
}
