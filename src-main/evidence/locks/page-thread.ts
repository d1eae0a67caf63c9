import { parentPort, workerData } from 'node:worker_threads';
import { PageCipher, type OpenedSettings, type PageVerdicts } from './sqlcipher-pages.ts';

/** A run of pages on its way to the thread; its bytes are handed over, not copied. */
export interface PageOrder {
  readonly id: number;
  readonly bytes: ArrayBuffer;
  readonly length: number;
  readonly numbers: Uint32Array;
}

/** The same bytes on their way back, in plain. */
export interface PageAnswer extends PageVerdicts {
  readonly id: number;
  readonly bytes: ArrayBuffer;
}

const { settings, key, macKey } = workerData as OpenedSettings;
// What crosses to another thread arrives without its prototype.
const cipher = new PageCipher({ settings, key: Buffer.from(key), macKey: Buffer.from(macKey) });

parentPort?.on('message', ({ id, bytes, length, numbers }: PageOrder) => {
  const verdicts = cipher.openRun(Buffer.from(bytes, 0, length), numbers);
  const answer: PageAnswer = { id, bytes, ...verdicts };
  parentPort?.postMessage(answer, [bytes]);
});
