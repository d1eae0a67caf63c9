import type { IssueGroup, IssueGroups } from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { canonicalJson } from '../canonical-json.ts';
import { keptBy } from '../search/kept-by.ts';
import type { Steps } from '../steps.ts';
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
  const counted = asksForGroups(filter) ? keepCounted.known(db, String(last)) : null;
  const picked = counted === null ? null : pickGroups(counted, filter, by, limit);
  if (picked !== null) return picked;
  return keep(db, `${last} ${by} ${limit} ${canonicalJson(filter)}`, () => readGroups(db, filter, by, limit));
}

/** The issues of the case counted ahead. */
interface Counted {
  /** By severity, code and source. */
  readonly bySource: readonly IssueGroup[];
  /** By value, of each severity and code; null where there are more than are kept: SQLite picks the first of those itself. */
  readonly byValue: ReadonlyMap<string, readonly IssueGroup[] | null>;
}

/** Groups of one severity and code. */
const MOST_KEPT = 5000;
const keepCounted = keptBy<Counted>({
  entries: 1,
  bytes: 32 * 1024 * 1024,
  sizeOf: ({ byValue }) => [...byValue.values()].reduce((sum, groups) => sum + (groups?.length ?? 0) * 400, 0),
});

/** Counts the issues of the case ahead of the first question. */
export function* issueGroupsAhead(db: CaseDb): Steps<void> {
  const last = db.value<number>(sql`SELECT max(id) FROM issue`) ?? 0;
  yield* keepCounted.ahead(db, String(last), () => countInPieces(db, last));
}

/** Some milliseconds' worth: the next question waits for them. */
const ISSUES_AT_ONCE = 1000;

function* countInPieces(db: CaseDb, last: number): Steps<Counted> {
  const bySource = new Map<string, IssueGroup>();
  const byValue = new Map<string, Map<string, IssueGroup> | null>();
  for (let after = 0; after < last; after += ISSUES_AT_ONCE) {
    const rows = db.all<IssueGroup>(sql`SELECT severity, code, source, place AS "where", stored, count(*) AS count,
        min(id) AS first
      FROM issue WHERE id > ${after} AND id <= ${after + ISSUES_AT_ONCE} GROUP BY severity, code, source, place, stored`);
    for (const row of rows) {
      const kind = kindOf(row);
      addTo(bySource, `${kind} ${row.source ?? ''}`, { ...row, where: null, stored: null });
      const values = byValue.get(kind) ?? (byValue.has(kind) ? null : new Map<string, IssueGroup>());
      if (values !== null) addTo(values, JSON.stringify([row.source, row.where, row.stored]), row);
      byValue.set(kind, values !== null && values.size <= MOST_KEPT ? values : null);
    }
    yield;
  }
  return {
    bySource: [...bySource.values()],
    byValue: new Map([...byValue].map(([kind, values]) => [kind, values === null ? null : [...values.values()]])),
  };
}

function kindOf({ severity, code }: IssueGroup): string {
  return `${severity} ${code}`;
}

/** Adds a count to the group of that name. */
function addTo(groups: Map<string, IssueGroup>, name: string, group: IssueGroup): void {
  const known = groups.get(name);
  const count = (known?.count ?? 0) + group.count;
  groups.set(name, { ...group, count, first: Math.min(known?.first ?? Infinity, group.first) });
}

/** Whether every issue of a group meets the filter or none does. */
function asksForGroups(filter: IssueFilter): boolean {
  const of: ReadonlySet<string> = new Set<keyof IssueFilter>(['severities', 'codes', 'sources']);
  return Object.entries(filter).every(([part, value]) => value === undefined || of.has(part));
}

const RANKS = { error: 0, warning: 1, note: 2 } as const;

/** Null where a group is asked for that is not kept. */
function pickGroups(counted: Counted, filter: IssueFilter, by: 'code' | 'value', limit: number): IssueGroups | null {
  const { severities, codes, sources } = filter;
  const isMeant = ({ severity, code, source }: IssueGroup): boolean =>
    severities?.includes(severity) !== false &&
    codes?.includes(code) !== false &&
    (sources === undefined || (source !== null && sources.includes(source)));
  const groups = new Map<string, IssueGroup>();
  for (const group of counted.bySource.filter(isMeant)) {
    if (by === 'code') addTo(groups, kindOf(group), { ...group, source: null });
    else {
      const values = counted.byValue.get(kindOf(group));
      if (values === null || values === undefined) return null;
      for (const one of values) if (isMeant(one)) groups.set(`${kindOf(one)} ${one.first}`, one);
    }
  }
  const sorted = [...groups.values()].sort(
    (a, b) =>
      RANKS[a.severity] - RANKS[b.severity] ||
      b.count - a.count ||
      (a.code === b.code ? a.first - b.first : a.code < b.code ? -1 : 1),
  );
  return { total: groups.size, groups: sorted.slice(0, limit) };
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
