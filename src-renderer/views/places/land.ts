import type { GeoGeometryObjects } from 'd3-geo';
import { feature } from 'topojson-client';
import { onMap } from './map-view.ts';

type Polygon = Extract<GeoGeometryObjects, { readonly type: 'Polygon' }>;
type MultiPolygon = Extract<GeoGeometryObjects, { readonly type: 'MultiPolygon' }>;
type Position = Polygon['coordinates'][number][number];

/** One outline of a country on the square of the map. */
export interface Ring {
  /** x and y by turns. */
  readonly points: Float64Array;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Countries as the map draws them. */
export interface Land {
  readonly detail: Detail;
  readonly rings: readonly Ring[];
  /** Names as Natural Earth has them, in the middle of each country's largest part; the largest first. */
  readonly names: readonly { readonly text: string; readonly x: number; readonly y: number; readonly width: number }[];
}

/** Of how many to one the outlines are drawn: 1:110 million, 1:50 million, 1:10 million. */
export type Detail = '110m' | '50m' | '10m';

const load = {
  '110m': async () => (await import('world-atlas/countries-110m.json')).default,
  '50m': async () => (await import('world-atlas/countries-50m.json')).default,
  '10m': async () => (await import('world-atlas/countries-10m.json')).default,
} as const;

/** The map of the Earth ends here; what lies beyond is drawn on its edge. */
const MOST_LATITUDE = 85.06;

/** The outlines that say enough at a scale, px of the map's whole width. */
export function detailFor(scale: number): Detail {
  return scale < 900 ? '110m' : scale < 9000 ? '50m' : '10m';
}

const known = new Map<Detail, Promise<Land>>();

/** The outlines, read once; they lie beside the window, nothing is fetched from elsewhere. */
export async function readLand(detail: Detail): Promise<Land> {
  const land = known.get(detail) ?? makeLand(detail);
  known.set(detail, land);
  return land;
}

async function makeLand(detail: Detail): Promise<Land> {
  const topology = await load[detail]();
  const rings: Ring[] = [];
  const names: { text: string; x: number; y: number; width: number }[] = [];
  for (const country of feature(topology, topology.objects.countries).features) {
    const { geometry, properties } = country;
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') continue;
    const own = polygonsOf(geometry).map((polygon) => polygon.map(ringOf));
    rings.push(...own.flat());
    const largest = own.flatMap(([outer]) => outer ?? []).sort((a, b) => sizeOf(b) - sizeOf(a))[0];
    if (largest === undefined) continue;
    names.push({ text: properties.name, ...middleOf(largest), width: largest.right - largest.left });
  }
  return { detail, rings, names: names.sort((a, b) => b.width - a.width) };
}

function polygonsOf(geometry: Polygon | MultiPolygon): readonly (readonly (readonly Position[])[])[] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function ringOf(positions: readonly Position[]): Ring {
  const points = new Float64Array(positions.length * 2);
  let [left, top, right, bottom] = [1, 1, 0, 0];
  positions.forEach(([longitude = 0, latitude = 0], at) => {
    const { x, y } = onMap(Math.min(MOST_LATITUDE, Math.max(-MOST_LATITUDE, latitude)), longitude);
    points[at * 2] = x;
    points[at * 2 + 1] = y;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  });
  return { points, left, top, right, bottom };
}

function sizeOf({ left, top, right, bottom }: Ring): number {
  return (right - left) * (bottom - top);
}

/** The centre of a ring's area. */
function middleOf({ points, left, right, top, bottom }: Ring): { readonly x: number; readonly y: number } {
  let [area, x, y] = [0, 0, 0];
  for (let at = 0; at + 3 < points.length; at += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = points.subarray(at, at + 4);
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return area === 0 ? { x: (left + right) / 2, y: (top + bottom) / 2 } : { x: x / (3 * area), y: y / (3 * area) };
}

/** Hands out the parts of a ring that a picture shows, thinned to what is seen: no step is shorter than half a px. */
export function walkRing(
  ring: Ring,
  at: (x: number, y: number) => readonly [number, number],
  size: { readonly width: number; readonly height: number },
  go: (x: number, y: number, isFirst: boolean) => void,
): void {
  const { points } = ring;
  const last = points.length - 2;
  let [fromX, fromY] = [Infinity, Infinity];
  // The sides that all points since the last one drawn lie beyond: what lies beyond one side whole is not seen.
  let beyond = 0;
  let here = sideOf(at(points[0] ?? 0, points[1] ?? 0), size);
  for (let index = 0; index <= last; index += 2) {
    const [x, y] = at(points[index] ?? 0, points[index + 1] ?? 0);
    const next = index === last ? 0 : sideOf(at(points[index + 2] ?? 0, points[index + 3] ?? 0), size);
    beyond &= here;
    const isNear = Math.abs(x - fromX) < 0.5 && Math.abs(y - fromY) < 0.5;
    if (index === 0 || index === last || ((beyond & next) === 0 && !isNear)) {
      go(x, y, index === 0);
      [fromX, fromY] = [x, y];
      beyond = here;
    }
    here = next;
  }
}

/** Bits for the sides of the picture that a point lies beyond. */
function sideOf([x, y]: readonly [number, number], { width, height }: { width: number; height: number }): number {
  return (x < -20 ? 1 : x > width + 20 ? 2 : 0) | (y < -20 ? 4 : y > height + 20 ? 8 : 0);
}
