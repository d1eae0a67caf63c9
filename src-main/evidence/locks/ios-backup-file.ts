import { createDecipheriv } from 'node:crypto';
import type { ByteSource } from '../byte-source.ts';
import { packedBlocks } from '../zip/entry-data.ts';

const BLOCK = 16;
const ZERO_IV = Buffer.alloc(BLOCK);

/** How the end of a decrypted file was found. */
export interface IosFileEnd {
  sizeBytes: number;
  /**
   * `stated`: cut to the size that the manifest states. `padding`: the stated size is larger than what is there, and a valid
   * PKCS #7 padding was taken off. `none`: neither; all that was decrypted is given.
   */
  by: 'stated' | 'padding' | 'none';
  /** Bytes of the encrypted file behind its last whole cipher block: it was cut short. */
  rest: number;
}

/**
 * A file of an encrypted iOS backup in plain, in blocks: AES-256-CBC over the whole file with a zero IV. `end` says how its end was
 * found once the last block was given. `statedBytes` null: the manifest states no size.
 */
export function* iosFileBlocks(
  source: ByteSource,
  key: Uint8Array,
  statedBytes: number | null,
  end: IosFileEnd,
): Generator<Buffer> {
  const whole = source.sizeBytes - (source.sizeBytes % BLOCK);
  end.rest = source.sizeBytes - whole;
  end.sizeBytes = 0;
  end.by = 'none';
  const decipher = createDecipheriv('aes-256-cbc', key, ZERO_IV).setAutoPadding(false);
  // The last cipher block is kept back: it may hold padding.
  let kept: Buffer = Buffer.alloc(0);
  for (const block of packedBlocks(source, 0, whole)) {
    const plain = Buffer.concat([kept, decipher.update(block)]);
    kept = plain.subarray(plain.length - Math.min(BLOCK, plain.length));
    yield* cut(plain.subarray(0, plain.length - kept.length), statedBytes, end);
  }
  const isShort = statedBytes === null || end.sizeBytes + kept.length < statedBytes;
  const padding = isShort ? paddingOf(kept) : 0;
  if (padding > 0) end.by = 'padding';
  yield* cut(kept.subarray(0, kept.length - padding), statedBytes, end);
}

function* cut(plain: Buffer, statedBytes: number | null, end: IosFileEnd): Generator<Buffer> {
  const room = statedBytes === null ? plain.length : Math.max(0, statedBytes - end.sizeBytes);
  const given = plain.subarray(0, room);
  end.sizeBytes += given.length;
  if (statedBytes !== null && end.sizeBytes === statedBytes) end.by = 'stated';
  if (given.length > 0) yield given;
}

/** Bytes of a valid PKCS #7 padding at the end of the last block; 0 when there is none. */
function paddingOf(last: Buffer): number {
  const count = last.at(-1) ?? 0;
  if (count < 1 || count > BLOCK || last.length < BLOCK) return 0;
  return last.subarray(BLOCK - count).every((byte) => byte === count) ? count : 0;
}
