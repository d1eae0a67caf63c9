import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenario } from '../../../fixtures/scenario.ts';
import { storyteller, tempCase } from '../fixture-case.ts';
import { countItems, openCase, pageItems, pageSearch } from '../index.ts';

/**
 * An oracle that shares nothing with the index: plain `includes` and word boundaries on NFKC text in lower case. It knows
 * no token; where the index is meant to answer otherwise, `DIFFERENCES` says so with the reason.
 */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

/** The word as a pattern of nothing but itself. */
function literal(word: string): string {
  return plain(word).replace(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
}

const LETTER = String.raw`[\p{L}\p{N}\p{M}]`;
const WHOLE = (word: string): RegExp => new RegExp(`(?<!${LETTER})${literal(word)}(?!${LETTER})`, 'u');
const START = (word: string): RegExp => new RegExp(`(?<!${LETTER})${literal(word)}`, 'u');

type Rule = (body: string) => boolean;
const holds = (part: string): Rule => (body) => plain(body).includes(plain(part)); // prettier-ignore
const whole = (word: string): Rule => (body) => WHOLE(word).test(plain(body)); // prettier-ignore
const starts = (word: string): Rule => (body) => START(word).test(plain(body)); // prettier-ignore
const both = (a: Rule, b: Rule): Rule => (body) => a(body) && b(body); // prettier-ignore
const either = (a: Rule, b: Rule): Rule => (body) => a(body) || b(body); // prettier-ignore
const without = (a: Rule, b: Rule): Rule => (body) => a(body) && !b(body); // prettier-ignore

const TOLD = [
  'The crate is by the pier', 'Two crates, one pier.', 'CRATE!', 'crate-papers', 'papers near the crate', 'recreated',
  '明天下午见', '今天很好，明天更好', '好', '東京タワーで会う', 'タワー', 'すし屋', '会いましょう', '한국어는 어렵다', '한국 사람', '국밥',
  'พบกันที่ท่าเรือ', 'สวัสดีครับ', 'ท่าเรือ', 'اللقاء في الميناء', 'الميناء', 'ميناء', 'נפגשים בנמל', 'נמל', 'בנמל היום',
  'ok 👍', 'ok 👍🏽', '👩‍🔧 repairs', '👨‍👩‍👧 family', '🇩🇪 wins', '🇨🇩🇪🇸', '❤️', '❤', 'Straße 5', 'strasse', 'Ünïcode', 'ＡＢＣ', 'abc', '42 crates',
  'привет, порт', 'Порт', 'x_y', 'a.b@example.org', 'https://example.org/pier?id=7',
] as const; // prettier-ignore

let bodies: readonly string[];
let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  const random = fc.sample(
    fc.array(fc.tuple(fc.constantFrom(...TOLD), fc.constantFrom(' ', ', ', '\n')), { minLength: 2, maxLength: 4 }).map((parts) => parts.map(([text, gap]) => text + gap).join('')),
    { seed: 11, numRuns: 300 },
  ); // prettier-ignore
  bodies = [...TOLD, ...random, ...storyTexts()];
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.conversation('all');
  bodies.forEach((body, index) => tell.message(`m${index}`, 'all', body));
  tell.done();
});
afterAll(() => {
  made.remove();
});

/** Every text of the story that all formats are written from. */
function storyTexts(): readonly string[] {
  return [...scenario().posts()].flatMap(({ body }) => (body.type === 'text' ? [body.text] : []));
}

function found(query: string): readonly (string | null)[] {
  return pageItems(made.file.db, { text: query }, undefined, 100_000).rows.map(({ body }) => body);
}

