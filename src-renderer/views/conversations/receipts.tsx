import type { ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useBounded } from '../../components/use-bounded.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

/** Who is stored as having received, read or played a message, and when. */
export function Receipts({ item }: { readonly item: number }): ReactNode {
  const m = useMessages();
  const { data, error } = useEngine('item.receipts', { item });
  const { shown, more } = useBounded(data ?? []);
  if (error !== null) return <FailureNote error={error} />;
  if (data === undefined) return null;
  if (data.length === 0) return <p className="muted small">{m.conversations.noReceipts}</p>;
  return (
    <ul className="receipts">
      {shown.map((receipt, index) => (
        <li key={index}>
          <EvidenceText text={receipt.name ?? m.conversations.noSender} />
          {receipt.deliveredMs !== null && (
            <span>
              {m.conversations.delivered} <TimeText ms={receipt.deliveredMs} />
            </span>
          )}
          {receipt.readMs !== null && (
            <span>
              {m.conversations.readBy} <TimeText ms={receipt.readMs} />
            </span>
          )}
          {receipt.playedMs !== null && (
            <span>
              {m.conversations.played} <TimeText ms={receipt.playedMs} />
            </span>
          )}
        </li>
      ))}
      {more !== null && <li>{more}</li>}
    </ul>
  );
}
