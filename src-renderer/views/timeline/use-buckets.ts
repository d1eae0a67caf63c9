import { useEffect, useMemo, useState } from 'react';
import type { Buckets, Filter, Params } from '../../../src-main/contract/index.ts';
import { client } from '../../engine/client.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { WINDOW_BUCKETS, bucketsOfDays, windowOf } from './bucket-window.ts';
import type { ChartBy } from './chart-series.ts';
import { panSpan, wholeSpan, zoomSpan, type Span } from './span.ts';

type Asked = Params<'timeline.buckets'>;

const WHOLE_BUCKETS = 400;
/** A span must stand still so long before its neighbours are asked for. */
const CALM_MS = 300;

/** What the chart draws: counts around the span shown, and over the whole. */
export interface ShownBuckets {
  /** Null while nothing has come, and when nothing has a time. */
  readonly all: Span | null;
  readonly buckets: Buckets | null;
  /** What the buckets are counted by: the former choice while they are pending. */
  readonly by: ChartBy;
  /** Calls, deletions and other events apart, over the same window. */
  readonly marks: Buckets | null;
  readonly whole: Buckets | null;
  /** The same over the whole. */
  readonly wholeMarks: Buckets | null;
  /** What is given belongs to the filter or choice before this one, whose own is on its way. */
  readonly isPending: boolean;
  readonly error: Error | null;
}

/** Counts for a span, from a window about it that neighbouring spans share; the next zooms and moves are asked for ahead. */
export function useBuckets(filter: Filter, by: ChartBy, top: number, span: Span | null): ShownBuckets {
  const whole = useEngine('timeline.buckets', wholeOf(filter, by, top), { keepPrevious: true });
  const wholeMarks = useEngine('timeline.buckets', wholeOf(filter, 'mark', top), { keepPrevious: true });
  const [counted, setCounted] = useState(by);
  if (whole.data !== undefined && !whole.isPlaceholderData && counted !== by) setCounted(by);
  const all = useMemo(() => (whole.data === undefined ? null : wholeSpan(whole.data)), [whole.data]);
  const window = span === null || all === null ? null : windowOf(span, all);
  // What is known of the same filter goes on being drawn, moved and scaled, where it reaches over the span.
  const isOf = (wanted: Asked) => (known: Asked) => covers(known, span) && isAlike(known, wanted);
  const partAsked = window === null || all === null ? null : partOf(filter, by, top, window, all);
  const marksAsked = window === null || all === null ? null : partOf(filter, 'mark', top, window, all);
  const part = useEngine('timeline.buckets', partAsked, partAsked === null ? {} : { keepPrevious: isOf(partAsked) });
  const marks = useEngine('timeline.buckets', marksAsked, marksAsked === null ? {} : { keepPrevious: isOf(marksAsked) }); // prettier-ignore
  useEffect(() => {
    if (all === null) return undefined;
    const run = { isOver: false };
    const timer = setTimeout(() => {
      void prefetch(filter, by, top, span ?? all, all, run);
    }, CALM_MS);
    return () => {
      run.isOver = true;
      clearTimeout(timer);
    };
  }, [filter, by, top, span, all]);
  const isPending = whole.isPlaceholderData || wholeMarks.isPlaceholderData;
  return {
    all,
    buckets: (window === null || isPending ? null : part.data) ?? whole.data ?? null,
    by: whole.isPlaceholderData ? counted : by,
    marks: (window === null || isPending ? null : marks.data) ?? wholeMarks.data ?? null,
    whole: whole.data ?? null,
    wholeMarks: wholeMarks.data ?? null,
    isPending,
    error: whole.error ?? part.error ?? marks.error ?? wholeMarks.error,
  };
}

/** Whether what was asked for reaches over a span; what was asked for without limits does. */
function covers(known: Asked, span: Span | null): boolean {
  return span !== null && (known.fromMs ?? -Infinity) <= span.fromMs && (known.toMs ?? Infinity) >= span.toMs;
}

/** The same but for the times and the number of pieces. */
function isAlike(known: Asked, wanted: Asked): boolean {
  const restOf = ({ filter, by, top }: Asked): string => JSON.stringify([filter, by, top]);
  return restOf(known) === restOf(wanted);
}

type By = NonNullable<Asked['by']>;

function wholeOf(filter: Filter, by: By, top: number): Asked {
  return { filter, buckets: WHOLE_BUCKETS, by, ...(by !== 'none' && by !== 'mark' && { top }) };
}

function partOf(filter: Filter, by: By, top: number, window: Span | 'days', all: Span): Asked {
  if (window === 'days') return { ...wholeOf(filter, by, top), buckets: bucketsOfDays(all) };
  return { ...wholeOf(filter, by, top), ...window, buckets: WINDOW_BUCKETS };
}

/**
 * The windows one zoom in, one zoom out and one screen to either side; what is known is not asked again. One after another, and
 * no more once the span moves on: what the screen waits for stands behind one of them at most.
 */
async function prefetch(
  filter: Filter,
  by: By,
  top: number,
  span: Span,
  all: Span,
  run: { isOver: boolean },
): Promise<void> {
  const near = [zoomSpan(span, 0.5, 0.5), zoomSpan(span, 2, 0.5), panSpan(span, 1), panSpan(span, -1)];
  for (const next of near) {
    const window = windowOf(next, all);
    if (window === null || (window !== 'days' && (window.toMs <= all.fromMs || window.fromMs >= all.toMs))) continue;
    for (const params of [partOf(filter, by, top, window, all), partOf(filter, 'mark', top, window, all)]) {
      if (run.isOver) return;
      await client
        .query({
          queryKey: ['timeline.buckets', params],
          queryFn: ({ signal }) => ask('timeline.buckets', params, signal),
        })
        // What fails ahead of time is asked again, and said, when it is needed.
        .catch(() => undefined);
    }
  }
}
