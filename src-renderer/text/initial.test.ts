import { expect, test } from 'vitest';
import { initialOf } from './initial.ts';

test('the initial is the first letter or digit that is seen', () => {
  expect(initialOf('ben London')).toBe('B');
  expect(initialOf('김지훈')).toBe('김');
  expect(initialOf('\u202e../<b>odd')).toBe('B');
  expect(initialOf('+44 7700 900102')).toBe('4');
  expect(initialOf('🦀')).toBe('#');
});
