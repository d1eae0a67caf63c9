import type { PlistValue } from './plist-value.ts';
import { PlistDamaged } from './plist-value.ts';
import type { XmlToken } from './xml.ts';
import { decodeXml, readXml, XmlDamaged } from './xml.ts';

const DEEPEST = 128;

/** A dictionary or array that is still open. */
interface Open {
  readonly name: string;
  readonly map: Map<string, PlistValue> | null;
  readonly array: PlistValue[] | null;
  key: string | null;
}

/** Reads an XML property list. Source: Apple, PropertyList-1.0.dtd. Throws `PlistDamaged`. */
export function readXmlPlist(bytes: Buffer): PlistValue {
  try {
    return build(readXml(decodeXml(bytes)));
  } catch (error) {
    if (error instanceof XmlDamaged) throw new PlistDamaged(error.message);
    throw error;
  }
}

function build(tokens: Iterable<XmlToken>): PlistValue {
  const open: Open[] = [];
  let root: PlistValue | undefined;
  let leaf: { readonly name: string; text: string } | null = null;
  let started = false;
  const put = (value: PlistValue): void => {
    const holder = open.at(-1);
    if (holder === undefined) root ??= value;
    else if (holder.array !== null) holder.array.push(value);
    else if (holder.key === null) throw new PlistDamaged('a value has no key');
    else {
      holder.map?.set(holder.key, value);
      holder.key = null;
    }
  };
  const finishLeaf = (name: string, text: string): void => {
    const holder = open.at(-1);
    if (name !== 'key') put(leafValue(name, text));
    else if (holder === undefined || holder.map === null) throw new PlistDamaged('a key stands outside a dictionary');
    else holder.key = text;
  };
  for (const token of tokens) {
    if (token.is === 'text') {
      if (leaf !== null) leaf.text += token.text;
      else if (token.text.trim() !== '') throw new PlistDamaged('text stands outside a value');
    } else if (token.is === 'close') {
      if (leaf !== null) {
        if (leaf.name !== token.name) throw new PlistDamaged(`<${leaf.name}> is closed by another`);
        finishLeaf(leaf.name, leaf.text);
        leaf = null;
      } else if (token.name === 'plist') {
        break;
      } else {
        const done = open.pop();
        if (done?.name !== token.name) throw new PlistDamaged('a closing element does not match');
        put(done.map ?? done.array ?? []);
      }
    } else if (leaf !== null) {
      throw new PlistDamaged(`an element stands inside <${leaf.name}>`);
    } else if (token.name === 'plist') {
      started = true;
    } else if (token.name === 'dict' || token.name === 'array') {
      if (open.length >= DEEPEST) throw new PlistDamaged(`nested deeper than ${DEEPEST} levels`);
      const isMap = token.name === 'dict';
      if (token.empty) put(isMap ? new Map() : []);
      else open.push({ name: token.name, map: isMap ? new Map() : null, array: isMap ? null : [], key: null });
    } else if (token.empty) {
      finishLeaf(token.name, '');
    } else {
      leaf = { name: token.name, text: '' };
    }
  }
  if (open.length > 0 || leaf !== null) throw new PlistDamaged('the list is cut off');
  if (root === undefined || !started) throw new PlistDamaged('no property list was found');
  return root;
}

function leafValue(name: string, text: string): PlistValue {
  switch (name) {
    case 'string':
      return text;
    case 'true':
      return true;
    case 'false':
      return false;
    case 'integer':
      return integer(text.trim());
    case 'real': {
      const value = Number(text.trim());
      if (text.trim() === '' || (Number.isNaN(value) && text.trim() !== 'nan'))
        throw new PlistDamaged('a number is none');
      return value;
    }
    case 'date': {
      const dateMs = Date.parse(text.trim());
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text.trim()) || Number.isNaN(dateMs))
        throw new PlistDamaged('a date is none');
      return { dateMs };
    }
    case 'data': {
      const base64 = text.replaceAll(/\s/g, '');
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new PlistDamaged('data are not base64');
      return Buffer.from(base64, 'base64');
    }
    default:
      throw new PlistDamaged(`<${name.slice(0, 40)}> is no element of property lists`);
  }
}

function integer(text: string): number | bigint {
  if (!/^[+-]?(\d{1,20}|0x[0-9a-fA-F]{1,16})$/.test(text)) throw new PlistDamaged('an integer is none');
  const negative = text.startsWith('-');
  const digits = BigInt(text.replace(/^[+-]/, ''));
  const value = negative ? -digits : digits;
  const exact = Number(value);
  return Number.isSafeInteger(exact) ? exact : value;
}
