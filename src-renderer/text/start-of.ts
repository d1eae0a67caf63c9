const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** UTF-16 units on either side of a cut in which the character around it is looked for. */
const AROUND = 400;

/** The start of a text, of at most so many UTF-16 units, cut between two characters as people see them. */
export function startOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const from = Math.max(0, most - AROUND);
  const cut = clusters.segment(text.slice(from, most + AROUND)).containing(most - from);
  // A character longer than what is looked at is cut between code points.
  const end = cut === undefined || cut.index === 0 ? most : from + cut.index;
  return text.slice(0, isInsidePair(text, end) ? end - 1 : end);
}

/** How many characters a text has, in code points. */
export function countCharacters(text: string): number {
  let pairs = 0;
  for (let at = 1; at < text.length; at += 1) if (isInsidePair(text, at)) pairs += 1;
  return text.length - pairs;
}

function isInsidePair(text: string, at: number): boolean {
  return text.codePointAt(at - 1) !== text.charCodeAt(at - 1);
}
