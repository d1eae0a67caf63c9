import { decodeReferences } from './xml-references.ts';
import { XmlRuns } from './xml-runs.ts';
import type { XmlRun } from './xml-runs.ts';
import { TagReader } from './xml-tag-reader.ts';
import { KnownTags } from './xml-tag.ts';
import type { XmlAttributes, XmlTag } from './xml-tag.ts';
import { KnownTexts } from './xml-text.ts';

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
const BANG = 0x21;
const QUESTION = 0x3f;

/**
 * Reads an XML document from its bytes as they come: elements, attributes, text and CDATA, with the byte range of each. What a
 * document type declares is passed over: no entity but the five of XML is ever resolved and nothing else is opened. UTF-8 only.
 * Control characters that XML forbids are taken as they are. Memory is bounded by one tag and the names of the open elements.
 */
export class XmlReader {
  readonly #sink: XmlSink;
  readonly #deepest: number;
  readonly #names: string[] = [];
  readonly #known = new KnownTags();
  readonly #runs = new XmlRuns();
  readonly #texts = new KnownTexts();
  readonly #tags = new TagReader(this.#texts);
  /** The bytes that are being read. */
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Offset of `#bytes` in the document. */
  #offset = 0;
  /** Inside a section whose end was not seen yet. */
  #in: 'text' | 'cdata' | 'comment' | 'instruction' = 'text';
  #fault: XmlFault | null = null;
  #encoding: string | null = null;

  constructor(sink: XmlSink, deepest = 200) {
    this.#sink = sink;
    this.#deepest = deepest;
  }

  /** Null as long as the document can be read. */
  get fault(): XmlFault | null {
    return this.#fault;
  }

  /** After a fault, what was given from where it lies on. */
  get rest(): Buffer {
    return this.#bytes;
  }

  /** The encoding that the document states of itself, as written; null without one. */
  get encoding(): string | null {
    return this.#encoding;
  }

  /** Names of the elements that are open. */
  get depth(): number {
    return this.#names.length;
  }

  /** Takes the next bytes; after a fault nothing more is read. */
  write(chunk: Uint8Array): void {
    if (this.#fault !== null) return;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const rest = this.#bytes;
    const read = this.#read(rest.length === 0 ? bytes : Buffer.concat([rest, bytes]), false);
    const used = Math.min(read, (this.fault?.at ?? Infinity) - this.#offset);
    // A copy: the chunk's memory belongs to whoever gave it.
    this.#keep(Buffer.from(this.#bytes.subarray(used)), used);
  }

  /** To be called after the last bytes. */
  end(): void {
    if (this.#fault !== null) return;
    const used = this.#read(this.#bytes, true);
    const left = this.#bytes.length - used;
    this.#keep(Buffer.alloc(0), used);
    if (this.#hasFault()) return;
    if (this.#names.length > 0 || left > 0 || this.#in !== 'text')
      this.#fail(this.#offset, 'the document ends before its elements do');
  }

  #keep(rest: Buffer, used: number): void {
    this.#runs.end(this.#bytes);
    this.#bytes = rest;
    this.#offset += used;
  }

  #hasFault(): boolean {
    return this.#fault !== null;
  }

  #fail(at: number, what: XmlFault['what']): void {
    this.#fault ??= { at, what };
  }

  /** Reads whole tokens; gives how many bytes were read. */
  #read(bytes: Buffer, isEnd: boolean): number {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    if (this.#offset === 0) {
      if (bytes.length < 4 && !isEnd) return 0;
      if (isWide(bytes)) {
        this.#fail(0, 'the text is UTF-16, which is not read');
        return 0;
      }
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
      this.#encoding = statedEncoding(bytes);
    }
    while (at < bytes.length && this.#fault === null) {
      const next = this.#in === 'text' ? this.#token(at, isEnd) : this.#section(at, isEnd);
      if (next === at) break;
      at = next;
    }
    return at;
  }

