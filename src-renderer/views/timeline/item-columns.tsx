import { columnResizingFeature, columnSizingFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { MarkDots } from '../../marks/mark-chips.tsx';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { startOf } from '../../text/start-of.ts';
import { fullTime } from '../../time/format.ts';
import { senderClass } from '../conversations/sender-class.ts';
import { SystemText } from '../conversations/system-text.tsx';
import type { ColumnName } from './column-layout.ts';

export const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const column = createColumnHelper<typeof features, ItemView>();

const WIDTHS: Readonly<Record<ColumnName, number>> = {
  time: 220,
  utc: 165,
  sender: 130,
  conversation: 140,
  type: 96,
  state: 132,
  text: 460,
};

/** The columns with these names, in this order, with what stands in their cells. */
export function columnsOf(names: readonly ColumnName[], sizes: Readonly<Record<string, number>>, m: Messages) {
  return column.columns(
    names.map((name) =>
      column.display({
        id: name,
        header: m.timeline.table[name],
        size: sizes[name] ?? WIDTHS[name],
        minSize: 40,
        cell: ({ row }) => <Cell name={name} item={row.original} />,
      }),
    ),
  );
}

function Cell({ name, item }: { readonly name: ColumnName; readonly item: ItemView }): ReactNode {
  const m = useMessages();
  switch (name) {
    case 'time':
      return <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} />;
    case 'utc':
      return <Utc item={item} />;
    case 'sender':
      return item.sender === null ? (
        <span className="muted">{m.general.notStored}</span>
      ) : (
        <span className={`sender ${senderClass(item.sender.identifier)}`} title={item.sender.identifier}>
          <EvidenceText text={item.sender.name} />
        </span>
      );
    case 'conversation':
      return item.conversationTitle === null ? null : <EvidenceText text={item.conversationTitle} />;
    case 'type':
      return m.words.types[item.type] ?? item.type;
    case 'state':
      return <State item={item} />;
    case 'text':
      return <Text item={item} />;
  }
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
      <MarkDots item={item} />
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
  if (item.body !== null) return <EvidenceText text={startOf(item.body, 300)} />;
  if (item.system !== null) return <SystemText item={item} />;
  if (item.call !== null) return m.words.outcomes[item.call.outcome] ?? item.call.outcome;
  const [attachment] = item.attachments;
  if (attachment !== undefined) {
    return (
      <EvidenceText text={attachment.name ?? m.words.types[attachment.type] ?? attachment.type} className="muted" />
    );
  }
  const version = item.versions.find((one) => one.role === 'deleted-text');
  return version === undefined ? null : <EvidenceText text={startOf(version.body, 300)} className="muted" />;
}
