import type { Buckets } from '../../../src-main/contract/index.ts';
import { nextDay, shownDate, startOfDay } from '../../time/format.ts';

const DAY_MS = 86_400_000;
/** Beyond so many, empty pieces are not drawn: two lone dates far apart would fill the chart with nothing. */
const MOST = 400;

/** One piece of time; `toMs` is exclusive. `index` is its place in the buckets, null for an empty one. */
export interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
  readonly index: number | null;
}

/** The pieces of the buckets with the empty ones between them, cut in `zone`. */
export function fillBuckets(buckets: Pick<Buckets, 'unit' | 'step' | 'starts'>, zone: string): readonly Piece[] {
  const pieces: Piece[] = [];
  buckets.starts.forEach((start, index) => {
    const next = buckets.starts[index + 1] ?? Infinity;
    let end = Math.min(endOf(start, buckets, zone), next);
    pieces.push({ fromMs: start, toMs: end, index });
    while (end < next && next !== Infinity && pieces.length < MOST) {
      const fromMs = end;
      end = Math.min(endOf(fromMs, buckets, zone), next);
      pieces.push({ fromMs, toMs: end, index: null });
    }
  });
  return pieces;
}

/** The instant at which the next piece begins. */
function endOf(startMs: number, { unit, step }: Pick<Buckets, 'unit' | 'step'>, zone: string): number {
  if (unit === 'ms' && step < DAY_MS) return startMs + step;
  const day = shownDate(startMs, zone);
  const next = unit === 'ms' ? addDays(day, step / DAY_MS) : addMonths(day, unit === 'month' ? 1 : 12);
  return startOfDay(next, zone) ?? startMs + step;
}

function addDays(day: string, days: number): string {
  let next = day;
  for (let i = 0; i < days; i += 1) next = nextDay(next);
  return next;
}

/** The first day of the month that lies so many months after a day's own. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}
