import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Difference } from '../../contract/index.ts';
import {
  EntryDamaged,
  IntakeRefused,
  memoryFileIndex,
  openTree,
  takeIn,
  writeWhole,
  type IndexedFile,
  type IntakeRequest,
  type OpenTree,
} from '../../evidence/index.ts';
import type { Sha256 } from '../../model/index.ts';
import type { ReportRun } from '../report-request.ts';

/** An exhibit that the caller has at hand, under the reference by which the report cites it. */
export interface ExhibitAtHand {
  readonly reference: string;
  readonly path: string;
}

/** A file of an exhibit as it is now, copied where its byte ranges can be read. */
export interface FoundFile {
  readonly copy: string;
  readonly sha256: Sha256;
}

/** What an exhibit gave of the files that a report cites. */
export interface FoundFiles {
  /** By path inside the exhibit; null for one that is not there or cannot be read. */
  readonly files: ReadonlyMap<string, FoundFile | null>;
  readonly bytes: number;
  /** Files that came out of a locked one, which lies in the exhibit: they are not there as they are cited. */
  readonly unlocked: ReadonlySet<string>;
  /** The exhibit as a whole, when it could not be read. */
  readonly differences: readonly Difference[];
}

/**
 * Looks for files in an exhibit and copies them into `scratch`, hashing what it copies. The exhibit is opened for reading
 * only: a folder, a zip, a tar, a tar.gz or a single file. Throws the signal's reason when cancelled.
 */
export async function findFiles(
  exhibit: ExhibitAtHand,
  wanted: ReadonlySet<string>,
  scratch: string,
  run: ReportRun & Pick<IntakeRequest, 'limits'>,
): Promise<FoundFiles> {
  const { reference } = exhibit;
  const request = { path: exhibit.path, workDir: path.join(scratch, 'work'), ...pick(run) };
  const found = new Map<string, FoundFile | null>([...wanted].map((name) => [name, null]));
  const listed: IndexedFile[] = [];
  const fromLocked = byLockedFile(wanted);
  const unlocked = new Set(fromLocked.get(''));
  let tree: OpenTree | null = null;
  let bytes = 0;
  try {
    for await (const event of takeIn(request)) {
      if (event.kind === 'progress') {
        run.progress?.({ phase: 'hashes', done: event.doneBytes, total: event.totalBytes, unit: 'bytes' });
      } else if (event.kind === 'file') {
        if (wanted.has(event.file.path)) listed.push(event.file);
        for (const name of fromLocked.get(event.file.path) ?? []) unlocked.add(name);
      } else if (event.kind === 'end') {
        bytes = event.digest.sizeBytes;
        const place = { kind: event.digest.kind, path: exhibit.path, sha256: event.digest.sha256 };
        tree = openTree(place, memoryFileIndex(listed), request);
      }
    }
    for (const file of listed) {
      if (tree === null) continue;
      const copy = path.join(scratch, `${found.size}-${listed.indexOf(file)}-${file.sha256}`);
      found.set(file.path, await copyFile(tree, file, copy, run.signal));
    }
    return { files: found, bytes, unlocked, differences: [] };
  } catch (error) {
    if (!(error instanceof IntakeRefused)) throw error;
    const kind = error.code === 'path-not-found' ? 'missing' : 'unreadable';
    return {
      files: found,
      bytes,
      unlocked,
      differences: [{ subject: 'exhibit', kind, path: reference, expected: null, found: null }],
    };
  } finally {
    tree?.close();
  }
}

/** Names of what came out of locked files, by the path of the outermost locked file. */
function byLockedFile(names: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names)
    for (let at = name.indexOf('!/'); at !== -1; at = name.indexOf('!/', at + 1)) {
      const locked = name.slice(0, at);
      found.set(locked, [...(found.get(locked) ?? []), name]);
    }
  return found;
}

function pick({ signal, limits }: ReportRun & Pick<IntakeRequest, 'limits'>): Pick<IntakeRequest, 'signal' | 'limits'> {
  return { ...(signal !== undefined && { signal }), ...(limits !== undefined && { limits }) };
}

/** Null when the file can no longer be read to its end. */
async function copyFile(
  tree: OpenTree,
  file: IndexedFile,
  copy: string,
  signal: AbortSignal | undefined,
): Promise<FoundFile | null> {
  const digest = createHash('sha256');
  const out = openSync(copy, 'wx', 0o600);
  try {
    for await (const block of tree.bytes(file)) {
      signal?.throwIfAborted();
      digest.update(block);
      writeWhole(out, block);
    }
    return { copy, sha256: digest.digest('hex') };
  } catch (error) {
    if (error instanceof EntryDamaged || (error instanceof Error && 'code' in error && error.code !== 'ENOSPC')) {
      signal?.throwIfAborted();
      return null;
    }
    throw error;
  } finally {
    closeSync(out);
  }
}
