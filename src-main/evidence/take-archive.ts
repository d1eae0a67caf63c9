import { crc32 } from 'node:zlib';
import type { Sha256 } from '../model/index.ts';
import type { ArchiveEntry, ArchiveItem, ArchiveLink, SealedEntry } from './archive-entry.ts';
import { archiveIssue, EntryDamaged } from './archive-entry.ts';
import type { ByteSource } from './byte-source.ts';
import { readPiece } from './byte-source.ts';
import { Digester, digestsOf } from './hash.ts';
import type { Digests, ExtraHash, IntakeEvent } from './intake-event.ts';
import type { Budget } from './limits.ts';
import type { DistinctPaths } from './names/distinct-paths.ts';
import type { NameNotes } from './names/name-issues.ts';
import { nameIssues } from './names/name-issues.ts';
import { safePath } from './names/safe-path.ts';
import { plainBytes, unpackToWork } from './open-place.ts';
import type { Pace } from './pace.ts';
import { isPackedName, packedIssues } from './packed-form.ts';
import type { Step } from './place.ts';
import { writePlace } from './place.ts';
import { readTarEntries, startsAsTar } from './tar/entries.ts';
import { readZipEntries } from './zip/entries.ts';
import { packedBlocks, unpackEntry, unpackSmall } from './zip/entry-data.ts';
import { startsAsZip } from './zip/salvage.ts';

/** What one intake carries through all its archives. */
export interface IntakeContext {
  readonly hashes: readonly ExtraHash[];
  readonly budget: Budget;
  readonly pace: Pace;
  readonly workDir: string;
  readonly signal: AbortSignal | undefined;
  readonly names: NameNotes;
  /** Counted for one issue at the end: entries that the limits on number and total kept out. */
  readonly kept: { entries: number; first: string | null };
}

/** One archive to be listed and hashed. */
export interface OpenArchive {
  readonly kind: 'zip' | 'tar';
  readonly source: ByteSource;
  /** The same bytes, for reading directories out of turn. */
  readonly headers: ByteSource;
  /** Put before the entries' paths: `''` or `outer.zip!/`. */
  readonly prefix: string;
  /** From the exhibit to this archive. */
  readonly steps: readonly Step[];
  /** The hash of this archive, when it is itself a file of the exhibit. */
  readonly derivedFrom: Sha256 | null;
  readonly depth: number;
  readonly paths: DistinctPaths;
}

/** What hashing one file found. */
interface Hashed {
  readonly digests: Digests;
  readonly sizeBytes: number;
  readonly head: Buffer;
  readonly damage: string | null;
}

/** True for names under which an archive inside the exhibit is listed; office documents and apps are left closed. */
export function mayNest(path: string): boolean {
  return /\.(zip|tar|ufdr)$/i.test(path);
}

/** Takes in every entry of an archive, and of archives inside it as deep as the limits allow. */
export async function* takeArchive(context: IntakeContext, archive: OpenArchive): AsyncGenerator<IntakeEvent> {
  const links: ArchiveLink[] = [];
  for (const item of listArchive(archive)) {
    if (context.pace.isDue) yield await context.pace.rest();
    if (item.kind === 'issue') yield item;
    else if (item.kind === 'hard-link') links.push(item);
    else if (item.kind === 'sealed-entry') yield sealedIssue(archive, item);
    else yield* takeEntry(context, archive, item);
  }
  yield* takeLinks(context, archive, links);
}

function sealedIssue({ prefix }: OpenArchive, { decoded, sizeBytes }: SealedEntry): IntakeEvent {
  return archiveIssue('error', 'archive-encrypted', prefix + decoded.text, `The entry of ${sizeBytes} bytes is encrypted: it is read when the password of the archive is given.`); // prettier-ignore
}

function listArchive({ kind, source, prefix, headers }: OpenArchive): Iterable<ArchiveItem> {
  return kind === 'zip' ? readZipEntries(source, prefix, headers) : readTarEntries(source, prefix);
}

