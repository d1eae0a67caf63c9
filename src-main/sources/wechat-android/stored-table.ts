import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { StoreTable } from '../scan-rows.ts';

/** What columns are made for where their declared type does not say it: server ids are 64 bits wide, and signed. */
const KNOWN: ReadonlyMap<string, Holds> = new Map([
  ['isSend', 'flag'],
  ['msgSvrId', 'anything'],
  ['type', 'anything'],
  ['roomdata', 'anything'],
]);

/** A table of a store of WeChat. */
export class StoredTable extends StoreTable {
  /** `interpreted` are the columns a reader makes fields of. */
  constructor(db: EvidenceDb, name: string, interpreted: readonly string[]) {
    super(db, name, interpreted, KNOWN);
  }
}
