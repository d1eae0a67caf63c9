import {
  addKey,
  CaseFailure,
  getLock,
  listExhibits,
  setLocksSearched,
  sourceIds,
  type CaseFile,
} from '../case/index.ts';
import { countIssues } from './count-issues.ts';
import { ExhibitLocks } from './exhibit-locks.ts';
import { checkPresent } from './exhibit-path.ts';
import type { JobContext, JobResult } from './job-context.ts';
import type { KeyInHand } from './key-in-hand.ts';

/**
 * Tries a key on a lock; where it opens, looks for further locks and for sources in what came out. Fails with the code of the
 * try's end.
 */
export async function runUnlock(
  file: CaseFile,
  order: { readonly lock: number; readonly key: KeyInHand },
  appDir: string,
  context: JobContext,
): Promise<JobResult> {
  const lock = getLock(file.db, order.lock);
  const [view] = listExhibits(file.db, lock.exhibit);
  if (view === undefined) throw new Error('a lock without its exhibit');
  checkPresent(view);
  const { form, bytes, fingerprint, from } = order.key;
  const id = addKey(file.db, { form, fingerprint, from }, file.now());
  const known = sourceIds(file.db, view.id);
  const locks = new ExhibitLocks(file, view, context);
  try {
    const opened = await locks.open(lock, { given: { form, bytes: Buffer.from(bytes) }, id, fingerprint });
    if (opened.ended !== 'opened')
      throw new CaseFailure(opened.ended, {
        subject: lock.path === '' ? view.reference : lock.path,
        reason: opened.detail,
      });
    const { secret, settings, files, sizeBytes } = opened;
    context.held({ lock: lock.id, key: id, secret });
    const further = await locks.find(lock);
    const sources = await locks.detect(appDir);
    setLocksSearched(file.db, view.id, file.now());
    return {
      lock: lock.id,
      key: id,
      settings,
      files,
      sizeBytes,
      sources: sources.filter((source) => !known.has(source)),
      locks: further,
      issues: countIssues(file, { exhibit: view.id }),
    };
  } finally {
    locks.close();
    context.changed('locks');
    context.changed('sources');
  }
}
