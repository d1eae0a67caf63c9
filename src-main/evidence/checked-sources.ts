import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { BLOCK_BYTES, readPiece, type ByteSource } from './byte-source.ts';
import type { EvidenceFile } from './tree.ts';
import { CopyDiffers } from './working-copy.ts';

/** What a reader passes over is read to be hashed too, up to this many bytes at once. */
const MOST_PASSED = 64 * 2 ** 10;
/** What is left over at the end is read at once up to this size, else when the others are done. */
const MOST_LEFT = 8 * 2 ** 20;

/**
 * Hashes files of an exhibit while they are read, front to back, so that whatever comes of them is known to come of the bytes
 * that intake hashed: one that is read in its order is read once.
 */
export class CheckedSources {
  readonly #open: (file: EvidenceFile) => Promise<ByteSource>;
  /** Files that were not read to their end. */
  readonly #left: EvidenceFile[] = [];
  #differs: CopyDiffers | null = null;

  constructor(open: (file: EvidenceFile) => Promise<ByteSource>) {
    this.#open = open;
  }

  /** The file at any offset; close it before `finish`. */
  async source(file: EvidenceFile): Promise<ByteSource> {
    const source = await this.#open(file);
    const hashing = new HashedRun(source);
    let isOpen = true;
    return {
      sizeBytes: source.sizeBytes,
      read: (into, offset) => hashing.read(into, offset),
      close: () => {
        if (isOpen && !hashing.end()) this.#left.push(file);
        else if (isOpen) this.#compare(file, hashing.digest());
        isOpen = false;
        source.close();
      },
    };
  }

  /**
   * Reads what nobody read to its end, unless it is larger than `mostBytes`. Throws `CopyDiffers` for the first file that is not as
   * it was, and the signal's reason.
   */
  async finish(mostBytes: number, signal: AbortSignal): Promise<void> {
    for (const file of this.#left) {
      if (file.sizeBytes > mostBytes || this.#differs !== null) continue;
      const source = await this.#open(file);
      try {
        const hash = createHash('sha256');
        for (let at = 0; at < source.sizeBytes;) {
          signal.throwIfAborted();
          const block = readPiece(source, at, BLOCK_BYTES);
          if (block.length === 0) break;
          hash.update(block);
          at += block.length;
          await setImmediate();
        }
        this.#compare(file, hash.digest('hex'));
      } finally {
        source.close();
      }
    }
    if (this.#differs !== null) throw this.#differs;
  }

  #compare({ path, sha256 }: EvidenceFile, found: string): void {
    if (found !== sha256) this.#differs ??= new CopyDiffers(path, sha256, found);
  }
}

/** Hashes the bytes of a source as far as they were read without a large gap. */
class HashedRun {
  readonly #source: ByteSource;
  readonly #hash: Hash = createHash('sha256');
  #at = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  read(into: Uint8Array, offset: number): number {
    if (offset > this.#at && offset - this.#at <= MOST_PASSED) this.#take(offset - this.#at);
    const got = this.#source.read(into, offset);
    if (offset <= this.#at && offset + got > this.#at) {
      this.#hash.update(into.subarray(this.#at - offset, got));
      this.#at = offset + got;
    }
    return got;
  }

  /** False where too much is left to be read at once. */
  end(): boolean {
    if (this.#source.sizeBytes - this.#at > MOST_LEFT) return false;
    this.#take(this.#source.sizeBytes - this.#at);
    return true;
  }

  digest(): string {
    return this.#hash.digest('hex');
  }

  #take(length: number): void {
    const passed = readPiece(this.#source, this.#at, length);
    this.#hash.update(passed);
    this.#at += passed.length;
  }
}
