import type { OriginView } from '../../contract/index.ts';
import type { ByteRange, Locator, Sha256 } from '../../model/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { LOCATOR_FORMS, RECORD_KINDS, codeOf, wordOf, type RecordKind } from '../codes.ts';
import { tableOf } from '../record-tables.ts';
import { visible } from '../scope.ts';
import { readStoredText } from '../stored-values.ts';
import { PART_KINDS } from '../writer/write-parts.ts';
import { idList } from './names.ts';

/** Where one part of an item was read, as the case keeps it. */
export interface KeptLocator {
  /** `message`, `event`, or the kind of the part: `quote`, `attachment` … */
  readonly gives: string;
  readonly locator: Locator;
  /** Paths of the file inside the exhibit and its reference; `''` when the exhibit does not list the file. */
  readonly path: string;
  readonly exhibitReference: string;
  readonly ranges: readonly ByteRange[];
}

/** Everything the case keeps on where an item comes from. */
export interface KeptProvenance {
  readonly item: number;
  readonly record: string;
  readonly source: number;
  readonly locators: readonly KeptLocator[];
  /** Columns carried and not interpreted; those of a part are named `quote.column`. */
  readonly stored: Readonly<Record<string, string | number | null>>;
}

interface LocatorRow {
  readonly kind: bigint;
  readonly record: bigint;
  readonly form: bigint;
  readonly file: Sha256;
  readonly name: string;
  readonly row: bigint | null;
  readonly key: string | null;
  readonly rangeFile: Sha256 | null;
  readonly rangeIn: ByteRange['in'] | null;
  readonly page: bigint | null;
  readonly offset: bigint | null;
  readonly length: bigint | null;
  readonly more: string | null;
}

const SELECT_LOCATORS = `SELECT locator.kind, record, form, place.file, place.name, row, key, range.file AS rangeFile,
    range.name AS rangeIn, page, offset, length, more
  FROM locator JOIN place_name AS place ON place.id = locator.place
    LEFT JOIN place_name AS range ON range.id = locator.range_place`;

/** The item's own locators first, then those of its parts. Fails with `not-found`. */
export function readProvenance(db: CaseDb, item: number): KeptProvenance {
  const row = db.get<{ source: number; key: string; class: string; exhibit: number }>(
    sql`SELECT item.source, item.key, facet.class, source.exhibit FROM item JOIN facet ON facet.id = item.facet
      JOIN source ON source.id = item.source WHERE item.id = ${item} AND ${visible}`,
  );
  if (row === null) throw new CaseFailure('not-found', { subject: `item ${item}` });
  const records: { kind: RecordKind; id: number }[] = [{ kind: 'item', id: item }];
  for (const kind of PART_KINDS) {
    const ids = db.all<{ id: number }>(sql`SELECT id FROM ${new Sql(tableOf(kind))} WHERE item = ${item} ORDER BY id`);
    records.push(...ids.map(({ id }) => ({ kind, id })));
  }
  const paths = new Paths(db, row.exhibit);
  return {
    item,
    record: row.class === 'event' ? row.key : `${row.class} ${row.key}`,
    source: row.source,
    locators: records.flatMap(({ kind, id }) => locatorsOf(db, kind, id, kind === 'item' ? row.class : kind, paths)),
    stored: Object.assign({}, ...records.map(({ kind, id }) => storedOf(db, kind, id))) as KeptProvenance['stored'],
  };
}

function locatorsOf(db: CaseDb, kind: RecordKind, id: number, gives: string, paths: Paths): readonly KeptLocator[] {
  const rows = db
    .prepare<LocatorRow>(`${SELECT_LOCATORS} WHERE locator.kind = ? AND record = ? ORDER BY n`, { integers: 'bigint' })
    .all(codeOf(RECORD_KINDS, kind), id)
    .map(plainRow);
  return rows.map((row) => ({ gives, ...paths.of(row.file), locator: locatorOf(row), ranges: rangesOf(db, row) }));
}

/** The first locator of each item that may be shown, in the order asked. */
export function readOrigins(db: CaseDb, items: readonly number[]): readonly OriginView[] {
  const rows = db
    .prepare<LocatorRow & { exhibit: bigint }>(
      `SELECT found.*, source.exhibit FROM (${SELECT_LOCATORS} WHERE locator.kind = 0 AND n = 0 AND record IN (SELECT value FROM json_each(?))) AS found
        JOIN item ON item.id = found.record JOIN source ON source.id = item.source WHERE ${visible.text}`,
      { integers: 'bigint' },
    )
    .all(JSON.stringify(items))
    .map((row) => ({ ...plainRow(row), exhibit: Number(row.exhibit) }));
  const exhibits = new Map<number, Paths>();
  const found = new Map(
    rows.map((row) => {
      const paths = exhibits.get(row.exhibit) ?? new Paths(db, row.exhibit);
      exhibits.set(row.exhibit, paths);
      return [row.record, originOf(db, row, paths)];
    }),
  );
  return items.flatMap((item) => found.get(item) ?? []);
}

