import type { Area } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { ItemSet } from '../activity/item-set.ts';
import { keptSet } from '../search/kept-sets.ts';
import { placeTable } from './place-table.ts';

/** Whether a point lies in a box; its edges belong to it, and one whose west is east of its east crosses the antimeridian. */
export function isInArea({ west, south, east, north }: Area, latitude: number, longitude: number): boolean {
  if (!(latitude >= south && latitude <= north)) return false;
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}

/** The messages with a place in a box. */
export function areaItems(db: CaseDb, area: Area): ItemSet {
  return keptSet(db, `area ${JSON.stringify([area.west, area.south, area.east, area.north])}`, () => {
    const { items, latitudes, longitudes } = placeTable(db);
    const found = new ItemSet(items.at(-1) ?? 0);
    items.forEach((item, row) => {
      if (isInArea(area, latitudes[row] ?? NaN, longitudes[row] ?? NaN)) found.add(item);
    });
    return found;
  });
}
