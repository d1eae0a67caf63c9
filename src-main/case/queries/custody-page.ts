import type { CustodyEntry, Page, Place } from '../../contract/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { readCustody } from '../custody.ts';
import { readKeyPage } from './page.ts';

/** The custody log in its own order. */
export function pageCustody(db: CaseDb, at: Place | undefined, limit: number): Page<CustodyEntry> {
  const { ids, ...page } = readKeyPage(
    db,
    {
      from: new Sql('custody'),
      where: sql`1`,
      key: new Sql('custody.seq'),
      id: new Sql('custody.seq'),
      notBefore: (timeMs) => sql`custody.at_ms >= ${timeMs}`,
    },
    at,
    limit,
  );
  return { ...page, rows: readCustody(db, ids[0] ?? 1, ids.length) };
}
