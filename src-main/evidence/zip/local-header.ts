import type { ByteSource } from '../byte-source.ts';
import { readPiece } from '../byte-source.ts';
import { AES_FIELD, AES_FIELD_BYTES, readAesField, type AesField } from './encryption.ts';

export const LOCAL = 0x04034b50;
export const LOCAL_BYTES = 30;

/** The header that stands before an entry's data. */
export interface LocalHeader {
  readonly flags: number;
  readonly method: number;
  readonly dosTime: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly name: Uint8Array;
  readonly dataAt: number;
  readonly aes: AesField | null;
}

/** Null when no local header stands at `offset`. */
export function readLocal(source: ByteSource, offset: number): LocalHeader | null {
  const fixed = readPiece(source, offset, LOCAL_BYTES);
  if (fixed.length < LOCAL_BYTES || fixed.readUInt32LE(0) !== LOCAL) return null;
  const nameBytes = fixed.readUInt16LE(26);
  const extraBytes = fixed.readUInt16LE(28);
  const rest = readPiece(source, offset + LOCAL_BYTES, nameBytes + extraBytes);
  let packed = fixed.readUInt32LE(18);
  let size = fixed.readUInt32LE(22);
  let aes: AesField | null = null;
  for (let field = nameBytes; field + 4 <= rest.length;) {
    const end = field + 4 + rest.readUInt16LE(field + 2);
    if (rest.readUInt16LE(field) === 0x0001 && end - field >= 20 && end <= rest.length) {
      if (size === 0xffffffff) size = Number(rest.readBigUInt64LE(field + 4));
      if (packed === 0xffffffff) packed = Number(rest.readBigUInt64LE(field + 12));
    }
    if (rest.readUInt16LE(field) === AES_FIELD && end - field >= 4 + AES_FIELD_BYTES && end <= rest.length) aes = readAesField(rest, field + 4); // prettier-ignore
    field = end;
  }
  return {
    flags: fixed.readUInt16LE(6),
    method: fixed.readUInt16LE(8),
    dosTime: fixed.readUInt32LE(10),
    crc: fixed.readUInt32LE(14),
    packed,
    size,
    name: rest.subarray(0, nameBytes),
    dataAt: offset + LOCAL_BYTES + nameBytes + extraBytes,
    aes,
  };
}

/** MS-DOS date and time as a wall clock without a zone; null for impossible values (an unset date is 0). */
export function dosClock(stored: number): string | null {
  const date = stored >>> 16;
  const month = (date >> 5) & 15;
  const day = date & 31;
  const hour = (stored >> 11) & 31;
  const minute = (stored >> 5) & 63;
  const second = (stored & 31) * 2;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${1980 + (date >> 9)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}
