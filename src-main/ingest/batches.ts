import { setImmediate } from 'node:timers/promises';

/** Closes batches in good time and lets the thread listen between them. */
export interface Batches {
  /** Counts one record; commits and waits a turn when the batch is full. Rejects with the signal's reason when it aborted. */
  step(): Promise<void> | null;
}

const BATCH_RECORDS = 20_000;
const BATCH_MS = 400;
/** The clock is asked every so many records: asking costs as much as a small insert. */
const CLOCK_EVERY = 512;

export function openBatches(commit: () => void, signal: AbortSignal, onBatch: () => void): Batches {
  let count = 0;
  let openedMs = performance.now();

  async function turn(): Promise<void> {
    commit();
    onBatch();
    await setImmediate();
    signal.throwIfAborted();
    count = 0;
    openedMs = performance.now();
  }

  return {
    step() {
      count += 1;
      if (count < BATCH_RECORDS && (count % CLOCK_EVERY !== 0 || performance.now() - openedMs < BATCH_MS)) return null;
      return turn();
    },
  };
}
