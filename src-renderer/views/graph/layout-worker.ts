import { layOut, type LayoutRequest } from './layout.ts';

self.onmessage = (event: MessageEvent<LayoutRequest>) => {
  const positions = layOut(event.data);
  self.postMessage(positions, { transfer: [positions.buffer] });
};
