import type { TextLine } from './text-lines.ts';

/** A value of a JSON document with the bytes it stands in, and the names and numbers that lead to it. */
export interface JsonPiece extends TextLine {
  readonly path: readonly (string | number)[];
}

/** Which objects and lists are gone into; every other value is one piece. Paths that are gone into are few, so that depth is bounded. */
export type GoesInto = (path: readonly (string | number)[]) => boolean;

/** A value longer than this is cut: its first part alone is kept, as text that is no JSON. */
const LONGEST_BYTES = 4 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const LENIENT = new TextDecoder('utf-8');

interface Frame {
  readonly isList: boolean;
  readonly path: readonly (string | number)[];
  /** Number of the next element. */
  next: number;
  /** Name of the member whose value comes; null before it. */
  name: string | null;
  /** What stood last: the bracket that opens it, a value, or a comma; in an object also the colon behind a name. */
  last: 'open' | 'value' | 'comma' | 'colon';
}

/** What is being read: nothing, a name of an object, an object or list as a whole, a text, or anything else. */
type Reading = 'nothing' | 'name' | 'whole' | 'text' | 'other';

/** Cuts a JSON document into pieces without holding it. What is no JSON comes as pieces that cannot be parsed; no byte but white space and marks goes unseen. */
export class JsonPieces {
  readonly #goesInto: GoesInto;
  readonly #frames: Frame[] = [];
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;
  #reading: Reading = 'nothing';
  #start = 0;
  #offset = 0;
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #path: readonly (string | number)[] = [];

  #isSound = true;
  #hasRoot = false;

  constructor(goesInto: GoesInto) {
    this.#goesInto = goesInto;
  }

  /** False when the document ended inside an object or list that was gone into; asked for after the last piece. */
  get isWhole(): boolean {
    return this.#frames.length === 0;
  }

  /** False when commas, colons or brackets between the pieces are not those of JSON, or a second document follows. */
  get isSound(): boolean {
    return this.#isSound;
  }

  /** The pieces of each chunk together. */
  async *read(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly JsonPiece[]> {
    for await (const chunk of chunks) {
      const pieces = this.#add(chunk);
      if (pieces.length > 0) yield pieces;
    }
    if (this.#reading !== 'nothing') yield [this.#take(new Uint8Array(0))];
  }

  #add(chunk: Uint8Array): readonly JsonPiece[] {
    const pieces: JsonPiece[] = [];
    let from = this.#reading === 'nothing' ? -1 : 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#reading === 'nothing') {
        if (this.#isBetween(byte)) continue;
        from = at;
        this.#start = this.#offset + at;
        continue;
      }
      const end = this.#endOf(byte, at);
      if (end === null) continue;
      const piece = this.#take(chunk.subarray(from, end));
      if (piece.path !== NAME) pieces.push(piece);
      from = -1;
      // The byte behind what is neither object, list nor text stands between values, or begins the next.
      if (end === at) at -= 1;
    }
    if (from >= 0) this.#hold(chunk.slice(from));
    this.#offset += chunk.length;
    return pieces;
  }

  /** Takes note of a byte between values; false for one that begins a value or name. */
  #isBetween(byte: number): boolean {
    if (isSpace(byte)) return true;
    const frame = this.#frames.at(-1);
    if (byte === COMMA) {
      this.#need(frame?.last === 'value' && frame.name === null);
      if (frame !== undefined) frame.last = 'comma';
      return true;
    }
    if ((byte === CLOSE || byte === CLOSE_LIST) && frame !== undefined) {
      this.#need((byte === CLOSE_LIST) === frame.isList && frame.name === null && frame.last !== 'comma');
      this.#frames.pop();
      return true;
    }
    if (frame !== undefined && !frame.isList && frame.name === null && byte === QUOTE) {
      this.#need(frame.last === 'open' || frame.last === 'comma');
      return this.#begin('name', NAME);
    }
    if (byte === COLON && frame?.isList === false) {
      this.#need(frame.name !== null && frame.last !== 'colon');
      frame.last = 'colon';
      return true;
    }
    if (frame === undefined) this.#need(!this.#hasRoot);
    else this.#need(frame.isList ? frame.last === 'open' || frame.last === 'comma' : frame.last === 'colon');
    this.#hasRoot = true;
    const path = frame === undefined ? [] : [...frame.path, frame.isList ? frame.next++ : (frame.name ?? '')];
    if (frame !== undefined) {
      frame.name = null;
      frame.last = 'value';
    }
    if (byte === OPEN || byte === OPEN_LIST) {
      if (this.#goesInto(path)) {
        this.#frames.push({ isList: byte === OPEN_LIST, path, next: 0, name: null, last: 'open' });
        return true;
      }
      this.#depth = 1;
      return this.#begin('whole', path);
    }
    return this.#begin(byte === QUOTE ? 'text' : 'other', path);
  }

  #need(holds: boolean): void {
    if (!holds) this.#isSound = false;
  }

  #begin(reading: Reading, path: readonly (string | number)[]): false {
    this.#reading = reading;
    this.#path = path;
    this.#isText = false;
    this.#isEscaped = false;
    return false;
  }

  /** Where the value that is being read ends, if this byte ends it. */
  #endOf(byte: number, at: number): number | null {
    if (this.#reading === 'other') return isSpace(byte) || isMark(byte) ? at : null;
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#reading === 'whole' && !this.#isText) {
      if (byte === QUOTE) this.#isText = true;
      else if (byte === OPEN || byte === OPEN_LIST) this.#depth += 1;
      else if (byte === CLOSE || byte === CLOSE_LIST) this.#depth -= 1;
      return this.#depth === 0 ? at + 1 : null;
    } else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) {
      this.#isText = false;
      return this.#reading === 'whole' ? null : at + 1;
    }
    return null;
  }

  #hold(bytes: Uint8Array): void {
    const kept = Math.max(0, LONGEST_BYTES - this.#heldBytes);
    this.#heldBytes += bytes.length;
    if (kept > 0) this.#held.push(bytes.length > kept ? bytes.subarray(0, kept) : bytes);
  }

  #take(last: Uint8Array): JsonPiece {
    this.#hold(last);
    const piece = { path: this.#path, offset: this.#start, length: this.#heldBytes, ...textOf(Buffer.concat(this.#held)) }; // prettier-ignore
    const frame = this.#frames.at(-1);
    if (this.#reading === 'name' && frame !== undefined) frame.name = nameIn(piece.text);
    this.#held.length = 0;
    this.#heldBytes = 0;
    this.#depth = 0;
    this.#reading = 'nothing';
    return piece;
  }
}

/** Stands for the path of a name. */
const NAME: readonly string[] = [];

/** White space, and the bytes of a mark of byte order. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0xef || byte === 0xbb || byte === 0xbf; // prettier-ignore
}

function isMark(byte: number): boolean {
  return byte === COMMA || byte === OPEN || byte === CLOSE || byte === OPEN_LIST || byte === CLOSE_LIST;
}

function nameIn(text: string): string {
  try {
    const name = JSON.parse(text) as unknown;
    return typeof name === 'string' ? name : text;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function textOf(bytes: Uint8Array): { readonly text: string; readonly decodable: boolean } {
  try {
    return { text: UTF8.decode(bytes), decodable: true };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: LENIENT.decode(bytes), decodable: false };
  }
}
