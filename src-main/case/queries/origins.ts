import type { OriginView } from '../../contract/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { visible } from '../scope.ts';
import { LOCATOR_COLUMNS, PlaceNames, locatorOf, rangesOf, type LocatorRow } from './locator-rows.ts';
import { idList } from './names.ts';

/** The first locator of each item that may be shown, in the order asked. */
export function readOrigins(db: CaseDb, items: readonly number[]): readonly OriginView[] {
  const rows = db.all<LocatorRow & { readonly exhibit: number }>(
    sql`SELECT item.id AS item, source.exhibit, ${new Sql(LOCATOR_COLUMNS)} FROM item
      JOIN source ON source.id = item.source JOIN locator ON locator.kind = 0 AND locator.record = item.id
      WHERE locator.n = 0 AND item.id IN (${idList(items)}) AND ${visible}`,
  );
  const names = new PlaceNames(db);
  names.learn(rows);
  const found = new Map(rows.map((row) => [row.item, originOf(row, names)]));
  return items.flatMap((item) => found.get(item) ?? []);
}

function originOf(row: LocatorRow & { readonly exhibit: number }, names: PlaceNames): OriginView {
  const at = locatorOf(row, names);
  return {
    item: row.item,
    path: names.pathOf(at.file, row.exhibit).path,
    sha256: at.file,
    table: at.kind === 'row' ? at.table : null,
    rowid: at.kind === 'row' ? (row.row ?? at.key ?? null) : null,
    at: at.kind === 'row' ? { ...at, rowid: row.row } : at,
    ranges: rangesOf(row, names),
  };
}
