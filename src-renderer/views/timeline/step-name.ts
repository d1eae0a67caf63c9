import type { Buckets } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';

const STEPS = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** How long one bar of the chart is, in words: `6 hours`. */
export function stepName(buckets: Pick<Buckets, 'unit' | 'step'>, m: Messages): string {
  if (buckets.unit !== 'ms') return m.timeline.unit[buckets.unit](buckets.step);
  for (const [name, ms] of STEPS) {
    if (buckets.step >= ms && buckets.step % ms === 0) return m.timeline.unit[name](buckets.step / ms);
  }
  return `${buckets.step} ms`;
}
