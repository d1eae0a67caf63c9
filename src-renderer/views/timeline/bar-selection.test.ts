import { expect, it } from 'vitest';
import { stepSelection } from './bar-selection.ts';

const starts = [0, 10, 20, 50];
const ends = [10, 20, 30, 60];
const span = { fromMs: 0, toMs: 44 };

function after(selection: readonly [number, number] | null, forward: boolean, isExtended: boolean): string {
  const from = selection === null ? null : { fromMs: selection[0], toMs: selection[1] };
  const next = stepSelection({ starts }, ends, from, span, { forward, extends: isExtended });
  return next === null ? 'none' : `${next.fromMs}-${next.toMs}`;
}

it('selects bar by bar from the middle, over pieces of time without any', () => {
  expect(after(null, true, true)).toBe('20-30');
  expect(after([20, 30], true, false)).toBe('50-60');
  expect(after([50, 60], true, false)).toBe('50-60');
  expect(after([10, 30], false, false)).toBe('0-10');
  expect(stepSelection({ starts: [] }, [], null, span, { forward: true, extends: true })).toBeNull();
});

it('grows forward, draws back, and grows backward from a single bar', () => {
  expect(after([10, 20], true, true)).toBe('10-30');
  expect(after([10, 30], true, true)).toBe('10-60');
  expect(after([10, 30], false, true)).toBe('10-20');
  expect(after([10, 20], false, true)).toBe('0-20');
  expect(after([0, 10], false, true)).toBe('0-10');
});
