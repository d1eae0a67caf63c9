import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { JobCommand, JobMessage, JobRequest, WorkerOutcome } from './job-message.ts';
import { failureOf } from './failure-of.ts';
import { runJob } from './run-job.ts';

/** The thread in which one job runs: started with a `JobRequest`, says how it goes, and ends. */
const port = parentPort;
if (port === null) throw new Error('job-worker.ts is started as a worker thread');

const request = workerData as JobRequest;
const abort = new AbortController();
/** The only command there is: `cancel`. */
function obey(_command: JobCommand): void {
  abort.abort();
}

port.on('message', obey);

/** A thread that is busy in one statement after the other does not turn its loop: it looks into its letter box itself. */
function listen(): void {
  const letter = port === null ? undefined : receiveMessageOnPort(port);
  if (letter !== undefined) obey(letter.message as JobCommand);
}

function tell(message: JobMessage): void {
  port?.postMessage(message);
}

const PROGRESS_INTERVAL_MS = 100;
let lastMs = 0;
let lastPhase = '';

async function outcome(): Promise<WorkerOutcome> {
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
      changed: (what) => {
        tell({ message: 'changed', what });
      },
    });
    return abort.signal.aborted ? { state: 'cancelled', result } : { state: 'done', result };
  } catch (error) {
    if (abort.signal.aborted) return { state: 'cancelled', result: {} };
    return { state: 'failed', failure: failureOf(error, request.appDir, `job ${request.job}`) };
  }
}

tell({ message: 'ended', outcome: await outcome() });
port.close();
