import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import type { Sha256 } from '../model/index.ts';
import { passingName } from '../sqlite/index.ts';
import type { ByteSource } from './byte-source.ts';
import { DiskFile } from './byte-source.ts';
import { writeWhole } from './hash.ts';
import { inflatedBlocks } from './inflate-blocks.ts';
import type { Limits } from './limits.ts';
import { RATIO_FLOOR_BYTES } from './limits.ts';
import { packedBlocks } from './zip/entry-data.ts';
import { zstdFrames } from './zstd-frames.ts';

/** What a tar can be packed with and still be read. */
export type TarPacking = 'tar-gz' | 'tar-zst';

/** How unpacking ended: `whole`, cut short by a limit, or by damage in the stream. What came before is in the file. */
export type Unpacked = 'whole' | 'ratio' | 'total' | 'damaged';

/**
 * The unpacked tar of a tar.gz or tar.zst, in the work folder under the hash of the packed file. One that a limit cut
 * short bears the limits in its name: an exhibit that was taken in under others has more, or less, of it.
 */
export function unpackedTarPath(workDir: string, sha256: Sha256, cutBy: Limits | null): string {
  const cut = cutBy === null ? '' : `-ratio-${cutBy.ratio}-bytes-${cutBy.totalBytes}`;
  return join(workDir, `${sha256}${cut}.tar`);
}

/**
 * Unpacks a gzip or zstd file into the work folder; `tick` is asked after every block, `headers` for bytes out of turn. `settle` then names it by the packed file's
 * hash, which is known only once all of it was read; `discard` removes it when that is not to be.
 */
export async function unpackTar(
  packing: TarPacking,
  source: ByteSource,
  workDir: string,
  limits: Limits,
  tick: () => Promise<void>,
  headers: ByteSource = source,
): Promise<{
  readonly ended: Unpacked;
  readonly sizeBytes: number;
  settle(sha256: Sha256): DiskFile;
  discard(): void;
}> {
  mkdirSync(workDir, { recursive: true });
  const partial = passingName(join(workDir, 'unpacking'));
  const out = openSync(partial, 'wx', 0o600);
  const discard = (): void => {
    rmSync(partial, { force: true });
  };
  let ended: Unpacked = 'whole';
  let sizeBytes = 0;
  try {
    for await (const block of unpackedBlocks(packing, source, headers, tick)) {
      sizeBytes += block.length;
      if (sizeBytes > limits.totalBytes) ended = 'total';
      else if (sizeBytes > RATIO_FLOOR_BYTES && sizeBytes > source.sizeBytes * limits.ratio) ended = 'ratio';
      if (ended !== 'whole') break;
      writeWhole(out, block);
      await tick();
    }
  } catch (error) {
    if (!(error instanceof PackingDamaged || isOfZstd(error))) {
      discard();
      throw error;
    }
    ended = 'damaged';
  } finally {
    closeSync(out);
  }
  const settle = (sha256: Sha256): DiskFile => {
    const path = unpackedTarPath(workDir, sha256, ended === 'ratio' || ended === 'total' ? limits : null);
    renameSync(partial, path);
    return new DiskFile(path);
  };
  return { ended, sizeBytes, settle, discard };
}

/** Throws `PackingDamaged` or an error of zstd where the stream is damaged or cut off, after what came before. */
async function* unpackedBlocks(
  packing: TarPacking,
  source: ByteSource,
  headers: ByteSource,
  tick: () => Promise<void>,
): AsyncGenerator<Buffer> {
  if (packing === 'tar-gz') {
    const end = yield* inflatedBlocks(packedBlocks(source, 0, source.sizeBytes), 'gzip');
    if (end !== 'whole') throw new PackingDamaged();
    return;
  }
  for await (const { from, length } of zstdFrames(headers, tick)) {
    const unpacker = createZstdDecompress({ chunkSize: 2 ** 18 });
    // The iteration below reports what goes wrong; the pipeline only tears down both ends.
    pipeline(Readable.from(packedBlocks(source, from, length), { objectMode: true }), unpacker, () => undefined);
    try {
      for await (const block of unpacker as AsyncIterable<Buffer>) yield block;
    } finally {
      unpacker.destroy();
    }
  }
}

class PackingDamaged extends Error {}

function isOfZstd(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z(?:STD)?_/u.test(String(error.code));
}
