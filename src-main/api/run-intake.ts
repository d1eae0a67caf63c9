import { existsSync, realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import {
  CaseFailure,
  completeExhibit,
  dropIncompleteExhibit,
  listExhibits,
  setLocksSearched,
  type CaseFile,
} from '../case/index.ts';
import type { Params } from '../contract/index.ts';
import { takeInExhibit } from '../ingest/index.ts';
import { countIssues } from './count-issues.ts';
import { definedOnly } from './defined-only.ts';
import { ExhibitLocks } from './exhibit-locks.ts';
import type { JobContext, JobResult } from './job-context.ts';

/** Takes an exhibit in and finds the sources in it; when either does not end, the case holds nothing of the exhibit. */
export async function runIntake(
  file: CaseFile,
  params: Params<'exhibit.add'>,
  appDir: string,
  context: JobContext,
): Promise<JobResult> {
  refuseInsideCase(file.path, params.path);
  const exhibit = await takeInExhibit(file, {
    path: params.path,
    reference: params.reference,
    hashes: params.hashes ?? [],
    limits: definedOnly(params.limits ?? {}),
    signal: context.signal,
    onProgress: (done, total) => {
      context.progress('hashing', done, total, 'bytes');
    },
  });
  context.changed('exhibits');
  let sources: readonly number[];
  try {
    sources = await findSources(file, exhibit, appDir, context);
    completeExhibit(file.db, exhibit);
  } catch (error) {
    dropIncompleteExhibit(file.db, exhibit);
    context.changed('exhibits');
    throw error;
  }
  context.changed('sources');
  context.changed('locks');
  const view = listExhibits(file.db, exhibit)[0];
  return {
    exhibit,
    reference: params.reference,
    sha256: view?.sha256 ?? null,
    files: view?.files ?? null,
    sizeBytes: view?.sizeBytes ?? null,
    sources,
    issues: countIssues(file, { exhibit }),
  };
}

async function findSources(
  file: CaseFile,
  exhibit: number,
  appDir: string,
  context: JobContext,
): Promise<readonly number[]> {
  const view = listExhibits(file.db, exhibit)[0];
  if (view === undefined) throw new Error('the exhibit was not kept');
  const locks = new ExhibitLocks(file, view, context);
  try {
    await locks.find(null);
    setLocksSearched(file.db, exhibit, file.now());
    return await locks.detect(appDir);
  } finally {
    locks.close();
  }
}

/** Evidence and case are kept apart: neither may lie inside the other. */
function refuseInsideCase(casePath: string, path: string): void {
  if (!existsSync(path)) return;
  const [inside, outside] = [realpathSync(path), realpathSync(casePath)];
  if (holds(outside, inside) || holds(inside, outside)) throw new CaseFailure('path-inside-case', { subject: path });
}

function holds(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && !/^[A-Za-z]:|^[\\/]/u.test(way));
}
