import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { ByteRange, Sha256 } from '../../model/index.ts';

const LARGEST_RANGE_BYTES = 1 << 28;

/** Hashes byte ranges from the working copies of a case, which are named by the hash of the file. */
export class RangeHasher {
  readonly #workDir: string;
  readonly #descriptors = new Map<Sha256, number | null>();

  constructor(workDir: string) {
    this.#workDir = workDir;
  }

  /** Null when the working copy is not there or ends before the range does. */
  hash(range: ByteRange): Sha256 | null {
    const descriptor = this.#open(range.file);
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

  #open(file: Sha256): number | null {
    const known = this.#descriptors.get(file);
    if (known !== undefined) return known;
    const place = path.join(this.#workDir, file);
    const descriptor = existsSync(place) ? openSync(place, 'r') : null;
    this.#descriptors.set(file, descriptor);
    return descriptor;
  }
}
