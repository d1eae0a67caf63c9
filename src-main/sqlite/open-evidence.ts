import Database from 'better-sqlite3';
import type { Stored } from '../model/index.ts';
import type { EvidenceDb, StoredRow } from './evidence-db.ts';
import { EvidenceUnreadable } from './evidence-unreadable.ts';
import type { TextEncoding } from './file-header.ts';
import { makePrivateView, type PrivateView } from './private-view.ts';
import { ExactRows } from './exact-rows.ts';
import { quoteName } from './sql.ts';
import { PageSource } from './page-source.ts';
import { unreadable } from './sqlite-failure.ts';
import type { DatabaseState, WorkingCopy } from './working-copy.ts';

/**
 * Opens one state of a working copy read-only in a private folder of `scratchDir`, which is removed on close. Throws
 * `EvidenceUnreadable`, also while rows are being read, when the file's content is the cause.
 */
export function openEvidence(copy: WorkingCopy, state: DatabaseState, scratchDir: string): EvidenceDb {
  const source = new PageSource(copy, state);
  source.close();
  let view: PrivateView;
  try {
    view = makePrivateView(copy, state, scratchDir);
  } catch (error) {
    throw unreadable(error);
  }
  let db: Database.Database | null = null;
  try {
    db = new Database(view.path, { readonly: true, fileMustExist: true });
    const notes = [...source.notes, ...prepareConnection(db)];
    return new OpenEvidence(copy, state, view, db, notes, source.header.encoding) as unknown as EvidenceDb;
  } catch (error) {
    db?.close();
    view.remove();
    throw unreadable(error);
  }
}

/**
 * Distrusts everything in the file. A schema that SQLite refuses is opened in the mode in which it skips the entries it
 * cannot read; the connection stays read-only.
 */
function prepareConnection(db: Database.Database): readonly string[] {
  db.pragma('trusted_schema = OFF');
  db.pragma('query_only = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('cell_size_check = ON');
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return [];
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|ERROR)/.test(error.code)) throw error;
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return [`opened although SQLite reports: ${error.message}`];
  }
}

class OpenEvidence {
  readonly file: string;
  readonly state: DatabaseState;
  readonly tables: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly string[];
  readonly #view: PrivateView;
  readonly #db: Database.Database;
  readonly #rows: ExactRows;

  constructor(
    copy: WorkingCopy,
    state: DatabaseState,
    view: PrivateView,
    db: Database.Database,
    notes: readonly string[],
    encoding: TextEncoding,
  ) {
    this.file = copy.file;
    this.state = state;
    this.notes = notes;
    this.#view = view;
    this.#db = db;
    this.#rows = new ExactRows(db, encoding);
    this.tables = readTables(db);
  }

  has(table: string, column?: string): boolean {
    const columns = this.tables.get(table);
    return columns !== undefined && (column === undefined || columns.includes(column));
  }

  rows(sql: string, ...parameters: readonly Stored[]): IterableIterator<Readonly<Record<string, Stored>>> {
    return this.#rows.objects(sql, parameters);
  }

  arrays(sql: string, ...parameters: readonly Stored[]): IterableIterator<StoredRow> {
    return this.#rows.arrays(sql, parameters);
  }

  first(sql: string, ...parameters: readonly Stored[]): StoredRow | null {
    return this.#rows.first(sql, parameters);
  }

  count(table: string): number {
    for (const [count] of this.arrays(`SELECT count(*) FROM ${quoteName(table)}`)) return Number(count);
    throw new EvidenceUnreadable('damaged', `no count of ${table}`);
  }

  close(): void {
    if (!this.#db.open) return;
    this.#rows.stop();
    this.#db.close();
    this.#view.remove();
  }
}

const TABLES = `SELECT m.name, x.name FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS x
  WHERE m.type = 'table' AND m.rootpage > 0 AND x.hidden <> 1 ORDER BY m.rowid, x.cid`;

/** Ordinary tables, shadow tables of virtual ones included; virtual tables are left out, for their module may be unknown. */
function readTables(db: Database.Database): ReadonlyMap<string, readonly string[]> {
  const tables = new Map<string, string[]>();
  for (const [table, column] of db.prepare(TABLES).raw().iterate() as IterableIterator<[string, string]>) {
    const columns = tables.get(table);
    if (columns === undefined) tables.set(table, [column]);
    else columns.push(column);
  }
  return tables;
}
