import { crc32 } from 'node:zlib';
import type { Issue } from '../../model/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import { readPiece } from '../byte-source.ts';
import { AES_FIELD, AES_FIELD_BYTES, readAesField, type AesField } from './encryption.ts';

// Facts: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
/** A directory larger than this is not held in memory: about ten million entries. */
const LARGEST_DIRECTORY = 2 ** 30;

/** One header of the central directory; offsets count from the file's start. */
export interface CentralHeader {
  readonly madeBy: number;
  /** The part of a split archive in which the entry starts. */
  readonly part: number;
  readonly flags: number;
  readonly method: number;
  readonly dosTime: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
  readonly name: Uint8Array;
  readonly externalAttributes: number;
  /** From the extra field 0x7075, when its check sum fits the name. */
  readonly unicodeName: Uint8Array | null;
  readonly modifiedMs: number | null;
  readonly aes: AesField | null;
}

/** The whole directory in one buffer, with the position of each header in it. */
export interface Directory {
  readonly bytes: Buffer;
  /** Where headers start in `bytes`, in storage order of the entries they describe. */
  readonly positions: Uint32Array;
  /** Added to every stored offset: the length of whatever stands before the archive. */
  readonly shift: number;
  /** Where the directory starts in the file: entries end before it. */
  readonly start: number;
  /** The part of a split archive that this file is, counted from 0. */
  readonly part: number;
}

/**
 * Finds and reads the central directory. Null when there is none (the archive is cut off or not a zip), with the reason in
 * `issues`; further issues tell what is odd about one that could be read.
 */
export function readDirectory(source: ByteSource, where: string, issues: Issue[]): Directory | null {
  const odd = (severity: Issue['severity'], detail: string): void => {
    issues.push(archiveIssue(severity, 'archive-damaged', where, detail));
  };
  const tailAt = Math.max(0, source.sizeBytes - END_BYTES - LONGEST_COMMENT - 2 ** 16);
  const tail = readPiece(source, tailAt, source.sizeBytes - tailAt);
  const found = findEnd(tail);
  if (found === null) {
    odd('error', 'The archive has no end record: it is cut off. Entries are read from their local headers.');
    return null;
  }
  const endAt = tailAt + found;
  const after = source.sizeBytes - endAt - END_BYTES - tail.readUInt16LE(found + 20);
  if (after > 0) odd('note', `${after} bytes follow the end of the archive; they belong to no entry.`);
  const part = tail.readUInt16LE(found + 4);
  if (part !== 0 && part !== 0xffff)
    odd(
      'error',
      `The archive is part ${part + 1} of several, whose entries are not read. Join the parts (zip -s 0 FIRST.zip --out WHOLE.zip) and add the whole archive.`,
    );

  let entries = tail.readUInt16LE(found + 10);
  let size = tail.readUInt32LE(found + 12);
  let stated = tail.readUInt32LE(found + 16);
  let directoryEnd = endAt;
  const zip64 = readEnd64(source, endAt);
  if (zip64 !== null) {
    ({ entries, size, stated } = zip64);
    directoryEnd = zip64.at;
  } else if (entries === 0xffff || size === 0xffffffff || stated === 0xffffffff) {
    odd('warning', 'The archive announces large offsets (zip64) but lacks their record; the short ones are used.');
  }
  if (size > directoryEnd || size > LARGEST_DIRECTORY) {
    odd('error', `The central directory is stated as ${size} bytes, which the file cannot hold.`);
    return null;
  }
  let start = directoryEnd - size;
  let shift = start - stated;
  if (shift !== 0 && startsDirectory(source, stated, size)) {
    // The directory lies where it says: something stands between it and its end record.
    start = stated;
    shift = 0;
  }
  if (shift < 0 || (size > 0 && !startsDirectory(source, start, size))) {
    odd('error', 'The central directory is not where the end record says. Entries are read from their local headers.');
    return null;
  }
  if (shift > 0) odd('note', `${shift} bytes stand before the archive; they belong to no entry.`);
  const bytes = readPiece(source, start, size);
  const positions = locate(bytes);
  if (positions.length !== entries && (zip64 !== null || positions.length % 65_536 !== entries))
    odd('error', `The end record states ${entries} entries; the directory holds ${positions.length} readable ones.`);
  return { bytes, positions: inStorageOrder(bytes, positions, shift), shift, start, part: part === 0xffff ? 0 : part };
}

/** The last end record whose comment fits in the file; the last one at all when none fits exactly. */
function findEnd(tail: Buffer): number | null {
  let fallback: number | null = null;
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== END) continue;
    const end = at + END_BYTES + tail.readUInt16LE(at + 20);
    if (end === tail.length) return at;
    if (end < tail.length) fallback ??= at;
  }
  return fallback;
}

