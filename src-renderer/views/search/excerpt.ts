import type { Mark } from '../../text/evidence-text.tsx';

const BEFORE = 60;
const LENGTH = 280;

/** Cuts a long text around its first mark; marks are moved along. Never cuts inside a surrogate pair. */
export function excerpt(
  text: string,
  marks: readonly Mark[],
): { readonly text: string; readonly marks: readonly Mark[] } {
  const first = marks.reduce((least, mark) => Math.min(least, mark.start), text.length);
  let from = marks.length === 0 ? 0 : Math.max(0, first - BEFORE);
  if (isLowSurrogate(text, from)) from -= 1;
  let to = Math.min(text.length, from + LENGTH);
  if (isLowSurrogate(text, to)) to -= 1;
  const before = from > 0 ? '…' : '';
  return {
    text: `${before}${text.slice(from, to)}${to < text.length ? '…' : ''}`,
    marks: marks
      .filter((mark) => mark.start >= from && mark.start + mark.length <= to)
      .map((mark) => ({ start: mark.start - from + before.length, length: mark.length })),
  };
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
