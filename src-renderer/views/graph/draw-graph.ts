import { graphLabels } from './graph-labels.ts';
import { EDGE_TONES, EDGE_WIDTHS, radiusIn, shownDiscs, toneClass, widthClass, type GraphPicture } from './graph-picture.ts'; // prettier-ignore
import { activeNodes } from './graph-look.ts';
import { isOverview, linksDrawn, type Bundle } from './links-drawn.ts';

const FAINT = 0.14;
/** A dot smaller than this has no edge of its own. */
const LEAST_EDGED_PX = 3;

/** A canvas being drawn on, with the window's colours by name. */
interface Brush {
  readonly pen: CanvasRenderingContext2D;
  readonly colour: (name: string) => string;
}

/** Draws discs of communities, links, nodes and labels that do not collide. */
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
  pen.lineCap = 'round';
  const brush = { pen, colour };
  const { edges, bundles } = linksDrawn(picture);
  drawBundles(brush, picture, bundles);
  drawDiscs(brush, picture);
  drawEdges(brush, picture, edges);
  drawNodes(brush, picture);
  drawLabels(brush, picture, style.fontFamily);
  pen.globalAlpha = 1;
}

/** The width of a line that stands for all links between two communities. */
export function bundleWidth(weight: number): number {
  return Math.min(9, 0.8 + 0.55 * Math.log2(1 + weight / 4));
}

/** Where the line between two communities is bent to, in px, so that opposite ones lie apart. */
export function bundleBend({ from, to }: Bundle, { view }: GraphPicture): { readonly x: number; readonly y: number } {
  const [dx, dy] = [(to.x - from.x) * view.scale, (to.y - from.y) * view.scale];
  const x = ((from.x + to.x) / 2) * view.scale + view.x;
  const y = ((from.y + to.y) / 2) * view.scale + view.y;
  return { x: x - dy * 0.12, y: y + dx * 0.12 };
}

function drawBundles({ pen, colour }: Brush, picture: GraphPicture, bundles: readonly Bundle[]): void {
  const { view, emphasis } = picture;
  pen.strokeStyle = colour('--graph-edge-2');
  pen.globalAlpha = emphasis === null ? 0.6 : FAINT;
  for (const bundle of bundles) {
    const { from, to, weight } = bundle;
    const bend = bundleBend(bundle, picture);
    pen.lineWidth = bundleWidth(weight);
    pen.beginPath();
    pen.moveTo(from.x * view.scale + view.x, from.y * view.scale + view.y);
    pen.quadraticCurveTo(bend.x, bend.y, to.x * view.scale + view.x, to.y * view.scale + view.y);
    pen.stroke();
  }
}

/** Grounds of the communities, in their own colour where the picture is coloured so. */
function drawDiscs({ pen, colour }: Brush, picture: GraphPicture): void {
  const { view, width, height, colours, isByCommunity } = picture;
  for (const { disc } of shownDiscs(picture)) {
    const [x, y, radius] = [disc.x * view.scale + view.x, disc.y * view.scale + view.y, disc.radius * view.scale];
    if (x + radius < 0 || y + radius < 0 || x - radius > width || y - radius > height) continue;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.globalAlpha = 1;
    pen.fillStyle = colour('--graph-disc');
    pen.fill();
    if (isByCommunity) {
      pen.globalAlpha = 0.12;
      pen.fillStyle = colour(colours[disc.hub] ?? '');
      pen.fill();
    }
    pen.globalAlpha = 1;
    pen.strokeStyle = colour('--graph-disc-edge');
    pen.lineWidth = 1;
    pen.stroke();
  }
}

/** Edges of one width and tone are one path: ten thousand are drawn in twenty strokes. */
function drawEdges({ pen, colour }: Brush, picture: GraphPicture, edges: readonly number[]): void {
  const { emphasis } = picture;
  const isWhole = isOverview(picture);
  pen.globalAlpha = emphasis !== null ? FAINT : isWhole ? 0.45 : 0.9;
  const thinner = isWhole ? 0.6 : 1;
  for (const [key, of] of edgeClasses(picture, edges)) {
    pen.lineWidth = (EDGE_WIDTHS[Math.floor(key / EDGE_TONES)] ?? 1) * thinner;
    pen.strokeStyle = colour(`--graph-edge-${key % EDGE_TONES}`);
    stroke(pen, picture, of);
  }
  if (emphasis === null) return;
  pen.globalAlpha = 0.95;
  pen.strokeStyle = colour('--accent');
  for (const edge of emphasis.edges) {
    if (picture.part.edges[edge] !== 1 || picture.weights[edge] === 0) continue;
    pen.lineWidth = emphasisWidth(picture, edge);
    stroke(pen, picture, [edge]);
  }
}

