import { TickCircleIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useRowTab } from '../../components/row-tab.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { numberIn, textIn, textsIn, timeIn, type Detail } from './detail-values.ts';

/** A poll: its question, each option with the stored number of votes, and on demand who voted when. */
export function Poll(props: { readonly rows: readonly Detail[]; readonly body: string | null }): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const { rows } = props;
  const head = rows.find(({ type }) => type === 'poll');
  const question = head === undefined ? null : textIn(head, 'question');
  const options = rows.filter(({ type }) => type === 'poll-option');
  const votes = rows.filter(({ type }) => type === 'poll-vote');
  const most = Math.max(1, ...options.map((option) => numberIn(option, 'votes') ?? 0));
  const endsMs = head === undefined ? null : timeIn(head, 'ends');
  return (
    <div className="detail poll">
      <span className="detail-kind">
        <TickCircleIcon size={12} /> {m.words.types.poll}
        {endsMs !== null && (
          <>
            {' · '}
            {m.words.meanings.ended} <TimeText ms={endsMs} meaning="ended" />
          </>
        )}
      </span>
      {question !== null && question !== props.body && (
        <strong>
          <EvidenceText text={question} />
        </strong>
      )}
      <ul>
        {options.map((option, index) => {
          const number = numberIn(option, 'votes');
          return (
            <li key={index} className="option">
              <span className="option-line">
                <EvidenceText text={textIn(option, 'name') ?? m.general.notStored} />
                <span className="numeric muted">
                  {number === null ? m.details.votesUnknown : m.details.votes(number)}
                </span>
              </span>
              {number !== null && (
                <span className="option-bar" style={{ inlineSize: `${(100 * number) / most}%` }} aria-hidden="true" />
              )}
            </li>
          );
        })}
      </ul>
      {votes.length > 0 && (
        <details>
          <summary tabIndex={tab}>{m.details.voters(votes.length)}</summary>
          <ul>
            {votes.map((vote, index) => (
              <li key={index}>
                <EvidenceText text={textsIn(vote, 'names').join(', ') || m.conversations.noSender} />
                {': '}
                {textsIn(vote, 'options').length === 0 ? (
                  <em>{m.conversations.withdrawn}</em>
                ) : (
                  <EvidenceText text={textsIn(vote, 'options').join(', ')} />
                )}{' '}
                <span className="muted">
                  <TimeText ms={timeIn(vote, 'time')} meaning="changed" />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
