import { realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename } from 'node:path';
import { archiveIssue } from './archive-entry.ts';
import type { ByteSource } from './byte-source.ts';
import { DiskFile } from './byte-source.ts';
import { codeOf } from './folder.ts';
import { Digester } from './hash.ts';
import { HashingSource } from './hashing-source.ts';
import type { ExhibitDigest, ExhibitKind, IntakeEvent, IntakeRequest } from './intake-event.ts';
import { IntakeRefused } from './intake-event.ts';
import { Budget, DEFAULT_LIMITS } from './limits.ts';
import { DistinctPaths } from './names/distinct-paths.ts';
import { NameNotes } from './names/name-issues.ts';
import { Pace } from './pace.ts';
import { packedIssues, partIssues } from './packed-form.ts';
import { writePlace } from './place.ts';
import { recognise } from './recognise.ts';
import type { IntakeContext, OpenArchive } from './take-archive.ts';
import { keptIssue, takeArchive } from './take-archive.ts';
import { hashOnDisk, measureFolder, takeFolder } from './take-folder.ts';
import { unpackTar } from './unpack-tar.ts';
import type { TarPacking } from './unpack-tar.ts';

/**
 * Reads an exhibit once, hashes every file in it and says what was found: `start`, then files, issues and progress, then
 * `end`. Throws `IntakeRefused` when there is nothing to read, and the signal's reason when cancelled; without an `end` event the
 * intake is incomplete. Blocks its thread for at most 50 ms at a time.
 */
export async function* takeIn(request: IntakeRequest): AsyncGenerator<IntakeEvent> {
  request.signal?.throwIfAborted();
  const { root, stat } = find(request.path);
  const context: IntakeContext = {
    hashes: request.hashes ?? [],
    budget: new Budget({ ...DEFAULT_LIMITS, ...request.limits }),
    pace: new Pace(stat.isDirectory() ? measureFolder(root) : stat.size, request.signal),
    workDir: request.workDir,
    signal: request.signal,
    names: new NameNotes(),
    kept: { entries: 0, first: null },
  };
  const kind = stat.isDirectory() ? 'folder' : recogniseFile(root);
  yield { kind: 'start', exhibit: kind, totalBytes: context.pace.totalBytes };
  for await (const event of take(context, kind, root, stat)) {
    if (event.kind === 'end') {
      yield* context.names.rest();
      if (context.kept.first !== null) yield keptIssue(context, context.kept.first);
      yield context.pace.event();
    }
    yield event;
  }
}

function take(context: IntakeContext, kind: ExhibitKind, root: string, stat: Stats): AsyncGenerator<IntakeEvent> {
  if (kind === 'folder') return takeFolder(context, root);
  if (kind === 'file') return takeFile(context, root, stat);
  return takeArchiveFile(context, kind, root);
}

function find(path: string): { readonly root: string; readonly stat: Stats } {
  try {
    const root = realpathSync(path);
    const stat = statSync(root);
    if (!stat.isDirectory() && !stat.isFile()) throw new IntakeRefused('not-an-exhibit', path);
    return { root, stat };
  } catch (error) {
    if (error instanceof IntakeRefused) throw error;
    throw new IntakeRefused(codeOf(error) === 'ENOENT' ? 'path-not-found' : 'path-not-readable', path);
  }
}

function recogniseFile(path: string): Exclude<ExhibitKind, 'folder'> {
  const source = openExhibit(path);
  try {
    return recognise(source);
  } finally {
    source.close();
  }
}

function openExhibit(path: string): DiskFile {
  try {
    return new DiskFile(path);
  } catch (error) {
    codeOf(error);
    throw new IntakeRefused('path-not-readable', path);
  }
}

