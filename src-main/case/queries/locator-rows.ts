import type { ByteRange, Locator, Sha256 } from '../../model/index.ts';
import { Sql, noSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { LOCATOR_FORMS, RECORD_KINDS, codeOf, wordOf, type RecordKind } from '../codes.ts';
import { tableOf } from '../record-tables.ts';
import { idList } from './names.ts';

/** A locator as the case keeps it. `row` is a decimal string where a number would round it. */
export interface LocatorRow {
  readonly item: number;
  readonly form: number;
  readonly place: number;
  readonly row: number | string | null;
  readonly key: string | null;
  readonly rangePlace: number | null;
  readonly page: number | null;
  readonly offset: number | null;
  readonly length: number | null;
  readonly more: string | null;
}

/** Where one part of an item was read, as the case keeps it. */
export interface KeptLocator {
  /** `message`, `event`, or the kind of the part: `quote`, `attachment` … */
  readonly gives: string;
  readonly locator: Locator;
  /** Path of the file inside the exhibit and its reference; `''` when the exhibit does not list the file. */
  readonly path: string;
  readonly exhibitReference: string;
  readonly ranges: readonly ByteRange[];
}

/** A row number that a JavaScript number would round, as text. */
const exactRow = (row: string): string =>
  `iif(${row} BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}, ${row}, CAST(${row} AS TEXT))`;

/**
 * The locators of the records of one kind that meet a condition on their table, named `record`: rows of `LocatorRow` with
 * the record's id and the locator's number in order. `item` is the column that names what they are asked for.
 */
export function locatorsWhere(kind: RecordKind, item: 'id' | 'item', where: Sql, first: 'first' | 'all' = 'all'): Sql {
  const asked = new Sql(`record.${item} AS item, record.id AS record`);
  const table = new Sql(tableOf(kind));
  const own = sql`SELECT ${asked}, 0 AS n, at_row IS NULL AS form, at_place AS place, ${new Sql(exactRow('at_row'))} AS row,
      NULL AS key, at_in AS rangePlace, at_page AS page, at_offset AS offset, at_length AS length, NULL AS more
    FROM ${table} AS record WHERE ${where} AND at_place IS NOT NULL`;
  const others = sql`SELECT ${asked}, locator.n, locator.form, locator.place, ${new Sql(exactRow('locator.row'))}, locator.key,
      locator.range_place, locator.page, locator.offset, locator.length, locator.more
    FROM ${table} AS record CROSS JOIN locator ON locator.kind = ${codeOf(RECORD_KINDS, kind)} AND locator.record = record.id
    WHERE ${where} ${first === 'first' ? sql`AND locator.n = 0` : noSql}`;
  return sql`${own} UNION ALL ${others} ORDER BY 1, 2, 3`;
}

interface PlaceName {
  readonly file: Sha256;
  readonly name: string;
}

const MOST_KEPT = 50_000;

/** Files, tables and paths behind locators, each asked of the case once. */
export class PlaceNames {
  readonly #db: CaseDb;
  readonly #places = new Map<number, PlaceName>();
  readonly #paths = new Map<string, { readonly path: string; readonly exhibitReference: string }>();

  constructor(db: CaseDb) {
    this.#db = db;
  }

  /** Looks up what the rows name, in one question. */
  learn(rows: readonly LocatorRow[]): void {
    if (this.#places.size > MOST_KEPT) this.#places.clear();
    const unknown = new Set<number>();
    const ask = (id: number | null | undefined): void => {
      if (id !== null && id !== undefined && !this.#places.has(id)) unknown.add(id);
    };
    for (const row of rows) {
      ask(row.place);
      ask(row.rangePlace);
      if (row.more !== null) for (const [place] of quadruples(row.more)) ask(place);
    }
    if (unknown.size === 0) return;
    const found = this.#db.all<PlaceName & { readonly id: number }>(
      sql`SELECT id, file, name FROM place_name WHERE id IN (${idList(unknown)})`,
    );
    for (const { id, ...place } of found) this.#places.set(id, place);
  }

  get(id: number): PlaceName {
    const place = this.#places.get(id);
    if (place === undefined) throw new Error(`the case has no place ${id}`);
    return place;
  }

  /**
   * Path and exhibit of a file: as the item's source names it, else in the item's own exhibit where that holds it; `''` when
   * no exhibit lists it. Files with the same bytes can lie in many places.
   */
  pathOf(
    file: Sha256,
    { source, exhibit }: { readonly source: number; readonly exhibit: number },
  ): { readonly path: string; readonly exhibitReference: string } {
    const name = `${source} ${file}`;
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    const found = this.#db.get<{ path: string; exhibitReference: string }>(
      sql`SELECT file.path, exhibit.reference AS exhibitReference FROM file JOIN exhibit ON exhibit.id = file.exhibit
        WHERE file.sha256 = ${file} ORDER BY file.exhibit <> ${exhibit}, NOT EXISTS (SELECT 1 FROM source_file
          WHERE source_file.source = ${source} AND source_file.path = file.path), file.id LIMIT 1`,
    ) ?? { path: '', exhibitReference: '' };
    if (this.#paths.size > MOST_KEPT) this.#paths.clear();
    this.#paths.set(name, found);
    return found;
  }
}

/** Call `learn` with the row before. */
export function locatorOf(row: LocatorRow, names: PlaceNames): Locator {
  const { file, name } = names.get(row.place);
  switch (wordOf(LOCATOR_FORMS, row.form)) {
    case 'row': {
      const rowid = typeof row.row === 'string' ? BigInt(row.row) : row.row;
      return { kind: 'row', file, table: name, rowid, ...(row.key !== null && { key: row.key }) };
    }
    case 'bytes':
      return { kind: 'bytes', file, offset: row.offset ?? 0, length: row.length ?? 0 };
    case 'node':
      return { kind: 'node', file, path: row.key ?? '' };
  }
}

/** Bytes of a row's cell, overflow pages after its local part; empty where the case keeps none. */
export function rangesOf(row: LocatorRow, names: PlaceNames): readonly ByteRange[] {
  if (row.rangePlace === null || row.page === null || row.offset === null || row.length === null) return [];
  const first = rangeAt(names, row.rangePlace, row.page, row.offset, row.length);
  if (row.more === null) return [first];
  return [first, ...quadruples(row.more).map((numbers) => rangeAt(names, ...numbers))];
}

function rangeAt(names: PlaceNames, place: number, page: number, offset: number, length: number): ByteRange {
  const { file, name } = names.get(place);
  return { file, in: name as ByteRange['in'], page, offset, length };
}

/** Overflow ranges as the writer packs them: place, page, offset and length in turn. */
function quadruples(more: string): readonly (readonly [number, number, number, number])[] {
  const numbers = JSON.parse(more) as readonly number[];
  const found: [number, number, number, number][] = [];
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    const [place = 0, page = 0, offset = 0, length = 0] = numbers.slice(at, at + 4);
    found.push([place, page, offset, length]);
  }
  return found;
}
