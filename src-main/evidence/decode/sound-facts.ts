import { FactList, type MediaStructure, type ReadBytes } from './media-fact.ts';
import { silkSeconds, walkSilk } from './silk-frames.ts';

/** Bytes read of a sound's beginning and of an Ogg file's end. */
const HEAD_BYTES = 262_144;
const TAIL_BYTES = 65_536;
/** Largest AMR or SILK file whose frames are counted: five hours. */
const MOST_FRAMES_BYTES = 33_554_432;

/** What an Ogg file with Opus or Vorbis, an MP3's ID3v2 tag, an AMR or a SILK file says of itself; null for other files. */
export async function readSoundFacts(read: ReadBytes, sizeBytes: number): Promise<MediaStructure | null> {
  const head = Buffer.from(await read(0, Math.min(HEAD_BYTES, sizeBytes)));
  const start = head.toString('latin1', 0, 9);
  if (start.startsWith('OggS')) return readOgg(head, read, sizeBytes);
  if (start.startsWith('ID3')) return readId3(head);
  if (start.startsWith('#!AMR\n') || start === '#!AMR-WB\n') {
    if (sizeBytes > MOST_FRAMES_BYTES) return { form: 'AMR', facts: [], leftOut: 1 };
    return readAmr(sizeBytes <= head.length ? head : Buffer.from(await read(0, sizeBytes)));
  }
  if (start === '#!SILK_V3' || start === '\u0002#!SILK_V') {
    if (sizeBytes > MOST_FRAMES_BYTES) return { form: 'SILK', facts: [], leftOut: 1 };
    return readSilk(sizeBytes <= head.length ? head : await read(0, sizeBytes));
  }
  return null;
}

/** Source: RFC 3533 (pages), RFC 7845 (Opus in Ogg). */
async function readOgg(head: Buffer, read: ReadBytes, sizeBytes: number): Promise<MediaStructure> {
  const list = new FactList();
  const first = packetAt(head, 0);
  const magic = first === null ? '' : head.toString('latin1', first.from, first.from + 8);
  let rate = 0;
  let skipped = 0;
  if (first !== null && magic === 'OpusHead' && first.from + 19 <= first.to) {
    rate = 48_000;
    skipped = head.readUInt16LE(first.from + 10);
    list.add('OpusHead', 'channels', String(head[first.from + 9]), first.from + 9, 1);
    list.add('OpusHead', 'samples to skip', String(skipped), first.from + 10, 2);
    list.add('OpusHead', 'rate of the input', `${head.readUInt32LE(first.from + 12)} Hz`, first.from + 12, 4);
  } else if (first !== null && magic.endsWith('vorbis') && first.from + 16 <= first.to) {
    rate = head.readUInt32LE(first.from + 12);
    list.add('vorbis', 'channels', String(head[first.from + 11]), first.from + 11, 1);
    list.add('vorbis', 'rate', `${rate} Hz`, first.from + 12, 4);
  }
  const second = first === null ? null : packetAt(head, first.to);
  const tags = second === null ? '' : head.toString('latin1', second.from, second.from + 8);
  if (second !== null && tags === 'OpusTags') addComments(list, head, second.from + 8, second.to, 'OpusTags');
  else if (second !== null && tags.endsWith('vorbis')) addComments(list, head, second.from + 7, second.to, 'vorbis');
  const tailFrom = Math.max(0, sizeBytes - TAIL_BYTES);
  const tail = tailFrom === 0 ? head : Buffer.from(await read(tailFrom, TAIL_BYTES));
  const last = tail.lastIndexOf('OggS', undefined, 'latin1');
  if (last !== -1 && last + 14 <= tail.length) {
    const position = tail.readBigInt64LE(last + 6);
    const seconds = rate === 0 || position < 0n ? '' : ` (${Math.max(0, Number(position) - skipped) / rate} s)`;
    list.add('last page', 'position', `${position}${seconds}`, tailFrom + last + 6, 8);
  }
  return { form: 'Ogg', facts: list.facts, leftOut: list.leftOut };
}

/** The content of the page at an offset; its first packet begins with it. */
function packetAt(bytes: Buffer, at: number): { readonly from: number; readonly to: number } | null {
  if (at + 27 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'OggS') return null;
  const segments = bytes[at + 26] ?? 0;
  const from = at + 27 + segments;
  if (from > bytes.length) return null;
  const length = bytes.subarray(at + 27, from).reduce((sum, part) => sum + part, 0);
  return { from, to: Math.min(bytes.length, from + length) };
}