function originOf(db: CaseDb, row: PlainRow, paths: Paths): OriginView {
  const at = locatorOf(row);
  return {
    item: row.record,
    path: paths.of(row.file).path,
    sha256: row.file,
    table: at.kind === 'row' ? at.table : null,
    rowid:
      at.kind === 'row' ? (typeof at.rowid === 'bigint' ? at.rowid.toString() : (at.rowid ?? at.key ?? null)) : null,
    at,
    ranges: rangesOf(db, row),
  };
}

type PlainRow = Omit<LocatorRow, 'kind' | 'record' | 'form' | 'page' | 'offset' | 'length'> & {
  readonly record: number;
  readonly form: number;
  readonly page: number | null;
  readonly offset: number | null;
  readonly length: number | null;
};

function plainRow(row: LocatorRow): PlainRow {
  const plain = (value: bigint | null): number | null => (value === null ? null : Number(value));
  return {
    ...row,
    record: Number(row.record),
    form: Number(row.form),
    page: plain(row.page),
    offset: plain(row.offset),
    length: plain(row.length),
  };
}

function locatorOf(row: PlainRow): Locator {
  switch (wordOf(LOCATOR_FORMS, row.form)) {
    case 'row': {
      const safe =
        row.row !== null && row.row >= BigInt(Number.MIN_SAFE_INTEGER) && row.row <= BigInt(Number.MAX_SAFE_INTEGER);
      const rowid = safe ? Number(row.row) : row.row;
      return { kind: 'row', file: row.file, table: row.name, rowid, ...(row.key !== null && { key: row.key }) };
    }
    case 'bytes':
      return { kind: 'bytes', file: row.file, offset: row.offset ?? 0, length: row.length ?? 0 };
    case 'node':
      return { kind: 'node', file: row.file, path: row.key ?? '' };
  }
}

function rangesOf(db: CaseDb, row: PlainRow): readonly ByteRange[] {
  if (row.rangeFile === null || row.rangeIn === null || row.page === null || row.offset === null || row.length === null)
    return [];
  const first: ByteRange = {
    file: row.rangeFile,
    in: row.rangeIn,
    page: row.page,
    offset: row.offset,
    length: row.length,
  };
  return row.more === null ? [first] : [first, ...overflowOf(db, JSON.parse(row.more) as number[])];
}

function overflowOf(db: CaseDb, numbers: readonly number[]): readonly ByteRange[] {
  const places = new Map(
    db
      .all<{ id: number; file: Sha256; name: ByteRange['in'] }>(
        sql`SELECT id, file, name FROM place_name WHERE id IN (${idList(numbers.filter((_, index) => index % 4 === 0))})`,
      )
      .map(({ id, ...place }) => [id, place]),
  );
  const ranges: ByteRange[] = [];
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    const [place = 0, page = 0, offset = 0, length = 0] = numbers.slice(at, at + 4);
    const found = places.get(place);
    if (found === undefined) throw new Error(`the case has no place ${place}`);
    ranges.push({ file: found.file, in: found.name, page, offset, length });
  }
  return ranges;
}

function storedOf(db: CaseDb, kind: RecordKind, id: number): Readonly<Record<string, string | number | null>> {
  const row = db.get<{ columns: string; vals: string }>(sql`SELECT columns, vals FROM stored
    JOIN stored_shape ON stored_shape.id = stored.shape WHERE kind = ${codeOf(RECORD_KINDS, kind)} AND record = ${id}`);
  if (row === null) return {};
  const values = readStoredText(row.vals);
  const names = JSON.parse(row.columns) as string[];
  return Object.fromEntries(
    names.map((name, index) => [kind === 'item' ? name : `${kind}.${name}`, values[index] ?? null]),
  );
}

/** Paths of files by hash, each looked up once: in the item's own exhibit where that holds it. */
class Paths {
  readonly #db: CaseDb;
  readonly #exhibit: number;
  readonly #known = new Map<Sha256, { path: string; exhibitReference: string }>();

  constructor(db: CaseDb, exhibit: number) {
    this.#db = db;
    this.#exhibit = exhibit;
  }

  of(file: Sha256): { readonly path: string; readonly exhibitReference: string } {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const found = this.#db.get<{ path: string; exhibitReference: string }>(
      sql`SELECT file.path, exhibit.reference AS exhibitReference FROM file JOIN exhibit ON exhibit.id = file.exhibit
        WHERE file.sha256 = ${file} ORDER BY file.exhibit <> ${this.#exhibit}, file.id LIMIT 1`,
    ) ?? { path: '', exhibitReference: '' };
    this.#known.set(file, found);
    return found;
  }
}
