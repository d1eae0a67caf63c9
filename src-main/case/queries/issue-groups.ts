import type { IssueGroup, IssueGroups } from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { canonicalJson } from '../canonical-json.ts';
import { keptBy } from '../search/kept-by.ts';
import { issueConditions, type IssueFilter } from './issues.ts';

/** The columns that make a group: `code` alone, or the place in the source and the stored value too. In the order of the index. */
const columnsOf = {
  code: { named: 'NULL AS source, NULL AS place, NULL AS stored', grouped: 'severity, code' },
  value: { named: 'source, place, stored', grouped: 'severity, code, source, place, stored' },
} as const;

/** Groups of up to 1000 rows each; issues come and go with their sources, and get new numbers. */
const keep = keptBy<IssueGroups>({ entries: 8, bytes: 8 * 1024 * 1024, sizeOf: ({ groups }) => groups.length * 400 });

/** Issues counted: by severity and code, or by source, place and stored value too. The gravest first, then the most frequent. */
export function groupIssues(db: CaseDb, filter: IssueFilter, by: 'code' | 'value', limit: number): IssueGroups {
  const last = db.value<number>(sql`SELECT max(id) FROM issue`) ?? 0;
  return keep(db, `${last} ${by} ${limit} ${canonicalJson(filter)}`, () => readGroups(db, filter, by, limit));
}

function readGroups(db: CaseDb, filter: IssueFilter, by: 'code' | 'value', limit: number): IssueGroups {
  const { named, grouped } = columnsOf[by];
  // Read along the index that holds the groups in order: the planner would look each issue of a source up in the table.
  const from = sql`FROM issue INDEXED BY issue_group WHERE ${joinSql(issueConditions(filter), ' AND ', sql`1`)}
    GROUP BY ${new Sql(grouped)}`;
  // How many there are is asked by itself: a window over the groups would hold all of them, however many.
  const total = db.value<number>(sql`SELECT count(*) FROM (SELECT 1 ${from})`);
  const rows = db.all<Omit<IssueGroup, 'where'> & { readonly place: string | null }>(
    sql`SELECT severity, code, ${new Sql(named)}, count(*) AS count, min(id) AS first ${from}
      ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, count DESC, code, first LIMIT ${limit}`,
  );
  return { total: total ?? 0, groups: rows.map(({ place: where, ...group }) => ({ ...group, where })) };
}
