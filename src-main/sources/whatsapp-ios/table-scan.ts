import type { Extracted, Stored, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { EvidenceUnreadable } from '../../sqlite/evidence-unreadable.ts';
import { declaredTypes } from '../declared-types.ts';
import { integerOf } from './cells.ts';
import { entityOf } from './entity.ts';
import { holdsOf, isExpected } from './expected-cell.ts';
import type { Holds } from './expected-cell.ts';
import { KeyGaps } from './key-gaps.ts';
import { live, rowOf } from './reading.ts';
import type { Reading } from './reading.ts';

/** Odd values of a column that are named one by one where their record carries them; more are counted. */
const NAMED_ODD = 100;

/** Core Data's own count of how often a row was saved (Apple, "Core Data Programming Guide", optimistic locking). */
const SAVES = 'Z_OPT';

/** How often progress is told, in rows. */
const PROGRESS_EVERY = 5000;

/**
 * One ordered scan over a Core Data table: columns that this schema lacks come as null, columns that nobody asked for are
 * carried, damaged pages end the scan from one side and are gone round from the other, and every row is counted.
 *
 * No value is lost by it: what an asked column holds against its type is named in an issue and carried, and of a row whose
 * reader carried nothing, each value that nobody asked for is named in an issue.
 */
export class TableScan {
  readonly table: string;
  readonly db: EvidenceDb;
  used = 0;
  readonly #reading: Reading;
  readonly #sql: string;
  readonly #columns: readonly string[];
  readonly #holds: readonly Holds[];
  readonly #carried: readonly string[];
  /** What a carried column holds in every row, so that it says nothing: the number of the entity. */
  readonly #usual: (Stored | undefined)[];
  readonly #entityAt: number;
  readonly #asked: number;
  readonly #odd = new Map<string, number>();
  /** Rows that were counted out and hold something in a column that nobody asked for, by column. */
  readonly #leftOut = new Map<string, number>();
  readonly #skipped: Record<string, number> = {};
  readonly #gaps = new KeyGaps();
  #rows = 0;
  #isWhole = false;
  #isCarried = false;
  #isSkipped = false;
  /** Places of the current row's odd values; null when there are none. */
  #oddPlaces: number[] | null = null;

  constructor(
    reading: Reading,
    db: EvidenceDb,
    table: string,
    columns: readonly string[],
    join?: { readonly columns: readonly string[]; readonly sql: string },
  ) {
    this.#reading = reading;
    this.db = db;
    this.table = table;
    const asked = new Set(columns);
    this.#columns = columns;
    const types = typesOf(db, table);
    this.#holds = columns.map((name) => holdsOf(name, types.get(name) ?? ''));
    this.#carried = (db.tables.get(table) ?? []).filter((name) => !asked.has(name) && name !== 'Z_PK');
    this.#entityAt = this.#carried.indexOf('Z_ENT');
    this.#usual = this.#carried.map((name) => (name === 'Z_ENT' ? entityOf(db, table) : undefined));
    const list = [
      't.Z_PK',
      ...columns.map((name) => (db.has(table, name) ? `t."${name}"` : 'NULL')),
      ...(join?.columns ?? []),
      ...this.#carried.map((name) => `t."${name.replaceAll('"', '""')}"`),
    ];
    this.#asked = 1 + columns.length + (join?.columns.length ?? 0);
    this.#sql = `SELECT ${list.join(', ')} FROM "${table}" t ${join?.sql ?? ''}`;
  }

  /** Rows by `Z_PK`: the key, the asked columns, the joined ones, then what `carriedOf` reads. */
  *rows(): Generator<StoredRow> {
    let last: number | null = null;
    try {
      for (const row of this.#from(`${this.#sql} ORDER BY t.Z_PK`)) {
        last = integerOf(row[0]);
        if (last !== null) this.#gaps.see(last);
        this.#begin(row);
        yield row;
        this.#conclude(row);
      }
      this.#isWhole = !this.#reading.run.signal.aborted;
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      yield* this.#backwards(last, error);
    }
  }

  /** True once every row of the table was read. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** True when `pending` has something to yield. */
  get isWaiting(): boolean {
    return this.#reading.isWaiting;
  }

  /** Counts a row that made no record, by reason. */
  skip(reason: string): void {
    this.#isSkipped = true;
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + 1;
  }

  /**
   * Columns of the current row that were not asked for and are neither null, zero nor empty, and asked ones that hold what
   * does not fit their type; undefined when there are none.
   */
  carriedOf(row: StoredRow, more?: Readonly<Record<string, Stored | undefined>>): StoredColumns | undefined {
    this.#isCarried = true;
    let stored: Record<string, Stored> | undefined;
    for (let index = 0; index < this.#carried.length; index += 1) {
      const value = row[this.#asked + index];
      if (value === this.#usual[index] || this.#saysNothing(index, value)) continue;
      stored ??= {};
      stored[this.#carried[index] ?? ''] = value;
    }
    for (const place of this.#oddPlaces ?? []) {
      stored ??= {};
      stored[this.#columns[place] ?? ''] = row[place + 1] ?? null;
    }
    for (const name in more) {
      const value = more[name];
      if (value === null || value === undefined) continue;
      stored ??= {};
      stored[name] = value;
    }
    return stored;
  }

  /** Everything that the current row holds, asked for or not, for a record that interprets none of it. */
  allOf(row: StoredRow): StoredColumns {
    const asked: Record<string, Stored> = {};
    for (const [place, name] of this.#columns.entries()) {
      const value = row[place + 1];
      if (value !== null && value !== undefined && value !== 0 && value !== '') asked[name] = value;
    }
    return this.carriedOf(row, asked) ?? asked;
  }

  /** Issues and accounts that wait, for after each row. */
  *pending(): Generator<Extracted> {
    yield* this.#reading.accounts.drain();
    yield* this.#reading.drain();
  }

  /** The tally, once the scan is through. Nothing when the run was stopped. */
  *end(): Generator<Extracted> {
    if (this.#reading.run.signal.aborted) return;
    for (const [column, count] of this.#odd) {
      if (count <= NAMED_ODD) continue;
      const detail = `${count - NAMED_ODD} more rows hold what the column is not made for; each is carried with its record`;
      this.#reading.issue('note', 'unknown-column-type', null, `${this.table}.${column}`, null, detail);
    }
    for (const [column, count] of this.#leftOut) {
      const rows = count === 1 ? '1 row that makes no record holds' : `${count} rows that make no record hold`;
      const detail = `${rows} a value here, which no record carries`;
      this.#reading.issue('note', 'unknown-column-type', null, `${this.table}.${column}`, null, detail);
    }
    yield* this.pending();
    if (this.#isWhole) this.#reading.gaps.set(`${this.db.file} ${this.table}`, this.#gaps);
    yield {
      kind: 'tally',
      file: this.db.file,
      table: this.table,
      rows: this.#rows,
      used: this.used,
      skipped: this.#skipped,
    };
  }

  /** NULL, 0 and '' are unset; the number of the entity is never. */
  #saysNothing(index: number, value: Stored | undefined): value is null | undefined | 0 | '' {
    return value === null || value === undefined || (value === 0 && index !== this.#entityAt) || value === '';
  }

  #begin(row: StoredRow): void {
    this.#isCarried = false;
    this.#isSkipped = false;
    this.#oddPlaces = null;
    if (this.#entityAt >= 0) this.#usual[this.#entityAt] ??= row[this.#asked + this.#entityAt];
    for (let place = 0; place < this.#holds.length; place += 1) {
      const cell = row[place + 1];
      if (cell === null || cell === undefined || isExpected(cell, this.#holds[place] ?? 'anything')) continue;
      this.#oddPlaces ??= [];
      this.#oddPlaces.push(place);
    }
  }

  /** Says what the row's reader could not, once it is done with the row. */
  #conclude(row: StoredRow): void {
    if (this.#oddPlaces !== null) this.#tellOdd(row, this.#oddPlaces);
    if (this.#isCarried) return;
    for (const [index, column] of this.#carried.entries()) {
      const value = row[this.#asked + index];
      if (value === this.#usual[index] || this.#saysNothing(index, value)) continue;
      if (this.#isSkipped) {
        if (column !== SAVES) this.#leftOut.set(column, (this.#leftOut.get(column) ?? 0) + 1);
      } else this.#tell(row, column, value, 'the row made no record that could carry this value');
    }
  }

  #tellOdd(row: StoredRow, places: readonly number[]): void {
    for (const place of places) {
      const column = this.#columns[place] ?? '';
      if (this.#isCarried) {
        const count = (this.#odd.get(column) ?? 0) + 1;
        this.#odd.set(column, count);
        if (count > NAMED_ODD) continue;
      }
      const then = this.#isCarried ? 'it is carried as stored' : 'no record carries it';
      this.#tell(row, column, row[place + 1], `not what the column is made for (${this.#holds[place] ?? ''}); ${then}`);
    }
  }

  #tell(row: StoredRow, column: string, value: Stored | undefined, detail: string): void {
    const from = live(rowOf(this.db.file, this.table, Number(row[0])));
    const severity = this.#isCarried ? 'note' : 'warning';
    this.#reading.issue(severity, 'unknown-column-type', from, `${this.table}.${column}`, value, detail);
  }

  *#backwards(last: number | null, cause: EvidenceUnreadable): Generator<StoredRow> {
    let first: number | null = null;
    try {
      const after = last === null ? '' : `WHERE t.Z_PK > ${last}`;
      for (const row of this.#from(`${this.#sql} ${after} ORDER BY t.Z_PK DESC`)) {
        first = integerOf(row[0]);
        this.#begin(row);
        yield row;
        this.#conclude(row);
      }
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
    }
    const from = last === null ? 'the first row' : `after row ${last}`;
    const to = first === null ? 'the last row' : `before row ${first}`;
    this.#reading.issue(
      'error',
      'table-unreadable',
      null,
      this.table,
      null,
      `rows could not be read from ${from} to ${to}: ${cause.detail}`,
    );
  }

  *#from(sql: string): Generator<StoredRow> {
    const { signal } = this.#reading.run;
    for (const row of this.db.arrays(sql)) {
      if (signal.aborted) return;
      this.#rows += 1;
      if (this.#rows % PROGRESS_EVERY === 0) this.#reading.run.progress(this.#rows, null, 'rows');
      yield row;
    }
  }
}

function typesOf(db: EvidenceDb, table: string): ReadonlyMap<string, string> {
  try {
    return declaredTypes(db, table);
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return new Map(); // the scan itself will say so
    throw error;
  }
}

/** A scan of the table; null when the database is absent, the table is missing or the run was stopped. */
export function scanOf(
  reading: Reading,
  db: EvidenceDb | null,
  table: string,
  columns: readonly string[],
  join?: { readonly columns: readonly string[]; readonly sql: string },
): TableScan | null {
  if (db === null || reading.run.signal.aborted || !db.has(table, 'Z_PK')) return null;
  return new TableScan(reading, db, table, columns, join);
}
