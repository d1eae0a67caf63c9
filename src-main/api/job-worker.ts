import { parentPort, workerData } from 'node:worker_threads';
import type { FullTextRequest, JobRequest } from './job-message.ts';

/** The script of every thread: runs one job, or follows one with the full-text index, and ends. Each loads its part alone. */
const port = parentPort;
if (port === null) throw new Error('job-worker.ts is started as a worker thread');

const request = workerData as JobRequest | FullTextRequest;
if (request.job === 'full-text') {
  const { runFullText } = await import('./run-full-text.ts');
  await runFullText(request, port);
} else {
  const { runJobThread } = await import('./job-thread.ts');
  await runJobThread(request, port, new URL(import.meta.url));
}
