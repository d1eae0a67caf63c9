import type { ReactNode } from 'react';
import type { HitPlace, SearchHit } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { MarkChips } from '../../marks/mark-chips.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { senderClass } from '../conversations/sender-class.ts';

/** One hit: who, where, when, in which fields, and the first text that matches. */
export function HitRow({ hit }: { readonly hit: SearchHit }): ReactNode {
  const m = useMessages();
  const { item, places } = hit;
  const [first] = places;
  const fields = [...new Set(places.map(({ field }) => field))].filter((field) => field !== 'body');
  return (
    <div className="hit">
      <div className="row small">
        {item.sender === null ? (
          <span className="muted">{m.conversations.noSender}</span>
        ) : (
          <span className={`sender ellipsis ${senderClass(item.sender.identifier)}`}>
            <EvidenceText text={item.sender.name} />
          </span>
        )}
        <span className="muted ellipsis">
          {item.conversationTitle !== null && <EvidenceText text={item.conversationTitle} />}
        </span>
        <span className="spring" />
        {item.state !== 'live' && <span className="badge danger">{m.words.states[item.state]}</span>}
        {fields.map((field) => (
          <span key={field} className="badge">
            {m.words.fields[field] ?? field}
          </span>
        ))}
        <span className="muted hit-time">
          <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} among={item.times} />
        </span>
      </div>
      <div className="row hit-line-text">
        <div className="hit-text">
          {first === undefined ? <EvidenceText text={item.body ?? ''} /> : <PlaceText place={first} />}
        </div>
        <MarkChips item={item} />
      </div>
    </div>
  );
}

/** A text that matches, with the matched words marked and cuts shown. */
export function PlaceText({ place }: { readonly place: HitPlace }): ReactNode {
  return (
    <>
      {place.cutBefore && '… '}
      <EvidenceText text={place.text} marks={place.marks} />
      {place.cutAfter && ' …'}
    </>
  );
}
