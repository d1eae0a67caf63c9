import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { archiveIssue } from './archive-entry.ts';
import { BLOCK_BYTES, DiskFile } from './byte-source.ts';
import type { FolderItem } from './folder.ts';
import { absolute, codeOf, walkFolder } from './folder.ts';
import { Digester, digestsOf } from './hash.ts';
import type { Digests, ExhibitDigest, IntakeEvent } from './intake-event.ts';
import { decodeUnixName } from './names/decode-name.ts';
import { DistinctPaths } from './names/distinct-paths.ts';
import { nameIssues } from './names/name-issues.ts';
import { safePath } from './names/safe-path.ts';
import { isPackedName, packedIssues } from './packed-form.ts';
import type { Step } from './place.ts';
import { writePlace } from './place.ts';
import type { IntakeContext } from './take-archive.ts';
import { mayNest, takeNested } from './take-archive.ts';

/** Bytes of all files of a folder, for progress. */
export function measureFolder(root: string): number {
  let bytes = 0;
  for (const item of walkFolder(root)) if (item.kind === 'file') bytes += item.stat.size;
  return bytes;
}

/** Takes in every file of a folder in the order of its manifest, and ends with the manifest's hash. */
export async function* takeFolder(context: IntakeContext, root: string): AsyncGenerator<IntakeEvent> {
  const rootBytes = Buffer.from(root);
  const manifest = createHash('sha256');
  const altered = new Set<string>();
  let sizeBytes = 0;
  let files = 0;
  for (const item of walkFolder(root)) {
    if (context.pace.isDue) yield await context.pace.rest();
    const decoded = decodeUnixName(item.path);
    if (item.kind !== 'file') {
      yield otherIssue(item, decoded.text);
      continue;
    }
    const safe = safePath(decoded.text);
    const isExact = Buffer.from(safe.path).equals(item.path);
    const path = isExact ? safe.path : ownPath(rootBytes, safe.path, altered);
    yield* context.names.list(nameIssues(path, item.path, decoded, safe, item.caseTwin ? 'but-for-case' : null));
    const hashed = yield* hashOnDisk(context, absolute(rootBytes, item.path), path);
    if (hashed === null) continue;
    const { sha256 } = hashed.digests;
    manifest.update(`${sha256}  ./`).update(item.path).update('\0');
    sizeBytes += hashed.sizeBytes;
    files += 1;
    context.pace.files += 1;
    const nameHex = isExact ? null : item.path.toString('hex');
    yield {
      kind: 'file',
      file: {
        ...hashed.digests,
        path,
        sizeBytes: hashed.sizeBytes,
        modifiedMs: Math.floor(item.stat.mtimeMs),
        modifiedLocal: null,
        place: writePlace([{ in: 'disk', nameHex, path: '' }]),
        storedName: nameHex,
      },
    };
    if (isPackedName(path)) yield* packedIssues(path, hashed.head);
    if (mayNest(path)) {
      const outside: readonly Step[] = [{ in: 'disk', nameHex, path }];
      yield* takeNested(
        context,
        { path, ...hashed },
        outside,
        0,
        new DistinctPaths(),
        () => new DiskFile(absolute(rootBytes, item.path)),
      );
    }
  }
  const digest: ExhibitDigest = {
    kind: 'folder',
    sha256: manifest.digest('hex'),
    sha1: null,
    md5: null,
    sizeBytes,
    modifiedMs: null,
    files,
  };
  yield { kind: 'end', digest };
}

/** A path that no other file of the folder has, for a name that had to be changed. */
function ownPath(root: Buffer, wanted: string, altered: Set<string>): string {
  let path = wanted === '' ? '%' : wanted;
  for (let n = 2; altered.has(path) || isTaken(root, path); n += 1) path = `${wanted}~${n}`;
  altered.add(path);
  return path;
}

function isTaken(root: Buffer, path: string): boolean {
  return lstatSync(absolute(root, Buffer.from(path)), { throwIfNoEntry: false }) !== undefined;
}

function otherIssue(item: Exclude<FolderItem, { kind: 'file' }>, path: string): IntakeEvent {
  switch (item.kind) {
    case 'link':
      return archiveIssue('note', 'link-not-followed', path, 'A symbolic link. Stored: its target.', item.target);
    case 'special':
      return archiveIssue('note', 'special-file-skipped', path, `A ${item.what}, which holds no bytes.`);
    case 'unreadable':
      return archiveIssue('error', 'file-unreadable', path, `Could not be read (${item.code}).`);
  }
}

/** Hashes one file on disk; null, after an issue, when it cannot be read. */
export async function* hashOnDisk(
  context: IntakeContext,
  whole: Buffer,
  path: string,
): AsyncGenerator<IntakeEvent, { digests: Digests; sizeBytes: number; head: Buffer } | null> {
  let source: DiskFile | null = null;
  try {
    source = new DiskFile(whole);
    const before = source.opened;
    if (!before.isFile()) {
      yield archiveIssue('error', 'file-unreadable', path, 'Became something other than a file while it was listed.');
      return null;
    }
    const hashed = yield* hashSource(context, source);
    const after = source.stat();
    if (
      hashed.sizeBytes !== before.size ||
      after.size !== before.size ||
      after.mtimeMs !== before.mtimeMs ||
      after.ctimeMs !== before.ctimeMs
    )
      yield archiveIssue(
        'error',
        'file-changed-while-read',
        path,
        `The file had ${before.size} bytes when it was opened; ${hashed.sizeBytes} were read and hashed, and it changed meanwhile.`,
      );
    return hashed;
  } catch (error) {
    if (context.signal?.aborted === true) throw error;
    yield archiveIssue('error', 'file-unreadable', path, `Could not be read (${codeOf(error)}).`);
    return null;
  } finally {
    source?.close();
  }
}

const shared = Buffer.allocUnsafe(BLOCK_BYTES);

async function* hashSource(
  context: IntakeContext,
  source: DiskFile,
): AsyncGenerator<IntakeEvent, { digests: Digests; sizeBytes: number; head: Buffer }> {
  if (source.sizeBytes < BLOCK_BYTES / 2) {
    // One read: growth shows in the size that the file has afterwards.
    const bytes = shared.subarray(0, source.read(shared.subarray(0, source.sizeBytes), 0));
    context.pace.doneBytes += bytes.length;
    return {
      digests: digestsOf(bytes, context.hashes),
      sizeBytes: bytes.length,
      head: Buffer.from(bytes.subarray(0, 512)),
    };
  }
  const digester = new Digester(context.hashes);
  const buffer = Buffer.allocUnsafe(BLOCK_BYTES);
  let head: Buffer | null = null;
  for (let offset = 0; ;) {
    const block = buffer.subarray(0, source.read(buffer, offset));
    if (block.length === 0) break;
    head ??= Buffer.from(block.subarray(0, 512));
    digester.update(block);
    offset += block.length;
    context.pace.doneBytes += block.length;
    if (context.pace.isDue) yield await context.pace.rest();
  }
  return { sizeBytes: digester.sizeBytes, digests: digester.finish(), head: head ?? Buffer.alloc(0) };
}
