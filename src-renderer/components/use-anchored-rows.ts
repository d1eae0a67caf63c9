import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import {
  blockTop,
  clip,
  contains,
  isNarrow,
  isSameSpan,
  listHeight,
  rowAt,
  rowOffset,
  spanAround,
  withSpare,
  type Span,
} from './place-rows.ts';

/** Where a row that is gone to ends up on the screen; `nearest` moves no further than needed to show it whole. */
export type Align = 'start' | 'middle' | 'end' | 'nearest';

const SHARES = { start: 0, middle: 0.5, end: 1 } as const;

/** A long list of rows of any heights, of which only those near the screen exist. */
export interface AnchoredRows {
  /** Scrolls. Holds `sizer` alone and can take the focus of a row that leaves. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** As tall as the whole list is taken to be. */
  readonly sizer: RefObject<HTMLDivElement | null>;
  /** Lies in `sizer` and holds an element for each row of `laidOut`, in order, and nothing else. */
  readonly block: RefObject<HTMLDivElement | null>;
  /** The rows to render; null before any place was gone to. */
  readonly laidOut: Span | null;
  /** The rows on the screen, wholly or in part. */
  readonly onScreen: Span | null;
  readonly goTo: (index: number, align: Align) => void;
  /** The element of a row that is laid out. */
  readonly element: (index: number) => HTMLElement | null;
  readonly onScroll: () => void;
  readonly onScrollEnd: () => void;
}

/** The row that keeps its place while others come, go and grow. */
interface Anchor {
  readonly index: number;
  /** Its top in the list, in px; where a share is held, only as it last came out. */
  readonly top: number;
  /** The share of the screen's free height kept above it until the examiner scrolls; null where its top is kept. */
  readonly share: number | null;
  /** The scroll bar is being dragged: its position is the examiner's and stays. */
  readonly isDragged: boolean;
  /** Gone to just now, and not placed yet: newer than any scrolling that is still unheard of. */
  readonly isNew: boolean;
}

/**
 * Lays rows out around an anchor. Rows keep their natural heights; those that are not laid out are counted with one common
 * height, which rules the scroll bar alone. So going to a row costs the same wherever it is and however many there are.
 */
