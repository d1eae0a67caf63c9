import type { Filter, IssueView, Page, Place, PlainLocator } from '../../contract/index.ts';
import type { IssueCode, IssueSeverity } from '../../model/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { anyOf, compileFilter } from '../filter.ts';
import { idList } from './names.ts';
import { readKeyPage } from './page.ts';

export interface IssueFilter {
  readonly severities?: readonly IssueSeverity[] | undefined;
  readonly codes?: readonly IssueCode[] | undefined;
  readonly source?: number | undefined;
  readonly sources?: readonly number[] | undefined;
  readonly table?: string | undefined;
  /** The place in the source and the stored value, as a group of issues has them. */
  readonly where?: string | undefined;
  readonly stored?: string | null | undefined;
  readonly item?: number | undefined;
}

/** The gravest first; written as the index has it. */
const ORDER = new Sql(`CASE issue.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END`);

/** Issues, the gravest first, then in the order in which they were found. */
export function pageIssues(db: CaseDb, filter: IssueFilter, at: Place | undefined, limit: number): Page<IssueView> {
  const { ids, ...page } = readKeyPage(
    db,
    {
      from: new Sql('issue'),
      where: joinSql(issueConditions(filter), ' AND ', sql`1`),
      key: ORDER,
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
    ...(filter.table === undefined ? [] : [ofTable(filter.table)]),
    ...(filter.where === undefined ? [] : [sql`issue.place = ${filter.where}`]),
    ...(filter.stored === undefined ? [] : [sql`issue.stored IS ${filter.stored}`]),
  ];
}

/**
 * Issues about what a filter lets through, the gravest first: those of its items, and those of no item, which concern a
 * source or an exhibit as a whole. Without a filter, all of them.
 */
export function* streamIssuesOf(db: CaseDb, filter: Filter, step = 5000): IterableIterator<IssueView> {
  const touching = touchingSql(db, filter);
  let last: { readonly id: number; readonly key: number } | null = null;
  for (;;) {
    const beyond: Sql = last === null ? sql`1` : sql`(${ORDER}, issue.id) > (${last.key}, ${last.id})`;
    const rows: { id: number; key: number }[] = db.all(sql`SELECT id, ${ORDER} AS key FROM issue
      WHERE ${touching} AND ${beyond} ORDER BY ${ORDER}, id LIMIT ${step}`);
    yield* readIssues(
      db,
      rows.map(({ id }) => id),
    );
    last = rows.at(-1) ?? null;
    if (last === null || rows.length < step) return;
  }
}

/** Issues that `streamIssuesOf` leaves out, counted: they concern items that the filter does not let through. */
export function countOtherIssues(
  db: CaseDb,
  filter: Filter,
): readonly { readonly severity: IssueSeverity; readonly code: IssueCode; readonly issues: number }[] {
  if (Object.keys(filter).length === 0) return [];
  return db.all(sql`SELECT severity, code, count(*) AS issues FROM issue WHERE NOT ${touchingSql(db, filter)}
    GROUP BY ${ORDER}, severity, code ORDER BY ${ORDER}, code`);
}

function touchingSql(db: CaseDb, filter: Filter): Sql {
  if (Object.keys(filter).length === 0) return sql`1`;
  return sql`(issue.item IS NULL OR issue.item IN (SELECT item.id FROM item WHERE ${compileFilter(db, filter).where}))`;
}

/** Places are a table, or `table.column`: what follows the point sorts before the next character. */
function ofTable(table: string): Sql {
  return sql`(issue.place = ${table} OR (issue.place >= ${`${table}.`} AND issue.place < ${`${table}/`}))`;
}

/** How many issues each table of a source's ledger has; tables without any are left out. */
export function countTableIssues(
  db: CaseDb,
  source: number,
): readonly { readonly table: string; readonly issues: number }[] {
  return db.all(sql`SELECT * FROM (SELECT DISTINCT name AS "table",
      (SELECT count(*) FROM issue WHERE issue.source = ${source} AND issue.place = name)
      + (SELECT count(*) FROM issue WHERE issue.source = ${source} AND issue.place >= name || '.'
        AND issue.place < name || '/') AS issues
    FROM tally WHERE source = ${source}) WHERE issues > 0 ORDER BY 1`);
}

function readIssues(db: CaseDb, ids: readonly number[]): readonly IssueView[] {
  const rows = db.all<
    Omit<IssueView, 'at'> & { at: string }
  >(sql`SELECT id, source, exhibit, item, severity, code, place AS "where",
    stored, detail, at FROM issue WHERE id IN (${idList(ids)})`);
  const found = new Map(rows.map((row) => [row.id, { ...row, at: JSON.parse(row.at) as PlainLocator[] }]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
