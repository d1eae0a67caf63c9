import { createContext, useContext, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

/** One thing in a chart that can be opened: its place among the others, what it says, where it leads. */
export interface MarkData {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly open: () => void;
}

interface MarkSet {
  readonly byPlace: ReadonlyMap<string, MarkData>;
  readonly tabStop: string | null;
  readonly enter: (place: string, label: string) => void;
}

const Shown = createContext<MarkSet>({ byPlace: new Map(), tabStop: null, enter: () => undefined });

/** A chart whose marks are one tab stop: arrows move among them, Enter opens; the line below says what is under hand. */
export function Marks(props: {
  readonly label: string;
  readonly marks: readonly MarkData[];
  readonly children: ReactNode;
}): ReactNode {
  const { marks } = props;
  const group = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const byPlace = new Map(marks.map((mark) => [placeOf(mark), mark]));
  const first = marks[0];
  const tabStop = active !== null && byPlace.has(active) ? active : first === undefined ? null : placeOf(first);
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = tabStop === null ? undefined : byPlace.get(tabStop);
    if (from === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = markTowards(marks, from, event.key);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    group.current?.querySelector<SVGElement>(`[data-mark="${placeOf(to)}"]`)?.focus();
  };
  const set: MarkSet = {
    byPlace,
    tabStop,
    enter(place, label) {
      setActive(place);
      setSaid(label);
    },
  };
  return (
    <div ref={group} className="marks" role="group" aria-label={props.label} onKeyDown={onKeyDown}>
      <Shown value={set}>{props.children}</Shown>
      <p className="marks-said muted numeric" aria-hidden="true">
        {said}
      </p>
    </div>
  );
}

/** The shape of one mark; a shape at a place without a mark is only drawn. */
export function Mark(props: { readonly x: number; readonly y: number; readonly children: ReactNode }): ReactNode {
  const { byPlace, tabStop, enter } = useContext(Shown);
  const place = placeOf(props);
  const mark = byPlace.get(place);
  if (mark === undefined) return props.children;
  const say = (): void => {
    enter(place, mark.label);
  };
  return (
    <g
      className="mark"
      role="button"
      tabIndex={place === tabStop ? 0 : -1}
      data-mark={place}
      aria-label={mark.label}
      onFocus={say}
      onMouseEnter={say}
      onClick={mark.open}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        mark.open();
      }}
    >
      <title>{mark.label}</title>
      {props.children}
    </g>
  );
}

function placeOf({ x, y }: { readonly x: number; readonly y: number }): string {
  return `${x}:${y}`;
}

/** The nearest mark in the direction of a key: along the row for left and right, in the next row that has any for up and down. */
function markTowards(marks: readonly MarkData[], from: MarkData, key: string): MarkData | null {
  const inRow = marks.filter(({ y }) => y === from.y);
  const by = (distance: (mark: MarkData) => number, among: readonly MarkData[]): MarkData | null =>
    among.reduce<MarkData | null>(
      (best, mark) => (best === null || distance(mark) < distance(best) ? mark : best),
      null,
    );
  switch (key) {
    case 'ArrowRight':
      return by(({ x }) => x, inRow.filter(({ x }) => x > from.x)); // prettier-ignore
    case 'ArrowLeft':
      return by(({ x }) => -x, inRow.filter(({ x }) => x < from.x)); // prettier-ignore
    case 'ArrowDown':
      return by(({ x, y }) => (y - from.y) * 10_000 + Math.abs(x - from.x), marks.filter(({ y }) => y > from.y)); // prettier-ignore
    case 'ArrowUp':
      return by(({ x, y }) => (from.y - y) * 10_000 + Math.abs(x - from.x), marks.filter(({ y }) => y < from.y)); // prettier-ignore
    case 'Home':
      return by(({ x }) => x, inRow);
    case 'End':
      return by(({ x }) => -x, inRow);
    default:
      return null;
  }
}
