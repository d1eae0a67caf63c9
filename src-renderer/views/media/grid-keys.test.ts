import { expect, it } from 'vitest';
import { nextCell } from './grid-keys.ts';

const size = { count: 11, columns: 4, page: 2 };
const press = (key: string, at: number | null, ctrlKey = false) => nextCell({ key, ctrlKey, metaKey: false, altKey: false }, at, size); // prettier-ignore

it.each([
  ['ArrowRight', null, 0], ['ArrowRight', 3, 4], ['ArrowRight', 10, 10], ['ArrowLeft', 0, 0], ['ArrowDown', 1, 5], ['ArrowDown', 7, 10],
  ['ArrowDown', 10, 10], ['ArrowUp', 9, 5], ['ArrowUp', 2, 2], ['PageDown', 1, 9], ['PageUp', 9, 1], ['Home', 6, 4], ['End', 4, 7], ['End', 9, 10],
] as const)('%s from %s leads to %s', (key, from, to) => {
  expect(press(key, from)).toBe(to);
}); // prettier-ignore

it('goes to the ends with Ctrl, and leaves other keys alone', () => {
  expect([press('Home', 6, true), press('End', 1, true)]).toEqual([0, 10]);
  expect([press('x', 1), press('ArrowDown', 1, true)]).toEqual([null, null]);
});
