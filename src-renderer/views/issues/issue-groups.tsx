import type { ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { showCount } from '../../time/units.ts';

const MOST_GROUPS = 200;

/** Issues by kind, the gravest first: each a choice of what is listed. */
export function IssueGroupList({ onChoose }: { readonly onChoose: () => void }): ReactNode {
  const m = useMessages();
  const { source, severity, code } = useLocation();
  const groups = useEngine('issue.groups', {
    by: 'code',
    limit: MOST_GROUPS,
    ...(source === null ? {} : { sources: [source] }),
  });
  if (groups.error !== null) return <FailureNote error={groups.error} />;
  const sum = groups.data?.groups.reduce((total, group) => total + group.count, 0) ?? 0;
  return (
    <nav className="issue-groups" aria-label={m.issuesView.groups}>
      <button
        type="button"
        aria-pressed={severity === null && code === null}
        onClick={() => {
          onChoose();
          go({ severity: null, code: null });
        }}
      >
        <span>{m.issuesView.allKinds}</span>
        <span className="numeric muted">{showCount(sum)}</span>
      </button>
      {groups.data?.groups.map((group) => (
        <button
          key={`${group.severity} ${group.code}`}
          type="button"
          title={m.issueHelp[group.code].means}
          aria-pressed={group.code === code && (severity === null || group.severity === severity)}
          onClick={() => {
            onChoose();
            go({ severity: group.severity, code: group.code });
          }}
        >
          <span className="ellipsis">
            <span className={`dot severity-${group.severity}`} aria-hidden />
            {m.issues[group.code]} <span className="muted">{m.words.severity[group.severity]}</span>
          </span>
          <span className="numeric muted">{showCount(group.count)}</span>
        </button>
      ))}
    </nav>
  );
}
