import type { ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

const MOST_SHOWN = 20;

/** The conversations in which an account takes part, those with most messages first. */
export function AccountConversations(props: { readonly account: number; readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const filter = { ...props.filter, accounts: [props.account] };
  const found = useEngine('conversation.page', { filter, sort: 'messages', descending: true, limit: MOST_SHOWN });
  const { rows = [], total = 0 } = found.data ?? {};
  return (
    <section aria-label={m.accounts.conversations}>
      <h3>{m.accounts.conversations}</h3>
      {found.error !== null && <FailureNote error={found.error} />}
      {found.data !== undefined && total === 0 && <p className="muted">{m.accounts.noConversations}</p>}
      <ul className="plain">
        {rows.map((row) => (
          <li key={row.id} className="row">
            <button
              type="button"
              className="link-button ellipsis"
              onClick={() => {
                goView('conversations', { conversation: row.id });
              }}
            >
              <EvidenceText text={row.title} />
            </button>
            <span className="spring" />
            <span className="numeric muted">{m.counts.items(row.matching ?? row.messages)}</span>
          </li>
        ))}
      </ul>
      {total > rows.length && (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            goView('conversations', { filter });
          }}
        >
          {m.accounts.allConversations(total)}
        </button>
      )}
    </section>
  );
}
