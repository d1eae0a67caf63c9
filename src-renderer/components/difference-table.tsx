import type { ReactNode } from 'react';
import type { Difference } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
import { EngineText } from '../text/engine-text.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';

const SHOWN = 500;

/** What verification found different, file by file. */
export function DifferenceTable({ differences }: { readonly differences: readonly Difference[] }): ReactNode {
  const m = useMessages();
  return (
    <table className="table">
      <tbody>
        {differences.slice(0, SHOWN).map((difference, index) => (
          <tr key={index}>
            <td>
              <span className="badge danger">{m.report.kinds[difference.kind]}</span>
            </td>
            <td>
              <EngineText text={difference.subject} />
            </td>
            <td>
              <EvidenceText text={difference.path} className="mono" />
            </td>
            <td>
              {difference.expected !== null && (
                <div>
                  {m.report.expected} <code>{difference.expected}</code>
                </div>
              )}
              {difference.found !== null && (
                <div>
                  {m.report.found} <code>{difference.found}</code>
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
