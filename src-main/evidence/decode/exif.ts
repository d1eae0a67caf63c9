import { EXIF_TAGS, type ExifGroup } from './exif-tags.ts';

/** One stored value; `offset` and `length` are the value's bytes in the file. */
export interface ExifEntry {
  readonly group: ExifGroup;
  readonly tag: number;
  /** Null for a tag that the standard does not name. */
  readonly name: string | null;
  readonly type: string;
  /** Text, numbers parted by blanks, ratios as `a/b`, other bytes in hexadecimal. */
  readonly value: string;
  readonly offset: number;
  readonly length: number;
}

export interface Exif {
  readonly byteOrder: 'little' | 'big';
  readonly entries: readonly ExifEntry[];
  /** Entries beyond the limit, of a type that the standard does not know, or whose value lies outside the bytes. */
  readonly leftOut: number;
}

/** Entries of one file at most; cameras write some eighty. */
const MOST_ENTRIES = 500;
/** Characters of one value. */
const MOST_CHARACTERS = 400;

/** Name and width in bytes by the number of a type. Source: TIFF 6.0, section 2; CIPA DC-008-2019, 4.6.2. */
const TYPES: Readonly<Record<number, readonly [name: string, width: number]>> = {
  1: ['byte', 1],
  2: ['ascii', 1],
  3: ['short', 2],
  4: ['long', 4],
  5: ['rational', 8],
  6: ['signed byte', 1],
  7: ['undefined', 1],
  8: ['signed short', 2],
  9: ['signed long', 4],
  10: ['signed rational', 8],
  11: ['float', 4],
  12: ['double', 8],
};

/** Tags that hold the offset of a further directory. */
const POINTERS: Readonly<Record<number, ExifGroup>> = { 0x8769: 'photo', 0x8825: 'gps', 0xa005: 'interoperability' };

/**
 * EXIF of a JPEG, PNG, WebP or TIFF file whose first bytes these are; null when it holds none there. Never throws: what
 * lies outside the bytes is counted as left out. `base` is where the bytes lie in the file.
 */
export function readExif(bytes: Uint8Array, base = 0): Exif | null {
  const at = findTiff(bytes);
  return at === null ? null : readTiff(bytes.subarray(at.from, at.to), base + at.from);
}

interface Run {
  readonly from: number;
  readonly to: number;
}

/** Where the TIFF structure lies: in a JPEG's APP1, a PNG's `eXIf`, a WebP's `EXIF`, or the whole file. */
function findTiff(bytes: Uint8Array): Run | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const latin = (from: number, length: number): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, Math.min(length, bytes.length - from))).toString('latin1'); // prettier-ignore
  if (bytes.length < 12) return null;
  if (['II*\0', 'MM\0*'].includes(latin(0, 4))) return { from: 0, to: bytes.length };
  if (view.getUint16(0) === 0xffd8) return inJpeg(view, latin);
  if (latin(0, 8) === '\x89PNG\r\n\x1a\n') return inChunks(view, latin, 8, 'eXIf', { big: true, head: 4, tail: 4 });
  if (latin(0, 4) === 'RIFF' && latin(8, 4) === 'WEBP')
    return withoutPrefix(inChunks(view, latin, 12, 'EXIF', { big: false, head: 0, tail: 0 }), latin);
  return null;
}

type Latin = (from: number, length: number) => string;

/** Segments up to the picture's data. Source: ITU-T T.81, annex B; CIPA DC-008-2019, 4.7.2. */
function inJpeg(view: DataView, latin: Latin): Run | null {
  for (let at = 2; at + 4 <= view.byteLength;) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (marker < 0xff01 || marker === 0xffda || length < 2) return null;
    if (marker === 0xffe1 && latin(at + 4, 6) === 'Exif\0\0')
      return { from: at + 10, to: Math.min(view.byteLength, at + 2 + length) };
    at += 2 + length;
  }
  return null;
}

/** Chunks of PNG (length, name, data, sum) and RIFF (name, length, data, padded to an even length). */
function inChunks(
  view: DataView,
  latin: Latin,
  first: number,
  name: string,
  form: { readonly big: boolean; readonly head: number; readonly tail: number },
): Run | null {
  // prettier-ignore
  for (let at = first; at + 8 <= view.byteLength;) {
    const length = view.getUint32(form.big ? at : at + 4, !form.big);
    if (latin(at + form.head, 4) === name) return { from: at + 8, to: Math.min(view.byteLength, at + 8 + length) };
    at += 8 + length + form.tail + (form.big ? 0 : length % 2);
  }
  return null;
}

