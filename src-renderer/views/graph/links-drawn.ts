import type { GraphPicture } from './graph-picture.ts';
import type { CommunityDisc, PackedLayout } from './pack-communities.ts';

/** Links between two communities, drawn as one line. */
export interface Bundle {
  readonly from: CommunityDisc;
  readonly to: CommunityDisc;
  /** Messages and calls. */
  readonly weight: number;
  readonly links: number;
}

/** Which links a picture draws at its zoom, and how many it does not. */
export interface LinksDrawn {
  /** Drawn one by one. */
  readonly edges: readonly number[];
  readonly bundles: readonly Bundle[];
  /** Links that are shown and have something in the span chosen; of what is in view where it is not the overview. */
  readonly of: number;
  /** Links inside the bundles that are drawn. */
  readonly bundled: number;
}

/** Below so many px for a unit of the layout, dots lie too close for links to be told apart. */
const OVERVIEW_SCALE = 8;
const MOST_BUNDLES = 300;
const MOST_EDGES = 6000;

/** True where a large graph is seen as its communities. */
export function isOverview({ packed, view }: Pick<GraphPicture, 'packed' | 'view'>): boolean {
  return packed !== null && view.scale < OVERVIEW_SCALE;
}

/** The scale at which single links of a large graph are drawn and names are read. */
export const READING_SCALE = OVERVIEW_SCALE * 1.75;

const known = new WeakMap<Uint32Array, { readonly part: unknown; readonly packed: unknown; readonly links: LinksDrawn }>(); // prettier-ignore

/**
 * All links of a small graph. Of a large one seen whole: the link of each node to the one it hangs on, links between
 * those others hang on, and a line between communities for all between them, the heaviest 300; nearer, the links
 * of what is in view, the heaviest 6,000.
 */
export function linksDrawn(picture: GraphPicture): LinksDrawn {
  const { packed, part, weights } = picture;
  if (packed !== null && !isOverview(picture)) return linksInView(picture);
  const before = known.get(weights);
  if (before?.part === part && before.packed === packed) return before.links;
  const links = packed === null ? allLinks(picture) : linksOverall(picture, packed);
  known.set(weights, { part, packed, links });
  return links;
}

function* shownLinks({ part, weights }: GraphPicture): IterableIterator<number> {
  for (let edge = 0; edge < part.edges.length; edge += 1) if (part.edges[edge] === 1 && weights[edge] !== 0) yield edge;
}

function allLinks(picture: GraphPicture): LinksDrawn {
  const edges = [...shownLinks(picture)];
  return { edges, bundles: [], of: edges.length, bundled: 0 };
}

function linksOverall(picture: GraphPicture, { hubs, communities, discs }: PackedLayout): LinksDrawn {
  const { model, weights } = picture;
  const edges: number[] = [];
  const between = new Map<number, { weight: number; links: number }>();
  let of = 0;
  for (const edge of shownLinks(picture)) {
    of += 1;
    const [a = 0, b = 0] = [model.from[edge], model.to[edge]];
    const [one = 0, other = 0] = [communities[a], communities[b]];
    if (one === other) {
      if (hubs[a] === b || hubs[b] === a || (hubs[a] === a && hubs[b] === b)) edges.push(edge);
      continue;
    }
    const name = Math.min(one, other) * discs.length + Math.max(one, other);
    const bundle = between.get(name) ?? { weight: 0, links: 0 };
    between.set(name, bundle);
    bundle.weight += weights[edge] ?? 0;
    bundle.links += 1;
  }
  const bundles = [...between]
    .sort(([a, { weight }], [b, more]) => more.weight - weight || a - b)
    .slice(0, MOST_BUNDLES)
    .flatMap(([name, bundle]): Bundle[] => {
      const [from, to] = [discs[Math.floor(name / discs.length)], discs[name % discs.length]];
      return from === undefined || to === undefined ? [] : [{ from, to, ...bundle }];
    });
  return { edges, bundles, of, bundled: bundles.reduce((sum, { links }) => sum + links, 0) };
}

function linksInView(picture: GraphPicture): LinksDrawn {
  const { model, positions, view, width, height, weights } = picture;
  const isSeen = (node: number): boolean => {
    const x = (positions[node * 2] ?? 0) * view.scale + view.x;
    const y = (positions[node * 2 + 1] ?? 0) * view.scale + view.y;
    return x >= 0 && y >= 0 && x <= width && y <= height;
  };
  const edges: number[] = [];
  for (const edge of shownLinks(picture))
    if (isSeen(model.from[edge] ?? 0) || isSeen(model.to[edge] ?? 0)) edges.push(edge);
  const of = edges.length;
  if (of > MOST_EDGES) edges.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  return { edges: edges.slice(0, MOST_EDGES), bundles: [], of, bundled: 0 };
}
