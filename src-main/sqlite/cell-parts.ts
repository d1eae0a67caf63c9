import type { ByteRange, Stored } from '../model/index.ts';
import { readPayload, type Cell } from './btree.ts';
import { cellRanges, keyedTable, Seeker, type KeyedTable } from './cell-finder.ts';
import { storedColumns, type DeclaredTable } from './ddl.ts';
import { PageSource } from './page-source.ts';
import { decodeRecord } from './record.ts';
import { findTable, readSchema, type SchemaEntry } from './schema.ts';
import { varintLength } from './varint.ts';
import type { DatabaseState, WorkingCopy } from './working-copy.ts';

/** A named run of bytes of a row's cell. A value that continues on overflow pages has several ranges; NULL and the constants 0 and 1 have none. */
export interface CellPart {
  readonly role: 'payload-size' | 'rowid' | 'header-size' | 'serial-type' | 'value';
  /** The column for `serial-type` and `value`, else the role in words. */
  readonly name: string;
  /** As stored, before SQLite applies the column's type or puts the rowid in place of an INTEGER PRIMARY KEY. */
  readonly type: 'null' | 'integer' | 'real' | 'text' | 'blob';
  readonly value: Stored;
  readonly ranges: readonly ByteRange[];
}

/** A row as its bytes alone say it, without SQLite. */
export interface DecodedRow {
  readonly ranges: readonly ByteRange[];
  /** By column, as stored; the rowid in place of an INTEGER PRIMARY KEY. Columns added after the row was written are absent. */
  readonly values: ReadonlyMap<string, Stored>;
}

/** What names a row: its rowid; in a table WITHOUT ROWID the values of its primary key, in the key's order. */
export type RowName = number | bigint | readonly Stored[];

/** Reads cells of one state of a working copy. */
export interface CellReader {
  /** Null when there is no such row or its bytes are damaged. */
  row(table: string, name: RowName): DecodedRow | null;
  /** The cell taken apart, in the order of its bytes; null as above. */
  parts(table: string, name: RowName): readonly CellPart[] | null;
  close(): void;
}

interface OpenTable {
  readonly seeker: Seeker;
  readonly keyed: KeyedTable | null;
  readonly declared: DeclaredTable | null;
}

/** Throws `EvidenceUnreadable`. */
export function openCellReader(copy: WorkingCopy, state: DatabaseState): CellReader {
  const source = new PageSource(copy, state);
  let schema: readonly SchemaEntry[];
  try {
    schema = readSchema(source);
  } catch (error) {
    source.close();
    throw error;
  }
  const tables = new Map<string, OpenTable | null>();
  function tableOf(name: string): OpenTable | null {
    let table = tables.get(name);
    if (table === undefined) {
      const entry = findTable(schema, name);
      table = entry === null ? null : { seeker: new Seeker(source, entry.rootPage), keyed: keyedTable(source, entry), declared: entry.declared }; // prettier-ignore
      tables.set(name, table);
    }
    return table;
  }
  function cellOf(table: OpenTable | null, name: RowName): Cell | null {
    if (typeof name === 'number' || typeof name === 'bigint') return table?.seeker.seek(name) ?? null;
    return table?.keyed?.columns === name.length ? table.keyed.seeker.find(name) : null;
  }
  return {
    row(tableName, name) {
      const table = tableOf(tableName);
      const cell = cellOf(table, name);
      return table === null || cell === null ? null : rowOf(source, cell, table.declared);
    },
    parts(tableName, name) {
      const table = tableOf(tableName);
      const cell = cellOf(table, name);
      return table === null || cell === null ? null : partsOf(source, cell, table.declared);
    },
    close() {
      source.close();
    },
  };
}

/**
 * Takes the cell of a row apart, in the order of its bytes; columns added to the table after the row was written are
 * absent. Null when there is no such row or its bytes are damaged. Throws `EvidenceUnreadable`.
 */
export function cellParts(
  copy: WorkingCopy,
  state: DatabaseState,
  table: string,
  name: RowName,
): readonly CellPart[] | null {
  const reader = openCellReader(copy, state);
  try {
    return reader.parts(table, name);
  } finally {
    reader.close();
  }
}

function rowOf(source: PageSource, cell: Cell, declared: DeclaredTable | null): DecodedRow | null {
  const ranges = cellRanges(source, cell);
  const payload = readPayload(source, cell);
  const record = payload === null ? null : decodeRecord(payload, source.header.encoding);
  if (ranges === null || record === null) return null;
  const names = declared === null ? [] : storedColumns(declared);
  const values = new Map(record.values.map(({ value }, index) => [names[index] ?? `column ${index + 1}`, value]));
  if (declared !== null && declared.rowidColumn !== null) values.set(declared.rowidColumn, cell.rowid);
  return { ranges, values };
}

function partsOf(source: PageSource, cell: Cell, declared: DeclaredTable | null): readonly CellPart[] | null {
  const ranges = cellRanges(source, cell);
  const payload = readPayload(source, cell);
  const record = payload === null ? null : decodeRecord(payload, source.header.encoding);
  if (ranges === null || record === null) return null;
  const names = declared === null ? [] : storedColumns(declared);
  const sizeLength = varintLength(cell.page.bytes, cell.start);
  const prefix = cell.payload - cell.start;
  const slice = (offset: number, length: number): readonly ByteRange[] => sliceRanges(ranges, offset, length);
  const number = (
    role: CellPart['role'],
    name: string,
    value: number | bigint,
    offset: number,
    length: number,
  ): CellPart => ({
    role,
    name,
    type: 'integer',
    value,
    ranges: slice(offset, length),
  });
  const nameOf = (index: number): string => names[index] ?? `column ${index + 1}`;
  return [
    number('payload-size', 'payload size', cell.payloadSize, 0, sizeLength),
    ...(cell.rowid === null ? [] : [number('rowid', 'rowid', cell.rowid, sizeLength, prefix - sizeLength)]),
    number('header-size', 'header size', record.headerSize, prefix, record.headerSizeLength),
    ...record.values.map((value, index) =>
      number('serial-type', nameOf(index), value.serialType, prefix + value.serialOffset, value.serialLength),
    ),
    ...record.values.map((value, index): CellPart => ({
      role: 'value',
      name: nameOf(index),
      type: value.type,
      value: value.value,
      ranges: slice(prefix + value.offset, value.length),
    })),
  ];
}

/** The part of the ranges, put together, that begins at `offset`. */
function sliceRanges(ranges: readonly ByteRange[], offset: number, length: number): readonly ByteRange[] {
  const slices: ByteRange[] = [];
  let start = 0;
  for (const range of ranges) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + length, start + range.length);
    if (from < to) slices.push({ ...range, offset: range.offset + from - start, length: to - from });
    start += range.length;
  }
  return slices;
}
