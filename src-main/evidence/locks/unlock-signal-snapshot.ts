import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readPiece, type ByteSource } from '../byte-source.ts';
import { Digester, writeWhole } from '../hash.ts';
import type { Digests, ExtraHash } from '../intake-event.ts';
import { RATIO_FLOOR_BYTES, type Limits } from '../limits.ts';
import { packedBlocks } from '../zip/entry-data.ts';
import type { SnapshotKeys } from './signal-snapshot-keys.ts';

const IV_BYTES = 16;
const MAC_BYTES = 32;
const BLOCK_BYTES = 16;

/** What opening a snapshot's messages needs. */
export interface SnapshotOrder {
  readonly source: ByteSource;
  readonly keys: SnapshotKeys;
  /** Where the plain frames go; the file exists afterwards only if the whole of it was authenticated. */
  readonly out: string;
  readonly limits: Limits;
  readonly hashes: readonly ExtraHash[];
  /** Awaited after every block. */
  readonly tick: () => Promise<void>;
}

/**
 * How it ended. `wrong-key`: neither the authentication nor the beginning fits. `damaged`: the beginning comes out as it should
 * and the authentication does not hold. `cut-off`: too short or of no whole blocks. `not-packed`: authentic, and no gzip stream.
 */
export type SnapshotUnlocked =
  | { readonly ended: 'whole'; readonly iv: Buffer; readonly digests: Digests; readonly sizeBytes: number }
  | { readonly ended: 'wrong-key' | 'damaged' | 'cut-off' | 'not-packed' | 'limit' };

/**
 * Decrypts and unpacks the file `main` of a snapshot: IV, AES-256-CBC of a gzip stream that zero bytes follow, HMAC-SHA256 of both.
 * Nothing is deciphered before the HMAC holds but the first block, to tell a wrong key from damage. Source: signalapp/libsignal,
 * rust/message-backup (`frame.rs`).
 */
export async function unlockSnapshot(order: SnapshotOrder): Promise<SnapshotUnlocked> {
  const { source, keys, tick } = order;
  const sealedBytes = source.sizeBytes - IV_BYTES - MAC_BYTES;
  if (sealedBytes < BLOCK_BYTES) return { ended: 'cut-off' };
  const iv = readPiece(source, 0, IV_BYTES);
  const mac = createHmac('sha256', keys.macKey);
  for (const block of packedBlocks(source, 0, source.sizeBytes - MAC_BYTES)) {
    mac.update(block);
    await tick();
  }
  if (!timingSafeEqual(mac.digest(), readPiece(source, source.sizeBytes - MAC_BYTES, MAC_BYTES))) {
    if (beginsPacked(source, keys, iv)) return { ended: 'damaged' };
    return { ended: sealedBytes % BLOCK_BYTES === 0 ? 'wrong-key' : 'cut-off' };
  }
  if (sealedBytes % BLOCK_BYTES !== 0) return { ended: 'not-packed' };
  return unpack(order, iv, sealedBytes);
}

/** Whether the first block is the head of a gzip stream, RFC 1952: three bytes, and none of the reserved flags. */
function beginsPacked(source: ByteSource, { cipherKey }: SnapshotKeys, iv: Buffer): boolean {
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv).setAutoPadding(false);
  const plain = decipher.update(readPiece(source, IV_BYTES, BLOCK_BYTES));
  return plain.length === BLOCK_BYTES && plain.readUIntBE(0, 3) === 0x1f8b08 && (plain.readUInt8(3) & 0xe0) === 0;
}

async function unpack(order: SnapshotOrder, iv: Buffer, sealedBytes: number): Promise<SnapshotUnlocked> {
  const { source, keys, out, limits, hashes, tick } = order;
  const descriptor = openSync(out, 'wx', 0o600);
  const digester = new Digester(hashes);
  const unpacker = createGunzip({ chunkSize: 2 ** 18 });
  let isWhole = false;
  try {
    // The iteration below reports what goes wrong; the pipeline only tears down both ends.
    pipeline(
      Readable.from(plainBlocks(source, keys, iv, sealedBytes), { objectMode: true }),
      unpacker,
      () => undefined,
    );
    for await (const block of unpacker as AsyncIterable<Buffer>) {
      digester.update(block);
      if (isTooMuch(digester.sizeBytes, sealedBytes, limits)) return { ended: 'limit' };
      writeWhole(descriptor, block);
      await tick();
    }
    isWhole = true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(?:Z_|ERR_OSSL_)/u.test(String(error.code)))
      return { ended: 'not-packed' };
    throw error;
  } finally {
    unpacker.destroy();
    closeSync(descriptor);
    if (!isWhole) rmSync(out, { force: true });
  }
  return { ended: 'whole', iv, digests: digester.finish(), sizeBytes: digester.sizeBytes };
}

function* plainBlocks(source: ByteSource, keys: SnapshotKeys, iv: Buffer, sealedBytes: number): Generator<Buffer> {
  const decipher = createDecipheriv('aes-256-cbc', keys.cipherKey, iv);
  for (const block of packedBlocks(source, IV_BYTES, sealedBytes)) {
    const plain = decipher.update(block);
    if (plain.length > 0) yield plain;
  }
  const rest = decipher.final();
  if (rest.length > 0) yield rest;
}

function isTooMuch(sizeBytes: number, packedBytes: number, limits: Limits): boolean {
  return sizeBytes > limits.totalBytes || (sizeBytes > RATIO_FLOOR_BYTES && sizeBytes > packedBytes * limits.ratio);
}
