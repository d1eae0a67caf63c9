/** What `binaryPlist` can write: texts, whole numbers below 2^15, references, lists and dictionaries. */
export type Plain = string | number | { readonly uid: number } | readonly Plain[] | { readonly [key: string]: Plain };

/** A binary property list of the value, dictionaries in the given order. */
export function binaryPlist(value: Plain): Buffer {
  const objects: Buffer[] = [];
  add(value);
  const offsets: number[] = [];
  let at = 8;
  for (const object of objects) {
    offsets.push(at);
    at += object.length;
  }
  const table = Buffer.alloc(offsets.length * 2);
  offsets.forEach((offset, index) => table.writeUInt16BE(offset, index * 2));
  const trailer = Buffer.alloc(32);
  trailer.writeUInt8(2, 6); // bytes of an offset
  trailer.writeUInt8(1, 7); // bytes of a reference
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(at), 24);
  return Buffer.concat([Buffer.from('bplist00'), ...objects, table, trailer]);

  /** Writes the value behind its place in the list of objects, which is what references name. */
  function add(entry: Plain): number {
    const place = objects.push(Buffer.alloc(0)) - 1;
    objects[place] = encoded(entry);
    return place;
  }

  function encoded(entry: Plain): Buffer {
    if (typeof entry === 'string') return textObject(entry);
    if (typeof entry === 'number') return Buffer.from([0x11, entry >> 8, entry & 0xff]);
    if (isList(entry)) return Buffer.from([...marker(0xa0, entry.length), ...entry.map(add)]);
    if (isReference(entry)) return Buffer.from([0x80, entry.uid]);
    const keys = Object.keys(entry);
    return Buffer.from([...marker(0xd0, keys.length), ...keys.map(add), ...Object.values(entry).map(add)]);
  }
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isReference(value: Plain): value is { readonly uid: number } {
  return typeof value === 'object' && 'uid' in value && typeof value.uid === 'number';
}

function textObject(text: string): Buffer {
  const ascii = /^[\0-\x7f]*$/.test(text);
  const bytes = ascii ? Buffer.from(text) : Buffer.from(text, 'utf16le').swap16();
  return Buffer.concat([Buffer.from(marker(ascii ? 0x50 : 0x60, text.length)), bytes]);
}

function marker(kind: number, length: number): readonly number[] {
  return length < 15 ? [kind | length] : [kind | 15, 0x11, length >> 8, length & 0xff];
}
