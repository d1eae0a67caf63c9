import { Button } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { ItemView, SearchHit } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { startOf } from '../../text/start-of.ts';
import { senderClass } from '../conversations/sender-class.ts';
import { PlaceText } from './hit-row.tsx';

const FEW = 2;
const MANY = 10;

/** Every text of a hit that matches, and the messages before and after it. */
export function HitContext({ hit, onShow }: { readonly hit: SearchHit; readonly onShow: () => void }): ReactNode {
  const m = useMessages();
  const { item, places } = hit;
  const [around, setAround] = useState(FEW);
  const found = useEngine(
    'item.page',
    item.conversation === null
      ? null
      : { filter: { conversations: [item.conversation] }, at: { item: item.id }, limit: 2 * around + 1 },
    { keepPrevious: true },
  );
  // Kept rows of the hit before are shown only where they hold this one too.
  const rows = found.data?.rows.some(({ id }) => id === item.id) === true ? found.data.rows : [item];
  return (
    <aside className="hit-context" aria-label={m.search.context}>
      <div className="row">
        <Button size="small" text={m.search.show} onClick={onShow} disabled={item.conversation === null} />
        <Button
          size="small"
          variant="minimal"
          text={m.conversations.provenance}
          onClick={() => {
            go({ record: item.id });
          }}
        />
      </div>
      {found.error !== null && <FailureNote error={found.error} />}
      <ol>
        {rows.map((row) => (
          <li key={row.id} className={row.id === item.id ? 'context-line hit-line' : 'context-line'} aria-current={row.id === item.id ? 'true' : undefined}>
            <Line item={row} />
            {row.id === item.id ? (
              places.map((place, index) => (
                <div key={index}>
                  {place.field !== 'body' && <span className="badge">{m.words.fields[place.field] ?? place.field}</span>}{' '}
                  <PlaceText place={place} />
                </div>
              ))
            ) : (
              <div className="context-text">
                {row.body === null ? <span className="muted">{m.words.types[row.type] ?? row.type}</span> : <EvidenceText text={startOf(row.body, 400)} />}
              </div>
            )}
          </li>
        ))}
      </ol>
      {item.conversation !== null && around === FEW && (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            setAround(MANY);
          }}
        >
          {m.search.moreContext(MANY)}
        </button>
      )}
    </aside>
  );
} // prettier-ignore

function Line({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  return (
    <div className="row small">
      {item.sender === null ? (
        <span className="muted">{m.conversations.noSender}</span>
      ) : (
        <span className={`sender ellipsis ${senderClass(item.sender.identifier)}`}>
          <EvidenceText text={item.sender.name} />
        </span>
      )}
      <span className="spring" />
      {item.state !== 'live' && <span className="badge danger">{m.words.states[item.state]}</span>}
      <span className="muted">
        <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} among={item.times} />
      </span>
    </div>
  );
}
