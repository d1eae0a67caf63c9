import { useEffect, useState } from 'react';
import type { Graph } from '../../../src-main/contract/index.ts';
import type { LayoutRequest } from './layout.ts';

/** Positions of a graph's nodes, x and y by turns, made in a worker; null while it works. */
export function useLayout(graph: Graph | undefined): Float64Array | null {
  const [made, setMade] = useState<{ readonly graph: Graph; readonly positions: Float64Array } | null>(null);
  useEffect(() => {
    if (graph === undefined) return undefined;
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    const at = new Map(graph.nodes.map((node, index) => [node.id, index]));
    const request: LayoutRequest = {
      nodes: graph.nodes.map((node) => node.id),
      edges: graph.edges.flatMap((edge) => {
        const from = at.get(edge.from);
        const to = at.get(edge.to);
        return from === undefined || to === undefined
          ? []
          : [{ from, to, weight: Math.max(1, edge.messages + edge.calls) }];
      }),
    };
    worker.onmessage = (event: MessageEvent<Float64Array>) => {
      setMade({ graph, positions: event.data });
    };
    worker.postMessage(request);
    return () => {
      worker.terminate();
    };
  }, [graph]);
  return made !== null && made.graph === graph ? made.positions : null;
}