const QUERIES: readonly (readonly [query: string, rule: Rule])[] = [
  ['crate', whole('crate')],
  ['CRATES', whole('crates')],
  ['crate*', starts('crate')],
  ['*rate*', holds('rate')],
  ['"the crate"', whole('the crate')],
  ['crate papers', both(whole('crate'), whole('papers'))],
  ['crate AND pier', both(whole('crate'), whole('pier'))],
  ['crates OR papers', either(whole('crates'), whole('papers'))],
  ['pier NOT crate', without(whole('pier'), whole('crate'))],
  ['(crate OR crates) NOT papers', without(either(whole('crate'), whole('crates')), whole('papers'))],
  ['the', whole('the')],
  ['42', whole('42')],
  ['привет', whole('привет')],
  ['порт', whole('порт')],
  ['好', holds('好')],
  ['明天', holds('明天')],
  ['天', holds('天')],
  ['東京', holds('東京')],
  ['タワー', holds('タワー')],
  ['すし', holds('すし')],
  ['会', holds('会')],
  ['국', holds('국')],
  ['한국', holds('한국')],
  ['한국어', holds('한국어')],
  ['ท่าเรือ', holds('ท่าเรือ')],
  ['ดี', holds('ดี')],
  ['الميناء', whole('الميناء')],
  ['ميناء', whole('ميناء')],
  ['*ميناء*', holds('ميناء')],
  ['נמל', whole('נמל')],
  ['*נמל*', holds('נמל')],
  ['👍', holds('👍')],
  ['👍🏽', holds('👍🏽')],
  ['👩‍🔧', holds('👩‍🔧')],
  ['👨‍👩‍👧', holds('👨‍👩‍👧')],
  ['❤️', holds('❤')],
  ['ünïcode', whole('ünïcode')],
  ['ABC', whole('abc')],
  ['好 NOT 明天', without(holds('好'), holds('明天'))],
  ['👍 OR 好', either(holds('👍'), holds('好'))],
];

/** Queries that the index answers otherwise than plain text: bodies it finds alone, bodies it leaves out, and why. */
const DIFFERENCES: readonly (readonly [
  why: string,
  query: string,
  rule: Rule,
  more: readonly string[],
  fewer: readonly string[],
])[] = [
  ['ß is ss', 'strasse', whole('strasse'), ['Straße 5'], []],
  ['marks on Latin letters do not count', 'unicode', whole('unicode'), ['Ünïcode'], []],
  ['a phrase passes over punctuation', '"crate papers"', whole('crate papers'), ['crate-papers'], []],
  ['a flag is two letters that belong together', '🇩🇪', holds('🇩🇪'), [], ['🇨🇩🇪🇸']],
];

/** A run of characters that are found one by one, as somebody would type it. */
const run = fc
  .tuple(fc.constantFrom(...TOLD), fc.nat(20), fc.integer({ min: 1, max: 4 }))
  .map(([text, from, length]) => Array.from(text).slice(from, from + length).join('')) // prettier-ignore
  .filter((part) => /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}|ー)+$/u.test(part)); // prettier-ignore
/** A word as it stands in a text, or its beginning. */
const word = fc
  .tuple(fc.constantFrom(...TOLD), fc.nat(5), fc.boolean())
  .map(([text, at, cut]) => ({ word: text.match(/[a-z]+/giu)?.[at] ?? '', cut }))
  .filter(({ word: { length } }) => length > 2);

describe('search against plain text', () => {
  it('finds any run of Chinese, Japanese, Korean and Thai where the text holds it', () => {
    fc.assert(
      fc.property(run, (part) => {
        expect(found(part)).toEqual(bodies.filter(holds(part)));
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  it('finds any Latin word and any beginning of one', () => {
    fc.assert(
      fc.property(word, ({ word: asked, cut }) => {
        const part = asked.slice(0, 2);
        const plainly = bodies.filter((body) => !/[ßÜï_]/u.test(body)); // see the differences
        const hits = found(cut ? `${part}*` : asked).filter((body) => body !== null && !/[ßÜï_]/u.test(body));
        expect(hits).toEqual(plainly.filter(cut ? starts(part) : whole(asked)));
      }),
      { seed: 6, numRuns: 150 },
    );
  });

  it.each(DIFFERENCES)('differs where %s: %s', (_why, query, rule, more, fewer) => {
    const hits = new Set(found(query));
    const plainly = new Set<string | null>(bodies.filter(rule));
    expect(TOLD.filter((text) => hits.has(text) && !plainly.has(text))).toEqual(more);
    expect(TOLD.filter((text) => plainly.has(text) && !hits.has(text))).toEqual(fewer);
  });

  it.each(QUERIES)('%s', (query, rule) => {
    const expected = bodies.filter(rule);
    expect(expected.length).toBeGreaterThan(0);
    expect(found(query)).toEqual(expected);
    expect(countItems(made.file.db, { text: query })).toBe(expected.length);
    const { total, byConversation } = pageSearch(made.file.db, { text: query }, undefined, 10);
    expect(total).toBe(expected.length);
    expect(byConversation.map(({ hits }) => hits)).toEqual([expected.length]);
  });

  it('answers a read-only case the same', () => {
    const reader = openCase(made.file.path, Date.now, 'reader');
    for (const filter of [{ text: 'crate' }, { text: '*rate*' }, { regex: 'cr[a-z]te' }])
      expect(pageSearch(reader.db, filter, undefined, 20)).toEqual(pageSearch(made.file.db, filter, undefined, 20));
    reader.close();
  });
});
