import type { Issue, IssueCode, IssueSeverity } from '../model/index.ts';

/** An issue about a whole file, table or source. */
export function issueOf(severity: IssueSeverity, code: IssueCode, where: string, detail: string): Issue {
  return { kind: 'issue', severity, code, from: null, where, stored: null, detail };
}
