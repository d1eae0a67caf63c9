/** A step through an XML document. Text has its references resolved; attribute values too. */
export type XmlToken =
  | {
      readonly is: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly empty: boolean;
    }
  | { readonly is: 'close'; readonly name: string }
  | { readonly is: 'text'; readonly text: string };

/** The text is not XML of the plain kind that settings files are written in. */
export class XmlDamaged extends Error {}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads XML as settings files use it: elements, attributes, text, CDATA, comments. Document types are skipped and no
 * entity of theirs is resolved, so nothing is ever fetched or expanded. Throws `XmlDamaged`.
 */
export function* readXml(xml: string): Generator<XmlToken> {
  for (let at = 0; at < xml.length;) {
    if (xml[at] !== '<') {
      const end = indexOr(xml, '<', at, xml.length);
      yield { is: 'text', text: resolve(xml.slice(at, end)) };
      at = end;
    } else if (xml.startsWith('<!--', at)) at = behind(xml, '-->', at + 4);
    else if (xml.startsWith('<![CDATA[', at)) {
      const end = behind(xml, ']]>', at + 9);
      yield { is: 'text', text: xml.slice(at + 9, end - 3) };
      at = end;
    } else if (xml.startsWith('<?', at)) at = behind(xml, '?>', at + 2);
    else if (xml.startsWith('<!', at)) at = behindDoctype(xml, at);
    else if (xml.startsWith('</', at)) {
      const end = behind(xml, '>', at);
      yield { is: 'close', name: xml.slice(at + 2, end - 1).trim() };
      at = end;
    } else {
      const { token, end } = openTag(xml, at);
      yield token;
      at = end;
    }
  }
}

function openTag(xml: string, at: number): { readonly token: XmlToken; readonly end: number } {
  const name = sticky(/[^\s/>=]+/y, xml, at + 1);
  if (name === null) throw new XmlDamaged(`no element name at ${at}`);
  const attributes = new Map<string, string>();
  let next = at + 1 + name.length;
  for (;;) {
    next += sticky(/\s+/y, xml, next)?.length ?? 0;
    if (xml.startsWith('/>', next)) return { token: { is: 'open', name, attributes, empty: true }, end: next + 2 };
    if (xml[next] === '>') return { token: { is: 'open', name, attributes, empty: false }, end: next + 1 };
    const key = sticky(/[^\s/>=]+/y, xml, next);
    if (key === null) throw new XmlDamaged(`an element at ${at} does not end`);
    next += key.length;
    const equals = sticky(/\s*=\s*/y, xml, next);
    const quote = equals === null ? undefined : xml[next + equals.length];
    if (equals === null || (quote !== '"' && quote !== "'"))
      throw new XmlDamaged(`an attribute at ${next} has no value`);
    const from = next + equals.length + 1;
    const end = xml.indexOf(quote, from);
    if (end === -1) throw new XmlDamaged(`a value at ${from} does not end`);
    attributes.set(key, resolve(xml.slice(from, end)));
    next = end + 1;
  }
}

function sticky(pattern: RegExp, xml: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(xml)?.[0] ?? null;
}

function behind(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from);
  if (found === -1) throw new XmlDamaged(`"${mark}" is missing after ${from}`);
  return found + mark.length;
}

function behindDoctype(xml: string, at: number): number {
  const bracket = xml.indexOf('[', at);
  const end = behind(xml, '>', at);
  return bracket !== -1 && bracket < end ? behind(xml, '>', behind(xml, ']', bracket)) : end;
}

function indexOr(xml: string, mark: string, from: number, otherwise: number): number {
  const found = xml.indexOf(mark, from);
  return found === -1 ? otherwise : found;
}

/** References that XML does not define stay as they are written. */
function resolve(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/g,
    (whole, hex?: string, dec?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = hex === undefined ? Number(dec) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** The bytes as text: UTF-16 by its mark, otherwise UTF-8. Throws `XmlDamaged` when they are neither. */
export function decodeXml(bytes: Uint8Array): string {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const encoding = mark === 0xfeff ? 'utf-16be' : mark === 0xfffe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new XmlDamaged(`the text is not ${encoding}`);
    throw error;
  }
}
