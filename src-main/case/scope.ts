import type { EvidenceRecord } from '../model/index.ts';
import { sql, type CaseDb, type Sql } from '../sqlite/index.ts';

/**
 * The one place where a case's scope is enforced. The writer asks it for every record; every query over items reads
 * `visible`, and nothing else in this floor names the column. A case without a scope withholds nothing.
 */
export interface Scope {
  /** 0 when the record may be shown; otherwise the number of the rule that withholds it. */
  withheld(record: EvidenceRecord): number;
}

/** Without a scope on record everything may be shown. */
export const openScope: Scope = { withheld: () => 0 };

/** The condition that lets only rows through that may be shown; `item` names the table in the query. */
export const visible: Sql = sql`item.withheld = 0`;

/** How many items the scope withholds. */
export function countWithheld(db: CaseDb): number {
  return db.value<number>(sql`SELECT count(*) FROM item WHERE withheld <> 0`) ?? 0;
}
