import { createCipheriv, createHash } from 'node:crypto';
import { BLOCK_BYTES, readPiece } from '../byte-source.ts';
import { Digester } from '../hash.ts';
import { mediaTypeOf } from '../media-type.ts';
import type { ContentCipher } from './content-cipher.ts';

/**
 * A file of Signal for Android since 2017: AES-256-CTR from block 0 on, without anything that authenticates it. Its key is the
 * HMAC-SHA256 of the row's `data_random` under the secret of the device. Source: signalapp/Signal-Android,
 * crypto/ModernEncryptingPartOutputStream and ModernDecryptingPartInputStream.
 */
export const signalAndroidCipher: ContentCipher = {
  scheme: 'signal-android',
  name: 'AES-256-CTR',
  keyBytes: 32,
  *unseal(stored, key, { sha256 }, hashes) {
    const hash = createHash('sha256');
    const digester = new Digester(hashes);
    let type: string | null = null;
    for (let at = 0; at < stored.sizeBytes;) {
      const block = readPiece(stored, at, BLOCK_BYTES);
      if (block.length === 0) break;
      hash.update(block);
      const plain = plainAt(key, at, block);
      if (at === 0) type = mediaTypeOf(plain.subarray(0, 4096));
      digester.update(plain);
      at += block.length;
      yield;
    }
    const storedSha256 = hash.digest('hex');
    const { sizeBytes } = digester;
    const digests = digester.finish();
    const state = sha256 === null ? 'unproven' : sha256 === digests.sha256 ? 'hashed' : 'changed';
    // Any bytes come out under any key: the first ones alone tell one that does not fit from a change.
    if (state === 'changed' && type === null) return { ended: 'wrong-key', storedSha256 };
    return { ended: 'plain', state, ...digests, sizeBytes, storedSha256 };
  },
  read(stored, key, into, offset, sizeBytes) {
    const wanted = Math.max(0, Math.min(into.length, sizeBytes - offset));
    const from = offset - (offset % BLOCK);
    const sealed = readPiece(stored, from, offset - from + wanted);
    const plain = plainAt(key, from, sealed).subarray(offset - from);
    into.set(plain);
    return plain.length;
  },
};

const BLOCK = 16;

/** Deciphers what stands at an offset that is a multiple of the block. */
function plainAt(key: Buffer, offset: number, sealed: Buffer): Buffer {
  const counter = Buffer.alloc(BLOCK);
  counter.writeBigUInt64BE(BigInt(offset / BLOCK), 8);
  return createCipheriv('aes-256-ctr', key, counter).update(sealed);
}
