const INTERVALS = 4;
const LETTER = 6.4;
const MIN_GAP = 40;

/** Whole round counts from 0 to at least `most`, at most five of them, evenly spaced. */
export function countTicks(most: number): readonly number[] {
  const least = Math.max(1, most / INTERVALS);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((size) => size >= least && Number.isInteger(size)) ?? 1; // prettier-ignore
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, index) => index * step);
}

/** A label below an axis: which one, where from the axis' start in CSS pixels, and how it hangs there. */
export interface PlacedTick {
  readonly index: number;
  readonly x: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Labels of bars `bar` pixels wide that fit side by side: the first, the last and evenly spaced ones between them. */
export function placeTicks(labels: readonly string[], bar: number): readonly PlacedTick[] {
  const last = labels.length - 1;
  if (last < 0) return [];
  const widest = Math.max(...labels.map((label) => label.length)) * LETTER + MIN_GAP;
  const steps = Math.max(1, Math.min(last, Math.floor((last * bar) / widest)));
  const chosen = last === 0 ? [0] : Array.from({ length: steps + 1 }, (_, step) => Math.round((last * step) / steps));
  return chosen.map((index) => {
    if (index === 0) return { index, x: 0, anchor: 'start' };
    if (index === last) return { index, x: (last + 1) * bar, anchor: 'end' };
    return { index, x: (index + 0.5) * bar, anchor: 'middle' };
  });
}
