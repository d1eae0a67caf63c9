/** A binary property list of one dictionary of texts, keys in the given order. */
export function binaryPlist(entries: Readonly<Record<string, string>>): Buffer {
  const keys = Object.keys(entries);
  const texts = [...keys, ...Object.values(entries)];
  const dictionary = Buffer.from([
    ...marker(0xd0, keys.length),
    ...keys.map((_, index) => index + 1),
    ...keys.map((_, index) => keys.length + index + 1),
  ]);
  const objects = [dictionary, ...texts.map(textObject)];
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
}

function textObject(text: string): Buffer {
  const ascii = /^[\0-\x7f]*$/.test(text);
  const bytes = ascii ? Buffer.from(text) : Buffer.from(text, 'utf16le').swap16();
  return Buffer.concat([Buffer.from(marker(ascii ? 0x50 : 0x60, text.length)), bytes]);
}

function marker(kind: number, length: number): readonly number[] {
  return length < 15 ? [kind | length] : [kind | 15, 0x11, length >> 8, length & 0xff];
}
