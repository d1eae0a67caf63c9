import type { Query } from '@tanstack/react-query';
import type { MarkedItem } from '../../src-main/contract/index.ts';
import { putMarks } from '../marks/show-marks.ts';
import { transport } from '../transport/index.ts';
import { client } from './client.ts';
import { hasEnded, rememberJob } from './jobs.ts';
import { asksForMarks, staleBy, type Cause } from './stale.ts';

/** Counts of marks are asked for once the hand rests: while keys are pressed, what is on the screen comes first. */
const COUNT_AFTER_MS = 150;
let counting: ReturnType<typeof setTimeout> | undefined;

/** Keeps answers fresh: every push drops what it makes stale. */
export function followPushes(): () => void {
  return transport.onPush((push) => {
    if (push.push === 'case-changed') {
      if (push.what !== 'marks') dropStale([push.what]);
      else if (push.marked === undefined) dropStale(['marks', 'asked-marks', 'row-marks']);
      else putMarked(push.marked);
      return;
    }
    rememberJob(push.job);
    // What a job enters into the custody log at its end comes after everything else it changes.
    if (hasEnded(push.job)) dropStale(['job']);
  });
}

/** Of few items the marks are told: their rows get them, and no list is asked for anew whose filter does not ask for marks. */
function putMarked(items: readonly MarkedItem[]): void {
  clearTimeout(counting);
  counting = setTimeout(() => {
    dropStale(['marks']);
  }, COUNT_AFTER_MS);
  const asking = staleBy('asked-marks');
  const rows = staleBy('row-marks');
  const isStale = ({ queryKey, state }: Query): boolean => {
    const method = String(queryKey[0]);
    if (asking.includes(method) && asksForMarks(queryKey)) return true;
    // Asked before the change, or taken back in the middle: nothing says which marks such an answer has.
    return (
      rows.includes(method) && (state.fetchStatus === 'fetching' || state.data === undefined || state.isInvalidated)
    );
  };
  void client.invalidateQueries({ predicate: isStale });
  putMarks(items);
}

/** In one walk through what is held: it is done after every key of a review. */
function dropStale(causes: readonly Cause[]): void {
  const stale = new Set(causes.flatMap(staleBy));
  void client.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
}
