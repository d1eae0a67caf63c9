import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useRedraw } from '../../components/use-redraw.ts';
import { useMessages } from '../../messages/index.ts';
import { useWidth } from '../overview/use-width.ts';
import { stepSelection } from './bar-selection.ts';
import { bucketAt } from './bucket-window.ts';
import { endsOf, type ChartPicture } from './chart-frame.ts';
import { drawDensity } from './draw-density.ts';
import { hoverText } from './hover-text.ts';
import { panSpan, spanAround, zoomSpan, type Span } from './span.ts';

const DRAG_PX = 4;

/** Counts over time on a canvas: the wheel zooms, dragging selects, a click leads to that time; keys do all of it. */
export function DensityCanvas(props: {
  readonly picture: Omit<ChartPicture, 'width' | 'hover'>;
  readonly onSpan: (span: Span) => void;
  readonly onSelection: (selection: Span | null) => void;
  readonly onTime: (ms: number) => void;
  readonly onWhole: () => void;
  readonly onFilter: () => void;
  readonly onName: () => void;
}): ReactNode {
  const m = useMessages();
  useRedraw();
  const { onSpan } = props;
  const { span, buckets } = props.picture;
  const [element, width] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const [pointed, setPointed] = useState<{ readonly starts: readonly number[]; readonly index: number } | null>(null);
  const hover = pointed !== null && pointed.starts === buckets.starts ? pointed.index : null;
  const picture: ChartPicture = { ...props.picture, width: Math.max(1, width), hover };

  useEffect(() => {
    const drawn = canvas.current;
    if (drawn === null || width === 0) return undefined;
    const frame = requestAnimationFrame(() => {
      drawDensity(drawn, picture);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  });

  useWheel(canvas, width, span, onSpan);

  const timeAt = (x: number): number => span.fromMs + ((span.toMs - span.fromMs) * x) / width;
  const xOf = (event: PointerEvent<HTMLCanvasElement>): number =>
    Math.min(width, Math.max(0, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const selectTo = (from: number, x: number): void => {
    props.onSelection({ fromMs: timeAt(Math.min(from, x)), toMs: timeAt(Math.max(from, x)) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const selection = props.picture.selection;
    const step = (forward: boolean): void => {
      const next = stepSelection(buckets, endsOf(buckets), selection, span, { forward, extends: event.shiftKey });
      props.onSelection(next);
      if (next !== null) onSpan(spanAround(span, forward ? next.toMs : next.fromMs));
    };
    if (event.key === 'ArrowLeft' && (event.shiftKey || selection !== null)) step(false);
    else if (event.key === 'ArrowRight' && (event.shiftKey || selection !== null)) step(true);
    else if (event.key === 'ArrowLeft') onSpan(panSpan(span, -0.2));
    else if (event.key === 'ArrowRight') onSpan(panSpan(span, 0.2));
    else if (event.key === '+' || event.key === '=') onSpan(zoomSpan(span, 0.5, 0.5));
    else if (event.key === '-') onSpan(zoomSpan(span, 2, 0.5));
    else if (event.key === '0') props.onWhole();
    else if (event.key === 'm') props.onName();
    else if (event.key === 'Escape' && selection !== null) props.onSelection(null);
    else if (event.key === 'Enter' && selection !== null) onSpan(selection);
    else if (event.key === 'Enter') props.onFilter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="density-canvas" ref={element}>
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        aria-label={m.timeline.canvas}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setAnchor(xOf(event));
        }}
        onPointerMove={(event) => {
          const x = xOf(event);
          if (anchor !== null && Math.abs(x - anchor) > DRAG_PX) selectTo(anchor, x);
          const index = bucketAt(buckets.starts, endsOf(buckets), timeAt(x));
          setPointed(index === null ? null : { starts: buckets.starts, index });
        }}
        onPointerLeave={() => {
          setPointed(null);
        }}
        onPointerUp={(event) => {
          const x = xOf(event);
          if (anchor === null) return;
          if (Math.abs(x - anchor) > DRAG_PX) selectTo(anchor, x);
          else {
            props.onSelection(null);
            props.onTime(timeAt(x));
          }
          setAnchor(null);
        }}
        onDoubleClick={props.onWhole}
      />
      <p className="density-said muted numeric ellipsis" aria-hidden="true">
        {hover === null ? m.timeline.hint : hoverText(picture, hover, m)}
      </p>
    </div>
  );
}

/** The wheel zooms about the pointer and moves sideways; what comes within one frame is done at once. */
function useWheel(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  width: number,
  span: Span,
  onSpan: (span: Span) => void,
): void {
  const latest = useRef({ width, span, onSpan });
  useEffect(() => {
    latest.current = { width, span, onSpan };
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    let frame = 0;
    let [deltaX, deltaY, at] = [0, 0, 0];
    const move = (): void => {
      const now = latest.current;
      frame = 0;
      const next =
        Math.abs(deltaX) > Math.abs(deltaY)
          ? panSpan(now.span, deltaX / now.width)
          : zoomSpan(now.span, Math.exp(deltaY / 400), at / now.width);
      [deltaX, deltaY] = [0, 0];
      now.onSpan(next);
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      deltaX += event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
      deltaY += event.shiftKey ? 0 : event.deltaY;
      at = event.offsetX;
      if (frame === 0) frame = requestAnimationFrame(move);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('wheel', onWheel);
    };
  }, [canvas]);
}
