import { expect, it, test } from 'vitest';
import { countCharacters, startOf } from './start-of.ts';

it.each([
  ['a surrogate pair', `${'a'.repeat(9)}🦊b`, 9],
  ['a family of four', `${'a'.repeat(3)}👨‍👩‍👧‍👦b`, 3],
  ['a letter with its marks', `${'a'.repeat(8)}e\u0301\u0302\u0303b`, 8],
  ['a flag', `${'a'.repeat(7)}🇩🇪b`, 7],
  ['a line end of two characters', `${'a'.repeat(9)}\r\nb`, 9],
])('does not cut %s', (_, text, end) => {
  expect(startOf(text, 10)).toBe(text.slice(0, end));
});

it('gives as much as there is room for', () => {
  expect(startOf('abcdef', 4)).toBe('abcd');
  expect(startOf('abcdef', 6)).toBe('abcdef');
  expect(startOf('ab🦊', 4)).toBe('ab🦊');
});

it('cuts a character that never ends between code points', () => {
  const endless = `a${'\u0301'.repeat(5000)}`;
  expect(startOf(endless, 2000)).toHaveLength(2000);
  const wide = `x${'\u{1e947}'.repeat(3000)}`;
  expect(startOf(wide, 2000)).toHaveLength(1999);
});

test('characters are counted as code points, halves of pairs each as one', () => {
  for (const text of ['', 'abc', 'a🦊b', '\ud83e', '\udd8aa\ud83e', '🦊\ud83e🦊'])
    expect(countCharacters(text), JSON.stringify(text)).toBe(Array.from(text).length);
});
