import type Database from 'better-sqlite3';
import type { Stored } from '../model/index.ts';
import { EvidenceUnreadable } from './evidence-unreadable.ts';
import type { TextEncoding } from './file-header.ts';
import { decodeText } from './record.ts';
import { unreadable } from './sqlite-failure.ts';

type Row = Stored[];
type NamedRow = Record<string, Stored>;

interface Query {
  readonly statement: Database.Statement<Stored[]>;
  readonly names: readonly string[];
}

const KEPT_QUERIES = 64;

/**
 * Reads rows without altering a value. Integers are read as bigint and narrowed where a number holds them exactly. Bytes
 * of a text that are not UTF-8 would come out as U+FFFD; so the first text that holds this character sends the rest of
 * the query, from that row on, down a path that reads the bytes of that column too.
 */
export class ExactRows {
  readonly #db: Database.Database;
  readonly #encoding: TextEncoding;
  readonly #kept = new Map<string, Query>();
  readonly #running = new Set<Iterator<unknown>>();

  constructor(db: Database.Database, encoding: TextEncoding) {
    this.#db = db;
    this.#encoding = encoding;
  }

  *arrays(text: string, values: readonly Stored[]): IterableIterator<Row> {
    const query = this.#query(text);
    let count = 0;
    const doubtful = new Set<number>();
    if (this.#encoding === 'utf8') {
      for (const row of this.#run<Row>(query, values, true)) {
        if (!settleRow(row, doubtful)) break;
        count += 1;
        yield row;
      }
      if (doubtful.size === 0) return;
    } else query.names.forEach((_, column) => doubtful.add(column));
    yield* this.#exact(text, query.names, values, count, doubtful);
  }

  *objects(text: string, values: readonly Stored[]): IterableIterator<NamedRow> {
    const query = this.#query(text);
    const { names } = query;
    refuseAmbiguous(names);
    let count = 0;
    const doubtful = new Set<number>();
    if (this.#encoding === 'utf8') {
      for (const row of this.#run<NamedRow>(query, values, false)) {
        if (!settleObject(row, names, doubtful)) break;
        count += 1;
        yield row;
      }
      if (doubtful.size === 0) return;
    } else names.forEach((_, column) => doubtful.add(column));
    for (const row of this.#exact(text, names, values, count, doubtful)) {
      yield Object.fromEntries(names.map((name, column) => [name, row[column] ?? null]));
    }
  }

  /** Ends the queries that are still being read, so that the database can be closed. */
  stop(): void {
    for (const iterator of this.#running) iterator.return?.();
    this.#running.clear();
    this.#kept.clear();
  }

  /** The rows after the first `from`, with the bytes of the doubtful columns; starts again when one more column turns out doubtful. */
  *#exact(
    text: string,
    names: readonly string[],
    values: readonly Stored[],
    from: number,
    doubtful: Set<number>,
  ): IterableIterator<Row> {
    let done = from;
    for (;;) {
      const columns = [...doubtful];
      let index = 0;
      let again = false;
      for (const row of this.#run<Row>(this.#query(exactQuery(text, names.length, columns)), values, true)) {
        index += 1;
        if (index <= done) continue;
        columns.forEach((column, place) => {
          const bytes = row[names.length + place];
          if (bytes instanceof Buffer) row[column] = decodeText(bytes, this.#encoding);
        });
        row.length = names.length;
        again = !settleRow(row, doubtful) && doubtful.size > columns.length;
        if (again) break;
        done += 1;
        yield row;
      }
      if (!again) return;
    }
  }

  *#run<Shape>(query: Query, values: readonly Stored[], asArray: boolean): IterableIterator<Shape> {
    let rows: IterableIterator<unknown> | null = null;
    try {
      rows = query.statement.raw(asArray).iterate(...values);
      this.#running.add(rows);
      yield* rows as IterableIterator<Shape>;
    } catch (error) {
      throw unreadable(error);
    } finally {
      if (rows !== null) this.#running.delete(rows);
    }
  }

  #query(text: string): Query {
    const kept = this.#kept.get(text);
    if (kept !== undefined && !kept.statement.busy) return kept;
    try {
      const statement = this.#db.prepare<Stored[]>(text).safeIntegers(true);
      const query = { statement, names: statement.columns().map((column) => column.name) };
      if (this.#kept.size >= KEPT_QUERIES) this.#kept.clear();
      this.#kept.set(text, query);
      return query;
    } catch (error) {
      throw unreadable(error);
    }
  }
}

/** The query's columns, then the bytes of the doubtful ones where they are text. */
function exactQuery(text: string, width: number, doubtful: readonly number[]): string {
  const names = Array.from({ length: width }, (_, index) => `c${index}`);
  const bytes = doubtful.map((column) => `iif(typeof(c${column}) = 'text', CAST(c${column} AS BLOB), NULL)`);
  return `WITH exact_rows(${names.join(', ')}) AS (${text.replace(/;\s*$/, '')}\n) SELECT ${[...names, ...bytes].join(', ')} FROM exact_rows`;
}

/** Narrows the integers of a row in place; false when a text may not be what is stored, with its column added. */
function settleRow(row: Row, doubtful: Set<number>): boolean {
  let settled = true;
  for (let column = 0; column < row.length; column += 1) {
    const value = row[column];
    if (typeof value === 'bigint') row[column] = narrow(value);
    else if (typeof value === 'string' && value.includes('\uFFFD')) {
      doubtful.add(column);
      settled = false;
    }
  }
  return settled;
}

function settleObject(row: NamedRow, names: readonly string[], doubtful: Set<number>): boolean {
  let settled = true;
  for (let column = 0; column < names.length; column += 1) {
    const name = names[column] ?? '';
    const value = row[name];
    if (typeof value === 'bigint') row[name] = narrow(value);
    else if (typeof value === 'string' && value.includes('\uFFFD')) {
      doubtful.add(column);
      settled = false;
    }
  }
  return settled;
}

function refuseAmbiguous(names: readonly string[]): void {
  if (new Set(names).size === names.length && !names.includes('__proto__')) return;
  throw new EvidenceUnreadable('schema-unsupported', `columns that cannot be told apart by name: ${names.join(', ')}`);
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
