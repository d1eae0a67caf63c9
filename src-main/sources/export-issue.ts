import type { EvidenceFile } from '../evidence/tree.ts';
import type { Issue, Provenance } from '../model/index.ts';

/** An issue about a place in an export, or, without `from`, about its file. */
export function exportIssue(
  file: EvidenceFile,
  from: Provenance | null,
  severity: Issue['severity'],
  code: Issue['code'],
  stored: string | null,
  detail: string,
): Issue {
  return { kind: 'issue', severity, code, from, where: file.path, stored, detail };
}
