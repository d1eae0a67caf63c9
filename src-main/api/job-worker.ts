import { parentPort, workerData } from 'node:worker_threads';
import type { FullTextRequest, JobRequest, PdfRequest, SilkRequest } from './job-message.ts';

/** The script of every thread: runs one job, follows one with the full-text index, sets pages for one, or decodes a voice, and ends. Each loads its part alone. */
const port = parentPort;
if (port === null) throw new Error('job-worker.ts is started as a worker thread');

const request = workerData as JobRequest | FullTextRequest | PdfRequest | SilkRequest;
if (request.job === 'full-text') {
  const { runFullText } = await import('./run-full-text.ts');
  await runFullText(request, port);
} else if (request.job === 'pdf') {
  const { runPdf } = await import('./run-pdf.ts');
  runPdf(request, port);
} else if (request.job === 'silk') {
  const { runSilk } = await import('./run-silk.ts');
  await runSilk(request, port);
} else {
  const { runJobThread } = await import('./job-thread.ts');
  await runJobThread(request, port, new URL(import.meta.url));
}
