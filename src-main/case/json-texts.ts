import { xmlTexts } from './xml-texts.ts';

const PAGE = /^\s*<(?:div|span)\b/u;
const BREAK = /<br\s*\/?>/gu;
const SIGN = /<img\s[^>]*>/gu;
const NAME = /\s(?:rawemoji|alt|title)="([^"]*)"/u;
const INLINE = /<\/?(?:a|b|em|i|span)(?:\s[^>]*)?>/gu;

/** Objects nested deeper than this are not looked into: no format that is read nests so deep. */
const DEEPEST = 32;

/** The texts of a run of JSON, each whole, those of JSON or of a page inside a text too; numbers as their digits. Nothing of a run that is no JSON. */
export function jsonTexts(run: string): readonly string[] {
  const texts: string[] = [];
  try {
    collect(JSON.parse(repaired(run)), texts, 0);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return texts;
}

/** Exports of Telegram Desktop write control characters as `\x1B`, which is no JSON. */
function repaired(run: string): string {
  if (!run.includes('\\x')) return run;
  return run.replace(/\\(?:x([0-9A-Fa-f]{2})|[^])/gu, (whole, code?: string) =>
    code === undefined ? whole : `\\u00${code}`,
  );
}

/** A text in pieces, as the lists of texts and of objects with a `text` that services write for marked words. */
function joined(list: readonly unknown[]): string {
  return list.map((one) => (typeof one === 'string' ? one : textIn(one))).join('');
}

function textIn(piece: unknown): string {
  if (typeof piece !== 'object' || piece === null || !('text' in piece)) return '';
  return typeof piece.text === 'string' ? piece.text : '';
}

/** The texts of its elements, and those of its blocks as they read: with the words of links, and the names of pictures of signs, in the line. */
function* pageTexts(page: string): Generator<string> {
  const broken = page.replaceAll(BREAK, '\n');
  for (const one of xmlTexts(broken)) yield one.trim();
  const lines = broken.replaceAll(SIGN, (image) => NAME.exec(image)?.[1] ?? '').replaceAll(INLINE, '');
  if (lines !== broken) for (const one of xmlTexts(lines)) yield one.trim();
}

function collect(value: unknown, into: string[], depth: number): void {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    into.push(value);
    if (value.startsWith('{')) for (const one of jsonTexts(value)) into.push(one);
    // Pages keep messages as elements in the texts of a script; white space around a text is how a page is set.
    if (PAGE.test(value)) for (const one of pageTexts(value)) into.push(one);
  } else if (typeof value === 'number') into.push(String(value));
  else if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value) && value.length > 1) into.push(joined(value));
    for (const one of Object.values(value)) collect(one, into, depth + 1);
  }
}
