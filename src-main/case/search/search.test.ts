import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Filter } from '../../contract/index.ts';
import { storyteller, tempCase } from '../fixture-case.ts';
import { CaseFailure, countItems, pageItems, pageSearch } from '../index.ts';
import { tokensOf } from './fold.ts';
import { parseQuery, type Query } from './parse-query.ts';

/** Fragments of every script that the index treats in a way of its own, and what search must not stumble over. */
const FRAGMENTS = [
  'hello', 'Hello', 'HELLO', 'Müller', 'muller', 'Mu\u0308ller', 'straße', 'STRASSE', 'ﬁn', 'fin', 'ＡＢＣ', 'abc', 'İstanbul', 'Ελλάς',
  'привет', 'Ёлка', 'елка', '你好', '好', '今天', '天', 'すし', 'スシ', 'ｽｼ', 'ガ', '한국', '한국어는', '국', 'สวัสดี', 'ดี', 'ນ້ຳ', 'ទឹក', 'ရေ',
  'مرحبا', 'مَرْحَبًا', 'שלום', 'שָׁלוֹם', '👍', '👍🏽', '❤️', '❤', '👨‍👩‍👧', '🇩🇪', '🇪🇸', '🇨🇩🇪🇸', 'a+b', "don't", 'x_y', '42', '...', '\u{10fffd}', 'अनुच्छेद',
] as const; // prettier-ignore

const text = fc.array(fc.tuple(fc.constantFrom(...FRAGMENTS), fc.constantFrom(' ', '', ', ', '\n')), { minLength: 1, maxLength: 6 }); // prettier-ignore
const bodies = [...FRAGMENTS, ...fc.sample(text.map((parts) => parts.map(([word, gap]) => word + gap).join('')), { seed: 20_261_122, numRuns: 400 })]; // prettier-ignore

let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.conversation('all');
  bodies.forEach((body, index) => tell.message(`m${index}`, 'all', body));
  tell.done();
});
afterAll(() => {
  made.remove();
});

/** What a search must find, by reading every text. */
function oracle(body: string, query: Query): boolean {
  switch (query.op) {
    case 'and':
      return oracle(body, query.left) && oracle(body, query.right);
    case 'or':
      return oracle(body, query.left) || oracle(body, query.right);
    case 'not':
      return oracle(body, query.left) && !oracle(body, query.right);
    case 'part':
      throw new Error('not made here');
    case 'phrase': {
      const tokens = tokensOf(body);
      return tokens.some((_, start) =>
        query.tokens.every((token, index) => {
          const found = tokens[start + index];
          return query.prefix && index === query.tokens.length - 1
            ? found?.startsWith(token) === true
            : found === token;
        }),
      );
    }
  }
}

const word = fc.constantFrom(
  ...FRAGMENTS.filter((fragment) => tokensOf(fragment).length > 0 && !fragment.includes('"')),
);
const leaf = fc.oneof(
  word,
  fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`),
  word.map((part) => `${part.slice(0, Math.max(1, part.length - 1))}*`).filter((part) => tokensOf(part).length > 0 && part.isWellFormed()), // prettier-ignore
);
const queries = fc.oneof(
  leaf,
  fc.tuple(leaf, fc.constantFrom(' ', ' AND ', ' OR ', ' NOT '), leaf).map(([a, join, b]) => `${a}${join}${b}`),
  fc.tuple(leaf, leaf, leaf).map(([a, b, c]) => `(${a} OR ${b}) AND ${c}`),
);

function bodiesOf(filter: Filter): readonly (string | null)[] {
  return pageItems(made.file.db, filter, undefined, 1000).rows.map(({ body }) => body);
}

describe('full-text search', () => {
  it('finds exactly what reading every text finds', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const tree = parseQuery(query);
        const expected = bodies.filter((body) => oracle(body, tree));
        expect(bodiesOf({ text: query })).toEqual(expected);
        expect(countItems(made.file.db, { text: query })).toBe(expected.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it.each([
    ['muller', 'Müller'],
    ['strasse', 'straße'],
    ['istanbul', 'İstanbul'],
    ['fin', 'ﬁn'],
    ['好', '你好'],
    ['국', '한국어는'],
    ['ดี', 'สวัสดี'],
    ['👍', '👍🏽'],
    ['❤', '❤️'],
    ['مرحبا', 'مَرْحَبًا'],
    ['שלום', 'שָׁלוֹם'],
    ['すし', 'すし'],
    ['スシ', 'ｽｼ'],
  ])('%s finds %s', (query, stored) => {
    expect(bodies).toContain(stored);
    expect(bodiesOf({ text: query })).toContain(stored);
  });

  it('does not find a flag across two others', () => {
    const only: readonly string[] = bodies.filter((body) => body === '🇨🇩🇪🇸');
    expect(bodiesOf({ text: '🇩🇪' }).filter((body) => body !== null && only.includes(body))).toEqual([]);
  });

  it('finds parts of words, and text that holds no word', () => {
    expect(bodiesOf({ text: '*ell*' })).toEqual(bodies.filter((body) => /ell/iu.test(body)));
    expect(bodiesOf({ text: '*ell* NOT 👍' })).toEqual(
      bodies.filter((body) => /ell/iu.test(body) && !body.includes('👍')),
    );
    expect(bodiesOf({ text: '...' })).toEqual(bodies.filter((body) => body.includes('...')));
  });

  it('matches regular expressions on the stored text', () => {
    expect(bodiesOf({ regex: 'M(ü|u)ller' })).toEqual(bodies.filter((body) => /M(ü|u)ller/u.test(body)));
    expect(bodiesOf({ regex: '^hello', regexFlags: 'i' })).toEqual(bodies.filter((body) => /^hello/iu.test(body)));
  });

  it('marks what matched in the original text', () => {
    const hits = pageSearch(made.file.db, { text: 'muller OR 好' }, undefined, 500).rows;
    const marked = hits.flatMap(({ item, marks }) =>
      marks.map(({ start, length }) => item.body?.slice(start, start + length)),
    );
    expect(new Set(marked.map((run) => run?.normalize('NFC')))).toEqual(new Set(['Müller', 'muller', '好']));
    expect(hits.every(({ marks }) => marks.length > 0)).toBe(true);
  });

  it.each([
    ['"open', 0, 'quote-not-closed'],
    ['(a OR b', 0, 'parenthesis-not-closed'],
    ['a )', 2, 'parenthesis-not-open'],
    ['a AND', 5, 'word-expected'],
    ['OR b', 0, 'word-expected'],
    ['*', 0, 'word-expected'],
  ])('refuses %s with the place', (query, position, reason) => {
    expect(() => bodiesOf({ text: query })).toThrow(CaseFailure);
    try {
      bodiesOf({ text: query });
    } catch (error) {
      expect(error instanceof CaseFailure && error.failure).toEqual({
        code: 'query-invalid',
        detail: { subject: query, position, reason },
      });
    }
  });

  it('refuses a regular expression that does not parse', () => {
    expect(() => bodiesOf({ regex: '(' })).toThrow('query-invalid');
  });

  it('takes any text as a query without a defect', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (query) => {
        try {
          bodiesOf({ text: query });
        } catch (error) {
          if (!(error instanceof CaseFailure)) throw error;
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
