import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createCase, type CaseFile } from '../case/index.ts';
import type { CaseInfo, JobView, Reply } from '../contract/index.ts';
import { done, fail } from './answer.ts';
import { bodyOf } from './case-jobs.ts';
import type { Desk } from './desk.ts';

/** Writes the sample exhibits below `path`, makes a case beside them and reads them into it, as one job. */
export async function startSample(
  desk: Desk,
  path: string,
  enter: (file: CaseFile) => CaseInfo,
): Promise<Reply<JobView>> {
  const { writeSample } = desk;
  if (writeSample === null) return fail('not-found', { subject: 'sample' });
  if (existsSync(path) && (!statSync(path).isDirectory() || readdirSync(path).length > 0)) {
    return fail('case-exists', { subject: path });
  }
  await desk.jobs.stop();
  const job = desk.jobs.start('sample', path, async (report, signal) => {
    const exhibitsDir = join(path, 'exhibits');
    mkdirSync(exhibitsDir, { recursive: true });
    report.progress('writing the sample', 0, null, 'files');
    const exhibits = await writeSample(exhibitsDir);
    const file = createCase(
      {
        path: join(path, 'case'),
        number: 'SAMPLE-1',
        examiner: 'Sample Examiner',
        authority: { kind: 'training', reference: 'Sample data: everything in it is fictional', issuer: '' },
        note: null,
      },
      desk.clock,
    );
    enter(file);
    const session = desk.sessions.current();
    if (session === null) throw new Error('the sample case was not opened');
    const body = bodyOf(desk, session, {
      kind: 'sample',
      subject: path,
      request: { job: 'sample', exhibits },
      action: 'case.sample',
      parameters: { path },
    });
    return body(report, signal);
  });
  return done(job);
}
