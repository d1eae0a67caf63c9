import { useEffect, useState, type ReactNode } from 'react';
import type { CustodyEntry } from '../../../src-main/contract/index.ts';
import { ColumnGrid, useRowRange, type GridColumn } from '../../components/column-grid.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { HashValue } from '../../components/hash-value.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { ask } from '../../engine/use-engine.ts';
import { usePages } from '../../engine/use-pages.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { ChainState } from './chain-state.tsx';
import type { CustodyFilter } from './custody-filter.ts';
import { CustodyTools } from './custody-tools.tsx';

/** Who did what to this case, in an append-only chain. */
export function Custody(): ReactNode {
  const m = useMessages();
  const [filter, setFilter] = useState<CustodyFilter>({});
  const [total, setTotal] = useState<number | null>(null);
  return (
    <div className="page tall">
      <header className="page-head">
        <h1>{m.custody.title}</h1>
        <span className="muted">{total === null ? '' : m.counts.entries(total)}</span>
        <span className="spring" />
        <CustodyTools filter={filter} onFilter={setFilter} total={total ?? 0} />
      </header>
      <p className="muted">{m.custody.lead}</p>
      <ChainState />
      <Entries key={JSON.stringify(filter)} filter={filter} onTotal={setTotal} />
    </div>
  );
}

function columnsOf(m: Messages): readonly GridColumn<CustodyEntry>[] {
  const t = m.custody.table;
  return [
    { id: 'seq', head: t.seq, width: '56px', cell: (entry) => <span className="numeric muted">{entry.seq}</span> },
    { id: 'at', head: t.at, width: '225px', cell: (entry) => <TimeText ms={entry.atMs} /> },
    { id: 'actor', head: t.actor, width: '140px', cell: (entry) => <EvidenceText text={entry.actor} /> },
    {
      id: 'action',
      head: t.action,
      width: '200px',
      cell: (entry) => (
        <>
          <strong>{m.custody.actions[entry.action] ?? entry.action}</strong>{' '}
          <span className="muted mono">{entry.action}</span>
        </>
      ),
    },
    {
      id: 'parameters',
      head: t.parameters,
      width: 'minmax(160px, 1fr)',
      cell: (entry) => <EvidenceText text={JSON.stringify(entry.parameters)} className="mono muted" />,
    },
  ];
}

function Entries(props: {
  readonly filter: CustodyFilter;
  readonly onTotal: (total: number | null) => void;
}): ReactNode {
  const m = useMessages();
  const { filter, onTotal } = props;
  const [range, onRange] = useRowRange();
  const [active, setActive] = useState<number | null>(null);
  const pages = usePages(['custody.page', filter], range, (index, limit, signal) =>
    ask('custody.page', { ...filter, at: { index }, limit }, signal),
  );
  const { total } = pages;
  useEffect(() => {
    onTotal(total);
  }, [total, onTotal]);
  const chosen = active === null ? null : pages.row(active);
  if (pages.error !== null) return <FailureNote error={pages.error} />;
  if (total === 0) return <p className="muted">{m.custody.noneHere}</p>;
  return (
    <>
      <ColumnGrid
        className="custody-list"
        label={m.custody.title}
        pages={pages}
        columns={columnsOf(m)}
        rowHeight={30}
        active={active}
        onActive={setActive}
        onOpen={setActive}
        onRange={onRange}
      />
      {chosen !== null && <Entry entry={chosen} />}
    </>
  );
}

function Entry({ entry }: { readonly entry: CustodyEntry }): ReactNode {
  const m = useMessages();
  const t = m.custody.table;
  return (
    <section className="panel custody-detail" aria-label={`${m.custody.title} ${entry.seq}`}>
      <dl className="facts">
        <dt>{t.at}</dt>
        <dd>
          <TimeText ms={entry.atMs} withUtc />
        </dd>
        <dt>{t.action}</dt>
        <dd>
          {m.custody.actions[entry.action] ?? entry.action} <span className="muted mono">{entry.action}</span>
        </dd>
        <dt>{t.parameters}</dt>
        <dd>
          <EvidenceText text={JSON.stringify(entry.parameters)} className="mono" />
        </dd>
        <dt>{t.result}</dt>
        <dd>
          <EvidenceText text={JSON.stringify(entry.result)} className="mono" />
        </dd>
        <dt>{t.previous}</dt>
        <dd>
          <HashValue hash={entry.previous} label={t.previous} />
        </dd>
        <dt>{t.hash}</dt>
        <dd>
          <HashValue hash={entry.hash} label={t.hash} />
        </dd>
      </dl>
    </section>
  );
}
