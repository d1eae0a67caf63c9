import type {
  ByteRange,
  BytesLocator,
  Locator,
  Provenance,
  RowLocator,
  Sha256,
  StoredColumns,
} from '../../model/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { LOCATOR_FORMS, RECORD_KINDS, codeOf, type RecordKind } from '../codes.ts';
import { addStored, storedText } from '../stored-values.ts';
import { RowInserter } from './row-inserter.ts';

/** The byte ranges of each locator of a record, in the order of `from.at`; null where there are none. */
export type RecordRanges = readonly (readonly ByteRange[] | null)[];

const MOST_NAMES = 10_000;
const NO_NAMES: readonly string[] = [];

/** The columns of every record's table that say where it was read first and what nobody interprets of it. */
export const HEAD_COLUMNS = ['at_place', 'at_row', 'at_in', 'at_page', 'at_offset', 'at_length', 'stored_shape', 'stored'] as const; // prettier-ignore

/** Values of `HEAD_COLUMNS`, in their order. */
export type Head = readonly [
  place: number | null,
  row: number | bigint | null,
  rangePlace: number | null,
  page: number | null,
  offset: number | null,
  length: number | null,
  shape: number | null,
  stored: string | null,
];

const COLUMNS = ['kind', 'record', 'n', 'form', 'place', 'row', 'key', 'range_place', 'page', 'offset', 'length', 'more']; // prettier-ignore

/** What is written of a record besides its fields. */
interface Origin {
  readonly from: Provenance;
  readonly stored?: StoredColumns;
}

/**
 * Writes where records were read and the columns that nobody interprets: a plain first locator in the record's own row,
 * all others, and those that need a key, a path or overflow pages, in `locator`.
 */
export class LocatorWriter {
  readonly #db: CaseDb;
  readonly #rows: RowInserter;
  readonly #places = new Map<Sha256, Map<string, number>>();
  #placeCount = 0;
  readonly #shapes = new Map<string, number>();
  #lastNames = NO_NAMES;
  #lastShape = 0;

  constructor(db: CaseDb) {
    this.#db = db;
    this.#rows = new RowInserter(db, 'locator', COLUMNS);
  }

