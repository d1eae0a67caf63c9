import { sql, type CaseDb } from '../sqlite/index.ts';

/** The zone in which the case's days begin. */
export function caseZone(db: CaseDb): string {
  return db.value<string>(sql`SELECT zone FROM case_info`) ?? 'UTC';
}