  /** Text up to the next tag, or one tag; `at` unchanged when more bytes are needed. */
  #token(at: number, isEnd: boolean): number {
    const bytes = this.#bytes;
    if (bytes[at] !== LT) {
      const tag = nextTag(bytes, at);
      if (tag === -1 || !isBlank(bytes, at, tag)) this.#runs.end(bytes);
      const end = tag === -1 ? bytes.length : tag;
      if (tag === -1 && !isEnd && end - at < PIECE) return at;
      // A piece must not end inside a character or a reference.
      const stop = tag === -1 && !isEnd ? safeEnd(bytes, at, end, true) : end;
      this.#tell(at, stop, true);
      return stop;
    }
    const second = bytes[at + 1];
    if (second === undefined) return at;
    if (second === BANG || second === QUESTION) this.#runs.end(bytes);
    if (second === BANG) return this.#declaration(at, isEnd);
    if (second === QUESTION) {
      this.#in = 'instruction';
      return at + 2;
    }
    return this.#tag(at);
  }

  #declaration(at: number, isEnd: boolean): number {
    const bytes = this.#bytes;
    if (bytes.length - at < 9 && !isEnd) return at;
    if (startsWith(bytes, at, CDATA)) {
      this.#in = 'cdata';
      return at + CDATA.length;
    }
    if (startsWith(bytes, at, COMMENT)) {
      this.#in = 'comment';
      return at + COMMENT.length;
    }
    const end = endOfDoctype(bytes, at);
    if (end !== -1) return end;
    if (bytes.length - at > LONGEST_DOCTYPE) this.#fail(this.#offset + at, 'a document type is longer than is read');
    return at;
  }

  /** What lies in a section up to its end, or as much of it as can be handed on. */
  #section(at: number, isEnd: boolean): number {
    const bytes = this.#bytes;
    const mark = this.#in === 'cdata' ? ']]>' : this.#in === 'comment' ? '-->' : '?>';
    const end = indexOfMark(bytes, mark, at);
    if (end !== -1) {
      if (this.#in === 'cdata') this.#tell(at, end, false);
      this.#in = 'text';
      return end + mark.length;
    }
    const stop = Math.max(at, bytes.length - (mark.length - 1));
    if (this.#in !== 'cdata') return isEnd ? bytes.length : stop;
    if (isEnd || stop - at < PIECE) return at;
    const safe = safeEnd(bytes, at, stop, false);
    this.#tell(at, safe, false);
    return safe;
  }

  #tell(start: number, end: number, hasReferences: boolean): void {
    if (start >= end || !this.#sink.wantsText) return;
    const known = this.#texts.get(this.#bytes, start, end);
    if (known !== null) {
      this.#sink.text(known, this.#offset + start, this.#offset + end, true);
      return;
    }
    const text = this.#bytes.toString('utf8', start, end);
    const isWhole = !text.includes('\uFFFD') || this.#bytes.subarray(start, end).includes(REPLACEMENT);
    const said = hasReferences && text.includes('&') ? decodeReferences(text) : text;
    this.#sink.text(said, this.#offset + start, this.#offset + end, isWhole);
  }

  /** Behind the tag, or the run of tags; `at` where it ends in bytes to come. */
  #tag(at: number): number {
    const run = this.#runs.match(this.#view, at);
    if (run !== null) return this.#repeat(run, at);
    const bytes = this.#bytes;
    const stop = Math.min(bytes.length, at + LONGEST_TAG + 1);
    const { expected } = this.#runs;
    const again = expected === null ? null : this.#tags.again(expected, bytes, this.#view, at + 1, stop);
    if (again !== null) {
      const { end } = this.#tags;
      this.#take(again, at, end);
      return end;
    }
    const known = this.#known.get(bytes, at + 1);
    if (known !== null) {
      const end = at + 1 + known.bytes.length;
      this.#runs.add(bytes, known.tag, at, end);
      this.#take(known.tag, at, end);
      return end;
    }
    const tag = this.#tags.read(bytes, this.#view, at + 1, stop);
    if (tag === null) return this.#refuse(at);
    const { end } = this.#tags;
    this.#runs.end(bytes);
    const comesAgain = this.#known.add(tag, bytes, at + 1, end);
    this.#runs.expect(comesAgain || tag.form === 'close' ? null : this.#tags.element);
    this.#take(tag, at, end);
    return end;
  }

  /** A tag that cannot be read is one that ends in bytes to come, or a fault. */
  #refuse(at: number): number {
    const bytes = this.#bytes;
    if (endOfTag(bytes, at) !== -1) this.#fail(this.#offset + at, 'a tag is not written as XML');
    else if (bytes.length - at > LONGEST_TAG) this.#fail(this.#offset + at, 'a tag is longer than is read');
    return at;
  }

  /** Tells of a run of tags at `at` that stood in the document before; gives its end. */
  #repeat({ steps, sizeBytes }: XmlRun, at: number): number {
    let behind = at;
    for (const { tag, start, end } of steps) {
      if (at + start > behind) this.#tell(behind, at + start, true);
      behind = at + end;
      this.#take(tag, at + start, behind);
      if (this.#fault !== null) break;
    }
    return at + sizeBytes;
  }

  #take(tag: XmlTag, at: number, end: number): void {
    if (tag.form === 'close') {
      if (this.#names.pop() === tag.name) this.#sink.close(tag.name, this.#offset + end);
      else this.#fail(this.#offset + at, 'an element ends that did not begin');
      return;
    }
    if (this.#names.length >= this.#deepest) {
      this.#fail(this.#offset + at, 'elements are nested deeper than is read');
      return;
    }
    this.#sink.open(tag.name, tag.attributes, this.#offset + at, this.#offset + end);
    if (tag.form === 'empty') this.#sink.close(tag.name, this.#offset + end);
    else this.#names.push(tag.name);
  }
}

