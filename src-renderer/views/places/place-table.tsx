import type { ReactNode } from 'react';
import type { PlaceView } from '../../../src-main/contract/index.ts';
import { ColumnGrid, type GridColumn, type RowRange } from '../../components/column-grid.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import type { PagedRows } from '../../engine/use-pages.ts';
import { MarkChips } from '../../marks/mark-chips.tsx';
import { useMarking } from '../../marks/use-marking.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { senderClass } from '../conversations/sender-class.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { coordinatesOf } from './coordinates.ts';
import type { PlaceChoice } from './place-choice.ts';
import { openPlace } from './place-detail.tsx';

/** The places one by one, those that a map cannot show too; Enter opens the message, P the provenance, Ctrl+C copies the coordinates. */
export function PlaceTable(props: {
  readonly pages: PagedRows<PlaceView>;
  readonly choice: PlaceChoice;
  readonly active: number | null;
  readonly onActive: (index: number) => void;
  readonly onRange: (range: RowRange) => void;
  readonly onSort: (by: string) => void;
}): ReactNode {
  const m = useMessages();
  const { pages, choice } = props;
  const marking = useMarking({ pages, active: props.active, itemOf: ({ item }) => item });
  const sources = useEngine('source.list', {});
  const sourceName = (id: number): string => {
    const source = sources.data?.find((one) => one.id === id);
    return source === undefined ? '' : `${source.exhibitReference} · ${engineWords(source.label, m)}`;
  };
  return (
    <>
      {[pages.error, marking.error].map((error, index) => error !== null && <FailureNote key={index} error={error} />)}
      <ColumnGrid
        className="call-list place-list"
        label={m.places.list}
        pages={pages}
        columns={columnsOf(m, sourceName)}
        sorting={{ by: choice.sort, descending: choice.descending, onSort: props.onSort }}
        rowHeight={30}
        active={props.active}
        opensOnClick={false}
        onActive={props.onActive}
        onOpen={(index) => {
          const place = pages.row(index);
          if (place !== null) openPlace(place);
        }}
        onRange={props.onRange}
        spends={marking.press}
        onKey={(event, index) => {
          const place = pages.row(index);
          if (place === null) return;
          const point = coordinatesOf(place);
          const isCopy = event.key === 'c' && (event.ctrlKey || event.metaKey);
          if (isCopy && point !== null && window.getSelection()?.isCollapsed !== false) void navigator.clipboard.writeText(point);
          else if (event.key === 'p' && !event.ctrlKey && !event.metaKey && !event.altKey) go({ record: place.item.id });
          else return;
          event.preventDefault();
        }}
      />
    </>
  );
} // prettier-ignore

function columnsOf(m: Messages, sourceName: (source: number) => string): readonly GridColumn<PlaceView>[] {
  const c = m.places.columns;
  const none = <span className="muted">{m.general.notStored}</span>;
  return [
    {
      id: 'time',
      head: c.time,
      sort: 'time',
      width: '178px',
      cell: ({ item }) => <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} />,
    },
    {
      id: 'sender',
      head: c.sender,
      sort: 'sender',
      width: 'minmax(90px, 0.9fr)',
      cell: ({ item: { sender } }) =>
        sender === null ? none : <span className={`sender ${senderClass(sender.identifier)}`} title={plainVisible(sender.identifier)}><EvidenceText text={sender.name} /></span>,
    },
    {
      id: 'coordinates',
      head: c.coordinates,
      width: 'minmax(170px, 1fr)',
      cell: (place) => (
        <span className="mono numeric" title={place.use === 'shown' ? undefined : m.places.uses[place.use]}>
          {coordinatesOf(place) ?? none}
          {place.use !== 'shown' && <span className="badge warning">{m.places.useBadges[place.use]}</span>}
        </span>
      ),
    },
    {
      id: 'name',
      head: c.name,
      sort: 'name',
      width: 'minmax(110px, 1.3fr)',
      cell: ({ name, address }) => {
        const text = [name, address].filter((part) => part !== null && part !== '').join(', ');
        return text === '' ? none : <EvidenceText text={text} />;
      },
    },
    {
      id: 'kind',
      head: c.kind,
      sort: 'kind',
      width: 'minmax(130px, 1fr)',
      cell: ({ kind, role, liveS, file }) => (
        <span title={file === null ? undefined : m.places.statedNote}>
          {kind === 'file' ? m.places.stated(file?.saidBy ?? '') : liveS === null && role === 'sent' ? m.places.kinds.message : m.places.liveKinds[role]}
        </span>
      ),
    },
    {
      id: 'state',
      head: c.state,
      width: '96px',
      cell: ({ item }) => (item.state === 'live' ? none : m.words.states[item.state]),
    },
    {
      id: 'conversation',
      head: c.conversation,
      sort: 'conversation',
      width: 'minmax(90px, 1fr)',
      cell: ({ item }) => (
        <>
          {item.conversationTitle === null ? none : <EvidenceText text={item.conversationTitle} />} <MarkChips item={item} />
        </>
      ),
    },
    {
      id: 'source',
      head: m.accounts.columns.source,
      width: '76px',
      cell: ({ item }) => <span title={plainVisible(sourceName(item.source))}><EvidenceText text={sourceName(item.source)} /></span>,
    },
  ];
} // prettier-ignore
