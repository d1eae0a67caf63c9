import type { CaseFile } from '../case/index.ts';
import type { Params } from '../contract/index.ts';
import { writeHits } from '../report/index.ts';
import type { JobContext, JobResult } from './job-context.ts';

/** Writes the hits of a search to a file. */
export async function runExport(
  file: CaseFile,
  params: Params<'search.export'>,
  context: JobContext,
): Promise<JobResult> {
  // prettier-ignore
  return {
    ...(await writeHits(file, params, {
      signal: context.signal,
      progress: (done, total) => {
        context.listen();
        context.progress('hits', done, total, 'rows');
      },
    })),
  };
}
