import type { ByteSource } from './byte-source.ts';
import { readPiece } from './byte-source.ts';

// Layout: RFC 8878, sections 3.1.1 and 3.1.2.
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const RUN = 1;
const RESERVED = 3;

/** Blocks can be three bytes short: as many of them are stepped over before others have their turn. */
const BLOCKS_A_TURN = 4096;

/**
 * Where the frames of a zstd file lie: several are one stream, and node:zlib ends after the first. What follows the last frame
 * and is none is given as a frame too, so that unpacking it fails. `tick` is asked while the blocks of a frame are stepped over.
 */
export async function* zstdFrames(
  source: ByteSource,
  tick: () => Promise<void>,
): AsyncGenerator<{ readonly from: number; readonly length: number }> {
  for (let from = 0; from < source.sizeBytes;) {
    const end = (await endOf(source, from, tick)) ?? source.sizeBytes;
    const length = Math.min(end, source.sizeBytes) - from;
    if (!isSkippable(readPiece(source, from, 8))) yield { from, length };
    from += length;
  }
}

function isSkippable(head: Buffer): boolean {
  return head.length === 8 && (head.readUInt32LE(0) & 0xfffffff0) >>> 0 === SKIPPABLE;
}

/** Null when no whole frame stands here. */
async function endOf(source: ByteSource, from: number, tick: () => Promise<void>): Promise<number | null> {
  const head = readPiece(source, from, 8);
  if (head.length < 8) return null;
  if (isSkippable(head)) return from + 8 + head.readUInt32LE(4);
  if (head.readUInt32LE(0) !== FRAME) return null;
  const flags = head.readUInt8(4);
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  let at = from + 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (let blocks = 1; ; blocks += 1) {
    if (blocks % BLOCKS_A_TURN === 0) await tick();
    const header = readPiece(source, at, 3);
    if (header.length < 3) return null;
    const bits = header.readUIntLE(0, 3);
    const type = (bits >> 1) & 3;
    if (type === RESERVED) return null;
    at += 3 + (type === RUN ? 1 : bits >> 3);
    if ((bits & 1) === 1) return at + ((flags & 4) === 0 ? 0 : 4);
  }
}
