import { openCase } from '../case/index.ts';
import type { JobRequest } from './job-message.ts';
import type { JobContext, JobResult } from './job-context.ts';
import { runExport } from './run-export.ts';
import { runFindLocks } from './run-find-locks.ts';
import { runIngest } from './run-ingest.ts';
import { runIntake } from './run-intake.ts';
import { runPositions } from './run-positions.ts';
import { runReport } from './run-report.ts';
import { runSample } from './run-sample.ts';
import { runUnlock } from './run-unlock.ts';
import { runVerify } from './run-verify.ts';

/** Runs one job over its own connection to the case and gives its result. */
export async function runJob(request: JobRequest, context: JobContext): Promise<JobResult> {
  const file = openCase(request.casePath, Date.now, 'helper');
  for (const [lock, secret] of request.secrets) file.secrets.set(lock, secret);
  try {
    switch (request.job) {
      case 'intake':
        return await runIntake(file, request.params, request.appDir, context);
      case 'ingest':
        return await runIngest(file, request.params, request.appDir, context);
      case 'report':
        return await runReport(file, request.params, context);
      case 'export':
        return await runExport(file, request.params, context);
      case 'unlock':
        return await runUnlock(file, request, request.appDir, context);
      case 'find-locks':
        return await runFindLocks(file, request.appDir, context);
      case 'positions':
        return await runPositions(file, context);
      case 'verify':
        return await runVerify(file, request.params, context);
      case 'sample':
        return await runSample(file, request.exhibits, request.appDir, context);
    }
  } finally {
    file.close();
  }
}
