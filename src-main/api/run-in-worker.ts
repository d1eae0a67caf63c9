import { Worker } from 'node:worker_threads';
import type { Push } from '../contract/index.ts';
import type { Held, JobCommand, JobMessage, JobRequest } from './job-message.ts';
import type { JobOutcome, JobReport } from './jobs.ts';
import { threadMemory } from './thread-memory.ts';

/** How long a worker may take to notice that it is cancelled before it is ended from outside. */
const PATIENCE_MS = 30_000;

/**
 * Runs one job in a thread of its own. Rejects with the worker's error when it dies of a defect; a cancelled worker rolls
 * back its open batch itself, and one that no longer listens is ended, which rolls back the same. Nobody waits for the thread
 * of a job that said it is cancelled: a derivation of a key that was begun in its name cannot be interrupted.
 */
export function runInWorker(
  script: URL,
  request: JobRequest,
  report: JobReport,
  signal: AbortSignal,
  push: (push: Push) => void,
  onHeld: (held: Held) => void,
): Promise<JobOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, {
      workerData: request,
      name: `affiant-${request.job}`,
      resourceLimits: threadMemory,
    });
    let outcome: JobOutcome | null = null;
    let patience: NodeJS.Timeout | null = null;

    function cancel(): void {
      const command: JobCommand = { command: 'cancel' };
      worker.postMessage(command);
      patience = setTimeout(() => {
        outcome ??= { state: 'cancelled', result: {} };
        void worker.terminate();
      }, PATIENCE_MS);
    }

    function settle(ended: JobOutcome): void {
      signal.removeEventListener('abort', cancel);
      if (patience !== null) clearTimeout(patience);
      resolve(ended);
    }

    worker.on('message', (message: JobMessage) => {
      switch (message.message) {
        case 'progress':
          report.progress(message.phase, message.done, message.total, message.unit);
          break;
        case 'changed':
          push({ push: 'case-changed', what: message.what });
          break;
        case 'held':
          onHeld(message.held);
          break;
        case 'ended':
          outcome = message.outcome;
          if (signal.aborted) settle(outcome);
          break;
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (outcome === null) reject(new Error(`job worker ended with code ${code} without an outcome`));
      else settle(outcome);
    });
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
  });
}
