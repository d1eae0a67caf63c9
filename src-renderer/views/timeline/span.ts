import type { Buckets } from '../../../src-main/contract/index.ts';

/** A stretch of time: from inclusive, to exclusive, milliseconds UTC. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const SHORTEST_MS = 10_000;
const YEAR_MS = 31_557_600_000;

/** Length of a bucket in milliseconds; months and years at their mean, for drawing. */
export function bucketMs(buckets: Pick<Buckets, 'unit' | 'step'>): number {
  if (buckets.unit === 'ms') return buckets.step;
  return (buckets.unit === 'year' ? YEAR_MS : YEAR_MS / 12) * buckets.step;
}

/** The span that covers every bucket; null without buckets. */
export function wholeSpan(buckets: Buckets): Span | null {
  const first = buckets.starts[0];
  const last = buckets.starts.at(-1);
  if (first === undefined || last === undefined) return null;
  return { fromMs: first, toMs: last + bucketMs(buckets) };
}

/** Scales a span by `factor` about the point at `at` (0 to 1 of its length). */
export function zoomSpan(span: Span, factor: number, at: number): Span {
  const length = span.toMs - span.fromMs;
  const centre = span.fromMs + length * at;
  const next = Math.max(SHORTEST_MS, length * factor);
  return { fromMs: centre - next * at, toMs: centre + next * (1 - at) };
}

/** Moves a span by a fraction of its length. */
export function panSpan(span: Span, fraction: number): Span {
  const by = (span.toMs - span.fromMs) * fraction;
  return { fromMs: span.fromMs + by, toMs: span.toMs + by };
}

/** The span moved no more than it takes for an instant to lie in it. */
export function spanAround(span: Span, ms: number): Span {
  const by = Math.max(0, ms - span.toMs) - Math.max(0, span.fromMs - ms);
  return by === 0 ? span : { fromMs: span.fromMs + by, toMs: span.toMs + by };
}

/** Keeps a span inside another one. */
export function clampSpan(span: Span, within: Span): Span {
  const length = Math.min(span.toMs - span.fromMs, within.toMs - within.fromMs);
  const fromMs = Math.min(Math.max(span.fromMs, within.fromMs), within.toMs - length);
  return { fromMs, toMs: fromMs + length };
}

/** The same span in whole milliseconds, nothing of it left out. */
export function wholeMs(span: Span): Span {
  return { fromMs: Math.floor(span.fromMs), toMs: Math.ceil(span.toMs) };
}

/** The part of all that a kept span shows; null where that is all of it, or nothing. */
export function spanWithin(span: Span | null, all: Span | null): Span | null {
  if (span === null || all === null) return null;
  const clamped = clampSpan(span, all);
  return clamped.fromMs <= all.fromMs && clamped.toMs >= all.toMs ? null : clamped;
}
