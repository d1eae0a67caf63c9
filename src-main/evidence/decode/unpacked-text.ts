import { isUtf8 } from 'node:buffer';
import { zstdDecompressSync } from 'node:zlib';
import { unpackLz4Block } from './lz4-block.ts';

const ZSTD = 0xfd2fb528;
/** Cells that unpack to more are not unpacked. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The text that a packed cell holds: a frame of Zstandard or one LZ4 block, zeros behind the text left out; null where it is neither or holds no text. */
export function unpackedText(cell: Uint8Array): string | null {
  const bytes = Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength);
  const isZstd = bytes.length >= 4 && bytes.readUInt32LE(0) === ZSTD;
  const unpacked = isZstd ? unpackZstd(bytes) : unpackLz4Block(bytes, MOST_BYTES);
  return unpacked === null || !isUtf8(unpacked) ? null : Buffer.from(unpacked).toString('utf8').replace(/\0+$/u, '');
}

function unpackZstd(bytes: Buffer): Uint8Array | null {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (/^Z(?:STD)?_/u.test(code) || code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}
