import { senderClass } from '../conversations/sender-class.ts';
import type { PlaceMap, PlacePath } from '../../../src-main/contract/index.ts';
import { walkRing, type Land, type Ring } from './land.ts';
import { inPicture, onEarth, onMap, radiusOf, type MapSize, type MapView } from './map-view.ts';

/** Everything that a drawing of the map depends on. */
export interface MapPicture {
  readonly land: Land | null;
  readonly map: PlaceMap | null;
  /** Identifiers of the accounts that have a colour. */
  readonly identifiers: ReadonlyMap<number, string>;
  readonly path: PlacePath | null;
  /** The place that is chosen, where it lies. */
  readonly chosen: { readonly latitude: number; readonly longitude: number } | null;
  /** The rectangle that is being drawn, in px. */
  readonly selection: { readonly x: number; readonly y: number; readonly toX: number; readonly toY: number } | null;
  readonly view: MapView;
  readonly size: MapSize;
}

/** What draws: a canvas, or a text of SVG. */
export interface Pen {
  readonly area: (rings: readonly Ring[], fill: string, stroke: string) => void;
  readonly line: (points: readonly (readonly [number, number])[], stroke: string, width: number, dash: string) => void;
  readonly dot: (x: number, y: number, radius: number, fill: string, stroke: string, width: number) => void;
  readonly text: (
    text: string,
    x: number,
    y: number,
    style: { fill: string; halo: string | null; size: number },
  ) => void;
}

const NAME_PX = 11;

/** Draws sea, land, graticule, names, path and places, in this order. */
export function drawMap(pen: Pen, picture: MapPicture): void {
  const { land, view, size, map, chosen } = picture;
  const shown = land?.rings.filter((ring) => isSeen(ring, view, size)) ?? [];
  pen.area(shown, '--map-land', '--map-border');
  drawGraticule(pen, view, size);
  drawNames(pen, picture);
  drawPath(pen, picture);
  if (chosen !== null) {
    const [x, y] = pointOf(chosen.latitude, chosen.longitude, view, size);
    pen.dot(x, y, 12, '--brush', '--focus', 2);
  }
  if (map === null) return;
  // The small ones last, so that none is hidden under a large one.
  const order = map.counts.map((_, at) => at).sort((a, b) => (map.counts[b] ?? 0) - (map.counts[a] ?? 0));
  for (const at of order) {
    const [x, y] = pointOf(map.latitudes[at] ?? 0, map.longitudes[at] ?? 0, view, size);
    const count = map.counts[at] ?? 1;
    const radius = radiusOf(count);
    if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) continue;
    const colour = colourOf(picture, map.accounts[at] ?? 0);
    // A place that only a file states is hollow.
    const isStated = map.stated[at] === count;
    if (isStated) pen.dot(x, y, radius - 1, '--surface', colour, 3);
    else pen.dot(x, y, radius, colour, '--surface', 1.5);
    if (count > 1) pen.text(shortCount(count), x, y, { fill: isStated ? '--ink' : '--surface', halo: null, size: 11 });
  }
}

/** The colour of an account, the same as in every other view; groups of several have one of their own. */
export function colourOf({ identifiers }: Pick<MapPicture, 'identifiers'>, account: number): string {
  const identifier = identifiers.get(account);
  return identifier === undefined ? '--ink-muted' : `--${senderClass(identifier)}`;
}

/** `1,2k`: a rounded count for a small circle; the exact one stands in the card. */
function shortCount(count: number): string {
  return count < 1000 ? String(count) : count < 10_000 ? `${Math.floor(count / 100) / 10}k` : `${Math.floor(count / 1000)}k`; // prettier-ignore
}

function pointOf(latitude: number, longitude: number, view: MapView, size: MapSize): readonly [number, number] {
  const { x, y } = onMap(latitude, longitude);
  return inPicture(view, size, x, y);
}

function isSeen(ring: Ring, view: MapView, size: MapSize): boolean {
  const [left, top] = inPicture(view, size, ring.left, ring.top);
  const [right, bottom] = inPicture(view, size, ring.right, ring.bottom);
  return (
    right >= 0 && left <= size.width && bottom >= 0 && top <= size.height && (right - left > 1 || bottom - top > 1)
  );
}

const STEPS = [
  30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001, 0.00005,
];

