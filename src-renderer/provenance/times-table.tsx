import type { ReactNode } from 'react';
import type { Timestamp } from '../../src-main/model/index.ts';
import { TimeText } from '../components/time-text.tsx';
import { useMessages } from '../messages/index.ts';
import { EvidenceText } from '../text/evidence-text.tsx';

/** Every time of an item: its meaning, in the case's zone and UTC, and the digits as stored. */
export function TimesTable({ times }: { readonly times: readonly Timestamp[] }): ReactNode {
  const m = useMessages();
  if (times.length === 0) return null;
  return (
    <section aria-label={m.provenance.times}>
      <h3>{m.provenance.times}</h3>
      <table className="table">
        <tbody>
          {times.map((time, index) => (
            <tr key={index}>
              <th scope="row">{m.words.meanings[time.meaning] ?? time.meaning}</th>
              <td>
                <TimeText ms={time.utcMs} zone={time.zone} withUtc />
              </td>
              <td className="mono">
                <EvidenceText text={time.stored} /> <span className="muted">{time.encoding}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
