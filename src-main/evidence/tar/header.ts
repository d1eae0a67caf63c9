/** Everything in a tar is counted in blocks of this many bytes. */
export const TAR_BLOCK = 512;

/** One header block. Source of the layout: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format". */
export interface TarHeader {
  readonly name: Uint8Array;
  readonly link: Uint8Array;
  readonly size: number;
  readonly modifiedMs: number | null;
  /** One character; `0` also for the NUL of older archives. */
  readonly type: string;
  readonly isUstar: boolean;
}

/** Null when the check sum is wrong or a number cannot be read: the block is no header. */
export function readHeader(block: Buffer): TarHeader | null {
  const stated = octal(block.subarray(148, 156));
  if (stated === null || (stated !== sum(block, false) && stated !== sum(block, true))) return null;
  const size = number(block.subarray(124, 136));
  if (size === null || size < 0 || !Number.isSafeInteger(size)) return null;
  const modified = number(block.subarray(136, 148));
  const typeByte = block[156] ?? 0;
  const magic = block.toString('latin1', 257, 263);
  const name = text(block, 0, 100);
  const prefix = magic === 'ustar\0' ? text(block, 345, 155) : Buffer.alloc(0);
  return {
    name: prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]),
    link: text(block, 157, 100),
    size,
    modifiedMs: modified === null ? null : modified * 1000,
    type: typeByte === 0 ? '0' : String.fromCharCode(typeByte),
    isUstar: magic.startsWith('ustar'),
  };
}

/** Sum of the header's bytes with the sum's own field taken as spaces; some old archivers added signed bytes. */
function sum(block: Buffer, signed: boolean): number {
  let total = 8 * 0x20;
  for (let i = 0; i < TAR_BLOCK; i += 1) {
    if (i >= 148 && i < 156) continue;
    const byte = block[i] ?? 0;
    total += signed && byte > 127 ? byte - 256 : byte;
  }
  return total;
}

/** Octal digits, or a big-endian binary number where the first bit is set (GNU, star). Null when neither. */
function number(field: Buffer): number | null {
  const first = field[0] ?? 0;
  if ((first & 0x80) === 0) return octal(field);
  // 0xFF starts a negative number: only times before 1970 use it.
  let value = first === 0xff ? -1 : first & 0x7f;
  for (const byte of field.subarray(1)) value = value * 256 + byte;
  return value;
}

function octal(field: Buffer): number | null {
  const plain = field.toString('latin1').replaceAll('\0', ' ').trim();
  if (plain === '') return 0;
  return /^[0-7]+$/.test(plain) ? Number.parseInt(plain, 8) : null;
}

function text(block: Buffer, from: number, length: number): Buffer {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return Buffer.from(end === -1 ? field : field.subarray(0, end));
}
