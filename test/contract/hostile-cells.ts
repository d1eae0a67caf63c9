import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import type { HostileCell } from '../../fixtures/damage.ts';
import { filesBelow } from './read-source.ts';

/** A cell that was overwritten: what SQLite makes of it as bytes, in hexadecimal; and the number where it is a fraction. */
export interface Overwritten {
  readonly path: string;
  readonly table: string;
  readonly rowid: bigint;
  readonly column: string;
  readonly hex: string;
  readonly real: number | null;
}

/** Paths of the SQLite databases below a folder. */
export function databasesBelow(root: string): readonly string[] {
  return filesBelow(root).filter((path) => readFileSync(path).subarray(0, 15).toString('latin1') === 'SQLite format 3');
}

/** Brings a log into its database, so that it can be changed alone. */
export function settle(path: string): void {
  const db = new Database(path);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma('journal_mode = DELETE');
  db.close();
}

/**
 * Puts a hostile value into every column of every table of a database: each column in another row as far as there are
 * rows, each time another value of the kind. What the schema itself refuses stays as it was.
 */
export function overwriteCells(path: string, hostile: HostileCell): readonly Overwritten[] {
  const db = new Database(path);
  db.defaultSafeIntegers(true);
  const changed: Overwritten[] = [];
  let serial = 0;
  try {
    for (const table of tablesOf(db)) {
      const rowids = db.prepare(`SELECT rowid FROM "${table}" ORDER BY rowid`).pluck().all() as bigint[];
      const columns = db.prepare('SELECT name, type FROM pragma_table_info(?)').all(table) as {
        name: string;
        type: string;
      }[];
      for (const [i, { name: column, type }] of columns.entries()) {
        const rowid = rowids[rowids.length - 1 - (i % Math.max(1, rowids.length))];
        const value = hostile.value(++serial, type);
        if (rowid === undefined || value === null) continue;
        try {
          const { changes } = db.prepare(`UPDATE "${table}" SET "${column}" = ${value} WHERE rowid = ?`).run(rowid);
          if (changes !== 1) continue;
        } catch (error) {
          if (error instanceof Database.SqliteError) continue; // a constraint refuses it
          throw error;
        }
        const now = db
          .prepare(
            `SELECT rowid, hex(CAST("${column}" AS BLOB)), iif(typeof("${column}") = 'real', "${column}", NULL) FROM "${table}" WHERE rowid = ?`,
          ) // prettier-ignore
          .raw()
          .get(rowid) as [bigint, string, number | null] | undefined;
        if (now !== undefined) changed.push({ path, table, rowid, column, hex: now[1], real: now[2] });
      }
    }
  } finally {
    db.close();
  }
  return changed;
}

function tablesOf(db: Database.Database): readonly string[] {
  return db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%fts%' AND sql NOT LIKE '%WITHOUT ROWID%'",
    )
    .pluck()
    .all() as string[];
}
