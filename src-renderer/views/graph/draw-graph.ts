import { plainVisible } from '../../text/visible.ts';
import { EDGE_TONES, EDGE_WIDTHS, radiusOf, toneClass, widthClass, type GraphPicture } from './graph-picture.ts';
import type { GraphModel } from './graph-model.ts';
import { placeLabels, type PlacedLabel } from './place-labels.ts';

const LABEL_LETTERS = 26;
/** Labels that are tried, the weightiest first: more would not find room. */
const MOST_LABELS = 260;
const FAINT = 0.14;

/** Draws edges, nodes and labels that do not collide. */
export function drawGraph(canvas: HTMLCanvasElement, picture: GraphPicture): void {
  const { width, height } = picture;
  const ratio = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const style = getComputedStyle(canvas);
  const known = new Map<string, string>();
  const colour = (name: string): string => {
    const value = known.get(name) ?? style.getPropertyValue(name).trim();
    known.set(name, value);
    return value;
  };
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  drawEdges(pen, picture, colour);
  drawNodes(pen, picture, colour);
  pen.font = `12px ${style.fontFamily}`;
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  pen.lineWidth = 4;
  for (const { label, isFaint } of labelsOf(picture, (text) => pen.measureText(text).width)) {
    pen.globalAlpha = isFaint ? 0.35 : 1;
    pen.strokeStyle = colour('--surface');
    pen.strokeText(label.text, label.x, label.y);
    pen.fillStyle = colour('--ink');
    pen.fillText(label.text, label.x, label.y);
  }
  pen.globalAlpha = 1;
}

/** Edges of one width and tone are one path: ten thousand are drawn in twenty strokes. */
function drawEdges(pen: CanvasRenderingContext2D, picture: GraphPicture, colour: (name: string) => string): void {
  const { emphasis } = picture;
  pen.globalAlpha = emphasis === null ? 0.9 : FAINT;
  for (const [key, edges] of edgeClasses(picture)) {
    pen.lineWidth = EDGE_WIDTHS[Math.floor(key / EDGE_TONES)] ?? 1;
    pen.strokeStyle = colour(`--graph-edge-${key % EDGE_TONES}`);
    stroke(pen, picture, edges);
  }
  if (emphasis === null) return;
  pen.globalAlpha = 0.95;
  pen.strokeStyle = colour('--accent');
  for (const edge of emphasis.edges) {
    if (picture.part.edges[edge] !== 1 || picture.weights[edge] === 0) continue;
    pen.lineWidth = Math.max(1.5, EDGE_WIDTHS[widthClass(picture.weights[edge] ?? 0)] ?? 1);
    stroke(pen, picture, [edge]);
  }
}

function stroke(pen: CanvasRenderingContext2D, picture: GraphPicture, edges: readonly number[]): void {
  const { model, positions, view, width, height } = picture;
  pen.beginPath();
  for (const edge of edges) {
    const [a = 0, b = 0] = [model.from[edge], model.to[edge]];
    const ax = (positions[a * 2] ?? 0) * view.scale + view.x;
    const ay = (positions[a * 2 + 1] ?? 0) * view.scale + view.y;
    const bx = (positions[b * 2] ?? 0) * view.scale + view.x;
    const by = (positions[b * 2 + 1] ?? 0) * view.scale + view.y;
    if ((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > width && bx > width) || (ay > height && by > height))
      continue;
    pen.moveTo(ax, ay);
    pen.lineTo(bx, by);
  }
  pen.stroke();
}

const knownClasses = new WeakMap<
  Uint32Array,
  { readonly part: unknown; readonly classes: ReadonlyMap<number, number[]> }
>();

/** Shown edges by width and tone, the thin and old first. */
function edgeClasses({ model, part, weights }: GraphPicture): ReadonlyMap<number, readonly number[]> {
  const known = knownClasses.get(weights);
  if (known?.part === part) return known.classes;
  const found = new Map<number, number[]>();
  part.edges.forEach((isShown, edge) => {
    if (isShown === 0 || weights[edge] === 0) return;
    const key = widthClass(weights[edge] ?? 0) * EDGE_TONES + toneClass(model, edge);
    const edges = found.get(key);
    if (edges === undefined) found.set(key, [edge]);
    else edges.push(edge);
  });
  const classes = new Map([...found].sort(([a], [b]) => a - b));
  knownClasses.set(weights, { part, classes });
  return classes;
}

