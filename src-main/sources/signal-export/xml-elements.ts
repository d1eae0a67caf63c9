/** One element of a list in XML with the bytes it stands in. The values of attributes called `data` are left out of the text. */
export interface XmlElement {
  readonly offset: number;
  readonly length: number;
  readonly decodable: boolean;
  /** True where more stands here than is kept. */
  readonly isCut: boolean;
  readonly text: string;
  /** Bytes of what was left out. */
  readonly dataBytes: number;
}

/** An element longer than this is cut. Bounds memory on files with an open quote. */
const LONGEST_BYTES = 4 * 1024 * 1024;

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const DASH = 0x2d;
const QUOTE = 0x22;
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
/** The mark of order before a document in UTF-8. */
const MARK: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);
const DATA = Buffer.from(' data="');

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const LENIENT = new TextDecoder('utf-8');

/**
 * Cuts a document into the elements that its root holds. Streams: holds one element, and of it not what `data` says, which may be a
 * film in base64. What is no XML comes as an element that cannot be read; nothing is opened or resolved.
 */
export class XmlElements {
  readonly #held: Buffer[] = [];
  #heldBytes = 0;
  #leftOut = 0;
  #start = 0;
  #offset = 0;
  /** Elements that are open; the root is the first. */
  #depth = 0;
  #in: 'text' | 'tag' | 'value' | 'data' | 'comment' = 'text';
  /** The bytes that were met last, enough to know the name before a quote and the ends of tags. */
  #last = Buffer.alloc(DATA.length);
  #second = 0;
  #tagBytes = 0;
  #isOpen = false;
  #isSound = true;

  /** False where something else than elements and white space stands between the elements. */
  get isSound(): boolean {
    return this.#isSound;
  }

  /** False where the document ended inside an element or its root; asked for after the last one. */
  get isWhole(): boolean {
    return this.#depth === 0 && this.#in === 'text';
  }

  async *read(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly XmlElement[]> {
    for await (const chunk of chunks) {
      const found = this.#add(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      if (found.length > 0) yield found;
    }
    if (this.#isOpen) yield [this.#take(Buffer.alloc(0))];
  }

  #add(chunk: Buffer): readonly XmlElement[] {
    const found: XmlElement[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#in === 'data') {
        const quote = chunk.indexOf(QUOTE, at);
        const end = quote === -1 ? chunk.length : quote;
        this.#leftOut += end - at;
        from = end;
        at = end;
        if (quote === -1) break;
        this.#in = 'tag';
        this.#note(QUOTE);
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (this.#in === 'text') {
        if (byte !== LT) {
          this.#isSound &&= this.#isOpen || BLANKS.has(byte) || (MARK.has(byte) && this.#offset + at < MARK.size);
          continue;
        }
        this.#in = 'tag';
        this.#tagBytes = 0;
        this.#second = 0;
        if (!this.#isOpen && this.#depth === 1) {
          this.#isOpen = true;
          this.#start = this.#offset + at;
          from = at;
        }
      }
      this.#note(byte);
      this.#tagBytes += 1;
      if (this.#tagBytes === 2) this.#second = byte;
      if (this.#in === 'comment') {
        if (byte === GT && this.#ends(DASH, DASH)) this.#in = 'text';
      } else if (this.#in === 'value') {
        if (byte === QUOTE) this.#in = 'tag';
      } else if (byte === QUOTE) {
        this.#in = this.#last.equals(DATA) ? 'data' : 'value';
        if (this.#in === 'data') this.#hold(chunk.subarray(from, at + 1));
      } else if (this.#tagBytes === 4 && this.#second === BANG && this.#ends(DASH, DASH, 0)) this.#in = 'comment';
      else if (byte === GT) {
        this.#in = 'text';
        this.#endTag();
        if (this.#isOpen && this.#depth <= 1) {
          found.push(this.#take(chunk.subarray(from, at + 1)));
          from = at + 1;
        }
      }
    }
    if (this.#isOpen && this.#in !== 'data') this.#hold(Buffer.from(chunk.subarray(from)));
    this.#offset += chunk.length;
    return found;
  }

  #note(byte: number): void {
    this.#last.copyWithin(0, 1);
    this.#last[DATA.length - 1] = byte;
  }

  /** Whether these bytes stand before the last one, or, with `skip` 0, are the last ones. */
  #ends(first: number, second: number, skip = 1): boolean {
    const end = DATA.length - 1 - skip;
    return this.#last[end - 1] === first && this.#last[end] === second;
  }

  #endTag(): void {
    if (this.#second === BANG || this.#second === QUESTION) return;
    if (this.#second === SLASH) this.#depth = Math.max(0, this.#depth - 1);
    else if (this.#last[DATA.length - 2] !== SLASH) this.#depth += 1;
    // The end of the root is none of its elements.
    if (this.#depth === 0) {
      this.#isOpen = false;
      this.#held.length = 0;
      this.#heldBytes = 0;
      this.#leftOut = 0;
    }
  }

  #hold(bytes: Buffer): void {
    if (!this.#isOpen) return;
    const kept = Math.max(0, LONGEST_BYTES - this.#heldBytes);
    this.#heldBytes += bytes.length;
    if (kept > 0 && bytes.length > 0) this.#held.push(Buffer.from(bytes.subarray(0, kept)));
  }

  #take(last: Buffer): XmlElement {
    this.#hold(last);
    const bytes = Buffer.concat(this.#held);
    const length = this.#heldBytes + this.#leftOut;
    const element = { offset: this.#start, length, isCut: bytes.length < this.#heldBytes, dataBytes: this.#leftOut, ...textOf(bytes) }; // prettier-ignore
    this.#isOpen = false;
    this.#held.length = 0;
    this.#heldBytes = 0;
    this.#leftOut = 0;
    return element;
  }
}

function textOf(bytes: Buffer): { readonly text: string; readonly decodable: boolean } {
  try {
    return { text: UTF8.decode(bytes), decodable: true };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: LENIENT.decode(bytes), decodable: false };
  }
}
