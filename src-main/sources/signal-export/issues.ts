import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Issue, Provenance } from '../../model/index.ts';

/** An issue of one piece of an export, or, without `from`, of a file. */
export function exportIssue(
  file: EvidenceFile,
  from: Provenance | null,
  severity: Issue['severity'],
  code: Issue['code'],
  stored: string | null,
  detail: string,
): Issue {
  return { kind: 'issue', severity, code, from, where: file.path, stored: stored?.slice(0, 200) ?? null, detail };
}
