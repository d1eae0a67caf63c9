import { Button } from '@blueprintjs/core';
import { ZoomInIcon, ZoomOutIcon, ZoomToFitIcon } from '@blueprintjs/icons';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { Graph } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { useTheme } from '../../state/theme.ts';
import { openNode } from './open-messages.ts';
import { drawGraph, fitView, nodeAt, type GraphPicture, type ViewBox } from './draw-graph.ts';

/** The picture of the contacts: dragging moves, the wheel zooms, a click chooses. The list beside it holds the same. */
export function GraphCanvas(props: {
  readonly graph: Graph;
  readonly positions: Float64Array | null;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}): ReactNode {
  const m = useMessages();
  useTheme();
  const { graph, positions, chosen } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 600, height: 400 });
  const [view, setView] = useState<ViewBox | null>(null);
  const [drag, setDrag] = useState<{ readonly x: number; readonly y: number; readonly view: ViewBox } | null>(null);

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element === null || element === undefined) return undefined;
    const observer = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  // A face is fetched when a label first needs it; the picture is drawn again once it is there.
  const [, setFaces] = useState(0);
  useEffect(() => {
    const redraw = (): void => {
      setFaces((count) => count + 1);
    };
    document.fonts.addEventListener('loadingdone', redraw);
    return () => {
      document.fonts.removeEventListener('loadingdone', redraw);
    };
  }, []);

  const fitted = positions === null ? null : fitView(positions, size);
  const shown = view ?? fitted;
  const picture: GraphPicture | null =
    positions === null || shown === null ? null : { graph, positions, chosen, view: shown, ...size };

  useEffect(() => {
    const element = canvas.current;
    if (element === null || picture === null) return undefined;
    const frame = requestAnimationFrame(() => {
      drawGraph(element, picture, drag !== null);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  });

  const zoom = (factor: number, x = size.width / 2, y = size.height / 2): void => {
    if (shown === null) return;
    const scale = Math.min(40, Math.max(0.01, shown.scale * factor));
    const ratio = scale / shown.scale;
    setView({ scale, x: x - (x - shown.x) * ratio, y: y - (y - shown.y) * ratio });
  };
  const zoomRef = useRef(zoom);
  useEffect(() => {
    zoomRef.current = zoom;
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      zoomRef.current(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
    };
  }, []);

  const pan = (dx: number, dy: number): void => {
    if (shown !== null) setView({ ...shown, x: shown.x + dx, y: shown.y + dy });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowLeft') pan(60, 0);
    else if (event.key === 'ArrowRight') pan(-60, 0);
    else if (event.key === 'ArrowUp') pan(0, 60);
    else if (event.key === 'ArrowDown') pan(0, -60);
    else if (event.key === '+' || event.key === '=') zoom(1.4);
    else if (event.key === '-') zoom(1 / 1.4);
    else if (event.key === '0') setView(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerUp = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (drag !== null && picture !== null && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 4) {
      const box = event.currentTarget.getBoundingClientRect();
      props.onChoose(nodeAt(picture, event.clientX - box.left, event.clientY - box.top));
    }
    setDrag(null);
  };
  return (
    <div className="graph-canvas">
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        aria-label={m.graph.canvas}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (shown === null) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ x: event.clientX, y: event.clientY, view: shown });
        }}
        onPointerMove={(event) => {
          if (drag !== null) {
            setView({ ...drag.view, x: drag.view.x + event.clientX - drag.x, y: drag.view.y + event.clientY - drag.y });
          }
        }}
        onPointerUp={onPointerUp}
        onDoubleClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const id = picture === null ? null : nodeAt(picture, event.clientX - box.left, event.clientY - box.top);
          const node = graph.nodes.find((one) => one.id === id);
          if (node !== undefined) openNode(node);
        }}
      />
      {positions === null && <span className="graph-wait muted">{m.graph.laying}</span>}
      <div className="graph-tools">
        <Button
          size="small"
          icon={<ZoomInIcon size={14} />}
          aria-label={m.graph.zoomIn}
          onClick={() => {
            zoom(1.4);
          }}
        />
        <Button
          size="small"
          icon={<ZoomOutIcon size={14} />}
          aria-label={m.graph.zoomOut}
          onClick={() => {
            zoom(1 / 1.4);
          }}
        />
        <Button
          size="small"
          icon={<ZoomToFitIcon size={14} />}
          aria-label={m.graph.fit}
          onClick={() => {
            setView(null);
          }}
        />
      </div>
    </div>
  );
}
