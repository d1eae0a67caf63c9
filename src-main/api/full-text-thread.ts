import { Worker } from 'node:worker_threads';
import type { FullText } from '../ingest/index.ts';
import { threadMemory } from './thread-memory.ts';
import type { FullTextCommand, FullTextMessage, FullTextRequest } from './job-message.ts';

/** Starts the thread that follows a reading with the full-text index; `script` is the job worker's. */
export function followInThread(script: URL, request: FullTextRequest): FullText {
  const worker = new Worker(script, { workerData: request, name: 'affiant-full-text', resourceLimits: threadMemory });
  let isComplete = false;
  let failure: Error | null = null;
  worker.on('message', (_message: FullTextMessage) => {
    isComplete = true;
  });
  worker.on('error', (error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      resolve();
    });
  });

  function tell(command: FullTextCommand['command']): void {
    worker.postMessage({ command } satisfies FullTextCommand);
  }

  return {
    committed: () => {
      tell('committed');
    },
    joined: () => {
      tell('joined');
    },
    async complete(signal) {
      const stop = (): void => {
        tell('stop');
      };
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      await ended;
      signal.removeEventListener('abort', stop);
      signal.throwIfAborted();
      if (failure !== null) throw failure;
      if (!isComplete) throw new Error('the full-text thread ended before the index was complete');
    },
    stop() {
      tell('stop');
      return ended;
    },
  };
}
