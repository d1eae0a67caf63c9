import type { ReactNode } from 'react';
import type { IssueCode } from '../../../src-main/model/index.ts';
import { useMessages } from '../../messages/index.ts';

/** What an issue of a kind means for what was read, and what can be done. */
export function IssueHelp({ code }: { readonly code: IssueCode }): ReactNode {
  const m = useMessages();
  const { means, next } = m.issueHelp[code];
  return (
    <p className="issue-help">
      {means} <strong>{m.issuesView.next}</strong> {next}
    </p>
  );
}
