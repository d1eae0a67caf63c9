import type { ByteRange, Locator } from '../../model/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import type { RecordKind } from '../codes.ts';
import { tableOf } from '../record-tables.ts';
import { visible } from '../scope.ts';
import { readStoredText } from '../stored-values.ts';
import { PART_KINDS } from '../writer/write-parts.ts';
import { PlaceNames, locatorOf, locatorsWhere, rangesOf, type LocatorRow } from './locator-rows.ts';
import { idList } from './names.ts';

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

/** Everything the case keeps on where an item comes from. */
export interface KeptProvenance {
  readonly item: number;
  readonly record: string;
  readonly source: number;
  readonly locators: readonly KeptLocator[];
  /** Columns carried and not interpreted; those of a part are named `quote.column`, of a second one `quote 2.column`. */
  readonly stored: Readonly<Record<string, string | number | null>>;
}

interface ItemHead {
  readonly id: number;
  readonly class: string;
  readonly source: number;
  readonly exhibit: number;
}

/** Reads the locators of many items in a few statements; what they name is asked of the case once. */
export class LocatorReader {
  readonly #db: CaseDb;
  readonly #names: PlaceNames;

  constructor(db: CaseDb) {
    this.#db = db;
    this.#names = new PlaceNames(db);
  }

  /** By item: its own locators first, then those of its parts by kind. Items that may not be shown are left out. */
  read(items: readonly number[]): ReadonlyMap<number, readonly KeptLocator[]> {
    const heads = new Map(
      this.#db
        .all<ItemHead>(
          sql`SELECT item.id, facet.class, item.source, source.exhibit FROM item JOIN facet ON facet.id = item.facet
            JOIN source ON source.id = item.source WHERE item.id IN (${idList(items)}) AND ${visible}`,
        )
        .map((head) => [head.id, head]),
    );
    const kept = new Map<number, KeptLocator[]>([...heads.keys()].map((id) => [id, []]));
    const ids = idList(heads.keys());
    for (const kind of ['item', ...PART_KINDS] as const) {
      const rows = this.#db.all<LocatorRow>(locatorsOf(kind, ids));
      this.#names.learn(rows);
      for (const row of rows) {
        const head = heads.get(row.item);
        if (head === undefined) continue;
        const locator = locatorOf(row, this.#names);
        kept.get(row.item)?.push({
          gives: kind === 'item' ? head.class : kind,
          ...this.#names.pathOf(locator.file, head),
          locator,
          ranges: rangesOf(row, this.#names),
        });
      }
    }
    return kept;
  }
}

function locatorsOf(kind: RecordKind, ids: Sql): Sql {
  const item = kind === 'item' ? 'id' : 'item';
  return locatorsWhere(kind, item, sql`${new Sql(`record.${item}`)} IN (${ids})`);
}

/** The item's own locators first, then those of its parts. Fails with `not-found`. */
export function readProvenance(db: CaseDb, item: number): KeptProvenance {
  const row = db.get<{ source: number; key: string; class: string }>(
    sql`SELECT item.source, item.key, facet.class FROM item JOIN facet ON facet.id = item.facet
      WHERE item.id = ${item} AND ${visible}`,
  );
  if (row === null) throw new CaseFailure('not-found', { subject: `item ${item}` });
  return {
    item,
    record: row.class === 'event' ? row.key : `${row.class} ${row.key}`,
    source: row.source,
    locators: new LocatorReader(db).read([item]).get(item) ?? [],
    stored: Object.fromEntries((['item', ...PART_KINDS] as const).flatMap((kind) => storedOf(db, kind, item))),
  };
}

function storedOf(db: CaseDb, kind: RecordKind, item: number): readonly (readonly [string, string | number | null])[] {
  const names = new Sql(kind === 'item' ? 'id' : 'item');
  const rows = db.all<{
    columns: string;
    vals: string;
  }>(sql`SELECT columns, stored AS vals FROM ${new Sql(tableOf(kind))} AS record
    JOIN stored_shape ON stored_shape.id = record.stored_shape WHERE record.${names} = ${item} ORDER BY record.id`);
  return rows.flatMap((row, index) => {
    const values = readStoredText(row.vals);
    const before = kind === 'item' ? '' : index === 0 ? `${kind}.` : `${kind} ${index + 1}.`;
    const names = JSON.parse(row.columns) as readonly string[];
    return names.map((name, column) => [`${before}${name}`, values[column] ?? null] as const);
  });
}
