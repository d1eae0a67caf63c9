import { createHash } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { passingName, type WorkingCopy } from '../sqlite/index.ts';
import { BLOCK_BYTES, DiskFile } from './byte-source.ts';
import { hashFile } from './hash.ts';
import type { EvidenceFile, EvidenceTree } from './tree.ts';

/** The exhibit gave other bytes than at intake: it was changed, or is failing. */
export class CopyDiffers extends Error {
  readonly path: string;
  readonly expected: string;
  readonly found: string;

  constructor(path: string, expected: string, found: string) {
    super(`${path}: expected ${expected}, found ${found}`);
    this.path = path;
    this.expected = expected;
    this.found = found;
  }
}

/** Copies whose hash this process has checked, by path, with the size and time they had then. */
const checked = new Map<string, string>();

/**
 * Copies a database and the log beside it, bit for bit, into the work folder as `<sha256>`, read-only. The hash is made again
 * on the way; `CopyDiffers` is thrown when it is not the intake's. A copy already there is used when its hash is right.
 */
export async function workingCopy(
  tree: EvidenceTree,
  file: EvidenceFile,
  workDir: string,
  signal?: AbortSignal,
): Promise<WorkingCopy> {
  const path = await copyOf(tree, file, workDir, signal);
  const log = await tree.logOf(file);
  if (log === null) return { file: file.sha256, path, log: null };
  const kind = log.path.endsWith('-wal') ? 'wal' : 'journal';
  return { file: file.sha256, path, log: { kind, file: log.sha256, path: await copyOf(tree, log, workDir, signal) } };
}

/** The bytes of a working copy, in blocks that are the caller's. */
export function* readCopy(path: string): Generator<Uint8Array> {
  const file = new DiskFile(path);
  try {
    for (let at = 0; at < file.sizeBytes;) {
      const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, file.sizeBytes - at));
      const got = file.read(block, at);
      if (got === 0) return;
      at += got;
      yield block.subarray(0, got);
    }
  } finally {
    file.close();
  }
}

async function copyOf(tree: EvidenceTree, file: EvidenceFile, workDir: string, signal?: AbortSignal): Promise<string> {
  const path = join(workDir, file.sha256);
  if (isChecked(path, file.sha256, signal)) return path;
  mkdirSync(workDir, { recursive: true });
  const partial = passingName(path);
  const digest = createHash('sha256');
  const out = openSync(partial, 'wx', 0o600);
  // A block is written while the next is read and hashed.
  let writing: Promise<Error | null> = Promise.resolve(null);
  const written = async (): Promise<void> => {
    const failure = await writing;
    if (failure !== null) throw failure;
  };
  try {
    for await (const block of tree.bytes(file)) {
      signal?.throwIfAborted();
      digest.update(block);
      await written();
      writing = writeBehind(out, block);
    }
    await written();
    const found = digest.digest('hex');
    if (found !== file.sha256) throw new CopyDiffers(file.path, file.sha256, found);
    chmodSync(partial, 0o400);
    renameSync(partial, path);
  } finally {
    await writing;
    closeSync(out);
    rmSync(partial, { force: true });
  }
  checked.set(path, markOf(path) ?? '');
  return path;
}

const writePart = promisify(write);

/** Writes the whole block in another thread, however many calls that takes; gives what the file system throws. */
async function writeBehind(descriptor: number, block: Uint8Array): Promise<Error | null> {
  try {
    for (let done = 0; done < block.length;)
      done += (await writePart(descriptor, block, done, block.length - done, null)).bytesWritten;
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function isChecked(path: string, sha256: string, signal?: AbortSignal): boolean {
  const mark = markOf(path);
  if (mark === null) return false;
  if (checked.get(path) === mark) return true;
  if (hashFile(path, signal) !== sha256) {
    rmSync(path);
    return false;
  }
  checked.set(path, mark);
  return true;
}

function markOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs} ${stat.ino}`;
}
