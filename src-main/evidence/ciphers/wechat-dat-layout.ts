import { createDecipheriv } from 'node:crypto';
import { readPiece, type ByteSource } from '../byte-source.ts';

/** AES key of version 1, the same for all accounts: the first 16 digits of the MD5 of `0`. sjzar/chatlog@a638aa9, ylytdeng/wechat-decrypt@b80e7d1. */
const KEY_1 = Buffer.from('cfcd208495d565ef', 'latin1');

/**
 * How a picture lies in a `.dat` file of WeChat on a computer: `xor` each byte XORed with one; `1` and `2` a head of 15 bytes
 * (`07 08 56 31` or `32 08 07`, two sizes, one byte), AES-128-ECB over the first bytes with padding, bytes as they are,
 * then the last ones XORed with one. sjzar/chatlog@a638aa9, LifeArchiveProject/WeChatDataAnalysis@e85a09c.
 */
export interface DatLayout {
  readonly version: 'xor' | '1' | '2';
  /** Bytes of the picture that lie in AES blocks, and the bytes of these blocks. */
  readonly aesBytes: number;
  readonly aesStored: number;
  /** Bytes at the end that are XORed. */
  readonly xorBytes: number;
  readonly plainBytes: number;
}

const HEAD_BYTES = 15;
const BLOCK = 16;

/** Null where the head states sizes that the file does not hold. */
export function datLayout(stored: ByteSource): DatLayout | null {
  const head = readPiece(stored, 0, HEAD_BYTES);
  const magic = head.toString('hex', 0, 6);
  const version = magic === '070856310807' ? '1' : magic === '070856320807' ? '2' : 'xor';
  const { sizeBytes } = stored;
  if (version === 'xor') return { version, aesBytes: 0, aesStored: 0, xorBytes: sizeBytes, plainBytes: sizeBytes };
  if (head.length < HEAD_BYTES) return null;
  const [aesBytes, xorBytes] = [head.readUInt32LE(6), head.readUInt32LE(10)];
  const aesStored = (Math.floor(aesBytes / BLOCK) + 1) * BLOCK;
  const middle = sizeBytes - HEAD_BYTES - aesStored - xorBytes;
  return middle < 0 ? null : { version, aesBytes, aesStored, xorBytes, plainBytes: aesBytes + middle + xorBytes };
}

/** The key as a place keeps it: the byte of the XOR, then for versions 1 and 2 the 16 bytes of AES. */
export function datKey(version: DatLayout['version'], xor: number, aes: Buffer): Buffer {
  return version === 'xor' ? Buffer.from([xor]) : Buffer.concat([Buffer.from([xor]), version === '1' ? KEY_1 : aes]);
}

/** Plain bytes from an offset, fewer at the end. Blocks of AES are deciphered alone, each as it is needed. */
export function readDat(stored: ByteSource, layout: DatLayout, key: Buffer, into: Uint8Array, offset: number): number {
  const wanted = Math.max(0, Math.min(into.length, layout.plainBytes - offset));
  let done = 0;
  const put = (bytes: Uint8Array): void => {
    into.set(bytes, done);
    done += bytes.length;
  };
  const inAes = Math.min(wanted, Math.max(0, layout.aesBytes - offset));
  if (inAes > 0) put(aesRun(stored, key.subarray(1), offset, inAes));
  // Behind the blocks each byte lies as far from the end of the file as from the end of the picture.
  const shift = stored.sizeBytes - layout.plainBytes;
  const xorFrom = layout.plainBytes - layout.xorBytes;
  const raw = readPiece(stored, offset + done + shift, wanted - done);
  const first = Math.max(0, xorFrom - (offset + done));
  for (let at = first; at < raw.length; at += 1) raw[at] = (raw[at] ?? 0) ^ (key[0] ?? 0);
  put(raw);
  return done;
}

function aesRun(stored: ByteSource, key: Buffer, offset: number, length: number): Buffer {
  const from = offset - (offset % BLOCK);
  const to = Math.ceil((offset + length) / BLOCK) * BLOCK;
  const sealed = readPiece(stored, HEAD_BYTES + from, to - from);
  const whole = sealed.subarray(0, sealed.length - (sealed.length % BLOCK));
  const plain = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(whole);
  return plain.subarray(offset - from, offset - from + length);
}

/** Whether the last block of AES ends in the padding that the head's size leaves (PKCS #7): as many bytes as are padded, each of that number. */
export function paddingHolds(stored: ByteSource, { aesBytes, aesStored }: DatLayout, aes: Buffer): boolean {
  const sealed = readPiece(stored, HEAD_BYTES + aesStored - BLOCK, BLOCK);
  if (sealed.length < BLOCK) return false;
  const plain = createDecipheriv('aes-128-ecb', aes, null).setAutoPadding(false).update(sealed);
  const count = aesStored - aesBytes;
  return plain.subarray(BLOCK - count).every((byte) => byte === count);
}
