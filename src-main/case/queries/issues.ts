import type { IssueView, Page, Place, PlainLocator } from '../../contract/index.ts';
import type { IssueCode, IssueSeverity } from '../../model/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { anyOf } from '../filter.ts';
import { idList } from './names.ts';
import { readKeyPage } from './page.ts';

export interface IssueFilter {
  readonly severities?: readonly IssueSeverity[] | undefined;
  readonly codes?: readonly IssueCode[] | undefined;
  readonly source?: number | undefined;
  readonly sources?: readonly number[] | undefined;
  /** The place in the source and the stored value, as a group of issues has them. */
  readonly where?: string | undefined;
  readonly stored?: string | null | undefined;
  readonly item?: number | undefined;
}

/** Issues, the gravest first, then in the order in which they were found. */
export function pageIssues(db: CaseDb, filter: IssueFilter, at: Place | undefined, limit: number): Page<IssueView> {
  const { ids, ...page } = readKeyPage(
    db,
    {
      from: new Sql('issue'),
      where: joinSql(issueConditions(filter), ' AND ', sql`1`),
      key: new Sql(`CASE issue.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END`),
      id: new Sql('issue.id'),
    },
    at,
    limit,
  );
  return { ...page, rows: readIssues(db, ids) };
}

/** The filter as conditions on `issue`. */
export function issueConditions(filter: IssueFilter): readonly Sql[] {
  return [
    ...anyOf('issue.severity', filter.severities),
    ...anyOf('issue.code', filter.codes),
    ...anyOf('issue.source', filter.sources),
    ...(filter.source === undefined ? [] : [sql`issue.source = ${filter.source}`]),
    ...(filter.item === undefined ? [] : [sql`issue.item = ${filter.item}`]),
    ...(filter.where === undefined ? [] : [sql`issue.place = ${filter.where}`]),
    ...(filter.stored === undefined ? [] : [sql`issue.stored IS ${filter.stored}`]),
  ];
}

function readIssues(db: CaseDb, ids: readonly number[]): readonly IssueView[] {
  const rows = db.all<
    Omit<IssueView, 'at'> & { at: string }
  >(sql`SELECT id, source, exhibit, item, severity, code, place AS "where",
    stored, detail, at FROM issue WHERE id IN (${idList(ids)})`);
  const found = new Map(rows.map((row) => [row.id, { ...row, at: JSON.parse(row.at) as PlainLocator[] }]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
