import { Button } from '@blueprintjs/core';
import { Fragment, type ReactNode } from 'react';
import type { CallView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { OnlyThis } from '../../components/only-this.tsx';
import { useMessages } from '../../messages/index.ts';
import { go, goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount, showDuration } from '../../time/units.ts';
import { kindOf } from './calls-as-tsv.ts';

/** One call whole: who is named and how, its times and what is stored of its end. */
export function CallDetail(props: { readonly call: CallView; readonly sourceName: string }): ReactNode {
  const m = useMessages();
  const c = m.calls.columns;
  const { item, others } = props.call;
  const { call, sender } = item;
  const durationS = call?.durationS ?? null;
  const none = <span className="muted">{m.general.unknown}</span>;
  return (
    <section className="panel issue-detail" aria-label={m.calls.detail}>
      <div className="row">
        <strong>{kindOf(item, m) ?? m.words.types.call}</strong>
        <span className="muted">{m.calls.records[item.class]}</span>
        <span className="spring" />
        <Button
          size="small"
          text={item.conversation === null ? m.calls.toTimeline : m.calls.toConversation}
          onClick={() => {
            openCall({ item, others });
          }}
        />
        <Button
          size="small"
          variant="minimal"
          text={m.conversations.provenance}
          onClick={() => {
            go({ record: item.id });
          }}
        />
      </div>
      <dl className="facts">
        <dt>{c.caller}</dt>
        <dd>{sender === null ? none : <Person {...sender} />}</dd>
        <dt>{c.others}</dt>
        <dd>
          {others.length === 0 && none}
          {others.map((other, index) => (
            <Fragment key={other.account}>
              {index > 0 && ' · '}
              <Person {...other} />
            </Fragment>
          ))}
        </dd>
        {item.times.map((time, index) => (
          <Fragment key={index}>
            <dt>{m.words.meanings[time.meaning] ?? time.meaning}</dt>
            <dd>
              <TimeText ms={time.utcMs} zone={time.zone} withUtc />
            </dd>
          </Fragment>
        ))}
        <dt>{m.accounts.columns.source}</dt>
        <dd>
          <EvidenceText text={props.sourceName} />
        </dd>
        <dt>{c.outcome}</dt>
        <dd>
          {call === null ? none : (m.words.outcomes[call.outcome] ?? call.outcome)}
          {call !== null && call.outcomeStored !== '' && (
            <span className="muted">
              {' '}
              · <EvidenceText text={m.calls.stored(call.outcomeStored)} />
            </span>
          )}
        </dd>
        <dt>{c.duration}</dt>
        <dd>{durationS === null ? none : `${showDuration(durationS)} · ${m.calls.seconds(showCount(durationS))}`}</dd>
      </dl>
    </section>
  );
}

function Person(props: Omit<NonNullable<CallView['item']['sender']>, 'isOwner'>): ReactNode {
  return (
    <>
      <button
        type="button"
        className="link-button"
        onClick={() => {
          goView('accounts', { own: `at=${props.account}` });
        }}
      >
        <EvidenceText text={props.name} />
        {props.name !== props.identifier && (
          <>
            {' '}
            <EvidenceText text={props.identifier} className="mono muted" />
          </>
        )}
      </button>
      <OnlyThis name={props.name} part={{ accounts: [props.account] }} />
    </>
  );
}

/** Goes to the call in its conversation; one of none has only its place in the timeline. */
export function openCall({ item }: CallView): void {
  if (item.conversation === null) goView('timeline', { item: item.id });
  else goView('conversations', { conversation: item.conversation, item: item.id });
}
