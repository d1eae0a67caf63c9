import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Sha256 } from '../../model/index.ts';
import { archiveIssue, EntryDamaged, type ArchiveEntry } from '../archive-entry.ts';
import { DiskFile } from '../byte-source.ts';
import { Budget } from '../limits.ts';
import { DistinctPaths } from '../names/distinct-paths.ts';
import { nameIssues } from '../names/name-issues.ts';
import { safePath } from '../names/safe-path.ts';
import { unpackEntry } from '../zip/entry-data.ts';
import { readZipEntries } from '../zip/entries.ts';
import type { OpenEvent, OpenRequest } from './opener.ts';
import { WorkFile } from './work-file.ts';

/** A backup that came out as a zip: stickers, wallpapers, parts of an incremental backup. */
export interface WhatsappParts {
  readonly sha256: Sha256;
  /** Of the zip below the locked file. */
  readonly path: string;
}

/** Unpacks the files of a zip that came out of a backup into the work folder. What cannot be read is named, and the rest is kept. */
export async function* listWhatsappParts(request: OpenRequest, parts: WhatsappParts): AsyncGenerator<OpenEvent> {
  const { lock, limits, workDir, signal } = request;
  const where = `${lock.file.path}!/${parts.path}!/`;
  const budget = new Budget(limits);
  const paths = new DistinctPaths();
  const zip = new DiskFile(join(workDir, parts.sha256));
  try {
    for (const item of readZipEntries(zip, where, zip)) {
      signal.throwIfAborted();
      await setImmediate();
      if (item.kind === 'hard-link') continue; // a zip has none
      if (item.kind === 'sealed-entry') {
        yield archiveIssue('error', 'archive-encrypted', where + item.decoded.text, ENCRYPTED); // prettier-ignore
        continue;
      }
      if (item.kind === 'issue') {
        yield item;
        continue;
      }
      if (budget.admit(item.sizeBytes, item.packedBytes) !== null) {
        yield archiveIssue('error', 'size-limit', where + item.decoded.text, OVER_LIMIT);
        continue;
      }
      const safe = safePath(item.decoded.text);
      const { path, same } = paths.take(safe.path === '' ? '%' : safe.path);
      yield* nameIssues(where + path, item.name, item.decoded, safe, same);
      yield* unpack(request, zip, item, `${parts.path}!/${path}`, where + path);
    }
  } finally {
    zip.close();
  }
}

const ENCRYPTED = 'The entry is encrypted; not read.';
const OVER_LIMIT = 'The entry would unpack to more than the limits of this exhibit allow; not read.';

async function* unpack(
  { workDir, hashes, signal }: OpenRequest,
  zip: DiskFile,
  entry: ArchiveEntry,
  path: string,
  where: string,
): AsyncGenerator<OpenEvent> {
  if (entry.step.in !== 'zip') throw new Error('an entry of a zip is no run');
  const out = new WorkFile(workDir, hashes);
  try {
    const damage = await copyEntry(zip, entry, entry.step, out, signal);
    if (damage !== null) yield archiveIssue('error', 'archive-damaged', where, damage);
    yield { kind: 'file', path, ...out.keep(), modifiedMs: entry.modifiedMs, storedName: Buffer.from(entry.name).toString('hex'), place: { in: 'work' }, method: METHOD }; // prettier-ignore
  } finally {
    out.discard();
  }
}

/** Unpacks an entry; gives what is wrong with it in a sentence, or null. */
async function copyEntry(
  zip: DiskFile,
  { crc: stated }: ArchiveEntry,
  step: Parameters<typeof unpackEntry>[1],
  out: WorkFile,
  signal: AbortSignal,
): Promise<string | null> {
  let crc = 0;
  try {
    for await (const block of unpackEntry(zip, step)) {
      signal.throwIfAborted();
      crc = crc32(block, crc);
      out.write(block);
    }
  } catch (error) {
    if (error instanceof EntryDamaged)
      return `Damaged: ${error.message}. The ${out.sizeBytes} bytes before that are kept.`;
    throw error;
  }
  if (stated === null || stated === crc) return null;
  return `The CRC-32 of the bytes is ${crc.toString(16).padStart(8, '0')}; the archive states ${stated.toString(16).padStart(8, '0')}.`;
}

const METHOD = 'entry of the zip that came out of the backup';
