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
 * Reads rows without altering a value. Two things can be lost on the way from SQLite to JavaScript: an integer beyond
 * 2^53 would be rounded, and bytes of a text that are not UTF-8 would come out as U+FFFD. A number that may be rounded
 * shows as one of 2^53 or more, for rounding never leads below; a text that may be altered shows by the character. The
 * first row with either sends the query, from that row on, down a path that reads integers as bigint and the bytes of
 * that column too; the rows before it cost nothing extra.
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
    const query = this.#query(text, 'number');
    const doubtful = new Set<number>();
    let count = 0;
    if (this.#encoding === 'utf8') {
      let isExact = true;
      const rows = this.#start(query, values);
      try {
        for (const row of rows) {
          isExact = isCertain(row);
          if (!isExact) {
            settleRow(row, doubtful);
            break;
          }
          count += 1;
          yield row;
        }
      } catch (error) {
        throw unreadable(error);
      } finally {
        this.#running.delete(rows);
      }
      if (isExact) return;
    } else query.names.forEach((_, column) => doubtful.add(column));
    yield* this.#exact(text, query.names, values, count, doubtful);
  }

  *objects(text: string, values: readonly Stored[]): IterableIterator<NamedRow> {
    const { names } = this.#query(text, 'number');
    refuseAmbiguous(names);
    for (const row of this.arrays(text, values)) {
      const named: NamedRow = {};
      for (let column = 0; column < names.length; column += 1) named[names[column] ?? ''] = row[column] ?? null;
      yield named;
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
      const query = this.#query(columns.length === 0 ? text : exactQuery(text, names.length, columns), 'bigint');
      const rows = this.#start(query, values);
      let index = 0;
      let again = false;
      try {
        for (const row of rows) {
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
      } catch (error) {
        throw unreadable(error);
      } finally {
        this.#running.delete(rows);
      }
      if (!again) return;
    }
  }

  #start(query: Query, values: readonly Stored[]): IterableIterator<Row> {
    try {
      const rows = query.statement.iterate(...values) as IterableIterator<Row>;
      this.#running.add(rows);
      return rows;
    } catch (error) {
      throw unreadable(error);
    }
  }

  #query(text: string, integers: 'number' | 'bigint'): Query {
    const name = `${integers} ${text}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined && !kept.statement.busy) return kept;
    try {
      const statement = this.#db
        .prepare<Stored[]>(text)
        .raw(true)
        .safeIntegers(integers === 'bigint');
      const query = { statement, names: statement.columns().map((column) => column.name) };
      if (this.#kept.size >= KEPT_QUERIES) this.#kept.clear();
      this.#kept.set(name, query);
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

/** False when a number of the row may be a rounded integer, or a text may not be what is stored. */
function isCertain(row: Row): boolean {
  for (const value of row) {
    if (typeof value === 'number') {
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return false;
    } else if (typeof value === 'string' && value.includes('\uFFFD')) return false;
  }
  return true;
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

function refuseAmbiguous(names: readonly string[]): void {
  if (new Set(names).size === names.length && !names.includes('__proto__')) return;
  throw new EvidenceUnreadable('schema-unsupported', `columns that cannot be told apart by name: ${names.join(', ')}`);
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
