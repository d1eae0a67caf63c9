import { startTransition, useEffect, useState } from 'react';
import type { Filter, ItemOrder } from '../../../src-main/contract/index.ts';
import { readFirstRows } from './item-rows.ts';
import { wholeMs, type Span } from './span.ts';

const CALM_MS = 140;

/** The span that the table is of, in whole milliseconds; null for the whole. */
export interface Settled {
  readonly span: Span | null;
  /** The chart shows another span; its rows are on their way. */
  readonly isBehind: boolean;
}

/** A span once it has stopped changing and its first rows are there: until then the table stays with the one before. */
export function useSettled(span: Span | null, filter: Filter, order: ItemOrder | null): Settled {
  const [settled, setSettled] = useState<Span | null>(span === null ? null : wholeMs(span));
  const [fromMs, toMs] = span === null ? [null, null] : [wholeMs(span).fromMs, wholeMs(span).toMs];
  const isBehind = (settled?.fromMs ?? null) !== fromMs || (settled?.toMs ?? null) !== toMs;
  useEffect(() => {
    if (!isBehind) return undefined;
    let isLate = false;
    const next = fromMs === null ? null : { fromMs, toMs };
    const timer = setTimeout(
      () => {
        void readFirstRows(next === null ? filter : { ...filter, ...next }, order).then(() => {
          // Drawn in pieces: the next turn of the wheel comes before the rest of the table.
          if (!isLate) startTransition(() => { setSettled(next); }); // prettier-ignore
        });
      },
      next === null ? 0 : CALM_MS,
    );
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [isBehind, fromMs, toMs, filter, order]);
  return { span: settled, isBehind };
}
