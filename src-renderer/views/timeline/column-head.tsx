import { SortAscIcon, SortDescIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ItemOrder } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { SORTED, type ColumnName } from './column-layout.ts';

/** The head of a column: a click sorts, dragging the head moves it, dragging its edge makes it wider. */
export function ColumnHead(props: {
  readonly name: ColumnName;
  readonly width: number;
  readonly order: ItemOrder | null;
  readonly onOrder: (order: ItemOrder | null) => void;
  readonly onResize: (event: unknown) => void;
  readonly onResized: () => void;
  readonly onDrag: (name: ColumnName) => void;
  readonly onDrop: () => void;
}): ReactNode {
  const m = useMessages();
  const { name, order } = props;
  const label = m.timeline.table[name];
  const by = SORTED.find((one) => one === name);
  const isBy = order === null ? name === 'time' : order.by === name;
  const sort = !isBy ? 'none' : order?.descending === true ? 'descending' : 'ascending';
  return (
    <div
      role="columnheader"
      aria-sort={by === undefined ? undefined : sort}
      style={{ width: props.width }}
      draggable
      onDragStart={() => {
        props.onDrag(name);
      }}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={props.onDrop}
    >
      {by === undefined ? (
        <span className="ellipsis">{label}</span>
      ) : (
        <button
          type="button"
          className="head-button ellipsis"
          title={m.timeline.sortBy(label)}
          onClick={() => {
            props.onOrder(nextOrder(by, order));
          }}
        >
          {label} {isBy && (sort === 'descending' ? <SortDescIcon size={12} /> : <SortAscIcon size={12} />)}
        </button>
      )}
      <span
        className="resizer"
        draggable
        onDragStart={(event) => {
          event.preventDefault();
          event.stopPropagation();
        }}
        onMouseDown={(event) => {
          window.addEventListener('mouseup', props.onResized, { once: true });
          props.onResize(event);
        }}
        onTouchStart={props.onResize}
        onTouchEnd={props.onResized}
      />
    </div>
  );
}

/** Ascending, then descending, then by time again. */
function nextOrder(by: ItemOrder['by'], order: ItemOrder | null): ItemOrder | null {
  const isBy = order === null ? by === 'time' : order.by === by;
  if (!isBy) return { by, descending: false };
  if (order?.descending === true) return null;
  return { by, descending: true };
}
