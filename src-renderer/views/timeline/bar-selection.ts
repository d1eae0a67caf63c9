import type { Buckets } from '../../../src-main/contract/index.ts';
import { firstAfter } from './bucket-window.ts';
import type { Span } from './span.ts';

/** A step of a selection by keys: to the bar before or behind, alone or kept beside those that are selected. */
export interface BarStep {
  readonly forward: boolean;
  readonly extends: boolean;
}

/**
 * The selection after a step from bar to bar; pieces of time without items have no bar and are passed over. From nothing,
 * the bar in the middle of the span shown, else the nearest before it. Null where there is no bar.
 */
export function stepSelection(
  { starts }: Pick<Buckets, 'starts'>,
  ends: readonly number[],
  selection: Span | null,
  span: Span,
  step: BarStep,
): Span | null {
  const bar = (at: number): Span | null => {
    const index = Math.min(starts.length - 1, Math.max(0, at));
    const [fromMs, toMs] = [starts[index], ends[index]];
    return fromMs === undefined || toMs === undefined ? null : { fromMs, toMs };
  };
  if (selection === null) return bar(firstAfter(starts, (span.fromMs + span.toMs) / 2) - 1);
  const first = Math.max(0, firstAfter(starts, selection.fromMs) - 1);
  const last = Math.max(first, firstAfter(starts, selection.toMs - 1) - 1);
  if (!step.extends) return bar(step.forward ? last + 1 : first - 1);
  const isOne = first === last;
  const from = bar(!step.forward && isOne ? first - 1 : first);
  const to = bar(step.forward ? last + 1 : isOne ? last : last - 1);
  return from === null || to === null ? null : { fromMs: from.fromMs, toMs: to.toMs };
}
