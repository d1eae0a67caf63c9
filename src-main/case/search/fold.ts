/**
 * How text becomes the tokens of the index. The same for stored text and for queries, so that a hit is exact by
 * definition: compatibility forms, case, ß and Latin, Greek, Cyrillic, Arabic and Hebrew marks do not count; scripts
 * written without spaces, Hangul and emoji are one token a character, so that every part of a run is found.
 */

const ASCII = /^[\x00-\x7f]*$/u; // eslint-disable-line no-control-regex -- the range is the point
const MARKS = new RegExp(
  // eslint-disable-next-line no-misleading-character-class -- single marks are what is looked for
  String.raw`[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\ufe00-\ufe0f]`,
  'gu',
);

/** Text without the differences that a search does not make. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ');
}

/** A token that no text yields: it parts two texts of one item, so that no phrase reaches from one into the other. */
const BETWEEN = '\u{10fffd}';

const SINGLE = String.raw`\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}|ー`; // prettier-ignore
const SYMBOL = String.raw`\p{RI}\p{RI}|\p{So}|[^\P{Sk}\x00-\x7f]`;
const WORD = String.raw`(?:(?!${SINGLE}|${BETWEEN})[\p{L}\p{N}\p{M}\p{Co}])+`;
const TOKEN = new RegExp(`${SINGLE}|${SYMBOL}|${WORD}`, 'gu');
const ASCII_TOKEN = /[a-z0-9]+/gu;

/** The tokens of a text in order; a run that holds none of them, such as punctuation, parts two tokens. */
export function tokensOf(text: string): readonly string[] {
  const folded = foldText(text);
  return folded.match(ASCII.test(folded) ? ASCII_TOKEN : TOKEN) ?? [];
}

/** The tokens of several texts, as the index takes them: parted by one space. */
export function indexText(texts: readonly string[]): string {
  return texts.map((text) => tokensOf(text).join(' ')).join(` ${BETWEEN} `);
}
