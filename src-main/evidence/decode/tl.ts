import { isUtf8 } from 'node:buffer';

/** An object as read: `_` is the name of its constructor; numbers beyond 2^53 are decimal texts, bytes hexadecimal ones. */
export type TlObject = Record<string, unknown> & { readonly _: string };

/** What was read from a run of bytes. */
export interface TlRead {
  /** Null where not even the constructor is known; with `fault`, the fields that were read before it. */
  readonly object: TlObject | null;
  /** Offset of the first byte behind what was read. */
  readonly end: number;
  /** Why reading stopped, in a form that the engine has a sentence for; null where the object is whole. */
  readonly fault: TlFault | null;
  /** Some text is no UTF-8 and was read with replacement characters. */
  readonly hasBadText: boolean;
}

export interface TlFault {
  readonly kind: 'unknown-constructor' | 'damaged' | 'too-large';
  readonly offset: number;
  /** Of an unknown constructor: its number in hexadecimal. */
  readonly constructor: string | null;
}

/** Deeper objects, longer cells and longer lists are no app's. */
const DEEPEST = 64;
const LARGEST_BYTES = 2 ** 21;

/** Objects so deep keep the number of their constructor. */
const DEEPEST_NUMBERED = 3;
/** Under which the prototype of such an object holds it: nothing that lists an object's own members sees it. */
const NUMBER = Symbol('constructor');

/** The constructor of an object that was read, as the language writes it: `name#number`; null for another value, and for deep objects. */
export function constructorOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('_' in value)) return null;
  const number: unknown = Reflect.get(value, NUMBER);
  return typeof number !== 'number' ? null : `${String(value._)}#${number.toString(16).padStart(8, '0')}`;
}

const VECTOR = 0x1cb5c415;
const BOOL_TRUE = 0x997275b5;
const BOOL_FALSE = 0xbc799737;
const SAFE_HIGH = 0x1fffff;

interface Field {
  readonly name: string;
  /** A primitive, a boxed type, or with `*` before it a list of one. */
  readonly type: string;
  /** Place of the flags that say whether the field is there; -1: it always is. */
  readonly flags: number;
  readonly mask: number;
  /** Of a field that is flags: their place, and which bits fields ask for. */
  readonly slot: number;
  readonly known: number;
}

interface Constructor {
  readonly name: string;
  readonly type: string;
  readonly fields: readonly Field[];
  readonly numbered: object;
}

/**
 * Constructors by number, made of lines `Type=id:name:field,field;…` with fields `name=type` or `name=type?flags.bit`, where a list is
 * `*type` and flags are of type `#`. Form of the data: core.telegram.org/mtproto/serialize.
 */
export class TlSchema {
  readonly #constructors = new Map<number, Constructor>();

  constructor(lines: readonly string[]) {
    for (const line of lines) {
      const cut = line.indexOf('=');
      for (const one of line.slice(cut + 1).split(';')) {
        const [id = '', name = '', list = ''] = one.split(':');
        const number = parseInt(id, 16);
        const numbered = { [NUMBER]: number };
        this.#constructors.set(number, { name, type: line.slice(0, cut), fields: fieldsOf(list), numbered });
      }
    }
  }

  /** Reads one object of a type that stands at `offset`. Throws nothing for anything that the bytes hold. */
  read(bytes: Uint8Array, type: string, offset = 0): TlRead {
    const reader = new Reader(this.#constructors, bytes, offset);
    return reader.whole(type);
  }
}

/** A text as the form writes it: length, bytes, padding to four; null where no whole one stands there. */
export function readTlText(bytes: Uint8Array, offset: number): { readonly text: string; readonly end: number } | null {
  const reader = new Reader(new Map(), bytes, offset);
  try {
    const text = reader.text();
    return reader.hasBadText ? null : { text, end: reader.at };
  } catch (error) {
    if (error instanceof TlDamaged) return null;
    throw error;
  }
}

class TlDamaged extends Error {
  readonly fault: TlFault;

