import { useEffect, useRef, type RefObject } from 'react';

/** Zooms by the wheel over a canvas, once a frame; `perFactor`: the turn, px, that makes it e times as large or as small. */
export function useWheelZoom(
  canvas: RefObject<HTMLCanvasElement | null>,
  perFactor: number,
  zoom: (factor: number, x: number, y: number) => void,
): void {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    let frame = 0;
    let [delta, x, y] = [0, 0, 0];
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      delta += event.deltaY;
      [x, y] = [event.offsetX, event.offsetY];
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        latest.current(Math.exp(-delta / perFactor), x, y);
        delta = 0;
      });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('wheel', onWheel);
    };
  }, [canvas, perFactor]);
}
