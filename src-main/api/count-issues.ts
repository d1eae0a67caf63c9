import type { CaseFile } from '../case/index.ts';
import type { IssueSeverity } from '../model/index.ts';
import { sql } from '../sqlite/index.ts';

/** Issues of an exhibit or of some sources, by severity. */
export function countIssues(
  file: CaseFile,
  of: { readonly exhibit: number } | { readonly sources: readonly number[] },
): Readonly<Record<IssueSeverity, number>> {
  const counts = { note: 0, warning: 0, error: 0 };
  const where =
    'exhibit' in of
      ? sql`WHERE exhibit = ${of.exhibit}`
      : sql`WHERE source IN (SELECT value FROM json_each(${JSON.stringify(of.sources)}))`;
  const rows = file.db.all<{ severity: IssueSeverity; issues: number }>(
    sql`SELECT severity, count(*) AS issues FROM issue ${where} GROUP BY severity`,
  );
  for (const { severity, issues } of rows) counts[severity] = issues;
  return counts;
}
