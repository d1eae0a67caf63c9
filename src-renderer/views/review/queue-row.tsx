import { memo, type ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { MarkChips } from '../../marks/mark-chips.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { startOf } from '../../text/start-of.ts';
import { senderClass } from '../conversations/sender-class.ts';
import { SystemText } from '../conversations/system-text.tsx';

/** One item of the list that is reviewed, on two lines. */
export const QueueRow = memo(function QueueRow({ item }: { readonly item: ItemView | null }): ReactNode {
  const m = useMessages();
  if (item === null) return <span className="placeholder" />;
  const text = item.body ?? item.attachments[0]?.name ?? null;
  return (
    <div className="queue-row">
      <div className="row">
        <span className={`ellipsis sender ${item.sender === null ? '' : senderClass(item.sender.identifier)}`}>
          {item.sender === null ? m.conversations.noSender : <EvidenceText text={item.sender.name} />}
        </span>
        <span className="spring" />
        <span className="small muted">
          <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} among={item.times} />
        </span>
      </div>
      <div className="row">
        <span className="ellipsis queue-text">
          {item.type !== 'text' && (item.system === null || text !== null) && (
            <span className="muted">{m.words.types[item.type] ?? item.type} </span>
          )}
          {item.system !== null && text === null && <SystemText item={item} />}
          {text !== null && <EvidenceText text={startOf(text, 200)} />}
        </span>
        <span className="spring" />
        <MarkChips item={item} />
      </div>
    </div>
  );
});
