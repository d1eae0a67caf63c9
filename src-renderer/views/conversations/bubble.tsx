import { EyeOffIcon, ShareIcon, StarIcon, StopwatchIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useBounded } from '../../components/use-bounded.tsx';
import { MarkChips } from '../../marks/mark-chips.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText, type Mark } from '../../text/evidence-text.tsx';
import { showDuration } from '../../time/units.ts';
import { Attachments } from './attachments.tsx';
import { Details } from './details.tsx';
import { isDeleted } from './grouping.ts';
import type { ItemActions, OpenPart } from './item-actions.ts';
import { CallText } from './lines.tsx';
import { LogMark } from './log-mark.tsx';
import { Meta } from './meta.tsx';
import { Quote } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import { SenderName } from './sender-name.tsx';
import { States } from './states.tsx';
import { SystemText } from './system-text.tsx';

/** A message with what belongs to it. Shape and words say its state; colour only repeats them. */
export function Bubble(props: {
  readonly item: ItemView;
  readonly goesOn: boolean;
  readonly marks: readonly Mark[];
  readonly open: ReadonlySet<OpenPart>;
  readonly actions: ItemActions;
}): ReactNode {
  const { item, actions, open } = props;
  const m = useMessages();
  const state = item.state === 'recovered' ? 'recovered' : isDeleted(item) ? 'deleted' : 'live';
  const side = item.direction === 'outgoing' ? 'out' : item.direction === 'incoming' ? 'in' : 'unsure';
  return (
    <div className={`bubble ${side} ${state}${props.goesOn ? ' goes-on' : ''}`}>
      <div className="bubble-head">
        {!props.goesOn && <SenderName sender={item.sender} />}
        {item.direction === 'unknown' && !props.goesOn && (
          <span className="badge">{m.words.directions[item.direction]}</span>
        )}
        <Marks item={item} />
        <MarkChips item={item} />
      </div>
      <States
        item={item}
        isOpen={open.has('versions')}
        onToggle={() => {
          actions.toggle(item, 'versions');
        }}
      />
      {item.quote !== null && (
        <Quote
          quote={item.quote}
          onGo={() => {
            actions.quote(item);
          }}
        />
      )}
      {item.system !== null && <SystemText item={item} />}
      {item.call !== null && <CallText call={item.call} direction={item.direction} />}
      <Attachments
        attachments={item.attachments}
        onEnlarge={(attachment) => {
          actions.enlarge(item, attachment);
        }}
      />
      {item.body !== null && (
        <p className="body">
          <EvidenceText text={item.body} marks={props.marks} />
        </p>
      )}
      {item.type === 'unknown' && <p className="unknown-type">{m.conversations.unknownType(item.typeStored)}</p>}
      {item.type === 'undecrypted' && <p className="unknown-type">{m.conversations.undecrypted}</p>}
      <Details details={item.details} body={item.body} />
      <Mentions mentions={item.mentions} />
      <Reactions
        reactions={item.reactions}
        isOpen={open.has('reactions')}
        onToggle={() => {
          actions.toggle(item, 'reactions');
        }}
      />
      <Meta item={item} actions={actions} open={open} />
    </div>
  );
}

function Marks({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  const score = item.forwarded?.score ?? null;
  return (
    <>
      {item.forwarded !== null && (
        <span className="badge" title={score === null ? '' : m.conversations.forwardScore(score)}>
          <ShareIcon size={10} /> {(score ?? 0) >= 5 ? m.conversations.forwardedMany : m.conversations.forwarded}
        </span>
      )}
      {item.viewOnce && (
        <span className="badge">
          <EyeOffIcon size={10} /> {m.conversations.viewOnce}
        </span>
      )}
      {item.expires !== null && (
        <span className="badge">
          <StopwatchIcon size={10} /> {m.conversations.expires}
          {item.expires.durationS !== null && ` ${showDuration(item.expires.durationS)}`}
        </span>
      )}
      <LogMark state={item.logState} />
      {item.starred && (
        <span className="badge">
          <StarIcon size={10} /> {m.conversations.starred}
        </span>
      )}
    </>
  );
}

function Mentions({ mentions }: Pick<ItemView, 'mentions'>): ReactNode {
  const m = useMessages();
  const { shown, more } = useBounded(mentions);
  if (mentions.length === 0) return null;
  return (
    <p className="muted small">
      {m.conversations.mentions}:{' '}
      {shown.map((mention, index) => (
        <span key={index} title={mention.identifier}>
          <EvidenceText text={`@${mention.name} `} />
        </span>
      ))}
      {more}
    </p>
  );
}
