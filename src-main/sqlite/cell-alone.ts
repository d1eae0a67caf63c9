import type { Stored } from '../model/index.ts';
import type { TextEncoding } from './file-header.ts';
import { textEncodingOf } from './file-header.ts';
import { decodeRecord } from './record.ts';
import { signedVarint, sizeVarint, varintLength } from './varint.ts';

/** A row as the bytes of its cell alone say it: values in the order of the columns, without their names. */
export interface LoneCell {
  /** Null in a table WITHOUT ROWID. */
  readonly rowid: number | bigint | null;
  readonly values: readonly Stored[];
}

/**
 * Decodes the byte ranges of a row, put together in their order: no page of the database is asked. `hasRowid`: the bytes do
 * not say whether they are of a table with rowids. Null when they are not one such cell, from the first byte to the last.
 */
export function decodeLoneCell(bytes: Buffer, encoding: TextEncoding, hasRowid = true): LoneCell | null {
  const sizeLength = varintLength(bytes, 0);
  const start = sizeLength + (hasRowid ? varintLength(bytes, sizeLength) : 0);
  if (start + sizeVarint(bytes, 0) !== bytes.length) return null;
  const record = decodeRecord(bytes.subarray(start), encoding);
  if (record === null) return null;
  const rowid = hasRowid ? signedVarint(bytes, sizeLength) : null;
  return { rowid, values: record.values.map(({ value }) => value) };
}

/** How a database encodes its text, from the first 100 bytes of its file; null when they are not the header of one. */
export function headerEncoding(head: Buffer): TextEncoding | null {
  if (head.length < 100 || head.toString('latin1', 0, 16) !== 'SQLite format 3\0') return null;
  return textEncodingOf(head.readUInt32BE(56));
}
