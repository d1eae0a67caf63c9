import type { OriginView } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { visible } from '../scope.ts';
import { PlaceNames, locatorOf, locatorsWhere, rangesOf, type LocatorRow } from './locator-rows.ts';
import { idList } from './names.ts';

/** The first locator of each item that may be shown, in the order asked. */
export function readOrigins(db: CaseDb, items: readonly number[]): readonly OriginView[] {
  const chosen = sql`record.id IN (${idList(items)})`;
  const rows = db.all<LocatorRow & Place>(
    sql`SELECT origin.*, item.source, source.exhibit FROM (${locatorsWhere('item', 'id', chosen, 'first')}) AS origin
      JOIN item ON item.id = origin.item JOIN source ON source.id = item.source WHERE ${visible}`,
  );
  const names = new PlaceNames(db);
  names.learn(rows);
  const found = new Map(rows.map((row) => [row.item, originOf(row, names)]));
  return items.flatMap((item) => found.get(item) ?? []);
}

interface Place {
  readonly source: number;
  readonly exhibit: number;
}

function originOf(row: LocatorRow & Place, names: PlaceNames): OriginView {
  const at = locatorOf(row, names);
  return {
    item: row.item,
    path: names.pathOf(at.file, row).path,
    sha256: at.file,
    table: at.kind === 'row' ? at.table : null,
    rowid: at.kind === 'row' ? (row.row ?? at.key ?? null) : null,
    at: at.kind === 'row' ? { ...at, rowid: row.row } : at,
    ranges: rangesOf(row, names),
  };
}
