import { geoMercatorRaw } from 'd3-geo';
import type { Area, PlaceMap } from '../../../src-main/contract/index.ts';

/** What of the map's square is seen: its point in the middle of the picture, and the px of its whole width. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/** Half a metre a dot at the equator: what is nearer together than that lies on one point. */
const CLOSEST = 2 ** 26;
/** Two places at one spot are not shown from nearer than this: outlines have nothing to say there. */
const NEAR_ENOUGH = 2 ** 15;
const MARGIN_PX = 72;
const EARTH_M = 2 * Math.PI * 6_378_137;

/** Degrees on the square of the map, as the engine gathers them. */
export function onMap(latitude: number, longitude: number): { readonly x: number; readonly y: number } {
  const [x, y] = geoMercatorRaw((longitude * Math.PI) / 180, (latitude * Math.PI) / 180);
  return { x: x / (2 * Math.PI) + 0.5, y: 0.5 - y / (2 * Math.PI) };
}

/** Degrees of a point of the square. */
export function onEarth(x: number, y: number): { readonly latitude: number; readonly longitude: number } {
  const north = Math.min(1, Math.max(0, y));
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * north))) * 180) / Math.PI;
  return { latitude, longitude: Math.min(1, Math.max(0, x)) * 360 - 180 };
}

/** Where a point of the square lies in the picture, in px. */
export function inPicture(view: MapView, { width, height }: MapSize, x: number, y: number): readonly [number, number] {
  return [(x - view.x) * view.scale + width / 2, (y - view.y) * view.scale + height / 2];
}

/** The view held inside the map: never smaller than the picture, never so near that nothing is said any more. */
export function holdView(view: MapView, { width, height }: MapSize): MapView {
  const scale = Math.min(CLOSEST, Math.max(view.scale, Math.min(width, height * 1.6), 200));
  const hold = (at: number, size: number): number => {
    const half = size / scale / 2;
    return half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, at));
  };
  return { scale, x: hold(view.x, width), y: hold(view.y, height) };
}

/** The view with a box of degrees whole in it. */
export function viewOfBox(box: Area, size: MapSize): MapView {
  const [a, b] = [onMap(clampLatitude(box.north), box.west), onMap(clampLatitude(box.south), box.east)];
  const wide = Math.max(1e-12, b.x - a.x);
  const tall = Math.max(1e-12, b.y - a.y);
  const scale = Math.min(
    NEAR_ENOUGH,
    Math.max(1, size.width - 2 * MARGIN_PX) / wide,
    Math.max(1, size.height - 2 * MARGIN_PX) / tall,
  );
  return holdView({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, scale }, size);
}

/** The same point of the map stays under the pointer. */
export function zoomView(view: MapView, size: MapSize, factor: number, px: number, py: number): MapView {
  const held = holdView({ ...view, scale: view.scale * factor }, size);
  const shift = 1 / view.scale - 1 / held.scale;
  return holdView(
    { scale: held.scale, x: view.x + (px - size.width / 2) * shift, y: view.y + (py - size.height / 2) * shift },
    size,
  );
}

/** What is seen, in degrees. */
export function boxOfView(view: MapView, { width, height }: MapSize): Area {
  const half = { x: width / view.scale / 2, y: height / view.scale / 2 };
  const a = onEarth(view.x - half.x, view.y - half.y);
  const b = onEarth(view.x + half.x, view.y + half.y);
  return { west: a.longitude, south: b.latitude, east: b.longitude, north: a.latitude };
}

const CELL_PX = 46;

/** What the engine is asked for: cells of a grid, and a box that holds what is seen and stays while the map is moved a little. */
export function askedOfView(view: MapView, size: MapSize): { readonly cells: number; readonly box?: Area } {
  const cells = 2 ** Math.max(0, Math.floor(Math.log2(view.scale / CELL_PX)));
  const step = 2 ** Math.ceil(Math.log2(Math.max(size.width, size.height) / view.scale));
  if (step >= 0.5) return { cells };
  const low = (at: number, px: number): number => Math.floor((at - px / view.scale / 2) / step) * step;
  const high = (at: number, px: number): number => Math.ceil((at + px / view.scale / 2) / step) * step;
  const a = onEarth(low(view.x, size.width), low(view.y, size.height));
  const b = onEarth(high(view.x, size.width), high(view.y, size.height));
  return { cells, box: { west: a.longitude, south: b.latitude, east: b.longitude, north: a.latitude } };
}

/** Metres that a px stands for in the middle of the picture. */
export function metresPerPx(view: MapView): number {
  const { latitude } = onEarth(view.x, view.y);
  return (EARTH_M * Math.cos((latitude * Math.PI) / 180)) / view.scale;
}

/** A round length of at most so many px: its metres and its px. */
export function scaleBar(view: MapView, mostPx: number): { readonly metres: number; readonly px: number } {
  const each = metresPerPx(view);
  const most = each * mostPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = power * ([5, 2, 1].find((round) => round * power <= most) ?? 1);
  return { metres, px: metres / each };
}

/** Radius of a group of so many places. */
export function radiusOf(count: number): number {
  return count === 1 ? 6 : Math.min(24, 9 + 3.2 * Math.log10(count));
}

/** The group under a point of the picture, the nearest of several; null where there is none. */
export function groupAt(map: PlaceMap, view: MapView, size: MapSize, px: number, py: number): number | null {
  let best: number | null = null;
  let least = Infinity;
  for (let at = 0; at < map.counts.length; at += 1) {
    const point = onMap(map.latitudes[at] ?? 0, map.longitudes[at] ?? 0);
    const [x, y] = inPicture(view, size, point.x, point.y);
    const away = Math.hypot(x - px, y - py);
    if (away <= radiusOf(map.counts[at] ?? 1) + 3 && away < least) [best, least] = [at, away];
  }
  return best;
}

function clampLatitude(latitude: number): number {
  return Math.min(85.05, Math.max(-85.05, latitude));
}
