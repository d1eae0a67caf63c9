import { realpathSync } from 'node:fs';
import type { Sha256 } from '../model/index.ts';
import { BLOCK_BYTES, DiskFile } from './byte-source.ts';
import type { FileIndex } from './file-index.ts';
import { codeOf } from './folder.ts';
import { Digester } from './hash.ts';
import { takeIn } from './intake.ts';
import type { ExhibitKind } from './intake-event.ts';
import { IntakeRefused } from './intake-event.ts';
import type { Limits } from './limits.ts';
import { isDeciphered } from './place.ts';

export interface VerifyRequest {
  readonly exhibit: { readonly kind: ExhibitKind; readonly path: string; readonly sha256: Sha256 };
  /** What intake found. */
  readonly files: FileIndex;
  readonly workDir: string;
  /** Those of the intake: others would leave other files out. */
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}

/** `path` is `''` for the exhibit as a whole. `found` is null for what is missing or unreadable, `expected` for what was added. */
interface ExhibitDifference {
  readonly kind: 'difference';
  readonly change: 'changed' | 'missing' | 'added' | 'unreadable';
  readonly path: string;
  readonly expected: Sha256 | null;
  readonly found: Sha256 | null;
}

export type VerifyEvent =
  | ExhibitDifference
  | {
      readonly kind: 'progress';
      readonly doneBytes: number;
      readonly totalBytes: number | null;
      readonly files: number;
    }
  | {
      readonly kind: 'end';
      readonly differences: number;
      readonly files: number;
      readonly bytes: number;
      readonly sha256: Sha256 | null;
    };

/**
 * Hashes an exhibit again and names what is no longer as at intake. Of an archive or single file its own hash is compared
 * first, then every entry's. Throws the signal's reason when cancelled.
 */
export async function* verifyExhibit(request: VerifyRequest): AsyncGenerator<VerifyEvent> {
  let differences = 0;
  let files = 0;
  let bytes = 0;
  let sha256: Sha256 | null = null;
  const tell = (
    change: ExhibitDifference['change'],
    path: string,
    expected: Sha256 | null,
    found: Sha256 | null,
  ): ExhibitDifference => {
    differences += 1;
    return { kind: 'difference', change, path, expected, found };
  };
  const { exhibit } = request;
  const seen = new Set<string>();
  const unreadable = new Set<string>();
  try {
    if (exhibit.kind !== 'folder') {
      sha256 = yield* hashWhole(exhibit.path, request.signal);
      if (sha256 !== exhibit.sha256) yield tell('changed', '', exhibit.sha256, sha256);
    }
    const { path } = exhibit;
    for await (const event of takeIn({ ...request, path })) {
      if (event.kind === 'progress') yield event;
      else if (event.kind === 'issue' && event.code === 'file-unreadable') unreadable.add(event.where);
      else if (event.kind === 'file') {
        const { file } = event;
        seen.add(file.path);
        files += 1;
        bytes += file.sizeBytes;
        const known = request.files.get(file.path);
        if (known === null) yield tell('added', file.path, null, file.sha256);
        else if (known.sha256 !== file.sha256) yield tell('changed', file.path, known.sha256, file.sha256);
      } else if (event.kind === 'end') {
        if (exhibit.kind === 'folder' && event.digest.sha256 !== exhibit.sha256)
          yield tell('changed', '', exhibit.sha256, event.digest.sha256);
        sha256 = event.digest.sha256;
      }
    }
    for (const known of request.files.all()) {
      // What came out of a locked or encrypted file is no part of the exhibit as it lies there.
      if (seen.has(known.path) || (known.lock ?? null) !== null || isDeciphered(known)) continue;
      yield tell(unreadable.has(known.path) ? 'unreadable' : 'missing', known.path, known.sha256, null);
    }
  } catch (error) {
    if (!(error instanceof IntakeRefused)) throw error;
    yield tell(error.code === 'path-not-found' ? 'missing' : 'unreadable', '', exhibit.sha256, null);
  }
  yield { kind: 'end', differences, files, bytes, sha256 };
}

async function* hashWhole(path: string, signal: AbortSignal | undefined): AsyncGenerator<VerifyEvent, Sha256> {
  let source: DiskFile;
  try {
    source = new DiskFile(realpathSync(path));
  } catch (error) {
    throw new IntakeRefused(codeOf(error) === 'ENOENT' ? 'path-not-found' : 'path-not-readable', path);
  }
  try {
    const digester = new Digester([]);
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES);
    for (let last = performance.now(); ;) {
      signal?.throwIfAborted();
      const got = source.read(buffer, digester.sizeBytes);
      if (got === 0) return digester.finish().sha256;
      digester.update(buffer.subarray(0, got));
      if (performance.now() - last < 50) continue;
      await new Promise((resolve) => setImmediate(resolve));
      last = performance.now();
      yield { kind: 'progress', doneBytes: digester.sizeBytes, totalBytes: source.sizeBytes, files: 0 };
    }
  } finally {
    source.close();
  }
}
