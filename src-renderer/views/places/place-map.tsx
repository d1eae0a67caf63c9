import { Button } from '@blueprintjs/core';
import { SelectIcon, ZoomInIcon, ZoomOutIcon, ZoomToFitIcon } from '@blueprintjs/icons';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { Area, PlaceMap as Groups, PlacePath } from '../../../src-main/contract/index.ts';
import { useWheelZoom } from '../../components/use-wheel-zoom.ts';
import { useRedraw } from '../../components/use-redraw.ts';
import { useMessages } from '../../messages/index.ts';
import { canvasPen, drawMap, type MapPicture } from './draw-map.ts';
import { boxOfView, groupAt, holdView, inPicture, onEarth, onMap, scaleBar, viewOfBox, zoomView, type MapSize, type MapView } from './map-view.ts'; // prettier-ignore
import { useLand } from './use-land.ts';
import { useMapSize } from './use-map-size.ts';

const CLICK_PX = 4;
const STEP_PX = 70;
const BAR_PX = 110;
const EARTH: Area = { west: -170, south: -56, east: 180, north: 76 };

type Drag =
  | { readonly what: 'map'; readonly x: number; readonly y: number; readonly view: MapView }
  | { readonly what: 'area'; readonly x: number; readonly y: number };

/** The map: dragging moves it, the wheel zooms, a click chooses. The list below holds the same. */
export function PlaceMap(props: {
  readonly groups: Groups | null;
  readonly identifiers: ReadonlyMap<number, string>;
  readonly path: PlacePath | null;
  readonly chosen: MapPicture['chosen'];
  /** What is seen, for the next question. */
  readonly onSeen: (view: MapView, size: MapSize) => void;
  readonly onGroup: (group: number) => void;
  readonly onArea: (area: Area) => void;
  /** The card of the group that is pointed at. */
  readonly card: (group: number) => ReactNode;
  /** Hands out the picture as it is seen, for saving. */
  readonly seen: RefObject<MapPicture | null>;
}): ReactNode {
  const m = useMessages();
  const { groups, chosen, onSeen } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useMapSize(canvas);
  const [moved, setMoved] = useState<MapView | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [corner, setCorner] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const [isSelecting, setSelecting] = useState(false);
  const [pointed, setPointed] = useState<number | null>(null);
  // What all places fill, as long as nothing else was gone to.
  const fitted = size === null ? null : viewOfBox(groups?.bounds ?? EARTH, size);
  const view = size === null ? null : moved === null ? fitted : holdView(moved, size);
  const { land, error } = useLand(view?.scale ?? 0);
  const picture: MapPicture | null =
    view === null || size === null
      ? null
      : {
          land,
          map: groups,
          identifiers: props.identifiers,
          path: props.path,
          chosen,
          selection: null,
          view,
          size,
        };
  useRedraw();
  useEffect(() => {
    const element = canvas.current;
    if (element === null || picture === null) return undefined;
    props.seen.current = picture;
    const frame = requestAnimationFrame(() => {
      const ratio = window.devicePixelRatio;
      const { width, height } = picture.size;
      if (element.width !== Math.round(width * ratio)) element.width = Math.round(width * ratio);
      if (element.height !== Math.round(height * ratio)) element.height = Math.round(height * ratio);
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
      const pen = element.getContext('2d');
      if (pen !== null) drawMap(canvasPen(pen, picture, element, ratio), picture);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  });
  useEffect(() => {
    if (view !== null && size !== null) onSeen(view, size);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the numbers stand for the view
  }, [view?.x, view?.y, view?.scale, size, onSeen]);
  useEffect(() => {
    if (chosen === null || view === null || size === null) return;
    const at = onMap(chosen.latitude, chosen.longitude);
    const [x, y] = inPicture(view, size, at.x, at.y);
    if (x < 30 || y < 30 || x > size.width - 30 || y > size.height - 30) setMoved({ ...view, ...at });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each place that is chosen
  }, [chosen?.latitude, chosen?.longitude]);

  const zoom = (factor: number, x?: number, y?: number): void => {
    if (view === null || size === null) return;
    setMoved(zoomView(view, size, factor, x ?? size.width / 2, y ?? size.height / 2));
    setPointed(null);
  };
  useWheelZoom(canvas, 300, zoom);
  const pan = (dx: number, dy: number): void => {
    if (view !== null) setMoved({ ...view, x: view.x + dx / view.scale, y: view.y + dy / view.scale });
    setPointed(null);
  };
  const openGroup = (group: number): void => {
    if (groups === null || size === null) return;
    const [west = 0, south = 0, east = 0, north = 0] = groups.boxes.slice(group * 4, group * 4 + 4);
    if (groups.same[group] === 0) setMoved(viewOfBox({ west, south, east, north }, size));
    else props.onGroup(group);
    setPointed(null);
  };
  /** The next group that is seen, from left to right, for those who use no pointer. */
  const pointNext = (by: 1 | -1): void => {
    if (groups === null || view === null || size === null) return;
    const order = groups.counts
      .map((_, group) => ({ group, at: pointOfGroup(groups, group, view, size) }))
      .filter(({ at: [x, y] }) => x >= 0 && y >= 0 && x <= size.width && y <= size.height)
      .sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1] || a.group - b.group);
    const place = order.findIndex(({ group }) => group === pointed);
    const next = order[place === -1 ? (by === 1 ? 0 : order.length - 1) : (place + by + order.length) % order.length];
    setPointed(next?.group ?? null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = ARROWS[event.key];
    if (step !== undefined) pan(step[0] * STEP_PX, step[1] * STEP_PX);
    else if (event.key === '+' || event.key === '=') zoom(1.6);
    else if (event.key === '-') zoom(1 / 1.6);
    else if (event.key === '0') setMoved(null);
    else if (event.key === 'n') pointNext(1);
    else if (event.key === 'N') pointNext(-1);
    else if (event.key === 'Enter' && pointed !== null) openGroup(pointed);
    else if (event.key === 'Escape' && (pointed !== null || drag !== null || isSelecting)) {
      setPointed(null);
      setDrag(null);
      setSelecting(false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const place = (event: { readonly clientX: number; readonly clientY: number; readonly currentTarget: Element }) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const hit = (x: number, y: number): number | null =>
    groups === null || view === null || size === null ? null : groupAt(groups, view, size, x, y);
  const selection = drag?.what === 'area' && corner !== null ? { from: drag, to: corner } : null;
  const bar = view === null ? null : scaleBar(view, BAR_PX);
  const card = pointed !== null && groups !== null && view !== null && size !== null && groups.counts[pointed] !== undefined ? { at: pointOfGroup(groups, pointed, view, size), content: props.card(pointed) } : null; // prettier-ignore
  return (
    <div className="place-map">
      <div className="place-canvas">
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        aria-label={m.places.map}
        className={isSelecting ? 'selecting' : ''}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setPointed(null);
        }}
        onPointerDown={(event) => {
          if (view === null) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = place(event);
          setCorner(null);
          setDrag(event.shiftKey || isSelecting ? { what: 'area', ...at } : { what: 'map', ...at, view });
        }}
        onPointerMove={(event) => {
          const { x, y } = place(event);
          if (drag === null) {
            const group = hit(x, y);
            if (!isSelecting) event.currentTarget.style.cursor = group === null ? 'grab' : 'pointer';
            setPointed(group);
          } else if (drag.what === 'area') setCorner({ x, y });
          else {
            setPointed(null);
            const { scale } = drag.view;
            setMoved({ scale, x: drag.view.x - (x - drag.x) / scale, y: drag.view.y - (y - drag.y) / scale });
          }
        }}
        onPointerLeave={() => {
          if (drag === null) setPointed(null);
        }}
        onPointerUp={(event) => {
          const { x, y } = place(event);
          const isClick = drag !== null && Math.hypot(x - drag.x, y - drag.y) < CLICK_PX;
          if (isClick) {
            const group = hit(x, y);
            if (group !== null) openGroup(group);
          } else if (drag?.what === 'area' && view !== null && size !== null) {
            setSelecting(false);
            setMoved(null);
            props.onArea(areaBetween(view, size, drag, { x, y }));
          }
          setDrag(null);
          setCorner(null);
        }}
        onDoubleClick={(event) => {
          const { x, y } = place(event);
          if (hit(x, y) === null) zoom(2, x, y);
        }}
      />
      {selection !== null && (
        <div
          className="place-selection"
          style={{
            left: Math.min(selection.from.x, selection.to.x),
            top: Math.min(selection.from.y, selection.to.y),
            width: Math.abs(selection.from.x - selection.to.x),
            height: Math.abs(selection.from.y - selection.to.y),
          }}
        />
      )}
      {card !== null && size !== null && (
        <div
          className="place-card"
          role="status"
          style={{
            left: Math.min(Math.max(8, card.at[0] + 14), Math.max(8, size.width - 316)),
            ...(card.at[1] > size.height / 2 ? { bottom: size.height - card.at[1] + 14 } : { top: card.at[1] + 14 }),
          }}
        >
          {card.content}
        </div>
      )}
      <div className="place-tools">
        <Button size="small" icon={<ZoomInIcon size={14} />} aria-label={m.graph.zoomIn} title={m.graph.zoomIn} onClick={() => { zoom(1.6); }} />
        <Button size="small" icon={<ZoomOutIcon size={14} />} aria-label={m.graph.zoomOut} title={m.graph.zoomOut} onClick={() => { zoom(1 / 1.6); }} />
        <Button size="small" icon={<ZoomToFitIcon size={14} />} aria-label={m.places.fit} title={m.places.fit} onClick={() => { setMoved(null); }} />
        <Button
          size="small"
          active={isSelecting}
          aria-pressed={isSelecting}
          icon={<SelectIcon size={14} />}
          aria-label={m.places.select}
          title={m.places.select}
          onClick={() => { setSelecting(!isSelecting); }}
        />
        <Button
          size="small"
          text={m.places.useSeen}
          title={m.places.useSeenNote}
          disabled={view === null || size === null}
          onClick={() => {
            if (view !== null && size !== null) props.onArea(plainArea(boxOfView(view, size), view));
          }}
        />
      </div>
      {bar !== null && (
        <span className="scale-bar" style={{ width: bar.px }}>
          {m.places.metres(bar.metres)}
        </span>
      )}
    </div>
      <p className="place-foot small">{error === null ? m.places.outlines[land?.detail ?? '110m'] : m.places.noOutlines}</p>
    </div>
  );
} // prettier-ignore

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function pointOfGroup(groups: Groups, group: number, view: MapView, size: MapSize): readonly [number, number] {
  const { x, y } = onMap(groups.latitudes[group] ?? 0, groups.longitudes[group] ?? 0);
  return inPicture(view, size, x, y);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The degrees of a rectangle of the picture. */
function areaBetween(view: MapView, { width, height }: MapSize, a: Point, b: Point): Area {
  const degrees = ({ x, y }: Point): ReturnType<typeof onEarth> =>
    onEarth(view.x + (x - width / 2) / view.scale, view.y + (y - height / 2) / view.scale);
  const [one, other] = [degrees(a), degrees(b)];
  return plainArea(
    {
      west: Math.min(one.longitude, other.longitude),
      south: Math.min(one.latitude, other.latitude),
      east: Math.max(one.longitude, other.longitude),
      north: Math.max(one.latitude, other.latitude),
    },
    view,
  );
}

/** Edges with no more digits than a dot of the picture is wide, so that the filter can be read and said. */
function plainArea({ west, south, east, north }: Area, view: MapView): Area {
  const digits = Math.min(8, Math.max(1, Math.ceil(Math.log10(view.scale / 360))));
  const unit = 10 ** digits;
  const [down, up] = [(value: number) => Math.floor(value * unit) / unit, (value: number) => Math.ceil(value * unit) / unit]; // prettier-ignore
  return { west: Math.max(-180, down(west)), south: Math.max(-90, down(south)), east: Math.min(180, up(east)), north: Math.min(90, up(north)) }; // prettier-ignore
}
