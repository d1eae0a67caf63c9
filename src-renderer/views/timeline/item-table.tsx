import {
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Filter, ItemView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { usePages } from '../../engine/use-pages.ts';
import { ask } from '../../engine/use-engine.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { ColumnChoice } from './column-choice.tsx';
import { CopyRows } from './copy-rows.tsx';
import { go, goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { fullTime } from '../../time/format.ts';
import { senderClass } from '../conversations/sender-class.ts';
import { SystemText } from '../conversations/system-text.tsx';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const column = createColumnHelper<typeof features, ItemView>();

function columnsOf(m: Messages) {
  const t = m.timeline.table;
  return column.columns([
    column.display({
      id: 'time',
      header: t.time,
      size: 220,
      cell: ({ row }) => (
        <TimeText ms={row.original.timeMs} zone={row.original.timeZone} meaning={row.original.timeMeaning} />
      ),
    }),
    column.display({ id: 'utc', header: t.utc, size: 165, cell: ({ row }) => <Utc item={row.original} /> }),
    column.display({
      id: 'sender',
      header: t.sender,
      size: 130,
      cell: ({ row: { original: item } }) =>
        item.sender === null ? (
          <span className="muted">{m.general.notStored}</span>
        ) : (
          <span className={`sender ${senderClass(item.sender.identifier)}`} title={item.sender.identifier}>
            <EvidenceText text={item.sender.name} />
          </span>
        ),
    }),
    column.display({
      id: 'conversation',
      header: t.conversation,
      size: 140,
      cell: ({ row: { original: item } }) =>
        item.conversationTitle === null ? null : <EvidenceText text={item.conversationTitle} />,
    }),
    column.display({
      id: 'type',
      header: t.type,
      size: 96,
      cell: ({ row }) => m.words.types[row.original.type] ?? row.original.type,
    }),
    column.display({ id: 'state', header: t.state, size: 110, cell: ({ row }) => <State item={row.original} /> }),
    column.display({ id: 'text', header: t.text, size: 460, cell: ({ row }) => <Text item={row.original} /> }),
  ]);
}

/** The items under a filter as a table in step with the chart. Only the rows on the screen exist. */
export function ItemTable(props: {
  readonly filter: Filter;
  /** What is said about the rows, above them. */
  readonly note: ReactNode;
}): ReactNode {
  const { filter } = props;
  const m = useMessages();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [range, setRange] = useState({ from: 0, to: 40 });
  const [active, setActive] = useState<number | null>(null);
  const pages = usePages(['item.page', filter], range, (index, limit, signal) =>
    ask('item.page', { filter, at: { index }, limit }, signal),
  );
  const all = useMemo(() => columnsOf(m), [m]);
  const columns = useMemo(() => all.filter(({ id }) => id === undefined || !hidden.has(id)), [all, hidden]);
  const positions: number[] = [];
  const shown: ItemView[] = [];
  for (let index = range.from; index <= range.to; index += 1) {
    const item = pages.row(index);
    if (item === null) continue;
    positions.push(index);
    shown.push(item);
  }
  const ids = shown.map((item) => item.id).join();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the ids stand for the rows
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
  if (pages.error !== null) return <FailureNote error={pages.error} />;
  return (
    <>
      <div className="row item-tools">
        {props.note}
        <span className="spring" />
        <ColumnChoice hidden={hidden} onHidden={setHidden} />
        <CopyRows filter={filter} hidden={hidden} total={pages.total ?? 0} />
      </div>
      <VirtualRows
        className="item-table"
        count={pages.total ?? 0}
        rowHeight={28}
        label={m.timeline.title}
        active={active}
        onActive={setActive}
        onOpen={open}
        opensOnClick={false}
        onRange={onRange}
        onKey={(event, index) => {
          const item = pages.row(index);
          if (event.key === 'p' && item !== null) go({ record: item.id });
        }}
        header={
          <div role="row" className="grid-head" aria-rowindex={1}>
            {table.getHeaderGroups()[0]?.headers.map((header) => (
              <div key={header.id} role="columnheader" style={{ width: header.getSize() }}>
                <table.FlexRender header={header} />
                <span
                  className="resizer"
                  onMouseDown={header.getResizeHandler()}
                  onTouchStart={header.getResizeHandler()}
                  onClick={(event) => {
                    event.stopPropagation();
                  }}
                />
              </div>
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
}

function Utc({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  if (item.timeMs === null) return null;
  if (item.timeZone === 'unstated') return <span className="muted">{m.zone.unstated}</span>;
  return <span className="numeric muted">{fullTime(item.timeMs, 'UTC').slice(0, -7)}</span>;
}

function State({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  return (
    <>
      {item.state !== 'live' && (
        <span className={item.state === 'recovered' ? 'badge warning' : 'badge danger'}>
          {m.words.states[item.state]}
        </span>
      )}
      {item.logState !== 'both' && <span className="badge warning">{m.words.logStates[item.logState]}</span>}
    </>
  );
}

function Text({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  if (item.body !== null) return <EvidenceText text={item.body.slice(0, 300)} />;
  if (item.system !== null) return <SystemText item={item} />;
  if (item.call !== null) return m.words.outcomes[item.call.outcome] ?? item.call.outcome;
  const [attachment] = item.attachments;
  if (attachment !== undefined) {
    return (
      <EvidenceText text={attachment.name ?? m.words.types[attachment.type] ?? attachment.type} className="muted" />
    );
  }
  const version = item.versions.find((one) => one.role === 'deleted-text');
  return version === undefined ? null : <EvidenceText text={version.body.slice(0, 300)} className="muted" />;
}
