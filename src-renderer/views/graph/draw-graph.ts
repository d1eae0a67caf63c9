import type { Graph } from '../../../src-main/contract/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { placeLabels } from './place-labels.ts';

/** Where the picture lies: px per unit, and the px at which the origin is drawn. */
export interface ViewBox {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Everything that a drawing depends on. */
export interface GraphPicture {
  readonly graph: Graph;
  readonly positions: Float64Array;
  readonly chosen: string | null;
  readonly view: ViewBox;
  readonly width: number;
  readonly height: number;
}

const EDGE_PX = 48;
const EDGES_WHILE_MOVING = 6000;
const LABEL_LETTERS = 26;

/** The view that shows every node. */
export function fitView(positions: Float64Array, size: { readonly width: number; readonly height: number }): ViewBox {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let index = 0; index < positions.length; index += 2) {
    const x = positions[index] ?? 0;
    const y = positions[index + 1] ?? 0;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const scale = Math.min(
    8,
    (size.width - 2 * EDGE_PX) / Math.max(1, right - left),
    (size.height - 2 * EDGE_PX) / Math.max(1, bottom - top),
  );
  return {
    scale,
    x: size.width / 2 - ((left + right) / 2) * scale,
    y: size.height / 2 - ((top + bottom) / 2) * scale,
  };
}

/** The node under a point of the canvas, or null. */
export function nodeAt(picture: GraphPicture, x: number, y: number): string | null {
  const { graph, positions, view } = picture;
  for (let index = graph.nodes.length - 1; index >= 0; index -= 1) {
    const node = graph.nodes[index];
    if (node === undefined) continue;
    const dx = (positions[index * 2] ?? 0) * view.scale + view.x - x;
    const dy = (positions[index * 2 + 1] ?? 0) * view.scale + view.y - y;
    if (Math.hypot(dx, dy) <= radiusOf(node) + 4) return node.id;
  }
  return null;
}

/** Draws edges, nodes and labels that do not collide; while moving, big graphs are drawn without edges. */
export function drawGraph(canvas: HTMLCanvasElement, picture: GraphPicture, isMoving: boolean): void {
  const { graph, positions, chosen, view, width, height } = picture;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const at = new Map(graph.nodes.map((node, index) => [node.id, index]));
  const xOf = (index: number): number => (positions[index * 2] ?? 0) * view.scale + view.x;
  const yOf = (index: number): number => (positions[index * 2 + 1] ?? 0) * view.scale + view.y;
  const near = new Set<string>(chosen === null ? [] : [chosen]);

  for (const edge of graph.edges) {
    if (edge.from === chosen) near.add(edge.to);
    if (edge.to === chosen) near.add(edge.from);
  }
  if (!isMoving || graph.edges.length <= EDGES_WHILE_MOVING) {
    for (const edge of graph.edges) {
      const from = at.get(edge.from);
      const to = at.get(edge.to);
      if (from === undefined || to === undefined) continue;
      const isNear = edge.from === chosen || edge.to === chosen;
      pen.strokeStyle = colour(isNear ? '--accent' : '--graph-edge');
      pen.globalAlpha = chosen === null || isNear ? 0.9 : 0.25;
      pen.lineWidth = Math.min(6, 0.75 + Math.log10(1 + edge.messages + edge.calls));
      pen.beginPath();
      pen.moveTo(xOf(from), yOf(from));
      pen.lineTo(xOf(to), yOf(to));
      pen.stroke();
    }
  }
  const order = graph.nodes
    .map((node, index) => ({ node, index }))
    .sort((a, b) => Number(near.has(b.node.id)) - Number(near.has(a.node.id)) || b.node.messages - a.node.messages);
  for (const { node, index } of order) {
    const radius = radiusOf(node);
    pen.globalAlpha = chosen === null || near.has(node.id) ? 1 : 0.35;
    pen.fillStyle = colour(
      node.isOwner ? '--graph-owner' : node.kind === 'account' ? '--graph-account' : '--graph-group',
    );
    pen.strokeStyle = colour(node.id === chosen ? '--accent' : '--surface');
    pen.lineWidth = node.id === chosen ? 3 : 1.5;
    pen.beginPath();
    if (node.kind === 'account') pen.arc(xOf(index), yOf(index), radius, 0, 2 * Math.PI);
    else pen.roundRect(xOf(index) - radius, yOf(index) - radius, radius * 2, radius * 2, 3);
    pen.fill();
    pen.stroke();
  }
  pen.font = `12px ${style.fontFamily}`;
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  const seen = order.filter(({ index }) => {
    const [x, y] = [xOf(index), yOf(index)];
    return x >= 0 && x <= width && y >= 0 && y <= height;
  });
  const labels = placeLabels(
    seen.map(({ node, index }) => {
      const text = shorten(plainVisible(node.label));
      return { text, x: xOf(index), y: yOf(index), radius: radiusOf(node), width: pen.measureText(text).width };
    }),
    width,
  );
  labels.forEach((place, at) => {
    const node = seen[at]?.node;
    if (place === null || node === undefined) return;
    pen.globalAlpha = chosen === null || near.has(node.id) ? 1 : 0.4;
    pen.strokeStyle = colour('--surface');
    pen.lineWidth = 4;
    pen.strokeText(place.text, place.x, place.y);
    pen.fillStyle = colour('--ink');
    pen.fillText(place.text, place.x, place.y);
  });
  pen.globalAlpha = 1;
}

function radiusOf(node: Graph['nodes'][number]): number {
  return Math.min(18, 4 + Math.log2(1 + node.messages));
}

function shorten(text: string): string {
  const letters = Array.from(text);
  return letters.length <= LABEL_LETTERS ? text : `${letters.slice(0, LABEL_LETTERS - 1).join('')}…`;
}
