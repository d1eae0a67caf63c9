import Database from 'better-sqlite3';
import { join, relative } from 'node:path';
import type { Extracted, Locator, Stored } from '../../src-main/model/index.ts';
import { openLedger } from '../../src-main/ingest/ledger.ts';
import type { SourceParser } from '../../src-main/sources/parser.ts';
import { databasesBelow } from './hostile-cells.ts';
import { openExhibit } from './read-source.ts';

/** What a parser makes of a folder, by the rows that its records and issues name. */
export interface ByRow {
  /** `path table rowid` to everything that names the row. */
  readonly rows: ReadonlyMap<string, readonly Extracted[]>;
  /** `path table` of the tables that are accounted for; true where rows were counted out with a reason. */
  readonly claimed: ReadonlyMap<string, boolean>;
  /** Everything but the tallies. */
  readonly all: readonly Extracted[];
  /** What the ledger finds fault with. */
  readonly ledger: readonly string[];
}

/** Reads every source in a folder. */
export async function readByRow(parser: SourceParser, root: string): Promise<ByRow> {
  await using exhibit = await openExhibit(parser, root);
  const rows = new Map<string, Extracted[]>();
  const claimed = new Map<string, boolean>();
  const faults: string[] = [];
  const all: Extracted[] = [];
  for (const detection of exhibit.detections) {
    const { run } = await exhibit.open(detection);
    const ledger = openLedger();
    const paths = new Map(Object.values(detection.files).map(({ sha256, path }) => [sha256, path]));
    for await (const extracted of parser.read(detection, run)) {
      if (extracted.kind === 'tally') {
        ledger.add(extracted);
        const table = `${paths.get(extracted.file) ?? ''} ${extracted.table}`;
        claimed.set(table, (claimed.get(table) ?? false) || Object.keys(extracted.skipped).length > 0);
        continue;
      }
      all.push(extracted);
      for (const locator of extracted.from?.at ?? []) {
        const name = nameOf(locator, paths);
        if (name === null) continue;
        const here = rows.get(name);
        if (here === undefined) rows.set(name, [extracted]);
        else here.push(extracted);
      }
    }
    faults.push(...ledger.close(run.opened.values()).issues.map(({ where, detail }) => `${where}: ${detail}`));
  }
  return { rows, claimed, all, ledger: faults };
}

function nameOf(locator: Locator, paths: ReadonlyMap<string, string>): string | null {
  return locator.kind === 'row' && locator.rowid !== null
    ? `${paths.get(locator.file) ?? ''} ${locator.table} ${locator.rowid}`
    : null;
}

/** A cell of a claimed table that holds something. */
export interface FullCell {
  readonly path: string;
  readonly table: string;
  readonly column: string;
  readonly rowid: bigint;
  readonly value: Stored;
}

/** The cells that stand for their columns: of each column that holds a value, up to `each` rows, set ones before zeros. */
export function fullCells(root: string, read: ByRow, each: number): ReadonlyMap<string, readonly FullCell[]> {
  const columns = new Map<string, readonly FullCell[]>();
  for (const place of databasesBelow(root)) {
    const path = relative(root, place);
    const db = new Database(place, { readonly: true });
    db.defaultSafeIntegers(true);
    try {
      for (const name of read.claimed.keys()) {
        if (!name.startsWith(`${path} `)) continue;
        const table = name.slice(path.length + 1);
        for (const column of columnsOf(db, table)) {
          const cells = db
            .prepare(
              `SELECT rowid, "${column}" FROM "${table}" WHERE "${column}" IS NOT NULL AND "${column}" <> '' ORDER BY "${column}" IN (0, -1), "${column}" = 1, rowid DESC LIMIT ${each}`,
            )
            .raw()
            .all() as [bigint, bigint | number | string | Buffer][];
          const full = cells.map(([rowid, cell]) => ({ path, table, column, rowid, value: plain(cell) }));
          if (full.length > 0) columns.set(`${path} ${table}.${column}`, full);
        }
      }
    } finally {
      db.close();
    }
  }
  return columns;
}

/** Columns other than the row's own number, which every locator names. */
function columnsOf(db: Database.Database, table: string): readonly string[] {
  const columns = db
    .prepare("SELECT name FROM pragma_table_info(?) WHERE NOT (pk = 1 AND upper(type) = 'INTEGER')")
    .pluck()
    .all(table) as string[];
  return isRowidTable(db, table) ? columns : [];
}

function isRowidTable(db: Database.Database, table: string): boolean {
  const sql = db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?").pluck().get(table);
  return typeof sql === 'string' && !/WITHOUT\s+ROWID/i.test(sql);
}

function plain(cell: bigint | number | string | Buffer): Stored {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
  return cell instanceof Uint8Array ? new Uint8Array(cell) : cell;
}

/** Values that no other column holds by chance. */
const SMALLEST_TELLING = 10_000;
const SHORTEST_TELLING = 6;