function readEnd64(
  source: ByteSource,
  endAt: number,
): { entries: number; size: number; stated: number; at: number } | null {
  const locator = readPiece(source, endAt - 20, 20);
  if (endAt < 20 || locator.length < 20 || locator.readUInt32LE(0) !== END_64_LOCATOR) return null;
  const stated = Number(locator.readBigUInt64LE(8));
  // With bytes before the archive the stated offset is too small: the record then ends where the locator starts.
  for (const at of [stated, endAt - 20 - 56]) {
    if (at < 0 || at > endAt - 56) continue;
    const record = readPiece(source, at, 56);
    if (record.length === 56 && record.readUInt32LE(0) === END_64)
      return {
        entries: Number(record.readBigUInt64LE(32)),
        size: Number(record.readBigUInt64LE(40)),
        stated: Number(record.readBigUInt64LE(48)),
        at,
      };
  }
  return null;
}

function startsDirectory(source: ByteSource, at: number, size: number): boolean {
  if (size === 0) return true;
  const start = readPiece(source, at, 4);
  return start.length === 4 && start.readUInt32LE(0) === CENTRAL;
}

function locate(bytes: Buffer): Uint32Array {
  let positions = new Uint32Array(1024);
  let count = 0;
  for (let at = 0; at + CENTRAL_BYTES <= bytes.length && bytes.readUInt32LE(at) === CENTRAL;) {
    const next =
      at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) break;
    if (count === positions.length) {
      const larger = new Uint32Array(count * 2);
      larger.set(positions);
      positions = larger;
    }
    positions[count] = at;
    count += 1;
    at = next;
  }
  return positions.slice(0, count);
}

function inStorageOrder(bytes: Buffer, positions: Uint32Array, shift: number): Uint32Array {
  const offsets = Float64Array.from(positions, (at) => readCentral(bytes, at, shift).offset);
  const order = Uint32Array.from(positions.keys());
  let ordered = true;
  for (let i = 1; i < offsets.length && ordered; i += 1) ordered = (offsets[i - 1] ?? 0) <= (offsets[i] ?? 0);
  if (ordered) return positions;
  order.sort((a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0) || a - b);
  return order.map((i) => positions[i] ?? 0);
}

/** Reads the header at a position that `Directory` names. */
export function readCentral(bytes: Buffer, at: number, shift: number): CentralHeader {
  const nameEnd = at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const name = bytes.subarray(at + CENTRAL_BYTES, nameEnd);
  let packed = bytes.readUInt32LE(at + 20);
  let size = bytes.readUInt32LE(at + 24);
  let offset = bytes.readUInt32LE(at + 42);
  let unicodeName: Uint8Array | null = null;
  let modifiedMs: number | null = null;
  let aes: CentralHeader['aes'] = null;
  for (let field = nameEnd; field + 4 <= extraEnd;) {
    const id = bytes.readUInt16LE(field);
    const from = field + 4;
    const to = Math.min(from + bytes.readUInt16LE(field + 2), extraEnd);
    if (id === 0x0001) {
      let next = from;
      const wide = (): number | null => {
        if (next + 8 > to) return null;
        next += 8;
        return Number(bytes.readBigUInt64LE(next - 8));
      };
      if (size === 0xffffffff) size = wide() ?? size;
      if (packed === 0xffffffff) packed = wide() ?? packed;
      if (offset === 0xffffffff) offset = wide() ?? offset;
    } else if (id === 0x7075 && to - from > 5 && bytes[from] === 1 && bytes.readUInt32LE(from + 1) === crc32(name)) {
      unicodeName = bytes.subarray(from + 5, to);
    } else if (id === 0x5455 && to - from >= 5 && ((bytes[from] ?? 0) & 1) === 1) {
      modifiedMs = bytes.readInt32LE(from + 1) * 1000;
    } else if (id === 0x000a && to - from >= 16 && bytes.readUInt16LE(from + 4) === 1 && modifiedMs === null) {
      // NTFS: 100 ns since 1601.
      modifiedMs = Number(bytes.readBigUInt64LE(from + 8) / 10_000n) - 11_644_473_600_000;
    } else if (id === AES_FIELD && to - from >= AES_FIELD_BYTES) aes = readAesField(bytes, from);
    field = to;
  }
  return {
    madeBy: bytes.readUInt8(at + 5),
    part: bytes.readUInt16LE(at + 34),
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    dosTime: bytes.readUInt32LE(at + 12),
    crc: bytes.readUInt32LE(at + 16),
    packed,
    size,
    offset: offset + shift,
    name,
    externalAttributes: bytes.readUInt32LE(at + 38),
    unicodeName,
    modifiedMs,
    aes,
  };
}
