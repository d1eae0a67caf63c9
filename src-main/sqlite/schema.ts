import { payloadCell, readPayload, TABLE_LEAF, walkTree } from './btree.ts';
import { parseCreateTable, type DeclaredTable } from './ddl.ts';
import { PageSource } from './page-source.ts';
import { decodeRecord } from './record.ts';
import type { DatabaseState, WorkingCopy } from './working-copy.ts';

/** A row of `sqlite_schema` that has a b-tree. */
export interface SchemaEntry {
  readonly type: 'table' | 'index';
  readonly name: string;
  readonly rootPage: number;
  /** Null when the statement is missing or is not one that declares columns. */
  readonly declared: DeclaredTable | null;
}

const SCHEMA_TABLE: SchemaEntry = {
  type: 'table',
  name: 'sqlite_schema',
  rootPage: 1,
  declared: parseCreateTable(
    'CREATE TABLE sqlite_schema(type TEXT, name TEXT, tbl_name TEXT, rootpage INTEGER, sql TEXT)',
  ),
};

/** Tables and indexes in schema order, read from the pages alone, so that no unknown module or broken statement hides any. */
export function readSchema(source: PageSource): readonly SchemaEntry[] {
  const entries: SchemaEntry[] = [SCHEMA_TABLE];
  for (const page of walkTree(source, 1, { damaged: 0 })) {
    if (page.kind !== TABLE_LEAF) continue;
    for (let index = 0; index < page.cells; index += 1) {
      const cell = payloadCell(source, page, index);
      const payload = cell === null ? null : readPayload(source, cell);
      const record = payload === null ? null : decodeRecord(payload, source.header.encoding);
      if (record === null) continue;
      const [type, name, , rootPage, text] = record.values.map((value) => value.value);
      if (
        (type !== 'table' && type !== 'index') ||
        typeof name !== 'string' ||
        typeof rootPage !== 'number' ||
        rootPage < 1
      )
        continue;
      entries.push({
        type,
        name,
        rootPage,
        declared: type === 'table' && typeof text === 'string' ? parseCreateTable(text) : null,
      });
    }
  }
  return entries;
}

/** The table of this name as SQLite compares names: without regard to the case of ASCII letters. */
export function findTable(schema: readonly SchemaEntry[], name: string): SchemaEntry | null {
  const wanted = name.toLowerCase() === 'sqlite_master' ? 'sqlite_schema' : name.toLowerCase();
  return schema.find((entry) => entry.type === 'table' && entry.name.toLowerCase() === wanted) ?? null;
}

/**
 * Tables and their columns in schema order, read from pages: creates no file, and opens what SQLite refuses. A table
 * whose statement cannot be read has no columns here. Throws `EvidenceUnreadable`.
 */
export function inspectSchema(
  copy: WorkingCopy,
  state: DatabaseState = 'with-log',
): ReadonlyMap<string, readonly string[]> {
  const source = new PageSource(copy, state);
  try {
    const tables = new Map<string, readonly string[]>();
    for (const entry of readSchema(source)) {
      if (entry.type !== 'table' || entry === SCHEMA_TABLE) continue;
      tables.set(entry.name, entry.declared?.columns.map((column) => column.name) ?? []);
    }
    return tables;
  } finally {
    source.close();
  }
}
