import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { initialOf } from '../../text/initial.ts';
import { senderClass } from './sender-class.ts';

/** Who is stored as the sender: initial and name in the account's colour, the identifier on hover. */
export function SenderName({ sender }: { readonly sender: ItemView['sender'] }): ReactNode {
  const m = useMessages();
  if (sender === null) return <span className="muted">{m.conversations.noSender}</span>;
  return (
    <span
      className={`sender ${senderClass(sender.identifier)}`}
      title={`${plainVisible(sender.name)}\n${plainVisible(sender.identifier)}`}
    >
      <span className="initial" aria-hidden="true">
        {initialOf(sender.name)}
      </span>
      <EvidenceText text={sender.name} className="ellipsis" />
      {sender.isOwner && (
        <span className="owner" title={m.conversations.ownerNote}>
          {' '}
          {m.conversations.owner}
        </span>
      )}
    </span>
  );
}