/** Some writers keep JPEG's six letters before the structure. */
function withoutPrefix(run: Run | null, latin: Latin): Run | null {
  return run !== null && latin(run.from, 6) === 'Exif\0\0' ? { from: run.from + 6, to: run.to } : run;
}

/** `base` is where the structure begins in the file. */
function readTiff(bytes: Uint8Array, base: number): Exif | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) return null;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const little = order === 0x4949;
  if (view.getUint16(2, little) !== 42) return null;
  const entries: ExifEntry[] = [];
  let leftOut = 0;
  const seen = new Set<number>();
  const directories: { readonly group: ExifGroup; readonly at: number }[] = [{ group: 'image', at: view.getUint32(4, little) }]; // prettier-ignore
  for (let next = directories.shift(); next !== undefined; next = directories.shift()) {
    const { group, at } = next;
    if (seen.has(at) || at < 8 || at + 2 > bytes.length) continue;
    seen.add(at);
    const count = view.getUint16(at, little);
    for (let index = 0; index < count; index += 1) {
      const place = at + 2 + index * 12;
      if (place + 12 > bytes.length || entries.length >= MOST_ENTRIES) {
        leftOut += count - index;
        break;
      }
      const entry = readEntry(view, place, little, group, base);
      if (entry === null) leftOut += 1;
      else {
        entries.push(entry);
        const further = POINTERS[entry.tag];
        if (further !== undefined) directories.push({ group: further, at: view.getUint32(place + 8, little) });
      }
    }
    const after = at + 2 + count * 12;
    if (group === 'image' && after + 4 <= bytes.length)
      directories.push({ group: 'preview', at: view.getUint32(after, little) });
  }
  return { byteOrder: little ? 'little' : 'big', entries, leftOut };
}

function readEntry(view: DataView, place: number, little: boolean, group: ExifGroup, base: number): ExifEntry | null {
  const tag = view.getUint16(place, little);
  const [type, width] = TYPES[view.getUint16(place + 2, little)] ?? ['', 0];
  const length = width * view.getUint32(place + 4, little);
  const offset = length <= 4 ? place + 8 : view.getUint32(place + 8, little);
  if (width === 0 || offset + length > view.byteLength) return null;
  const value = readValue(view, { type, width, offset, length, little });
  return { group, tag, name: EXIF_TAGS[group][tag] ?? null, type, value, offset: base + offset, length };
}

interface Stored {
  readonly type: string;
  readonly width: number;
  readonly offset: number;
  readonly length: number;
  readonly little: boolean;
}

function readValue(view: DataView, { type, width, offset, length, little }: Stored): string {
  const bytes = Buffer.from(view.buffer, view.byteOffset + offset, length);
  if (type === 'ascii') {
    // The closing NUL is a part of the form; anything behind it is shown.
    const text = bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes;
    return cut(new TextDecoder('utf-8').decode(text.subarray(0, 4 * MOST_CHARACTERS)));
  }
  if (type === 'undefined') {
    const head = bytes.subarray(0, MOST_CHARACTERS);
    const isText = head.length > 0 && head.every((byte) => byte >= 0x20 && byte < 0x7f);
    return cut(isText ? head.toString('latin1') : head.toString('hex'));
  }
  const numbers: string[] = [];
  for (let at = offset; at < offset + length && numbers.length < MOST_CHARACTERS / 2; at += width)
    numbers.push(readNumber(view, type, at, little));
  return cut(numbers.join(' '));
}

function readNumber(view: DataView, type: string, at: number, little: boolean): string {
  switch (type) {
    case 'byte':
      return String(view.getUint8(at));
    case 'signed byte':
      return String(view.getInt8(at));
    case 'short':
      return String(view.getUint16(at, little));
    case 'signed short':
      return String(view.getInt16(at, little));
    case 'long':
      return String(view.getUint32(at, little));
    case 'signed long':
      return String(view.getInt32(at, little));
    case 'float':
      return String(view.getFloat32(at, little));
    case 'double':
      return String(view.getFloat64(at, little));
    case 'rational':
      return `${view.getUint32(at, little)}/${view.getUint32(at + 4, little)}`;
    default:
      return `${view.getInt32(at, little)}/${view.getInt32(at + 4, little)}`;
  }
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
