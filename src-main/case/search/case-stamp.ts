import { sql, type CaseDb } from '../../sqlite/index.ts';

/**
 * Changes whenever the items of the case, or the zone in which they are filtered, may have: by this connection or another.
 * A source that is read again has its items numbered anew, behind all that ever were.
 */
export function caseStamp(db: CaseDb): string {
  const sources = db.value<string>(sql`SELECT group_concat(concat_ws(' ', id, state, after_item, counts)) FROM source`);
  const zone = db.value<string>(sql`SELECT zone FROM case_info`);
  return `${String(db.pragma('data_version'))} ${zone ?? ''} ${sources ?? ''}`;
}
