import type { WeightedLinks } from './communities.ts';
import { placeCircles, type Point } from './place-circles.ts';

/** A community as it lies in the picture: a disc around its nodes, named by its hub. */
export interface CommunityDisc extends Point {
  readonly community: number;
  readonly radius: number;
  /** The node that most of the others hang on. */
  readonly hub: number;
}

/** Nodes in discs, a disc for each community; lengths in units of the layout, nodes by position. */
export interface PackedLayout {
  /** x and y by turns. */
  readonly positions: Float64Array;
  readonly radii: Float32Array;
  /** The node that each hangs on, in its own community; itself for those that others hang on. */
  readonly hubs: Uint32Array;
  readonly communities: Uint32Array;
  /** By community, the largest first. */
  readonly discs: readonly CommunityDisc[];
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** So that dots around a hub lie about 1.1 units apart. */
const SPREAD = 0.62;
/** How far communities keep to those they are linked with, the rest to the middle, so that the whole is round. */
const TO_MIDDLE = 0.6;
/** So many that hang on a node make it a hub. */
const LEAST_FOLLOWERS = 3;

interface Flower {
  readonly hub: number;
  readonly members: readonly number[];
  readonly radius: number;
}

/**
 * Arranges a graph of thousands so that its communities can be told apart: around each hub those that hang on it, the
 * hubs of a community in one disc, discs that are linked near each other and none over another. Takes about as long as
 * reading the edges; the same data give the same picture. `onProgress` hears the share of communities done.
 */
export function packCommunities(
  links: WeightedLinks,
  communities: Uint32Array,
  onProgress: (share: number) => void = () => undefined,
): PackedLayout {
  const strengths = strengthsOf(links);
  const hubs = hubsOf(links, communities, strengths);
  const positions = new Float64Array(links.nodes * 2);
  const radii = Float32Array.from(hubs, (hub, node) => nodeRadius(strengths[node] ?? 0, hub === node));
  const flowers = flowersOf(hubs, communities, strengths, radii);
  const discs = flowers.map((of, community) => {
    onProgress(community / flowers.length);
    return packOne(of, community, positions, radii);
  });
  const centres = placeCircles(
    discs.map(({ radius }) => radius),
    barycentres(links, communities, discs.length),
    { gap: 1.6, stretch: 1.25 },
  );
  communities.forEach((community, node) => {
    positions[node * 2] = (positions[node * 2] ?? 0) + (centres[community]?.x ?? 0);
    positions[node * 2 + 1] = (positions[node * 2 + 1] ?? 0) + (centres[community]?.y ?? 0);
  });
  return {
    positions,
    radii,
    hubs,
    communities,
    discs: discs.map((disc, at) => ({ ...disc, ...(centres[at] ?? { x: 0, y: 0 }) })),
  };
}

function strengthsOf({ nodes, edges }: WeightedLinks): Float64Array {
  const strengths = new Float64Array(nodes);
  for (const { from, to, weight } of edges) {
    strengths[from] = (strengths[from] ?? 0) + weight;
    strengths[to] = (strengths[to] ?? 0) + weight;
  }
  return strengths;
}

function nodeRadius(strength: number, isHub: boolean): number {
  const most = isHub ? 2.2 : 0.5;
  return Math.min(most, (isHub ? 0.5 : 0.28) + (isHub ? 0.12 : 0.03) * Math.log2(1 + strength));
}

/** Each hangs on its strongest neighbour with more links; those with few followers pass theirs on. */
function hubsOf({ nodes, edges }: WeightedLinks, communities: Uint32Array, strengths: Float64Array): Uint32Array {
  const inside = edges.filter(({ from, to }) => from !== to && communities[from] === communities[to]);
  const degrees = new Uint32Array(nodes);
  for (const { from, to } of inside) for (const node of [from, to]) degrees[node] = (degrees[node] ?? 0) + 1;
  const isAbove = (a: number, b: number): boolean => {
    const more = (degrees[a] ?? 0) - (degrees[b] ?? 0) || (strengths[a] ?? 0) - (strengths[b] ?? 0) || b - a;
    return more > 0;
  };
  const above = new Int32Array(nodes).fill(-1);
  const best = new Float64Array(nodes);
  const consider = (node: number, other: number, weight: number): void => {
    const isBetter = weight > (best[node] ?? 0) || (weight === best[node] && isAbove(other, above[node] ?? 0));
    if (!isAbove(other, node) || !isBetter) return;
    above[node] = other;
    best[node] = weight;
  };
  for (const { from, to, weight } of inside) {
    consider(from, to, weight);
    consider(to, from, weight);
  }
  const followers = new Uint32Array(nodes);
  for (const other of above) if (other !== -1) followers[other] = (followers[other] ?? 0) + 1;
  return Uint32Array.from({ length: nodes }, (_, node) => {
    let at = node;
    for (let next = above[at] ?? -1; next !== -1 && (followers[at] ?? 0) < LEAST_FOLLOWERS; next = above[at] ?? -1)
      at = next;
    return at;
  });
}

/** Hubs with what hangs on them, by community, the largest first in each. */
function flowersOf(
  hubs: Uint32Array,
  communities: Uint32Array,
  strengths: Float64Array,
  radii: Float32Array,
): readonly (readonly Flower[])[] {
  const members = new Map<number, number[]>();
  hubs.forEach((hub, node) => {
    const of = members.get(hub);
    if (of === undefined) members.set(hub, node === hub ? [] : [node]);
    else if (node !== hub) of.push(node);
  });
  const count = communities.reduce((most, community) => Math.max(most, community + 1), 0);
  const flowers = Array.from({ length: count }, (): Flower[] => []);
  for (const [hub, nodes] of [...members].sort(([a], [b]) => a - b)) {
    nodes.sort((a, b) => (strengths[b] ?? 0) - (strengths[a] ?? 0) || a - b);
    const radius = nodes.length === 0 ? (radii[hub] ?? 0) + 0.3 : petal(radii[hub] ?? 0, nodes.length - 1) + 0.7;
    flowers[communities[hub] ?? 0]?.push({ hub, members: nodes, radius });
  }
  for (const of of flowers)
    of.sort((a, b) => b.members.length - a.members.length || (strengths[b.hub] ?? 0) - (strengths[a.hub] ?? 0) || a.hub - b.hub); // prettier-ignore
  return flowers;
}

/** How far from a hub its member of this rank lies. */
function petal(hubRadius: number, rank: number): number {
  return Math.hypot(hubRadius + 0.55, SPREAD * Math.sqrt(rank));
}

/** Places a community's nodes about the origin and yields its disc there. */
function packOne(
  flowers: readonly Flower[],
  community: number,
  positions: Float64Array,
  radii: Float32Array,
): CommunityDisc {
  const centres = placeCircles(
    flowers.map(({ radius }) => radius),
    () => ({ x: 0, y: 0 }),
    { gap: 0.5, stretch: 1 },
  );
  const middle = middleOf(flowers, centres);
  let radius = 0;
  flowers.forEach((flower, at) => {
    const x = (centres[at]?.x ?? 0) - middle.x;
    const y = (centres[at]?.y ?? 0) - middle.y;
    radius = Math.max(radius, Math.hypot(x, y) + flower.radius);
    positions[flower.hub * 2] = x;
    positions[flower.hub * 2 + 1] = y;
    flower.members.forEach((node, rank) => {
      const away = petal(radii[flower.hub] ?? 0, rank);
      positions[node * 2] = x + away * Math.cos(rank * GOLDEN_ANGLE);
      positions[node * 2 + 1] = y + away * Math.sin(rank * GOLDEN_ANGLE);
    });
  });
  return { community, x: 0, y: 0, radius: radius + 0.6, hub: flowers[0]?.hub ?? 0 };
}

/** The middle of the box around the flowers. */
function middleOf(flowers: readonly Flower[], centres: readonly Point[]): Point {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  flowers.forEach(({ radius }, at) => {
    const { x, y } = centres[at] ?? { x: 0, y: 0 };
    [left, right] = [Math.min(left, x - radius), Math.max(right, x + radius)];
    [top, bottom] = [Math.min(top, y - radius), Math.max(bottom, y + radius)];
  });
  return flowers.length === 0 ? { x: 0, y: 0 } : { x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** Where a community wants to be: amid those that are placed and linked with it, the stronger linked the nearer. */
function barycentres(
  { edges }: WeightedLinks,
  communities: Uint32Array,
  count: number,
): (index: number, placed: readonly Point[]) => Point {
  const linked = Array.from({ length: count }, () => new Map<number, number>());
  for (const { from, to, weight } of edges) {
    const [a = 0, b = 0] = [communities[from], communities[to]];
    if (a === b) continue;
    linked[a]?.set(b, (linked[a].get(b) ?? 0) + weight);
    linked[b]?.set(a, (linked[b].get(a) ?? 0) + weight);
  }
  return (index, placed) => {
    let [x, y, sum] = [0, 0, 0];
    for (const [other, weight] of linked[index] ?? []) {
      const at = placed[other];
      if (at === undefined) continue;
      const pull = Math.sqrt(weight);
      [x, y, sum] = [x + at.x * pull, y + at.y * pull, sum + pull];
    }
    return sum === 0 ? { x: 0, y: 0 } : { x: (x / sum) * TO_MIDDLE, y: (y / sum) * TO_MIDDLE };
  };
}
