import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

/** Below Chromium's limit of 33,554,432 px for one element; above it positions are scaled. */
const TALLEST_PX = 16_000_000;

/** A long list of rows of one height, of which only those on the screen exist. Focus stays on the list (listbox pattern). */
export function VirtualRows(props: {
  readonly count: number;
  readonly rowHeight: number;
  readonly label: string;
  readonly active: number | null;
  readonly onActive: (index: number) => void;
  readonly onOpen: (index: number) => void;
  /** False: a click only makes a row active, a second one opens it. */
  readonly opensOnClick?: boolean;
  /** A click with Ctrl picks a row beside others, instead of opening it; the list then says that several can be chosen. */
  readonly onPick?: (index: number) => void;
  readonly onRange: (range: { readonly from: number; readonly to: number }) => void;
  /** Told other keys first, also where no row is active; true where it spends one. */
  readonly spends?: (event: KeyboardEvent) => boolean;
  readonly onKey?: (event: KeyboardEvent, index: number) => void;
  readonly row: (index: number) => ReactNode;
  readonly isSelected?: (index: number) => boolean;
  readonly className?: string;
  /** A row of column headers makes it a grid, whose rows hold cells. */
  readonly header?: ReactNode;
}): ReactNode {
  const { count, rowHeight, active, onRange, header } = props;
  const isGrid = header !== undefined;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  // What is on the screen: asked of the element, it would have the whole page laid out anew after every key.
  const seen = useRef({ top: 0, height: 600, tall: 0 });
  const full = count * rowHeight;
  const tall = Math.min(full, TALLEST_PX);
  const scale = tall <= height ? 1 : (full - height) / (tall - height);
  const from = Math.max(0, Math.floor((top * scale) / rowHeight) - 4);
  const to = Math.min(count - 1, Math.ceil((top * scale + height) / rowHeight) + 4);

  useEffect(() => {
    if (to >= from) onRange({ from, to });
  }, [from, to, onRange]);

  useLayoutEffect(() => {
    seen.current.tall = tall;
  }, [tall]);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    seen.current.height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      seen.current.height = element.clientHeight;
      setHeight(element.clientHeight);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    const element = box.current;
    if (element === null || active === null) return;
    const { top: before, height: fitting } = seen.current;
    const first = active * rowHeight;
    let wanted = before;
    if (first < before * scale) wanted = first / scale;
    else if (first + rowHeight > before * scale + fitting) wanted = (first + rowHeight - fitting) / scale;
    if (wanted === before) return;
    seen.current.top = Math.max(0, Math.min(wanted, seen.current.tall - fitting));
    element.scrollTop = seen.current.top;
  }, [active, rowHeight, scale]);

  useEffect(() => {
    const element = box.current;
    if (element === null || scale <= 1) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      element.scrollTop += event.deltaY / scale;
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
    };
  }, [scale]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 1);
    const at = active ?? -1;
    const next = nextIndex(event, at, page, count);
    if (next !== null) {
      event.preventDefault();
      props.onActive(next);
    } else if (event.key === 'Enter' && active !== null) {
      event.preventDefault();
      props.onOpen(active);
    } else if (props.spends?.(event) === true) event.preventDefault();
    else if (active !== null) props.onKey?.(event, active);
  };

  const rows = [];
  for (let index = from; index <= to; index += 1) rows.push(index);
  return (
    <div
      ref={box}
      className={`virtual-rows ${props.className ?? ''}`}
      role={isGrid ? 'grid' : 'listbox'}
      aria-multiselectable={props.onPick === undefined ? undefined : true}
      aria-rowcount={isGrid ? count + 1 : undefined}
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={active === null ? undefined : `${id}-${active}`}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        seen.current.top = event.currentTarget.scrollTop;
        setTop(seen.current.top);
      }}
    >
      {header}
      <div role={isGrid ? 'rowgroup' : 'presentation'} style={{ height: tall, position: 'relative' }}>
        {rows.map((index) => (
          <div
            key={index}
            id={`${id}-${index}`}
            role={isGrid ? 'row' : 'option'}
            aria-selected={props.isSelected?.(index) ?? index === active}
            {...(isGrid ? { 'aria-rowindex': index + 2 } : { 'aria-setsize': count, 'aria-posinset': index + 1 })}
            className={index === active ? 'virtual-row active' : 'virtual-row'}
            style={{ height: rowHeight, transform: `translateY(${index * rowHeight - top * (scale - 1)}px)` }}
            onClick={(event) => {
              props.onActive(index);
              if (props.onPick !== undefined && (event.ctrlKey || event.metaKey)) props.onPick(index);
              else if (props.opensOnClick !== false) props.onOpen(index);
            }}
            onDoubleClick={() => {
              if (props.opensOnClick === false) props.onOpen(index);
            }}
          >
            {props.row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

type Key = Pick<KeyboardEvent, 'key'> & Partial<Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>>;

/** The row that a key goes to in a list; null for other keys. */
export function nextIndex(event: Key, at: number, page: number, count: number): number | null {
  if (count === 0 || event.ctrlKey === true || event.metaKey === true || event.altKey === true) return null;
  const clamp = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (event.key) {
    case 'ArrowDown':
    case 'j':
      return clamp(at + 1);
    case 'ArrowUp':
    case 'k':
      return clamp(at - 1);
    case 'PageDown':
      return clamp(at + page);
    case 'PageUp':
      return clamp(at - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