function addComments(list: FactList, bytes: Buffer, start: number, end: number, within: string): void {
  let at = start;
  const take = (): { text: string; from: number; length: number } | null => {
    if (at + 4 > end) return null;
    const length = bytes.readUInt32LE(at);
    const from = at + 4;
    if (from + length > end) return null;
    at = from + length;
    return { text: bytes.toString('utf8', from, from + Math.min(length, 2000)), from, length };
  };
  const vendor = take();
  if (vendor === null) return;
  list.add(within, 'vendor', vendor.text, vendor.from, vendor.length);
  if (at + 4 > end) return;
  const count = bytes.readUInt32LE(at);
  at += 4;
  for (let index = 0; index < count; index += 1) {
    const comment = take();
    if (comment === null) return;
    const equals = comment.text.indexOf('=');
    const name = equals === -1 ? 'comment' : comment.text.slice(0, Math.min(equals, 80));
    list.add(within, name, comment.text.slice(equals + 1), comment.from, comment.length);
  }
}

const ENCODINGS = ['latin1', 'utf-16', 'utf-16be', 'utf-8'] as const;

/** Frames of text. Source: ID3 tag version 2.3.0 and 2.4.0, sections 3.1 and 4.2. */
function readId3(head: Buffer): MediaStructure {
  const list = new FactList();
  const version = head[3] ?? 0;
  list.add('ID3v2', 'version', `2.${version}.${head[4] ?? 0}`, 3, 2);
  const end = Math.min(head.length, 10 + syncSafe(head, 6));
  // Version 2.2 has shorter heads; an extended head stands before the frames.
  if (version < 3 || version > 4 || ((head[5] ?? 0) & 0x40) !== 0)
    return { form: 'ID3', facts: list.facts, leftOut: 1 };
  for (let at = 10; at + 10 <= end;) {
    const name = head.toString('latin1', at, at + 4);
    const length = version === 4 ? syncSafe(head, at + 4) : head.readUInt32BE(at + 4);
    if (!/^[A-Z0-9]{4}$/u.test(name) || at + 10 + length > end) break;
    if (name.startsWith('T') && length > 1) {
      const encoding = ENCODINGS[head[at + 10] ?? 0] ?? 'latin1';
      const bytes = head.subarray(at + 11, at + 10 + Math.min(length, 4000));
      const text = encoding === 'latin1' ? bytes.toString('latin1') : new TextDecoder(encoding).decode(bytes);
      list.add('ID3v2', name, text.replaceAll('\0', ' ').trimEnd(), at + 10, length);
    }
    at += 10 + length;
  }
  return { form: 'ID3', facts: list.facts, leftOut: list.leftOut };
}

function syncSafe(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) return 0;
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + ((bytes[at + index] ?? 0) & 0x7f), 0);
}

/** Bytes of a frame's speech by its mode; frames of 20 ms. Source: RFC 4867, 5.3; 3GPP TS 26.101 and 26.201. */
const AMR_BYTES = [12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0] as const;
const AMR_WB_BYTES = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0] as const;

function readAmr(bytes: Buffer): MediaStructure {
  const list = new FactList();
  const isWide = bytes.toString('latin1', 0, 9) === '#!AMR-WB\n';
  const start = isWide ? 9 : 6;
  list.add('AMR', 'form', isWide ? 'AMR-WB' : 'AMR', 0, start);
  const sizes = isWide ? AMR_WB_BYTES : AMR_BYTES;
  let frames = 0;
  let at = start;
  while (at < bytes.length) {
    at += 1 + (sizes[((bytes[at] ?? 0) >> 3) & 15] ?? 0);
    if (at <= bytes.length) frames += 1;
  }
  list.add('AMR', 'frames', `${frames} (${(frames * 20) / 1000} s, counted)`, start, bytes.length - start);
  return { form: 'AMR', facts: list.facts, leftOut: list.leftOut };
}

function readSilk(bytes: Uint8Array): MediaStructure | null {
  const framing = walkSilk(bytes);
  if (framing === null) return null;
  const list = new FactList();
  list.add('SILK', 'form', framing.isTencent ? 'SILK v3 with a byte 0x02 before it' : 'SILK v3', 0, framing.start);
  const length = bytes.length - framing.start;
  list.add('SILK', 'packets', `${framing.packets} (${silkSeconds(framing)} s at 20 ms each, counted)`, framing.start, length); // prettier-ignore
  if (framing.empty > 0) list.add('SILK', 'packets without bytes', String(framing.empty), framing.start, length);
  if (framing.behind > 0) list.add('SILK', 'bytes behind the end', String(framing.behind), bytes.length - framing.behind, framing.behind); // prettier-ignore
  if (framing.damage !== null) list.add('SILK', 'damage', framing.damage, framing.start, length);
  return { form: 'SILK', facts: list.facts, leftOut: list.leftOut };
}
