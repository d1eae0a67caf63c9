import { setImmediate } from 'node:timers/promises';
import type { ByteSource } from '../byte-source.ts';
import type { OpenEvent } from './opener.ts';

/** How long a thread works between two turns of others. */
const TURN_MS = 40;

/**
 * Runs work that reads `source` from its start to its end, and says how far that is. The work is to await `tick` after every
 * block: it lets others have their turn and throws the signal's reason.
 */
export async function* withProgress<T>(
  source: ByteSource,
  signal: AbortSignal,
  work: (source: ByteSource, tick: () => Promise<void>) => Promise<T>,
): AsyncGenerator<OpenEvent, T> {
  let doneBytes = 0;
  let lastMs = performance.now();
  let told = Promise.withResolvers<null>();
  let isLeft = false;
  const counted: ByteSource = {
    sizeBytes: source.sizeBytes,
    read(into, offset) {
      const got = source.read(into, offset);
      doneBytes = offset + got;
      return got;
    },
    close: () => undefined,
  };
  const tick = async (): Promise<void> => {
    signal.throwIfAborted();
    if (isLeft) throw new Error('nobody waits for the opening any more');
    if (performance.now() - lastMs < TURN_MS) return;
    told.resolve(null);
    await setImmediate();
    lastMs = performance.now();
  };
  const running = work(counted, tick).then((value) => ({ value }));
  try {
    for (;;) {
      const ended = await Promise.race([running, told.promise]);
      if (ended !== null) return ended.value;
      told = Promise.withResolvers<null>();
      yield { kind: 'progress', doneBytes, totalBytes: source.sizeBytes };
    }
  } finally {
    isLeft = true;
    // Where nobody waits any more it ends at its next tick, and takes away what it wrote.
    await running.catch(() => undefined);
  }
}
