import { Button, ProgressBar } from '@blueprintjs/core';
import { ZoomInIcon, ZoomOutIcon, ZoomToFitIcon } from '@blueprintjs/icons';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useWheelZoom } from '../../components/use-wheel-zoom.ts';
import { useMessages } from '../../messages/index.ts';
import { drawGraph } from './draw-graph.ts';
import { discAt, edgeAt, fitView, nodeAt, viewAround, type GraphPicture, type ViewBox } from './graph-picture.ts';
import { READING_SCALE, isOverview, linksDrawn } from './links-drawn.ts';
import { LinksNote } from './links-note.tsx';
import { nodeGrid } from './node-grid.ts';
import { useGraphDrawing } from './use-graph-drawing.ts';

const CLICK_PX = 4;
/** What the picture rests after being moved before all of it is drawn anew. */
const CALM_MS = 140;
const NUDGE_PX = 12;

type Drag =
  | { readonly what: 'picture'; readonly x: number; readonly y: number; readonly view: ViewBox }
  | { readonly what: 'node'; readonly x: number; readonly y: number; readonly node: number };

/** Leads the picture to a place that is chosen elsewhere. */
export interface Steering {
  /** Makes a node readable, where it is not. */
  toNode: (node: number) => void;
  toCommunity: (community: number) => void;
}

