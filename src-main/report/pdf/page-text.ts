import type { Phrase } from '../lines/phrase.ts';
import { nameOf, segments } from '../text/visible.ts';
import type { FontCoverage } from './font-coverage.ts';

/** Text for the page template: a string, or strings and marks in reading order. */
export type PageText = string | readonly (string | { readonly u: string })[];

/** Characters that shape others and need no glyph: joiners, variation selectors. */
const SHAPING = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);

/** Runs without a space that a cell of a table, or a line over the whole width, is not trusted with: they may break. */
const UNBROKEN = {
  cell: /[^\s\u200B\u2E80-\u9FFF\uAC00-\uD7AF\u0E00-\u0E7F]{24,}/gu,
  // A hash of 64 digits stays whole, so that it is found when somebody searches the page for it.
  line: /[^\s\u200B\u2E80-\u9FFF\uAC00-\uD7AF\u0E00-\u0E7F]{66,}/gu,
} as const;
const BREAK_EVERY = 12;

/** Where a text stands: in a cell of a table, or on a line over the width of the page. */
export type TextWidth = keyof typeof UNBROKEN;

/** Turns text into page text: hidden characters and those without a glyph become marks, endless words may break. */
export function pageText(text: string, coverage: FontCoverage, width: TextWidth): PageText {
  const parts = segments(text).flatMap((part) =>
    part.kind === 'mark' ? [{ u: part.name }] : coveredParts(part.text, coverage, width),
  );
  const first = parts[0];
  if (parts.length === 0) return '';
  return parts.length === 1 && typeof first === 'string' ? first : parts;
}

/** A phrase as one page text. */
export function pagePhrase(phrase: Phrase, coverage: FontCoverage, width: TextWidth): PageText {
  const parts = phrase.flatMap((part): (string | { readonly u: string })[] => {
    const text = pageText(typeof part === 'string' ? part : part.data, coverage, width);
    return typeof text === 'string' ? [text] : [...text];
  });
  const merged: (string | { readonly u: string })[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  const first = merged[0];
  if (merged.length === 0) return '';
  return merged.length === 1 && typeof first === 'string' ? first : merged;
}

/** Whether the first letter with a direction is Hebrew, Arabic or another right-to-left script. */
export function isRightToLeft(text: string): boolean {
  const letter = /\p{L}/u.exec(text)?.[0];
  return (
    letter !== undefined &&
    /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u.test(letter)
  );
}

function coveredParts(run: string, coverage: FontCoverage, width: TextWidth): (string | { readonly u: string })[] {
  const breakable = run.replaceAll(UNBROKEN[width], breakUp);
  const parts: (string | { readonly u: string })[] = [];
  let plain = '';
  for (const character of breakable) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x7f || code === 0x200b || coverage.has(code) || SHAPING.has(code)) {
      plain += character;
      continue;
    }
    if (plain !== '') parts.push(plain);
    plain = '';
    parts.push({ u: nameOf(character) });
  }
  if (plain !== '') parts.push(plain);
  return parts;
}

// A zero-width space is where a line may break; segments() has named every one that the evidence itself holds.
function breakUp(run: string): string {
  return /^[\x21-\x7e]+$/u.test(run) ? run.replaceAll(new RegExp(`.{${BREAK_EVERY}}(?=.)`, 'gu'), '$&\u200B') : run;
}
