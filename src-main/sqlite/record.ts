import { isUtf8 } from 'node:buffer';
import type { Stored } from '../model/index.ts';
import type { TextEncoding } from './file-header.ts';
import { sizeVarint, varintLength } from './varint.ts';

/** One value of a record: where its serial type and its bytes lie in the payload, and what they say. */
export interface RecordValue {
  readonly serialType: number;
  readonly serialOffset: number;
  readonly serialLength: number;
  readonly offset: number;
  readonly length: number;
  readonly type: 'null' | 'integer' | 'real' | 'text' | 'blob';
  readonly value: Stored;
}

export interface DecodedRecord {
  /** Length of the header, itself included. */
  readonly headerSize: number;
  readonly headerSizeLength: number;
  readonly values: readonly RecordValue[];
}

/** Bytes that a serial type takes; null for the types 10 and 11, which no file may hold. Source: sqlite.org/fileformat2.html, section 2.1. */
export function serialLength(serialType: number): number | null {
  if (serialType >= 12) return (serialType - (serialType % 2 === 0 ? 12 : 13)) / 2;
  return FIXED_LENGTHS[serialType] ?? null;
}

const FIXED_LENGTHS: readonly (number | null)[] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, null, null];

/** Null when the header or a value does not fit into the payload. `most`: so many values from the first on, and none behind them. */
export function decodeRecord(payload: Buffer, encoding: TextEncoding, most = Infinity): DecodedRecord | null {
  const headerSize = sizeVarint(payload, 0);
  const headerSizeLength = varintLength(payload, 0);
  if (headerSize > payload.length || headerSize < headerSizeLength) return null;
  const values: RecordValue[] = [];
  let at = headerSizeLength;
  let offset = headerSize;
  while (at < headerSize && values.length < most) {
    const serialType = sizeVarint(payload, at);
    const width = varintLength(payload, at);
    const length = serialLength(serialType);
    if (length === null || at + width > headerSize || offset + length > payload.length) return null;
    values.push({
      serialType,
      serialOffset: at,
      serialLength: width,
      offset,
      length,
      ...decodeValue(payload, offset, length, serialType, encoding),
    });
    at += width;
    offset += length;
  }
  return { headerSize, headerSizeLength, values };
}

function decodeValue(
  payload: Buffer,
  offset: number,
  length: number,
  serialType: number,
  encoding: TextEncoding,
): Pick<RecordValue, 'type' | 'value'> {
  if (serialType === 0) return { type: 'null', value: null };
  if (serialType === 8 || serialType === 9) return { type: 'integer', value: serialType - 8 };
  if (serialType <= 5) return { type: 'integer', value: payload.readIntBE(offset, length) };
  if (serialType === 6) {
    const value = payload.readBigInt64BE(offset);
    const number = Number(value);
    return { type: 'integer', value: Number.isSafeInteger(number) ? number : value };
  }
  if (serialType === 7) {
    const value = payload.readDoubleBE(offset);
    return Number.isNaN(value) ? { type: 'null', value: null } : { type: 'real', value };
  }
  const bytes = payload.subarray(offset, offset + length);
  return serialType % 2 === 0 ? { type: 'blob', value: bytes } : { type: 'text', value: decodeText(bytes, encoding) };
}

/** The text, or its bytes when they are not well-formed in the database's encoding. */
export function decodeText(bytes: Buffer, encoding: TextEncoding): string | Uint8Array {
  if (encoding === 'utf8') return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
  if (bytes.length % 2 === 1) return bytes;
  const text = (encoding === 'utf16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
  return text.isWellFormed() ? text : bytes;
}
