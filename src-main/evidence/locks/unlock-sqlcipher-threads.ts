import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { EntryDamaged } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import type { PageAnswer, PageOrder } from './page-thread.ts';
import { PageTally } from './page-tally.ts';
import { PageCipher, type OpenedSettings, type PageVerdicts } from './sqlcipher-pages.ts';
import type { Sink } from './work-file.ts';

/** Bytes of one run; a multiple of every page size. */
const RUN_BYTES = 2 ** 19;
/** Runs that wait for the thread at a time, and runs held in memory. */
const MOST_ORDERED = 3;
const MOST_HELD = 8;

/** Beside this module, whether it is a source or was bundled. */
const script = new URL(`page-thread${import.meta.url.slice(-3)}`, import.meta.url);

interface Run {
  readonly bytes: ArrayBuffer;
  readonly length: number;
  readonly verdicts: PageVerdicts | null;
}

/**
 * Does what `unlockDatabase` does, with a second thread that decrypts and authenticates beside this one, which reads, hashes and
 * writes too and takes runs of pages as long as the next in order is not there. Holds some MiB whatever the size of the
 * database. Throws `EntryDamaged` where the file became shorter meanwhile.
 */
export async function* unlockInThreads(
  source: ByteSource,
  opened: OpenedSettings,
  out: Sink,
): AsyncGenerator<number, PageTally> {
  const { pageSize } = opened.settings;
  const cipher = new PageCipher(opened);
  const tally = new PageTally();
  const total = source.sizeBytes - (source.sizeBytes % pageSize);
  const spare: ArrayBuffer[] = [];
  /** Runs by their number, from the next to be written on; null while the thread has it. */
  const held = new Map<number, Run | null>();
  let read = 0;
  let written = 0;
  let ordered = 0;
  let arrived = Promise.withResolvers<null>();
  const worker = new Worker(script, { workerData: opened, name: 'affiant-pages' });
  worker.on('message', ({ id, bytes, empty, failed }: PageAnswer) => {
    held.set(id, { bytes, length: Math.min(RUN_BYTES, total - id * RUN_BYTES), verdicts: { empty, failed } });
    ordered -= 1;
    arrived.resolve(null);
  });
  worker.on('error', (error) => {
    arrived.reject(error);
  });
  // A failure that nobody waits for yet is met by the next wait.
  arrived.promise.catch(() => undefined);
  const next = (): { readonly id: number; readonly pages: Buffer; readonly numbers: Uint32Array } | null => {
    const at = read * RUN_BYTES;
    if (at >= total) return null;
    const pages = Buffer.from(spare.pop() ?? new ArrayBuffer(RUN_BYTES), 0, Math.min(RUN_BYTES, total - at));
    const got = source.read(pages, at);
    if (got < pages.length) throw new EntryDamaged(`the file ends after ${at + got} of ${source.sizeBytes} bytes`);
    const first = at / pageSize + 1;
    read += 1;
    return { id: read - 1, pages, numbers: Uint32Array.from({ length: pages.length / pageSize }, (_, index) => first + index) }; // prettier-ignore
  };
  try {
    while (written * RUN_BYTES < total) {
      while (ordered < MOST_ORDERED && held.size < MOST_HELD) {
        const run = next();
        if (run === null) break;
        const bytes = run.pages.buffer as ArrayBuffer;
        const order: PageOrder = { id: run.id, bytes, length: run.pages.length, numbers: run.numbers };
        held.set(run.id, null);
        ordered += 1;
        worker.postMessage(order, [bytes]);
      }
      const head = held.get(written) ?? null;
      if (head !== null) {
        const first = tally.count + 1;
        for (const index of head.verdicts?.failed ?? []) tally.fail(first + index);
        tally.empty += head.verdicts?.empty.length ?? 0;
        tally.count += head.length / pageSize;
        out.write(Buffer.from(head.bytes, 0, head.length));
        held.delete(written);
        spare.push(head.bytes);
        written += 1;
        yield tally.count * pageSize;
      } else if (held.size < MOST_HELD && read * RUN_BYTES < total) {
        const run = next();
        if (run !== null)
          held.set(run.id, { bytes: run.pages.buffer as ArrayBuffer, length: run.pages.length, verdicts: cipher.openRun(run.pages, run.numbers) }); // prettier-ignore
        await setImmediate();
      } else {
        await arrived.promise;
        arrived = Promise.withResolvers<null>();
        arrived.promise.catch(() => undefined);
      }
    }
    return tally;
  } finally {
    await worker.terminate();
  }
}
