import type { Extracted, RowLocator, Stored, StoredColumns, Tally } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { writeRowKey } from '../../sqlite/row-key.ts';
import type { Run } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';

/** One row: a key and a value. */
export interface KeyRow {
  readonly key: Stored;
  readonly value: Stored;
  readonly at: RowLocator;
  /** Both columns as stored, and whatever else the table has. */
  readonly all: StoredColumns;
}

/** What a reader makes of one row: it pushes to `out`, and returns the reason when the row is left out. */
export type KeyVisit = (row: KeyRow, out: Extracted[]) => string | undefined;

const COLUMNS = { key: 'anything', value: 'anything' } as const;

/**
 * Reads a table of keys and values once, in the order in which its rows lie, and closes with the tally. Tables that the app makes
 * compact have no rowids: their rows are named by their keys. Source: SqliteValueBox.createTable of the client.
 */
export function* scanKeys(run: Run, db: EvidenceDb, name: string, visit: KeyVisit): Generator<Extracted> {
  if (!db.tables.has(name)) return;
  if (!isCompact(db, name)) {
    const table = new StoredTable(db, name, COLUMNS);
    yield* scanTable(run, table, (row, at, out) =>
      visit(
        { key: table.cell(row, 'key') ?? null, value: table.cell(row, 'value') ?? null, at, all: table.all(row) },
        out,
      ),
    );
    return;
  }
  const skipped: Record<string, number> = {};
  const out: Extracted[] = [];
  let [rows, used] = [0, 0];
  const has = (column: 'key' | 'value'): string => (db.has(name, column) ? column : 'NULL');
  try {
    for (const [key = null, value = null] of db.arrays(`SELECT ${has('key')}, ${has('value')} FROM ${name}`)) {
      if (run.signal.aborted) return;
      rows += 1;
      const at: RowLocator = { kind: 'row', file: db.file, table: name, rowid: null, key: writeRowKey([key]) };
      const reason = visit({ key, value, at, all: { key, value } }, out);
      if (reason === undefined) used += 1;
      else skipped[reason] = (skipped[reason] ?? 0) + 1;
      yield* out;
      out.length = 0;
    }
  } catch (error) {
    const cause = readErrorOf(error);
    const from = rows === 0 ? 'the first row' : `after row ${rows}`;
    const to = 'the last row';
    yield storeIssue('error', 'table-unreadable', name, `rows could not be read from ${from} to ${to}: ${cause}`);
  }
  const tally: Tally = { kind: 'tally', file: db.file, table: name, rows, used, skipped };
  yield tally;
}

function isCompact(db: EvidenceDb, name: string): boolean {
  for (const [sql] of db.arrays("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", name))
    return typeof sql === 'string' && /\bWITHOUT\s+ROWID\b/iu.test(sql);
  return false;
}

/** A key in digits: those of a number, or hexadecimal ones. */
export function keyText(key: Stored): string {
  return key instanceof Uint8Array ? Buffer.from(key).toString('hex') : String(key);
}

/** The bytes of a key of this length; null for another one. */
export function keyBytes(key: Stored, length: number): Buffer | null {
  return key instanceof Uint8Array && key.length === length
    ? Buffer.from(key.buffer, key.byteOffset, key.byteLength)
    : null;
}
