import type { Area, Filter, PlaceKind } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { activityScan, scanActivity } from '../activity/scan-activity.ts';
import { filterName } from '../marks/marked-items.ts';
import { accountNames, conversationTitles } from '../queries/names.ts';
import { keptBy } from '../search/kept-by.ts';
import { isInArea } from './area-items.ts';
import { PLACE_KINDS, placeTable, type PlaceTable } from './place-table.ts';

/** Which places are asked for. */
export interface PlaceRequest {
  readonly filter: Filter;
  readonly kind?: PlaceKind | undefined;
}

/** By what places are sorted; equal values by time. */
export type PlaceSort = 'time' | 'name' | 'sender' | 'conversation' | 'kind';

/** A map, its totals and further pages cost one scan together. */
const keep = keptBy<Uint32Array>({ entries: 8, bytes: 32 * 1024 * 1024, sizeOf: (rows) => rows.byteLength });

/** Positions in the table of the places that are asked for, by time and then by message; those without a time last. */
export function placesUnder(db: CaseDb, { filter, kind }: PlaceRequest): Uint32Array {
  return keep(db, `${kind ?? ''} ${filterName(db, filter)}`, () => {
    const table = placeTable(db);
    const wanted = kind === undefined ? -1 : PLACE_KINDS.indexOf(kind);
    const rows: number[] = [];
    for (const block of scanActivity(db, activityScan(db, filter))) {
      for (let at = 0; at < block.count; at += 1) {
        const item = block.ids[block.rows[at] ?? 0] ?? 0;
        for (let row = (table.firsts[item] ?? 0) - 1; row >= 0 && table.items[row] === item; row += 1) {
          if (wanted !== -1 && table.kinds[row] !== wanted) continue;
          if (filter.area !== undefined && !isIn(table, row, filter.area)) continue;
          rows.push(row);
        }
      }
    }
    const { times } = table;
    return Uint32Array.from(rows).sort((a, b) => order(times[a] ?? 0, times[b] ?? 0) || a - b);
  });
}

/** The same in another order; what has no value comes last, whichever way is sorted. */
export function sortedPlaces(db: CaseDb, request: PlaceRequest, sort: PlaceSort, descending: boolean): Uint32Array {
  const rows = placesUnder(db, request);
  if (sort === 'time' && !descending) return rows;
  const { filter, kind } = request;
  return keep(db, `${kind ?? ''} ${sort} ${descending} ${filterName(db, filter)}`, () => {
    const valueOf = valueReader(db, placeTable(db), rows, sort);
    const sign = descending ? -1 : 1;
    const values = Array.from(rows, valueOf);
    const at = Uint32Array.from(rows.keys()).sort((a, b) => {
      const [one, other] = [values[a] ?? null, values[b] ?? null];
      if (one === null || other === null) return Number(one === null) - Number(other === null) || a - b;
      return one === other ? a - b : one < other ? -sign : sign;
    });
    return at.map((index) => rows[index] ?? 0);
  });
}

function isIn(table: PlaceTable, row: number, area: Area): boolean {
  return isInArea(area, table.latitudes[row] ?? NaN, table.longitudes[row] ?? NaN);
}

function order(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function valueReader(
  db: CaseDb,
  table: PlaceTable,
  rows: Uint32Array,
  sort: PlaceSort,
): (row: number) => number | string | null {
  switch (sort) {
    case 'time':
      return (row) => (table.times[row] === Infinity ? null : (table.times[row] ?? null));
    case 'kind':
      return (row) => table.kinds[row] ?? null;
    case 'name':
      return (row) => table.names[row]?.toLowerCase() ?? null;
    case 'sender': {
      const names = accountNames(db, new Set(Array.from(rows, (row) => table.senders[row] ?? 0)));
      return (row) => names.get(table.senders[row] ?? 0)?.name.toLowerCase() ?? null;
    }
    case 'conversation': {
      const titles = conversationTitles(db, new Set(Array.from(rows, (row) => table.conversations[row] ?? 0)));
      return (row) => titles.get(table.conversations[row] ?? 0)?.toLowerCase() ?? null;
    }
  }
}
