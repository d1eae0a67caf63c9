/** A run of evidence text: plain, or one character that would be invisible or change the order of others. */
export type TextRun =
  | { readonly kind: 'plain'; readonly text: string }
  | {
      readonly kind: 'mark';
      readonly code: string;
      readonly name: 'control' | 'bidi' | 'zero' | 'format' | 'surrogate' | 'tag';
    };

// Not U+200C, U+200D and variation selectors: Persian, Indic scripts and emoji need them.

/* eslint-disable no-control-regex -- control characters are what is looked for */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e001f}]|\p{Cs}/gu;
/* eslint-enable no-control-regex */

/** Cuts text into plain runs and hidden characters, which views show by their code. */
export function splitHidden(text: string): readonly TextRun[] {
  const runs: TextRun[] = [];
  let end = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > end) runs.push({ kind: 'plain', text: text.slice(end, match.index) });
    runs.push(mark(match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) runs.push({ kind: 'plain', text: text.slice(end) });
  return runs;
}

function mark(letter: string): TextRun {
  const point = letter.codePointAt(0) ?? 0;
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  return { kind: 'mark', code, name: nameOf(point) };
}

function nameOf(point: number): Extract<TextRun, { kind: 'mark' }>['name'] {
  if (point >= 0xe0000 && point <= 0xe001f) return 'tag';
  if (point >= 0xd800 && point <= 0xdfff) return 'surrogate';
  if (point < 0xa0) return 'control';
  if ((point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069)) return 'bidi';
  if (point === 0x200e || point === 0x200f || point === 0x61c) return 'bidi';
  return point === 0x200b || point === 0x2060 || point === 0xfeff ? 'zero' : 'format';
}

/** Marks stacked on one letter that a picture draws; a list clips the others, a picture would draw them over its neighbours. */
const STACKED = /(\p{M}{2})\p{M}+/gu;

/** Evidence text for a drawn label: as `plainVisible`, with few marks on each letter. The whole text stands beside the picture. */
export function drawnVisible(text: string): string {
  return plainVisible(text).replaceAll(STACKED, '$1');
}

/** Evidence text for places that take a plain string only, such as titles: hidden characters as codes, no isolation lost. */
export function plainVisible(text: string): string {
  return splitHidden(text)
    .map((run) => (run.kind === 'plain' ? run.text : `⟨${run.code}⟩`))
    .join('');
}
