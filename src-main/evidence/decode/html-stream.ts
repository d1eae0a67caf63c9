import { isUtf8 } from 'node:buffer';
import { readHtmlTag } from './html-tag.ts';
import type { HtmlTag } from './html-tag.ts';
import { decodeHtmlReferences } from './html-references.ts';

/** What a page of HTML tells, in the order of its bytes. Offsets are bytes from the file's start. */
export type HtmlToken =
  /** `end`: behind the `>`. An element that holds nothing by its name (`br`, `img`) is opened and never closed. */
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'close'; readonly name: string; readonly start: number; readonly end: number }
  /** A run of text, references resolved; a long one comes in pieces. `isWhole` is false where bytes were no UTF-8. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly isWhole: boolean;
    }
  | { readonly kind: 'comment'; readonly start: number; readonly end: number }
  /** Bytes of which nothing was made: a tag too long to be one, a comment or script that does not end. */
  | { readonly kind: 'lost'; readonly start: number; readonly end: number };

const LONGEST_TAG = 1 << 20;
/** Text is handed on in pieces of at least this many bytes. */
const PIECE = 1 << 16;
const DOCTYPE = '<!doctype';
const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;

/** Elements whose content is no markup and is not handed on. Source: the HTML standard, 13.2.6.4.4 and 13.2.6.4.7. */
const UNREAD: ReadonlySet<string> = new Set(['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext']);

/**
 * Reads a page of HTML from its bytes as they come: tags, attributes and text with the byte range of each. Nothing is opened, run or
 * shown; scripts and styles are passed over. It keeps to what machines write: no element is closed or made for what is missing, as
 * browsers would. UTF-8 only. Memory is bounded by one tag and one piece of text.
 */
export class HtmlReader {
  #bytes: Buffer = Buffer.alloc(0);
  /** Offset of `#bytes` in the file. */
  #offset = 0;
  #tokens: HtmlToken[] = [];
  /** Inside something whose end was not seen yet, and where it began. */
  #in: 'text' | 'comment' | 'bogus' | 'doctype' | 'lost' | 'unread' = 'text';
  #since = 0;
  #unread = '';

  /** The tokens that end in this piece of the file. */
  add(chunk: Uint8Array): readonly HtmlToken[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    return this.#read(false);
  }

  /** The tokens at the end of the file. */
  end(): readonly HtmlToken[] {
    return this.#read(true);
  }

  #read(isEnd: boolean): readonly HtmlToken[] {
    let at = 0;
    if (this.#offset === 0 && this.#bytes[0] === 0xef && this.#bytes[1] === 0xbb && this.#bytes[2] === 0xbf) at = 3;
    while (at < this.#bytes.length) {
      const next = this.#next(at, isEnd);
      if (next === at) break;
      at = next;
    }
    const total = this.#offset + this.#bytes.length;
    if (isEnd) this.#leave(this.#offset + at, total);
    // A copy: the chunk's memory belongs to whoever gave it.
    this.#bytes = Buffer.from(this.#bytes.subarray(at));
    this.#offset += at;
    const tokens = this.#tokens;
    this.#tokens = [];
    return tokens;
  }

