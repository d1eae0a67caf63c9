/** Positions in a list, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A row that is not laid out is counted with this height, in px, unless the whole grows too tall. */
const COUNTED_PX = 80;
/** The tallest that uncounted rows make a list: far below what browsers hold, and exact to a quarter px. */
const TALLEST_PX = 4_000_000;
/** No screen shows more rows than of this height. */
const SHORTEST_PX = 40;
/** Rows laid out beyond each edge of the screen. */
const SPARE = 10;
/** With fewer beyond an edge, more are laid out. */
const LEAST_SPARE = 4;

/** The height that a row which is not laid out is counted with, in px. */
export function countedPx(count: number): number {
  return Math.min(COUNTED_PX, TALLEST_PX / Math.max(1, count));
}

/** Where a block of rows lies when the rows before it are counted. */
export function blockTop(laidOut: Span, count: number): number {
  return laidOut.from * countedPx(count);
}

/** How tall the list is with a block that ends at `bottom` and the rows after it counted. */
export function listHeight(laidOut: Span, bottom: number, count: number): number {
  return bottom + (count - 1 - laidOut.to) * countedPx(count);
}

/** How far below the screen's top a row starts for `share` of the free height to be above it. A row taller than the screen shows its start, at the list's end its end. */
export function rowOffset(share: number, screenPx: number, rowPx: number): number {
  const free = screenPx - rowPx;
  return free >= 0 || share === 1 ? share * free : 0;
}

/** The row that a share of the scroll bar's way means, from the first (0) to the last (1). */
export function rowAt(share: number, count: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * (count - 1));
}

/** Enough rows to fill a screen on which a row stands at `share`, and the spare ones. */
export function spanAround(index: number, share: number, screenPx: number, count: number): Span {
  const rows = Math.ceil(screenPx / SHORTEST_PX);
  return clip(
    { from: index - Math.ceil(rows * share) - SPARE, to: index + Math.ceil(rows * (1 - share)) + SPARE },
    count,
  );
}

/** The rows on the screen and the spare ones. */
export function withSpare(onScreen: Span, count: number): Span {
  return clip({ from: onScreen.from - SPARE, to: onScreen.to + SPARE }, count);
}

/** True where an edge of the screen has come so near the edge of what is laid out that more is wanted. */
export function isNarrow(laidOut: Span, onScreen: Span, count: number): boolean {
  return (
    (laidOut.from > 0 && onScreen.from - laidOut.from < LEAST_SPARE) ||
    (laidOut.to < count - 1 && laidOut.to - onScreen.to < LEAST_SPARE)
  );
}

/** The part of a span that a list of `count` rows has; at least one row. */
export function clip(span: Span, count: number): Span {
  const last = Math.max(0, count - 1);
  const from = Math.min(last, Math.max(0, span.from));
  return { from, to: Math.max(from, Math.min(last, span.to)) };
}

export function contains(span: Span | null, index: number): boolean {
  return span !== null && index >= span.from && index <= span.to;
}

export function isSameSpan(a: Span | null, b: Span | null): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}
