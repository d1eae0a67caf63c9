import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { Buckets } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { useTheme } from '../../state/theme.ts';
import { plainVisible } from '../../text/visible.ts';
import { fullTime } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';
import { drawDensity, seriesColour } from './draw-density.ts';
import { panSpan, zoomSpan, type Span } from './span.ts';

const HEIGHT = 180;
const SHOWN_BUCKETS = 1000;

/** Bars of counts over time on a canvas: wheel zooms, dragging selects, keys do both; a table says the same. */
export function DensityCanvas(props: {
  readonly buckets: Buckets;
  readonly span: Span;
  readonly by: string;
  readonly onSpan: (span: Span) => void;
  readonly onWhole: () => void;
  readonly onFilter: () => void;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  useTheme();
  const { buckets, span, onSpan } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(800);
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const names = buckets.series.map((series) => nameOfSeries(series.name));

  function nameOfSeries(name: string): string {
    const known = { type: m.words.types, direction: m.words.directions, state: m.words.states }[props.by];
    return plainVisible(known?.[name] ?? name);
  }

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element === null || element === undefined) return undefined;
    const observer = new ResizeObserver(() => {
      setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const frame = requestAnimationFrame(() => {
      drawDensity(element, { buckets, span, zone, width, height: HEIGHT, brush });
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  });

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const at = event.offsetX / width;
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) onSpan(panSpan(span, event.deltaX / width));
      else onSpan(zoomSpan(span, Math.exp(event.deltaY / 400), at));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
    };
  }, [span, width, onSpan]);

  const timeAt = (x: number): number => span.fromMs + ((span.toMs - span.fromMs) * x) / width;
  const xOf = (event: PointerEvent<HTMLCanvasElement>): number =>
    Math.min(width, Math.max(0, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowLeft') onSpan(panSpan(span, -0.2));
    else if (event.key === 'ArrowRight') onSpan(panSpan(span, 0.2));
    else if (event.key === '+' || event.key === '=') onSpan(zoomSpan(span, 0.5, 0.5));
    else if (event.key === '-') onSpan(zoomSpan(span, 2, 0.5));
    else if (event.key === '0') props.onWhole();
    else if (event.key === 'Enter') props.onFilter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="density">
      <div className="density-canvas">
        <canvas
          ref={canvas}
          role="application"
          tabIndex={0}
          aria-label={m.timeline.canvas}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setBrush({ from: xOf(event), to: xOf(event) });
          }}
          onPointerMove={(event) => {
            if (brush !== null) setBrush({ from: brush.from, to: xOf(event) });
          }}
          onPointerUp={() => {
            if (brush !== null && Math.abs(brush.to - brush.from) > 4) {
              onSpan({
                fromMs: timeAt(Math.min(brush.from, brush.to)),
                toMs: timeAt(Math.max(brush.from, brush.to)),
              });
            }
            setBrush(null);
          }}
          onDoubleClick={props.onWhole}
        />
      </div>
      <div className="row legend">
        {names.length > 1 &&
          names.map((name, index) => (
            <span key={name} className="legend-item">
              <span className={`swatch ${seriesColour(index)}`} />
              <bdi>{name}</bdi>
            </span>
          ))}
        <span className="spring" />
        <details className="chart-table">
          <summary>{m.timeline.buckets}</summary>
          <div className="table-scroll" tabIndex={0} role="region" aria-label={m.timeline.buckets}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{m.timeline.bucketStart}</th>
                  {names.map((name) => (
                    <th key={name} scope="col" className="numeric">
                      <bdi>{name}</bdi>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {buckets.starts.slice(0, SHOWN_BUCKETS).map((start, index) => (
                  <tr key={start}>
                    <th scope="row" className="numeric">
                      {fullTime(start, zone)}
                    </th>
                    {buckets.series.map((series) => (
                      <td key={series.name} className="numeric">
                        {showCount(series.counts[index] ?? 0)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </div>
    </div>
  );
}
