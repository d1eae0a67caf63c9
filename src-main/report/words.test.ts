import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Words that claim more than records show, and the sentences in which they do not, each with its reason. */
const REFUSED =
  /\b(all|every|complete|completely|proves?|proven|always|never|certain|certainly|authentic|guarantees?)\b/iu;
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
});
