import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { badLines, REFUSED } from './fixture-wording.ts';

/** Sentences in which a refused word claims no more than records show, each with its reason. */
const ALLOWED: readonly { readonly sentence: string; readonly because: string }[] = [];

const FILES = ['words.ts', 'document/method.ts', 'document/check.ts', 'html/verifier-page.ts'];

describe('words of the report', () => {
  it.each(FILES)('%s claims no more than the data shows', (name) => {
    const source = readFileSync(new URL(name, import.meta.url), 'utf8');
    const spoken = source
      .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gmu, '')
      .split('\n')
      // Code, which is not printed: only literals and template text hold sentences of three words or more.
      .filter((line) => /['`>][^'`]*\p{L}+ \p{L}+ \p{L}+/u.test(line) || /^\p{L}[^;={}]*$/u.test(line));
    expect(spoken.length).toBeGreaterThan(2);
    const refused = spoken.filter(
      (line) => REFUSED.test(line) && !ALLOWED.some(({ sentence }) => line.includes(sentence)),
    );
    expect(refused).toEqual([]);
  });

  it('would refuse an overstatement', () => {
    expect(REFUSED.test('This proves that the user wrote it.')).toBe(true);
  });

  it('would refuse a value printed by mistake', () => {
    const bad = ['Lines undefined', 'at NaN', '[object Object]', 'null', '1 rows', '1 further places are there'];
    expect(badLines(bad)).toEqual(bad);
    expect(badLines(['1 row', '21 rows', 'Lines 1–3', 'page 1, bytes 8192+1', 'of 1 address'])).toEqual([]);
  });
});
