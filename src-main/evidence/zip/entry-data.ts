import { pipeline, Readable } from 'node:stream';
import type { Transform } from 'node:stream';
import { createInflateRaw, createZstdDecompress, inflateRawSync } from 'node:zlib';
import { EntryDamaged } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import { BLOCK_BYTES, readPiece } from '../byte-source.ts';
import type { Step } from '../place.ts';
import { readLocal } from './local-header.ts';

type ZipStep = Extract<Step, { in: 'zip' }>;

const STORED = 0;
const DEFLATED = 8;
const ZSTD = 93;

/** Packing methods that can be read. */
export const METHODS: ReadonlySet<number> = new Set([STORED, DEFLATED, ZSTD]);

/** Packing methods that cannot be read. Source: PKWARE APPNOTE.TXT 6.3.10, section 4.4.5. */
const OTHER_METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  95: 'xz',
  98: 'PPMd',
};

/** For a sentence: `Deflate64 (method 9)`. */
export function methodName(method: number): string {
  const name = OTHER_METHODS[method];
  return name === undefined ? `method ${method}` : `${name} (method ${method})`;
}

/** Where the packed bytes start. Throws `EntryDamaged` when no local header stands before them. */
export function packedAt(source: ByteSource, step: ZipStep): number {
  const local = readLocal(source, step.offset);
  if (local === null) throw new EntryDamaged('no local header stands before the entry');
  return local.dataAt;
}

/** True when the entry's bytes lie in the archive as they are. */
export function isStored(step: ZipStep): boolean {
  return step.method === STORED;
}

/** Unpacks a small entry at once: no streams. Null when it is too large for that, or needs the careful way. */
export function unpackSmall(source: ByteSource, step: ZipStep): Buffer | null {
  if (step.size > BLOCK_BYTES || step.packed > BLOCK_BYTES || step.method === ZSTD) return null;
  const packed = readPiece(source, packedAt(source, step), step.packed);
  if (packed.length < step.packed) return null;
  if (step.method === STORED) return packed.length === step.size ? packed : null;
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: step.size + 1 });
    return bytes.length === step.size ? bytes : null;
  } catch (error) {
    // Damaged, or larger than stated: reading it as a stream tells how far it is good.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/**
 * Unpacks an entry block by block, from `start` up to its stated size and not a byte further. Throws `EntryDamaged` when
 * the data end early, are not what the method writes, or unpack to more than stated.
 */
export async function* unpackEntry(source: ByteSource, step: ZipStep): AsyncGenerator<Uint8Array> {
  yield* unpackBlocks(packedBlocks(source, packedAt(source, step), step.packed), step);
}

/** The same from packed bytes that were already fetched, and decrypted where they were encrypted. */
export async function* unpackBlocks(
  packed: Iterable<Uint8Array>,
  { method, size }: Pick<ZipStep, 'method' | 'size'>,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of method === STORED ? packed : unpackStream(packed, method)) {
    const room = size - done;
    if (chunk.length > room) {
      if (room > 0) yield chunk.subarray(0, room);
      throw new EntryDamaged(`the entry holds more than the ${size} bytes it states`);
    }
    done += chunk.length;
    yield chunk;
  }
  if (done < size) throw new EntryDamaged(`the entry ends after ${done} of ${size} bytes`);
}

/** The packed bytes in blocks, each an array of its own. */
export function* packedBlocks(source: ByteSource, from: number, length: number): Generator<Uint8Array> {
  for (let done = 0; done < length;) {
    const block = readPiece(source, from + done, Math.min(BLOCK_BYTES, length - done));
    if (block.length === 0) return;
    done += block.length;
    yield block;
  }
}

async function* unpackStream(packed: Iterable<Uint8Array>, method: number): AsyncGenerator<Uint8Array> {
  const unpacker: Transform =
    method === DEFLATED ? createInflateRaw({ chunkSize: 2 ** 18 }) : createZstdDecompress({ chunkSize: 2 ** 18 });
  // The iteration below reports what goes wrong; the pipeline only tears down both ends.
  pipeline(Readable.from(packed, { objectMode: true }), unpacker, () => undefined);
  try {
    for await (const chunk of unpacker as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new EntryDamaged(`the packed data are damaged (${String(error.code)})`);
    throw error;
  } finally {
    unpacker.destroy();
  }
}