  constructor(fault: TlFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

class Reader {
  readonly #constructors: ReadonlyMap<number, Constructor>;
  readonly #bytes: Buffer;
  #root: TlObject | null = null;
  #depth = 0;
  at: number;
  hasBadText = false;

  constructor(constructors: ReadonlyMap<number, Constructor>, bytes: Uint8Array, offset: number) {
    this.#constructors = constructors;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = offset;
  }

  whole(type: string): TlRead {
    let fault: TlFault | null = null;
    try {
      if (this.#bytes.length > LARGEST_BYTES)
        throw new TlDamaged({ kind: 'too-large', offset: this.at, constructor: null });
      this.#object(type);
    } catch (error) {
      if (!(error instanceof TlDamaged)) throw error;
      ({ fault } = error);
    }
    return { object: this.#root, end: this.at, fault, hasBadText: this.hasBadText };
  }

  text(): string {
    const [start, end] = this.#run();
    const text = this.#bytes.toString('utf8', start, end);
    if (text.includes('\uFFFD') && !isUtf8(this.#bytes.subarray(start, end))) this.hasBadText = true;
    return text;
  }

  #object(type: string): TlObject {
    const start = this.at;
    const id = this.#u32();
    const found = this.#constructors.get(id);
    if (found?.type !== type) {
      this.at = start;
      throw new TlDamaged({
        kind: 'unknown-constructor',
        offset: start,
        constructor: id.toString(16).padStart(8, '0'),
      });
    }
    if (++this.#depth > DEEPEST) throw this.#damaged();
    const object = (this.#depth <= DEEPEST_NUMBERED ? Object.create(found.numbered) : {}) as { _: string } & TlObject;
    object._ = found.name;
    this.#root ??= object;
    let first = 0;
    let second = 0;
    for (const field of found.fields) {
      if (field.slot >= 0) {
        const flags = this.#u32();
        if (field.slot === 0) first = flags;
        else second = flags;
        if ((flags & ~field.known) !== 0) object[field.name] = flags; // bits that the schema gives no meaning
        continue;
      }
      if (field.flags >= 0 && ((field.flags === 0 ? first : second) & field.mask) === 0) continue;
      object[field.name] = this.#value(field.type);
    }
    this.#depth -= 1;
    return object;
  }

  #value(type: string): unknown {
    switch (type) {
      case 'int':
        return this.#i32();
      case 'long':
        return this.#i64();
      case 'string':
        return this.text();
      case 'true':
        return true;
      case 'double':
        return this.#double();
      case 'bytes': {
        const [start, end] = this.#run();
        return this.#bytes.toString('hex', start, end);
      }
      case 'Bool':
        return this.#bool();
      case 'int128':
        return this.#hex(16);
      case 'int256':
        return this.#hex(32);
      default:
        return type.startsWith('*') ? this.#list(type.slice(1)) : this.#object(type);
    }
  }

  #list(type: string): readonly unknown[] {
    if (this.#u32() !== VECTOR) throw this.#damaged();
    const count = this.#u32();
    // Every element takes four bytes at least.
    if (count > (this.#bytes.length - this.at) / 4) throw this.#damaged();
    if (++this.#depth > DEEPEST) throw this.#damaged();
    const list: unknown[] = [];
    for (let i = 0; i < count; i += 1) list.push(this.#value(type));
    this.#depth -= 1;
    return list;
  }

  #bool(): boolean {
    const value = this.#u32();
    if (value !== BOOL_TRUE && value !== BOOL_FALSE) throw this.#damaged();
    return value === BOOL_TRUE;
  }

  #u32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }

  #i32(): number {
    return this.#bytes.readInt32LE(this.#take(4));
  }

  #i64(): number | string {
    const at = this.#take(8);
    const high = this.#bytes.readInt32LE(at + 4);
    const isSafe = high >= -SAFE_HIGH && high <= SAFE_HIGH;
    return isSafe ? high * 2 ** 32 + this.#bytes.readUInt32LE(at) : String(this.#bytes.readBigInt64LE(at));
  }

  #double(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }

  #hex(length: number): string {
    const at = this.#take(length);
    return this.#bytes.toString('hex', at, at + length);
  }

  /** Start and end of a text's or list's bytes; the padding behind them is passed. */
  #run(): readonly [start: number, end: number] {
    const at = this.#take(1);
    const short = this.#bytes.readUInt8(at);
    const isLong = short === 254;
    if (short === 255) throw this.#damaged();
    const length = isLong ? this.#bytes.readUIntLE(this.#take(3), 3) : short;
    const start = this.#take(length);
    const padding = -((isLong ? 4 : 1) + length) & 3;
    // The last padding may be cut where nothing follows.
    this.at = Math.min(this.#bytes.length, this.at + padding);
    return [start, start + length];
  }

  #take(length: number): number {
    const { at } = this;
    if (at + length > this.#bytes.length) throw this.#damaged();
    this.at = at + length;
    return at;
  }

  #damaged(): TlDamaged {
    return new TlDamaged({ kind: 'damaged', offset: this.at, constructor: null });
  }
}

function fieldsOf(list: string): readonly Field[] {
  if (list === '') return [];
  const raw = list.split(',').map((one) => {
    const [name = '', type = ''] = one.split('=');
    const [plain = '', bit = ''] = type.split('?');
    const [flags = '', place = ''] = bit.split('.');
    return { name, type: plain, flags, mask: flags === '' ? 0 : 1 << Number(place) };
  });
  const slots = raw.filter(({ type }) => type === '#').map(({ name }) => name);
  if (slots.length > 2) throw new Error(`more than two flags: ${list}`);
  return raw.map(({ name, type, flags, mask }) => ({
    name,
    type,
    flags: flags === '' ? -1 : slots.indexOf(flags),
    mask,
    slot: type === '#' ? slots.indexOf(name) : -1,
    known: raw.reduce((all, one) => (one.flags === name ? all | one.mask : all), 0),
  }));
}