/** True when something that names the row carries the column, or shows its value, where the value is one that tells. */
export function isShown({ column, value }: FullCell, here: readonly Extracted[]): boolean {
  if (here.some((one) => carries(one, column, value))) return true;
  if (typeof value === 'string' && value.length < SHORTEST_TELLING) return false;
  if (typeof value === 'number' && Math.abs(value) < SMALLEST_TELLING) return false;
  const text = textOf(value);
  return here.some((one) => holds(one, text));
}

function carries(one: Extracted, column: string, value: Stored): boolean {
  if (!('stored' in one) || typeof one.stored !== 'object' || one.stored === null) return false;
  return Object.entries(one.stored).some(
    ([name, stored]) =>
      (name === column || name.endsWith(`.${column}`) || name.endsWith(` ${column}`)) &&
      textOf(stored) === textOf(value),
  );
}

function textOf(value: Stored): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}

function holds(inside: unknown, text: string): boolean {
  if (inside === null || inside === undefined) return false;
  if (inside instanceof Uint8Array) return Buffer.from(inside).toString('hex') === text;
  if (typeof inside === 'object') return Object.values(inside).some((inner) => holds(inner, text));
  if (typeof inside === 'string') return inside === text;
  return (typeof inside === 'number' || typeof inside === 'bigint') && String(inside) === text;
}

/**
 * Changes columns in turn and reads again each time: which of them leave everything that names their row as it was. Columns of
 * several tables are changed at once, each in another row, so that one does not answer for the other; a row that nothing
 * names is changed alone and looked for in all that is read.
 */
export async function withoutEffect(
  parser: SourceParser,
  root: string,
  whole: ByRow,
  cells: readonly (readonly FullCell[])[],
  putBack: (path: string) => void,
): Promise<readonly string[]> {
  const rowOf = ({ path, table, rowid }: FullCell) => `${path} ${table} ${rowid}`;
  const isNamed = (rows: readonly FullCell[]) => rows.some((cell) => whole.rows.has(rowOf(cell)));
  const silent: string[] = [];
  for (const batch of [
    ...batchesOf(cells.filter(isNamed)),
    ...cells.filter((rows) => !isNamed(rows)).map((rows) => [rows]),
  ]) {
    const changed = batch.flatMap((rows, place) => {
      const turned = [...rows.slice(place % rows.length), ...rows];
      const named = turned.filter((cell) => whole.rows.has(rowOf(cell)));
      const cell = (named.length > 0 ? named : turned).find((one) => changeCell(root, one));
      return cell === undefined ? [] : [cell];
    });
    const now = await readByRow(parser, root);
    for (const cell of changed) {
      const before = whole.rows.get(rowOf(cell));
      if (before === undefined && whole.claimed.get(`${cell.path} ${cell.table}`) === true) continue; // counted out
      if (before === undefined ? same(whole.all, now.all) : same(before, now.rows.get(rowOf(cell))))
        silent.push(`${cell.table}.${cell.column}`);
    }
    for (const path of new Set(changed.map((cell) => cell.path))) putBack(path);
  }
  return silent;
}

/** How many columns are changed at once. */
const AT_ONCE = 8;

function batchesOf(cells: readonly (readonly FullCell[])[]): readonly (readonly (readonly FullCell[])[])[] {
  const batches: (readonly FullCell[])[][] = [];
  for (const column of cells) {
    const table = column[0]?.table;
    const free = batches.find((batch) => batch.length < AT_ONCE && batch.every((other) => other[0]?.table !== table));
    if (free === undefined) batches.push([column]);
    else free.push(column);
  }
  return batches;
}

/** True when both say the same; the hash of a file, which any change of it changes, is passed over. */
function same(before: readonly Extracted[] | undefined, after: readonly Extracted[] | undefined): boolean {
  return JSON.stringify(before, withoutFiles) === JSON.stringify(after, withoutFiles);
}

function withoutFiles(key: string, value: unknown): unknown {
  if (key === 'file') return undefined;
  return typeof value === 'bigint' ? String(value) : value;
}

/** Puts another value of the same kind into the cell; false where the schema refuses it. */
function changeCell(root: string, { path, table, column, rowid, value }: FullCell): boolean {
  const db = new Database(join(root, path));
  try {
    for (const other of othersOf(value)) {
      try {
        const { changes } = db.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE rowid = ?`).run(other, rowid);
        if (changes === 1) return true;
      } catch (error) {
        if (!(error instanceof Database.SqliteError)) throw error; // a constraint refuses it
      }
    }
    return false;
  } finally {
    db.close();
  }
}

/** A number or code that no row and no list of codes reaches. */
const FAR = 1009;

function othersOf(value: Stored): readonly (string | number | bigint | Uint8Array)[] {
  if (typeof value === 'number') return value === 0 || value === 1 ? [1 - value, value + FAR] : [value + FAR];
  if (typeof value === 'bigint') return [value + 1n];
  if (typeof value === 'string') return [`${value}x`, `x${value}`];
  return value === null ? [] : [new Uint8Array([...value, 1])];
}
