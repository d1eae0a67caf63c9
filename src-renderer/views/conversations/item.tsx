import { Button } from '@blueprintjs/core';
import { PhoneIcon, ShieldIcon, StarIcon, VideoIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useRowTab } from '../../components/row-tab.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { EvidenceText, type Mark } from '../../text/evidence-text.tsx';
import { showDuration } from '../../time/units.ts';
import { Attachments } from './attachments.tsx';
import { Details } from './details.tsx';
import { Quote } from './quote.tsx';
import { Receipts } from './receipts.tsx';
import { senderClass } from './sender-class.ts';
import { States } from './states.tsx';
import { SystemText } from './system-text.tsx';

/** A message, call or system line in its place. */
export function Item(props: {
  readonly item: ItemView;
  readonly isGroup: boolean;
  readonly marks?: readonly Mark[];
  readonly onQuote: (item: ItemView) => void;
  /** True: who received, read or played the message is listed below it. */
  readonly showsReceipts?: boolean;
  readonly onReceipts?: (item: ItemView) => void;
}): ReactNode {
  const { item } = props;
  if (item.system !== null && item.attachments.length === 0 && item.body === null) return <SystemLine item={item} />;
  return <Bubble {...props} />;
}

function SystemLine({ item }: { readonly item: ItemView }): ReactNode {
  return (
    <div className="system-line">
      <span>
        <SystemText item={item} />
      </span>{' '}
      <Meta item={item} />
    </div>
  );
}

function Bubble(props: {
  readonly item: ItemView;
  readonly isGroup: boolean;
  readonly marks?: readonly Mark[];
  readonly onQuote: (item: ItemView) => void;
  /** True: who received, read or played the message is listed below it. */
  readonly showsReceipts?: boolean;
  readonly onReceipts?: (item: ItemView) => void;
}): ReactNode {
  const { item } = props;
  const m = useMessages();
  const isDeleted = item.deleted !== null || item.state === 'marked-deleted' || item.type === 'revoked';
  const state = item.state === 'recovered' ? 'recovered' : isDeleted ? 'deleted' : 'live';
  const side = item.direction === 'outgoing' ? 'out' : item.direction === 'incoming' ? 'in' : 'unsure';
  return (
    <div className={`bubble ${side} ${state}`}>
      <div className="bubble-head">
        {item.sender === null ? (
          <span className="muted">{m.conversations.noSender}</span>
        ) : (
          <span className={`sender ${senderClass(item.sender.identifier)}`} title={item.sender.identifier}>
            <EvidenceText text={item.sender.name} />
            {item.sender.isOwner && (
              <span className="owner" title={m.conversations.ownerNote}>
                {' '}
                {m.conversations.owner}
              </span>
            )}
          </span>
        )}
        {item.forwarded !== null && (
          <span className="badge" title={item.forwarded.score === null ? '' : String(item.forwarded.score)}>
            {(item.forwarded.score ?? 0) >= 5 ? m.conversations.forwardedMany : m.conversations.forwarded}
          </span>
        )}
        {item.viewOnce && <span className="badge">{m.conversations.viewOnce}</span>}
        {item.expires !== null && <span className="badge">{m.conversations.expires}</span>}
        {item.logState !== 'both' && <span className="badge warning">{m.words.logStates[item.logState]}</span>}
        {item.starred && <StarIcon size={11} title={m.conversations.starred} />}
      </div>
      <States item={item} />
      {item.quote !== null && (
        <Quote
          quote={item.quote}
          onGo={() => {
            props.onQuote(item);
          }}
        />
      )}
      {item.system !== null && <SystemText item={item} />}
      {item.call !== null && <CallLine item={item} />}
      <Attachments attachments={item.attachments} />
      {item.body !== null && (
        <p className="body">
          <EvidenceText text={item.body} marks={props.marks ?? []} />
        </p>
      )}
      {item.type === 'unknown' && <p className="muted">{m.conversations.unknownType(item.typeStored)}</p>}
      {item.type === 'undecrypted' && <p className="muted">{m.conversations.undecrypted}</p>}
      <Details details={item.details} />
      {item.mentions.length > 0 && (
        <p className="muted small">
          {m.conversations.mentions}:{' '}
          {item.mentions.map((mention) => (
            <EvidenceText key={mention.account} text={`@${mention.name} `} />
          ))}
        </p>
      )}
      {item.reactions.length > 0 && (
        <ul className="reactions" aria-label={m.conversations.groupedReactions}>
          {item.reactions.map((reaction, index) => (
            <li key={index} title={reaction.name ?? m.conversations.noSender}>
              {reaction.emoji === null ? <em>{m.conversations.withdrawn}</em> : <EvidenceText text={reaction.emoji} />}{' '}
              {reaction.name === null ? reaction.count : <EvidenceText text={reaction.name} />}
            </li>
          ))}
        </ul>
      )}
      <Meta item={item} showsReceipts={props.showsReceipts === true} onReceipts={props.onReceipts} />
    </div>
  );
}

function CallLine({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  const { call } = item;
  if (call === null) return null;
  return (
    <p className={call.outcome === 'missed' ? 'call-line missed' : 'call-line'}>
      {call.video ? <VideoIcon size={14} /> : <PhoneIcon size={14} />}
      <strong>{call.video ? m.call.video : m.call.voice}</strong>
      {call.group && <span>{m.call.group}</span>}
      <span>{m.words.outcomes[call.outcome] ?? call.outcome}</span>
      {call.durationS !== null && <span className="numeric">{showDuration(call.durationS)}</span>}
      {call.accounts.length > 0 && <EvidenceText text={call.accounts.join(', ')} className="muted" />}
    </p>
  );
}

function Meta(props: {
  readonly item: ItemView;
  readonly showsReceipts?: boolean;
  readonly onReceipts?: ((item: ItemView) => void) | undefined;
}): ReactNode {
  const { item, onReceipts } = props;
  const m = useMessages();
  const tab = useRowTab();
  const isOpen = props.showsReceipts === true;
  const received = item.receipts.delivered + item.receipts.read + item.receipts.played;
  return (
    <>
      <div className="meta">
        <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} />
        {item.status !== null && <span>{m.words.statuses[item.status] ?? item.status}</span>}
        {received > 0 && onReceipts !== undefined && (
          <button
            type="button"
            className="link-button"
            aria-expanded={isOpen}
            tabIndex={tab}
            title={`${m.shortcuts.receipts} (R)`}
            onClick={() => {
              onReceipts(item);
            }}
          >
            {m.conversations.receipts} {received}
          </button>
        )}
        {item.issues > 0 && <span className="severity-warning">{m.conversations.issues(item.issues)}</span>}
        <Button
          size="small"
          variant="minimal"
          className="provenance-button"
          tabIndex={tab}
          icon={<ShieldIcon size={12} />}
          aria-label={m.conversations.provenance}
          title={`${m.conversations.provenance} (P)`}
          onClick={() => {
            go({ record: item.id });
          }}
        />
      </div>
      {isOpen && <Receipts item={item.id} />}
    </>
  );
}
