import type { ByteSource } from './byte-source.ts';
import { BLOCK_BYTES } from './byte-source.ts';
import type { Digester } from './hash.ts';

/**
 * Reads another source in blocks from front to back and hashes every byte of it once, whatever is asked for: an archive is
 * hashed while its entries are read, in one pass over the disk. Reads behind the current block go to the source itself.
 */
export class HashingSource implements ByteSource {
  readonly sizeBytes: number;
  readonly #source: ByteSource;
  readonly #digester: Digester;
  readonly #window = Buffer.allocUnsafe(BLOCK_BYTES);
  #start = 0;
  #end = 0;

  constructor(source: ByteSource, digester: Digester) {
    this.#source = source;
    this.#digester = digester;
    this.sizeBytes = source.sizeBytes;
  }

  /** How far it has been hashed. */
  get hashedBytes(): number {
    return this.#end;
  }

  read(into: Uint8Array, offset: number): number {
    if (offset < this.#start) return this.#source.read(into, offset);
    let done = 0;
    while (done < into.length) {
      const at = offset + done;
      if (at >= this.#end && !this.advance()) break;
      if (at >= this.#end) continue;
      const from = at - this.#start;
      const part = this.#window.subarray(from, Math.min(this.#end - this.#start, from + into.length - done));
      into.set(part, done);
      done += part.length;
    }
    return done;
  }

  /** Hashes one block more; false at the end. */
  advance(): boolean {
    const got = this.#source.read(this.#window, this.#end);
    if (got === 0) return false;
    this.#start = this.#end;
    this.#end += got;
    this.#digester.update(this.#window.subarray(0, got));
    return true;
  }

  close(): void {
    this.#source.close();
  }
}
