import { useState, type ReactNode } from 'react';
import type { CallView, Params } from '../../../src-main/contract/index.ts';
import { ColumnGrid, useRowRange, type GridColumn } from '../../components/column-grid.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { usePages } from '../../engine/use-pages.ts';
import { MarkDots } from '../../marks/mark-chips.tsx';
import { useMarking } from '../../marks/use-marking.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount, showDuration } from '../../time/units.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { CallDetail, openCall } from './call-detail.tsx';
import { kindOf } from './calls-as-tsv.ts';

/** The calls one by one; Enter or a double click opens the conversation, P the provenance. */
export function CallTable(props: {
  readonly request: Omit<Params<'call.page'>, 'at' | 'limit' | 'sort' | 'descending'> & {
    readonly sort: string;
    readonly descending: boolean;
  } & Pick<Params<'call.page'>, 'sort'>;
  readonly onSort: (by: string) => void;
}): ReactNode {
  const m = useMessages();
  const { request } = props;
  const [range, onRange] = useRowRange();
  const [active, setActive] = useState<number | null>(null);
  const pages = usePages(['call.page', request], range, (index, limit, signal) =>
    ask('call.page', { ...request, at: { index }, limit }, signal),
  );
  const marking = useMarking({ pages, active, itemOf: ({ item }) => item });
  const sources = useEngine('source.list', {});
  const sourceName = (id: number): string => {
    const source = sources.data?.find((one) => one.id === id);
    return source === undefined ? '' : `${source.exhibitReference} · ${engineWords(source.label, m)}`;
  };
  const chosen = active === null ? null : pages.row(active);
  return (
    <div className="issue-rows call-rows">
      {[pages.error, marking.error].map((error, index) => error !== null && <FailureNote key={index} error={error} />)}
      <ColumnGrid
        className="call-list"
        label={m.calls.title}
        pages={pages}
        columns={columnsOf(m, sourceName)}
        sorting={{ by: request.sort, descending: request.descending, onSort: props.onSort }}
        rowHeight={30}
        active={active}
        opensOnClick={false}
        onActive={setActive}
        onOpen={(index) => {
          const call = pages.row(index);
          if (call !== null) openCall(call);
        }}
        onRange={onRange}
        spends={marking.press}
        onKey={(event, index) => {
          const call = pages.row(index);
          if (call !== null && event.key === 'p') go({ record: call.item.id });
        }}
      />
      {chosen !== null && <CallDetail call={chosen} sourceName={sourceName(chosen.item.source)} />}
    </div>
  );
}

function columnsOf(m: Messages, sourceName: (source: number) => string): readonly GridColumn<CallView>[] {
  const c = m.calls.columns;
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
      id: 'caller',
      head: c.caller,
      sort: 'caller',
      width: 'minmax(90px, 1fr)',
      cell: ({ item: { sender } }) =>
        sender === null ? none : <span title={plainVisible(sender.identifier)}><EvidenceText text={sender.name} /></span>,
    },
    {
      id: 'others',
      head: c.others,
      width: 'minmax(90px, 1.2fr)',
      cell: ({ others }) => (others.length === 0 ? none : <EvidenceText text={others.map(({ name }) => name).join(', ')} />),
    },
    {
      id: 'direction',
      head: c.direction,
      sort: 'direction',
      width: '82px',
      cell: ({ item }) => (item.direction === 'unknown' ? none : m.calls.directions[item.direction]),
    },
    { id: 'kind', head: c.kind, sort: 'kind', width: '118px', cell: ({ item }) => kindOf(item, m) ?? none },
    {
      id: 'outcome',
      head: c.outcome,
      sort: 'outcome',
      width: '112px',
      cell: ({ item: { call } }) =>
        call === null ? none : (
          <span title={m.calls.stored(plainVisible(call.outcomeStored))}>{m.words.outcomes[call.outcome] ?? call.outcome}</span>
        ),
    },
    {
      id: 'duration',
      head: c.duration,
      sort: 'duration',
      width: '72px',
      cell: ({ item: { call } }) => {
        const durationS = call?.durationS ?? null;
        if (durationS === null) return none;
        return <span title={m.calls.seconds(showCount(durationS))}>{showDuration(durationS)}</span>;
      },
    },
    {
      id: 'conversation',
      head: c.conversation,
      sort: 'conversation',
      width: 'minmax(80px, 1fr)',
      cell: ({ item }) => (
        <>
          <MarkDots item={item} /> {item.conversationTitle === null ? none : <EvidenceText text={item.conversationTitle} />}
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
