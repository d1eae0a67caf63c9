import type { IssueGroup, IssueGroups } from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { issueConditions, type IssueFilter } from './issues.ts';

/** The columns that make a group: `code` alone, or the place in the source and the stored value too. */
const columnsOf = {
  code: { source: 'NULL', place: 'NULL', stored: 'NULL' },
  value: { source: 'source', place: 'place', stored: 'stored' },
} as const;

/** Issues counted: by severity and code, or by source, place and stored value too. The gravest first, then the most frequent. */
export function groupIssues(db: CaseDb, filter: IssueFilter, by: 'code' | 'value', limit: number): IssueGroups {
  const { source, place, stored } = columnsOf[by];
  const grouped = sql`SELECT severity, code, ${new Sql(source)} AS source, ${new Sql(place)} AS place,
      ${new Sql(stored)} AS stored, count(*) AS count, min(id) AS first
    FROM issue WHERE ${joinSql(issueConditions(filter), ' AND ', sql`1`)} GROUP BY 1, 2, 3, 4, 5`;
  const rows = db.all<Omit<IssueGroup, 'where'> & { readonly place: string | null; readonly groups: number }>(
    sql`SELECT *, count(*) OVER () AS groups FROM (${grouped})
      ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, count DESC, code, first LIMIT ${limit}`,
  );
  return {
    total: rows[0]?.groups ?? 0,
    groups: rows.map(({ place: where, groups: _groups, ...group }) => ({ ...group, where })),
  };
}
