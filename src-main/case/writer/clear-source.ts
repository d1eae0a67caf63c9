import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { RECORD_KINDS } from '../codes.ts';
import { markIds, nextId } from '../ids.ts';
import { detachMarks } from '../marks/marked-records.ts';
import { keepNamedOf } from '../named-records.ts';
import { tableOf } from '../record-tables.ts';
import { ensureItemIndexes } from './item-indexes.ts';
import { clearActivity } from './write-activity.ts';

/**
 * A source that was being read when its process or thread ended holds a part of its rows: they are taken away, it is
 * `aborted`. Until then lists leave out every item from its first one on. Not for while a source is being read. Gives
 * their ids.
 */
export function clearCutOff(db: CaseDb): readonly number[] {
  const cutOff = db.all<{ id: number }>(sql`SELECT id FROM source WHERE state = 'ingesting'`);
  for (const { id } of cutOff) clearSource(db, id, 'aborted');
  if (cutOff.length > 0) ensureItemIndexes(db);
  return cutOff.map(({ id }) => id);
}

/**
 * Takes away everything that was read from the source, and with it that it was read; the source itself, what was said
 * when it was found, its files, answers and marks stay.
 */
export function clearSource(db: CaseDb, source: number, into: 'ingesting' | 'aborted'): void {
  db.transaction(() => {
    const isRead = db.value<number>(
      sql`SELECT 1 FROM source WHERE id = ${source} AND state <> 'found' AND state <> 'locked'`,
    );
    if (isRead !== null) clearRecords(db, source);
    db.run(sql`UPDATE source SET state = ${into}, after_item = ${nextId(db, 'item') - 1} WHERE id = ${source}`);
  }, 'immediate');
}

/** Takes a source away, with what was read from it and what was said of it. */
export function dropSource(db: CaseDb, source: number): void {
  db.transaction(() => {
    clearRecords(db, source);
    db.run(sql`DELETE FROM issue WHERE source = ${source}`);
    db.run(sql`DELETE FROM source_file WHERE source = ${source}`);
    db.run(sql`DELETE FROM source WHERE id = ${source}`);
  }, 'immediate');
}

function clearRecords(db: CaseDb, source: number): void {
  markIds(db);
  detachMarks(db, source);
  const isWhole = db.value<number>(sql`SELECT 1 FROM source WHERE id = ${source} AND state = 'ingested'`);
  if (isWhole !== null) keepNamedOf(db, source);
  RECORD_KINDS.forEach((kind, code) => {
    const records = sql`SELECT id FROM ${new Sql(tableOf(kind))} WHERE source = ${source}`;
    db.run(sql`DELETE FROM locator WHERE kind = ${code} AND record IN (${records})`);
  });
  const facets = sql`SELECT id FROM facet WHERE source = ${source}`;
  for (const table of ['activity_day', 'activity_week'])
    db.run(sql`DELETE FROM ${new Sql(table)} WHERE facet IN (${facets})`);
  clearActivity(db, source);
  db.run(sql`DELETE FROM search.doc WHERE rowid IN (SELECT id FROM item WHERE source = ${source})`);
  db.run(sql`DELETE FROM account_name WHERE account IN (SELECT id FROM account WHERE source = ${source})`);
  for (const kind of RECORD_KINDS) db.run(sql`DELETE FROM ${new Sql(tableOf(kind))} WHERE source = ${source}`);
  db.run(sql`DELETE FROM issue WHERE source = ${source} AND found = 0`);
  for (const table of ['facet', 'tally', 'pending'])
    db.run(sql`DELETE FROM ${new Sql(table)} WHERE source = ${source}`);
  db.run(sql`UPDATE source SET owner = NULL, owner_claim = NULL, owner_assumed = NULL, first_ms = NULL, last_ms = NULL,
      counts = '{}', read_answers = NULL WHERE id = ${source}`);
}