async function* takeEntry(
  context: IntakeContext,
  archive: OpenArchive,
  entry: ArchiveEntry,
): AsyncGenerator<IntakeEvent> {
  const listed = archive.prefix + entry.decoded.text;
  const over = context.budget.admit(entry.sizeBytes, entry.packedBytes);
  if (over === 'ratio') {
    yield archiveIssue(
      'error',
      'ratio-limit',
      listed,
      `The entry would unpack from ${entry.packedBytes} to ${entry.sizeBytes} bytes, more than ${context.budget.limits.ratio} times; not read.`,
    );
    return;
  }
  if (over !== null) {
    context.kept.entries += 1;
    context.kept.first ??= listed;
    return;
  }
  const safe = safePath(entry.decoded.text);
  const { path, same } = archive.paths.take(archive.prefix + (safe.path === '' ? '%' : safe.path));
  yield* context.names.list(nameIssues(path, entry.name, entry.decoded, safe, same));

  const hashed = yield* hashEntry(context, archive.source, entry);
  if (hashed.damage !== null) yield archiveIssue('error', 'archive-damaged', path, hashed.damage);
  if (hashed.damage !== null && hashed.sizeBytes === 0 && entry.sizeBytes > 0) return;
  const step: ArchiveEntry['step'] = { ...entry.step, size: hashed.sizeBytes };
  const steps = [...archive.steps, step];
  const isExact = path === archive.prefix + entry.decoded.text && isUtf8Encoding(entry);
  context.pace.files += 1;
  yield {
    kind: 'file',
    file: {
      ...hashed.digests,
      path,
      sizeBytes: hashed.sizeBytes,
      modifiedMs: entry.modifiedMs,
      modifiedLocal: entry.modifiedLocal,
      place: writePlace(steps),
      storedName: isExact ? null : Buffer.from(entry.name).toString('hex'),
      ...(archive.derivedFrom === null
        ? {}
        : { derivedFrom: { file: archive.derivedFrom, method: `${archive.kind} entry` } }),
    },
  };
  if (isPackedName(path)) yield* packedIssues(path, hashed.head);
  if (mayNest(path))
    yield* takeNested(context, { path, ...hashed }, steps, archive.depth, archive.paths, () =>
      openInside(context, archive.source, step, hashed.digests.sha256),
    );
}

function isUtf8Encoding({ decoded: { encoding } }: ArchiveEntry): boolean {
  return encoding === 'ascii' || encoding === 'utf-8' || encoding === 'unmarked-utf-8';
}

function openInside(
  context: IntakeContext,
  source: ByteSource,
  step: ArchiveEntry['step'],
  sha256: Sha256,
): ByteSource | Promise<ByteSource> {
  const plain = plainBytes(source, step);
  if (plain !== null || step.in === 'run') return plain ?? source;
  return unpackToWork(source, step, context.workDir, sha256, context.signal);
}

/** Lists an archive that is a file of the exhibit, when it is one and the limits allow. */
export async function* takeNested(
  context: IntakeContext,
  file: { readonly path: string; readonly digests: Digests; readonly head: Buffer; readonly sizeBytes: number },
  steps: readonly Step[],
  depth: number,
  paths: DistinctPaths,
  open: () => ByteSource | Promise<ByteSource>,
): AsyncGenerator<IntakeEvent> {
  const kind = startsAsZip(file.head) ? 'zip' : startsAsTar(file.head) ? 'tar' : null;
  if (kind === null) {
    yield archiveIssue(
      'warning',
      'archive-damaged',
      file.path,
      'The file bears the name of an archive and does not begin like one: what is in it is not listed. The last part of a split zip begins so: join the parts (zip -s 0 FIRST.zip --out WHOLE.zip) and add the whole archive.',
    );
    return;
  }
  if (depth >= context.budget.limits.nesting) {
    yield archiveIssue(
      'note',
      'size-limit',
      file.path,
      `The file is an archive inside ${depth} others; it is not listed.`,
    );
    return;
  }
  const source = await open();
  try {
    yield* takeArchive(context, {
      kind,
      source,
      headers: source,
      prefix: `${file.path}!/`,
      steps,
      derivedFrom: file.digests.sha256,
      depth: depth + 1,
      paths,
    });
  } finally {
    source.close();
  }
}

