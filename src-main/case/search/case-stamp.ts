import { sql, type CaseDb } from '../../sqlite/index.ts';

/** Changes whenever the items of the case may have: by this connection or another. */
export function caseStamp(db: CaseDb): string {
  const sources = db.value<string>(sql`SELECT group_concat(id || ' ' || state || ' ' || counts) FROM source`);
  return `${String(db.pragma('data_version'))} ${sources ?? ''}`;
}
