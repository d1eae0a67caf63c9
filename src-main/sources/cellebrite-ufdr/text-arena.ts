const CHUNK_BYTES = 1 << 20;

/** Short texts kept outside the heap of objects, by the position that `add` gives. */
export class TextArena {
  readonly #chunks: Buffer[] = [];
  #used = CHUNK_BYTES;

  /** A text longer than half a megabyte is cut. */
  add(text: string): number {
    const bytes = Buffer.from(text, 'utf8').subarray(0, CHUNK_BYTES / 2);
    if (this.#used + 4 + bytes.length > CHUNK_BYTES) {
      this.#chunks.push(Buffer.alloc(CHUNK_BYTES));
      this.#used = 0;
    }
    const chunk = this.#chunks.at(-1);
    if (chunk === undefined) throw new Error('an arena without a chunk');
    const position = (this.#chunks.length - 1) * CHUNK_BYTES + this.#used;
    chunk.writeUInt32LE(bytes.length, this.#used);
    bytes.copy(chunk, this.#used + 4);
    this.#used += 4 + bytes.length;
    return position;
  }

  get(position: number): string {
    const chunk = this.#chunks[Math.floor(position / CHUNK_BYTES)];
    if (chunk === undefined) throw new Error('a position that no text was given');
    const at = position % CHUNK_BYTES;
    return chunk.toString('utf8', at + 4, at + 4 + chunk.readUInt32LE(at));
  }
}
