import Database from 'better-sqlite3';
import { closeSync, openSync } from 'node:fs';
import { parseCreateTable, tableNameOf } from './ddl.ts';
import { quoteName, type SqlValue } from './sql.ts';

/** Text whose bytes are not UTF-8: stored as text, byte by byte. */
export class TextBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export type RebuiltValue = SqlValue | TextBytes;

/** Tables and columns that a file may declare; SQLite itself takes 2000 columns. */
const MOST_TABLES = 2000;
const MOST_COLUMNS = 2000;
const MOST_DECLARED_BYTES = 2 ** 20;
const CACHE_KIB = 32 * 1024;

interface Insertion {
  readonly columns: number;
  readonly statement: Database.Statement<SqlValue[]>;
}

/**
 * A new database that is put together from the declarations and rows in a stream of unknown origin. Nothing of the stream is
 * executed: of a declaration names, kinds of columns and the number of rows are taken, without constraints, defaults,
 * expressions and indexes, so that every row is kept as it is. The same calls give the same bytes.
 */
export class RebuiltDb {
  readonly #db: Database.Database;
  readonly #tables = new Map<string, Insertion>();

  /** Throws what the file system throws; `path` must not exist. */
  constructor(path: string) {
    closeSync(openSync(path, 'wx', 0o600));
    this.#db = new Database(path, { fileMustExist: true });
    try {
      for (const pragma of [
        'page_size = 4096',
        'journal_mode = OFF',
        'synchronous = OFF',
        'locking_mode = EXCLUSIVE',
        'foreign_keys = OFF',
        'trusted_schema = OFF',
        'temp_store = MEMORY',
        `cache_size = -${CACHE_KIB}`,
      ])
        // prettier-ignore
        this.#db.pragma(pragma);
      this.#db.exec('BEGIN');
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** False where the statement is no plain CREATE TABLE, or its name is taken; then nothing was made. */
  declare(statement: string): boolean {
    if (statement.length > MOST_DECLARED_BYTES || this.#tables.size >= MOST_TABLES) return false;
    const name = tableNameOf(statement);
    const declared = name === null ? null : parseCreateTable(statement);
    if (name === null || declared === null || this.#tables.has(name.toLowerCase())) return false;
    const columns = declared.columns.map(({ name: column, type, isVirtual }) =>
      isVirtual ? null : `${quoteName(column)} ${column === declared.rowidColumn ? 'INTEGER PRIMARY KEY' : affinityOf(type)}`,
    ); // prettier-ignore
    if (columns.length === 0 || columns.length > MOST_COLUMNS || columns.includes(null)) return false;
    try {
      this.#db.exec(`CREATE TABLE ${quoteName(name)} (${columns.join(', ')})`);
      const marks = columns.map(() => '?').join(', ');
      const insertion = this.#db.prepare<SqlValue[]>(`INSERT INTO ${quoteName(name)} VALUES (${marks})`);
      this.#tables.set(name.toLowerCase(), { columns: columns.length, statement: insertion });
      return true;
    } catch (error) {
      return refused(error);
    }
  }

  /** False where the table was not declared, has another number of columns, or has a row of this number. */
  insert(table: string, values: readonly RebuiltValue[]): boolean {
    const into = this.#tables.get(table.toLowerCase());
    if (into?.columns !== values.length) return false;
    const isText = values.map((value) => value instanceof TextBytes);
    const plain = values.map((value) => (value instanceof TextBytes ? value.bytes : value));
    try {
      const statement = isText.includes(true) ? this.#withText(table, isText) : into.statement;
      statement.run(...plain);
      return true;
    } catch (error) {
      return refused(error);
    }
  }

  /** Ends the database with the `user_version` of the one that was taken apart, where it is known. */
  finish(userVersion: number | null): void {
    if (userVersion !== null) this.#db.pragma(`user_version = ${userVersion | 0}`);
    this.#db.exec('COMMIT');
    this.close();
  }

  close(): void {
    this.#tables.clear();
    this.#db.close();
  }

  #withText(table: string, isText: readonly boolean[]): Database.Statement<SqlValue[]> {
    const marks = isText.map((is) => (is ? 'CAST(? AS TEXT)' : '?')).join(', ');
    return this.#db.prepare<SqlValue[]>(`INSERT INTO ${quoteName(table)} VALUES (${marks})`);
  }
}

/** What SQLite says of the values is an answer; of the disk or of memory it is an error. */
function refused(error: unknown): false {
  if (error instanceof Database.SqliteError && /^SQLITE_(?:ERROR|CONSTRAINT|MISMATCH|TOOBIG|RANGE)/u.test(error.code))
    return false;
  throw error;
}

/** The kind of a column by its declared type. Source: sqlite.org/datatype3.html, section 3.1. */
function affinityOf(type: string): string {
  const upper = type.toUpperCase();
  if (upper.includes('INT')) return 'INTEGER';
  if (/CHAR|CLOB|TEXT/u.test(upper)) return 'TEXT';
  if (upper === '' || upper.includes('BLOB')) return 'BLOB';
  return /REAL|FLOA|DOUB/u.test(upper) ? 'REAL' : 'NUMERIC';
}
