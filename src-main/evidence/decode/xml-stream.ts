import { decodeReferences } from './xml-references.ts';
import { parseTag } from './xml-tag.ts';
import type { XmlAttributes } from './xml-tag.ts';

/** What an XML document tells, in its order. Offsets are bytes from the document's start. */
export interface XmlSink {
  /** `start`: of the `<`; `end`: behind the `>`. An element without content is closed at once, with the same end. */
  open(name: string, attributes: XmlAttributes, start: number, end: number): void;
  /** Asked before a text is decoded; without need of it nothing is made of its bytes. */
  readonly wantsText: boolean;
  /** A run of text or one CDATA section, references resolved; a long one comes in pieces. `isWhole` is false where bytes were no UTF-8. */
  text(text: string, start: number, end: number, isWhole: boolean): void;
  close(name: string, end: number): void;
}

/** Why a document could not be read on, and where, in bytes from its start. */
export interface XmlFault {
  readonly at: number;
  readonly what:
    | 'a tag is longer than is read'
    | 'a tag is not written as XML'
    | 'an element ends that did not begin'
    | 'elements are nested deeper than is read'
    | 'a document type is longer than is read'
    | 'the document ends before its elements do'
    | 'the text is UTF-16, which is not read';
}

const LONGEST_TAG = 1 << 20;
const LONGEST_DOCTYPE = 1 << 16;
/** Text is handed on in pieces of at most this many bytes. */
const PIECE = 1 << 16;
const LT = 0x3c;
const GT = 0x3e;

/**
 * Reads an XML document from its bytes as they come: elements, attributes, text and CDATA, with the byte range of each. What a
 * document type declares is passed over: no entity but the five of XML is ever resolved and nothing else is opened. UTF-8 only.
 * Control characters that XML forbids are taken as they are. Memory is bounded by one tag and the names of the open elements.
 */
export class XmlReader {
  readonly #sink: XmlSink;
  readonly #deepest: number;
  readonly #names: string[] = [];
  #held: Buffer = Buffer.alloc(0);
  /** Offset of `#held` in the document. */
  #offset = 0;
  /** Inside a section whose end was not seen yet. */
  #in: 'text' | 'cdata' | 'comment' | 'instruction' = 'text';
  #fault: XmlFault | null = null;

  constructor(sink: XmlSink, deepest = 200) {
    this.#sink = sink;
    this.#deepest = deepest;
  }

  /** Null as long as the document can be read. */
  get fault(): XmlFault | null {
    return this.#fault;
  }

  /** Names of the elements that are open. */
  get depth(): number {
    return this.#names.length;
  }

  /** Takes the next bytes; after a fault nothing more is read. */
  write(chunk: Uint8Array): void {
    if (this.#fault !== null) return;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const used = this.#read(all, false);
    // A copy: the chunk's memory belongs to whoever gave it.
    this.#held = Buffer.from(all.subarray(used));
    this.#offset += used;
  }

  /** To be called after the last bytes. */
  end(): void {
    if (this.#fault !== null) return;
    const used = this.#read(this.#held, true);
    this.#offset += used;
    if (this.#hasFault()) return;
    if (this.#names.length > 0 || used < this.#held.length || this.#in !== 'text')
      this.#fail(this.#offset, 'the document ends before its elements do');
    this.#held = Buffer.alloc(0);
  }

  #hasFault(): boolean {
    return this.#fault !== null;
  }

  #fail(at: number, what: XmlFault['what']): void {
    this.#fault ??= { at, what };
  }

  /** Reads whole tokens; gives how many bytes were read. */
  #read(bytes: Buffer, isEnd: boolean): number {
    let at = 0;
    if (this.#offset === 0) {
      if (bytes.length < 4 && !isEnd) return 0;
      if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
        this.#fail(0, 'the text is UTF-16, which is not read');
        return 0;
      }
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
    }
    while (at < bytes.length && this.#fault === null) {
      const next = this.#in === 'text' ? this.#token(bytes, at, isEnd) : this.#section(bytes, at, isEnd);
      if (next === at) break;
      at = next;
    }
    return at;
  }

