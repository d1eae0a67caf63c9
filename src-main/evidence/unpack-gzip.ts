import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Sha256 } from '../model/index.ts';
import type { ByteSource } from './byte-source.ts';
import { DiskFile } from './byte-source.ts';
import { writeWhole } from './hash.ts';
import type { Limits } from './limits.ts';
import { RATIO_FLOOR_BYTES } from './limits.ts';
import { packedBlocks } from './zip/entry-data.ts';

/** How unpacking ended: `whole`, cut short by a limit, or by damage in the stream. What came before is in the file. */
export type Unpacked = 'whole' | 'ratio' | 'total' | 'damaged';

/** The unpacked tar of a tar.gz, in the work folder under the hash of the packed file. */
export function unpackedTarPath(workDir: string, sha256: Sha256): string {
  return join(workDir, `${sha256}.tar`);
}

/**
 * Unpacks a gzip file into the work folder; `tick` is asked after every block. `settle` then names it by the packed file's
 * hash, which is known only once all of it was read; `discard` removes it when that is not to be.
 */
export async function unpackGzip(
  source: ByteSource,
  workDir: string,
  limits: Limits,
  tick: () => Promise<void>,
): Promise<{
  readonly ended: Unpacked;
  readonly sizeBytes: number;
  settle(sha256: Sha256): DiskFile;
  discard(): void;
}> {
  mkdirSync(workDir, { recursive: true });
  const partial = join(workDir, `unpacking-${process.pid}-${performance.now()}`);
  const out = openSync(partial, 'wx', 0o600);
  const discard = (): void => {
    rmSync(partial, { force: true });
  };
  let ended: Unpacked = 'whole';
  let sizeBytes = 0;
  const gunzip = createGunzip({ chunkSize: 2 ** 18 });
  pipeline(Readable.from(packedBlocks(source, 0, source.sizeBytes), { objectMode: true }), gunzip, () => undefined);
  try {
    for await (const block of gunzip as AsyncIterable<Buffer>) {
      sizeBytes += block.length;
      if (sizeBytes > limits.totalBytes) ended = 'total';
      else if (sizeBytes > RATIO_FLOOR_BYTES && sizeBytes > source.sizeBytes * limits.ratio) ended = 'ratio';
      if (ended !== 'whole') break;
      writeWhole(out, block);
      await tick();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) {
      discard();
      throw error;
    }
    ended = 'damaged';
  } finally {
    gunzip.destroy();
    closeSync(out);
  }
  const settle = (sha256: Sha256): DiskFile => {
    renameSync(partial, unpackedTarPath(workDir, sha256));
    return new DiskFile(unpackedTarPath(workDir, sha256));
  };
  return { ended, sizeBytes, settle, discard };
}
