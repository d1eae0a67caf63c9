import { followInThread } from '../../src-main/api/full-text-thread.ts';
import type { JobContext } from '../../src-main/api/job-context.ts';
import { pdfThreads } from '../../src-main/api/pdf-threads.ts';
import { runIngest } from '../../src-main/api/run-ingest.ts';
import { runIntake } from '../../src-main/api/run-intake.ts';
import { runReport } from '../../src-main/api/run-report.ts';
import { appendCustody, openCase } from '../../src-main/case/index.ts';
import { methods } from '../../src-main/contract/index.ts';

/** Runs one job of a case and ends itself, as the power does, when the job says for the n-th time that it is in a phase. */
const [casePath = '', appDir = '', job = '', phase = '', times = '', params = ''] = process.argv.slice(2);
const script = new URL('../../src-main/api/job-worker.ts', import.meta.url);
const file = openCase(casePath, Date.now, 'owner');
const given = JSON.parse(params) as Readonly<Record<string, unknown>>;
let seen = 0;
const context: JobContext = {
  signal: new AbortController().signal,
  listen: () => undefined,
  held: () => undefined,
  changed: () => undefined,
  volumes: pdfThreads(script),
  fullText: (source) => followInThread(script, { job: 'full-text', casePath, appDir, source }),
  progress: (now) => {
    if (now === phase) seen += 1;
    if (seen === Number(times)) process.kill(process.pid, 'SIGKILL');
  },
};
const action = { intake: 'exhibit.add', ingest: 'source.ingest', report: 'report.create' }[job] ?? '';
appendCustody(file.db, Date.now(), { actor: 'child', action, parameters: given, result: { state: 'started' } });
if (job === 'intake') await runIntake(file, methods['exhibit.add'].params.parse(given), appDir, context);
else if (job === 'ingest') await runIngest(file, methods['source.ingest'].params.parse(given), appDir, context);
else await runReport(file, methods['report.create'].params.parse(given), context);