  /** Text up to the next tag, or one tag; `at` unchanged when more bytes are needed. */
  #token(bytes: Buffer, at: number, isEnd: boolean): number {
    if (bytes[at] !== LT) {
      const tag = bytes.indexOf(LT, at);
      const end = tag === -1 ? bytes.length : tag;
      if (tag === -1 && !isEnd && end - at < PIECE) return at;
      // A piece must not end inside a character or a reference.
      const stop = tag === -1 && !isEnd ? safeEnd(bytes, at, end, true) : end;
      this.#tell(bytes, at, stop, true);
      return stop;
    }
    const second = bytes[at + 1];
    if (second === undefined) return at;
    if (second === 0x21) return this.#declaration(bytes, at, isEnd);
    if (second === 0x3f) {
      this.#in = 'instruction';
      return at + 2;
    }
    const end = endOfTag(bytes, at);
    if (end === -1) {
      if (bytes.length - at > LONGEST_TAG) this.#fail(this.#offset + at, 'a tag is longer than is read');
      return at;
    }
    this.#tag(bytes, at, end);
    return end;
  }

  #declaration(bytes: Buffer, at: number, isEnd: boolean): number {
    if (bytes.length - at < 9 && !isEnd) return at;
    if (bytes.toString('latin1', at, at + 9) === '<![CDATA[') {
      this.#in = 'cdata';
      return at + 9;
    }
    if (bytes.toString('latin1', at, at + 4) === '<!--') {
      this.#in = 'comment';
      return at + 4;
    }
    const end = endOfDoctype(bytes, at);
    if (end !== -1) return end;
    if (bytes.length - at > LONGEST_DOCTYPE) this.#fail(this.#offset + at, 'a document type is longer than is read');
    return at;
  }

  /** What lies in a section up to its end, or as much of it as can be handed on. */
  #section(bytes: Buffer, at: number, isEnd: boolean): number {
    const mark = this.#in === 'cdata' ? ']]>' : this.#in === 'comment' ? '-->' : '?>';
    const end = bytes.indexOf(mark, at, 'latin1');
    if (end !== -1) {
      if (this.#in === 'cdata') this.#tell(bytes, at, end, false);
      this.#in = 'text';
      return end + mark.length;
    }
    const stop = Math.max(at, bytes.length - (mark.length - 1));
    if (this.#in !== 'cdata') return isEnd ? bytes.length : stop;
    if (isEnd || stop - at < PIECE) return at;
    const safe = safeEnd(bytes, at, stop, false);
    this.#tell(bytes, at, safe, false);
    return safe;
  }

  #tell(bytes: Buffer, start: number, end: number, hasReferences: boolean): void {
    if (start >= end || !this.#sink.wantsText) return;
    const text = bytes.toString('utf8', start, end);
    const isWhole = !text.includes('\uFFFD') || bytes.subarray(start, end).includes(REPLACEMENT);
    const said = hasReferences && text.includes('&') ? decodeReferences(text) : text;
    this.#sink.text(said, this.#offset + start, this.#offset + end, isWhole);
  }

  #tag(bytes: Buffer, at: number, end: number): void {
    const start = this.#offset + at;
    const tag = parseTag(bytes.toString('utf8', at + 1, end - 1));
    if (tag === null) {
      this.#fail(start, 'a tag is not written as XML');
      return;
    }
    if (tag.form === 'close') {
      if (this.#names.pop() === tag.name) this.#sink.close(tag.name, this.#offset + end);
      else this.#fail(start, 'an element ends that did not begin');
      return;
    }
    if (this.#names.length >= this.#deepest) {
      this.#fail(start, 'elements are nested deeper than is read');
      return;
    }
    this.#sink.open(tag.name, tag.attributes, start, this.#offset + end);
    if (tag.form === 'empty') this.#sink.close(tag.name, this.#offset + end);
    else this.#names.push(tag.name);
  }
}

const REPLACEMENT = Buffer.from('\uFFFD', 'utf8');

/** Behind the `>` that ends the tag at `at`, quoted ones passed over; -1 when it is not there yet. */
function endOfTag(bytes: Buffer, at: number): number {
  const first = bytes.indexOf(GT, at);
  if (first === -1) return -1;
  let quote = 0;
  for (let i = at + 1; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === 0x22 || byte === 0x27) quote = byte;
    else if (byte === GT) return i + 1;
    if (i - at > LONGEST_TAG) return -1;
  }
  return -1;
}

/** Behind a document type, with what it declares between brackets; -1 when its end is not there yet. */
function endOfDoctype(bytes: Buffer, at: number): number {
  let inside = 0;
  const stop = Math.min(bytes.length, at + LONGEST_DOCTYPE + 1);
  for (let i = at; i < stop; i += 1) {
    const byte = bytes[i];
    if (byte === 0x5b) inside += 1;
    else if (byte === 0x5d) inside -= 1;
    else if (byte === GT && inside <= 0) return i + 1;
  }
  return -1;
}

const LONGEST_REFERENCE = 12;

/** The last place at or before `end` that is inside no character and, where there are references, inside none of them. */
function safeEnd(bytes: Buffer, at: number, end: number, hasReferences: boolean): number {
  let stop = end;
  while (stop > at + 1 && stop > end - 4 && ((bytes[stop] ?? bytes[stop - 1] ?? 0) & 0xc0) === 0x80) stop -= 1;
  if (bytes[stop] === undefined && stop > at + 4) {
    // What follows is not known: keep back a character that may be cut off.
    let lead = stop - 1;
    while (lead > stop - 4 && ((bytes[lead] ?? 0) & 0xc0) === 0x80) lead -= 1;
    if (((bytes[lead] ?? 0) & 0xc0) === 0xc0) stop = lead;
  }
  if (!hasReferences) return stop;
  const reference = bytes.lastIndexOf(0x26, stop - 1);
  return reference > at && reference > stop - LONGEST_REFERENCE && !bytes.subarray(reference, stop).includes(0x3b)
    ? reference
    : stop;
}