export function useAnchoredRows(count: number): AnchoredRows {
  const scroller = useRef<HTMLDivElement>(null);
  const sizer = useRef<HTMLDivElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  // The scroll position as last set or heard of: an event that brings no other was caused here.
  const heard = useRef(0);
  // Where the block lies in the list, in px.
  const top = useRef(0);
  const placeAgain = useRef<() => void>(() => undefined);
  const [wanted, setWanted] = useState<Span | null>(null);
  const [onScreen, setOnScreen] = useState<Span | null>(null);
  const laidOut = wanted === null || count === 0 ? null : clip(wanted, count);

  const element = (index: number): HTMLElement | null => {
    const found = laidOut === null ? null : block.current?.children[index - laidOut.from];
    return found instanceof HTMLElement ? found : null;
  };

  const layOut = (span: Span): void => {
    const focused = [...(block.current?.children ?? [])].findIndex((row) => row.contains(document.activeElement));
    const leaves = focused !== -1 && !contains(span, (laidOut?.from ?? 0) + focused);
    if (leaves) scroller.current?.focus({ preventScroll: true });
    setWanted(span);
  };

  /** Takes note of what is on the screen, and lays out more where little is left beyond it. */
  const look = (): void => {
    const [view, box] = [scroller.current, block.current];
    if (view === null || box === null || laidOut === null) return;
    const seen = rowsOnScreen(view, box, laidOut.from);
    if (seen === null) return;
    const first = element(seen.from);
    if (anchor.current?.share === null && first !== null) {
      anchor.current = { ...anchor.current, index: seen.from, top: top.current + distance(box, first) };
    }
    setOnScreen((before) => (isSameSpan(before, seen) ? before : seen));
    if (isNarrow(laidOut, seen, count)) layOut(withSpare(seen, count));
  };

  /** Puts the block where the anchor wants it. `isSettled`: the scroll position may be moved with it, unseen. */
  const place = (isSettled: boolean): void => {
    const [view, size, box, held] = [scroller.current, sizer.current, block.current, anchor.current];
    if (view === null || size === null || box === null || held === null || laidOut === null) return;
    const row = element(Math.min(held.index, count - 1));
    if (row === null) return;
    const inside = distance(box, row);
    const seat = blockTop(laidOut, count);
    const before = view.scrollTop;
    // The examiner has scrolled since, and the event is yet to come: it finds its own place.
    const isUnheard = before !== heard.current && !held.isNew;
    const share = isUnheard && !held.isDragged ? null : held.share;
    let scrollTop = before;
    if (share !== null) {
      const offset = rowOffset(share, view.clientHeight, row.offsetHeight);
      top.current = held.isDragged ? scrollTop + offset - inside : seat;
      if (!held.isDragged) scrollTop = seat + inside - offset;
    } else {
      top.current = held.top - inside;
      const hasNoRoom = laidOut.from === 0 ? top.current !== 0 : top.current < view.clientHeight;
      if (isSettled || hasNoRoom) {
        scrollTop += seat - top.current;
        top.current = seat;
      }
    }
    box.style.top = `${top.current}px`;
    if (!held.isDragged) {
      size.style.height = `${listHeight(laidOut, top.current + box.offsetHeight, count)}px`;
      view.scrollTop = scrollTop;
    }
    heard.current = isUnheard ? heard.current + view.scrollTop - before : view.scrollTop;
    anchor.current = { ...held, share, top: top.current + inside, isNew: false };
    look();
  };

  // Rows may have come, gone or grown with any rendering; what is put right here is never painted wrong.
  useLayoutEffect(() => {
    placeAgain.current = () => {
      place(false);
    };
    place(false);
  });

  const isEmpty = laidOut === null;
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      placeAgain.current();
    });
    for (const part of [scroller.current, block.current]) if (part !== null) observer.observe(part);
    return () => {
      observer.disconnect();
    };
  }, [isEmpty]);

  const hold = (index: number, share: number, isDragged: boolean): void => {
    anchor.current = { index, top: 0, share, isDragged, isNew: !isDragged };
    layOut(spanAround(index, share, scroller.current?.clientHeight ?? 0, count));
  };

  return {
    scroller,
    sizer,
    block,
    laidOut,
    onScreen,
    element,
    goTo(index, align) {
      if (align !== 'nearest') {
        hold(index, SHARES[align], false);
        return;
      }
      const [row, box] = [element(index), block.current];
      const { share, isShown } = shareToShow(scroller.current, row);
      // What is on the screen stays where it is, also when rows beside it come or grow later.
      if (isShown && row !== null && box !== null)
        anchor.current = { index, top: top.current + distance(box, row), share, isDragged: false, isNew: false };
      else hold(index, share, false);
    },
    onScroll() {
      const [view, box] = [scroller.current, block.current];
      if (view === null || box === null || view.scrollTop === heard.current) return;
      heard.current = view.scrollTop;
      const isFar = view.scrollTop + view.clientHeight < top.current || view.scrollTop > top.current + box.offsetHeight;
      if (isFar) {
        const share = Math.min(1, Math.max(0, view.scrollTop / (view.scrollHeight - view.clientHeight)));
        hold(rowAt(share, count), share, true);
      } else if (anchor.current !== null) {
        anchor.current = { ...anchor.current, share: null, isDragged: false };
        look();
      }
    },
    onScrollEnd() {
      if (anchor.current === null) return;
      anchor.current = { ...anchor.current, isDragged: false };
      place(true);
    },
  };
}

/** How far below the top of `outer` an element starts, in px. */
function distance(outer: HTMLElement, inner: HTMLElement): number {
  return inner.getBoundingClientRect().top - outer.getBoundingClientRect().top;
}

/** The rows of a block, the first of which is row `from`, that are seen in `view`; null where none is. */
function rowsOnScreen(view: HTMLElement, box: HTMLElement, from: number): Span | null {
  const start = view.getBoundingClientRect().top;
  const isSeen = (row: Element): boolean => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > start && top < start + view.clientHeight;
  };
  const rows = [...box.children];
  const first = rows.findIndex(isSeen);
  return first === -1 ? null : { from: from + first, to: from + rows.findLastIndex(isSeen) };
}

/** The share at which a row is held to be seen whole: the one that it has where it is seen so already. A row that is not laid out: the middle. */
function shareToShow(
  view: HTMLElement | null,
  row: HTMLElement | null,
): { readonly share: number; readonly isShown: boolean } {
  if (view === null || row === null) return { share: SHARES.middle, isShown: false };
  const above = distance(view, row);
  const free = view.clientHeight - row.offsetHeight;
  if (above < 0) return { share: SHARES.start, isShown: false };
  if (above > free) return { share: SHARES.end, isShown: false };
  return { share: free === 0 ? SHARES.start : above / free, isShown: true };
}
