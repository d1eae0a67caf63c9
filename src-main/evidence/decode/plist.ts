import { readBinaryPlist } from './plist-binary.ts';
import type { PlistMap, PlistValue } from './plist-value.ts';
import { readXmlPlist } from './plist-xml.ts';

export { PlistDamaged } from './plist-value.ts';
export type { PlistMap, PlistValue } from './plist-value.ts';

/** Reads a binary or XML property list, told apart by its first bytes. Throws `PlistDamaged`, for any bytes. */
export function readPlist(bytes: Uint8Array): PlistValue {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, 6) === 'bplist') return readBinaryPlist(buffer);
  return readXmlPlist(buffer);
}

/** The value at a key path through dictionaries and arrays; undefined when there is none. */
export function plistAt(value: PlistValue, ...path: readonly (string | number)[]): PlistValue | undefined {
  let current: PlistValue | undefined = value;
  for (const key of path) {
    if (current instanceof Map && typeof key === 'string') current = (current as PlistMap).get(key);
    else if (Array.isArray(current) && typeof key === 'number') current = (current as readonly PlistValue[])[key];
    else return undefined;
  }
  return current;
}
