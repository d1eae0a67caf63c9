import { startOf } from '../../text/start-of.ts';
import { drawnVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { activeNodes } from './graph-look.ts';
import type { GraphModel } from './graph-model.ts';
import { radiusIn, shownDiscs, type GraphPicture } from './graph-picture.ts';
import { isOverview } from './links-drawn.ts';
import { placeLabels, type Label, type PlacedLabel } from './place-labels.ts';

const LABEL_LETTERS = 26;
/** Labels that are tried, the weightiest first: more would not find room. */
const MOST_LABELS = 260;
/** Room for one hub's label in a picture seen whole, so that the names of communities stand out. */
const PX_FOR_HUB = 16_000;

/** A label that found room. */
export interface GraphLabel {
  readonly label: PlacedLabel;
  readonly isFaint: boolean;
  /** The name of a community. */
  readonly isStrong: boolean;
}

type Tried = Label & Omit<GraphLabel, 'label'>;

/**
 * Labels that have room: those of what stands out, then communities with how many of them are shown, then nodes by
 * messages; seen whole, of a large graph the hubs alone.
 */
export function graphLabels(
  picture: GraphPicture,
  measure: (text: string, isStrong: boolean) => number,
): readonly GraphLabel[] {
  const { model, part, positions, view, width, height, emphasis, packed } = picture;
  const isWhole = isOverview(picture);
  const active = activeNodes(picture);
  const isNear = (node: number): boolean => emphasis === null || emphasis.nodes.has(node);
  const isSeen = (node: number): boolean => {
    const x = (positions[node * 2] ?? 0) * view.scale + view.x;
    const y = (positions[node * 2 + 1] ?? 0) * view.scale + view.y;
    return part.nodes[node] === 1 && active[node] === 1 && x >= 0 && x <= width && y >= 0 && y <= height;
  };
  const labelAt = (node: number, text: string, isStrong: boolean): Tried => ({
    text,
    x: (positions[node * 2] ?? 0) * view.scale + view.x,
    y: (positions[node * 2 + 1] ?? 0) * view.scale + view.y,
    radius: radiusIn(picture, node),
    width: measure(text, isStrong),
    isFaint: !isNear(node),
    isStrong,
  });
  const nameOf = (node: number): string => shorten(drawnVisible(model.graph.nodes[node]?.label ?? ''));
  const discs = isWhole ? shownDiscs(picture).filter(({ disc }) => isSeen(disc.hub)) : [];
  const named = new Set(discs.map(({ disc }) => disc.hub));
  // Of a large graph, names of what does not stand out would bury those of what does.
  const isNamed = (node: number): boolean => packed === null || (emphasis === null ? !isWhole : isNear(node)) || packed.hubs[node] === node; // prettier-ignore
  const seen = byMessages(model).filter((node) => isSeen(node) && !named.has(node) && isNamed(node));
  const nodes = emphasis === null ? seen : [...seen.filter(isNear), ...seen.filter((node) => !isNear(node))];
  // In a span of time, those with anything in it.
  const members = new Uint32Array(packed?.discs.length ?? 0);
  if (isWhole)
    packed?.communities.forEach((community, node) => {
      if (part.nodes[node] === 1 && active[node] === 1) members[community] = (members[community] ?? 0) + 1;
    });
  const communities = discs.map(({ disc }) => labelAt(disc.hub, `${nameOf(disc.hub)} · ${showCount(members[disc.community] ?? 0)}`, true)); // prettier-ignore
  const most = isWhole && emphasis === null ? Math.round((width * height) / PX_FOR_HUB) : MOST_LABELS;
  const tried = [...communities, ...nodes.slice(0, most).map((node) => labelAt(node, nameOf(node), false))];
  return placeLabels(tried, width).flatMap((label, at) => {
    const { isFaint = false, isStrong = false } = tried[at] ?? {};
    return label === null ? [] : [{ label, isFaint, isStrong }];
  });
}

const knownOrders = new WeakMap<GraphModel, readonly number[]>();

function byMessages(model: GraphModel): readonly number[] {
  const { nodes } = model.graph;
  const order =
    knownOrders.get(model) ??
    nodes.map((_, node) => node).sort((a, b) => (nodes[b]?.messages ?? 0) - (nodes[a]?.messages ?? 0));
  knownOrders.set(model, order);
  return order;
}

function shorten(text: string): string {
  return text.length <= LABEL_LETTERS ? text : `${startOf(text, LABEL_LETTERS - 1)}…`;
}
