import { zstdDecompressSync } from 'node:zlib';
import type { Stored } from '../../model/index.ts';
import { integer, text } from '../stored-cells.ts';

/** A column's text, and why it could not be unpacked; `damage` is null where it could, or was not packed. */
export interface Unpacked {
  readonly text: string | null;
  readonly damage: string | null;
}

/** Messages are no longer; what unpacks to more is not unpacked. */
export const MOST_UNPACKED_BYTES = 4 * 1024 * 1024;

const ZSTD = 0xfd2fb528;

/**
 * The text of a column that Tencent's database library may have packed. `WCDB_CT_…` beside it says how: 2 and 3 zstd with a
 * dictionary, 4 and 5 without; the lowest bit stands for bytes in place of text. Tencent/wcdb@39dd797.
 */
export function unpackColumn(cell: Stored | undefined, kind: Stored | undefined): Unpacked {
  if (!(cell instanceof Uint8Array)) return { text: text(cell), damage: null };
  const bytes = Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength);
  if (bytes.length < 5 || bytes.readUInt32LE(0) !== ZSTD) {
    const code = integer(kind);
    if (code === null || code === 0) return { text: text(cell), damage: null };
    return { text: null, damage: `it is marked as packed (${code}) and does not begin so` };
  }
  const dictionary = dictionaryOf(bytes);
  if (dictionary !== 0) return { text: null, damage: `it is packed with a dictionary (${dictionary}) that no file of the exhibit holds` }; // prettier-ignore
  try {
    return { text: text(zstdDecompressSync(bytes, { maxOutputLength: MOST_UNPACKED_BYTES })), damage: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') return { text: null, damage: `it unpacks to more than ${MOST_UNPACKED_BYTES} bytes` }; // prettier-ignore
    if (!/^Z(?:STD)?_/u.test(code)) throw error;
    return { text: null, damage: 'it is packed and damaged' };
  }
}

/** The number of the dictionary that a frame names; 0 where it names none. RFC 8878, section 3.1.1.1. */
function dictionaryOf(frame: Buffer): number {
  const flags = frame.readUInt8(4);
  const size = [0, 1, 2, 4][flags & 3] ?? 0;
  const at = 5 + ((flags & 0x20) === 0 ? 1 : 0);
  return size === 0 || frame.length < at + size ? 0 : frame.readUIntLE(at, size);
}
