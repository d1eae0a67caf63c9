import { expect, it } from 'vitest';
import { bucketAt, bucketEnds, bucketsOfDays, windowOf } from './bucket-window.ts';
import { panSpan, zoomSpan, type Span } from './span.ts';

const all: Span = { fromMs: Date.UTC(2000, 0, 1), toMs: Date.UTC(2030, 0, 1) };

it('asks for a window that holds the span with room on both sides, at every zoom', () => {
  for (let length = 10_000; length < 1.8e9; length *= 1.7) {
    const fromMs = Date.UTC(2016, 4, 3) + length / 3;
    const span = { fromMs, toMs: fromMs + length };
    const window = windowOf(span, all);
    if (window === null || window === 'days') throw new Error('nothing asked for');
    expect(window.fromMs).toBeLessThanOrEqual(span.fromMs);
    expect(window.toMs).toBeGreaterThanOrEqual(span.toMs);
    expect((window.toMs - window.fromMs) / length).toBeLessThanOrEqual(8.001);
    expect((window.toMs - window.fromMs) / length).toBeGreaterThanOrEqual(3.999);
  }
});

it('gives spans near each other the same window, so that one answer serves them', () => {
  const span = { fromMs: Date.UTC(2016, 4, 3, 5), toMs: Date.UTC(2016, 4, 4, 3) };
  expect(windowOf(panSpan(span, 0.1), all)).toEqual(windowOf(span, all));
  expect(windowOf(zoomSpan(span, 0.95, 0.5), all)).toEqual(windowOf(span, all));
});

it('shows wide spans from the whole by days, and years by what the whole has where there are too many days', () => {
  const decade = { fromMs: Date.UTC(2012, 0, 1), toMs: Date.UTC(2022, 0, 1) };
  const year = { fromMs: Date.UTC(2016, 0, 1), toMs: Date.UTC(2017, 0, 1) };
  expect(windowOf(year, decade)).toBe('days');
  expect(bucketsOfDays(decade)).toBe(3654);
  expect(windowOf(year, all)).toBeNull();
});

it('asks for nothing more than all there is', () => {
  expect(windowOf(all, all)).toBeNull();
});

it('finds the bucket under a time, and none in a gap', () => {
  const starts = [0, 10, 50];
  const ends = bucketEnds({ starts }, 10);
  expect(ends).toEqual([10, 20, 60]);
  expect([-1, 0, 9, 10, 19, 20, 49, 50, 59, 60].map((ms) => bucketAt(starts, ends, ms))).toEqual([
    null,
    0,
    0,
    1,
    1,
    null,
    null,
    2,
    2,
    null,
  ]);
});
