import type { CaseFile } from '../case/index.ts';
import type { SampleExhibit } from './desk.ts';
import { runIngest } from './run-ingest.ts';
import { runIntake } from './run-intake.ts';
import type { JobContext, JobResult } from './job-context.ts';

/** Takes the sample exhibits in and reads what is in them. */
export async function runSample(
  file: CaseFile,
  exhibits: readonly SampleExhibit[],
  appDir: string,
  context: JobContext,
): Promise<JobResult> {
  for (const exhibit of exhibits) await runIntake(file, exhibit, appDir, context);
  const ingested = await runIngest(file, {}, appDir, context);
  return { case: file.path, ...ingested };
}