/** The width of a link that stands out: thin where hundreds do. */
export function emphasisWidth(picture: GraphPicture, edge: number): number {
  const width = EDGE_WIDTHS[widthClass(picture.weights[edge] ?? 0)] ?? 1;
  const many = (picture.emphasis?.edges.size ?? 0) > 100;
  return many ? width * 0.6 : Math.max(1.5, width);
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
  readonly number[],
  { readonly weights: unknown; readonly classes: ReadonlyMap<number, number[]> }
>();

/** Edges by width and tone, the thin and old first. */
function edgeClasses(
  { model, weights }: GraphPicture,
  edges: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const known = knownClasses.get(edges);
  if (known?.weights === weights) return known.classes;
  const found = new Map<number, number[]>();
  for (const edge of edges) {
    const key = widthClass(weights[edge] ?? 0) * EDGE_TONES + toneClass(model, edge);
    const of = found.get(key);
    if (of === undefined) found.set(key, [edge]);
    else of.push(edge);
  }
  const classes = new Map([...found].sort(([a], [b]) => a - b));
  knownClasses.set(edges, { weights, classes });
  return classes;
}

function drawNodes({ pen, colour }: Brush, picture: GraphPicture): void {
  const { model, part, positions, colours, view, width, height, emphasis, chosen, pinned } = picture;
  const groups = new Map<string, number[]>();
  const active = activeNodes(picture);
  part.nodes.forEach((isShown, node) => {
    const x = (positions[node * 2] ?? 0) * view.scale + view.x;
    const y = (positions[node * 2 + 1] ?? 0) * view.scale + view.y;
    if (isShown === 0 || x < -20 || y < -20 || x > width + 20 || y > height + 20) return;
    const isFaint = emphasis?.nodes.has(node) === false || active[node] === 0;
    const isEdged = radiusIn(picture, node) >= LEAST_EDGED_PX;
    const key = `${isFaint ? 0 : 1}${isEdged ? 1 : 0} ${colours[node] ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  });
  pen.strokeStyle = colour('--surface');
  pen.lineWidth = 1.5;
  for (const [key, nodes] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    pen.globalAlpha = key.startsWith('0') ? 0.28 : 1;
    pen.fillStyle = colour(key.slice(3));
    pen.beginPath();
    for (const node of nodes) outline(pen, picture, node, 0);
    pen.fill();
    if (key[1] === '1') pen.stroke();
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
function outline(pen: CanvasRenderingContext2D, picture: GraphPicture, node: number, more: number): void {
  const { model, positions, view } = picture;
  const x = (positions[node * 2] ?? 0) * view.scale + view.x;
  const y = (positions[node * 2 + 1] ?? 0) * view.scale + view.y;
  const radius = radiusIn(picture, node) + more;
  if (model.graph.nodes[node]?.kind === 'conversation')
    pen.roundRect(x - radius, y - radius, radius * 2, radius * 2, Math.min(3, radius / 3));
  else {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

function drawLabels({ pen, colour }: Brush, picture: GraphPicture, family: string): void {
  const font = (isStrong: boolean): string => `${isStrong ? '600 ' : ''}12px ${family}`;
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  pen.lineWidth = 4;
  const isWhole = isOverview(picture);
  const measure = (text: string, isStrong: boolean): number => {
    pen.font = font(isStrong);
    return pen.measureText(text).width;
  };
  for (const { label, isFaint, isStrong } of graphLabels(picture, measure)) {
    pen.font = font(isStrong);
    pen.globalAlpha = isFaint ? 0.35 : 1;
    pen.strokeStyle = colour('--surface');
    pen.strokeText(label.text, label.x, label.y);
    pen.fillStyle = colour(isWhole && !isStrong ? '--ink-muted' : '--ink');
    pen.fillText(label.text, label.x, label.y);
  }
}
