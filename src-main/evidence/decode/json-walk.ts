/** What a walk over a JSON document comes upon, in the order of its bytes. Offsets and lengths are in bytes from the file's start. */
export type JsonStep =
  /** A value that is not walked into, with its bytes; `isWhole` is false for one that does not end as it should or is cut. */
  | {
      readonly kind: 'value';
      readonly path: string;
      readonly offset: number;
      readonly length: number;
      readonly bytes: Buffer;
      readonly isWhole: boolean;
    }
  | { readonly kind: 'open' | 'close'; readonly path: string; readonly offset: number }
  /** Bytes that are no JSON where they stand. */
  | { readonly kind: 'broken'; readonly path: string; readonly offset: number; readonly length: number };

/** A value longer than this is cut: its first part alone is kept. */
const LONGEST_BYTES = 4 * 1024 * 1024;

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

interface Frame {
  readonly path: string;
  readonly isList: boolean;
  /** Spaces before each member, by the first that began a line; -1 before one came. */
  indent: number;
}

type Mode = 'between' | 'key' | 'value' | 'lost';

/**
 * Walks a JSON document of any size that comes in pieces and holds one value at a time. `into`: paths of the objects and lists that
 * are walked into (`''` is the document, `a.b` a member, `a[]` the elements of a list); every other value comes whole.
 * Damage costs the value it lies in: a document written with one member a line is read on from the next line that can begin one.
 */
export class JsonWalk {
  readonly #into: ReadonlySet<string>;
  readonly #frames: Frame[] = [];
  #steps: JsonStep[] = [];
  #mode: Mode = 'between';
  #wanted: 'member' | 'colon' | 'value' | 'comma' | 'nothing' = 'value';
  /** Offset of the chunk in hand. */
  #offset = 0;
  #start = 0;
  readonly #held: Buffer[] = [];
  #heldBytes = 0;
  #key = '';
  #path = '';
  #depth = 0;
  #isScalar = false;
  #isInText = false;
  #isEscaped = false;
  #isFlawed = false;
  #isCut = false;
  #isLineStart = true;
  #indent = 0;
  /** How the lines of the value in hand stand, and those of the first whole element: only a document set in throughout tells where a value cannot go on. */
  #lines: 'none' | 'indented' | 'loose' = 'none';
  #layout: 'none' | 'indented' | 'loose' = 'none';

  constructor(into: ReadonlySet<string>) {
    this.#into = into;
  }