function drawNodes(pen: CanvasRenderingContext2D, picture: GraphPicture, colour: (name: string) => string): void {
  const { model, part, positions, colours, view, width, height, emphasis, chosen, pinned } = picture;
  const groups = new Map<string, number[]>();
  const active = activeNodes(picture);
  part.nodes.forEach((isShown, node) => {
    const x = (positions[node * 2] ?? 0) * view.scale + view.x;
    const y = (positions[node * 2 + 1] ?? 0) * view.scale + view.y;
    if (isShown === 0 || x < -20 || y < -20 || x > width + 20 || y > height + 20) return;
    const isFaint = emphasis?.nodes.has(node) === false || active[node] === 0;
    const key = `${isFaint ? 0 : 1} ${colours[node] ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  });
  pen.strokeStyle = colour('--surface');
  pen.lineWidth = 1.5;
  for (const [key, nodes] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    pen.globalAlpha = key.startsWith('0') ? 0.28 : 1;
    pen.fillStyle = colour(key.slice(2));
    pen.beginPath();
    for (const node of nodes) outline(pen, picture, node, 0);
    pen.fill();
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.fillStyle = colour('--surface');
  for (const node of pinned) {
    if (part.nodes[node] !== 1) continue;
    pen.beginPath();
    pen.arc(
      (positions[node * 2] ?? 0) * view.scale + view.x,
      (positions[node * 2 + 1] ?? 0) * view.scale + view.y,
      2,
      0,
      7,
    );
    pen.fill();
  }
  if (chosen === null || model.graph.nodes[chosen] === undefined) return;
  pen.strokeStyle = colour('--accent');
  pen.lineWidth = 3;
  pen.beginPath();
  outline(pen, picture, chosen, 2);
  pen.stroke();
}

/** Accounts are round, groups square. */
function outline(
  pen: CanvasRenderingContext2D,
  { model, positions, view }: GraphPicture,
  node: number,
  more: number,
): void {
  const x = (positions[node * 2] ?? 0) * view.scale + view.x;
  const y = (positions[node * 2 + 1] ?? 0) * view.scale + view.y;
  const one = model.graph.nodes[node];
  const radius = radiusOf(one) + more;
  if (one?.kind === 'conversation') pen.roundRect(x - radius, y - radius, radius * 2, radius * 2, 3);
  else {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

/** Nodes with anything in the span chosen. */
function activeNodes({ model, part, weights }: GraphPicture): Uint8Array {
  if (weights === model.weights) return part.nodes;
  const active = new Uint8Array(part.nodes.length);
  weights.forEach((weight, edge) => {
    if (weight === 0 || part.edges[edge] !== 1) return;
    active[model.from[edge] ?? 0] = 1;
    active[model.to[edge] ?? 0] = 1;
  });
  return active;
}

const knownOrders = new WeakMap<GraphModel, readonly number[]>();

/** Labels that have room, those of what stands out first, then by messages. */
export function labelsOf(
  picture: GraphPicture,
  measure: (text: string) => number,
): readonly { readonly label: PlacedLabel; readonly isFaint: boolean }[] {
  const { model, part, positions, view, width, height, emphasis } = picture;
  const order =
    knownOrders.get(model) ??
    model.graph.nodes.map((_, node) => node).sort((a, b) => (model.graph.nodes[b]?.messages ?? 0) - (model.graph.nodes[a]?.messages ?? 0)); // prettier-ignore
  knownOrders.set(model, order);
  const active = activeNodes(picture);
  const isNear = (node: number): boolean => emphasis === null || emphasis.nodes.has(node);
  const isSeen = (node: number): boolean => {
    const x = (positions[node * 2] ?? 0) * view.scale + view.x;
    const y = (positions[node * 2 + 1] ?? 0) * view.scale + view.y;
    return part.nodes[node] === 1 && active[node] === 1 && x >= 0 && x <= width && y >= 0 && y <= height;
  };
  const seen = order.filter(isSeen);
  const first = emphasis === null ? seen : [...seen.filter(isNear), ...seen.filter((node) => !isNear(node))];
  const tried = first.slice(0, MOST_LABELS);
  const labels = tried.map((node) => {
    const text = shorten(plainVisible(model.graph.nodes[node]?.label ?? ''));
    const x = (positions[node * 2] ?? 0) * view.scale + view.x;
    const y = (positions[node * 2 + 1] ?? 0) * view.scale + view.y;
    return { text, x, y, radius: radiusOf(model.graph.nodes[node]), width: measure(text) };
  });
  return placeLabels(labels, width).flatMap((label, at) =>
    label === null ? [] : [{ label, isFaint: !isNear(tried[at] ?? 0) }],
  );
}

function shorten(text: string): string {
  const letters = Array.from(text);
  return letters.length <= LABEL_LETTERS ? text : `${letters.slice(0, LABEL_LETTERS - 1).join('')}…`;
}
