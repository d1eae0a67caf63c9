import type { Extracted, RowLocator, Stored, StoredColumns, Tally } from '../model/index.ts';
import type { EvidenceDb, StoredRow } from '../sqlite/evidence-db.ts';
import { isExpected, type Holds } from './expected-cell.ts';
import type { Run } from './parser.ts';
import { quoted } from './scan-rows.ts';
import { storeIssue } from './store-issues.ts';
import { carried, text } from './stored-cells.ts';

const ROWS_BETWEEN_TELLINGS = 2048;

/** What a query takes beside the table's own columns. The table's alias is `t`. */
export interface Joined {
  readonly columns: readonly string[];
  readonly sql: string;
}

/**
 * A table as this store has it: only columns that exist are selected, one that is missing reads as undefined, and values that
 * no reader asks for, or that are not what their column is made for, are carried as stored.
 */
export class StoredTable {
  readonly db: EvidenceDb;
  readonly name: string;
  readonly #columns: readonly string[];
  /** By place in a row; the first is the rowid. */
  readonly #names: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #others: readonly number[];
  readonly #asked: readonly (readonly [place: number, holds: Holds])[];
  readonly #joined: Joined;

  /** `interpreted` are the columns that a reader makes fields of; those in `left` are not read at all. */
  constructor(
    db: EvidenceDb,
    name: string,
    interpreted: Readonly<Record<string, Holds>>,
    left: readonly string[] = [],
    joined: Joined = { columns: [], sql: '' },
  ) {
    this.db = db;
    this.name = name;
    this.#joined = joined;
    this.#columns = (db.tables.get(name) ?? []).filter((column) => !left.includes(column));
    this.#names = ['rowid', ...this.#columns];
    this.#places = new Map(this.#columns.map((column, i) => [column, i + 1]));
    this.#others = this.#columns.flatMap((column, i) => (Object.hasOwn(interpreted, column) ? [] : [i + 1]));
    this.#asked = this.#columns.flatMap((column, i) => {
      const holds = Object.hasOwn(interpreted, column) ? interpreted[column] : undefined;
      return holds === undefined || holds === 'anything' ? [] : [[i + 1, holds] as const];
    });
  }

  get exists(): boolean {
    return this.db.tables.has(this.name);
  }

  has(column: string): boolean {
    return this.#places.has(column);
  }

  /** The query over all rows, with what is to follow. */
  select(tail: string): string {
    const own = this.#columns.map((column) => `t.${quoted(column)}`);
    return `SELECT ${['t.rowid', ...own, ...this.#joined.columns].join(', ')} FROM ${quoted(this.name)} t ${this.#joined.sql} ${tail}`;
  }

  at(row: StoredRow): RowLocator {
    const rowid = row[0];
    const isRowid = typeof rowid === 'number' || typeof rowid === 'bigint';
    return { kind: 'row', file: this.db.file, table: this.name, rowid: isRowid ? rowid : null };
  }

  cell(row: StoredRow, column: string): Stored | undefined {
    const place = this.#places.get(column);
    return place === undefined ? undefined : row[place];
  }

  /** The value of a joined column by its place. */
  joined(row: StoredRow, place: number): Stored | undefined {
    return row[1 + this.#columns.length + place];
  }

  /** The stored text, numbers in digits; bytes are read as UTF-8 with replacement characters. Null for NULL and ''. */
  text(row: StoredRow, column: string): string | null {
    return text(this.cell(row, column));
  }

  /** The stored whole number; null for anything else. */
  whole(row: StoredRow, column: string): number | null {
    const cell = this.cell(row, column);
    return typeof cell === 'number' && Number.isSafeInteger(cell) ? cell : null;
  }

  /** True for 1, false for 0, null for anything else. */
  flag(row: StoredRow, column: string): boolean | null {
    const cell = this.cell(row, column);
    return cell === 1 ? true : cell === 0 ? false : null;
  }

  /** Columns that nobody asks for and that hold something, and asked ones whose value is not what they are made for. */
  rest(row: StoredRow): Record<string, Stored> {
    const odd: number[] = [];
    for (const [place, holds] of this.#asked) if (!isExpected(row[place] ?? null, holds)) odd.push(place);
    const others = carried(row, this.#names, this.#others);
    return odd.length === 0 ? { ...others } : { ...others, ...carried(row, this.#names, odd) };
  }

  /** Everything that the row holds, for a record that interprets none of it. */
  all(row: StoredRow): StoredColumns {
    return carried(row, this.#names, [...this.#places.values()]);
  }
}

/** What a reader makes of one row: it pushes to `out`, and returns the reason when the row is left out. */
export type Visit = (row: StoredRow, at: RowLocator, out: Extracted[]) => string | undefined;

/**
 * Reads a table once in the order of its rows, yields what `visit` makes of each, and closes with the tally. Damaged pages end
 * the reading from one side; it is then done from the other.
 */
export function* scanTable(run: Run, table: StoredTable, visit: Visit): Generator<Extracted> {
  if (!table.exists) return;
  const skipped: Record<string, number> = {};
  const out: Extracted[] = [];
  let rows = 0;
  let used = 0;
  const ends: { last: RowLocator['rowid']; first: RowLocator['rowid'] } = { last: null, first: null };
  const take = function* (query: string, isForward: boolean): Generator<Extracted> {
    for (const row of table.db.arrays(query)) {
      if (run.signal.aborted) return;
      rows += 1;
      if (rows % ROWS_BETWEEN_TELLINGS === 0) run.progress(rows, null, 'rows');
      const at = table.at(row);
      if (isForward) ends.last = at.rowid;
      else ends.first = at.rowid;
      const reason = visit(row, at, out);
      if (reason === undefined) used += 1;
      else skipped[reason] = (skipped[reason] ?? 0) + 1;
      if (out.length === 0) continue;
      for (const record of out) yield record;
      out.length = 0;
    }
  };
  try {
    yield* take(table.select('ORDER BY t.rowid'), true);
  } catch (error) {
    const cause = readErrorOf(error);
    try {
      const after = ends.last === null ? '' : `WHERE t.rowid > ${ends.last}`;
      yield* take(table.select(`${after} ORDER BY t.rowid DESC`), false);
    } catch (second) {
      readErrorOf(second);
    }
    const from = ends.last === null ? 'the first row' : `after row ${ends.last}`;
    const to = ends.first === null ? 'the last row' : `before row ${ends.first}`;
    yield storeIssue('error', 'table-unreadable', table.name, `rows could not be read from ${from} to ${to}: ${cause}`);
  }
  if (run.signal.aborted) return;
  const tally: Tally = { kind: 'tally', file: table.db.file, table: table.name, rows, used, skipped };
  yield tally;
}

/** What SQLite said of a damaged file; throws everything else on. */
export function readErrorOf(error: unknown): string {
  if (!(error instanceof Error) || error.name === 'AbortError') throw error;
  if ('detail' in error && typeof error.detail === 'string' && error.name === 'EvidenceUnreadable') return error.detail;
  const code = 'code' in error ? error.code : null;
  if (typeof code === 'string' && code.startsWith('SQLITE')) return code;
  throw error;
}
