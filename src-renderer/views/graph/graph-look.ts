import type { GraphModel } from './graph-model.ts';
import type { Emphasis, GraphPicture } from './graph-picture.ts';
import { otherEnd } from './graph-model.ts';
import type { GraphPath } from './paths.ts';
import type { ShownPart } from './shown-part.ts';

const COMMUNITY_COLOURS = 8;

/** The colour of each node: by what it is, or by its community, the largest eight with one of their own. */
export function coloursOf(model: GraphModel, communities: Uint32Array | null): readonly string[] {
  return model.graph.nodes.map((node, at) => {
    if (communities !== null) {
      const community = communities[at] ?? 0;
      return community < COMMUNITY_COLOURS ? `--series-${community}` : '--series-rest';
    }
    if (node.isOwner) return '--graph-owner';
    return node.kind === 'account' ? '--graph-account' : '--graph-group';
  });
}

/** What stands out: a path, an edge with its ends, a community, or a node with its neighbours; null where nothing is chosen. */
export function emphasisOf(
  model: GraphModel,
  part: ShownPart,
  chosen: {
    readonly path: GraphPath | null;
    readonly edge: number;
    readonly community: ReadonlySet<number> | null;
    readonly chosen: number | null;
  },
): Emphasis | null {
  const { path, edge, community, chosen: node } = chosen;
  if (path !== null) return { nodes: new Set(path.nodes), edges: new Set(path.edges) };
  if (edge !== -1) return { nodes: new Set([model.from[edge] ?? 0, model.to[edge] ?? 0]), edges: new Set([edge]) };
  if (community !== null) return { nodes: community, edges: new Set() };
  if (node === null) return null;
  const edges = (model.edgesOf[node] ?? []).filter((one) => part.edges[one] === 1);
  return { nodes: new Set([node, ...edges.map((one) => otherEnd(model, one, node))]), edges: new Set(edges) };
}

/** Nodes with anything in the span chosen: 1 for each that has. */
export function activeNodes({ model, part, weights }: GraphPicture): Uint8Array {
  if (weights === model.weights) return part.nodes;
  const active = new Uint8Array(part.nodes.length);
  weights.forEach((weight, edge) => {
    if (weight === 0 || part.edges[edge] !== 1) return;
    active[model.from[edge] ?? 0] = 1;
    active[model.to[edge] ?? 0] = 1;
  });
  return active;
}
