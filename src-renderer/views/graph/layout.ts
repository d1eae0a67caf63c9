import { UndirectedGraph } from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import { findCommunities, type WeightedLinks } from './communities.ts';
import { packCommunities, type PackedLayout } from './pack-communities.ts';

/** Where nodes stand and which of them belong together, by their position in the graph. */
export interface GraphLayout {
  /** x and y by turns. */
  readonly positions: Float64Array;
  readonly communities: Uint32Array;
  /** The discs of a graph that is too large to be read node by node; null for others. */
  readonly packed: PackedLayout | null;
}

/** Beyond so many nodes a picture by forces is a ball of wool: communities are put into discs instead. */
const MOST_BY_FORCES = 300;
const ITERATIONS = 400;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Finds communities and arranges the graph; the same data give the same picture. `onProgress` hears the share done. */
export function layOut(links: WeightedLinks, onProgress: (share: number) => void = () => undefined): GraphLayout {
  const communities = findCommunities(links);
  onProgress(0.6);
  if (links.nodes <= MOST_BY_FORCES) return { positions: byForces(links), communities, packed: null };
  const packed = packCommunities(links, communities, (share) => {
    onProgress(0.6 + 0.4 * share);
  });
  return { positions: packed.positions, communities, packed };
}

/** ForceAtlas2 from a fixed start with a fixed number of iterations. Yields x and y by turns. */
function byForces({ nodes, edges }: WeightedLinks): Float64Array {
  const graph = new UndirectedGraph();
  for (let node = 0; node < nodes; node += 1) {
    const radius = 10 * Math.sqrt(node + 0.5);
    graph.addNode(node, { x: radius * Math.cos(node * GOLDEN_ANGLE), y: radius * Math.sin(node * GOLDEN_ANGLE) });
  }
  for (const { from, to, weight } of edges) {
    if (from !== to && !graph.hasEdge(from, to)) graph.addEdge(from, to, { weight: 1 + Math.log2(weight) });
  }
  const positions = new Float64Array(nodes * 2);
  if (nodes === 0) return positions;
  forceAtlas2.assign(graph, {
    iterations: ITERATIONS,
    settings: {
      ...forceAtlas2.inferSettings(graph),
      barnesHutOptimize: false,
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
