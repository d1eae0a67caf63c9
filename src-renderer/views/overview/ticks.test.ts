import { expect, test } from 'vitest';
import { countTicks, placeTicks } from './ticks.ts';

test('a scale has whole round counts, five at most, and reaches the fullest bar', () => {
  expect(countTicks(0)).toEqual([0, 1]);
  expect(countTicks(1)).toEqual([0, 1]);
  expect(countTicks(3)).toEqual([0, 1, 2, 3]);
  expect(countTicks(9)).toEqual([0, 5, 10]);
  expect(countTicks(100)).toEqual([0, 25, 50, 75, 100]);
  for (const most of [2, 7, 11, 23, 99, 101, 4321, 999_999, 1_000_001]) {
    const ticks = countTicks(most);
    expect(ticks.length).toBeLessThanOrEqual(5);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
    expect(ticks.every(Number.isInteger)).toBe(true);
  }
});

test('labels below bars keep their distance and name the ends', () => {
  const days = Array.from({ length: 60 }, (_, day) => `2024-03-${String(day).padStart(2, '0')}`);
  const placed = placeTicks(days, 9);
  expect(placed[0]).toEqual({ index: 0, x: 0, anchor: 'start' });
  expect(placed.at(-1)).toEqual({ index: 59, x: 540, anchor: 'end' });
  expect(placed.length).toBe(6);
  expect(placeTicks(['2024'], 500)).toEqual([{ index: 0, x: 0, anchor: 'start' }]);
  expect(placeTicks([], 9)).toEqual([]);
  expect(placeTicks(days.slice(0, 3), 1).map(({ index }) => index)).toEqual([0, 2]);
});
