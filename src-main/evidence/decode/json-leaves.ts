/** An object of JSON within which no other begins, with the bytes it stands in; null text: longer than is kept. */
export interface JsonLeaf {
  readonly offset: number;
  readonly length: number;
  readonly text: string | null;
}

/** A longer object is told by its place alone. */
const LONGEST_BYTES = 4 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_END = 0x0a;

/**
 * The innermost objects of JSON, whatever lists, objects and lines are around them, from bytes in pieces. Damage costs the object that it
 * lies in, and those up to the next line end where it opens or closes a text. Memory is bounded by the longest object that is kept.
 */
export class JsonLeaves {
  #offset = 0;
  #start = -1;
  #isText = false;
  #isEscaped = false;
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;

  /** The objects that end in this piece. */
  add(chunk: Uint8Array): readonly JsonLeaf[] {
    const found: JsonLeaf[] = [];
    let from = this.#start < 0 ? -1 : 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#isText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isText = false;
        else if (byte === LINE_END) {
          // No text of JSON goes on behind the end of its line.
          this.#isText = false;
          this.#drop();
          from = -1;
        }
      } else if (byte === QUOTE) this.#isText = true;
      else if (byte === OPEN) {
        this.#drop();
        this.#start = this.#offset + at;
        from = at;
      } else if (byte === CLOSE && this.#start >= 0) {
        found.push(this.#take(chunk.subarray(from, at + 1), this.#offset + at + 1));
        from = -1;
      }
    }
    if (from >= 0) this.#hold(chunk.slice(from));
    this.#offset += chunk.length;
    return found;
  }

  /** Whether an object began and did not end. */
  get isOpen(): boolean {
    return this.#start >= 0;
  }

  #hold(bytes: Uint8Array): void {
    this.#heldBytes += bytes.length;
    if (this.#heldBytes <= LONGEST_BYTES) this.#held.push(bytes);
    else this.#held.length = 0;
  }

  #take(last: Uint8Array, end: number): JsonLeaf {
    this.#hold(last);
    const text = this.#heldBytes <= LONGEST_BYTES ? Buffer.concat(this.#held).toString('utf8') : null;
    const leaf = { offset: this.#start, length: end - this.#start, text };
    this.#drop();
    return leaf;
  }

  #drop(): void {
    this.#start = -1;
    this.#held.length = 0;
    this.#heldBytes = 0;
  }
}
