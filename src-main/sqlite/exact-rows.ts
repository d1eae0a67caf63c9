import type Database from 'better-sqlite3';
import { isUtf8 } from 'node:buffer';
import type { Stored } from '../model/index.ts';
import { unreadable } from './sqlite-failure.ts';

type Row = Stored[];

/**
 * Reads rows without altering a value. A plain reading rounds integers beyond 2^53 and replaces bytes that are not
 * UTF-8. So each row is first read plainly, which is several times faster; the first row that holds a number of that
 * size or the replacement character sends the rest of the query, from that row on, down a slower exact path.
 */
export class ExactRows {
  readonly #db: Database.Database;
  readonly #encoding: Encoding;
  readonly #open = new Set<Iterator<unknown>>();

  constructor(db: Database.Database) {
    this.#db = db;
    this.#encoding = db.pragma('encoding', { simple: true }) as Encoding;
  }

  *arrays(text: string, values: readonly Stored[]): IterableIterator<Row> {
    yield* this.#read(text, values);
  }

  *objects(text: string, values: readonly Stored[]): IterableIterator<Record<string, Stored>> {
    const names = this.#names(text);
    if (new Set(names).size < names.length) throw new Error(`columns of one name in a query: ${names.join(', ')}`);
    for (const row of this.arrays(text, values)) {
      const object: Record<string, Stored> = {};
      for (let index = 0; index < names.length; index += 1) object[names[index] as string] = row[index] as Stored;
      yield object;
    }
  }

  /** Ends the queries that are still being read, so that the database can be closed. */
  stop(): void {
    for (const iterator of this.#open) iterator.return?.();
    this.#open.clear();
  }

  #names(text: string): readonly string[] {
    try {
      return this.#db
        .prepare(text)
        .columns()
        .map((column) => column.name);
    } catch (error) {
      throw unreadable(error);
    }
  }

  *#read(text: string, values: readonly Stored[]): IterableIterator<Row> {
    let count = 0;
    if (this.#encoding === 'UTF-8') {
      for (const row of this.#iterate(text, values, false)) {
        if (!isPlain(row)) break;
        count += 1;
        yield row;
      }
    }
    yield* this.#exact(text, values, count);
  }

  *#exact(text: string, values: readonly Stored[], from: number): IterableIterator<Row> {
    const width = this.#names(text).length;
    let index = 0;
    for (const row of this.#iterate(exactQuery(text, width), values, true)) {
      index += 1;
      if (index <= from) continue;
      const exact: Row = [];
      for (let column = 0; column < width; column += 1) {
        const bytes = row[2 * column + 1];
        const value = row[2 * column] ?? null;
        if (bytes instanceof Uint8Array) exact.push(decode(bytes, this.#encoding));
        else exact.push(typeof value === 'bigint' ? narrow(value) : value);
      }
      yield exact;
    }
  }

  *#iterate(text: string, values: readonly Stored[], safe: boolean): IterableIterator<Row> {
    let iterator: IterableIterator<Row> | null = null;
    try {
      iterator = this.#db
        .prepare<Stored[], Row>(text)
        .raw()
        .safeIntegers(safe)
        .iterate(...values);
      this.#open.add(iterator);
      yield* iterator;
    } catch (error) {
      throw unreadable(error);
    } finally {
      if (iterator !== null) this.#open.delete(iterator);
    }
  }
}

type Encoding = 'UTF-8' | 'UTF-16le' | 'UTF-16be';

/** Each column twice: as it is unless it is text, and the bytes of the text. */
function exactQuery(text: string, width: number): string {
  const names = Array.from({ length: width }, (_, index) => `c${index}`);
  const columns = names.map(
    (name) =>
      `iif(typeof(${name}) = 'text', NULL, ${name}), iif(typeof(${name}) = 'text', CAST(${name} AS BLOB), NULL)`,
  );
  return `WITH exact_rows(${names.join(', ')}) AS (${text.replace(/;\s*$/, '')}\n) SELECT ${columns.join(', ')} FROM exact_rows`;
}

function isPlain(row: Row): boolean {
  for (const value of row) {
    if (typeof value === 'number') {
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return false;
    } else if (typeof value === 'string' && value.includes('\uFFFD')) return false;
  }
  return true;
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The text, or its bytes when they are not well-formed in the database's encoding. */
function decode(bytes: Uint8Array, encoding: Encoding): string | Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (encoding === 'UTF-8') return isUtf8(buffer) ? buffer.toString('utf8') : buffer;
  if (buffer.length % 2 === 1) return buffer;
  const text = (encoding === 'UTF-16le' ? buffer : Buffer.from(buffer).swap16()).toString('utf16le');
  return text.isWellFormed() ? text : buffer;
}
