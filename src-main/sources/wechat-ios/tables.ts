import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { StoreTable } from '../scan-rows.ts';

/** What columns are made for where their declared type does not say it: server ids are 64 bits wide, texts may be packed. */
const KNOWN: ReadonlyMap<string, Holds> = new Map([
  ['MesSvrID', 'anything'],
  ['Type', 'anything'],
  ['Des', 'anything'],
  ['Message', 'anything'],
  ['MesLocalID', 'anything'],
  ['Buffer', 'anything'],
  ['Time', 'anything'],
  ['time', 'anything'],
  ['type', 'anything'],
  ['dbContactRemark', 'anything'],
  ['dbContactChatRoom', 'anything'],
]);

/** A table of a database of this app. */
export class IosTable extends StoreTable {
  constructor(db: EvidenceDb, name: string, interpreted: readonly string[]) {
    super(db, name, interpreted, KNOWN);
  }
}
