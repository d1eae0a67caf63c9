import { CaretDownIcon, CaretUpIcon } from '@blueprintjs/icons';
import { useCallback, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { PagedRows } from '../engine/use-pages.ts';
import { VirtualRows } from './virtual-rows.tsx';

/** A column of a grid: its head, its width as a track of CSS grid (`120px`, `minmax(0, 1fr)`), and its cell. */
export interface GridColumn<T> {
  readonly id: string;
  readonly head: string;
  /** By what the list is sorted when the head is pressed; absent where the column sorts nothing. */
  readonly sort?: string;
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
}

/** Which rows a grid needs. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** The range on the screen, and what a grid calls when it changes. */
export function useRowRange(): readonly [RowRange, (next: RowRange) => void] {
  const [range, setRange] = useState<RowRange>({ from: 0, to: 50 });
  const onRange = useCallback((next: RowRange) => {
    setRange(next);
  }, []);
  return [range, onRange];
}

/** A long list of rows with columns, of which only those on the screen exist; worked by keyboard as `VirtualRows`. */
export function ColumnGrid<T>(props: {
  readonly label: string;
  readonly className: string;
  readonly pages: Omit<PagedRows<T>, 'name'>;
  readonly columns: readonly GridColumn<T>[];
  /** How the list is sorted, and what is called with the sort of a head that is pressed. */
  readonly sorting?: { readonly by: string; readonly descending: boolean; readonly onSort: (by: string) => void };
  readonly rowHeight: number;
  readonly active: number | null;
  readonly onActive: (index: number) => void;
  readonly onOpen: (index: number) => void;
  /** False: a click only makes a row active, a second one opens it. */
  readonly opensOnClick?: boolean;
  readonly onRange: (range: RowRange) => void;
  /** Told other keys first, also where no row is active; true where it spends one. */
  readonly spends?: (event: KeyboardEvent) => boolean;
  readonly onKey?: (event: KeyboardEvent, index: number) => void;
}): ReactNode {
  const { columns, pages } = props;
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <VirtualRows
      className={`column-grid ${props.className}`}
      count={pages.total ?? 0}
      rowHeight={props.rowHeight}
      label={props.label}
      active={props.active}
      onActive={props.onActive}
      onOpen={props.onOpen}
      opensOnClick={props.opensOnClick !== false}
      onRange={props.onRange}
      {...(props.spends === undefined ? {} : { spends: props.spends })}
      {...(props.onKey === undefined ? {} : { onKey: props.onKey })}
      header={
        <div role="row" className="column-grid-head" aria-rowindex={1} style={tracks}>
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} sorting={props.sorting} />
          ))}
        </div>
      }
      row={(index) => {
        const row = pages.row(index);
        if (row === null) return null;
        return (
          <div className="column-grid-row" role="presentation" style={tracks}>
            {columns.map((column) => (
              <div key={column.id} role="gridcell" className={`ellipsis column-${column.id}`}>
                {column.cell(row)}
              </div>
            ))}
          </div>
        );
      }}
    />
  );
}

function HeadCell<T>(props: {
  readonly column: GridColumn<T>;
  readonly sorting:
    { readonly by: string; readonly descending: boolean; readonly onSort: (by: string) => void } | undefined;
}): ReactNode {
  const { column, sorting } = props;
  const { sort } = column;
  if (sort === undefined || sorting === undefined) {
    return (
      <div role="columnheader" className={`ellipsis column-${column.id}`}>
        {column.head}
      </div>
    );
  }
  const isSorted = sorting.by === sort;
  return (
    <div
      role="columnheader"
      className={`ellipsis column-${column.id}`}
      aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="sort-head"
        onClick={() => {
          sorting.onSort(sort);
        }}
        onKeyDown={(event) => {
          event.stopPropagation(); // the list acts on the same keys
        }}
      >
        {column.head}
        {isSorted && (sorting.descending ? <CaretDownIcon size={12} /> : <CaretUpIcon size={12} />)}
      </button>
    </div>
  );
}
