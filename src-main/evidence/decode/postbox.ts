import { isUtf8 } from 'node:buffer';
import { murmur3 } from './murmur3.ts';

/**
 * An object as read: `_` is the name of its class, or `#` and the eight digits of its hash where none is known; numbers beyond 2^53
 * are decimal texts, bytes hexadecimal ones, an entry without a value is null. A key that stands twice has `~2` behind it.
 */
export type PostboxObject = Record<string, unknown>;

export interface PostboxFault {
  readonly kind: 'damaged' | 'too-large';
  /** Of the first byte that could not be read. */
  readonly offset: number;
}

/** What was read from a run of bytes. */
export interface PostboxRead {
  /** Null where not even one entry could be read; with `fault`, what could be read all the same. */
  readonly object: PostboxObject | null;
  /** The first fault; null where the bytes were read wholly. */
  readonly fault: PostboxFault | null;
  /** Some text is no UTF-8 and was read with replacement characters. */
  readonly hasBadText: boolean;
}

/** The app's seed for hashes. Source: TelegramMessenger/Telegram-iOS @1330437 submodules/MurMurHash32/Sources/MurMurHash32.m */
export const POSTBOX_SEED = 0xf7ca7fd2 | 0;

/** Deeper objects and longer cells are no app's. */
const DEEPEST = 64;
export const POSTBOX_LARGEST_BYTES = 2 ** 22;

/** Types of values. Source: TelegramMessenger/Telegram-iOS @1141e09 submodules/Postbox/Sources/Coding.swift, ValueType. */
const [INT32, INT64, BOOL, DOUBLE, STRING, OBJECT, INT32S, INT64S, OBJECTS, DICTIONARY, BYTES, NIL, STRINGS, BYTE_RUNS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const; // prettier-ignore

/** The key of the object that a cell holds; in cells of newer tables its entries stand without it. Source: the same file, encodeRootObject. */
const ROOT = '_';

/** Names of classes by the hash that the coding writes in their place. */
export class PostboxClasses {
  readonly #names: ReadonlyMap<number, string>;

  constructor(names: readonly string[]) {
    this.#names = new Map(names.map((name) => [murmur3(Buffer.from(name), POSTBOX_SEED), name]));
  }

  /** A name with the hash of it as the coding writes it: `name#digits`. */
  static withHash(name: string): string {
    return `${name}#${digitsOf(murmur3(Buffer.from(name), POSTBOX_SEED))}`;
  }

  nameOf(hash: number): string {
    return this.#names.get(hash) ?? `#${digitsOf(hash)}`;
  }

  /** Reads what a cell holds: one object, or the entries of one. Throws nothing for anything that the bytes hold. */
  read(bytes: Uint8Array, start = 0, end = bytes.length): PostboxRead {
    if (end - start > POSTBOX_LARGEST_BYTES)
      return { object: null, fault: { kind: 'too-large', offset: start }, hasBadText: false };
    const reader = new Reader(this, bytes);
    const entries = reader.entries(start, end);
    const root = entries[ROOT];
    const isRoot =
      typeof root === 'object' && root !== null && !Array.isArray(root) && Object.keys(entries).length === 1;
    if (!isRoot && ROOT in entries) {
      // Nothing says of which class the entries are: this one is called as the class is.
      entries[freeName(entries, ROOT)] = root;
      entries[ROOT] = '';
    }
    const object = isRoot ? (root as PostboxObject) : Object.keys(entries).length === 0 ? null : entries;
    const { fault, hasBadText } = reader;
    // Without a fault and without an entry the cell is empty, which says as much as an object without entries.
    return { object: object ?? (fault === null && end > start ? entries : null), fault, hasBadText };
  }
}

function digitsOf(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, '0');
}

class Damaged extends Error {}

/** What an entry is called whose key stands before it; `next`: from which number on to look, for a cell may hold one key a million times. */
function freeName(object: PostboxObject, key: string, next?: Map<string, number>): string {
  let count = next?.get(key) ?? 2;
  while (`${key}~${count}` in object) count += 1;
  next?.set(key, count + 1);
  return `${key}~${count}`;
}

