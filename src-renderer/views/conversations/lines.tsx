import { PhoneIcon, VideoIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { MarkChips } from '../../marks/mark-chips.tsx';
import { useMessages } from '../../messages/index.ts';
import { callWord } from '../../text/call-word.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showDuration } from '../../time/units.ts';
import type { ItemActions } from './item-actions.ts';
import { LogMark } from './log-mark.tsx';
import { Meta } from './meta.tsx';
import { SenderName } from './sender-name.tsx';
import { SystemText } from './system-text.tsx';

type Call = NonNullable<ItemView['call']>;

/** What the app itself wrote into the conversation, such as that a member was added. */
export function SystemLine(props: { readonly item: ItemView; readonly actions: ItemActions }): ReactNode {
  const { item } = props;
  return (
    <div className="system-line">
      <SystemText item={item} />
      <LogMark state={item.logState} />
      <MarkChips item={item} />
      <Meta item={item} actions={props.actions} />
    </div>
  );
}

/** A call in its place: who began it, which way it went and how it ended, as stored. */
export function CallLine(props: {
  readonly item: ItemView;
  readonly call: Call;
  readonly actions: ItemActions;
}): ReactNode {
  const { item, call } = props;
  return (
    <div className={call.outcome === 'missed' ? 'system-line call missed' : 'system-line call'}>
      <CallText call={call} direction={item.direction} />
      <SenderName sender={item.sender} />
      <LogMark state={item.logState} />
      <MarkChips item={item} />
      <Meta item={item} actions={props.actions} />
    </div>
  );
}

/** Kind, direction, outcome and length of a call. */
export function CallText(props: { readonly call: Call; readonly direction: ItemView['direction'] }): ReactNode {
  const m = useMessages();
  const { call, direction } = props;
  return (
    <span className="call-text">
      {call.video === true ? <VideoIcon size={14} /> : <PhoneIcon size={14} />}
      <strong>{callWord(call.video, m)}</strong>
      {call.group && <span>{m.call.group}</span>}
      <span>{m.words.directions[direction] ?? direction}</span>
      <span className="outcome" title={call.outcomeStored}>
        {m.words.outcomes[call.outcome] ?? call.outcome}
      </span>
      {call.durationS !== null && <span className="numeric">{showDuration(call.durationS)}</span>}
      {call.accounts.length > 1 && <EvidenceText text={call.accounts.join(', ')} className="muted ellipsis" />}
    </span>
  );
}
