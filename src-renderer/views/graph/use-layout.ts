import { useEffect, useMemo, useState } from 'react';
import type { WeightedLinks } from './communities.ts';
import type { GraphModel } from './graph-model.ts';
import type { GraphLayout } from './layout.ts';
import type { LayoutNews } from './layout-worker.ts';
import type { ShownPart } from './shown-part.ts';

/** A layout on its way: the share done, 0 to 1, until it is there. */
export interface LayoutState {
  readonly layout: GraphLayout | null;
  readonly share: number;
}

/**
 * The layout of a graph, or of a part of it, made in a worker. Nodes outside the part stand at the origin: they are not
 * drawn.
 */
export function useLayout(model: GraphModel, part: ShownPart | null): LayoutState {
  const request = useMemo(
    () => requestOf(model, part),
    [model.edgesOf, part], // eslint-disable-line react-hooks/exhaustive-deps -- the edges are what is laid out; other labels change nothing
  );
  const [made, setMade] = useState<LayoutState & { readonly request: unknown }>({ request: null, layout: null, share: 0 }); // prettier-ignore
  useEffect(() => {
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<LayoutNews>) => {
      if ('share' in data) setMade({ request, layout: null, share: data.share });
      else setMade({ request, layout: spread(data.layout, request), share: 1 });
    };
    worker.postMessage(request.sent);
    return () => {
      worker.terminate();
    };
  }, [request]);
  return made.request === request ? made : { layout: null, share: 0 };
}

interface Request {
  readonly sent: WeightedLinks;
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
  return { sent: { nodes: nodes.length, edges }, nodes, count };
}

/** The layout of the nodes sent as one of the whole graph. */
function spread({ positions, communities, packed }: GraphLayout, { nodes, count }: Request): GraphLayout {
  if (nodes.length === count) return { positions, communities, packed };
  const all = { positions: new Float64Array(count * 2), communities: new Uint32Array(count) };
  const [radii, hubs] = [new Float32Array(count), new Uint32Array(count)];
  nodes.forEach((node, index) => {
    all.positions[node * 2] = positions[index * 2] ?? 0;
    all.positions[node * 2 + 1] = positions[index * 2 + 1] ?? 0;
    all.communities[node] = communities[index] ?? 0;
    radii[node] = packed?.radii[index] ?? 0;
    hubs[node] = nodes[packed?.hubs[index] ?? 0] ?? 0;
  });
  if (packed === null) return { ...all, packed };
  const discs = packed.discs.map((disc) => ({ ...disc, hub: nodes[disc.hub] ?? 0 }));
  return { ...all, packed: { ...all, radii, hubs, discs } };
}