/** The picture of the contacts: dragging moves it or a node, the wheel zooms, a click chooses. The list beside it holds the same. */
export function GraphCanvas(props: {
  readonly picture: Omit<GraphPicture, 'view' | 'width' | 'height'> | null;
  /** The share of the layout that is done, while there is no picture. */
  readonly share: number;
  /** The picture is that of another span of time until its own comes. */
  readonly isPending: boolean;
  readonly onNode: (node: number | null) => void;
  readonly onEdge: (edge: number) => void;
  readonly onOpen: (node: number) => void;
  /** A node was put somewhere, in units of the layout. */
  readonly onPlace: (node: number, x: number, y: number) => void;
  /** Hands out the picture as it is seen, for saving. */
  readonly seen: RefObject<GraphPicture | null>;
  readonly steering: RefObject<Steering | null>;
}): ReactNode {
  const m = useMessages();
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(canvas);
  const [view, setView] = useState<ViewBox | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [moved, setMoved] = useState<{ readonly node: number; readonly x: number; readonly y: number } | null>(null);
  const [isMoving, setMoving] = useState(false);
  const calm = useRef(0);
  const base = props.picture;

  const fitted = useMemo(
    () => (base === null ? null : fitView(base.positions, base.part, size)),
    [base?.positions, base?.part, size], // eslint-disable-line react-hooks/exhaustive-deps -- the rest of the picture does not move it
  );
  const grid = useMemo(() => (base === null ? null : nodeGrid(base.positions)), [base?.positions]); // eslint-disable-line react-hooks/exhaustive-deps -- the same
  const shown = view ?? fitted;
  const picture =
    base === null || shown === null
      ? null
      : { ...base, ...size, view: shown, positions: placed(base.positions, moved) };
  useGraphDrawing(canvas, picture, isMoving, drawGraph);
  useEffect(() => {
    props.seen.current = picture;
    props.steering.current = { toNode, toCommunity };
  });
  const toCommunity = (community: number): void => {
    const disc = picture?.packed?.discs[community];
    if (disc !== undefined) setView(viewAround(disc, size));
  };
  const toNode = (node: number): void => {
    if (picture === null) return;
    const { positions, packed, view: at } = picture;
    const [x, y] = [positions[node * 2] ?? 0, positions[node * 2 + 1] ?? 0];
    const [left, top] = [x * at.scale + at.x, y * at.scale + at.y];
    const isSeen = left > 0 && top > 0 && left < size.width && top < size.height;
    if (isSeen && !isOverview(picture)) return;
    const scale = packed === null ? at.scale : Math.max(READING_SCALE, at.scale);
    setView({ scale, x: size.width / 2 - x * scale, y: size.height / 2 - y * scale });
  };

  const stir = (): void => {
    setMoving(true);
    window.clearTimeout(calm.current);
    calm.current = window.setTimeout(() => {
      setMoving(false);
    }, CALM_MS);
  };
  const zoom = (factor: number, x = size.width / 2, y = size.height / 2): void => {
    if (shown === null) return;
    const scale = Math.min(60, Math.max(0.005, shown.scale * factor));
    const ratio = scale / shown.scale;
    stir();
    setView({ scale, x: x - (x - shown.x) * ratio, y: y - (y - shown.y) * ratio });
  };
  useWheelZoom(canvas, 400, zoom);
  const pan = (dx: number, dy: number): void => {
    if (shown === null) return;
    stir();
    setView({ ...shown, x: shown.x + dx, y: shown.y + dy });
  };
  const nudge = (dx: number, dy: number): void => {
    const node = picture?.chosen ?? null;
    if (picture === null || node === null) return;
    const { positions, view: at } = picture;
    props.onPlace(node, (positions[node * 2] ?? 0) + dx / at.scale, (positions[node * 2 + 1] ?? 0) + dy / at.scale);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = ARROWS[event.key];
    if (step !== undefined) {
      if (event.shiftKey) nudge(step[0] * NUDGE_PX, step[1] * NUDGE_PX);
      else pan(-step[0] * 60, -step[1] * 60);
    } else if (event.key === '+' || event.key === '=') zoom(1.4);
    else if (event.key === '-') zoom(1 / 1.4);
    else if (event.key === '0') setView(null);
    else if (event.key === 'Escape' && (picture?.chosen ?? null) !== null) props.onNode(null);
    else if (event.key === 'Enter' && typeof picture?.chosen === 'number') props.onOpen(picture.chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const place = (event: { readonly clientX: number; readonly clientY: number; readonly currentTarget: Element }) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const hit = (x: number, y: number): number | null =>
    picture === null || grid === null ? null : nodeAt(picture, grid, x, y);
  return (
    <div className="graph-canvas" aria-busy={props.isPending}>
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        aria-label={m.graph.canvas}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (shown === null) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const { x, y } = place(event);
          const node = hit(x, y);
          setDrag(node === null ? { what: 'picture', x, y, view: shown } : { what: 'node', x, y, node });
        }}
        onPointerMove={(event) => {
          const { x, y } = place(event);
          if (drag === null) event.currentTarget.style.cursor = hit(x, y) === null ? 'grab' : 'pointer';
          else if (drag.what === 'picture') {
            stir();
            setView({ ...drag.view, x: drag.view.x + x - drag.x, y: drag.view.y + y - drag.y });
          } else if (shown !== null && Math.hypot(x - drag.x, y - drag.y) >= CLICK_PX) {
            stir();
            setMoved({ node: drag.node, x: (x - shown.x) / shown.scale, y: (y - shown.y) / shown.scale });
          }
        }}
        onPointerUp={(event) => {
          const { x, y } = place(event);
          if (drag !== null && picture !== null && Math.hypot(x - drag.x, y - drag.y) < CLICK_PX) {
            const edge = drag.what === 'node' ? null : edgeAt(picture, linksDrawn(picture).edges, x, y);
            const disc = drag.what === 'node' || !isOverview(picture) ? null : discAt(picture, x, y);
            if (disc !== null) setView(viewAround(disc.disc, size));
            else if (edge !== null) props.onEdge(edge);
            else props.onNode(drag.what === 'node' ? drag.node : null);
          } else if (moved !== null) props.onPlace(moved.node, moved.x, moved.y);
          setMoved(null);
          setDrag(null);
        }}
        onDoubleClick={(event) => {
          const { x, y } = place(event);
          const node = hit(x, y);
          if (node !== null) props.onOpen(node);
        }}
      />
      {picture === null ? (
        <div className="graph-wait muted">
          <span>{m.graph.laying}</span>
          <ProgressBar value={props.share} stripes={false} animate={false} aria-label={m.graph.laying} />
        </div>
      ) : (
        <LinksNote picture={picture} isMoving={isMoving} />
      )}
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

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function placed(
  positions: Float64Array,
  moved: { readonly node: number; readonly x: number; readonly y: number } | null,
): Float64Array {
  if (moved === null) return positions;
  const changed = Float64Array.from(positions);
  changed[moved.node * 2] = moved.x;
  changed[moved.node * 2 + 1] = moved.y;
  return changed;
}

function useSize(canvas: RefObject<HTMLCanvasElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 600, height: 400 });
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
  }, [canvas]);
  return size;
}
