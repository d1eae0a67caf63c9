import type { AnnotationView, Buckets } from '../../../src-main/contract/index.ts';
import { bucketEnds, firstAfter } from './bucket-window.ts';
import type { ChartSeries } from './chart-series.ts';
import { bucketMs, type Span } from './span.ts';

export const AXIS_PX = 22;
const FLAGS_PX = 18;
const TOP_PX = 14;
export const STRIP_PX = 13;
const LANE_PX = 19;
const STACK_PX = 168;
const SERIES_COLOURS = 8;

/** Kinds of events that have a strip of ticks below the bars, in their order. */
export const STRIPS = ['call', 'deleted'] as const;

/** Everything that a drawing of the chart depends on. */
export interface ChartPicture {
  readonly buckets: Buckets;
  readonly series: readonly ChartSeries[];
  readonly marks: Buckets | null;
  /** What the strips are called; a strip without a mark in the whole case is left out. */
  readonly strips: readonly { readonly name: (typeof STRIPS)[number]; readonly label: string }[];
  readonly annotations: readonly AnnotationView[];
  readonly span: Span;
  readonly zone: string;
  readonly isLanes: boolean;
  readonly width: number;
  /** The time of the row chosen in the table. */
  readonly cursorMs: number | null;
  /** The bucket under the pointer. */
  readonly hover: number | null;
  readonly selection: Span | null;
}

/** Heights from the top down, in px. */
export interface ChartFrame {
  readonly top: number;
  readonly floor: number;
  readonly strips: number;
  readonly height: number;
}

export function frameOf(picture: Pick<ChartPicture, 'annotations' | 'isLanes' | 'series' | 'strips'>): ChartFrame {
  const top = picture.annotations.length > 0 ? FLAGS_PX + TOP_PX : TOP_PX;
  const body = picture.isLanes ? Math.max(1, picture.series.length) * LANE_PX : STACK_PX - top;
  const floor = top + body;
  const strips = floor + 3;
  return { top, floor, strips, height: strips + picture.strips.length * STRIP_PX + AXIS_PX };
}

/** The class that carries a series' colour, for legend and canvas alike. */
export function seriesColour(colour: number | null): string {
  return colour === null ? 'series-rest' : `series-${colour % SERIES_COLOURS}`;
}

/** The buckets on the screen: positions from inclusive, to exclusive, and the end of each bucket. */
export function visibleBuckets(
  buckets: Buckets,
  span: Span,
): { readonly from: number; readonly to: number; readonly ends: readonly number[] } {
  const ends = endsOf(buckets);
  return {
    from: Math.max(0, firstAfter(buckets.starts, span.fromMs) - 1),
    to: firstAfter(buckets.starts, span.toMs),
    ends,
  };
}

const knownEnds = new WeakMap<Buckets, readonly number[]>();

/** Worked out once for each answer. */
export function endsOf(buckets: Buckets): readonly number[] {
  const known = knownEnds.get(buckets);
  if (known !== undefined) return known;
  const ends = bucketEnds(buckets, bucketMs(buckets));
  knownEnds.set(buckets, ends);
  return ends;
}

/** A canvas being drawn on, with the window's colours by name. */
export interface Brush {
  readonly pen: CanvasRenderingContext2D;
  readonly colour: (name: string) => string;
  readonly x: (ms: number) => number;
}

/** At most so many letters. */
export function clip(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
