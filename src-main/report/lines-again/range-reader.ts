import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { Sha256 } from '../../model/index.ts';

interface Range {
  readonly offset: number;
  readonly length: number;
}

const LARGEST_RANGE_BYTES = 1 << 28;

/** Reads byte ranges of files on disk, which stay open between questions. */
export class RangeReader {
  readonly #descriptors = new Map<string, number | null>();

  /** SHA-256 of a range; null as for `read`. */
  hash(file: string, range: Range): Sha256 | null {
    const bytes = this.read(file, range);
    return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
  }

  /** Null when the file is not there or ends before the range does, and for a range beyond 256 MiB. */
  read(file: string, range: Range): Buffer | null {
    const descriptor = this.#open(file);
    if (descriptor === null || range.length > LARGEST_RANGE_BYTES) return null;
    const bytes = Buffer.allocUnsafe(range.length);
    for (let at = 0; at < range.length;) {
      const read = readSync(descriptor, bytes, at, range.length - at, range.offset + at);
      if (read === 0) return null;
      at += read;
    }
    return bytes;
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
