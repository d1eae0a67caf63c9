import { useCallback, useState, type RefCallback } from 'react';

/** The width of the element that takes the ref, in CSS pixels, followed; 0 while it is not shown. */
export function useWidth(): readonly [RefCallback<HTMLDivElement>, number] {
  const [width, setWidth] = useState(0);
  const follow = useCallback((element: HTMLDivElement | null) => {
    if (element === null) return undefined;
    // Known before the first paint: an observer would tell it after, and the chart be drawn in a second turn.
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => {
      setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [follow, width];
}
