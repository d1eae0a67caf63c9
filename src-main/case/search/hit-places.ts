import type { Filter, HitPlace } from '../../contract/index.ts';
import { markText, type Mark } from './marks.ts';
import { parseQuery } from './parse-query.ts';
import { regexMarker } from './regex.ts';

/** Characters given before the first mark, and of one text altogether. */
const BEFORE = 80;
const MOST = 400;

/** Marks what the words or the pattern of a filter match in a text. Fails with `query-invalid`. */
export function markerOf(filter: Filter): (text: string) => readonly Mark[] {
  const query = filter.text === undefined || filter.text === '' ? null : parseQuery(filter.text);
  const markPattern =
    filter.regex === undefined || filter.regex === '' ? null : regexMarker(filter.regex, filter.regexFlags ?? '');
  return (text) => [...(query === null ? [] : markText(text, query)), ...(markPattern?.(text) ?? [])];
}

/** A text with marks, cut around the first of them. */
export function hitPlace(field: string, text: string, marks: readonly Mark[]): HitPlace {
  const first = marks.reduce((least, { start }) => Math.min(least, start), text.length);
  const from = wholeFrom(text, text.length <= MOST ? 0 : Math.max(0, first - BEFORE));
  const to = wholeFrom(text, Math.min(text.length, from + MOST));
  return {
    field,
    text: text.slice(from, to),
    marks: marks.flatMap(({ start, length }) => {
      const end = Math.min(start + length, to);
      return start >= from && end > start ? [{ start: start - from, length: end - start }] : [];
    }),
    cutBefore: from > 0,
    cutAfter: to < text.length,
  };
}

/** The position, or the one before it where it would part the two halves of a character. */
function wholeFrom(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