  /** What is still open at the end of the file. */
  #leave(from: number, total: number): void {
    const since = this.#in === 'text' ? from : this.#since;
    if (since < total) this.#tokens.push({ kind: 'lost', start: since, end: total });
    this.#in = 'text';
  }

  #next(at: number, isEnd: boolean): number {
    switch (this.#in) {
      case 'text':
        return this.#bytes[at] === LT ? this.#markup(at, isEnd) : this.#text(at, isEnd);
      case 'comment':
        return this.#until(at, '-->');
      case 'bogus':
      case 'doctype':
        return this.#until(at, '>');
      case 'lost':
        return this.#resume(at);
      case 'unread':
        return this.#untilClosed(at);
    }
  }

  #text(at: number, isEnd: boolean): number {
    const bytes = this.#bytes;
    // A `<` that begins nothing belongs to the text.
    let tag = bytes.indexOf(LT, at + 1);
    if (tag === -1 && !isEnd && bytes.length - at < PIECE) return at;
    if (tag === -1) tag = isEnd ? bytes.length : safeEnd(bytes, at);
    const text = bytes.toString('utf8', at, tag);
    const isWhole = !text.includes('\uFFFD') || isUtf8(bytes.subarray(at, tag));
    const said = text.includes('&') ? decodeHtmlReferences(text) : text;
    this.#tokens.push({ kind: 'text', text: said, start: this.#offset + at, end: this.#offset + tag, isWhole });
    return tag;
  }

  #markup(at: number, isEnd: boolean): number {
    const bytes = this.#bytes;
    const second = bytes[at + 1];
    if (bytes.length - at < DOCTYPE.length && !isEnd) return at;
    if (second === BANG && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d) return this.#begin('comment', at, 4);
    if (second === BANG || second === QUESTION) {
      const isDoctype = bytes.toString('latin1', at, at + DOCTYPE.length).toLowerCase() === DOCTYPE;
      return this.#begin(isDoctype ? 'doctype' : 'bogus', at, 2);
    }
    const isClose = second === SLASH;
    if (!isLetter(bytes[isClose ? at + 2 : at + 1])) return isClose ? this.#begin('bogus', at, 2) : this.#text(at, isEnd); // prettier-ignore
    const end = endOfTag(bytes, at + 1, Math.min(bytes.length, at + LONGEST_TAG));
    if (end === -1) {
      if (bytes.length - at < LONGEST_TAG && !isEnd) return at;
      return this.#begin('lost', at, 1);
    }
    this.#tag(readHtmlTag(bytes, at, end), this.#offset + at, this.#offset + end);
    return end;
  }

  #tag({ form, name, attributes }: HtmlTag, start: number, end: number): void {
    if (form === 'close') {
      this.#tokens.push({ kind: 'close', name, start, end });
      return;
    }
    this.#tokens.push({ kind: 'open', name, attributes, start, end });
    if (!UNREAD.has(name)) return;
    this.#in = 'unread';
    this.#unread = name;
    this.#since = end;
  }

  #begin(what: 'comment' | 'bogus' | 'doctype' | 'lost', at: number, skip: number): number {
    this.#in = what;
    this.#since = this.#offset + at;
    return at + skip;
  }

  #until(at: number, mark: string): number {
    const end = this.#bytes.indexOf(mark, at);
    if (end === -1) return Math.max(at, this.#bytes.length - mark.length + 1);
    if (this.#in !== 'doctype') this.#tokens.push({ kind: 'comment', start: this.#since, end: this.#offset + end + mark.length }); // prettier-ignore
    this.#in = 'text';
    return end + mark.length;
  }

  /** A tag that does not end: reading goes on where a line begins with one. */
  #resume(at: number): number {
    for (let line = this.#bytes.indexOf(0x0a, at); line !== -1; line = this.#bytes.indexOf(0x0a, line + 1)) {
      let first = line + 1;
      while (this.#bytes[first] === 0x20) first += 1;
      if (first >= this.#bytes.length) return first - line > PIECE ? first : line;
      if (this.#bytes[first] !== LT) continue;
      this.#tokens.push({ kind: 'lost', start: this.#since, end: this.#offset + line });
      this.#in = 'text';
      return line;
    }
    return this.#bytes.length;
  }

  #untilClosed(at: number): number {
    const mark = `</${this.#unread}`;
    for (let end = this.#bytes.indexOf('</', at); end !== -1; end = this.#bytes.indexOf('</', end + 2)) {
      if (this.#bytes.length - end < mark.length) return end;
      if (this.#bytes.toString('latin1', end, end + mark.length).toLowerCase() !== mark) continue;
      this.#in = 'text';
      return end;
    }
    return Math.max(at, this.#bytes.length - 1);
  }
}

/** Longest reference that is resolved, with its marks. */
const LONGEST_REFERENCE = 12;

/** Where a piece of text may end: not inside a character, and not inside a reference. */
function safeEnd(bytes: Buffer, from: number): number {
  let end = bytes.length;
  for (let back = 1; back <= 4 && end - back > from; back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (back < length) end -= back;
    break;
  }
  const reference = bytes.lastIndexOf(0x26, end - 1);
  return reference > from && end - reference < LONGEST_REFERENCE ? reference : end;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a); // prettier-ignore
}

/** Behind the `>` of a tag; a `>` in quotes behind a `=` is none. -1 where the tag does not end before `most`. */
function endOfTag(bytes: Buffer, from: number, most: number): number {
  let isValue = false;
  for (let at = from; at < most; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === GT) return at + 1;
    if (byte === 0x3d) isValue = true;
    else if (isValue && (byte === 0x22 || byte === 0x27)) {
      const end = bytes.indexOf(byte, at + 1);
      if (end === -1 || end >= most) return -1;
      at = end;
      isValue = false;
    } else if (byte > 0x20) isValue = false;
  }
  return -1;
}
