import type { EvidenceDb } from '../sqlite/evidence-db.ts';

/** The declared types of a table's columns, as the schema spells them. */
export function declaredTypes(db: EvidenceDb, table: string): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const [column, type] of db.arrays('SELECT name, type FROM pragma_table_info(?)', table))
    if (typeof column === 'string' && typeof type === 'string') types.set(column, type);
  return types;
}
