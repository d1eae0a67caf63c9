import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { failureOf } from './failure-of.ts';
import { followInThread } from './full-text-thread.ts';
import type { JobCommand, JobMessage, JobRequest, WorkerOutcome } from './job-message.ts';
import { pdfThreads } from './pdf-threads.ts';
import { runJob } from './run-job.ts';

const PROGRESS_INTERVAL_MS = 100;

/** Runs one job in this thread, says how it goes, and lets the thread end. `script` starts further threads. */
export async function runJobThread(request: JobRequest, port: MessagePort, script: URL): Promise<void> {
  const abort = new AbortController();
  /** The only command there is: `cancel`. */
  function obey(_command: JobCommand): void {
    abort.abort();
  }
  port.on('message', obey);

  /** A thread that is busy in one statement after the other does not turn its loop: it looks into its letter box itself. */
  function listen(): void {
    const letter = receiveMessageOnPort(port);
    if (letter !== undefined) obey(letter.message as JobCommand);
  }

  function tell(message: JobMessage): void {
    port.postMessage(message);
  }

  let lastMs = 0;
  let lastPhase = '';
  async function outcome(): Promise<WorkerOutcome> {
    const { casePath, appDir } = request;
    try {
      const result = await runJob(request, {
        signal: abort.signal,
        listen,
        progress(phase, done, total, unit) {
          const nowMs = performance.now();
          if (phase === lastPhase && nowMs - lastMs < PROGRESS_INTERVAL_MS && done !== total) return;
          lastMs = nowMs;
          lastPhase = phase;
          tell({ message: 'progress', phase, done, total, unit });
        },
        held: (held) => {
          tell({ message: 'held', held });
        },
        changed: (what) => {
          tell({ message: 'changed', what });
        },
        volumes: pdfThreads(script),
        fullText: (source) => followInThread(script, { job: 'full-text', casePath, appDir, source }),
      });
      return abort.signal.aborted ? { state: 'cancelled', result } : { state: 'done', result };
    } catch (error) {
      if (abort.signal.aborted) return { state: 'cancelled', result: {} };
      return { state: 'failed', failure: failureOf(error, appDir, `job ${request.job}`) };
    }
  }

  tell({ message: 'ended', outcome: await outcome() });
  port.close();
}
