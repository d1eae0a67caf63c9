import type { Graph } from '../../../src-main/contract/index.ts';
import type { GraphModel } from './graph-model.ts';
import { nodesNear, type NodeGrid } from './node-grid.ts';
import type { CommunityDisc, PackedLayout } from './pack-communities.ts';
import type { ShownPart } from './shown-part.ts';

/** Where the picture lies: px per unit, and the px at which the origin is drawn. */
export interface ViewBox {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** What stands out, by position; all else is drawn faint. */
export interface Emphasis {
  readonly nodes: ReadonlySet<number>;
  readonly edges: ReadonlySet<number>;
}

/** Everything that a drawing depends on. */
export interface GraphPicture {
  readonly model: GraphModel;
  readonly part: ShownPart;
  readonly positions: Float64Array;
  /** The discs of a large graph; null for a small one. */
  readonly packed: PackedLayout | null;
  /** The colour of each node: a name of the window's colours. */
  readonly colours: readonly string[];
  /** Colours tell communities apart, not kinds. */
  readonly isByCommunity: boolean;
  /** Weights in the span chosen, 0 where an edge has nothing there; those of the whole time otherwise. */
  readonly weights: Uint32Array;
  readonly chosen: number | null;
  readonly emphasis: Emphasis | null;
  readonly pinned: ReadonlySet<number>;
  readonly view: ViewBox;
  readonly width: number;
  readonly height: number;
}

const MARGIN_PX = 56;
/** What is said of the links drawn stands at the foot of a large graph's picture. */
const FOOT_PX = 24;
const HIT_PX = 5;

/** Widths in px of edges of 1, 10, 100, 1,000 and 10,000 messages and calls. */
export const EDGE_WIDTHS = [0.8, 1.6, 2.6, 4, 6] as const;
/** Tones of edges by when their last message or call lies in the whole span, a quarter of it each. */
export const EDGE_TONES = 4;

export function widthClass(weight: number): number {
  return Math.min(EDGE_WIDTHS.length - 1, Math.floor(Math.log10(Math.max(1, weight))));
}

export function toneClass(model: GraphModel, edge: number): number {
  const lastMs = model.graph.edges[edge]?.lastMs ?? null;
  if (lastMs === null || model.span === null || model.span.toMs === model.span.fromMs) return EDGE_TONES - 1;
  const share = (lastMs - model.span.fromMs) / (model.span.toMs - model.span.fromMs);
  return Math.min(EDGE_TONES - 1, Math.floor(share * EDGE_TONES));
}

const LARGEST_PX = 18;
/** So many nodes have room for their full size. */
const ROOMY = 60;

function radiusOf(node: Graph['nodes'][number] | undefined): number {
  return Math.min(LARGEST_PX, 4 + Math.log2(1 + (node?.messages ?? 0)));
}

/** The radius of a node in px: by its messages, smaller where many are shown; that of its disc's scale in a large graph. */
export function radiusIn({ model, part, packed, view }: GraphPicture, node: number): number {
  const most = radiusOf(model.graph.nodes[node]);
  if (packed !== null) return Math.min(most, Math.max(0.9, (packed.radii[node] ?? 0) * view.scale));
  return most * Math.max(0.5, Math.min(1, Math.sqrt(ROOMY / Math.max(1, part.nodeCount))));
}

/** The smallest community that has a disc and a name in the picture. */
const LEAST_MEMBERS = 4;

/** A disc with how many of its nodes are shown. */
export interface ShownDisc {
  readonly disc: CommunityDisc;
  readonly members: number;
}

const knownDiscs = new WeakMap<ShownPart, { readonly packed: unknown; readonly discs: readonly ShownDisc[] }>();

/** The discs of which enough is shown, the largest first. */
export function shownDiscs({ part, packed }: Pick<GraphPicture, 'part' | 'packed'>): readonly ShownDisc[] {
  const known = knownDiscs.get(part);
  if (known?.packed === packed) return known.discs;
  const members = new Uint32Array(packed?.discs.length ?? 0);
  packed?.communities.forEach((community, node) => {
    if (part.nodes[node] === 1) members[community] = (members[community] ?? 0) + 1;
  });
  const discs = (packed?.discs ?? [])
    .map((disc) => ({ disc, members: members[disc.community] ?? 0 }))
    .filter(({ members: count }) => count >= LEAST_MEMBERS)
    .sort((a, b) => b.members - a.members || a.disc.community - b.disc.community);
  knownDiscs.set(part, { packed, discs });
  return discs;
}

/** The disc under a point of the canvas; null where there is none. */
export function discAt(picture: GraphPicture, x: number, y: number): ShownDisc | null {
  const { view } = picture;
  const found = shownDiscs(picture).find(
    ({ disc }) => Math.hypot(disc.x * view.scale + view.x - x, disc.y * view.scale + view.y - y) < disc.radius * view.scale, // prettier-ignore
  );
  return found ?? null;
}

/** The view that shows a place of the layout with so much around it. */
export function viewAround(
  place: { readonly x: number; readonly y: number; readonly radius: number },
  size: { readonly width: number; readonly height: number },
): ViewBox {
  const scale = (Math.min(size.width, size.height) * 0.47) / place.radius;
  return { scale, x: size.width / 2 - place.x * scale, y: size.height / 2 - place.y * scale };
}

/** The view that shows every node of the part. */
export function fitView(
  positions: Float64Array,
  part: ShownPart,
  size: { readonly width: number; readonly height: number },
): ViewBox {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  part.nodes.forEach((isShown, node) => {
    if (isShown === 0) return;
    const x = positions[node * 2] ?? 0;
    const y = positions[node * 2 + 1] ?? 0;
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  });
  if (left > right) return { scale: 1, x: size.width / 2, y: size.height / 2 };
  const margin = Math.min(MARGIN_PX, size.width * 0.1, size.height * 0.1);
  const high = Math.max(1, size.height - FOOT_PX);
  const scale = Math.min(
    8,
    Math.max(1, size.width - 2 * margin) / Math.max(1, right - left),
    Math.max(1, high - 2 * margin) / Math.max(1, bottom - top),
  );
  return { scale, x: size.width / 2 - ((left + right) / 2) * scale, y: high / 2 - ((top + bottom) / 2) * scale };
}

/** The node under a point of the canvas, the nearest of several; null where there is none. */
export function nodeAt(picture: GraphPicture, grid: NodeGrid, x: number, y: number): number | null {
  const { part, positions, view } = picture;
  const reach = 22 / view.scale;
  let best: number | null = null;
  let least = Infinity;
  for (const node of nodesNear(grid, (x - view.x) / view.scale, (y - view.y) / view.scale, reach)) {
    if (part.nodes[node] !== 1) continue;
    const away = Math.hypot(
      (positions[node * 2] ?? 0) * view.scale + view.x - x,
      (positions[node * 2 + 1] ?? 0) * view.scale + view.y - y,
    );
    if (away > radiusIn(picture, node) + 3 || away >= least) continue;
    [best, least] = [node, away];
  }
  return best;
}

/** The edge under a point of the canvas, of those that are drawn; null where there is none. */
export function edgeAt(
  { model, positions, view }: GraphPicture,
  drawn: readonly number[],
  x: number,
  y: number,
): number | null {
  let best: number | null = null;
  let least = HIT_PX;
  for (const edge of drawn) {
    const [a = 0, b = 0] = [model.from[edge], model.to[edge]];
    const ax = (positions[a * 2] ?? 0) * view.scale + view.x - x;
    const ay = (positions[a * 2 + 1] ?? 0) * view.scale + view.y - y;
    const dx = ((positions[b * 2] ?? 0) - (positions[a * 2] ?? 0)) * view.scale;
    const dy = ((positions[b * 2 + 1] ?? 0) - (positions[a * 2 + 1] ?? 0)) * view.scale;
    const along = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / Math.max(1e-9, dx * dx + dy * dy)));
    const away = Math.hypot(ax + along * dx, ay + along * dy);
    if (away < least) [best, least] = [edge, away];
  }
  return best;
}
