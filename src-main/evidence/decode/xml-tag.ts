import { decodeReferences } from './xml-references.ts';

export type XmlAttributes = ReadonlyMap<string, string>;

/** One tag, without its angle brackets, read. */
export interface XmlTag {
  readonly form: 'open' | 'close' | 'empty';
  readonly name: string;
  readonly attributes: XmlAttributes;
}

const NONE: XmlAttributes = new Map();
const MOST_ATTRIBUTES = 200;
/** A power of two; a report holds about a hundred different tags. */
const SLOTS = 4096;
const LONGEST_KNOWN = 120;

interface KnownTag {
  readonly tag: XmlTag;
  /** From behind the `<` to behind the `>`. */
  readonly bytes: Uint8Array;
}

/** Tags that stand in a document again and again, such as `field name="Body" type="String"`: of those that share a slot the last. */
export class KnownTags {
  readonly #slots = new Array<KnownTag | null>(SLOTS).fill(null);

  /** The known tag whose text begins at `start`, behind the `<`; null for any other. */
  get(bytes: Uint8Array, start: number): KnownTag | null {
    let hash = 0;
    const most = Math.min(bytes.length, start + LONGEST_KNOWN + 1);
    for (let at = start; at < most; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === GT) {
        const known = this.#slots[slotOf(hash)] ?? null;
        return known !== null && standsAt(bytes, start, known.bytes) ? known : null;
      }
      hash = Math.imul(hash, 31) + byte;
    }
    return null;
  }

  /** Reads a tag from its text, and makes it known where it may come again; `sizeBytes` long. Null: not written as XML. */
  read(inner: string, sizeBytes: number): XmlTag | null {
    const tag = parseTag(inner);
    if (tag === null || sizeBytes > LONGEST_KNOWN || sizeBytes < 2 || tag.attributes.size > 2) return tag;
    // In a known tag the first `>` is its end; one with an id of its own does not come again.
    if (inner.includes('>') || tag.attributes.has('id')) return tag;
    const bytes = Buffer.from(`${inner}>`, 'utf8');
    // Bytes that are no UTF-8 are not those that the text would be written in.
    if (bytes.length !== sizeBytes + 1 || inner.includes('\uFFFD')) return tag;
    let hash = 0;
    for (const byte of bytes.subarray(0, sizeBytes)) hash = Math.imul(hash, 31) + byte;
    this.#slots[slotOf(hash)] = { tag, bytes };
    return tag;
  }
}

const GT = 0x3e;

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}

function standsAt(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

/** Reads what stands between `<` and `>`; null when it is not written as XML. An attribute given twice keeps its first value. */
function parseTag(inner: string): XmlTag | null {
  return inner.startsWith('/') ? closeTag(inner) : openTag(inner);
}

function closeTag(inner: string): XmlTag | null {
  const end = nameEnd(inner, 1);
  if (end === 1 || blankEnd(inner, end) !== inner.length) return null;
  return { form: 'close', name: inner.slice(1, end), attributes: NONE };
}

function openTag(inner: string): XmlTag | null {
  let at = nameEnd(inner, 0);
  if (at === 0) return null;
  const name = inner.slice(0, at);
  const attributes = new Map<string, string>();
  for (;;) {
    const start = blankEnd(inner, at);
    if (start === inner.length) return { form: 'open', name, attributes };
    if (inner.charCodeAt(start) === SLASH)
      return start === inner.length - 1 ? { form: 'empty', name, attributes } : null;
    const end = nameEnd(inner, start);
    const equals = blankEnd(inner, end);
    if (start === at || end === start || inner.charCodeAt(equals) !== EQUALS) return null;
    const open = blankEnd(inner, equals + 1);
    const quote = inner.charAt(open);
    const close = quote === '"' || quote === "'" ? inner.indexOf(quote, open + 1) : -1;
    if (close === -1) return null;
    const key = inner.slice(start, end);
    const value = inner.slice(open + 1, close);
    if (!attributes.has(key) && attributes.size < MOST_ATTRIBUTES)
      attributes.set(key, value.includes('&') ? decodeReferences(value) : value);
    at = close + 1;
  }
}

const SLASH = 0x2f;
const EQUALS = 0x3d;
/** What ends a name: blanks and the signs of XML. */
const NO_NAME: ReadonlySet<number> = new Set(Buffer.from(' \t\r\n=<>"\'/', 'latin1'));

function nameEnd(inner: string, from: number): number {
  let at = from;
  while (at < inner.length && !NO_NAME.has(inner.charCodeAt(at))) at += 1;
  return at;
}

/** Behind the blanks of XML 1.0, section 2.3. */
function blankEnd(inner: string, from: number): number {
  let at = from;
  for (; at < inner.length; at += 1) {
    const char = inner.charCodeAt(at);
    if (char !== 0x20 && char !== 0xa && char !== 0xd && char !== 0x9) break;
  }
  return at;
}
