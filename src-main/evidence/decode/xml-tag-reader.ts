import { decodeReferences } from './xml-references.ts';
import type { XmlAttributes, XmlTag } from './xml-tag.ts';
import { TagShapes, type TagShape } from './xml-tag-shape.ts';
import type { KnownTexts } from './xml-text.ts';

const MOST_ATTRIBUTES = 200;
const MOST_ELEMENTS = 1000;
const SLASH = 0x2f;
const GT = 0x3e;
const EQUALS = 0x3d;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/** What is known of the tags of one name. */
export interface TagElement {
  readonly name: string;
  /** Names of the attributes that its last tag bore: the next one bears the same as a rule. */
  names: readonly string[];
  readonly shapes: TagShapes;
}

/** Reads tags from their bytes. */
export class TagReader {
  /** Behind the `>` of the tag that was read last. */
  end = 0;
  readonly #texts: KnownTexts;
  readonly #elements = new Map<string, TagElement>();
  #element: TagElement | null = null;
  /** Of the tag that is read. */
  #names: readonly string[] = [];
  #values: string[] = [];
  /** Where its values begin and end, from behind its name. */
  #starts: number[] = [];
  #ends: number[] = [];

  constructor(texts: KnownTexts) {
    this.#texts = texts;
  }

  /** That of the tag that was read last. */
  get element(): TagElement | null {
    return this.#element;
  }

  /** As `read`, a tag of this element in a shape that it had before; null for any other. */
  again(element: TagElement, bytes: Buffer, view: DataView, start: number, stop: number): XmlTag | null {
    const { name, shapes } = element;
    const behind = start + name.length;
    if (behind >= stop || !standsAt(bytes, start, behind, name) || nameEnd(bytes, behind, behind + 1) !== behind)
      return null;
    return this.#shaped(
      element,
      shapes.find(view, behind, stop, (at, to) => this.#textOf(bytes, at, to)),
    );
  }

  /** The tag whose text begins at `start`, behind the `<`; `view` is of the same bytes; null when it is not whole before `stop` or not written as XML. */
  read(bytes: Buffer, view: DataView, start: number, stop: number): XmlTag | null {
    const isClosing = bytes[start] === SLASH;
    const from = isClosing ? start + 1 : start;
    const behind = nameEnd(bytes, from, stop);
    if (behind === from) return null;
    const element = this.#elementOf(bytes, from, behind);
    this.#element = element;
    if (isClosing) {
      const at = blankEnd(bytes, behind, stop);
      if (at >= stop || bytes[at] !== GT) return null;
      this.end = at + 1;
      return { form: 'close', name: element.name, attributes: NONE };
    }
    const { shapes } = element;
    const shape = shapes.find(view, behind, stop, (at, to) => this.#textOf(bytes, at, to));
    if (shape !== null) return this.#shaped(element, shape);
    this.#names = element.names;
    this.#values = [];
    this.#starts = [];
    this.#ends = [];
    const last = this.#readAttributes(bytes, behind, stop);
    if (last === -1) return null;
    const form = bytes[last] === GT ? 'open' : 'empty';
    this.end = form === 'open' ? last + 1 : last + 2;
    const attributes = this.#attributesOf(element);
    if (this.#values.length > 0) {
      const own = new DataView(view.buffer.slice(view.byteOffset + behind, view.byteOffset + this.end));
      shapes.add({
        form,
        bytes: own,
        names: this.#names,
        values: this.#values,
        starts: this.#starts,
        ends: this.#ends,
      });
    }
    return { form, name: element.name, attributes };
  }

  #shaped({ name, shapes }: TagElement, shape: TagShape | null): XmlTag | null {
    if (shape === null) return null;
    this.end = shapes.end;
    return { form: shape.form, name, attributes: new TagAttributes(shape.names, shapes.values) };
  }

