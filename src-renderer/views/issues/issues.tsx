import { Checkbox } from '@blueprintjs/core';
import { TickCircleIcon } from '@blueprintjs/icons';
import { useCallback, useState, type ReactNode } from 'react';
import type { IssueSeverity } from '../../../src-main/model/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { usePages } from '../../engine/use-pages.ts';
import { ask } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly IssueSeverity[];

/** What could not be read or is not sure, by what was lost. */
export function Issues(): ReactNode {
  const m = useMessages();
  const { source, severity: only } = useLocation();
  const [severities, setSeverities] = useState<readonly IssueSeverity[]>(only === null ? SEVERITIES : [only]);
  const [range, setRange] = useState({ from: 0, to: 50 });
  const [active, setActive] = useState<number | null>(null);
  const which = { severities: [...severities], ...(source === null ? {} : { source }) };
  const pages = usePages(['issue.page', which], range, (index, limit, signal) =>
    ask('issue.page', { ...which, at: { index }, limit }, signal),
  );
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange(next);
  }, []);
  return (
    <div className="page tall">
      <header className="page-head">
        <h1>{m.issuesView.title}</h1>
        <span className="muted">{pages.total === null ? '' : m.counts.issues(pages.total)}</span>
        <span className="spring" />
        <div role="group" aria-label={m.issuesView.severities} className="row">
          {SEVERITIES.map((severity) => (
            <Checkbox
              key={severity}
              inline
              checked={severities.includes(severity)}
              label={m.words.severity[severity] ?? severity}
              title={m.words.severityNote[severity] ?? ''}
              onChange={() => {
                setSeverities((before) =>
                  before.includes(severity) ? before.filter((other) => other !== severity) : [...before, severity],
                );
              }}
            />
          ))}
        </div>
      </header>
      <p className="muted">{m.issuesView.lead}</p>
      {pages.error !== null && <FailureNote error={pages.error} />}
      {pages.total === 0 ? (
        <EmptyState icon={<TickCircleIcon size={28} />} title={m.issuesView.none} text={m.issuesView.noneText} />
      ) : (
        <VirtualRows
          className="issue-list"
          count={pages.total ?? 0}
          rowHeight={58}
          label={m.issuesView.title}
          active={active}
          onActive={setActive}
          onOpen={setActive}
          onRange={onRange}
          row={(index) => {
            const issue = pages.row(index);
            if (issue === null) return null;
            return (
              <div className="issue">
                <span className={`badge severity-${issue.severity}`}>{m.words.severity[issue.severity]}</span>
                <div className="issue-body">
                  <div className="ellipsis">
                    <strong>{m.issues[issue.code]}</strong> <EvidenceText text={issue.where} className="mono muted" />
                  </div>
                  <div className="ellipsis" title={issue.detail}>
                    <EvidenceText text={issue.detail} />
                    {issue.stored !== null && (
                      <span className="muted">
                        {' '}
                        · {m.issuesView.stored}: <EvidenceText text={issue.stored} className="mono" />
                      </span>
                    )}
                  </div>
                </div>
              </div>
            );
          }}
        />
      )}
    </div>
  );
}
