import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Below Chromium's limit of 33,554,432 px for one element; above it positions are scaled. */
const TALLEST_PX = 16_000_000;
/** Rows kept beyond each edge of the screen. */
const SPARE = 2;

/** Which rows of one height are near the screen, and where they lie. */
export interface RowWindow {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly from: number;
  readonly to: number;
  /** Height of all rows together as the scroll bar sees it. */
  readonly tallPx: number;
  /** Rows that fit on the screen. */
  readonly fitting: number;
  topOf(row: number): number;
  onScroll(): void;
  /** Scrolls as little as is needed for the row to be seen whole. */
  show(row: number): void;
}

/** Follows the scrolling of a box with `count` rows of `rowHeight`. */
export function useRowWindow(count: number, rowHeight: number): RowWindow {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const full = count * rowHeight;
  const tallPx = Math.min(full, TALLEST_PX);
  const scale = tallPx <= height ? 1 : (full - height) / (tallPx - height);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      setHeight(element.clientHeight);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return {
    box,
    from: Math.max(0, Math.floor((top * scale) / rowHeight) - SPARE),
    to: Math.min(count - 1, Math.ceil((top * scale + height) / rowHeight) + SPARE),
    tallPx,
    fitting: Math.max(1, Math.floor(height / rowHeight)),
    topOf: (row) => row * rowHeight - top * (scale - 1),
    onScroll() {
      setTop(box.current?.scrollTop ?? 0);
    },
    show(row) {
      const element = box.current;
      if (element === null) return;
      const first = row * rowHeight;
      const seen = element.scrollTop * scale;
      if (first < seen) element.scrollTop = first / scale;
      else if (first + rowHeight > seen + element.clientHeight)
        element.scrollTop = (first + rowHeight - element.clientHeight) / scale;
    },
  };
}