  /** Where the `>` or `/>` behind the attributes stands; -1 where none does. */
  #readAttributes(bytes: Buffer, behindName: number, stop: number): number {
    let at = behindName;
    for (;;) {
      const start = blankEnd(bytes, at, stop);
      if (start >= stop) return -1;
      if (bytes[start] === GT) return start;
      if (bytes[start] === SLASH) return start + 1 < stop && bytes[start + 1] === GT ? start : -1;
      const end = nameEnd(bytes, start, stop);
      const equals = blankEnd(bytes, end, stop);
      if (start === at || end === start || bytes[equals] !== EQUALS) return -1;
      const open = blankEnd(bytes, equals + 1, stop);
      const quote = bytes[open];
      if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return -1;
      const close = quoteEnd(bytes, open + 1, stop, quote);
      if (close === -1) return -1;
      this.#add(bytes, start, end, open + 1, close, behindName);
      at = close + 1;
    }
  }

  #add(bytes: Buffer, start: number, end: number, from: number, to: number, behindName: number): void {
    const index = this.#values.length;
    const expected = this.#names[index];
    if (expected === undefined || !standsAt(bytes, start, end, expected)) {
      const name = unique(bytes.toString('utf8', start, end));
      if (index >= MOST_ATTRIBUTES || this.#names.slice(0, index).includes(name)) return;
      this.#names = [...this.#names.slice(0, index), name];
    }
    this.#values.push(this.#textOf(bytes, from, to));
    this.#starts.push(from - behindName);
    this.#ends.push(to - behindName);
  }

  #attributesOf(element: TagElement): XmlAttributes {
    if (this.#values.length === 0) return NONE;
    if (this.#names.length > this.#values.length) this.#names = this.#names.slice(0, this.#values.length);
    element.names = this.#names;
    return new TagAttributes(this.#names, this.#values);
  }

  #textOf(bytes: Buffer, start: number, end: number): string {
    const known = this.#texts.get(bytes, start, end);
    if (known !== null) return known;
    const text = bytes.toString('utf8', start, end);
    return text.includes('&') ? decodeReferences(text) : text;
  }

  #elementOf(bytes: Buffer, start: number, end: number): TagElement {
    const text = this.#texts.get(bytes, start, end) ?? bytes.toString('utf8', start, end);
    let element = this.#elements.get(text);
    if (element === undefined) {
      if (this.#elements.size >= MOST_ELEMENTS) this.#elements.clear();
      element = { name: unique(text), names: [], shapes: new TagShapes() };
      this.#elements.set(text, element);
    }
    return element;
  }
}

class TagAttributes implements XmlAttributes {
  readonly #names: readonly string[];
  readonly #values: readonly string[];

  constructor(names: readonly string[], values: readonly string[]) {
    this.#names = names;
    this.#values = values;
  }

  get size(): number {
    return this.#values.length;
  }

  get(name: string): string | undefined {
    const names = this.#names;
    for (let i = 0; i < names.length; i += 1) if (names[i] === name) return this.#values[i];
    return undefined;
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  *[Symbol.iterator](): Generator<readonly [string, string]> {
    for (const [index, name] of this.#names.entries()) yield [name, this.#values[index] ?? ''];
  }
}

const NONE: XmlAttributes = new Map();

/** The same text, as the engine keeps names: those are compared with each other, and with words of the code, by their place. */
function unique(name: string): string {
  for (const kept in { [name]: null }) return kept;
  return name;
}

/** 1 for what ends a name: blanks and the signs of XML, all of which lie below 64. */
const ENDS_NAME = new Uint8Array(64);
for (const sign of Buffer.from(' \t\r\n=<>"\'/', 'latin1')) ENDS_NAME[sign] = 1;

function nameEnd(bytes: Uint8Array, from: number, stop: number): number {
  let at = from;
  for (; at < stop; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < ENDS_NAME.length && ENDS_NAME[byte] === 1) break;
  }
  return at;
}

/** Behind the blanks of XML 1.0, section 2.3. */
function blankEnd(bytes: Uint8Array, from: number, stop: number): number {
  let at = from;
  for (; at < stop; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0xa && byte !== 0xd && byte !== 0x9) break;
  }
  return at;
}

function quoteEnd(bytes: Uint8Array, from: number, stop: number, quote: number): number {
  for (let at = from; at < stop; at += 1) if (bytes[at] === quote) return at;
  return -1;
}

function standsAt(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
