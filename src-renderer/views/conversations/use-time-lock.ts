import { useEffect } from 'react';
import type { Filter, ItemView } from '../../../src-main/contract/index.ts';
import type { Span } from '../../components/place-rows.ts';
import type { AnchoredRows } from '../../components/use-anchored-rows.ts';
import { ask } from '../../engine/use-engine.ts';

/** Two panes that are kept at one time: the one last worked in leads, the other goes after it. */
export interface TimeLock {
  readonly isLeader: () => boolean;
  /** The time at the top of the leading pane, ms UTC; null before any is known. */
  readonly timeMs: number | null;
  readonly report: (timeMs: number) => void;
}

const SETTLE_MS = 120;

/** Tells the other pane the time at the top of this one, or goes to the time the other tells. Null: not locked. */
export function useTimeLock(
  lock: TimeLock | null,
  filter: Filter,
  list: AnchoredRows,
  onScreen: Span | null,
  row: (index: number) => ItemView | null,
): void {
  const top = onScreen === null ? null : firstTime(onScreen, row);
  useEffect(() => {
    if (lock === null || top === null || !lock.isLeader()) return undefined;
    const timer = setTimeout(() => {
      if (lock.isLeader()) lock.report(top);
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [lock, top]);

  const wanted = lock?.timeMs ?? null;
  const name = JSON.stringify(filter);
  useEffect(() => {
    if (lock === null || wanted === null || lock.isLeader()) return undefined;
    const stop = new AbortController();
    ask('item.page', { filter, at: { timeMs: wanted }, limit: 1 }, stop.signal).then(
      (page) => {
        if (!stop.signal.aborted && page.total > 0) list.goTo(Math.min(page.first, page.total - 1), 'start');
      },
      // What the engine refuses here it refuses to the pane's own questions too, which say so.
      () => undefined,
    );
    return () => {
      stop.abort();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new time leads on, not a new rendering
  }, [wanted, name, lock === null]);
}

function firstTime(span: Span, row: (index: number) => ItemView | null): number | null {
  for (let index = span.from; index <= span.to; index += 1) {
    const timeMs = row(index)?.timeMs ?? null;
    if (timeMs !== null) return timeMs;
  }
  return null;
}
