import type { ReactNode } from 'react';
import type { ParticipantView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useBounded } from '../../components/use-bounded.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

/** Who takes part, with role, membership and dates as stored. */
export function Participants({ participants }: { readonly participants: readonly ParticipantView[] }): ReactNode {
  const m = useMessages();
  const { shown, more } = useBounded(participants);
  return (
    <div className="table-scroll participants" tabIndex={0} role="region" aria-label={m.conversations.details}>
      <table className="table">
        <tbody>
          {shown.map((row, index) => (
            <tr key={index}>
              <td>
                <EvidenceText text={row.name} />
                {row.isOwner && <span className="badge">{m.conversations.owner}</span>}
              </td>
              <td>
                <EvidenceText text={row.identifier} className="mono muted" />
              </td>
              <td>{m.words.roles[row.role] ?? row.role}</td>
              <td>{m.words.membership[row.membership] ?? row.membership}</td>
              <td>
                {row.joinedMs !== null && (
                  <>
                    {m.words.meanings.joined} <TimeText ms={row.joinedMs} />
                  </>
                )}
                {row.leftMs !== null && (
                  <>
                    {' '}
                    {m.words.meanings.left} <TimeText ms={row.leftMs} />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  );
}
