import { useTable } from '@tanstack/react-table';
import { memo, useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Filter, ItemOrder, ItemView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { usePages } from '../../engine/use-pages.ts';
import { useMarking } from '../../marks/use-marking.ts';
import { useMessages } from '../../messages/index.ts';
import { go, goView } from '../../state/location.ts';
import { ColumnChoice } from './column-choice.tsx';
import { changeLayout, moveColumn, useColumnLayout, type ColumnName } from './column-layout.ts';
import { ColumnHead } from './column-head.tsx';
import { CopyRows } from './copy-rows.tsx';
import { columnsOf, features } from './item-columns.tsx';
import { itemRows } from './item-rows.ts';

/** The row that is marked, and its time; null for a row that is not read yet or has none. */
export interface ActiveRow {
  readonly index: number;
  readonly timeMs: number | null;
}

/** The items under a filter as a table in step with the chart. Only the rows on the screen exist. */
export const ItemTable = memo(function ItemTable(props: {
  readonly filter: Filter;
  /** Null: by time, or in the app's own order within one conversation. */
  readonly order: ItemOrder | null;
  readonly onOrder: (order: ItemOrder | null) => void;
  readonly active: ActiveRow | null;
  readonly onActive: (active: ActiveRow) => void;
  /** Names the instant of a row. */
  readonly onName: (timeMs: number) => void;
  /** What is said about the rows, above them, given how many there are. */
  readonly note: (total: number | null) => ReactNode;
}): ReactNode {
  const { filter, order } = props;
  const m = useMessages();
  const layout = useColumnLayout();
  const [range, setRange] = useState({ from: 0, to: 40 });
  const [dragged, setDragged] = useState<ColumnName | null>(null);
  const { key, fetch } = useMemo(() => itemRows(filter, order), [filter, order]);
  const pages = usePages(key, range, fetch);
  const marking = useMarking({ pages, active: props.active?.index ?? null, itemOf: (item) => item });
  const names = useMemo(() => layout.order.filter((name) => !layout.hidden.includes(name)), [layout]);
  const columns = useMemo(() => columnsOf(names, layout.sizes, m), [names, layout.sizes, m]);
  const positions: number[] = [];
  const shown: ItemView[] = [];
  for (let index = range.from; index <= range.to; index += 1) {
    const item = pages.row(index);
    if (item === null) continue;
    positions.push(index);
    shown.push(item);
  }
  const ids = shown.map(({ id, notes, bookmarked, tags }) => `${id} ${notes} ${String(bookmarked)} ${tags.map(({ tag }) => tag).join()}`).join('; '); // prettier-ignore
  // eslint-disable-next-line react-hooks/exhaustive-deps -- ids and marks stand for the rows
  const data = useMemo(() => shown, [ids]);
  const table = useTable({ features, columns, data, columnResizeMode: 'onChange' });
  const rowAt = new Map(table.getRowModel().rows.map((row, at) => [positions[at], row]));
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange(next);
  }, []);
  const open = (index: number): void => {
    const item = pages.row(index);
    if (item !== null && item.conversation !== null)
      goView('conversations', { conversation: item.conversation, item: item.id });
  };
  const keepSizes = (): void => {
    const heads = table.getHeaderGroups()[0]?.headers ?? [];
    changeLayout({ sizes: { ...layout.sizes, ...Object.fromEntries(heads.map((head) => [head.id, head.getSize()])) } });
  };
  if (pages.error !== null) return <FailureNote error={pages.error} />;
  return (
    <>
      {marking.error !== null && <FailureNote error={marking.error} />}
      <div className="row item-tools">
        {props.note(pages.total)}
        <span className="spring" />
        <ColumnChoice />
        <CopyRows filter={filter} order={order} columns={names} total={pages.total} />
      </div>
      <VirtualRows
        className="item-table"
        count={pages.total ?? 0}
        rowHeight={28}
        label={m.timeline.title}
        active={props.active?.index ?? null}
        onActive={(index) => {
          const item = pages.row(index);
          props.onActive({ index, timeMs: item === null || item.timeZone === 'unstated' ? null : item.timeMs });
        }}
        onOpen={open}
        opensOnClick={false}
        onRange={onRange}
        spends={marking.press}
        onKey={(event, index) => {
          const item = pages.row(index);
          if (item === null || event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.key === 'p') go({ record: item.id });
          else if (event.key === 'm' && item.timeMs !== null) props.onName(item.timeMs);
        }}
        header={
          <div role="row" className="grid-head" aria-rowindex={1}>
            {table.getHeaderGroups()[0]?.headers.map((header) => (
              <ColumnHead
                key={header.id}
                name={header.id as ColumnName}
                width={header.getSize()}
                order={order}
                onOrder={props.onOrder}
                onResize={header.getResizeHandler()}
                onResized={keepSizes}
                onDrag={setDragged}
                onDrop={() => {
                  if (dragged !== null)
                    changeLayout({ order: moveColumn(layout.order, dragged, header.id as ColumnName) });
                  setDragged(null);
                }}
              />
            ))}
          </div>
        }
        row={(index) =>
          rowAt
            .get(index)
            ?.getAllCells()
            .map((cell) => (
              <div key={cell.id} role="gridcell" className="ellipsis" style={{ width: cell.column.getSize() }}>
                <table.FlexRender cell={cell} />
              </div>
            ))
        }
      />
    </>
  );
});
