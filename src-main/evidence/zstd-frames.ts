import type { ByteSource } from './byte-source.ts';
import { readPiece } from './byte-source.ts';

// Layout: RFC 8878, sections 3.1.1 and 3.1.2.
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/**
 * Where the frames of a zstd file lie: several are one stream, and node:zlib ends after the first. What follows the last frame
 * and is none is given as a frame too, so that unpacking it fails.
 */
export function* zstdFrames(source: ByteSource): Generator<{ readonly from: number; readonly length: number }> {
  for (let from = 0; from < source.sizeBytes;) {
    const end = endOf(source, from) ?? source.sizeBytes;
    const length = Math.min(end, source.sizeBytes) - from;
    if (!isSkippable(readPiece(source, from, 8))) yield { from, length };
    from += length;
  }
}

function isSkippable(head: Buffer): boolean {
  return head.length === 8 && (head.readUInt32LE(0) & 0xfffffff0) >>> 0 === SKIPPABLE;
}

/** Null when no whole frame stands here. */
function endOf(source: ByteSource, from: number): number | null {
  const head = readPiece(source, from, 8);
  if (head.length < 8) return null;
  if (isSkippable(head)) return from + 8 + head.readUInt32LE(4);
  if (head.readUInt32LE(0) !== FRAME) return null;
  const flags = head.readUInt8(4);
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  for (let at = from + 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes; ;) {
    const header = readPiece(source, at, 3);
    if (header.length < 3) return null;
    const bits = header.readUIntLE(0, 3);
    const isRun = ((bits >> 1) & 3) === 1;
    at += 3 + (isRun ? 1 : bits >> 3);
    if ((bits & 1) === 1) return at + ((flags & 4) === 0 ? 0 : 4);
  }
}
