import type { TextLine } from '../text-lines.ts';

/** An object longer than this is cut: its first part alone is kept, as text that is no JSON. */
const LONGEST_BYTES = 4 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const LENIENT = new TextDecoder('utf-8');

/**
 * The objects of a JSON array, each with the bytes it stands in; what is neither object, bracket, comma nor white space comes
 * as a piece of its own. Streams: holds one object. Yields the pieces of each chunk together.
 */
export async function* arrayObjects(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly TextLine[]> {
  const scan = new Scan();
  for await (const chunk of chunks) {
    const pieces = scan.add(chunk);
    if (pieces.length > 0) yield pieces;
  }
  const last = scan.end();
  if (last !== null) yield [last];
}

class Scan {
  /** Bytes of the piece that is not at its end. */
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;
  #start = 0;
  #offset = 0;
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #isStray = false;

  add(chunk: Uint8Array): readonly TextLine[] {
    const pieces: TextLine[] = [];
    let from = this.#isOpen ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (!this.#isOpen) {
        if (isBetween(byte)) continue;
        from = at;
        this.#start = this.#offset + at;
        this.#isStray = byte !== OPEN;
        this.#depth = byte === OPEN ? 1 : 0;
        this.#isText = byte === QUOTE;
        continue;
      }
      if (this.#isStray ? this.#endsStray(byte) : this.#endsObject(byte)) {
        const end = this.#isStray ? at : at + 1;
        pieces.push(this.#take(chunk.subarray(from, end)));
        from = -1;
        // The byte behind what is no object begins the next piece, or stands between.
        if (this.#isStrayEnd) at -= 1;
      }
    }
    if (from >= 0) this.#hold(chunk.slice(from));
    this.#offset += chunk.length;
    return pieces;
  }

  end(): TextLine | null {
    return this.#isOpen ? this.#take(new Uint8Array(0)) : null;
  }

  get #isOpen(): boolean {
    return this.#depth > 0 || this.#isStray;
  }

  #isStrayEnd = false;

  #endsObject(byte: number): boolean {
    this.#isStrayEnd = false;
    if (this.#isText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) this.#isText = false;
    } else if (byte === QUOTE) this.#isText = true;
    else if (byte === OPEN || byte === OPEN_LIST) this.#depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) this.#depth -= 1;
    return this.#depth === 0;
  }

  /** What is no object ends at a comma, or where an object or list begins or ends. */
  #endsStray(byte: number): boolean {
    this.#isStrayEnd = byte === COMMA || byte === OPEN || byte === OPEN_LIST || byte === CLOSE_LIST;
    return this.#isStrayEnd;
  }

  #hold(bytes: Uint8Array): void {
    this.#heldBytes += bytes.length;
    const kept = Math.max(0, LONGEST_BYTES - (this.#heldBytes - bytes.length));
    if (kept > 0) this.#held.push(bytes.length > kept ? bytes.subarray(0, kept) : bytes);
  }

  #take(last: Uint8Array): TextLine {
    this.#hold(last);
    const bytes = Buffer.concat(this.#held);
    const piece = { offset: this.#start, length: this.#heldBytes, ...textOf(bytes) };
    this.#held.length = 0;
    this.#heldBytes = 0;
    this.#depth = 0;
    this.#isStray = false;
    this.#isText = false;
    this.#isEscaped = false;
    return piece;
  }
}

/** White space, commas and the brackets of the list around the objects. A mark of byte order counts as such. */
function isBetween(byte: number): boolean {
  const isSpace = byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
  const isMark = byte === 0xef || byte === 0xbb || byte === 0xbf;
  return isSpace || isMark || byte === COMMA || byte === OPEN_LIST || byte === CLOSE_LIST;
}

function textOf(bytes: Uint8Array): { readonly text: string; readonly decodable: boolean } {
  try {
    return { text: UTF8.decode(bytes), decodable: true };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: LENIENT.decode(bytes), decodable: false };
  }
}
