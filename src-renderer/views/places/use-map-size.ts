import { useEffect, useState, type RefObject } from 'react';
import type { MapSize } from './map-view.ts';

/** The size of the box around the canvas; null until it is known. */
export function useMapSize(canvas: RefObject<HTMLCanvasElement | null>): MapSize | null {
  const [size, setSize] = useState<MapSize | null>(null);
  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element === null || element === undefined) return undefined;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientHeight > 0)
        setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [canvas]);
  return size;
}
