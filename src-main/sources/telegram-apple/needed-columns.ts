import type { Issue } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { storeIssue } from '../store-issues.ts';

/** Tables that are read, with the columns without which their rows are not records. */
const KEYS = ['key', 'value'] as const;
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['t0', 't2', 't4', 't6', 't7', 't9', 't12', 't14', 't16', 't18', 't20', 't23', 't25', 't39', 't52', 't54', 't62', 't67', 't68', 't73'].map((table) => [table, KEYS])),
  ft41_content: ['c1', 'c2'],
}; // prettier-ignore

/** An issue for each column that a table lacks and its records need: a changed schema. Tables are made by the app when they are used. */
export function* missingColumns(db: EvidenceDb): Generator<Issue> {
  for (const [table, columns] of db.tables)
    for (const column of Object.hasOwn(NEEDED, table) ? (NEEDED[table] ?? []) : [])
      if (!columns.includes(column)) {
        const detail = `the table has no column ${column}, which its records are made of; what depends on it is not shown`;
        yield storeIssue('warning', 'column-missing', `${table}.${column}`, detail);
      }
}
