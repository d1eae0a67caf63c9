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
/** Questions for one row are asked of a table of each conversation in turn; a statement takes some kilobytes. */
const KEPT_QUESTIONS = 1024;
/** The function through which SQLite hands rows over. */
const HAND_OVER = 'affiant_hand_over';
/** SQLite's limit of a function's arguments is 127 at least; wider rows are read one by one. */
const WIDEST = 100;
/** A batch grows to this many rows, or to this many characters and bytes of text and blobs. */
const BATCH_ROWS = 128;
const BATCH_WEIGHT = 2 ** 20;

/** Rows that SQLite handed over in one step of a query. */
interface Batch {
  rows: Row[];
  /** How many rows end the batch: one at first, so that a question for one row reads no more than it. */
  most: number;
  weight: number;
  /** False when the last row may not be what is stored. */
  isCertain: boolean;
}

/**
 * Reads rows without altering a value. Two things can be lost on the way from SQLite to JavaScript: an integer beyond
 * 2^53 would be rounded, and bytes of a text that are not UTF-8 would come out as U+FFFD. A number that may be rounded
 * shows as one of 2^53 or more, for rounding never leads below; a text that may be altered shows by the character. The
 * first row with either sends the query, from that row on, down a path that reads integers as bigint and the bytes of
 * that column too; the rows before it cost nothing extra.
 *
 * Rows come in batches: a condition put around the query, a function that keeps its arguments, is false until a batch is
 * full. SQLite then steps by itself, and the way through the iterator is gone once for many rows instead of for each.
 */
export class ExactRows {
  readonly #db: Database.Database;
  readonly #encoding: TextEncoding;
  readonly #kept = new Map<string, Query>();
  /** By their text, the one asked last at the end. */
  readonly #questions = new Map<string, Database.Statement<Stored[], Row>>();
  readonly #running = new Set<Iterator<unknown>>();
  /** Of the query that is being stepped. */
  #batch: Batch | null = null;

  constructor(db: Database.Database, encoding: TextEncoding) {
    this.#db = db;
    this.#encoding = encoding;
    db.function(HAND_OVER, { varargs: true, directOnly: true }, (...row) => this.#take(row as Row));
  }

  *arrays(text: string, values: readonly Stored[]): IterableIterator<Row> {
    const { names } = this.#query(text, 'number');
    const doubtful = new Set<number>();
    let count = 0;
    if (this.#encoding === 'utf8' && names.length <= WIDEST) {
      const batch: Batch = { rows: [], most: 1, weight: 0, isCertain: true };
      const steps = this.#start(this.#query(handingOver(text, names.length), 'number'), values);
      try {
        for (;;) {
          let isOver = true;
          let failure: unknown = null;
          try {
            isOver = this.#step(steps, batch);
          } catch (error) {
            // The rows before the one that could not be read are sound.
            failure = error;
          }
          const altered = batch.isCertain ? undefined : batch.rows.pop();
          for (const row of batch.rows) yield row;
          if (altered !== undefined) {
            count += batch.rows.length;
            settleRow(altered, doubtful);
            break;
          }
          if (failure !== null) throw unreadable(failure);
          if (isOver) return;
          count += batch.rows.length;
        }
      } finally {
        steps.return?.();
        this.#running.delete(steps);
      }
    } else if (this.#encoding !== 'utf8') names.forEach((_, column) => doubtful.add(column));
    yield* this.#exact(text, names, values, count, doubtful);
  }

  /** The first row of a query, without the way through an iterator: for questions that are asked once for each row of another table. */
  first(text: string, values: readonly Stored[]): Row | null {
    if (this.#encoding !== 'utf8') return this.#firstExact(text, values);
    let row: Row | undefined;
    try {
      row = this.#question(text).get(...values);
    } catch (error) {
      throw unreadable(error);
    }
    if (row === undefined) return null;
    return settleRow(row, new Set()) ? row : this.#firstExact(text, values);
  }

  #firstExact(text: string, values: readonly Stored[]): Row | null {
    for (const row of this.arrays(text, values)) return row;
    return null;
  }

  #question(text: string): Database.Statement<Stored[], Row> {
    const kept = this.#questions.get(text);
    if (kept === undefined) {
      const [oldest] = this.#questions.size >= KEPT_QUESTIONS ? this.#questions.keys() : [];
      if (oldest !== undefined) this.#questions.delete(oldest);
    } else this.#questions.delete(text);
    const statement = kept ?? this.#db.prepare<Stored[], Row>(text).raw(true).safeIntegers(true);
    this.#questions.set(text, statement);
    return statement;
  }

  /** Fills the batch; true when the query is at its end. */
  #step(steps: IterableIterator<Row>, batch: Batch): boolean {
    batch.rows = [];
    batch.weight = 0;
    this.#batch = batch;
    try {
      return steps.next().done === true;
    } finally {
      this.#batch = null;
      batch.most = Math.min(2 * batch.most, BATCH_ROWS);
    }
  }

  /** Called by SQLite with each row; 1 ends the batch. */
  #take(row: Row): 0 | 1 {
    const batch = this.#batch;
    if (batch === null) throw new Error('a row came while no query was being stepped');
    batch.rows.push(row);
    for (const value of row) {
      if (typeof value === 'number') {
        if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) batch.isCertain = false;
      } else if (typeof value === 'string') {
        batch.weight += value.length;
        if (value.includes('\uFFFD')) batch.isCertain = false;
      } else if (value instanceof Uint8Array) batch.weight += value.length;
    }
    return !batch.isCertain || batch.rows.length >= batch.most || batch.weight >= BATCH_WEIGHT ? 1 : 0;
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
    this.#questions.clear();
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
  const names = columnNames(width);
  const bytes = doubtful.map((column) => `iif(typeof(c${column}) = 'text', CAST(c${column} AS BLOB), NULL)`);
  return `WITH exact_rows(${names.join(', ')}) AS (${inside(text)}) SELECT ${[...names, ...bytes].join(', ')} FROM exact_rows`;
}

/**
 * Yields a row of no content where a batch ends. The limit that limits nothing keeps SQLite from merging the query with
 * the condition around it, which would ask the condition before the rows are in order.
 */
function handingOver(text: string, width: number): string {
  const names = columnNames(width).join(', ');
  return `WITH handed(${names}) AS (SELECT * FROM (${inside(text)}) LIMIT -1) SELECT 1 FROM handed WHERE ${HAND_OVER}(${names})`;
}

function columnNames(width: number): readonly string[] {
  return Array.from({ length: width }, (_, index) => `c${index}`);
}

/** A statement as a part of another: without its semicolon, and with a line end that ends its last comment. */
function inside(text: string): string {
  return `${text.replace(/;\s*$/, '')}\n`;
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
