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
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/uy;
const NAME = /[^\s=<>"'/]+/uy;
const END = /\s*(\/?)$/uy;

/** Tags that stand in a document again and again, such as `field name="Body" type="String"`. */
const known = new Map<string, XmlTag>();
const MOST_KNOWN = 4096;
const LONGEST_KNOWN = 120;

/** Reads what stands between `<` and `>`; null when it is not written as XML. An attribute given twice keeps its first value. */
export function parseTag(inner: string): XmlTag | null {
  const seen = known.get(inner);
  if (seen !== undefined) return seen;
  const tag = inner.startsWith('/') ? closeTag(inner) : openTag(inner);
  if (tag !== null && inner.length <= LONGEST_KNOWN && tag.attributes.size <= 2) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(inner, tag);
  }
  return tag;
}

function closeTag(inner: string): XmlTag | null {
  const name = inner.slice(1).trimEnd();
  NAME.lastIndex = 0;
  return NAME.exec(name)?.[0] === name && name !== '' ? { form: 'close', name, attributes: NONE } : null;
}

function openTag(inner: string): XmlTag | null {
  NAME.lastIndex = 0;
  const name = NAME.exec(inner)?.[0];
  if (name === undefined) return null;
  let at = name.length;
  const attributes = new Map<string, string>();
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(inner);
    if (found === null) break;
    const value = found[2] ?? found[3] ?? '';
    const key = found[1] ?? '';
    if (!attributes.has(key) && attributes.size < MOST_ATTRIBUTES)
      attributes.set(key, value.includes('&') ? decodeReferences(value) : value);
    at = ATTRIBUTE.lastIndex;
  }
  END.lastIndex = at;
  const end = END.exec(inner);
  if (end === null) return null;
  return { form: end[1] === '/' ? 'empty' : 'open', name, attributes };
}
