import type { ReactNode } from 'react';
import type { LedgerRow } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';

/** Rows read, used, left out with reasons: per table, and in sum. */
export function Ledger({ source }: { readonly source: number }): ReactNode {
  const m = useMessages();
  const { data, error } = useEngine('source.ledger', { source });
  if (error !== null) return <FailureNote error={error} />;
  if (data === undefined) return null;
  const claimed = data.filter((row) => row.claimed);
  const unclaimed = data.filter((row) => !row.claimed);
  const sum = (value: (row: LedgerRow) => number): number => claimed.reduce((total, row) => total + value(row), 0);
  return (
    <section className="ledger" aria-label={m.sources.ledger}>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={m.sources.ledger}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{m.sources.table.table}</th>
              <th scope="col">{m.sources.table.file}</th>
              <th scope="col" className="numeric">
                {m.sources.table.rows}
              </th>
              <th scope="col" className="numeric">
                {m.sources.table.used}
              </th>
              <th scope="col" className="numeric">
                {m.sources.table.skipped}
              </th>
              <th scope="col">{m.sources.table.reasons}</th>
            </tr>
          </thead>
          <tbody>
            {claimed.map((row) => (
              <tr
                key={`${row.file} ${row.table}`}
                className={row.rows === row.used + skippedOf(row) ? '' : 'unbalanced'}
              >
                <td>
                  <EvidenceText text={row.table} className="mono" />
                </td>
                <td>
                  <EvidenceText text={row.path} className="mono muted" />
                </td>
                <td className="numeric">{showCount(row.rows)}</td>
                <td className="numeric">{showCount(row.used)}</td>
                <td className="numeric">{showCount(skippedOf(row))}</td>
                <td>
                  {Object.entries(row.skipped)
                    .map(([reason, count]) => `${reason}: ${showCount(count)}`)
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {m.sources.table.sum}
              </th>
              <td className="numeric">{showCount(sum((row) => row.rows))}</td>
              <td className="numeric">{showCount(sum((row) => row.used))}</td>
              <td className="numeric">{showCount(sum(skippedOf))}</td>
              <td>
                {sum((row) => row.rows) === sum((row) => row.used) + sum(skippedOf) ? m.sources.closes : m.sources.open}
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
      {unclaimed.length > 0 && (
        <details>
          <summary>
            {m.sources.unclaimed} ({showCount(unclaimed.length)})
          </summary>
          <p className="muted">{m.sources.unclaimedNote}</p>
          <ul className="columns">
            {unclaimed.map((row) => (
              <li key={`${row.file} ${row.table}`}>
                <EvidenceText text={row.table} className="mono" />{' '}
                <span className="muted">{m.counts.rows(row.rows)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function skippedOf(row: LedgerRow): number {
  return Object.values(row.skipped).reduce((total, count) => total + count, 0);
}