async function* hashEntry(
  context: IntakeContext,
  source: ByteSource,
  entry: ArchiveEntry,
): AsyncGenerator<IntakeEvent, Hashed> {
  const { step } = entry;
  try {
    const small =
      step.in === 'zip'
        ? unpackSmall(source, step)
        : step.size <= 2 ** 20
          ? readPiece(source, step.offset, step.size)
          : null;
    if (small?.length === step.size)
      return {
        digests: digestsOf(small, context.hashes),
        sizeBytes: small.length,
        head: small.subarray(0, 512),
        damage: sumDamage(entry, entry.crc === null ? 0 : crc32(small)),
      };
  } catch (error) {
    if (!(error instanceof EntryDamaged)) throw error;
    return {
      digests: digestsOf(Buffer.alloc(0), context.hashes),
      sizeBytes: 0,
      head: Buffer.alloc(0),
      damage: `${error.message}.`,
    };
  }
  const digester = new Digester(context.hashes);
  let head: Buffer = Buffer.alloc(0);
  let crc = 0;
  let damage: string | null;
  try {
    for await (const block of step.in === 'zip'
      ? unpackEntry(source, step)
      : packedBlocks(source, step.offset, step.size)) {
      if (head.length < 512) head = Buffer.concat([head, block.subarray(0, 512)]).subarray(0, 512);
      digester.update(block);
      if (entry.crc !== null) crc = crc32(block, crc);
      if (context.pace.isDue) yield await context.pace.rest();
    }
    damage = sumDamage(entry, crc);
  } catch (error) {
    if (!(error instanceof EntryDamaged)) throw error;
    damage = `Damaged: ${error.message}. The ${digester.sizeBytes} bytes before that are kept.`;
  }
  return { sizeBytes: digester.sizeBytes, digests: digester.finish(), head, damage };
}

function sumDamage(entry: ArchiveEntry, crc: number): string | null {
  if (entry.crc === null || entry.crc === crc) return null;
  return `The CRC-32 of the bytes is ${hex(crc)}; the archive states ${hex(entry.crc)}.`;
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}

/** Lists the second names of a tar's entries under the entries' bytes; those that lead elsewhere are named. */
async function* takeLinks(
  context: IntakeContext,
  archive: OpenArchive,
  links: readonly ArchiveLink[],
): AsyncGenerator<IntakeEvent> {
  if (links.length === 0) return;
  const wanted = new Map<string, ArchiveEntry | null>(links.map((link) => [link.target, null]));
  for (const item of readTarEntries(archive.headers, archive.prefix))
    if (item.kind === 'entry' && wanted.has(item.decoded.text)) wanted.set(item.decoded.text, item);
  for (const link of links) {
    const target = wanted.get(link.target) ?? null;
    if (target === null)
      yield archiveIssue(
        'warning',
        'link-not-followed',
        archive.prefix + link.decoded.text,
        'The entry is a hard link to a file that the archive does not hold. Stored: its target.',
        link.target,
      );
    else
      yield* takeEntry(
        context,
        { ...archive, source: archive.headers },
        { ...target, name: link.name, decoded: link.decoded },
      );
  }
}

/** Says from which entry on the limits on number and total kept entries out. */
export function keptIssue({ kept, budget }: IntakeContext, first: string): IntakeEvent {
  const { totalBytes, entries } = budget.limits;
  return archiveIssue(
    'error',
    'size-limit',
    first,
    `${kept.entries} entries from this one on were not read: the limits are ${entries} entries and ${totalBytes} unpacked bytes. They can be raised.`,
  );
}
