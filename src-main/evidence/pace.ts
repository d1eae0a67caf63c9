import { setImmediate } from 'node:timers/promises';
import type { IntakeEvent } from './intake-event.ts';

/** Lets other work of the thread run, and says how far the intake is, some twenty times a second. */
export class Pace {
  doneBytes = 0;
  files = 0;
  readonly totalBytes: number | null;
  /** How far an archive was read; files of a folder are counted in `doneBytes` instead. */
  position: () => number = () => 0;
  readonly #signal: AbortSignal | undefined;
  #last = performance.now();

  constructor(totalBytes: number | null, signal: AbortSignal | undefined) {
    this.totalBytes = totalBytes;
    this.#signal = signal;
  }

  /** True when `rest` is due: asked after every block and file, so it must cost next to nothing. Throws when cancelled. */
  get isDue(): boolean {
    this.#signal?.throwIfAborted();
    return performance.now() - this.#last >= 50;
  }

  async rest(): Promise<IntakeEvent> {
    await setImmediate();
    this.#last = performance.now();
    return this.event();
  }

  event(): IntakeEvent {
    return {
      kind: 'progress',
      doneBytes: this.doneBytes + this.position(),
      totalBytes: this.totalBytes,
      files: this.files,
    };
  }
}
