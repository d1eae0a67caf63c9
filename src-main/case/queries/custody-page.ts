import type { CustodyEntry, Page, Place } from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { readCustodyEntries } from '../custody.ts';
import { anyOf } from '../filter.ts';
import { readKeyPage } from './page.ts';

export interface CustodyFilter {
  readonly actions?: readonly string[] | undefined;
  readonly actors?: readonly string[] | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** The custody log in its own order. */
export function pageCustody(
  db: CaseDb,
  filter: CustodyFilter,
  at: Place | undefined,
  limit: number,
): Page<CustodyEntry> {
  const conditions = [
    ...anyOf('action', filter.actions),
    ...anyOf('actor', filter.actors),
    ...(filter.fromMs === undefined ? [] : [sql`at_ms >= ${filter.fromMs}`]),
    ...(filter.toMs === undefined ? [] : [sql`at_ms < ${filter.toMs}`]),
  ];
  const { ids, ...page } = readKeyPage(
    db,
    {
      from: new Sql('custody'),
      where: joinSql(conditions, ' AND ', sql`1`),
      key: new Sql('custody.seq'),
      id: new Sql('custody.seq'),
      notBefore: (timeMs) => sql`custody.at_ms >= ${timeMs}`,
    },
    at,
    limit,
  );
  return { ...page, rows: readCustodyEntries(db, ids) };
}

/** What the log names in a column, with how often. */
export function custodyNames(
  db: CaseDb,
  column: 'action' | 'actor',
): readonly { readonly name: string; readonly count: number }[] {
  return db.all(sql`SELECT ${new Sql(column)} AS name, count(*) AS count FROM custody GROUP BY 1 ORDER BY 1`);
}
