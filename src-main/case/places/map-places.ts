import type { Params, PlaceMap, PlacePath } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { isInArea } from './area-items.ts';
import { placesUnder, type PlaceRequest } from './place-list.ts';
import { placeTable } from './place-table.ts';

/** Groups that one answer holds. */
const MOST_GROUPS = 4000;
/** Places that one path holds. */
const MOST_STEPS = 5000;

interface Group {
  readonly first: number;
  count: number;
  sumX: number;
  sumY: number;
  latitude: number;
  longitude: number;
  account: number;
  stated: number;
  same: boolean;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The places under the filter that a map shows in a box, gathered by the cells of a grid. */
export function mapPlaces(db: CaseDb, { cells, box, ...request }: Params<'place.map'>): PlaceMap {
  const table = placeTable(db);
  const { latitudes, longitudes, xs, ys, senders, uses, kinds } = table;
  const groups = new Map<number, Group>();
  let bounds: { west: number; south: number; east: number; north: number } | null = null;
  for (const row of placesUnder(db, request)) {
    if (uses[row] !== 0) continue;
    const [latitude = 0, longitude = 0, x = 0, y = 0] = [latitudes[row], longitudes[row], xs[row], ys[row]];
    bounds ??= { west: longitude, south: latitude, east: longitude, north: latitude };
    grow(bounds, latitude, longitude);
    if (box !== undefined && !isInArea(box, latitude, longitude)) continue;
    const cell = along(y, cells) * cells + along(x, cells);
    const account = senders[row] ?? 0;
    const group = groups.get(cell);
    if (group === undefined) {
      const here = { latitude, longitude, west: longitude, south: latitude, east: longitude, north: latitude };
      groups.set(cell, { first: row, count: 1, sumX: longitude, sumY: latitude, account, stated: kinds[row] ?? 0, same: true, ...here }); // prettier-ignore
      continue;
    }
    group.count += 1;
    group.stated += kinds[row] ?? 0;
    group.sumX += longitude;
    group.sumY += latitude;
    if (group.account !== account) group.account = 0;
    if (group.latitude !== latitude || group.longitude !== longitude) group.same = false;
    grow(group, latitude, longitude);
  }
  const all = [...groups.values()];
  const given = all.length <= MOST_GROUPS ? all : all.toSorted((a, b) => b.count - a.count || a.first - b.first).slice(0, MOST_GROUPS); // prettier-ignore
  const sum = (list: readonly Group[]): number => list.reduce((total, { count }) => total + count, 0);
  return {
    places: given.map(({ first }) => table.ids[first] ?? 0),
    latitudes: given.map(({ same, latitude, sumY, count }) => (same ? latitude : sumY / count)),
    longitudes: given.map(({ same, longitude, sumX, count }) => (same ? longitude : sumX / count)),
    counts: given.map(({ count }) => count),
    accounts: given.map(({ account }) => account),
    stated: given.map(({ stated }) => stated),
    same: given.map(({ same }) => (same ? 1 : 0)),
    boxes: given.flatMap(({ west, south, east, north }) => [west, south, east, north]),
    leftPlaces: sum(all) - sum(given),
    leftGroups: all.length - given.length,
    bounds,
  };
}

/** The cell of a position between 0 and 1, both included: 180° E and the end of the map lie in the last one. */
function along(position: number, cells: number): number {
  return Math.min(cells - 1, Math.floor(position * cells));
}

function grow(box: Pick<Group, 'west' | 'south' | 'east' | 'north'>, latitude: number, longitude: number): void {
  if (longitude < box.west) box.west = longitude;
  if (longitude > box.east) box.east = longitude;
  if (latitude < box.south) box.south = latitude;
  if (latitude > box.north) box.north = latitude;
}

/** The places of one account that a map shows, in the order of their times. */
export function readPlacePath(db: CaseDb, account: number, request: PlaceRequest): PlacePath {
  const table = placeTable(db);
  const own = [...placesUnder(db, request)].filter((row) => table.senders[row] === account && table.uses[row] === 0);
  const dated = own.filter((row) => table.times[row] !== Infinity);
  const given = dated.slice(0, MOST_STEPS);
  return {
    places: given.map((row) => table.ids[row] ?? 0),
    latitudes: given.map((row) => table.latitudes[row] ?? 0),
    longitudes: given.map((row) => table.longitudes[row] ?? 0),
    timesMs: given.map((row) => table.times[row] ?? 0),
    total: dated.length,
    undated: own.length - dated.length,
  };
}
