import {
  exhibitFiles,
  exhibitLimits,
  listExhibits,
  setLocksSearched,
  unsearchedExhibits,
  type CaseFile,
} from '../case/index.ts';
import { openTree } from '../evidence/index.ts';
import { findLocks } from '../ingest/index.ts';
import { checkPresent } from './exhibit-path.ts';
import type { JobContext, JobResult } from './job-context.ts';

/** Looks for locked files in the exhibits where nobody did, as in those that an earlier version took in. */
export async function runFindLocks(file: CaseFile, context: JobContext): Promise<JobResult> {
  const exhibits = unsearchedExhibits(file.db);
  const locks: number[] = [];
  for (const [index, exhibit] of exhibits.entries()) {
    context.progress('looking for locked files', index, exhibits.length, 'files');
    const [view] = listExhibits(file.db, exhibit);
    if (view === undefined) throw new Error('an exhibit that is not there');
    checkPresent(view);
    const tree = openTree(view, exhibitFiles(file.db, exhibit), {
      workDir: file.workDir,
      limits: exhibitLimits(file.db, exhibit),
    });
    try {
      const { signal } = context;
      locks.push(...(await findLocks(file, { exhibit, within: null, tree, whole: tree, signal })));
      setLocksSearched(file.db, exhibit, file.now());
    } finally {
      tree.close();
    }
  }
  context.changed('locks');
  return { exhibits, locks };
}
