import { useCallback, useState, type ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { HashValue } from '../../components/hash-value.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { ask } from '../../engine/use-engine.ts';
import { usePages } from '../../engine/use-pages.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

/** Who did what to this case, in an append-only chain. */
export function Custody(): ReactNode {
  const m = useMessages();
  const [range, setRange] = useState({ from: 0, to: 50 });
  const [active, setActive] = useState<number | null>(null);
  const pages = usePages(['custody.page'], range, (index, limit, signal) =>
    ask('custody.page', { at: { index }, limit }, signal),
  );
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange(next);
  }, []);
  const chosen = active === null ? null : pages.row(active);
  return (
    <div className="page tall">
      <header className="page-head">
        <h1>{m.custody.title}</h1>
        <span className="muted">{pages.total === null ? '' : m.counts.entries(pages.total)}</span>
      </header>
      <p className="muted">{m.custody.lead}</p>
      {pages.error !== null && <FailureNote error={pages.error} />}
      <VirtualRows
        className="custody-list"
        count={pages.total ?? 0}
        rowHeight={30}
        label={m.custody.title}
        active={active}
        onActive={setActive}
        onOpen={setActive}
        onRange={onRange}
        row={(index) => {
          const entry = pages.row(index);
          if (entry === null) return null;
          return (
            <div className="custody-row">
              <span className="numeric muted">{entry.seq}</span>
              <TimeText ms={entry.atMs} />
              <EvidenceText text={entry.actor} className="ellipsis" />
              <strong>{entry.action}</strong>
              <EvidenceText text={JSON.stringify(entry.parameters)} className="mono muted ellipsis" />
            </div>
          );
        }}
      />
      {chosen !== null && (
        <section className="panel custody-detail" aria-label={`${m.custody.title} ${chosen.seq}`}>
          <dl className="facts">
            <dt>{m.custody.table.at}</dt>
            <dd>
              <TimeText ms={chosen.atMs} withUtc />
            </dd>
            <dt>{m.custody.table.action}</dt>
            <dd>{chosen.action}</dd>
            <dt>{m.custody.table.parameters}</dt>
            <dd>
              <EvidenceText text={JSON.stringify(chosen.parameters)} className="mono" />
            </dd>
            <dt>{m.custody.table.result}</dt>
            <dd>
              <EvidenceText text={JSON.stringify(chosen.result)} className="mono" />
            </dd>
            <dt>{m.custody.table.hash}</dt>
            <dd>
              <HashValue hash={chosen.hash} label={m.custody.table.hash} />
            </dd>
          </dl>
        </section>
      )}
    </div>
  );
}
