import { foldText, tokensOf } from './fold.ts';
import type { Query } from './parse-query.ts';

/** A run of the original text: start and length in UTF-16 units. */
export interface Mark {
  readonly start: number;
  readonly length: number;
}

/** Marks of one text at most; a hostile text could match millions of times. */
const MOST_MARKS = 500;

/** Where the words, phrases and parts that a query asks for stand in a text; what NOT takes away is not marked. */
export function markText(text: string, query: Query): readonly Mark[] {
  const folded = foldWithOrigins(text);
  const marks = leavesOf(query).flatMap((leaf) =>
    leaf.op === 'part' ? markPart(folded, foldText(leaf.text)) : markPhrase(folded, leaf.tokens, leaf.prefix),
  );
  return merge(marks);
}

/** Where a regular expression with the flags `gu` matches; empty matches are left out. */
export function markRegex(text: string, regex: RegExp): readonly Mark[] {
  const marks: Mark[] = [];
  for (const match of text.matchAll(regex)) {
    if (match[0].length > 0) marks.push({ start: match.index, length: match[0].length });
    if (marks.length >= MOST_MARKS) break;
  }
  return marks;
}

type Leaf = Exclude<Query, { readonly left: Query }>;

function leavesOf(query: Query): readonly Leaf[] {
  switch (query.op) {
    case 'and':
    case 'or':
      return [...leavesOf(query.left), ...leavesOf(query.right)];
    case 'not':
      return leavesOf(query.left);
    default:
      return [query];
  }
}

/** Folded text; `starts[i]` and `ends[i]` are the run of the original from which its unit `i` comes. */
interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** What one fold may not part: a character with its marks, a run of conjoining Hangul letters. */
const CLUSTER = /[\u1100-\u11ff]+|\P{M}\p{M}*|\p{M}+/gu;

function foldWithOrigins(text: string): Folded {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(CLUSTER)) {
    const [cluster] = match;
    const part = foldText(cluster);
    const even = part.length === cluster.length;
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(even ? match.index + unit : match.index);
      ends.push(even ? match.index + unit + 1 : match.index + cluster.length);
    }
    folded += part;
  }
  return { text: folded, starts, ends };
}

function markPart(folded: Folded, part: string): readonly Mark[] {
  const marks: Mark[] = [];
  let at = part === '' ? -1 : folded.text.indexOf(part);
  while (at !== -1 && marks.length < MOST_MARKS) {
    marks.push(rangeOf(folded, at, at + part.length));
    at = folded.text.indexOf(part, at + part.length);
  }
  return marks;
}

function markPhrase(folded: Folded, wanted: readonly string[], prefix: boolean): readonly Mark[] {
  const tokens = placedTokens(folded.text);
  const marks: Mark[] = [];
  for (let first = 0; first + wanted.length <= tokens.length && marks.length < MOST_MARKS; first += 1) {
    const matches = wanted.every((token, index) => {
      const found = tokens[first + index]?.token;
      return prefix && index === wanted.length - 1 ? found?.startsWith(token) === true : found === token;
    });
    const start = tokens[first];
    const last = tokens[first + wanted.length - 1];
    if (matches && start !== undefined && last !== undefined)
      marks.push(rangeOf(folded, start.at, last.at + (wanted.at(-1) ?? '').length));
  }
  return marks;
}

function placedTokens(folded: string): readonly { readonly token: string; readonly at: number }[] {
  let from = 0;
  return tokensOf(folded).map((token) => {
    const at = folded.indexOf(token, from);
    from = at + token.length;
    return { token, at };
  });
}

function rangeOf(folded: Folded, from: number, to: number): Mark {
  const start = folded.starts[from] ?? 0;
  return { start, length: (folded.ends[to - 1] ?? start) - start };
}

/** Sorted, without overlaps. */
function merge(marks: readonly Mark[]): readonly Mark[] {
  const merged: Mark[] = [];
  for (const mark of marks.toSorted((a, b) => a.start - b.start || b.length - a.length)) {
    const last = merged.at(-1);
    if (last === undefined || mark.start >= last.start + last.length) merged.push(mark);
    else if (mark.start + mark.length > last.start + last.length)
      merged[merged.length - 1] = { start: last.start, length: mark.start + mark.length - last.start };
  }
  return merged;
}
