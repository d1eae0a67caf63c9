import { createDecipheriv } from 'node:crypto';
import type { ByteSource } from '../byte-source.ts';
import { readPiece } from '../byte-source.ts';

const CIPHER_BLOCK = 16;
/** Read and decrypted at a time: with larger blocks fresh memory costs more than the cipher. A whole number of cipher blocks. */
const WINDOW_BYTES = 2 ** 18;

/** Where a decrypted file ends, and what tells so. */
export interface IosFileEnd {
  readonly sizeBytes: number;
  /**
   * `stated`: the manifest states this size. `padding`: a valid PKCS #7 padding begins there, and the stated size is another or
   * none. `none`: neither fits; all that can be decrypted is given.
   */
  readonly by: 'stated' | 'padding' | 'none';
  /** Bytes of the encrypted file behind its last whole cipher block: it was cut short. */
  readonly rest: number;
}

/**
 * Finds the end of a file of an encrypted iOS backup from its last cipher block. `statedBytes` null: the manifest states no size.
 * The stated size wins where it lies in the last block or right before it: not every file is padded.
 */
export function iosFileEnd(source: ByteSource, key: Uint8Array, statedBytes: number | null): IosFileEnd {
  const rest = source.sizeBytes % CIPHER_BLOCK;
  const whole = source.sizeBytes - rest;
  const [last = Buffer.alloc(0)] = iosPlainBlocks(source, key, Math.max(0, whole - CIPHER_BLOCK), whole);
  const padding = rest === 0 ? paddingOf(last) : 0;
  const padded = whole - padding;
  const isNear = statedBytes !== null && statedBytes <= whole && whole - statedBytes <= CIPHER_BLOCK;
  if (isNear && (padding === 0 || statedBytes >= padded)) return { sizeBytes: statedBytes, by: 'stated', rest };
  if (padding > 0) return { sizeBytes: padded, by: 'padding', rest };
  if (statedBytes !== null && statedBytes <= whole) return { sizeBytes: statedBytes, by: 'stated', rest };
  return { sizeBytes: whole, by: 'none', rest };
}

/**
 * The plain bytes from `start` up to `end`, in blocks of their own memory: AES-256-CBC over the whole file with a zero IV, so that
 * any place opens with the cipher block before it. Ends early where the encrypted file does.
 */
export function* iosPlainBlocks(source: ByteSource, key: Uint8Array, start: number, end: number): Generator<Buffer> {
  const first = start - (start % CIPHER_BLOCK);
  const last = Math.min(source.sizeBytes - (source.sizeBytes % CIPHER_BLOCK), roundUp(end));
  if (start >= Math.min(end, last)) return;
  const iv = first === 0 ? Buffer.alloc(CIPHER_BLOCK) : readPiece(source, first - CIPHER_BLOCK, CIPHER_BLOCK);
  if (iv.length < CIPHER_BLOCK) return;
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const window = Buffer.allocUnsafe(Math.min(WINDOW_BYTES, last - first));
  for (let at = first; at < last;) {
    const sealed = window.subarray(0, source.read(window.subarray(0, Math.min(window.length, last - at)), at));
    if (sealed.length === 0) return;
    const plain = decipher.update(sealed);
    const given = plain.subarray(Math.max(0, start - at), Math.min(plain.length, end - at));
    at += sealed.length;
    if (given.length > 0) yield given;
  }
}

function roundUp(offset: number): number {
  return Math.ceil(offset / CIPHER_BLOCK) * CIPHER_BLOCK;
}

/** Bytes of a valid PKCS #7 padding at the end of the last block; 0 when there is none. */
function paddingOf(last: Buffer): number {
  const count = last.at(-1) ?? 0;
  if (count < 1 || count > CIPHER_BLOCK || last.length < CIPHER_BLOCK) return 0;
  return last.subarray(CIPHER_BLOCK - count).every((byte) => byte === count) ? count : 0;
}
