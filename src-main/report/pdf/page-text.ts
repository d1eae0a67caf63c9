import type { Phrase } from '../lines/phrase.ts';
import { nameOf, segments } from '../text/visible.ts';
import type { FontCoverage } from './font-coverage.ts';

/** Text for the page template: a string, or strings and marks in reading order. */
export type PageText = string | readonly (string | { readonly u: string })[];

/** Characters that shape others and need no glyph: joiners, variation selectors. */
const SHAPING = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);

/** Longest run without a space that a narrow column is trusted with; further on a line may break anywhere. */
const UNBROKEN = /[^\s\u200B\u2E80-\u9FFF\uAC00-\uD7AF\u0E00-\u0E7F]{24,}/gu;
const BREAK_EVERY = 12;

/** Turns text into page text: hidden characters and those without a glyph become marks, endless words may break. */
export function pageText(text: string, coverage: FontCoverage): PageText {
  const parts = segments(text).flatMap((part) =>
    part.kind === 'mark' ? [{ u: part.name }] : coveredParts(part.text, coverage),
  );
  const first = parts[0];
  if (parts.length === 0) return '';
  return parts.length === 1 && typeof first === 'string' ? first : parts;
}

/** A phrase as one page text. */
export function pagePhrase(phrase: Phrase, coverage: FontCoverage): PageText {
  const parts = phrase.flatMap((part): (string | { readonly u: string })[] => {
    const text = pageText(typeof part === 'string' ? part : part.data, coverage);
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

function coveredParts(run: string, coverage: FontCoverage): (string | { readonly u: string })[] {
  const breakable = run.replaceAll(UNBROKEN, breakUp);
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
