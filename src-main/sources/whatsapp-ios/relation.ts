import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integerOf, textOf } from './cells.ts';
import { absorb } from './reading.ts';
import type { Reading } from './reading.ts';

/** The column in which rows name the row that owns them; `owner` is that row's table, null where the file does not say. */
export interface Relation {
  readonly column: string;
  readonly owner: string | null;
}

/**
 * Finds the column of a to-many relation that has no inverse. Core Data calls it `Z`, the number of the owning entity and
 * the relation's name; the numbers stand in `Z_PRIMARYKEY` and change with the model. Observed: the data model that the
 * public iOS 15 image keeps in `Z_MODELCACHE` of its CallHistory.sqlite (iLEAPP test data, commit 423798f).
 */
export function relationOf(reading: Reading, db: EvidenceDb, table: string, relation: string): Relation | null {
  const name = new RegExp(`^Z(\\d+)${relation}$`);
  for (const column of db.tables.get(table) ?? []) {
    const entity = name.exec(column)?.[1];
    if (entity !== undefined) return { column, owner: ownerOf(reading, db, Number(entity)) };
  }
  return null;
}

function ownerOf(reading: Reading, db: EvidenceDb, entity: number): string | null {
  if (!db.has('Z_PRIMARYKEY', 'Z_NAME')) return null;
  try {
    for (const [number, name] of db.arrays('SELECT Z_ENT, Z_NAME FROM Z_PRIMARYKEY WHERE Z_ENT = ?', entity))
      if (integerOf(number) === entity) return `Z${textOf(name)?.toUpperCase() ?? ''}`;
  } catch (error) {
    absorb(reading, error, 'Z_PRIMARYKEY', 'what a relation leads to was not looked up');
  }
  return null;
}
