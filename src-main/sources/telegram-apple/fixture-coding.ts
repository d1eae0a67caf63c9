import { murmur3 } from '../../evidence/decode/murmur3.ts';
import { POSTBOX_SEED } from '../../evidence/decode/postbox.ts';

/** An object to be written: its class and entries. */
export interface Coded {
  readonly of: string;
  readonly entries: Entries;
}

export type Entries = Readonly<Record<string, Value>>;

/** A 32-bit number, a 64-bit one, a flag, a number with a fraction, a text, bytes, an object, a list of objects, a dictionary; null: an entry without a value. Undefined: no entry. */
export type Value = number | bigint | boolean | { readonly double: number } | string | Uint8Array | Coded | readonly Coded[] | readonly bigint[] | ReadonlyMap<Coded, Coded> | null | undefined; // prettier-ignore

export function coded(of: string, entries: Entries = {}): Coded {
  return { of, entries };
}

export function hashOf(name: string): number {
  return murmur3(Buffer.from(name), POSTBOX_SEED);
}

/** What a cell holds: one object under the key `_`. */
export function rootOf(object: Coded): Buffer {
  return entry('_', object);
}

/** The entries of an object without it, as newer tables have them. */
export function entriesOf(entries: Entries): Buffer {
  return Buffer.concat(Object.entries(entries).map(([key, value]) => entry(key, value)));
}

function entry(key: string, value: Value): Buffer {
  if (value === undefined) return Buffer.alloc(0);
  const name = Buffer.from(key);
  return Buffer.concat([Buffer.of(name.length), name, valueOf(value)]);
}

function valueOf(value: Exclude<Value, undefined>): Buffer {
  if (value === null) return Buffer.of(11);
  if (typeof value === 'number') return Buffer.concat([Buffer.of(0), int32(value)]);
  if (typeof value === 'bigint') return Buffer.concat([Buffer.of(1), int64(value)]);
  if (typeof value === 'boolean') return Buffer.of(2, value ? 1 : 0);
  if (typeof value === 'string') return Buffer.concat([Buffer.of(4), sized(Buffer.from(value))]);
  if (value instanceof Uint8Array) return Buffer.concat([Buffer.of(10), sized(value)]);
  if (value instanceof Map) return Buffer.concat([Buffer.of(9), int32(value.size), ...[...value].flat().map((one) => objectOf(one as Coded))]); // prettier-ignore
  if ('double' in value) {
    const bytes = Buffer.alloc(9);
    bytes.writeInt8(3, 0);
    bytes.writeDoubleLE(value.double, 1);
    return bytes;
  }
  if ('of' in value) return Buffer.concat([Buffer.of(5), objectOf(value)]);
  const list = value as readonly (Coded | bigint)[];
  const isNumbers = list.length > 0 && typeof list[0] === 'bigint';
  const items = list.map((one) => (typeof one === 'bigint' ? int64(one) : objectOf(one)));
  return Buffer.concat([Buffer.of(isNumbers ? 7 : 8), int32(list.length), ...items]);
}

function objectOf({ of, entries }: Coded): Buffer {
  return Buffer.concat([int32(hashOf(of)), sized(entriesOf(entries))]);
}

export function sized(bytes: Uint8Array): Buffer {
  return Buffer.concat([int32(bytes.length), bytes]);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes;
}

export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}

/** The bytes of a number of a photo or file: its kind and number. */
export function mediaIdBytes(namespace: number, id: bigint): Buffer {
  return Buffer.concat([int32(namespace), int64(id)]);
}

/** Keys of tables: numbers with the highest byte first. */
export function keyOf(...parts: readonly (number | bigint)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      const bytes = Buffer.alloc(typeof part === 'bigint' ? 8 : 4);
      if (typeof part === 'bigint') bytes.writeBigInt64BE(part);
      else bytes.writeInt32BE(part);
      return bytes;
    }),
  );
}

/** A message to be written into the table of messages. */
export interface Written {
  readonly flags: number;
  readonly tags?: number;
  readonly uniqueId?: bigint;
  readonly forward?: { readonly author: bigint; readonly date: number; readonly signature?: string } | null;
  readonly author: bigint | null;
  readonly text: string;
  readonly attributes?: readonly Coded[];
  readonly media?: readonly Coded[];
  readonly referenced?: readonly (readonly [namespace: number, id: bigint])[];
}

export function messageValue(stableId: number, message: Written): Buffer {
  const { flags, tags = 0, uniqueId, forward = null, author, text, attributes = [], media = [], referenced = [] } = message; // prettier-ignore
  const objects = (all: readonly Coded[]): Buffer => Buffer.concat([int32(all.length), ...all.map((one) => sized(rootOf(one)))]); // prettier-ignore
  return Buffer.concat([
    Buffer.of(0), int32(stableId), int32(1), Buffer.of(uniqueId === undefined ? 0 : 1), uniqueId === undefined ? Buffer.alloc(0) : int64(uniqueId),
    int32(flags), int32(tags),
    forward === null ? Buffer.of(0) : Buffer.concat([Buffer.of(forward.signature === undefined ? 1 : 9), int64(forward.author), int32(forward.date), forward.signature === undefined ? Buffer.alloc(0) : sized(Buffer.from(forward.signature))]),
    author === null ? Buffer.of(0) : Buffer.concat([Buffer.of(1), int64(author)]),
    sized(Buffer.from(text)), objects(attributes), objects(media),
    int32(referenced.length), ...referenced.map(([namespace, id]) => mediaIdBytes(namespace, id)),
  ]); // prettier-ignore
}

/** Bytes as SQL writes them. */
export function storedBytes(bytes: Uint8Array): string {
  return `x'${Buffer.from(bytes).toString('hex')}'`;
}
