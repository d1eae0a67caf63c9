import { boxesIn, boxIn, type Box } from './iso-boxes.ts';
import { readMovie } from './iso-movie.ts';
import { FactList, type MediaStructure, type ReadBytes } from './media-fact.ts';

/** Largest index of a film, and of a picture's metadata, that is read whole. */
const MOST_INDEX_BYTES = 16_777_216;
/** Boxes of the top level that are looked at: fragmented films have thousands. */
const MOST_TOP_BOXES = 2000;
/** Largest EXIF structure of a picture. */
const MOST_EXIF_BYTES = 1_048_576;

/** What an ISO base media file holds of metadata: facts of a film, and EXIF of a picture. */
export interface IsoMedia {
  readonly structure: MediaStructure;
  /** A TIFF structure and where in the file it begins. */
  readonly exif: { readonly bytes: Uint8Array; readonly base: number } | null;
}

/** Reads the boxes of MP4, MOV, 3GP, M4A, HEIC, HEIF or AVIF; null for other files. Reads headers and indexes alone. */
export async function readIsoMedia(read: ReadBytes, sizeBytes: number): Promise<IsoMedia | null> {
  const list = new FactList();
  let exif: IsoMedia['exif'] = null;
  let at = 0;
  for (let count = 0; count < MOST_TOP_BOXES && at + 8 <= sizeBytes; count += 1) {
    const head = Buffer.from(await read(at, 16));
    const box = topBox(head, at, sizeBytes);
    if (box === null || (count === 0 && box.type !== 'ftyp')) break;
    const length = box.to - box.from;
    if (box.type === 'ftyp') addBrands(list, Buffer.from(await read(box.from, Math.min(length, 400))), box.from);
    if ((box.type === 'moov' || box.type === 'meta') && length > MOST_INDEX_BYTES) list.leftOut += 1;
    else if (box.type === 'moov') {
      const bytes = Buffer.from(await read(box.from, length));
      const movie = readMovie(bytes, { from: 0, to: bytes.length }, box.from);
      for (const fact of movie.facts) list.add(fact.within, fact.name, fact.value, fact.offset, fact.length);
      list.leftOut += movie.leftOut;
    } else if (box.type === 'meta' && exif === null) {
      const bytes = Buffer.from(await read(box.from, length));
      exif = await readExifItem(bytes, box.from, read, sizeBytes);
    }
    at = box.to;
  }
  if (at === 0) return null;
  return { structure: { form: 'ISO base media', facts: list.facts, leftOut: list.leftOut }, exif };
}

function topBox(head: Buffer, at: number, sizeBytes: number): Box | null {
  if (head.length < 8) return null;
  const short = head.readUInt32BE(0);
  if (short === 1 && head.length < 16) return null;
  const size = short === 0 ? sizeBytes - at : short === 1 ? Number(head.readBigUInt64BE(8)) : short;
  const first = short === 1 ? 16 : 8;
  if (size < first || !Number.isSafeInteger(at + size)) return null;
  return { type: head.toString('latin1', 4, 8), from: at + first, to: Math.min(at + size, sizeBytes) };
}

function addBrands(list: FactList, bytes: Buffer, base: number): void {
  if (bytes.length < 8) return;
  list.add('ftyp', 'major brand', bytes.toString('latin1', 0, 4), base, 4);
  list.add('ftyp', 'minor version', String(bytes.readUInt32BE(4)), base + 4, 4);
  const brands = bytes.subarray(8).toString('latin1').match(/.{4}/gsu) ?? [];
  if (brands.length > 0) list.add('ftyp', 'compatible brands', brands.join(' '), base + 8, bytes.length - 8);
}

/** The item of type `Exif`: found by `iinf`, placed by `iloc`. Source: ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, annex A. */
async function readExifItem(meta: Buffer, base: number, read: ReadBytes, sizeBytes: number): Promise<IsoMedia['exif']> {
  const inner = { from: 4, to: meta.length };
  const item = exifItemOf(meta, boxIn(meta, inner, 'iinf'));
  const places = boxIn(meta, inner, 'iloc');
  if (item === null || places === null) return null;
  const place = placeOfItem(meta, places, item);
  if (place === null || place.length < 8) return null;
  // Method 1 counts from the `idat` box of this `meta`.
  const data = place.method === 1 ? boxIn(meta, inner, 'idat') : null;
  if (place.method > 1 || (place.method === 1 && data === null)) return null;
  const from = place.offset + (data === null ? 0 : base + data.from);
  if (from + 4 > sizeBytes) return null;
  const bytes = Buffer.from(await read(from, Math.min(place.length, MOST_EXIF_BYTES, sizeBytes - from)));
  if (bytes.length < 12) return null;
  const start = 4 + bytes.readUInt32BE(0);
  return start + 8 > bytes.length ? null : { bytes: bytes.subarray(start), base: from + start };
}

function exifItemOf(meta: Buffer, list: Box | null): number | null {
  if (list === null || list.from + 8 > list.to) return null;
  const first = list.from + (meta[list.from] === 0 ? 6 : 8);
  for (const entry of boxesIn(meta, first, list.to)) {
    const version = meta[entry.from] ?? 0;
    const width = version === 2 ? 2 : 4;
    if (entry.type !== 'infe' || version < 2 || version > 3 || entry.from + 10 + width > entry.to) continue;
    if (meta.toString('latin1', entry.from + 6 + width, entry.from + 10 + width) === 'Exif')
      return meta.readUIntBE(entry.from + 4, width);
  }
  return null;
}

interface ItemPlace {
  readonly method: number;
  readonly offset: number;
  readonly length: number;
}

/** The first run of an item's bytes; null for an item that is not placed or lies in several runs. */
function placeOfItem(meta: Buffer, box: Box, item: number): ItemPlace | null {
  let at = box.from;
  const take = (width: number): number => {
    const from = at;
    at += width;
    if (width === 0 || at > box.to) return 0;
    return width === 8 ? Number(meta.readBigUInt64BE(from)) : meta.readUIntBE(from, width);
  };
  const version = take(1);
  at += 3;
  const widths = take(2);
  const [offsetWidth, lengthWidth, baseWidth] = [widths >> 12, (widths >> 8) & 15, (widths >> 4) & 15];
  const indexWidth = version === 0 ? 0 : widths & 15;
  if (version > 2 || [offsetWidth, lengthWidth, baseWidth, indexWidth].some((width) => ![0, 4, 8].includes(width))) return null; // prettier-ignore
  const count = take(version < 2 ? 2 : 4);
  for (let index = 0; index < count && at < box.to; index += 1) {
    const id = take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : take(2) & 15;
    at += 2;
    const start = take(baseWidth);
    const runs = take(2);
    if (id === item) {
      if (runs !== 1) return null;
      at += indexWidth;
      const offset = start + take(offsetWidth);
      return { method, offset, length: take(lengthWidth) };
    }
    at += runs * (indexWidth + offsetWidth + lengthWidth);
  }
  return null;
}
