import type Database from 'better-sqlite3';

type Value = string | number | null | Uint8Array;

/** Inserts rows given by column name, with one prepared statement for each table and set of columns. */
export class Inserter {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Returns the new row's number. */
  row(table: string, values: Readonly<Record<string, Value>>): number {
    const columns = Object.keys(values);
    const key = `${table} ${columns.join(' ')}`;
    let statement = this.#statements.get(key);
    if (statement === undefined) {
      const marks = columns.map(() => '?').join(', ');
      statement = this.#db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`);
      this.#statements.set(key, statement);
    }
    return Number(statement.run(...Object.values(values)).lastInsertRowid);
  }
}
