import type { Graph } from '../../../src-main/contract/index.ts';

/** A graph by position: what drawing, paths and layout need, worked out once for each answer. */
export interface GraphModel {
  readonly graph: Graph;
  /** Position of a node by its id. */
  readonly at: ReadonlyMap<string, number>;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Messages and calls. */
  readonly weights: Uint32Array;
  /** The edges of each node. */
  readonly edgesOf: readonly (readonly number[])[];
  /** First and last time of any edge; null where none has a time. */
  readonly span: { readonly fromMs: number; readonly toMs: number } | null;
}

export function graphModel(graph: Graph): GraphModel {
  const at = new Map(graph.nodes.map((node, index) => [node.id, index]));
  const position = (id: string): number => {
    const found = at.get(id);
    if (found === undefined) throw new Error(`an edge leads to ${id}, which is no node`);
    return found;
  };
  const edgesOf = graph.nodes.map((): number[] => []);
  const from = Uint32Array.from(graph.edges, (edge) => position(edge.from));
  const to = Uint32Array.from(graph.edges, (edge) => position(edge.to));
  let fromMs = Infinity;
  let toMs = -Infinity;
  graph.edges.forEach((edge, index) => {
    edgesOf[from[index] ?? 0]?.push(index);
    if (from[index] !== to[index]) edgesOf[to[index] ?? 0]?.push(index);
    fromMs = Math.min(fromMs, edge.firstMs ?? Infinity);
    toMs = Math.max(toMs, edge.lastMs ?? -Infinity);
  });
  const weights = Uint32Array.from(graph.edges, (edge) => edge.messages + edge.calls);
  return { graph, at, from, to, weights, edgesOf, span: fromMs > toMs ? null : { fromMs, toMs } };
}

/** The other end of an edge. */
export function otherEnd(model: GraphModel, edge: number, node: number): number {
  const from = model.from[edge] ?? 0;
  return from === node ? (model.to[edge] ?? 0) : from;
}
