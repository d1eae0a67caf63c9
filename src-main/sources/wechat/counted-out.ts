import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { unreadable } from '../scan-rows.ts';

/** The account of tables that are known to hold nothing of their own to show, each with the reason. */
export function* countedOut(
  db: EvidenceDb,
  tables: readonly (readonly [table: RegExp, reason: string])[],
): Generator<Extracted> {
  for (const table of db.tables.keys()) {
    const reason = tables.find(([name]) => name.test(table))?.[1];
    if (reason === undefined) continue;
    try {
      const rows = db.count(table);
      yield { kind: 'tally', file: db.file, table, rows, used: 0, skipped: rows === 0 ? {} : { [reason]: rows } };
    } catch (error) {
      yield unreadable(error, table, 0);
    }
  }
}

/** The tables in which SQLite keeps a search index beside its texts. https://www.sqlite.org/fts5.html#fts5_data_structures, fts3.html#shadow_tables */
export const INDEX_PARTS = 'part of a search index, whose texts stand in a table of their own';