  /** What the record's own row says of its origin. */
  head(record: Origin, ranges: RecordRanges): Head {
    const { stored } = record;
    const first = record.from.at[0];
    const names = stored === undefined ? NO_NAMES : Object.keys(stored);
    const shape = names.length === 0 ? null : this.#shapeOf(names);
    const text = stored === undefined || shape === null ? null : storedText(Object.values(stored));
    const own = ranges[0] ?? null;
    if (!isPlain(first, own)) return [null, null, null, null, null, null, shape, text];
    if (first.kind === 'bytes')
      return [this.#placeOf(first.file, ''), null, null, null, first.offset, first.length, shape, text];
    const place = this.#placeOf(first.file, first.table);
    const range = own?.[0];
    return range === undefined
      ? [place, first.rowid, null, null, null, null, shape, text]
      : [place, first.rowid, this.#placeOf(range.file, range.in), range.page, range.offset, range.length, shape, text];
  }

  /** Adds what a further record of the same account or conversation carries to what its row holds. */
  addStored(table: 'account' | 'conversation', id: number, { stored }: Origin): void {
    if (stored === undefined || Object.keys(stored).length === 0) return;
    const of = new Sql(table);
    const before = this.#db.get<{ columns: string | null; vals: string | null }>(sql`SELECT columns, stored AS vals
      FROM ${of} LEFT JOIN stored_shape ON stored_shape.id = stored_shape WHERE ${of}.id = ${id}`);
    const columns = JSON.parse(before?.columns ?? '[]') as readonly string[];
    const after = addStored({ columns, vals: before?.vals ?? '[]' }, stored);
    if (after === null) return;
    this.#db.run(
      sql`UPDATE ${of} SET stored_shape = ${this.#shapeOf(after.columns)}, stored = ${after.vals} WHERE id = ${id}`,
    );
  }

  /** Writes the locators that `head` does not hold, numbered from `before`, which counts those of earlier records of the same key. */
  further(kind: RecordKind, record: number, { from }: Origin, ranges: RecordRanges, before = 0): void {
    const isHeld = before === 0 && isPlain(from.at[0], ranges[0] ?? null);
    if (isHeld && from.at.length === 1) return;
    const code = codeOf(RECORD_KINDS, kind);
    for (let index = isHeld ? 1 : 0; index < from.at.length; index += 1) {
      const locator = from.at[index];
      if (locator !== undefined) this.#writeOne(code, record, before + index, locator, ranges[index] ?? null);
    }
  }

  flush(): void {
    this.#rows.flush();
  }

  /** Forgets numbers given in a transaction that was rolled back. */
  forget(): void {
    this.#places.clear();
    this.#placeCount = 0;
    this.#shapes.clear();
    this.#lastNames = NO_NAMES;
  }

  #writeOne(kind: number, record: number, n: number, locator: Locator, ranges: readonly ByteRange[] | null): void {
    const range = ranges?.[0] ?? null;
    const form = codeOf(LOCATOR_FORMS, locator.kind);
    const rangePlace = range === null ? null : this.#placeOf(range.file, range.in);
    const more = ranges === null || ranges.length < 2 ? null : this.#compact(ranges.slice(1));
    switch (locator.kind) {
      case 'row':
        this.#rows.add([kind, record, n, form, this.#placeOf(locator.file, locator.table), locator.rowid,
          locator.key ?? null, rangePlace, range?.page ?? null, range?.offset ?? null, range?.length ?? null, more]); // prettier-ignore
        return;
      case 'bytes':
        this.#rows.add([kind, record, n, form, this.#placeOf(locator.file, ''), null, null, null, null,
          locator.offset, locator.length, null]); // prettier-ignore
        return;
      case 'node':
        this.#rows.add([kind, record, n, form, this.#placeOf(locator.file, ''), null, locator.path, rangePlace,
          range?.page ?? null, range?.offset ?? null, range?.length ?? null, more]); // prettier-ignore
    }
  }

  /** Overflow ranges as `[place, page, offset, length, …]`, four numbers each. */
  #compact(ranges: readonly ByteRange[]): string {
    return JSON.stringify(ranges.flatMap((range) => [this.#placeOf(range.file, range.in), range.page, range.offset, range.length])); // prettier-ignore
  }

  #placeOf(file: Sha256, name: string): number {
    const known = this.#places.get(file)?.get(name);
    if (known !== undefined) return known;
    this.#db.run(sql`INSERT INTO place_name (file, name) VALUES (${file}, ${name}) ON CONFLICT DO NOTHING`);
    const id = this.#db.value<number>(sql`SELECT id FROM place_name WHERE file = ${file} AND name = ${name}`);
    if (id === null) throw new Error('a place name was not kept');
    if (this.#placeCount >= MOST_NAMES) this.forget();
    const names = this.#places.get(file) ?? new Map<string, number>();
    this.#places.set(file, names.set(name, id));
    this.#placeCount += 1;
    return id;
  }

  #shapeOf(names: readonly string[]): number {
    if (isSameList(names, this.#lastNames)) return this.#lastShape;
    this.#lastShape = this.#findShape(names);
    this.#lastNames = names;
    return this.#lastShape;
  }

  #findShape(names: readonly string[]): number {
    const columns = JSON.stringify(names);
    const known = this.#shapes.get(columns);
    if (known !== undefined) return known;
    this.#db.run(sql`INSERT INTO stored_shape (columns) VALUES (${columns}) ON CONFLICT DO NOTHING`);
    const id = this.#db.value<number>(sql`SELECT id FROM stored_shape WHERE columns = ${columns}`);
    if (id === null) throw new Error('a shape of stored columns was not kept');
    if (this.#shapes.size >= MOST_NAMES) this.#shapes.clear();
    this.#shapes.set(columns, id);
    return id;
  }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

/** True for a row that is named by its number and lies on one page, and for a run of bytes. */
function isPlain(
  locator: Locator,
  ranges: readonly ByteRange[] | null,
): locator is (RowLocator & { readonly rowid: number | bigint }) | BytesLocator {
  if (locator.kind === 'bytes') return true;
  return (
    locator.kind === 'row' &&
    locator.rowid !== null &&
    locator.key === undefined &&
    (ranges === null || ranges.length < 2)
  );
}
