import { expect, it } from 'vitest';
import { regexProblemAt } from './regex-problem.ts';

it.each([
  ['a(b', 1], ['a)b', 1], ['x[ab', 1], ['a**', 2], ['*a', 0], ['a{2}{3}', 4], ['a{', 1], ['a}', 1], ['ab\\', 2], ['(?:a|+)', 5], ['a]', 1],
] as const)('shows where %j goes wrong', (pattern, at) => {
  expect(() => new RegExp(pattern, 'u')).toThrow();
  expect(regexProblemAt(pattern)).toBe(at);
}); // prettier-ignore

it.each(['a(?<year>\\d{4})+?', '[\\]({]{2,}?', '(?<=a)b*', '\\b\\d{4}-\\d{4}\\b', 'a|b|'])('has nothing to say of %j', (pattern) => {
  expect(() => new RegExp(pattern, 'u')).not.toThrow();
  expect(regexProblemAt(pattern)).toBeNull();
}); // prettier-ignore
