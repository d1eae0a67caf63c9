import Database from 'better-sqlite3';
import { closeSync, openSync } from 'node:fs';
import { quoteName, type Sql, type SqlValue } from './sql.ts';

/** `create` refuses an existing file, `write` and `read` a missing one; `read` cannot change anything. */
export type CaseDbMode = 'create' | 'write' | 'read';

export interface CaseDbOptions {
  /** How long a statement waits for another connection's lock. Default 10 s. */
  readonly busyMs?: number;
  /** Address space for memory-mapped reading. Default 64 MiB; what is mapped counts as memory of the process. */
  readonly mmapBytes?: number;
  /** Page cache of this connection. Default 32 MiB. */
  readonly cacheBytes?: number;
}

export interface RunResult {
  readonly changes: number;
  readonly lastRowid: number;
}

/**
 * A prepared statement. Integers come as number, rounded beyond 2^53; with `integers: 'bigint'` every integer comes as
 * bigint. A statement that is being iterated cannot be started again before the iteration ends.
 */
export interface CaseStatement<Row> {
  run(...values: readonly SqlValue[]): RunResult;
  /** The same with the values as one list, for many of them; says nothing of what was changed. */
  runWith(values: readonly SqlValue[]): void;
  /** Null when there is no row. */
  get(...values: readonly SqlValue[]): Row | null;
  all(...values: readonly SqlValue[]): Row[];
  iterate(...values: readonly SqlValue[]): IterableIterator<Row>;
}

/** Null when the query has no row. */
export type Found<Row> = Row | null;

export interface StatementOptions {
  /** `object` rows are keyed by column alias, `array` rows are in column order, `value` is the first column alone. */
  readonly shape?: 'object' | 'array' | 'value';
  readonly integers?: 'number' | 'bigint';
}

/** The case database. Row types are stated by the caller and are as true as its SQL. */
export interface CaseDb {
  readonly path: string;
  readonly mode: CaseDbMode;
  readonly inTransaction: boolean;
  prepare<Row = unknown>(text: string, options?: StatementOptions): CaseStatement<Row>;
  get<Row>(query: Sql): Found<Row>;
  all<Row>(query: Sql): Row[];
  iterate<Row>(query: Sql): IterableIterator<Row>;
  /** The first column of the first row; null when there is no row. */
  value<Value extends SqlValue>(query: Sql): Found<Value>;
  run(query: Sql): RunResult;
  /** Several statements without values, for migrations. */
  exec(script: string): void;
  /**
   * Begins a transaction that may write the case's own file from its first statement on, and waits for whoever does. Files
   * that are attached stay free for other connections until they are written to.
   */
  beginWrite(): void;
  /** Commits when `work` returns and rolls back when it throws; nested calls become savepoints. */
  transaction<Result>(work: () => Result, kind?: 'deferred' | 'immediate'): Result;
  /** Makes a deterministic SQL function of any number of arguments. */
  function(name: string, implementation: (...values: SqlValue[]) => SqlValue): void;
  attach(path: string, name: string): void;
  detach(name: string): void;
  /** The first column of what the pragma answers; null when it answers nothing. */
  pragma(text: string): SqlValue;
  /** A consistent copy of the whole database into one new file without a log. */
  copyTo(path: string): void;
  close(): void;
}

const KEPT_STATEMENTS = 256;

/**
 * Takes the write lock of `main` alone, where BEGIN IMMEDIATE would take that of every attached file too: frees pages, of
 * which a database without auto-vacuum has none to free.
 */
const LOCK_MAIN = 'PRAGMA main.incremental_vacuum(1)';

/**
 * Opens the case database in WAL mode with foreign keys on. Throws SQLite's error, which `sqliteCode` reads, or the
 * file system's (`EEXIST` for `create`).
 */
