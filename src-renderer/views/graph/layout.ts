import { UndirectedGraph } from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';

/** Node ids and weighted edges by node position. */
export interface LayoutRequest {
  readonly nodes: readonly string[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly weight: number }[];
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * Arranges a graph by ForceAtlas2 from a fixed start with a fixed number of iterations: the same data give the same
 * picture. Yields x and y by turns, in the order of the nodes.
 */
export function layOut({ nodes, edges }: LayoutRequest): Float64Array<ArrayBuffer> {
  const graph = new UndirectedGraph();
  nodes.forEach((_, index) => {
    const radius = 10 * Math.sqrt(index + 0.5);
    graph.addNode(index, { x: radius * Math.cos(index * GOLDEN_ANGLE), y: radius * Math.sin(index * GOLDEN_ANGLE) });
  });
  for (const { from, to, weight } of edges) {
    if (from !== to && !graph.hasEdge(from, to)) graph.addEdge(from, to, { weight: 1 + Math.log2(weight) });
  }
  const positions = new Float64Array(nodes.length * 2);
  if (nodes.length === 0) return positions;
  forceAtlas2.assign(graph, {
    iterations: nodes.length > 5000 ? 60 : nodes.length > 1000 ? 120 : 400,
    settings: {
      ...forceAtlas2.inferSettings(graph),
      barnesHutOptimize: nodes.length > 800,
      edgeWeightInfluence: 1,
      gravity: 1.5,
      scalingRatio: 12,
      adjustSizes: false,
    },
  });
  graph.forEachNode((node, attributes) => {
    positions[Number(node) * 2] = attributes.x as number;
    positions[Number(node) * 2 + 1] = attributes.y as number;
  });
  return positions;
}
