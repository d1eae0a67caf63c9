import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import type { RecordKind } from '../codes.ts';
import { visible } from '../scope.ts';
import { PART_KINDS } from '../writer/part-columns.ts';
import { readItemPlaces, type KeptPlaces } from './item-places.ts';
import { PlaceNames, locatorOf, locatorsWhere, rangesOf, type KeptLocator, type LocatorRow } from './locator-rows.ts';
import { idList } from './names.ts';

/** What the case keeps on where an item comes from, with some of its places. */
export interface KeptProvenance extends KeptPlaces {
  readonly item: number;
  readonly record: string;
  readonly source: number;
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

/** An item with its places from position `first`, at most `limit`. Fails with `not-found`. */
export function readProvenance(db: CaseDb, item: number, first: number, limit: number): KeptProvenance {
  const row = db.get<ItemHead & { readonly key: string }>(
    sql`SELECT item.id, item.source, item.key, facet.class, source.exhibit FROM item JOIN facet ON facet.id = item.facet
      JOIN source ON source.id = item.source WHERE item.id = ${item} AND ${visible}`,
  );
  if (row === null) throw new CaseFailure('not-found', { subject: `item ${item}` });
  return {
    item,
    record: row.class === 'event' ? row.key : `${row.class} ${row.key}`,
    source: row.source,
    ...readItemPlaces(db, row, first, limit),
  };
}