export function openCaseDb(path: string, mode: CaseDbMode, options: CaseDbOptions = {}): CaseDb {
  if (mode === 'create') closeSync(openSync(path, 'wx'));
  const db = new Database(path, {
    readonly: mode === 'read',
    fileMustExist: true,
    timeout: options.busyMs ?? 10_000,
  });
  try {
    if (mode === 'create') db.pragma('page_size = 8192');
    if (mode !== 'read') {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      db.pragma('journal_size_limit = 67108864');
    }
    db.pragma('foreign_keys = ON');
    db.pragma('recursive_triggers = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('temp_store = MEMORY');
    db.pragma(`mmap_size = ${options.mmapBytes ?? 64 * 1024 * 1024}`);
    db.pragma(`cache_size = -${Math.ceil((options.cacheBytes ?? 32 * 1024 * 1024) / 1024)}`);
    if (mode === 'read') db.pragma('query_only = ON');
  } catch (error) {
    db.close();
    throw error;
  }
  return new OpenCaseDb(db, path, mode);
}

/** SQLite's own code, for example `SQLITE_BUSY` or `SQLITE_CONSTRAINT_UNIQUE`; null when the error is not SQLite's. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Database.SqliteError ? error.code : null;
}

class OpenCaseDb implements CaseDb {
  readonly path: string;
  readonly mode: CaseDbMode;
  readonly #db: Database.Database;
  readonly #kept = new Map<string, Database.Statement<SqlValue[]>>();
  #depth = 0;

  constructor(db: Database.Database, path: string, mode: CaseDbMode) {
    this.#db = db;
    this.path = path;
    this.mode = mode;
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction;
  }

  prepare<Row = unknown>(text: string, options: StatementOptions = {}): CaseStatement<Row> {
    const statement = this.#db.prepare<SqlValue[], Row>(text);
    if (options.integers === 'bigint') statement.safeIntegers(true);
    if (options.shape === 'array') statement.raw(true);
    if (options.shape === 'value') statement.pluck(true);
    return {
      run: (...values) => result(statement.run(...values)),
      runWith: (values) => {
        statement.run(...values);
      },
      get: (...values) => statement.get(...values) ?? null,
      all: (...values) => statement.all(...values),
      iterate: (...values) => statement.iterate(...values),
    };
  }

  get<Row>(query: Sql): Found<Row> {
    return (this.#statement(query.text).get(...query.values) as Row | undefined) ?? null;
  }

  all<Row>(query: Sql): Row[] {
    return this.#statement(query.text).all(...query.values) as Row[];
  }

  iterate<Row>(query: Sql): IterableIterator<Row> {
    return this.#db.prepare<SqlValue[], Row>(query.text).iterate(...query.values);
  }

  value<Value extends SqlValue>(query: Sql): Found<Value> {
    const row = this.get<Record<string, Value>>(query);
    return row === null ? null : (Object.values(row)[0] ?? null);
  }

  run(query: Sql): RunResult {
    return result(this.#statement(query.text).run(...query.values));
  }

  exec(script: string): void {
    this.#db.exec(script);
  }

  beginWrite(): void {
    this.#db.exec('BEGIN');
    try {
      this.#db.exec(LOCK_MAIN);
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  transaction<Result>(work: () => Result, kind: 'deferred' | 'immediate' = 'immediate'): Result {
    const point = `nested_${this.#depth}`;
    if (this.#depth > 0) this.#db.exec(`SAVEPOINT ${point}`);
    else if (kind === 'immediate') this.beginWrite();
    else this.#db.exec('BEGIN');
    this.#depth += 1;
    try {
      const value = work();
      this.#db.exec(this.#depth === 1 ? 'COMMIT' : `RELEASE ${point}`);
      return value;
    } catch (error) {
      if (this.#db.inTransaction)
        this.#db.exec(this.#depth === 1 ? 'ROLLBACK' : `ROLLBACK TO ${point}; RELEASE ${point}`);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  function(name: string, implementation: (...values: SqlValue[]) => SqlValue): void {
    this.#db.function(name, { deterministic: true, varargs: true }, implementation);
  }

  attach(path: string, name: string): void {
    this.#db.prepare(`ATTACH ? AS ${quoteName(name)}`).run(path);
  }

  detach(name: string): void {
    this.#db.exec(`DETACH ${quoteName(name)}`);
  }

  pragma(text: string): SqlValue {
    return (this.#db.pragma(text, { simple: true }) as SqlValue | undefined) ?? null;
  }

  copyTo(path: string): void {
    this.#db.prepare('VACUUM INTO ?').run(path);
  }

  close(): void {
    this.#kept.clear();
    this.#db.close();
  }

  #statement(text: string): Database.Statement<SqlValue[]> {
    const kept = this.#kept.get(text);
    if (kept !== undefined) {
      if (!kept.busy) return kept;
      return this.#db.prepare<SqlValue[]>(text);
    }
    const statement = this.#db.prepare<SqlValue[]>(text);
    if (this.#kept.size >= KEPT_STATEMENTS) {
      const oldest = this.#kept.keys().next();
      if (oldest.done !== true) this.#kept.delete(oldest.value);
    }
    this.#kept.set(text, statement);
    return statement;
  }
}

function result(done: Database.RunResult): RunResult {
  return { changes: done.changes, lastRowid: Number(done.lastInsertRowid) };
}
