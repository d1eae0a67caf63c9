import { addReport, type CaseFile } from '../case/index.ts';
import type { Params } from '../contract/index.ts';
import { writeReport } from '../report/index.ts';
import type { JobContext, JobResult } from './job-context.ts';

/** Writes a report package and keeps in the case that it was written. */
export async function runReport(
  file: CaseFile,
  params: Params<'report.create'>,
  context: JobContext,
): Promise<JobResult> {
  const report = await writeReport(file, params, {
    signal: context.signal,
    volumes: context.volumes,
    progress: ({ phase, done, total, unit }) => {
      context.listen();
      context.progress(phase, done, total, unit);
    },
  });
  addReport(file.db, report);
  context.changed('reports');
  return { ...report };
}
