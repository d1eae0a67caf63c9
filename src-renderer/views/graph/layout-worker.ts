import { findCommunities } from './communities.ts';
import { layOut, type LayoutRequest } from './layout.ts';

self.onmessage = (event: MessageEvent<LayoutRequest>) => {
  const { nodes, edges } = event.data;
  const communities = findCommunities({ nodes: nodes.length, edges });
  const positions = layOut(event.data);
  self.postMessage({ positions, communities }, { transfer: [positions.buffer, communities.buffer] });
};
