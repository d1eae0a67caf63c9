import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { BLOCK_BYTES, readPiece, type ByteSource } from '../byte-source.ts';
import { Digester } from '../hash.ts';
import type { Digests, ExtraHash } from '../intake-event.ts';
import type { ContentCipher, PlainState } from './content-cipher.ts';

/**
 * A file of Signal Desktop, version 2: initial block of 16 bytes, AES-256-CBC over the content with zeros behind it, HMAC-SHA256 over both.
 * The key is 32 bytes for AES, then 32 for the HMAC. Source: signalapp/Signal-Desktop, ts/AttachmentCrypto.ts, and tbvdm/sigtop, which agree.
 */
export const signalDesktopCipher: ContentCipher = {
  scheme: 'signal-desktop',
  name: 'AES-256-CBC',
  keyBytes: 64,
  *unseal(stored, key, sealed, hashes) {
    const sizeBytes = sealed.sizeBytes !== null && sealed.sizeBytes >= 0 ? sealed.sizeBytes : null;
    const sealedBytes = stored.sizeBytes - HEAD - MAC;
    const isWhole = sealedBytes >= BLOCK && sealedBytes % BLOCK === 0;
    const padding = isWhole ? paddingOf(stored, key) : null;
    const found = yield* readThrough(stored, key);
    const { storedSha256 } = found;
    const isShort = sizeBytes !== null && sealedBytes < sizeBytes;
    const isCut = !found.isAuthentic && (!isWhole || isShort);
    if (!isCut && padding === null) return { ended: 'wrong-key', storedSha256 };
    const most = isCut
      ? Math.max(0, stored.sizeBytes - HEAD - ((stored.sizeBytes - HEAD) % BLOCK))
      : sealedBytes - (padding ?? 0);
    const stated = Math.min(most, sizeBytes ?? most);
    if (stated === 0 && isCut) return { ended: 'empty', storedSha256 };
    let content = yield* digestOf(stored, key, most, stated, hashes);
    // Under another key what stands behind the content is any bytes.
    if (!isCut && !found.isAuthentic && !content.isZeroBehind) return { ended: 'wrong-key', storedSha256 };
    // Bytes of the app behind the end that the store states are content too.
    if (found.isAuthentic && !content.isZeroBehind) content = yield* digestOf(stored, key, most, most, hashes);
    const { isZeroBehind: _, ...digests } = content;
    const state: PlainState = isCut ? 'cut' : found.isAuthentic ? 'authenticated' : 'changed';
    return { ended: 'plain', state, ...digests, storedSha256 };
  },
  read(stored, key, into, offset, sizeBytes) {
    const wanted = Math.max(0, Math.min(into.length, sizeBytes - offset));
    let done = 0;
    for (const block of plainRun(stored, key, offset, offset + wanted)) {
      into.set(block.subarray(0, wanted - done), done);
      done += Math.min(block.length, wanted - done);
    }
    return done;
  },
};

const BLOCK = 16;
const HEAD = 16;
const MAC = 32;

/** Hashes the file and makes its HMAC anew. */
function* readThrough(
  stored: ByteSource,
  key: Buffer,
): Generator<void, { readonly isAuthentic: boolean; readonly storedSha256: string }> {
  const hash = createHash('sha256');
  const hmac = createHmac('sha256', key.subarray(32));
  const covered = stored.sizeBytes - MAC;
  for (let at = 0; at < stored.sizeBytes;) {
    const block = readPiece(stored, at, BLOCK_BYTES);
    if (block.length === 0) break;
    hash.update(block);
    if (at < covered) hmac.update(block.subarray(0, covered - at));
    at += block.length;
    yield;
  }
  const mac = readPiece(stored, Math.max(0, covered), MAC);
  const isAuthentic = covered > HEAD && mac.length === MAC && timingSafeEqual(mac, hmac.digest());
  return { isAuthentic, storedSha256: hash.digest('hex') };
}

/** How many bytes the last block adds (PKCS #7); null where it ends in none such. */
function paddingOf(stored: ByteSource, key: Buffer): number | null {
  const at = stored.sizeBytes - MAC - BLOCK - HEAD;
  const [last] = plainRun(stored, key, at, at + BLOCK);
  const count = last?.at(-1) ?? 0;
  return last !== undefined &&
    count >= 1 &&
    count <= BLOCK &&
    last.subarray(BLOCK - count).every((byte) => byte === count)
    ? count
    : null;
}

/** Digests of the first `plainBytes`, and whether those behind them, up to `end`, are zeros. */
function* digestOf(
  stored: ByteSource,
  key: Buffer,
  end: number,
  plainBytes: number,
  hashes: readonly ExtraHash[],
): Generator<void, Digests & { readonly sizeBytes: number; readonly isZeroBehind: boolean }> {
  const digester = new Digester(hashes);
  let isZeroBehind = true;
  for (const block of plainRun(stored, key, 0, end)) {
    const left = Math.max(0, plainBytes - digester.sizeBytes);
    digester.update(block.subarray(0, left));
    isZeroBehind &&= block.subarray(left).every((byte) => byte === 0);
    yield;
  }
  return { ...digester.finish(), sizeBytes: plainBytes, isZeroBehind };
}

/** Plain bytes from `start` to `end`; the block before the first is its initial one. */
function* plainRun(stored: ByteSource, key: Buffer, start: number, end: number): Generator<Buffer> {
  if (end <= start) return;
  let at = start - (start % BLOCK);
  const to = end + ((BLOCK - (end % BLOCK)) % BLOCK);
  const iv = readPiece(stored, at, BLOCK);
  if (iv.length < BLOCK) return;
  const decipher = createDecipheriv('aes-256-cbc', key.subarray(0, 32), iv).setAutoPadding(false);
  while (at < to) {
    const sealed = readPiece(stored, HEAD + at, Math.min(BLOCK_BYTES, to - at));
    if (sealed.length === 0) return;
    const plain = decipher.update(sealed);
    yield plain.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += sealed.length;
  }
}
