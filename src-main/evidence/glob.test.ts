import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

const matches = (pattern: string, path: string): boolean => compileGlob(pattern).matches(path);

test.each([
  ['*.db', 'a.db', true],
  ['*.db', 'x/a.db', false],
  ['**/*.db', 'a.db', true],
  ['**/*.db', 'x/y/a.db', true],
  ['**', 'x/y', true],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'ab', false],
  ['**/b', 'xb', false],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['{a,b/*}.{db,sqlite}', 'b/x.sqlite', true],
  ['{a,b/*}.{db,sqlite}', 'c.db', false],
  ['x{,.old}', 'x', true],
  ['x{,.old}', 'x.old', true],
  ['a/*/msgstore*.db', 'a/b/msgstore-2.db', true],
  ['**/**/x', 'x', true],
  ['lit[era]l.+', 'lit[era]l.+', true],
  ['', '', true],
])('%s against %s: %s', (pattern, path, expected) => {
  expect(matches(pattern, path)).toBe(expected);
});

test('agrees with regular expressions on random patterns and paths', () => {
  const piece = fc.constantFrom('a', 'b', '/', '*', '?', '**', '**/', '.');
  const path = fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), path, (pieces, characters) => {
      const pattern = pieces.join('').replaceAll(/\*{3,}/g, '**');
      const text = characters.join('');
      const source = pattern.replaceAll(/(?<=^|\/)\*\*\/|\*\*|\*|\?|\./g, (token) =>
        token === '**/' ? '(?:.*/)?' : token === '**' ? '.*' : token === '*' ? '[^/]*' : token === '?' ? '[^/]' : '\\.',
      );
      expect(matches(pattern, text), `${pattern} ${text}`).toBe(new RegExp(`^${source}$`, 's').test(text));
    }),
    { seed: 20_220_601, numRuns: 3000 },
  );
});

test('hostile patterns take time in proportion to their length', () => {
  expect(matches(`${'*a'.repeat(50)}*b`, `${'a'.repeat(5000)}c`)).toBe(false);
  expect(matches(`${'**/a/'.repeat(50)}b`, `${'a/'.repeat(2000)}c`)).toBe(false);
});

test('keeps to the folder that every match lies in', () => {
  expect(compileGlob('data/data/*/x').prefix).toBe('data/data/');
  expect(compileGlob('{a/b,a/c}/x').prefix).toBe('');
  expect(compileGlob('**/x').prefix).toBe('');
});
