import { createHash, hash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha256 } from '../model/index.ts';
import { passingName } from '../sqlite/index.ts';
import type { ByteSource } from './byte-source.ts';
import { EntryDamaged } from './archive-entry.ts';
import { DiskFile, memorySource, sliceOf } from './byte-source.ts';
import { absolute } from './folder.ts';
import { writeWhole } from './hash.ts';
import type { Step } from './place.ts';
import { isStored, packedAt, unpackEntry } from './zip/entry-data.ts';

/** Unpacked archives up to this size are held in memory, larger ones in the work folder. */
const IN_MEMORY_BYTES = 8 * 2 ** 20;

const DIFFERS = 'the unpacked bytes are not those that were hashed when the exhibit was taken in';

/** Opens a file of a folder exhibit by its last step; `path` is the path under which it is listed. */
export function openOnDisk(root: string, step: Extract<Step, { in: 'disk' }>, path: string): DiskFile {
  const relative =
    step.nameHex === null ? Buffer.from(step.path === '' ? path : step.path) : Buffer.from(step.nameHex, 'hex');
  return new DiskFile(absolute(Buffer.from(root), relative));
}

/** The bytes of a step inside a container where they lie as they are; null when they are packed. */
export function plainBytes(container: ByteSource, step: Extract<Step, { in: 'zip' | 'run' }>): ByteSource | null {
  if (step.in === 'run') return sliceOf(container, step.offset, step.size);
  return isStored(step) ? sliceOf(container, packedAt(container, step), Math.min(step.packed, step.size)) : null;
}

/**
 * Makes a packed entry readable at any offset: in memory when small, else as a file `<sha256>.unpacked` in the work folder.
 * `sha256` is that of the unpacked bytes; a file already there is used when its hash agrees. Throws `EntryDamaged`, also where the
 * bytes are no longer those.
 */
export async function unpackToWork(
  container: ByteSource,
  step: Extract<Step, { in: 'zip' }>,
  workDir: string,
  sha256: Sha256,
  signal?: AbortSignal,
): Promise<ByteSource> {
  if (step.size <= IN_MEMORY_BYTES) {
    const parts: Uint8Array[] = [];
    for await (const part of limited(unpackEntry(container, step), step.size)) parts.push(part);
    const bytes = Buffer.concat(parts);
    if (hash('sha256', bytes, 'hex') !== sha256) throw new EntryDamaged(DIFFERS);
    return memorySource(bytes);
  }
  return spool(limited(unpackEntry(container, step), step.size), workDir, sha256, signal);
}

/**
 * Writes bytes to `<sha256>.unpacked` in the work folder and opens it. The file appears under its name only when it is
 * whole and its hash is right.
 */
async function spool(
  bytes: AsyncIterable<Uint8Array>,
  workDir: string,
  sha256: Sha256,
  signal?: AbortSignal,
): Promise<ByteSource> {
  const path = join(workDir, `${sha256}.unpacked`);
  if (existsSync(path)) {
    const there = new DiskFile(path);
    if (hashOf(there) === sha256) return there;
    there.close();
    rmSync(path);
  }
  mkdirSync(workDir, { recursive: true });
  const partial = passingName(path);
  const digest = createHash('sha256');
  const out = openSync(partial, 'w', 0o600);
  try {
    for await (const block of bytes) {
      signal?.throwIfAborted();
      digest.update(block);
      writeWhole(out, block);
    }
    if (digest.digest('hex') !== sha256) throw new EntryDamaged(DIFFERS);
    renameSync(partial, path);
  } finally {
    closeSync(out);
    rmSync(partial, { force: true });
  }
  return new DiskFile(path);
}

/** What can be read of a damaged entry: as many bytes as were hashed at intake. */
async function* limited(blocks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let left = size;
  for await (const block of blocks) {
    yield block.subarray(0, left);
    left -= block.length;
    if (left <= 0) return;
  }
}

function hashOf(source: ByteSource): Sha256 {
  const digest = createHash('sha256');
  const buffer = Buffer.allocUnsafe(2 ** 20);
  for (let offset = 0; ;) {
    const got = source.read(buffer, offset);
    if (got === 0) return digest.digest('hex');
    digest.update(buffer.subarray(0, got));
    offset += got;
  }
}
