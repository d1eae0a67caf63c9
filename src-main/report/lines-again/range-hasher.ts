import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { Sha256 } from '../../model/index.ts';

const LARGEST_RANGE_BYTES = 1 << 28;

/** Hashes byte ranges of files on disk, which stay open between questions. */
export class RangeHasher {
  readonly #descriptors = new Map<string, number | null>();

  /** Null when the file is not there or ends before the range does. */
  hash(file: string, range: { readonly offset: number; readonly length: number }): Sha256 | null {
    const descriptor = this.#open(file);
    if (descriptor === null || range.length > LARGEST_RANGE_BYTES) return null;
    const bytes = Buffer.allocUnsafe(range.length);
    for (let at = 0; at < range.length;) {
      const read = readSync(descriptor, bytes, at, range.length - at, range.offset + at);
      if (read === 0) return null;
      at += read;
    }
    return createHash('sha256').update(bytes).digest('hex');
  }

  close(): void {
    for (const descriptor of this.#descriptors.values()) if (descriptor !== null) closeSync(descriptor);
    this.#descriptors.clear();
  }

  #open(file: string): number | null {
    const known = this.#descriptors.get(file);
    if (known !== undefined) return known;
    const descriptor = existsSync(file) ? openSync(file, 'r') : null;
    this.#descriptors.set(file, descriptor);
    return descriptor;
  }
}
