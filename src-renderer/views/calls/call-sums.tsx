import { useState, type ReactNode } from 'react';
import type { CallTotals } from '../../../src-main/contract/index.ts';
import { ColumnGrid, type GridColumn, type RowRange } from '../../components/column-grid.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import type { Messages } from '../../messages/en.ts';
import { goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount, showDuration } from '../../time/units.ts';
import { engineWords } from '../../text/engine-text.tsx';

type Row = CallTotals['accounts'][number];

/** Calls added up by the accounts that they name; Enter or a double click shows the account. */
export function CallSums({ totals }: { readonly totals: CallTotals | null }): ReactNode {
  const m = useMessages();
  const [active, setActive] = useState<number | null>(null);
  const [sorting, setSorting] = useState<{ readonly by: string; readonly descending: boolean }>({
    by: 'calls',
    descending: true,
  });
  const sources = useEngine('source.list', {});
  const columns = columnsOf(m, (id) => {
    const source = sources.data?.find((one) => one.id === id);
    return source === undefined ? '' : plainVisible(`${source.exhibitReference} · ${engineWords(source.label, m)}`);
  });
  const rows = sortedRows(totals?.accounts ?? [], sorting);
  return (
    <>
      <ColumnGrid
        className="call-list"
        label={m.calls.byAccount}
        pages={{ total: totals === null ? null : rows.length, withheld: 0, row: (index) => rows[index] ?? null, error: null }}
        columns={columns}
        sorting={{
          ...sorting,
          onSort: (by) => {
            setSorting({ by, descending: by === sorting.by ? !sorting.descending : by !== 'account' });
            setActive(null);
          },
        }}
        rowHeight={30}
        active={active}
        opensOnClick={false}
        onActive={setActive}
        onOpen={(index) => {
          const row = rows[index];
          if (row !== undefined) goView('accounts', { own: `at=${row.account}` });
        }}
        onRange={noRange}
      />
      {totals !== null && totals.held > 0 && <p className="muted">{m.calls.held(totals.held)}</p>}
    </>
  );
} // prettier-ignore

/** Every row is there already. */
function noRange(_range: RowRange): void {
  return undefined;
}

function sortedRows(rows: readonly Row[], { by, descending }: { readonly by: string; readonly descending: boolean }) {
  const sign = descending ? -1 : 1;
  const number = (row: Row): number => {
    if (by === 'answered') return row.answered;
    if (by === 'began') return row.began;
    if (by === 'duration') return row.durationS;
    return by === 'unstored' ? row.unstored : row.calls;
  };
  return [...rows].sort(
    (a, b) => sign * (by === 'account' ? a.name.localeCompare(b.name) : number(a) - number(b)) || a.account - b.account,
  );
}

function columnsOf(m: Messages, sourceName: (source: number) => string): readonly GridColumn<Row>[] {
  const c = m.calls.sums;
  const count = (id: 'calls' | 'began' | 'answered' | 'unstored', head: string, width: string): GridColumn<Row> => ({
    id,
    head,
    width,
    sort: id,
    cell: (row) => showCount(row[id]),
  });
  return [
    {
      id: 'account',
      head: c.account,
      sort: 'account',
      width: 'minmax(120px, 1.3fr)',
      cell: (row) => (
        <>
          <EvidenceText text={row.name} />
          {row.isOwner && <span className="badge">{m.accounts.owner}</span>}
        </>
      ),
    },
    {
      id: 'identifier',
      head: m.accounts.columns.identifier,
      width: 'minmax(120px, 1.2fr)',
      cell: (row) => <EvidenceText text={row.identifier} className="mono" />,
    },
    count('calls', c.calls, '80px'),
    count('began', c.began, '100px'),
    count('answered', c.answered, '90px'),
    {
      id: 'duration',
      head: c.duration,
      sort: 'duration',
      width: '120px',
      cell: (row) => <span title={m.calls.seconds(showCount(row.durationS))}>{showDuration(row.durationS)}</span>,
    },
    count('unstored', c.unstored, '140px'),
    {
      id: 'source',
      head: m.accounts.columns.source,
      width: 'minmax(90px, 0.8fr)',
      cell: (row) => <span title={sourceName(row.source)}>{sourceName(row.source)}</span>,
    },
  ];
}
