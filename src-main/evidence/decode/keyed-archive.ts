import { PlistDamaged, plistAt, readPlist, type PlistMap, type PlistValue } from './plist.ts';

/** Bytes inside an archive. As JSON they are hexadecimal digits, long ones their count. */
export class ArchivedBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  toJSON(): string {
    return this.bytes.length > LARGEST_SHOWN ? `${this.bytes.length} bytes` : Buffer.from(this.bytes).toString('hex');
  }
}

/**
 * What an archive holds, as values that JSON can hold: objects are their members by name, without their class; dictionaries
 * whose keys are no texts are lists of `{ key, value }`; a UUID is its text in capitals, a date its text in ISO 8601, a range
 * `{ location, length }`; whole numbers beyond 2^53 are their digits.
 */
export type Archived =
  null | boolean | number | string | ArchivedBytes | readonly Archived[] | { readonly [name: string]: Archived };

const LARGEST_SHOWN = 4096;
const DEEPEST = 48;
/** Values built in all: shared objects are built wherever they are named, and a crafted archive names one a million times. */
const MOST_VALUES = 200_000;
/** Characters and bytes built in all beyond the archive's own length: a long text that is named again and again would fill memory where it is written out. */
const MOST_REPEATED = 2 ** 23;
const MAC_EPOCH_S = 978_307_200;

/**
 * Reads what `NSKeyedArchiver` wrote: a property list whose objects name each other by number. Names of members of Apple's
 * own classes: observed in such archives, and `plutil -p` of them. Throws `PlistDamaged`, for any bytes.
 */
export function readKeyedArchive(bytes: Uint8Array): Archived {
  const plist = readPlist(bytes);
  const [objects, top] = [plistAt(plist, '$objects'), plistAt(plist, '$top')];
  if (plistAt(plist, '$archiver') !== 'NSKeyedArchiver' || !Array.isArray(objects) || !(top instanceof Map))
    throw new PlistDamaged('no keyed archive');
  const archive = new KeyedArchive(objects as readonly PlistValue[], bytes.length + MOST_REPEATED);
  const root = (top as PlistMap).get('root');
  return root === undefined ? archive.members(top as PlistMap, 0) : archive.value(root, 0);
}

class KeyedArchive {
  readonly #objects: readonly PlistValue[];
  #count = 0;
  /** Characters and bytes that may still be built. */
  #left: number;

  constructor(objects: readonly PlistValue[], most: number) {
    this.#objects = objects;
    this.#left = most;
  }

  value(stored: PlistValue | undefined, depth: number): Archived {
    this.#count += 1;
    if (this.#count > MOST_VALUES) throw new PlistDamaged('too many values');
    if (depth > DEEPEST) throw new PlistDamaged(`nested deeper than ${DEEPEST} levels, or an object holds itself`);
    if (stored === undefined || stored === null || stored === '$null') return null;
    if (typeof stored === 'bigint') return String(stored);
    if (typeof stored === 'string' || stored instanceof Uint8Array) this.#build(stored.length);
    if (typeof stored !== 'object') return stored;
    if (stored instanceof Uint8Array) return new ArchivedBytes(stored);
    if (stored instanceof Map) return this.#object(stored as PlistMap, depth);
    if (Array.isArray(stored)) return (stored as readonly PlistValue[]).map((one) => this.value(one, depth + 1));
    if ('uid' in stored) return this.#named(stored.uid, depth);
    return 'dateMs' in stored ? isoOf(stored.dateMs) : null;
  }

  members(map: PlistMap, depth: number): Archived {
    const found = Object.create(null) as Record<string, Archived>;
    for (const [name, one] of map) {
      if (name === '$class') continue;
      this.#build(name.length);
      found[name] = this.value(one, depth + 1);
    }
    return found;
  }

  #build(length: number): void {
    this.#left -= length;
    if (this.#left < 0) throw new PlistDamaged('values that are named too often');
  }

  #named(uid: number, depth: number): Archived {
    if (uid >= this.#objects.length) throw new PlistDamaged(`object ${uid} does not exist`);
    return this.value(this.#objects[uid], depth + 1);
  }

  #object(map: PlistMap, depth: number): Archived {
    const objects = map.get('NS.objects');
    if (Array.isArray(objects)) {
      const values = (objects as readonly PlistValue[]).map((one) => this.value(one, depth + 1));
      const keys = map.get('NS.keys');
      return Array.isArray(keys) ? this.#dictionary(keys as readonly PlistValue[], values, depth) : values;
    }
    const string = map.get('NS.string');
    if (string !== undefined) return this.value(string, depth + 1);
    const data = map.get('NS.data');
    if (data !== undefined) return this.value(data, depth + 1);
    const time = map.get('NS.time');
    if (typeof time === 'number') return isoOf((time + MAC_EPOCH_S) * 1000);
    const uuid = map.get('NS.uuidbytes');
    if (uuid instanceof Uint8Array && uuid.length === 16) return uuidOf(uuid);
    if (map.has('NS.rangeval.location') || map.has('NS.rangeval.length'))
      return {
        location: this.value(map.get('NS.rangeval.location'), depth + 1),
        length: this.value(map.get('NS.rangeval.length'), depth + 1),
      };
    return this.members(map, depth);
  }

  #dictionary(keys: readonly PlistValue[], values: readonly Archived[], depth: number): Archived {
    const names = keys.map((one) => this.value(one, depth + 1));
    if (!names.every((name) => typeof name === 'string'))
      return names.map((key, i) => ({ key, value: values[i] ?? null }));
    const found = Object.create(null) as Record<string, Archived>;
    for (const [i, name] of names.entries()) found[name] = values[i] ?? null;
    return found;
  }
}

function isoOf(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
