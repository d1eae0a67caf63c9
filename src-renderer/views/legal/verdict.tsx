import type { ReactNode } from 'react';
import type { LegalVerdict } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

/** WeChat or Weixin: every hint with its weight, and what they allow to say. */
export function Verdict({ verdict }: { readonly verdict: LegalVerdict }): ReactNode {
  const m = useMessages();
  return (
    <section aria-label={m.legal.verdict}>
      <h3>{m.legal.verdict}</h3>
      <p>
        <strong>{verdict.title}.</strong> {verdict.reason}
      </p>
      <table className="table legal-table">
        <thead>
          <tr>
            <th>{m.legal.hint}</th>
            <th>{m.legal.value}</th>
            <th>{m.legal.weight}</th>
            <th>{m.legal.speaksFor}</th>
            <th>{m.legal.reading}</th>
          </tr>
        </thead>
        <tbody>
          {verdict.hints.map((hint, index) => (
            <tr key={index}>
              <td>{hint.what}</td>
              <td>
                <EvidenceText text={hint.value} className="mono" />
                <div className="muted">
                  <EvidenceText text={hint.storedIn} className="mono" />
                </div>
              </td>
              <td>{m.legal.weights[hint.weight]}</td>
              <td>{m.legal.services[hint.speaksFor ?? 'neither']}</td>
              <td>{hint.reading}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
