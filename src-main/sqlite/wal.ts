import { isPageSize } from './file-header.ts';
import type { ReadOnlyFile } from './read-only-file.ts';
import { WalChecksum } from './wal-checksum.ts';

/** Source of all constants: sqlite.org/fileformat2.html, section 4. */
const HEADER_SIZE = 32;
const FRAME_HEADER_SIZE = 24;
const MAGIC_LITTLE = 0x377f0682;
const MAGIC_BIG = 0x377f0683;
const VERSION = 3_007_000;

/** What a write-ahead log says: which of its frames SQLite would use, and what else lies in the file. */
export interface Wal {
  readonly pageSize: number;
  /** Frames up to the last commit, by salts and checksums. */
  readonly committedFrames: number;
  /** Frames with right salts and checksums after the last commit: a transaction that never ended. */
  readonly uncommittedFrames: number;
  /** Whole frames behind these: the rest of older generations, or damage. */
  readonly otherFrames: number;
  /** Of these, frames of this generation by their salts: they were written after the last good frame, and one of them is damaged. */
  readonly damagedFrames: number;
  /** Bytes after the last whole frame. */
  readonly tornBytes: number;
  /** Size of the database in pages after the last commit. */
  readonly pageCount: number;
  /** Page number to byte offset of its newest committed content in the log. */
  readonly pages: ReadonlyMap<number, number>;
}

/** Null when SQLite would ignore the whole log: too short, or a header with a wrong number or checksum. */
export function readWal(file: ReadOnlyFile): Wal | null {
  const header = file.read(0, HEADER_SIZE);
  if (header.length < HEADER_SIZE) return null;
  const magic = header.readUInt32BE(0);
  if (magic !== MAGIC_LITTLE && magic !== MAGIC_BIG) return null;
  const pageSize = header.readUInt32BE(8);
  if (header.readUInt32BE(4) !== VERSION || !isPageSize(pageSize)) return null;
  const sum = new WalChecksum(magic === MAGIC_BIG);
  sum.add(header.subarray(0, 24));
  if (!sum.equals(header, 24)) return null;

  const frameSize = FRAME_HEADER_SIZE + pageSize;
  const wholeFrames = Math.floor(Math.max(0, file.size - HEADER_SIZE) / frameSize);
  const pages = new Map<number, number>();
  let pending: [number, number][] = [];
  let committedFrames = 0;
  let validFrames = 0;
  let pageCount = 0;
  const frame = Buffer.allocUnsafe(frameSize);
  for (let index = 0; index < wholeFrames; index += 1) {
    const offset = HEADER_SIZE + index * frameSize;
    if (file.readInto(frame, offset) < frameSize) break;
    const page = frame.readUInt32BE(0);
    if (page === 0 || frame.compare(header, 16, 24, 8, 16) !== 0) break;
    sum.add(frame.subarray(0, 8));
    sum.add(frame.subarray(FRAME_HEADER_SIZE));
    if (!sum.equals(frame, 16)) break;
    validFrames += 1;
    pending.push([page, offset + FRAME_HEADER_SIZE]);
    const commit = frame.readUInt32BE(4);
    if (commit === 0) continue;
    for (const [number, at] of pending) pages.set(number, at);
    pending = [];
    committedFrames = validFrames;
    pageCount = commit;
  }
  let damagedFrames = 0;
  for (let index = validFrames; index < wholeFrames; index += 1) {
    const salts = file.read(HEADER_SIZE + index * frameSize + 8, 8);
    if (salts.equals(header.subarray(16, 24))) damagedFrames += 1;
  }
  return {
    pageSize,
    committedFrames,
    uncommittedFrames: validFrames - committedFrames,
    otherFrames: wholeFrames - validFrames,
    damagedFrames,
    tornBytes: Math.max(0, file.size - HEADER_SIZE - wholeFrames * frameSize),
    pageCount,
    pages,
  };
}
