import type { Buckets } from '../../../src-main/contract/index.ts';
import type { Span } from './span.ts';

const QUARTER_MS = 900_000;

const DAY_MS = 86_400_000;
/** Most pieces that the engine gives at once. */
const MOST_BUCKETS = 5000;

/** Pieces of time that are asked for over a window: between 200 and 400 of them lie in the span shown. */
export const WINDOW_BUCKETS = 1600;
/** Windows wider than this are not asked for: the whole by days, which the case keeps counted, serves them all. */
const WIDEST_MS = 130 * DAY_MS;

/**
 * The window that is asked for to show a span: twice to four times as wide, its ends on a grid that doubles with each
 * level of zoom, so that spans near each other share one answer. Null when it would
 * cover all there is; the whole by days for a wide one.
 */
export function windowOf(span: Span, all: Span): Span | 'days' | null {
  const level = Math.ceil(Math.log2((span.toMs - span.fromMs) / QUARTER_MS));
  const size = QUARTER_MS * 2 ** level;
  const first = Math.floor(span.fromMs / size) - 1;
  const window = { fromMs: Math.floor(first * size), toMs: Math.ceil((first + 4) * size) };
  if (window.toMs - window.fromMs > WIDEST_MS) return isByDays(all) ? 'days' : null;
  return window.fromMs <= all.fromMs && window.toMs >= all.toMs ? null : window;
}

/** So many pieces that the whole is cut by days. */
export function bucketsOfDays(all: Span): number {
  return Math.ceil((all.toMs - all.fromMs) / DAY_MS) + 1;
}

function isByDays(all: Span): boolean {
  return bucketsOfDays(all) <= MOST_BUCKETS;
}

/** The end of each bucket, exclusive, ms UTC: the next one's start where that follows at once. */
export function bucketEnds({ starts }: Pick<Buckets, 'starts'>, lengthMs: number): readonly number[] {
  return starts.map((start, index) => {
    const next = starts[index + 1] ?? Infinity;
    return next - start < lengthMs * 1.2 ? next : start + lengthMs;
  });
}

/** The bucket in which an instant lies; null between buckets. */
export function bucketAt(starts: readonly number[], ends: readonly number[], ms: number): number | null {
  const index = firstAfter(starts, ms) - 1;
  const end = ends[index];
  return end !== undefined && ms < end ? index : null;
}

/** Position of the first start that lies after an instant. */
export function firstAfter(starts: readonly number[], ms: number): number {
  let from = 0;
  let to = starts.length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((starts[middle] ?? 0) > ms) to = middle;
    else from = middle + 1;
  }
  return from;
}
