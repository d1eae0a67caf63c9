import type { PlistValue } from './plist-value.ts';
import { PlistDamaged } from './plist-value.ts';

const TRAILER_BYTES = 32;
const DEEPEST = 128;
/** Objects built in all; a crafted list can name one object millions of times. */
const MOST_OBJECTS = 4_000_000;
const MAC_EPOCH_MS = 978_307_200_000;

/**
 * Reads a binary property list, version 00. Shared objects are built once. Source of the layout: Apple, CoreFoundation,
 * CFBinaryPList.c (opensource.apple.com, CF-1153.18), comment "bplist00".
 */
export function readBinaryPlist(bytes: Buffer): PlistValue {
  return new BinaryPlist(bytes).read();
}

class BinaryPlist {
  readonly #bytes: Buffer;
  readonly #offsetBytes: number;
  readonly #referenceBytes: number;
  readonly #objects: number;
  readonly #top: number;
  readonly #tableAt: number;
  readonly #built = new Map<number, PlistValue>();
  #count = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    if (bytes.length < 8 + TRAILER_BYTES) throw new PlistDamaged('shorter than a header and trailer');
    const trailer = bytes.length - TRAILER_BYTES;
    this.#offsetBytes = bytes.readUInt8(trailer + 6);
    this.#referenceBytes = bytes.readUInt8(trailer + 7);
    this.#objects = this.#wide(trailer + 8);
    this.#top = this.#wide(trailer + 16);
    this.#tableAt = this.#wide(trailer + 24);
    if (![this.#offsetBytes, this.#referenceBytes].every((size) => size >= 1 && size <= 8))
      throw new PlistDamaged('the trailer states impossible sizes');
    if (this.#tableAt < 8 || this.#tableAt + this.#objects * this.#offsetBytes > trailer)
      throw new PlistDamaged('the offset table lies outside the file');
  }

  read(): PlistValue {
    return this.#object(this.#top, 0);
  }

  #object(index: number, depth: number): PlistValue {
    const there = this.#built.get(index);
    if (there !== undefined) return there;
    if (depth > DEEPEST) throw new PlistDamaged(`nested deeper than ${DEEPEST} levels, or an object holds itself`);
    if (index >= this.#objects) throw new PlistDamaged(`object ${index} does not exist`);
    const at = this.#integer(this.#tableAt + index * this.#offsetBytes, this.#offsetBytes);
    const value = this.#value(at, depth);
    this.#built.set(index, value);
    return value;
  }

  #value(at: number, depth: number): PlistValue {
    this.#count += 1;
    if (this.#count > MOST_OBJECTS) throw new PlistDamaged('too many objects');
    const marker = this.#slice(at, 1)[0] ?? 0;
    const low = marker & 0x0f;
    switch (marker >> 4) {
      case 0x0:
        if (low === 0) return null;
        if (low === 8) return false;
        if (low === 9) return true;
        break;
      case 0x1:
        return this.#stored(at + 1, 2 ** low);
      case 0x2:
        if (low === 2) return this.#slice(at + 1, 4).readFloatBE(0);
        if (low === 3) return this.#slice(at + 1, 8).readDoubleBE(0);
        break;
      case 0x3:
        if (low === 3) return { dateMs: MAC_EPOCH_MS + Math.round(this.#slice(at + 1, 8).readDoubleBE(0) * 1000) };
        break;
      case 0x4: {
        const { count, from } = this.#length(at, low);
        return this.#slice(from, count);
      }
      case 0x5: {
        const { count, from } = this.#length(at, low);
        return this.#slice(from, count).toString('latin1');
      }
      case 0x6: {
        const { count, from } = this.#length(at, low);
        return Buffer.from(this.#slice(from, count * 2))
          .swap16()
          .toString('utf16le');
      }
      case 0x8:
        return { uid: this.#integer(at + 1, low + 1) };
      case 0xa:
      case 0xc: {
        const { count, from } = this.#length(at, low);
        return this.#references(from, count).map((index) => this.#object(index, depth + 1));
      }
      case 0xd: {
        const { count, from } = this.#length(at, low);
        const keys = this.#references(from, count);
        const values = this.#references(from + count * this.#referenceBytes, count);
        const map = new Map<string, PlistValue>();
        for (const [i, keyIndex] of keys.entries()) {
          const key = this.#object(keyIndex, depth + 1);
          if (typeof key !== 'string') throw new PlistDamaged(`a key at ${at} is not text`);
          map.set(key, this.#object(values[i] ?? 0, depth + 1));
        }
        return map;
      }
    }
    throw new PlistDamaged(`unknown marker 0x${marker.toString(16)} at ${at}`);
  }

  /** Counts up to 14 lie in the marker; larger ones in an integer after it. */
  #length(at: number, low: number): { readonly count: number; readonly from: number } {
    if (low < 15) return { count: low, from: at + 1 };
    const marker = this.#slice(at + 1, 1)[0] ?? 0;
    const size = 2 ** (marker & 0x0f);
    if (marker >> 4 !== 1 || size > 8) throw new PlistDamaged(`a length at ${at} is no integer`);
    return { count: this.#integer(at + 2, size), from: at + 2 + size };
  }

  #references(from: number, count: number): readonly number[] {
    const bytes = this.#slice(from, count * this.#referenceBytes);
    return Array.from({ length: count }, (_, i) =>
      unsigned(bytes.subarray(i * this.#referenceBytes, (i + 1) * this.#referenceBytes)),
    );
  }

  /** Integers of 1, 2 and 4 bytes are unsigned, of 8 signed; of 16 only the lower half is used. */
  #stored(at: number, size: number): number | bigint {
    if (size > 16) throw new PlistDamaged(`an integer at ${at} has ${size} bytes`);
    if (size < 8) return this.#integer(at, size);
    const wide = this.#slice(at + size - 8, 8);
    const value = size === 16 ? wide.readBigUInt64BE(0) : wide.readBigInt64BE(0);
    const exact = Number(value);
    return Number.isSafeInteger(exact) ? exact : value;
  }

  #integer(at: number, size: number): number {
    return unsigned(this.#slice(at, size));
  }

  #wide(at: number): number {
    return this.#integer(at, 8);
  }

  #slice(at: number, length: number): Buffer {
    if (at < 0 || length < 0 || at + length > this.#bytes.length)
      throw new PlistDamaged(`${length} bytes at ${at} lie outside the file`);
    return this.#bytes.subarray(at, at + length);
  }
}

function unsigned(bytes: Buffer): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  if (!Number.isSafeInteger(value)) throw new PlistDamaged('a number is larger than any file');
  return value;
}