async function* takeFile(context: IntakeContext, root: string, stat: Stats): AsyncGenerator<IntakeEvent> {
  const path = basename(root);
  const hashed = yield* hashOnDisk(context, Buffer.from(root), path);
  if (hashed === null) throw new IntakeRefused('path-not-readable', root);
  const modifiedMs = Math.floor(stat.mtimeMs);
  context.pace.files += 1;
  const { digests, sizeBytes } = hashed;
  yield* packedIssues(path, hashed.head);
  const place = writePlace([{ in: 'self' }]);
  yield {
    kind: 'file',
    file: { ...digests, path, sizeBytes, modifiedMs, modifiedLocal: null, place, storedName: null },
  };
  yield { kind: 'end', digest: { kind: 'file', ...digests, sizeBytes, modifiedMs, files: 1 } };
}

async function* takeArchiveFile(
  context: IntakeContext,
  kind: 'zip' | 'tar' | TarPacking,
  root: string,
): AsyncGenerator<IntakeEvent> {
  const file = openExhibit(root);
  const digester = new Digester(context.hashes);
  const hashing = new HashingSource(file, digester);
  context.pace.position = () => hashing.hashedBytes;
  const shape = { prefix: '', steps: [], derivedFrom: null, depth: 0, paths: new DistinctPaths() };
  try {
    yield* partIssues(basename(root));
    const before = file.opened;
    let digest: ExhibitDigest;
    if (kind === 'tar-gz' || kind === 'tar-zst') {
      digest = yield* takePackedTar(context, kind, file, hashing, digester, shape);
    } else {
      yield* takeArchive(context, { ...shape, kind, source: hashing, headers: file });
      yield* hashRest(context, hashing);
      digest = digestOf(kind, digester, before);
    }
    const after = file.stat();
    if (after.mtimeMs !== before.mtimeMs || after.ctimeMs !== before.ctimeMs || digest.sizeBytes !== before.size)
      yield archiveIssue(
        'error',
        'file-changed-while-read',
        basename(root),
        `The exhibit had ${before.size} bytes when it was opened; ${digest.sizeBytes} were hashed, and it changed meanwhile.`,
      );
    yield { kind: 'end', digest: { ...digest, files: context.pace.files } };
  } finally {
    file.close();
  }
}

/** The tar is unpacked into the work folder while the packed file is hashed: packed data have no way in but from its start. */
async function* takePackedTar(
  context: IntakeContext,
  kind: TarPacking,
  file: DiskFile,
  hashing: HashingSource,
  digester: Digester,
  shape: Omit<OpenArchive, 'kind' | 'source' | 'headers'>,
): AsyncGenerator<IntakeEvent, ExhibitDigest> {
  const stat = file.opened;
  const unpacked = await unpackTar(
    kind,
    hashing,
    context.workDir,
    context.budget.limits,
    async () => {
      if (context.pace.isDue) await context.pace.rest();
    },
    file,
  );
  let tar: ByteSource | null = null;
  try {
    yield* hashRest(context, hashing);
    const digest = digestOf(kind, digester, stat);
    if (unpacked.ended === 'ratio' || unpacked.ended === 'total')
      yield archiveIssue(
        'error',
        unpacked.ended === 'ratio' ? 'ratio-limit' : 'size-limit',
        '',
        `Unpacking was stopped after ${unpacked.sizeBytes} bytes; what lies behind was not read.`,
      );
    if (unpacked.ended === 'damaged')
      yield archiveIssue(
        'error',
        'archive-damaged',
        '',
        `The packed data are damaged or cut off after ${unpacked.sizeBytes} unpacked bytes.`,
      );
    tar = unpacked.settle(digest.sha256);
    yield* takeArchive(context, { ...shape, kind: 'tar', source: tar, headers: tar });
    return digest;
  } finally {
    if (tar === null) unpacked.discard();
    tar?.close();
  }
}

async function* hashRest(context: IntakeContext, hashing: HashingSource): AsyncGenerator<IntakeEvent> {
  while (hashing.advance()) if (context.pace.isDue) yield await context.pace.rest();
}

function digestOf(kind: 'zip' | 'tar' | TarPacking, digester: Digester, stat: Stats): ExhibitDigest {
  const { sizeBytes } = digester;
  return { kind, ...digester.finish(), sizeBytes, modifiedMs: Math.floor(stat.mtimeMs), files: 0 };
}