  /** The steps that end in this piece of the file. */
  add(chunk: Uint8Array): readonly JsonStep[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#isInText && !this.#isEscaped) at = endOfPlain(bytes, at);
      else if (this.#isLineStart && this.#mode === 'value') at = this.#skipSpaces(bytes, at);
      const byte = bytes[at];
      if (byte === undefined) break;
      if (this.#mode === 'between') {
        if (this.#begins(byte, at)) from = at;
        at += 1;
      } else if (this.#mode === 'lost') {
        if (this.#resumes(byte)) this.#endLost(at);
        else at += 1;
      } else {
        const end = this.#mode === 'key' ? this.#endsText(byte) : this.#endsValue(byte);
        if (end === 'no') at += 1;
        else {
          if (end === 'with') at += 1;
          this.#hold(bytes.subarray(from, at));
          this.#finish(at);
          from = at;
        }
      }
    }
    if (this.#mode === 'key' || this.#mode === 'value') this.#hold(Buffer.from(bytes.subarray(from)));
    this.#offset += bytes.length;
    return this.#taken();
  }

  /** The steps at the end of the file; what is not at its end is broken. */
  end(): readonly JsonStep[] {
    if (this.#mode === 'key') this.#lose(this.#start);
    if (this.#mode === 'value') {
      this.#isCut = !this.#isScalar || this.#isInText;
      this.#finish(0);
    }
    if (this.#mode === 'lost') this.#endLost(0);
    else if (this.#frames.length > 0) this.#step({ kind: 'broken', path: this.#top?.path ?? '', offset: this.#offset, length: 0 }); // prettier-ignore
    return this.#taken();
  }

  get #top(): Frame | undefined {
    return this.#frames.at(-1);
  }

  #taken(): readonly JsonStep[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }

  #step(step: JsonStep): void {
    this.#steps.push(step);
  }

  /** A byte between values; true where a key or value begins with it. */
  #begins(byte: number, at: number): boolean {
    if (this.#isSpace(byte)) return false;
    const offset = this.#offset + at;
    if (offset < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return false; // a mark of byte order
    const top = this.#top;
    const isMember = this.#isLineStart;
    this.#isLineStart = false;
    if (this.#wanted === 'comma' && byte === COMMA) this.#wanted = 'member';
    else if (this.#wanted === 'colon' && byte === COLON) this.#wanted = 'value';
    else if (
      top !== undefined &&
      byte === (top.isList ? CLOSE_LIST : CLOSE) &&
      ['comma', 'member'].includes(this.#wanted)
    )
      this.#pop(offset + 1); // prettier-ignore
    else if (this.#wanted === 'member' && top?.isList === false && byte === QUOTE) {
      if (isMember && top.indent === -1) top.indent = this.#indent;
      this.#open('key', offset);
      return true;
    } else if (this.#wanted === 'value' || (this.#wanted === 'member' && top?.isList === true)) {
      if (isMember && top?.isList === true && top.indent === -1) top.indent = this.#indent;
      return this.#beginsValue(byte, offset);
    } else this.#lose(offset);
    return false;
  }

  #beginsValue(byte: number, offset: number): boolean {
    const top = this.#top;
    this.#path = top === undefined ? '' : top.isList ? `${top.path}[]` : top.path === '' ? this.#key : `${top.path}.${this.#key}`; // prettier-ignore
    const isContainer = byte === OPEN || byte === OPEN_LIST;
    if (!isContainer && !isScalarStart(byte)) {
      this.#lose(offset);
      return false;
    }
    if (isContainer && this.#into.has(this.#path)) {
      this.#frames.push({ path: this.#path, isList: byte === OPEN_LIST, indent: this.#indentWithin(top) });
      this.#step({ kind: 'open', path: this.#path, offset });
      this.#wanted = 'member';
      return false;
    }
    this.#open('value', offset);
    this.#depth = isContainer ? 1 : 0;
    this.#isScalar = !isContainer;
    this.#isInText = byte === QUOTE;
    return true;
  }

  /** In a document set in throughout each level is set in as far as the first. */
  #indentWithin(top: Frame | undefined): number {
    const step = this.#frames[0]?.indent ?? -1;
    return this.#layout !== 'indented' || top === undefined || top.indent <= 0 || step <= 0 ? -1 : top.indent + step;
  }

  #open(mode: 'key' | 'value', offset: number): void {
    this.#mode = mode;
    this.#start = offset;
    this.#isEscaped = false;
    this.#isFlawed = false;
    this.#isCut = false;
    this.#lines = 'none';
    this.#isScalar = false;
    this.#isInText = mode === 'key';
  }

  #pop(end: number): void {
    const frame = this.#frames.pop();
    this.#step({ kind: 'close', path: frame?.path ?? '', offset: end });
    this.#wanted = this.#frames.length === 0 ? 'nothing' : 'comma';
  }

  /** Of a text; the byte that begins it was seen. A line end inside it is none of JSON: the text ends there. */
  #endsText(byte: number): 'no' | 'with' | 'before' {
    if (byte === LF) {
      this.#isFlawed = true;
      return 'before';
    }
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) {
      this.#isInText = false;
      return 'with';
    }
    return 'no';
  }

  #endsValue(byte: number): 'no' | 'with' | 'before' {
    if (this.#isScalar) {
      if (this.#isInText) return this.#endsText(byte);
      return byte === COMMA || byte === CLOSE || byte === CLOSE_LIST || byte <= 0x20 ? 'before' : 'no';
    }
    if (this.#isInText) {
      if (this.#endsText(byte) === 'no') return 'no';
      this.#isInText = false;
      if (byte !== LF) return 'no';
    }
    if (this.#isSpace(byte)) return 'no';
    if (this.#isLineStart) {
      const isBeside = this.#isBesideValue(byte);
      if (isBeside && this.#layout === 'indented') {
        this.#isCut = true;
        return 'before';
      }
      this.#isLineStart = false;
      this.#lines = isBeside ? 'loose' : this.#lines === 'none' ? 'indented' : this.#lines;
    }
    if (byte === QUOTE) {
      this.#isInText = true;
      this.#isEscaped = false;
    } else if (byte === OPEN || byte === OPEN_LIST) this.#depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) this.#depth -= 1;
    return this.#depth === 0 ? 'with' : 'no';
  }

  /** Whether a line that begins with this byte cannot lie inside the value in hand, by how its members are set in. */
  #isBesideValue(byte: number): boolean {
    const indent = this.#top?.indent ?? -1;
    if (indent <= 0 || this.#indent > indent) return false;
    return this.#indent < indent || (byte !== CLOSE && byte !== CLOSE_LIST);
  }

  /** White space; keeps how far a line is set in. */
  #isSpace(byte: number): boolean {
    if (byte === LF) {
      this.#isLineStart = true;
      this.#indent = 0;
      return true;
    }
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
    if (this.#isLineStart) this.#indent += 1;
    return true;
  }

  #skipSpaces(bytes: Buffer, from: number): number {
    let at = from;
    while (bytes[at] === 0x20) at += 1;
    this.#indent += at - from;
    return at;
  }

  #hold(bytes: Buffer): void {
    const kept = Math.max(0, LONGEST_BYTES - this.#heldBytes);
    this.#heldBytes += bytes.length;
    if (kept > 0) this.#held.push(bytes.length > kept ? bytes.subarray(0, kept) : bytes);
  }

  #finish(at: number): void {
    const bytes = this.#held.length === 1 ? (this.#held[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#held);
    const length = this.#heldBytes;
    this.#held.length = 0;
    this.#heldBytes = 0;
    const isKey = this.#mode === 'key';
    this.#mode = 'between';
    this.#isInText = false;
    if (isKey && this.#isFlawed) this.#lose(this.#start);
    else if (isKey) {
      this.#key = textOf(bytes);
      this.#wanted = 'colon';
    } else {
      if (this.#layout === 'none' && this.#top?.isList === true) this.#layout = this.#lines;
      const isWhole = !this.#isFlawed && !this.#isCut && length <= LONGEST_BYTES;
      this.#step({ kind: 'value', path: this.#path, offset: this.#start, length, bytes, isWhole });
      this.#wanted = this.#frames.length === 0 ? 'nothing' : 'comma';
      if (this.#isCut) this.#lose(this.#offset + at);
    }
  }

  #lose(offset: number): void {
    this.#held.length = 0;
    this.#heldBytes = 0;
    this.#mode = 'lost';
    this.#isInText = false;
    this.#start = offset;
  }

  /** Whether the line that begins with this byte can be read on with; frames that it does not lie in are closed then. */
  #resumes(byte: number): boolean {
    if (this.#isSpace(byte) || !this.#isLineStart) return false;
    const isEnd = byte === CLOSE || byte === CLOSE_LIST;
    for (let at = this.#frames.length - 1; at >= 0; at -= 1) {
      const frame = this.#frames[at];
      if (frame === undefined) continue;
      const around = at === 0 ? 0 : (this.#frames[at - 1]?.indent ?? -1);
      const isMember = frame.indent > 0 && this.#indent === frame.indent && byte === (frame.isList ? OPEN : QUOTE);
      const isItsEnd = isEnd && frame.indent > 0 && this.#indent === around && byte === (frame.isList ? CLOSE_LIST : CLOSE); // prettier-ignore
      if (!isMember && !isItsEnd) continue;
      this.#keepFrames(at + 1);
      this.#wanted = isMember ? 'member' : 'comma';
      return true;
    }
    this.#isLineStart = false;
    return false;
  }

  #keepFrames(count: number): void {
    while (this.#frames.length > count) this.#pop(this.#start);
  }

  #endLost(at: number): void {
    const length = this.#offset + at - this.#start;
    if (length > 0) this.#step({ kind: 'broken', path: this.#top?.path ?? '', offset: this.#start, length });
    this.#mode = 'between';
  }
}

/** Where the next byte of a text stands that may end it. */
function endOfPlain(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE || byte === BACKSLASH || byte === LF) break;
  }
  return at;
}

function isScalarStart(byte: number): boolean {
  return byte === QUOTE || byte === 0x2d || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a);
}

function textOf(quoted: Buffer): string {
  const text = quoted.toString('utf8');
  try {
    return String(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return text.slice(1, -1);
    throw error;
  }
}
