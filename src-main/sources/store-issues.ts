import type { Issue, IssueCode, IssueSeverity, RowLocator } from '../model/index.ts';

/** An issue about one row. */
export function rowIssue(
  severity: IssueSeverity,
  code: IssueCode,
  at: RowLocator,
  column: string,
  stored: string | null,
  detail: string,
): Issue {
  return {
    kind: 'issue',
    severity,
    code,
    from: { at: [at], state: 'live' },
    where: `${at.table}.${column}`,
    stored,
    detail,
  };
}

/** An issue about a table or the store as a whole. */
export function storeIssue(severity: IssueSeverity, code: IssueCode, where: string, detail: string): Issue {
  return { kind: 'issue', severity, code, from: null, where, stored: null, detail };
}
