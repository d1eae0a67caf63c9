import type { GraphModel } from './graph-model.ts';
import { neighbourhood } from './paths.ts';

/** Whose neighbours are shown, and over how many links. */
export interface Ego {
  readonly id: string;
  readonly depth: 1 | 2;
}

/** What of a graph is shown: 1 for each node and edge that is. */
export interface ShownPart {
  readonly nodes: Uint8Array;
  readonly edges: Uint8Array;
  readonly nodeCount: number;
  readonly edgeCount: number;
}

/** Edges of at least `minimum` messages and calls and the nodes they join; with `ego`, those around one node alone. */
export function shownPart(model: GraphModel, minimum: number, ego: Ego | null): ShownPart {
  const { from, to, weights } = model;
  const centre = ego === null ? undefined : model.at.get(ego.id);
  const isStrong = (edge: number): boolean => (weights[edge] ?? 0) >= minimum;
  const around = ego === null || centre === undefined ? null : neighbourhood(model, centre, ego.depth, isStrong);
  const nodes = new Uint8Array(model.graph.nodes.length);
  const edges = new Uint8Array(weights.length);
  if (centre !== undefined) nodes[centre] = 1;
  for (let edge = 0; edge < edges.length; edge += 1) {
    const [a = 0, b = 0] = [from[edge], to[edge]];
    if (!isStrong(edge) || (around !== null && !(around.has(a) && around.has(b)))) continue;
    edges[edge] = 1;
    nodes[a] = 1;
    nodes[b] = 1;
  }
  return { nodes, edges, nodeCount: countOnes(nodes), edgeCount: countOnes(edges) };
}

function countOnes(flags: Uint8Array): number {
  let count = 0;
  for (const flag of flags) count += flag;
  return count;
}

/** The weights that a slider goes through: 1, 2, 5, 10 … up to the largest there is. */
export function minimumSteps(weights: Uint32Array): readonly number[] {
  const most = weights.reduce((largest, weight) => Math.max(largest, weight), 1);
  const steps: number[] = [];
  for (let power = 1; power <= most; power *= 10)
    for (const step of [1, 2, 3, 5]) if (step * power <= most) steps.push(step * power);
  return steps;
}

/** A picture of fewer says too little to be suggested. */
const LEAST_SUGGESTED = 2;

/** The least weight that leaves a picture of at most so many nodes; null where all of them fit, or no step does it. */
export function suggestedMinimum(
  { from, to, weights }: Pick<GraphModel, 'from' | 'to' | 'weights'>,
  nodeCount: number,
  most: number,
): { readonly minimum: number; readonly nodes: number } | null {
  if (nodeCount <= most) return null;
  for (const minimum of minimumSteps(weights)) {
    const nodes = new Set<number>();
    weights.forEach((weight, edge) => {
      if (weight < minimum) return;
      nodes.add(from[edge] ?? 0);
      nodes.add(to[edge] ?? 0);
    });
    if (nodes.size <= most) return nodes.size < LEAST_SUGGESTED ? null : { minimum, nodes: nodes.size };
  }
  return null;
}
