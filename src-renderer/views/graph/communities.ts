/** Who is joined to whom, by position, and how strongly. */
export interface WeightedLinks {
  readonly nodes: number;
  readonly edges: readonly { readonly from: number; readonly to: number; readonly weight: number }[];
}

interface Level {
  readonly neighbours: readonly ReadonlyMap<number, number>[];
  /** Weight of a node's links to itself, counted once. */
  readonly loops: Float64Array;
  readonly degrees: Float64Array;
  readonly total: number;
}

const MOST_ROUNDS = 100;
const LEAST_GAIN = 1e-9;

/**
 * Groups of nodes that are joined more among themselves than chance would join them: the Louvain method of Blondel and
 * others (2008), J. Stat. Mech. P10008. Nodes are visited in their order and equal gains go to the earlier community,
 * so that the same data give the same groups. Numbered from 0 by size, the one with the earlier node first among equals.
 */
export function findCommunities(links: WeightedLinks): Uint32Array {
  let level = firstLevel(links);
  const of = Uint32Array.from({ length: links.nodes }, (_, node) => node);
  for (;;) {
    const moved = moveNodes(level);
    const { numbers, count } = renumber(moved);
    of.forEach((community, node) => {
      of[node] = numbers[community] ?? 0;
    });
    if (count === level.neighbours.length) return bySize(of);
    level = joined(level, numbers, count);
  }
}

function firstLevel({ nodes, edges }: WeightedLinks): Level {
  const neighbours = Array.from({ length: nodes }, () => new Map<number, number>());
  const loops = new Float64Array(nodes);
  for (const { from, to, weight } of edges) {
    if (from === to) loops[from] = (loops[from] ?? 0) + weight;
    else {
      neighbours[from]?.set(to, (neighbours[from].get(to) ?? 0) + weight);
      neighbours[to]?.set(from, (neighbours[to].get(from) ?? 0) + weight);
    }
  }
  return levelOf(neighbours, loops);
}

function levelOf(neighbours: readonly ReadonlyMap<number, number>[], loops: Float64Array): Level {
  const degrees = new Float64Array(neighbours.length);
  let total = 0;
  neighbours.forEach((around, node) => {
    let degree = 2 * (loops[node] ?? 0);
    for (const weight of around.values()) degree += weight;
    degrees[node] = degree;
    total += degree;
  });
  return { neighbours, loops, degrees, total };
}

/** Moves each node to the neighbouring community that gains most, round by round until none moves. */
function moveNodes({ neighbours, degrees, total }: Level): Uint32Array {
  const of = Uint32Array.from(neighbours, (_, node) => node);
  const sums = Float64Array.from(degrees);
  if (total === 0) return of;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let moves = 0;
    neighbours.forEach((around, node) => {
      const degree = degrees[node] ?? 0;
      const own = of[node] ?? 0;
      const towards = new Map<number, number>([[own, 0]]);
      for (const [other, weight] of around) {
        const community = of[other] ?? 0;
        towards.set(community, (towards.get(community) ?? 0) + weight);
      }
      sums[own] = (sums[own] ?? 0) - degree;
      const gainOf = (community: number): number =>
        (towards.get(community) ?? 0) - ((sums[community] ?? 0) * degree) / total;
      let best = own;
      let gain = gainOf(own);
      for (const community of [...towards.keys()].sort((a, b) => a - b)) {
        const next = gainOf(community);
        if (next > gain + LEAST_GAIN) [best, gain] = [community, next];
      }
      sums[best] = (sums[best] ?? 0) + degree;
      of[node] = best;
      if (best !== own) moves += 1;
    });
    if (moves === 0) break;
  }
  return of;
}

/** New numbers from 0 without gaps, in the order of the first node of each. */
function renumber(of: Uint32Array): { readonly numbers: Uint32Array; readonly count: number } {
  const known = new Map<number, number>();
  const numbers = of.map((community) => {
    const number = known.get(community) ?? known.size;
    known.set(community, number);
    return number;
  });
  return { numbers, count: known.size };
}

/** Each community becomes a node. */
function joined(level: Level, of: Uint32Array, count: number): Level {
  const neighbours = Array.from({ length: count }, () => new Map<number, number>());
  const loops = new Float64Array(count);
  level.neighbours.forEach((around, node) => {
    const community = of[node] ?? 0;
    loops[community] = (loops[community] ?? 0) + (level.loops[node] ?? 0);
    for (const [other, weight] of around) {
      const next = of[other] ?? 0;
      if (next === community) loops[community] = (loops[community] ?? 0) + weight / 2;
      else neighbours[community]?.set(next, (neighbours[community].get(next) ?? 0) + weight);
    }
  });
  return levelOf(neighbours, loops);
}

function bySize(of: Uint32Array): Uint32Array {
  const sizes = new Map<number, number>();
  for (const community of of) sizes.set(community, (sizes.get(community) ?? 0) + 1);
  const order = [...sizes].sort(([, a], [, b]) => b - a).map(([community]) => community);
  const places = new Map(order.map((community, place) => [community, place]));
  return of.map((community) => places.get(community) ?? 0);
}
