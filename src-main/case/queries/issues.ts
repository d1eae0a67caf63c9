import type { IssueView, Page, Place, PlainLocator } from '../../contract/index.ts';
import type { IssueSeverity } from '../../model/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { anyOf } from '../filter.ts';
import { idList } from './names.ts';
import { readKeyPage } from './page.ts';

export interface IssueFilter {
  readonly severities?: readonly IssueSeverity[] | undefined;
  readonly source?: number | undefined;
  readonly item?: number | undefined;
}

/** Issues, the gravest first, then in the order in which they were found. */
export function pageIssues(db: CaseDb, filter: IssueFilter, at: Place | undefined, limit: number): Page<IssueView> {
  const conditions = [
    ...anyOf('issue.severity', filter.severities),
    ...(filter.source === undefined ? [] : [sql`issue.source = ${filter.source}`]),
    ...(filter.item === undefined ? [] : [sql`issue.item = ${filter.item}`]),
  ];
  const { ids, ...page } = readKeyPage(
    db,
    {
      from: new Sql('issue'),
      where: joinSql(conditions, ' AND ', sql`1`),
      key: new Sql(`CASE issue.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END`),
      id: new Sql('issue.id'),
    },
    at,
    limit,
  );
  return { ...page, rows: readIssues(db, ids) };
}

function readIssues(db: CaseDb, ids: readonly number[]): readonly IssueView[] {
  const rows = db.all<
    Omit<IssueView, 'at'> & { at: string }
  >(sql`SELECT id, source, exhibit, severity, code, place AS "where",
    stored, detail, at FROM issue WHERE id IN (${idList(ids)})`);
  const found = new Map(rows.map((row) => [row.id, { ...row, at: JSON.parse(row.at) as PlainLocator[] }]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
