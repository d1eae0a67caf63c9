import type { Extracted, RowLocator, Stored, StoredColumns } from '../model/index.ts';
import type { StoredRow } from '../sqlite/evidence-db.ts';
import { orphanEvent } from './orphan-event.ts';
import { isRowNumber, quoted, tally, unreadable } from './scan-rows.ts';
import type { StoreTable } from './scan-rows.ts';

/** A row of a side table that belongs to the record at hand. */
export interface SideRow {
  readonly row: StoredRow;
  readonly at: RowLocator;
}

const NONE: readonly SideRow[] = [];

/**
 * A table read in step with another one: both are scanned once in the order of the shared number, so nothing is looked
 * up and nothing is held. Rows without a partner become orphan records.
 */
export class SideTable {
  readonly table: StoreTable;
  readonly #key: number;
  readonly #rows: Iterator<StoredRow>;
  readonly #strandRow: (row: StoredRow) => Extracted;
  readonly #orphans: Extracted[] = [];
  #next: StoredRow | null = null;
  #read = 0;
  #used = 0;
  readonly #left: Record<string, number> = {};
  #nowhere = 0;

  /** `strand` makes the record of a row without a partner, an orphan record by default; `only` leaves rows out. */
  constructor(
    table: StoreTable,
    key: string,
    strand?: (row: StoredRow) => Extracted,
    only: { readonly where: string; readonly values: readonly Stored[] } = EVERY_ROW,
  ) {
    this.table = table;
    this.#strandRow = strand ?? ((row) => orphanEvent(table, row));
    this.#key = table.place(key);
    const present = table.exists && this.#key > 0;
    this.#rows = present
      ? table.db.arrays(table.select(`${only.where} ORDER BY t.${quoted(key)}`), ...only.values)
      : NO_ROWS;
    if (present) this.#advance();
  }

  /** The rows for this number. Numbers must be asked in rising order. */
  take(id: number | bigint): readonly SideRow[] {
    for (let row = this.#next; row !== null; row = this.#step()) {
      const key = row[this.#key];
      if (isRowNumber(key) && key >= id) break;
      this.#strand(row);
    }
    if (this.#next === null || this.#next[this.#key] !== id) return NONE;
    const found: SideRow[] = [];
    for (let row: StoredRow | null = this.#next; row !== null && row[this.#key] === id; row = this.#step()) {
      found.push({ row, at: this.table.at(row) });
      this.#used += 1;
    }
    return found;
  }

  /** The first row for this number, for tables that hold one. */
  one(id: number | bigint): SideRow | null {
    if (this.#next === null) return null;
    const key = this.#next[this.#key];
    if (isRowNumber(key) && key > id) return null;
    const found = this.take(id);
    if (found.length > 1) this.leave(found.length - 1, FURTHER);
    return found[0] ?? null;
  }

  /** Says of rows that were taken and make no part of a record why. */
  leave(rows: number, reason: string): void {
    if (rows === 0) return;
    this.#used -= rows;
    this.#left[reason] = (this.#left[reason] ?? 0) + rows;
  }

  rest(side: SideRow): StoredColumns {
    return this.table.rest(side.row);
  }

  /** Orphans and issues met since the last call. */
  *drain(): Generator<Extracted> {
    if (this.#orphans.length === 0) return;
    yield* this.#orphans;
    this.#orphans.length = 0;
  }

  /** The number that the next row waits for; null when there is none, and for a row whose number is unreadable 0. */
  get nextKey(): number | bigint | null {
    if (this.#next === null) return null;
    const key = this.#next[this.#key];
    return isRowNumber(key) ? key : 0;
  }

  get hasNews(): boolean {
    return this.#orphans.length > 0;
  }

  /** Reads what is left, and closes with the tally. */
  *finish(): Generator<Extracted> {
    if (!this.table.exists) return;
    if (this.#key < 0) {
      const rows = this.table.db.count(this.table.name);
      yield tally(this.table, rows, 0, rows === 0 ? {} : { 'no column that names the record it belongs to': rows });
      return;
    }
    for (let row = this.#next; row !== null; row = this.#step()) {
      this.#strand(row);
      yield* this.drain();
    }
    yield* this.drain();
    yield tally(this.table, this.#read, this.#used + this.#nowhere, { ...this.#left });
  }

  #strand(row: StoredRow): void {
    this.#nowhere += 1;
    this.#orphans.push(this.#strandRow(row));
  }

  #step(): StoredRow | null {
    this.#advance();
    return this.#next;
  }

  #advance(): void {
    try {
      const step = this.#rows.next();
      this.#next = step.done === true ? null : step.value;
      if (this.#next !== null) this.#read += 1;
    } catch (error) {
      this.#next = null;
      this.#orphans.push(unreadable(error, this.table.name, this.#read));
    }
  }
}

const FURTHER = 'further row of a number, of which one row is read';
const EVERY_ROW = { where: '', values: [] } as const;
const NO_ROWS: Iterator<StoredRow> = { next: () => ({ done: true, value: undefined }) };

/** The smallest number that any of the tables waits for; infinite when all are read. Below it, none need be asked. */
export function nextKeyOf(tables: readonly SideTable[]): number | bigint {
  let least: number | bigint = Infinity;
  for (const { nextKey } of tables) if (nextKey !== null && nextKey < least) least = nextKey;
  return least;
}
