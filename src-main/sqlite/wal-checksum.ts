import { endianness } from 'node:os';

/**
 * The running checksum of a write-ahead log over pairs of 32-bit words, whose byte order the log's magic number states.
 * https://www.sqlite.org/fileformat2.html#checksum_algorithm
 */
export class WalChecksum {
  #first = 0;
  #second = 0;
  readonly #swap: boolean;

  constructor(bigEndian: boolean) {
    this.#swap = bigEndian !== (endianness() === 'BE');
  }

  add(bytes: Buffer): void {
    const aligned = this.#swap || bytes.byteOffset % 4 !== 0 ? Buffer.from(bytes) : bytes;
    if (this.#swap) aligned.swap32();
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
    let first = this.#first;
    let second = this.#second;
    for (let index = 0; index + 1 < words.length; index += 2) {
      first = (first + (words[index] ?? 0) + second) | 0;
      second = (second + (words[index + 1] ?? 0) + first) | 0;
    }
    this.#first = first;
    this.#second = second;
  }

  /** Writes both sums at `at`, as frames and the log's header hold them. */
  write(bytes: Buffer, at: number): void {
    bytes.writeInt32BE(this.#first, at);
    bytes.writeInt32BE(this.#second, at + 4);
  }

  equals(bytes: Buffer, at: number): boolean {
    return this.#first === bytes.readInt32BE(at) && this.#second === bytes.readInt32BE(at + 4);
  }
}
