import { listExhibits, setLocksSearched, sourceIds, unsearchedExhibits, type CaseFile } from '../case/index.ts';
import { ExhibitLocks } from './exhibit-locks.ts';
import { checkPresent } from './exhibit-path.ts';
import type { JobContext, JobResult } from './job-context.ts';

/** Looks for locked files in the exhibits where nobody did, as in those that an earlier version took in. */
export async function runFindLocks(file: CaseFile, appDir: string, context: JobContext): Promise<JobResult> {
  const exhibits = unsearchedExhibits(file.db);
  const found: number[] = [];
  const sources: number[] = [];
  for (const exhibit of exhibits) {
    const [view] = listExhibits(file.db, exhibit);
    if (view === undefined) throw new Error('an exhibit that is not there');
    checkPresent(view);
    const known = sourceIds(file.db, exhibit);
    const locks = new ExhibitLocks(file, view, context);
    try {
      found.push(...(await locks.find(null)));
      setLocksSearched(file.db, exhibit, file.now());
      sources.push(...(await locks.detect(appDir)).filter((source) => !known.has(source)));
    } finally {
      locks.close();
    }
  }
  context.changed('locks');
  context.changed('sources');
  return { exhibits, locks: found, sources };
}
