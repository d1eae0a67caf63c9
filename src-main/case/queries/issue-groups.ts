import type { IssueGroup, IssueGroups } from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { issueConditions, type IssueFilter } from './issues.ts';

/** The columns that make a group: `code` alone, or the place in the source and the stored value too. In the order of the index. */
const columnsOf = {
  code: { named: 'NULL AS source, NULL AS place, NULL AS stored', grouped: 'severity, code' },
  value: { named: 'source, place, stored', grouped: 'severity, code, source, place, stored' },
} as const;

/** Issues counted: by severity and code, or by source, place and stored value too. The gravest first, then the most frequent. */
export function groupIssues(db: CaseDb, filter: IssueFilter, by: 'code' | 'value', limit: number): IssueGroups {
  const columns = columnsOf[by];
  // Read along the index that holds the groups in order: the planner would look each issue of a source up in the table.
  const grouped = sql`SELECT severity, code, ${new Sql(columns.named)}, count(*) AS count, min(id) AS first
    FROM issue INDEXED BY issue_group WHERE ${joinSql(issueConditions(filter), ' AND ', sql`1`)}
    GROUP BY ${new Sql(columns.grouped)}`;
  const rows = db.all<Omit<IssueGroup, 'where'> & { readonly place: string | null; readonly groups: number }>(
    sql`SELECT *, count(*) OVER () AS groups FROM (${grouped})
      ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, count DESC, code, first LIMIT ${limit}`,
  );
  return {
    total: rows[0]?.groups ?? 0,
    groups: rows.map(({ place: where, groups: _groups, ...group }) => ({ ...group, where })),
  };
}