function drawGraticule(pen: Pen, view: MapView, size: MapSize): void {
  const perDegree = view.scale / 360;
  const step = STEPS.findLast((degrees) => degrees * perDegree >= 90) ?? 30;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const a = onEarth(view.x - size.width / view.scale / 2, view.y - size.height / view.scale / 2);
  const b = onEarth(view.x + size.width / view.scale / 2, view.y + size.height / view.scale / 2);
  const label = { fill: '--ink-muted', halo: '--map-sea', size: 10 };
  for (let at = Math.ceil(a.longitude / step); at * step <= b.longitude; at += 1) {
    const [x] = pointOf(0, at * step, view, size);
    pen.line([[x, 0], [x, size.height]], '--map-graticule', 1, ''); // prettier-ignore
    pen.text(`${Math.abs(at * step).toFixed(digits)}°${at === 0 ? '' : at < 0 ? 'W' : 'E'}`, x, size.height - 8, label);
  }
  for (let at = Math.ceil(b.latitude / step); at * step <= a.latitude; at += 1) {
    const [, y] = pointOf(at * step, 0, view, size);
    pen.line([[0, y], [size.width, y]], '--map-graticule', 1, ''); // prettier-ignore
    if (y < size.height - 20 && y > 12)
      pen.text(
        `${Math.abs(at * step).toFixed(digits)}°${at === 0 ? '' : at < 0 ? 'S' : 'N'}`,
        size.width - 24,
        y,
        label,
      );
  }
}

function drawNames(pen: Pen, { land, view, size }: MapPicture): void {
  const taken: { x: number; y: number; half: number }[] = [];
  for (const name of land?.names ?? []) {
    const half = name.text.length * NAME_PX * 0.29;
    if (name.width * view.scale < half * 1.7) continue;
    const [x, y] = inPicture(view, size, name.x, name.y);
    if (x < half || y < 12 || x > size.width - half || y > size.height - 24) continue;
    if (taken.some((other) => Math.abs(other.y - y) < 15 && Math.abs(other.x - x) < other.half + half + 6)) continue;
    taken.push({ x, y, half });
    pen.text(name.text, x, y, { fill: '--map-name', halo: '--map-land', size: NAME_PX });
  }
}

function drawPath(pen: Pen, picture: MapPicture): void {
  const { path, view, size } = picture;
  if (path === null) return;
  const points = path.latitudes.map((latitude, at) => pointOf(latitude, path.longitudes[at] ?? 0, view, size));
  pen.line(points, '--accent', 1.5, '5 5');
  const [first, last] = [points[0], points.at(-1)];
  if (first !== undefined) pen.dot(first[0], first[1], 9, 'transparent', '--accent', 1.5);
  if (last !== undefined && points.length > 1) pen.dot(last[0], last[1], 11, 'transparent', '--accent', 1.5);
}

/** A pen for a canvas; `ratio` are its dots for each px. */
export function canvasPen(to: CanvasRenderingContext2D, picture: MapPicture, styled: Element, ratio: number): Pen {
  const { view, size } = picture;
  const colour = colourReader(styled);
  const family = getComputedStyle(styled).fontFamily;
  to.setTransform(ratio, 0, 0, ratio, 0, 0);
  to.fillStyle = colour('--map-sea');
  to.fillRect(0, 0, size.width, size.height);
  to.lineJoin = 'round';
  to.textAlign = 'center';
  to.textBaseline = 'middle';
  return {
    area(rings, fill, stroke) {
      to.beginPath();
      for (const ring of rings) {
        walkRing(
          ring,
          (x, y) => inPicture(view, size, x, y),
          size,
          (x, y, isFirst) => {
            if (isFirst) to.moveTo(x, y);
            else to.lineTo(x, y);
          },
        );
        to.closePath();
      }
      to.fillStyle = colour(fill);
      to.fill('evenodd');
      to.strokeStyle = colour(stroke);
      to.lineWidth = 0.8;
      to.stroke();
    },
    line(points, stroke, width, dash) {
      to.beginPath();
      for (const [x, y] of points) to.lineTo(x, y);
      to.setLineDash(dash === '' ? [] : dash.split(' ').map(Number));
      to.strokeStyle = colour(stroke);
      to.lineWidth = width;
      to.stroke();
      to.setLineDash([]);
    },
    dot(x, y, radius, fill, stroke, width) {
      to.beginPath();
      to.arc(x, y, radius, 0, 2 * Math.PI);
      to.fillStyle = colour(fill);
      to.fill();
      to.strokeStyle = colour(stroke);
      to.lineWidth = width;
      to.stroke();
    },
    text(text, x, y, style) {
      to.font = `${style.size}px ${family}`;
      if (style.halo !== null) {
        to.strokeStyle = colour(style.halo);
        to.lineWidth = 3;
        to.strokeText(text, x, y);
      }
      to.fillStyle = colour(style.fill);
      to.fillText(text, x, y);
    },
  };
}

/** Values of the window's colours by their names. */
export function colourReader(styled: Element): (name: string) => string {
  const style = getComputedStyle(styled);
  const known = new Map<string, string>();
  return (name) => {
    if (!name.startsWith('--')) return name;
    const value = known.get(name) ?? style.getPropertyValue(name).trim();
    known.set(name, value);
    return value;
  };
}
