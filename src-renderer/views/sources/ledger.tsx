import { useState, type ReactNode } from 'react';
import type { LedgerRow } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { goView } from '../../state/location.ts';
import { EngineText } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';
import { RowCount, TableRowsDialog } from './table-rows.tsx';

/** Rows read, used, left out with reasons: per table and file, and in sum; each row leads to its issues. */
export function Ledger({ source }: { readonly source: number }): ReactNode {
  const m = useMessages();
  const { data, error } = useEngine('source.ledger', { source });
  const issues = useEngine('issue.tables', { source });
  const [shown, setShown] = useState<LedgerRow | null>(null);
  if (error !== null) return <FailureNote error={error} />;
  if (data === undefined) return null;
  const claimed = data.filter((row) => row.claimed);
  const unclaimed = data.filter((row) => !row.claimed);
  const files = Map.groupBy(claimed, (row) => `${row.file} ${row.path}`);
  const issuesOf = new Map((issues.data ?? []).map((row) => [row.table, row.issues]));
  return (
    <section className="ledger" aria-label={m.sources.ledger}>
      <p className="muted">{m.sources.accountFor}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={m.sources.ledger}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{m.sources.table.table}</th>
              <Numeric text={m.sources.table.rows} />
              <Numeric text={m.sources.table.used} />
              <Numeric text={m.sources.table.skipped} />
              <Numeric text={m.sources.difference} />
              <th scope="col">{m.sources.table.reasons}</th>
              <Numeric text={m.sources.table.issues} />
            </tr>
          </thead>
          {[...files].map(([key, rows]) => (
            <tbody key={key}>
              <tr className="ledger-file">
                <th scope="rowgroup" colSpan={7}>
                  <EvidenceText text={rows[0]?.path ?? ''} className="mono muted" />
                </th>
              </tr>
              {rows.map((row) => (
                <tr key={row.table} className={openOf(row) === 0 ? '' : 'unbalanced'}>
                  <td>
                    <EvidenceText text={row.table} className="mono" />
                  </td>
                  <td className="numeric">
                    <RowCount
                      row={row}
                      onOpen={() => {
                        setShown(row);
                      }}
                    />
                  </td>
                  <td className="numeric">{showCount(row.used)}</td>
                  <td className="numeric">{showCount(skippedOf(row))}</td>
                  <td className="numeric">{showCount(openOf(row))}</td>
                  <td>
                    <Reasons skipped={row.skipped} />
                  </td>
                  <td className="numeric">
                    <TableIssues source={source} table={row.table} issues={issuesOf.get(row.table) ?? 0} />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
          <Sums rows={claimed} />
        </table>
      </div>
      {unclaimed.length > 0 && <Unclaimed rows={unclaimed} onOpen={setShown} />}
      {shown !== null && (
        <TableRowsDialog
          row={shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </section>
  );
}

function Numeric({ text }: { readonly text: string }): ReactNode {
  return (
    <th scope="col" className="numeric">
      {text}
    </th>
  );
}

/** Why rows were left out, and how many for each reason. */
function Reasons({ skipped }: { readonly skipped: LedgerRow['skipped'] }): ReactNode {
  return (
    <ul className="plain reasons">
      {Object.entries(skipped).map(([reason, count]) => (
        <li key={reason}>
          <span className="numeric">{showCount(count)}</span> <EngineText text={reason} />
        </li>
      ))}
    </ul>
  );
}

function TableIssues(props: { readonly source: number; readonly table: string; readonly issues: number }): ReactNode {
  const m = useMessages();
  if (props.issues === 0) return '0';
  return (
    <button
      type="button"
      className="link-button"
      aria-label={`${m.counts.issues(props.issues)}: ${m.sources.tableIssues(props.table)}`}
      onClick={() => {
        goView('issues', { source: props.source, table: props.table });
      }}
    >
      {showCount(props.issues)}
    </button>
  );
}

/** What is read, used and left out of all tables, and what is still open. */
function Sums({ rows }: { readonly rows: readonly LedgerRow[] }): ReactNode {
  const m = useMessages();
  const sum = (value: (row: LedgerRow) => number): number => rows.reduce((total, row) => total + value(row), 0);
  const open = rows.reduce((total, row) => total + Math.abs(openOf(row)), 0);
  return (
    <tfoot>
      <tr>
        <th scope="row">{m.sources.table.sum}</th>
        <td className="numeric">{showCount(sum((row) => row.rows))}</td>
        <td className="numeric">{showCount(sum((row) => row.used))}</td>
        <td className="numeric">{showCount(sum(skippedOf))}</td>
        <td className="numeric">{showCount(open)}</td>
        <td colSpan={2}>
          {open === 0 ? (
            <>
              <span className="badge success">{m.sources.closes}</span>{' '}
              <span className="muted small">
                {m.sources.equation(
                  showCount(sum((row) => row.rows)),
                  showCount(sum((row) => row.used)),
                  showCount(sum(skippedOf)),
                )}
              </span>
            </>
          ) : (
            <span className="badge danger">{m.sources.notClosing(open)}</span>
          )}
        </td>
      </tr>
    </tfoot>
  );
}

function Unclaimed(props: {
  readonly rows: readonly LedgerRow[];
  readonly onOpen: (row: LedgerRow) => void;
}): ReactNode {
  const { rows } = props;
  const m = useMessages();
  return (
    <details>
      <summary>
        {m.sources.unclaimed} ({showCount(rows.length)})
      </summary>
      <p className="muted">{m.sources.unclaimedNote}</p>
      <ul className="columns">
        {rows.map((row) => (
          <li key={`${row.file} ${row.table}`}>
            <EvidenceText text={row.table} className="mono" />{' '}
            <RowCount
              row={row}
              onOpen={() => {
                props.onOpen(row);
              }}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

function skippedOf(row: LedgerRow): number {
  return Object.values(row.skipped).reduce((total, count) => total + count, 0);
}

/** Rows that are neither used nor left out with a reason; below zero where more are named than were read. */
function openOf(row: LedgerRow): number {
  return row.rows - row.used - skippedOf(row);
}
