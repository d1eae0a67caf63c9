import type { Graph } from '../../../src-main/contract/index.ts';
import type { GraphModel } from './graph-model.ts';

/** What is counted on the nodes and links of a graph, by their position: over the whole time or in a span. */
export interface Figures {
  /** Null where an answer that was cut does not say. */
  readonly edges: readonly (Graph['edges'][number] | null)[];
  /** Messages of each node; null as above. */
  readonly messages: readonly (number | null)[];
  /** Messages and calls of each edge. */
  readonly weights: Uint32Array;
}

/** The figures that the model came with. */
export function wholeFigures({ graph, weights }: GraphModel): Figures {
  return { edges: graph.edges, messages: graph.nodes.map(({ messages }) => messages), weights };
}

/** The figures that an answer for a span gives the nodes and links of a graph; nothing where it lacks them. */
export function figuresIn({ graph }: GraphModel, inSpan: Graph): Figures {
  const isCut = inSpan.held.nodes > 0;
  const edges = new Map(inSpan.edges.map((edge) => [`${edge.from} ${edge.to}`, edge]));
  const messages = new Map(inSpan.nodes.map(({ id, messages: count }) => [id, count]));
  const found = graph.edges.map((edge) => {
    const none = isCut ? null : { ...edge, messages: 0, calls: 0, firstMs: null, lastMs: null };
    return edges.get(`${edge.from} ${edge.to}`) ?? none;
  });
  return {
    edges: found,
    messages: graph.nodes.map(({ id }) => messages.get(id) ?? (isCut ? null : 0)),
    weights: Uint32Array.from(found, (edge) => (edge === null ? 0 : edge.messages + edge.calls)),
  };
}
