import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { VolumeSetter, WrittenPdf } from '../report/index.ts';
import type { PdfMessage, PdfRequest } from './job-message.ts';

/** Threads that set volumes at a time: each holds the fonts and a document, some 200 MB. */
const MOST_THREADS = 2;

/**
 * Sets each volume of a PDF in a thread of its own, since the memory that a document takes outside the JavaScript heap
 * is given back when its thread ends. `script` is the job worker's.
 */
export function pdfThreads(script: URL): VolumeSetter {
  return {
    atOnce: Math.min(MOST_THREADS, availableParallelism()),
    set: (volume, signal) => setInThread(script, { job: 'pdf', ...volume }, signal),
  };
}

function setInThread(script: URL, request: PdfRequest, signal: AbortSignal | undefined): Promise<WrittenPdf> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: request, name: 'affiant-pdf' });
    let written: WrittenPdf | null = null;
    const stop = (): void => {
      void worker.terminate();
    };
    worker.on('message', (message: PdfMessage) => {
      written = message;
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else if (written === null) reject(new Error(`the thread of a volume ended with code ${code} without its pages`));
      else resolve(written);
    });
    signal?.addEventListener('abort', stop);
    if (signal?.aborted === true) stop();
  });
}
