import { existsSync } from 'node:fs';
import {
  addMediaPositions,
  exhibitFiles,
  exhibitLimits,
  filesToRead,
  listExhibits,
  type CaseFile,
  type MediaPosition,
} from '../case/index.ts';
import { EntryDamaged, openTree, readMediaMetadata, statedPosition } from '../evidence/index.ts';
import { isAsRecorded } from './as-recorded.ts';
import type { JobContext, JobResult } from './job-context.ts';
import { readRange } from './read-range.ts';

/** Files after which what was found is kept; a run that is cancelled keeps what it has. */
const KEEP_EACH = 200;

/**
 * Looks for stated positions in the files of attachments that were not looked into. A file that cannot be read is counted
 * and left for another run: its exhibit may be elsewhere. So is one that states a position and has another hash than at
 * intake: a place is kept only from the recorded bytes.
 */
export async function runPositions(file: CaseFile, context: JobContext): Promise<JobResult> {
  const wanted = filesToRead(file.db);
  const counts = { files: 0, positions: 0, unread: 0 };
  let found: { file: number; position: MediaPosition | null }[] = [];
  const keep = (): void => {
    if (found.length > 0) addMediaPositions(file.db, found);
    found = [];
  };
  try {
    for (const [exhibitId, own] of Map.groupBy(wanted, ({ exhibit }) => exhibit)) {
      const [exhibit] = listExhibits(file.db, exhibitId);
      if (exhibit === undefined || !existsSync(exhibit.path)) {
        counts.unread += own.length;
        continue;
      }
      const files = exhibitFiles(file.db, exhibitId);
      const tree = openTree(exhibit, files, { workDir: file.workDir, limits: exhibitLimits(file.db, exhibitId), secrets: file.secrets }); // prettier-ignore
      try {
        for (const { file: id, path } of own) {
          context.listen();
          context.signal.throwIfAborted();
          context.progress('looking for positions', counts.files + counts.unread, wanted.length, 'files');
          const content = files.get(path);
          const read = content === null ? null : await positionIn(tree, content);
          if (read === null) {
            counts.unread += 1;
            continue;
          }
          counts.files += 1;
          if (read.position !== null) counts.positions += 1;
          found.push({ file: id, position: read.position });
          if (found.length >= KEEP_EACH) keep();
        }
      } finally {
        tree.close();
      }
    }
  } finally {
    keep();
    context.changed('items');
  }
  context.progress('looking for positions', wanted.length, wanted.length, 'files');
  return counts;
}

type Tree = ReturnType<typeof openTree>;

/** Null for a file that cannot be read as it was taken in: gone, changed since, or damaged in its archive. */
async function positionIn(
  tree: Tree,
  content: Parameters<Tree['bytes']>[0],
): Promise<{ readonly position: MediaPosition | null } | null> {
  try {
    const { exif, structure } = await readMediaMetadata((from, length) => readRange(tree, content, from, length), content.sizeBytes); // prettier-ignore
    const position = statedPosition(exif, structure);
    return position !== null && !(await isAsRecorded(tree, content)) ? null : { position };
  } catch (error) {
    if (error instanceof EntryDamaged || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}
