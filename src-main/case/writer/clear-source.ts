import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { RECORD_KINDS } from '../codes.ts';
import { tableOf } from '../record-tables.ts';
import { clearActivity } from './write-activity.ts';

/** Takes away everything that was read from the source; the source itself, its files and answers stay. */
export function clearSource(db: CaseDb, source: number): void {
  const any = db.value<number>(
    sql`SELECT 1 FROM source WHERE id = ${source} AND state <> 'found' AND state <> 'locked'`,
  );
  if (any === null) return;
  db.transaction(() => {
    RECORD_KINDS.forEach((kind, code) => {
      const records = sql`SELECT id FROM ${new Sql(tableOf(kind))} WHERE source = ${source}`;
      db.run(sql`DELETE FROM locator WHERE kind = ${code} AND record IN (${records})`);
    });
    const facets = sql`SELECT id FROM facet WHERE source = ${source}`;
    db.run(sql`DELETE FROM activity_day WHERE facet IN (${facets})`);
    clearActivity(db, source);
    db.run(sql`DELETE FROM search.doc WHERE rowid IN (SELECT id FROM item WHERE source = ${source})`);
    db.run(sql`DELETE FROM account_name WHERE account IN (SELECT id FROM account WHERE source = ${source})`);
    for (const kind of RECORD_KINDS) db.run(sql`DELETE FROM ${new Sql(tableOf(kind))} WHERE source = ${source}`);
    for (const table of ['facet', 'issue', 'tally', 'pending'])
      db.run(sql`DELETE FROM ${new Sql(table)} WHERE source = ${source}`);
    db.run(sql`UPDATE source SET owner = NULL, owner_claim = NULL, owner_assumed = NULL, first_ms = NULL, last_ms = NULL,
      counts = '{}' WHERE id = ${source}`);
  }, 'immediate');
}
