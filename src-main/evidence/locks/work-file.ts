import { closeSync, openSync, rmSync } from 'node:fs';
import { Digester, writeWhole } from '../hash.ts';
import type { Digests, ExtraHash } from '../intake-event.ts';
import { passingIn, settleWork } from './settle-work.ts';

/** Takes bytes in their order. */
export interface Sink {
  write(block: Uint8Array): void;
}

/** A file on its way into the work folder: written under a passing name, kept under its SHA-256, read-only. */
export class WorkFile implements Sink {
  readonly #workDir: string;
  readonly #partial: string;
  readonly #descriptor: number;
  readonly #digester: Digester;
  #isOpen = true;

  /** Makes the work folder where it is missing. Throws what the file system throws. */
  constructor(workDir: string, hashes: readonly ExtraHash[]) {
    this.#workDir = workDir;
    this.#partial = passingIn(workDir);
    this.#descriptor = openSync(this.#partial, 'wx', 0o600);
    this.#digester = new Digester(hashes);
  }

  get sizeBytes(): number {
    return this.#digester.sizeBytes;
  }

  write(block: Uint8Array): void {
    this.#digester.update(block);
    writeWhole(this.#descriptor, block);
  }

  /** Ends writing and gives the file its name. */
  keep(): Digests & { readonly sizeBytes: number } {
    const { sizeBytes } = this;
    const digests = this.#digester.finish();
    this.#close();
    settleWork(this.#partial, this.#workDir, digests.sha256);
    return { ...digests, sizeBytes };
  }

  /** Removes what was written, unless it was kept. */
  discard(): void {
    this.#close();
    rmSync(this.#partial, { force: true });
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }
}
