import { expect, test } from 'vitest';
import { countPicks, isPicked, toggled, withRange } from './picks.ts';

test('ranges join where they touch, and positions leave from anywhere in them', () => {
  const one = withRange([], 9, 5);
  expect(one).toEqual([{ from: 5, to: 9 }]);
  const two = withRange(withRange(one, 20, 22), 1, 1);
  expect(two).toEqual([
    { from: 1, to: 1 },
    { from: 5, to: 9 },
    { from: 20, to: 22 },
  ]);
  expect(withRange(two, 10, 19)).toEqual([
    { from: 1, to: 1 },
    { from: 5, to: 22 },
  ]);
  expect(toggled(two, 7)).toEqual([
    { from: 1, to: 1 },
    { from: 5, to: 6 },
    { from: 8, to: 9 },
    { from: 20, to: 22 },
  ]);
  expect(toggled(two, 1)).toEqual(two.slice(1));
  expect(countPicks(two)).toBe(9);
  expect(isPicked(two, 21)).toBe(true);
  expect(isPicked(two, 10)).toBe(false);
});
