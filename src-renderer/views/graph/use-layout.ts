import { useEffect, useMemo, useState } from 'react';
import type { GraphModel } from './graph-model.ts';
import type { LayoutRequest } from './layout.ts';
import type { ShownPart } from './shown-part.ts';

/** Where nodes stand and which of them belong together, by their position in the graph. */
export interface GraphLayout {
  /** x and y by turns. */
  readonly positions: Float64Array;
  readonly communities: Uint32Array;
}

/**
 * The layout of a graph, or of a part of it, made in a worker; null while it works. Nodes outside the part stand at its
 * middle: they are not drawn.
 */
export function useLayout(model: GraphModel | null, part: ShownPart | null): GraphLayout | null {
  const request = useMemo(
    () => (model === null ? null : requestOf(model, part)),
    [model?.edgesOf, part], // eslint-disable-line react-hooks/exhaustive-deps -- the edges are what is laid out; other labels change nothing
  );
  const [made, setMade] = useState<{ readonly request: unknown; readonly layout: GraphLayout } | null>(null);
  useEffect(() => {
    if (request === null) return undefined;
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (event: MessageEvent<GraphLayout>) => {
      setMade({ request, layout: spread(event.data, request) });
    };
    worker.postMessage(request.sent);
    return () => {
      worker.terminate();
    };
  }, [request]);
  return made !== null && made.request === request ? made.layout : null;
}

interface Request {
  readonly sent: LayoutRequest;
  /** Position in the graph of each node sent. */
  readonly nodes: readonly number[];
  readonly count: number;
}

function requestOf(model: GraphModel, part: ShownPart | null): Request {
  const count = model.graph.nodes.length;
  const nodes = Array.from({ length: count }, (_, node) => node).filter(
    (node) => part === null || part.nodes[node] === 1,
  );
  const place = new Map(nodes.map((node, index) => [node, index]));
  const edges = model.graph.edges.flatMap((_, edge) => {
    const from = place.get(model.from[edge] ?? 0);
    const to = place.get(model.to[edge] ?? 0);
    if (from === undefined || to === undefined || (part !== null && part.edges[edge] !== 1)) return [];
    return [{ from, to, weight: Math.max(1, model.weights[edge] ?? 0) }];
  });
  return { sent: { nodes: nodes.map((node) => model.graph.nodes[node]?.id ?? ''), edges }, nodes, count };
}

function spread({ positions, communities }: GraphLayout, { nodes, count }: Request): GraphLayout {
  const all = { positions: new Float64Array(count * 2), communities: new Uint32Array(count) };
  nodes.forEach((node, index) => {
    all.positions[node * 2] = positions[index * 2] ?? 0;
    all.positions[node * 2 + 1] = positions[index * 2 + 1] ?? 0;
    all.communities[node] = communities[index] ?? 0;
  });
  return all;
}