class Reader {
  readonly #classes: PostboxClasses;
  readonly #bytes: Buffer;
  #depth = 0;
  #at = 0;
  #end = 0;
  fault: PostboxFault | null = null;
  hasBadText = false;

  constructor(classes: PostboxClasses, bytes: Uint8Array) {
    this.#classes = classes;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The entries from `start` to `end`; where one cannot be read, those before it. The place is `end` afterwards. */
  entries(start: number, end: number): PostboxObject {
    // Without a prototype: a key may be called __proto__.
    const object = Object.create(null) as PostboxObject;
    const outer = this.#end;
    let again: Map<string, number> | undefined;
    this.#at = start;
    this.#end = end;
    this.#depth += 1;
    try {
      if (this.#depth > DEEPEST) throw new Damaged();
      while (this.#at < end) {
        const length = this.#bytes.readUInt8(this.#take(1));
        const key = this.#text(length);
        const value = this.#value(this.#bytes.readInt8(this.#take(1)));
        object[key in object ? freeName(object, key, (again ??= new Map())) : key] = value;
      }
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      this.fault ??= { kind: 'damaged', offset: this.#at };
    }
    this.#depth -= 1;
    this.#at = end;
    this.#end = outer;
    return object;
  }

  #value(type: number): unknown {
    switch (type) {
      case INT32:
        return this.#int32();
      case INT64:
        return this.#int64();
      case BOOL:
        return this.#bytes.readInt8(this.#take(1)) !== 0;
      case DOUBLE:
        return this.#bytes.readDoubleLE(this.#take(8));
      case STRING:
        return this.#text(this.#count(1));
      case OBJECT:
        return this.#object();
      case INT32S:
        return this.#list(4, () => this.#int32());
      case INT64S:
        return this.#list(8, () => this.#int64());
      case OBJECTS:
        return this.#list(8, () => this.#object());
      case DICTIONARY:
        return this.#list(16, () => ({ key: this.#object(), value: this.#object() }));
      case BYTES:
        return this.#hex();
      case NIL:
        return null;
      case STRINGS:
        return this.#list(4, () => this.#text(this.#count(1)));
      case BYTE_RUNS:
        return this.#list(4, () => this.#hex());
      default:
        this.#at -= 1;
        throw new Damaged();
    }
  }

  #object(): PostboxObject {
    const name = this.#classes.nameOf(this.#int32());
    const length = this.#count(1);
    const start = this.#take(length);
    const object = this.entries(start, start + length);
    // An entry may be called as the class is here.
    if ('_' in object) object[freeName(object, '_')] = object._;
    object._ = name;
    return object;
  }

  #list<T>(smallest: number, one: () => T): readonly T[] {
    const count = this.#count(smallest);
    const list: T[] = [];
    for (let i = 0; i < count; i += 1) list.push(one());
    return list;
  }

  /** A count of things of which each takes so many bytes at least. */
  #count(smallest: number): number {
    const count = this.#int32();
    if (count < 0 || count > (this.#end - this.#at) / smallest) {
      this.#at -= 4;
      throw new Damaged();
    }
    return count;
  }

  #int32(): number {
    return this.#bytes.readInt32LE(this.#take(4));
  }

  #int64(): number | string {
    return exactInt64(this.#bytes, this.#take(8));
  }

  #text(length: number): string {
    const start = this.#take(length);
    const text = this.#bytes.toString('utf8', start, start + length);
    if (text.includes('\uFFFD') && !isUtf8(this.#bytes.subarray(start, start + length))) this.hasBadText = true;
    return text;
  }

  #hex(): string {
    const length = this.#count(1);
    const start = this.#take(length);
    return this.#bytes.toString('hex', start, start + length);
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#end) throw new Damaged();
    this.#at = at + length;
    return at;
  }
}

const SAFE_HIGH = 0x1fffff;

/** A whole number of 64 bits, the lowest byte first: as a decimal text where no number holds it exactly. */
export function exactInt64(bytes: Buffer, at: number): number | string {
  const high = bytes.readInt32LE(at + 4);
  const isSafe = high >= -SAFE_HIGH && high <= SAFE_HIGH;
  return isSafe ? high * 2 ** 32 + bytes.readUInt32LE(at) : String(bytes.readBigInt64LE(at));
}
