import type { Extracted, Stored, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { EvidenceUnreadable } from '../../sqlite/evidence-unreadable.ts';
import { integerOf } from './cells.ts';
import { KeyGaps } from './key-gaps.ts';
import type { Reading } from './reading.ts';

/** Columns of Core Data itself, which say nothing of the app's content. `Z_OPT` counts saves and is carried. */
const HOUSEKEEPING: ReadonlySet<string> = new Set(['Z_PK', 'Z_ENT']);

/** How often progress is told, in rows. */
const PROGRESS_EVERY = 5000;

/**
 * One ordered scan over a Core Data table: columns that this schema lacks come as null, columns that nobody asked for are
 * carried, damaged pages end the scan from one side and are gone round from the other, and every row is counted.
 */
export class TableScan {
  readonly table: string;
  readonly db: EvidenceDb;
  used = 0;
  readonly #reading: Reading;
  readonly #sql: string;
  readonly #carried: readonly string[];
  readonly #asked: number;
  readonly #skipped: Record<string, number> = {};
  readonly #gaps = new KeyGaps();
  #rows = 0;
  #isWhole = false;

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
    this.#carried = (db.tables.get(table) ?? []).filter((name) => !asked.has(name) && !HOUSEKEEPING.has(name));
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
        yield row;
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
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + 1;
  }

  /** Columns that were not asked for and are neither null, zero nor empty; undefined when there are none. */
  carriedOf(row: StoredRow, more?: Readonly<Record<string, Stored | undefined>>): StoredColumns | undefined {
    let stored: Record<string, Stored> | undefined;
    for (let index = 0; index < this.#carried.length; index += 1) {
      const value = row[this.#asked + index];
      if (value === null || value === undefined || value === 0 || value === '') continue;
      stored ??= {};
      stored[this.#carried[index] ?? ''] = value;
    }
    for (const name in more) {
      const value = more[name];
      if (value === null || value === undefined) continue;
      stored ??= {};
      stored[name] = value;
    }
    return stored;
  }

  /** Issues and accounts that wait, for after each row. */
  *pending(): Generator<Extracted> {
    yield* this.#reading.accounts.drain();
    yield* this.#reading.drain();
  }

  /** The tally, once the scan is through. Nothing when the run was stopped. */
  *end(): Generator<Extracted> {
    if (this.#reading.run.signal.aborted) return;
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

  *#backwards(last: number | null, cause: EvidenceUnreadable): Generator<StoredRow> {
    let first: number | null = null;
    try {
      const after = last === null ? '' : `WHERE t.Z_PK > ${last}`;
      for (const row of this.#from(`${this.#sql} ${after} ORDER BY t.Z_PK DESC`)) {
        first = integerOf(row[0]);
        yield row;
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
