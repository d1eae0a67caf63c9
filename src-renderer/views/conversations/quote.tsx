import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useRowTab } from '../../components/row-tab.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { startOf } from '../../text/start-of.ts';

/** Of a quote whose original can be gone to, in UTF-16 units: three lines are shown. */
const MOST_SHOWN = 1000;

/** The copy of the quoted message as stored with the reply, and the way to the original. */
export function Quote(props: { readonly quote: NonNullable<ItemView['quote']>; readonly onGo: () => void }): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const { quote } = props;
  const inside = (
    <>
      <span className="quote-head">
        {quote.sender === null ? m.conversations.noSender : <EvidenceText text={quote.sender} className="ellipsis" />}
        {quote.timeMs !== null && (
          <span className="muted">
            {' '}
            <TimeText ms={quote.timeMs} />
          </span>
        )}
      </span>
      <span className={quote.onlyCopy ? 'quote-body whole' : 'quote-body'}>
        {quote.body === null ? (
          (m.words.types[quote.type] ?? quote.type)
        ) : (
          <EvidenceText text={quote.onlyCopy ? quote.body : startOf(quote.body, MOST_SHOWN)} />
        )}
      </span>
      {quote.onlyCopy && <span className="badge danger">{m.conversations.quoteOnly}</span>}
    </>
  );
  if (quote.item === null) {
    return (
      <blockquote className="quote" title={m.conversations.quoteMissing}>
        {inside}
      </blockquote>
    );
  }
  return (
    <button
      type="button"
      className="quote"
      tabIndex={tab}
      title={`${m.conversations.quoteGo} (Q)`}
      onClick={props.onGo}
    >
      {inside}
    </button>
  );
}
