import type { ByteRange, Locator, Provenance, Sha256, StoredColumns } from '../../model/index.ts';
import { sql, type CaseDb, type CaseStatement } from '../../sqlite/index.ts';
import { LOCATOR_FORMS, RECORD_KINDS, codeOf, type RecordKind } from '../codes.ts';
import { storedText } from '../stored-values.ts';

/** The byte ranges of each locator of a record, in the order of `from.at`; null where there are none. */
export type RecordRanges = readonly (readonly ByteRange[] | null)[];

const MOST_NAMES = 10_000;

/** Writes where records were read and the columns that nobody interprets. */
export class LocatorWriter {
  readonly #db: CaseDb;
  readonly #insert: CaseStatement<unknown>;
  readonly #insertStored: CaseStatement<unknown>;
  readonly #places = new Map<Sha256, Map<string, number>>();
  #placeCount = 0;
  readonly #shapes = new Map<string, number>();

  constructor(db: CaseDb) {
    this.#db = db;
    this.#insert = db.prepare(`INSERT INTO locator (kind, record, n, form, place, row, key, range_place, page, offset,
      length, more) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#insertStored = db.prepare('INSERT OR IGNORE INTO stored (kind, record, shape, vals) VALUES (?, ?, ?, ?)');
  }

  /** Writes every locator of the record, numbered from `first`. */
  write(kind: RecordKind, record: number, from: Provenance, ranges: RecordRanges, first = 0): void {
    const kindCode = codeOf(RECORD_KINDS, kind);
    from.at.forEach((locator, index) => {
      this.#writeOne(kindCode, record, first + index, locator, ranges[index] ?? null);
    });
  }

  writeStored(kind: RecordKind, record: number, stored: StoredColumns | undefined): void {
    if (stored === undefined) return;
    const names = Object.keys(stored);
    if (names.length === 0) return;
    this.#insertStored.run(codeOf(RECORD_KINDS, kind), record, this.#shapeOf(names), storedText(Object.values(stored)));
  }

  /** Forgets numbers given in a transaction that was rolled back. */
  forget(): void {
    this.#places.clear();
    this.#placeCount = 0;
    this.#shapes.clear();
  }

  #writeOne(kind: number, record: number, n: number, locator: Locator, ranges: readonly ByteRange[] | null): void {
    const range = ranges?.[0] ?? null;
    const form = codeOf(LOCATOR_FORMS, locator.kind);
    const rangePlace = range === null ? null : this.#placeOf(range.file, range.in);
    const more = ranges === null || ranges.length < 2 ? null : this.#compact(ranges.slice(1));
    switch (locator.kind) {
      case 'row':
        this.#insert.run(kind, record, n, form, this.#placeOf(locator.file, locator.table), locator.rowid,
          locator.key ?? null, rangePlace, range?.page ?? null, range?.offset ?? null, range?.length ?? null, more); // prettier-ignore
        return;
      case 'bytes':
        this.#insert.run(kind, record, n, form, this.#placeOf(locator.file, ''), null, null, null, null,
          locator.offset, locator.length, null); // prettier-ignore
        return;
      case 'node':
        this.#insert.run(kind, record, n, form, this.#placeOf(locator.file, ''), null, locator.path, rangePlace,
          range?.page ?? null, range?.offset ?? null, range?.length ?? null, more); // prettier-ignore
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
