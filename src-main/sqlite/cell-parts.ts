import type { ByteRange, Stored } from '../model/index.ts';
import { readPayload, type Cell } from './btree.ts';
import { cellRanges, Seeker } from './cell-finder.ts';
import { storedColumns, type DeclaredTable } from './ddl.ts';
import { PageSource } from './page-source.ts';
import { decodeRecord } from './record.ts';
import { findTable, readSchema } from './schema.ts';
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

/**
 * Takes the cell of a row apart, in the order of its bytes; columns added to the table after the row was written are
 * absent. Null when there is no such row or its bytes are damaged. Throws `EvidenceUnreadable`.
 */
export function cellParts(
  copy: WorkingCopy,
  state: DatabaseState,
  table: string,
  rowid: number | bigint,
): readonly CellPart[] | null {
  const source = new PageSource(copy, state);
  try {
    const entry = findTable(readSchema(source), table);
    const cell = entry === null ? null : new Seeker(source, entry.rootPage).seek(rowid);
    return cell === null ? null : partsOf(source, cell, entry?.declared ?? null);
  } finally {
    source.close();
  }
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
    number('rowid', 'rowid', cell.rowid ?? 0, sizeLength, prefix - sizeLength),
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
