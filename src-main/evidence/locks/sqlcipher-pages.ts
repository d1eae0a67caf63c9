import { createDecipheriv, createHmac, hash, type Decipheriv } from 'node:crypto';
import { SALT_BYTES } from './sqlcipher-key.ts';
import { IV_BYTES, MAC_BYTES, type SqlcipherSettings } from './sqlcipher-settings.ts';

/** Settings with the keys that follow from them. */
export interface OpenedSettings {
  readonly settings: SqlcipherSettings;
  readonly key: Buffer;
  readonly macKey: Buffer;
}

/** What became of a run of pages: positions in it, from 0, of those without bytes and of those whose MAC does not hold. */
export interface PageVerdicts {
  readonly empty: readonly number[];
  readonly failed: readonly number[];
}

/** `SQLite format 3` and a zero byte, which the salt stands in place of. */
export const SQLITE_SIGNATURE = Buffer.from('SQLite format 3\0', 'latin1');

const BLOCK_BYTES = 16;
/** Length of the blocks that the hashes work on, to which HMAC pads its key (RFC 2104). */
const HASH_BLOCK = { sha1: 64, sha256: 64, sha512: 128 } as const;

/** Whether a page was never written: SQLCipher leaves such pages as zeros, without a MAC. */
export function isEmpty(page: Buffer): boolean {
  for (const byte of page) if (byte !== 0) return false;
  return true;
}

/** Where the ciphertext of a page starts. */
function cipherStart(number: number, { plainHeaderBytes }: SqlcipherSettings): number {
  if (number !== 1) return 0;
  return plainHeaderBytes === 0 ? SALT_BYTES : plainHeaderBytes;
}

/** Whether one page's MAC holds; true where pages carry none. */
export function isAuthentic(page: Buffer, number: number, { settings, macKey }: OpenedSettings): boolean {
  const { mac, reserve } = settings;
  if (mac === null) return true;
  const from = cipherStart(number, settings);
  const macAt = page.length - reserve + IV_BYTES;
  if (macAt - IV_BYTES <= from) return false;
  const counted = Buffer.alloc(4);
  if (mac.bigEndian) counted.writeUInt32BE(number);
  else counted.writeUInt32LE(number);
  const made = createHmac(mac.hash, macKey).update(page.subarray(from, macAt)).update(counted).digest();
  return made.equals(page.subarray(macAt, macAt + made.length));
}

/** One page in plain, its reserve as stored, page 1 with the signature in place of the salt. */
export function decryptPage(page: Buffer, number: number, { settings, key }: OpenedSettings): Buffer {
  const from = cipherStart(number, settings);
  const ivAt = page.length - settings.reserve;
  const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(ivAt, ivAt + IV_BYTES)).setAutoPadding(false);
  const plain = Buffer.from(page);
  decipher.update(page.subarray(from, ivAt)).copy(plain, from);
  decipher.final();
  if (number === 1 && settings.plainHeaderBytes === 0) SQLITE_SIGNATURE.copy(plain);
  return plain;
}

/**
 * Decrypts and authenticates many pages at a time, five times as fast as one by one: setting up a cipher and an HMAC costs more
 * than a page of work for them. All pages are deciphered as one chain, in which only each page's first block comes out
 * wrong, by the XOR of what stands before it with the page's IV; HMAC is made of two calls of its hash with the key already padded.
 */
export class PageCipher {
  readonly #opened: OpenedSettings;
  /** The padded key, then room for a page and its number. */
  readonly #inner: Buffer;
  /** The padded key, then room for the inner hash. */
  readonly #outer: Buffer;
  readonly #chain: Decipheriv;
  /** The last block that the chain was given: of zeros before the first. */
  readonly #before = Buffer.alloc(BLOCK_BYTES);

  constructor(opened: OpenedSettings) {
    const { settings, key, macKey } = opened;
    this.#opened = opened;
    this.#chain = createDecipheriv('aes-256-cbc', key, this.#before).setAutoPadding(false);
    const block = settings.mac === null ? 0 : HASH_BLOCK[settings.mac.hash];
    this.#inner = Buffer.alloc(block + settings.pageSize + 4, 0x36);
    this.#outer = Buffer.alloc(block + (settings.mac === null ? 0 : MAC_BYTES[settings.mac.hash]), 0x5c);
    for (let at = 0; at < Math.min(macKey.length, block); at += 1) {
      const byte = macKey.readUInt8(at);
      this.#inner.writeUInt8(0x36 ^ byte, at);
      this.#outer.writeUInt8(0x5c ^ byte, at);
    }
  }

  /**
   * Decrypts whole pages where they lie; `numbers` gives their page numbers, one for each, or the first of numbers in a row. Pages
   * that fail are decrypted all the same.
   */
  openRun(pages: Buffer, numbers: ArrayLike<number> | number): PageVerdicts {
    const { settings } = this.#opened;
    const { pageSize, reserve } = settings;
    const count = pages.length / pageSize;
    const numberOf = (index: number): number => (typeof numbers === 'number' ? numbers + index : (numbers[index] ?? 0));
    const empty: number[] = [];
    const failed: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const page = pages.subarray(index * pageSize, (index + 1) * pageSize);
      if (isEmpty(page)) empty.push(index);
      else if (!this.#isAuthentic(page, numberOf(index))) failed.push(index);
    }
    if (empty.length === count) return { empty, failed };
    const before = Buffer.from(this.#before);
    pages.copy(this.#before, 0, pages.length - BLOCK_BYTES);
    const plain = this.#chain.update(pages);
    let nextEmpty = 0;
    for (let index = 0; index < count; index += 1) {
      if (empty[nextEmpty] === index) {
        nextEmpty += 1;
        continue;
      }
      const start = index * pageSize;
      const number = numberOf(index);
      const from = start + cipherStart(number, settings);
      const ivAt = start + pageSize - reserve;
      const [ahead, aheadAt] = from === 0 ? [before, 0] : [pages, from - BLOCK_BYTES];
      for (let at = 0; at < BLOCK_BYTES; at += 1)
        plain[from + at] = (plain[from + at] ?? 0) ^ (ahead[aheadAt + at] ?? 0) ^ (pages[ivAt + at] ?? 0);
      plain.copy(pages, from, from, ivAt);
      if (number === 1 && settings.plainHeaderBytes === 0) SQLITE_SIGNATURE.copy(pages, start);
    }
    return { empty, failed };
  }

  #isAuthentic(page: Buffer, number: number): boolean {
    const { settings } = this.#opened;
    const { mac } = settings;
    if (mac === null) return true;
    const block = HASH_BLOCK[mac.hash];
    const from = cipherStart(number, settings);
    const macAt = page.length - settings.reserve + IV_BYTES;
    const end = block + page.copy(this.#inner, block, from, macAt);
    if (mac.bigEndian) this.#inner.writeUInt32BE(number, end);
    else this.#inner.writeUInt32LE(number, end);
    // Text of one character a byte: making it costs a third of making a buffer.
    this.#outer.write(hash(mac.hash, this.#inner.subarray(0, end + 4), 'binary'), block, 'latin1');
    return hash(mac.hash, this.#outer, 'binary') === page.toString('latin1', macAt, macAt + MAC_BYTES[mac.hash]);
  }
}
