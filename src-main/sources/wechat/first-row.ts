import type { Stored } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { readErrorOf } from '../stored-table.ts';

/** The first row of a query; null where there is none, and where its page cannot be read, which the reading of its table says. */
export function firstRow(db: EvidenceDb, sql: string, ...values: readonly Stored[]): StoredRow | null {
  try {
    return db.first(sql, ...values);
  } catch (error) {
    readErrorOf(error);
    return null;
  }
}
