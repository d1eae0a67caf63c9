import type { Issue } from '../../model/index.ts';
import { exportIssue as issueOf } from '../export-issue.ts';

const LONGEST = 200;

/** An issue of one piece of an export, or, without `from`, of a file; what is stored may be a whole message and is cut. */
export function exportIssue(...[file, from, severity, code, stored, detail]: Parameters<typeof issueOf>): Issue {
  return issueOf(file, from, severity, code, stored?.slice(0, LONGEST) ?? null, detail);
}