/** A mark of UTF-16, or a first `<` in two bytes where a document bears none. */
function isWide([first, second]: Uint8Array): boolean {
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first === LT && second === 0) ||
    (first === 0 && second === LT)
  );
}

/** Of the declaration in the first bytes of a document (XML 1.0, section 2.8). */
function statedEncoding(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 200);
  return /^(?:\u00ef\u00bb\u00bf)?<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']/u.exec(head)?.[1] ?? null;
}

/** Bytes looked at one by one before the search that is made for long runs; most runs of a report are shorter. */
const NEAR = 64;

function nextTag(bytes: Buffer, from: number): number {
  const near = Math.min(bytes.length, from + NEAR);
  for (let at = from; at < near; at += 1) if (bytes[at] === LT) return at;
  return near === bytes.length ? -1 : bytes.indexOf(LT, near);
}

/** Blanks, no more of them than a writer indents with. */
function isBlank(bytes: Buffer, from: number, to: number): boolean {
  if (to - from > NEAR) return false;
  for (let at = from; at < to; at += 1) if ((bytes[at] ?? 0) > 0x20) return false;
  return true;
}

/** Where `mark` begins: two or three signs, of which the last stands nowhere else in it. */
function indexOfMark(bytes: Buffer, mark: string, from: number): number {
  const before = mark.charCodeAt(0);
  const near = Math.min(bytes.length, from + NEAR);
  for (let at = from + mark.length - 1; at < near; at += 1)
    if (bytes[at] === GT && bytes[at - 1] === before && (mark.length === 2 || bytes[at - 2] === before))
      return at - mark.length + 1;
  return bytes.indexOf(mark, Math.max(from, near - mark.length), 'latin1');
}

const CDATA = Buffer.from('<![CDATA[');
const COMMENT = Buffer.from('<!--');

function startsWith(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

const REPLACEMENT = Buffer.from('\uFFFD', 'utf8');

/** Behind the `>` that ends the tag at `at`, quoted ones passed over; -1 when it is not there yet. */
function endOfTag(bytes: Buffer, at: number): number {
  let quote = 0;
  const stop = Math.min(bytes.length, at + LONGEST_TAG + 1);
  for (let i = at + 1; i < stop; i += 1) {
    const byte = bytes[i];
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === 0x22 || byte === 0x27) quote = byte;
    else if (byte === GT) return i + 1;
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
