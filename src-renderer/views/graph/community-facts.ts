import type { GraphModel } from './graph-model.ts';
import type { GraphLayout } from './layout.ts';
import type { ShownPart } from './shown-part.ts';

/** A community as far as it is shown. */
export interface CommunityFacts {
  readonly community: number;
  /** That of its disc; else the node with most links in it, the earlier of several. */
  readonly hub: number;
  readonly nodes: readonly number[];
  /** Links between its own. */
  readonly inside: number;
  /** Links that lead out of it. */
  readonly outside: number;
}

/** Communities of which anything is shown and has a link of some weight, the largest first. */
export function communitiesIn(
  model: GraphModel,
  part: ShownPart,
  { communities, packed }: Pick<GraphLayout, 'communities' | 'packed'>,
  weights: Uint32Array,
): readonly CommunityFacts[] {
  const active = new Uint8Array(communities.length);
  part.edges.forEach((isShown, edge) => {
    if (isShown === 0 || weights[edge] === 0) return;
    active[model.from[edge] ?? 0] = 1;
    active[model.to[edge] ?? 0] = 1;
  });
  const nodes = new Map<number, number[]>();
  communities.forEach((community, node) => {
    if (active[node] !== 1) return;
    const of = nodes.get(community);
    if (of === undefined) nodes.set(community, [node]);
    else of.push(node);
  });
  const [inside, outside] = [new Map<number, number>(), new Map<number, number>()];
  const links = new Uint32Array(communities.length);
  part.edges.forEach((isShown, edge) => {
    if (isShown === 0 || weights[edge] === 0) return;
    const ends = [model.from[edge] ?? 0, model.to[edge] ?? 0] as const;
    const [one = 0, other = 0] = [communities[ends[0]], communities[ends[1]]];
    if (one === other) {
      add(inside, one);
      for (const end of ends) links[end] = (links[end] ?? 0) + 1;
    } else for (const community of [one, other]) add(outside, community);
  });
  return [...nodes]
    .map(([community, of]) => ({
      community,
      hub: packed?.discs[community]?.hub ?? of.reduce((best, node) => ((links[node] ?? 0) > (links[best] ?? 0) ? node : best), of[0] ?? 0), // prettier-ignore
      nodes: of,
      inside: inside.get(community) ?? 0,
      outside: outside.get(community) ?? 0,
    }))
    .sort((a, b) => b.nodes.length - a.nodes.length || a.community - b.community);
}

function add(counts: Map<number, number>, community: number): void {
  counts.set(community, (counts.get(community) ?? 0) + 1);
}
