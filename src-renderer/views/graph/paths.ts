import { otherEnd, type GraphModel } from './graph-model.ts';

/** Nodes within so many links of one, itself among them, over edges that `isOpen` lets through. */
export function neighbourhood(
  model: GraphModel,
  centre: number,
  depth: number,
  isOpen: (edge: number) => boolean,
): ReadonlySet<number> {
  const found = new Set([centre]);
  let edge: readonly number[] = [centre];
  for (let step = 0; step < depth; step += 1) {
    const next: number[] = [];
    for (const node of edge)
      for (const link of model.edgesOf[node] ?? []) {
        const other = otherEnd(model, link, node);
        if (found.has(other) || !isOpen(link)) continue;
        found.add(other);
        next.push(other);
      }
    edge = next;
  }
  return found;
}

/** A way through the graph: nodes in order, and the edges between them. */
export interface GraphPath {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/**
 * The way from one node to another over fewest edges; among ways as short, at each step back from the end the edge with
 * most messages and calls, then the earlier one. Null where none leads there.
 */
export function shortestPath(
  model: GraphModel,
  start: number,
  end: number,
  isOpen: (edge: number) => boolean,
): GraphPath | null {
  const distances = distancesFrom(model, start, end, isOpen);
  if (distances[end] === -1) return null;
  const nodes = [end];
  const edges: number[] = [];
  for (let node = end; node !== start;) {
    let best = -1;
    for (const edge of model.edgesOf[node] ?? []) {
      if (!isOpen(edge) || distances[otherEnd(model, edge, node)] !== (distances[node] ?? 0) - 1) continue;
      if (best === -1 || (model.weights[edge] ?? 0) > (model.weights[best] ?? 0)) best = edge;
    }
    node = otherEnd(model, best, node);
    nodes.unshift(node);
    edges.unshift(best);
  }
  return { nodes, edges };
}

/** Links from the start, -1 where it was not reached before the end was. */
function distancesFrom(model: GraphModel, start: number, end: number, isOpen: (edge: number) => boolean): Int32Array {
  const distances = new Int32Array(model.graph.nodes.length).fill(-1);
  distances[start] = 0;
  const queue = [start];
  for (let at = 0; at < queue.length && distances[end] === -1; at += 1) {
    const node = queue[at] ?? 0;
    for (const edge of model.edgesOf[node] ?? []) {
      const other = otherEnd(model, edge, node);
      if (distances[other] !== -1 || !isOpen(edge)) continue;
      distances[other] = (distances[node] ?? 0) + 1;
      queue.push(other);
    }
  }
  return distances;
}
