import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exhibitFiles, exhibitLimits, type CaseFile } from '../case/index.ts';
import type { Difference, ExhibitView, VerifyResult } from '../contract/index.ts';
import { EntryDamaged, isDeciphered, KeyNeeded, openTree, OpenedMissing, type OpenTree } from '../evidence/index.ts';
import type { JobContext } from './job-context.ts';

export interface OpenedChecked {
  readonly files: number;
  readonly bytes: number;
  readonly notCompared: NonNullable<VerifyResult['notCompared']>;
}

const MISSING = 'it is no longer in the work folder; open its lock again';
const NO_KEY = 'the key of its lock is not held; open its lock again';

/**
 * Checks the files that came out of the locks of an exhibit, and contents that were deciphered. Those that lie in the work folder as they are are hashed with the
 * other working copies; what is read through a lock is hashed again where its key is held.
 */
export async function checkOpened(
  file: CaseFile,
  exhibit: ExhibitView,
  context: JobContext,
  differences: Difference[],
): Promise<OpenedChecked> {
  const { workDir, secrets } = file;
  const files = exhibitFiles(file.db, exhibit.id);
  const counts = { files: 0, bytes: 0 };
  const left = new Map<string, number>();
  const tree = openTree(exhibit, files, { workDir, limits: exhibitLimits(file.db, exhibit.id), secrets });
  try {
    for (const row of files.all()) {
      // Bytes that lie in the exhibit as they are, and are only named otherwise, were hashed there.
      if (!isDeciphered(row) && ((row.lock ?? null) === null || !/(?:^|\|)[ok]:/u.test(row.place))) continue;
      context.listen();
      context.signal.throwIfAborted();
      const found = await foundNow(tree, row, workDir, context.signal);
      if (found === MISSING || found === NO_KEY) {
        left.set(found, (left.get(found) ?? 0) + 1);
        continue;
      }
      counts.files += 1;
      counts.bytes += row.sizeBytes;
      if (found === row.sha256) continue;
      const kind = found === null ? 'unreadable' : 'changed';
      differences.push({
        subject: 'exhibit',
        kind,
        path: `${exhibit.reference}/${row.path}`,
        expected: row.sha256,
        found,
      });
    }
  } finally {
    tree.close();
  }
  const notCompared = [...left].map(([reason, count]) => ({
    value: `opened file of ${exhibit.reference}`,
    reason,
    count,
  }));
  return { ...counts, notCompared };
}

type Row = Parameters<OpenTree['bytes']>[0] & { readonly place: string };

/** The hash as it is now; null where the file cannot be read to its end. */
async function foundNow(tree: OpenTree, row: Row, workDir: string, signal: AbortSignal): Promise<string | null> {
  if (row.place === `o:${row.sha256}`) return existsSync(join(workDir, row.sha256)) ? row.sha256 : MISSING;
  try {
    const digest = createHash('sha256');
    for await (const block of tree.bytes(row)) {
      signal.throwIfAborted();
      digest.update(block);
    }
    return digest.digest('hex');
  } catch (error) {
    if (error instanceof OpenedMissing) return MISSING;
    if (error instanceof KeyNeeded) return NO_KEY;
    if (error instanceof EntryDamaged || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}
