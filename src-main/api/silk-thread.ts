import { Worker } from 'node:worker_threads';
import { SilkFailed, type SilkDecoder, type SilkSamples } from '../evidence/index.ts';
import type { SilkMessage, SilkRequest } from './job-message.ts';

/** A minute of voice takes a sixth of a second. */
const MOST_MS = 20_000;
/** Beside the decoder's own memory, which its script cannot let grow beyond two gigabytes. */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 24 };
/** Threads at a time: a list of voices asks for many. */
const MOST_THREADS = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** Decodes each voice in a thread of its own, ended after it: a damaged one reads outside the decoder's memory, and may not end by itself. */
export function silkThreads(script: URL): SilkDecoder {
  return async (packets) => {
    if (running >= MOST_THREADS) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await decodeInThread(script, { job: 'silk', packets });
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

function decodeInThread(script: URL, request: SilkRequest): Promise<SilkSamples> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: request, name: 'affiant-silk', resourceLimits: MEMORY });
    let samples: SilkSamples | null = null;
    const stop = (): void => {
      void worker.terminate();
    };
    const patience = setTimeout(stop, MOST_MS);
    worker.on('message', (message: SilkMessage) => {
      samples = message;
      stop();
    });
    // What the decoder throws says nothing of the voice; the exit follows it.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      clearTimeout(patience);
      if (samples === null) reject(new SilkFailed());
      else resolve(samples);
    });
  });
}
