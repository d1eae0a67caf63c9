import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { BLOCK_BYTES, readPiece, type ByteSource } from '../byte-source.ts';
import type { SealedEntry } from '../archive-entry.ts';
import { packedAt } from '../zip/entry-data.ts';

/**
 * Decrypts one entry of a zip. `fits` tells by a value before the data whether the password can be right (null: the file ends
 * before that value does); the blocks end
 * where the entry's bytes do, and then `isAuthentic` says whether what authenticates them holds (null: nothing does).
 */
export interface ZipDecrypter {
  readonly fits: boolean | null;
  blocks(): Generator<Buffer>;
  isAuthentic(): boolean | null;
}

/** Throws `EntryDamaged` where no local header stands before the entry. */
export function decrypterOf(source: ByteSource, entry: SealedEntry, password: Buffer): ZipDecrypter {
  const at = packedAt(source, entry.step);
  const { encryption } = entry;
  return encryption.scheme === 'aes'
    ? new AesDecrypter(source, at, entry.step.packed, encryption.bits, password)
    : new ZipCryptoDecrypter(source, at, entry.step.packed, encryption.check, password);
}

// WinZip, "AES Encryption Information: Encryption Specification AE-1 and AE-2", sections III and IV.
const VERIFIER_BYTES = 2;
const CODE_BYTES = 10;
const ROUNDS = 1000;
const CIPHER_BLOCK = 16;

class AesDecrypter implements ZipDecrypter {
  readonly fits: boolean | null;
  readonly #source: ByteSource;
  readonly #from: number;
  readonly #length: number;
  readonly #key: Buffer;
  readonly #bits: number;
  readonly #hmac: ReturnType<typeof createHmac>;
  #done = 0;

  constructor(source: ByteSource, at: number, packed: number, bits: 128 | 192 | 256, password: Buffer) {
    const saltBytes = bits / 16;
    const keyBytes = bits / 8;
    const head = readPiece(source, at, saltBytes + VERIFIER_BYTES);
    const made = pbkdf2Sync(password, head.subarray(0, saltBytes), ROUNDS, 2 * keyBytes + VERIFIER_BYTES, 'sha1');
    this.#source = source;
    this.#from = at + saltBytes + VERIFIER_BYTES;
    this.#length = packed - saltBytes - VERIFIER_BYTES - CODE_BYTES;
    this.#key = made.subarray(0, keyBytes);
    this.#bits = bits;
    this.#hmac = createHmac('sha1', made.subarray(keyBytes, 2 * keyBytes));
    const isThere = packed >= head.length && head.length === saltBytes + VERIFIER_BYTES;
    this.fits = isThere ? made.subarray(2 * keyBytes).equals(head.subarray(saltBytes)) : null;
  }

  *blocks(): Generator<Buffer> {
    const counters = createCipheriv(`aes-${this.#bits}-ecb`, this.#key, null).setAutoPadding(false);
    const counted = Buffer.alloc(BLOCK_BYTES);
    while (this.#done < this.#length) {
      const block = readPiece(this.#source, this.#from + this.#done, Math.min(BLOCK_BYTES, this.#length - this.#done));
      if (block.length === 0) return;
      this.#hmac.update(block);
      // The counter is little-endian and starts at 1, unlike that of every library's counter mode.
      const blocks = Math.ceil(block.length / CIPHER_BLOCK);
      for (let index = 0; index < blocks; index += 1) counted.writeUIntLE(this.#done / CIPHER_BLOCK + index + 1, index * CIPHER_BLOCK, 6); // prettier-ignore
      const stream = counters.update(counted.subarray(0, blocks * CIPHER_BLOCK));
      for (let index = 0; index < block.length; index += 1) block[index] = (block[index] ?? 0) ^ (stream[index] ?? 0);
      this.#done += block.length;
      yield block;
    }
  }

  isAuthentic(): boolean {
    if (this.#done !== this.#length) return false;
    const code = readPiece(this.#source, this.#from + this.#length, CODE_BYTES);
    return this.#hmac.digest().subarray(0, CODE_BYTES).equals(code);
  }
}

/** The table of CRC-32 by one byte. Source: PKWARE APPNOTE.TXT 6.3.10, section 4.4.7. */
const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320;
  return value;
});

const HEADER_BYTES = 12;

/** PKWARE APPNOTE.TXT 6.3.10, section 6.1. */
class ZipCryptoDecrypter implements ZipDecrypter {
  readonly fits: boolean | null;
  readonly #source: ByteSource;
  readonly #from: number;
  readonly #length: number;
  #first = 0x12345678;
  #second = 0x23456789;
  #third = 0x34567890;

  constructor(source: ByteSource, at: number, packed: number, check: readonly number[], password: Buffer) {
    this.#source = source;
    this.#from = at + HEADER_BYTES;
    this.#length = packed - HEADER_BYTES;
    for (const byte of password) this.#take(byte);
    const header = readPiece(source, at, HEADER_BYTES);
    this.#decrypt(header);
    const isThere = packed >= HEADER_BYTES && header.length === HEADER_BYTES;
    this.fits = isThere ? check.includes(header.readUInt8(HEADER_BYTES - 1)) : null;
  }

  *blocks(): Generator<Buffer> {
    for (let done = 0; done < this.#length;) {
      const block = readPiece(this.#source, this.#from + done, Math.min(BLOCK_BYTES, this.#length - done));
      if (block.length === 0) return;
      this.#decrypt(block);
      done += block.length;
      yield block;
    }
  }

  isAuthentic(): null {
    return null;
  }

  #decrypt(block: Buffer): void {
    for (let index = 0; index < block.length; index += 1) {
      const key = (this.#third & 0xffff) | 2;
      const plain = (block[index] ?? 0) ^ ((Math.imul(key, key ^ 1) >>> 8) & 0xff);
      block[index] = plain;
      this.#take(plain);
    }
  }

  #take(byte: number): void {
    this.#first = (this.#first >>> 8) ^ (CRC[(this.#first ^ byte) & 0xff] ?? 0);
    this.#second = (Math.imul(this.#second + (this.#first & 0xff), 134_775_813) + 1) >>> 0;
    this.#third = (this.#third >>> 8) ^ (CRC[(this.#third ^ (this.#second >>> 24)) & 0xff] ?? 0);
  }
}
