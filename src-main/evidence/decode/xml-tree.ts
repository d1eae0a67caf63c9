import { readXml, XmlDamaged } from './xml.ts';

/** An element with what stands in it. `text` is its own text, without that of the elements inside. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

/** Messages nest a dozen elements at most; these keep what a crafted one costs small. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_ELEMENTS = 50_000;
const DEEPEST = 64;

/**
 * The one element that a short text holds, as messages and settings do. Only the five entities of XML are resolved. Throws
 * `XmlDamaged`, also for a text that is larger, deeper or of more elements than messages are, and for words outside the element.
 */
export function readXmlTree(xml: string): XmlElement {
  if (xml.length > MOST_CHARACTERS) throw new XmlDamaged(`it has more than ${MOST_CHARACTERS} characters`);
  const open: Growing[] = [];
  let root: Growing | null = null;
  let count = 0;
  for (const token of readXml(xml)) {
    const parent = open.at(-1);
    if (token.is === 'text') {
      if (parent !== undefined) parent.text += token.text;
      else if (token.text.trim() !== '') throw new XmlDamaged('words stand outside the element');
    } else if (token.is === 'close') {
      if (parent?.name !== token.name) throw new XmlDamaged('an element ends that did not begin');
      open.pop();
    } else {
      const element: Growing = { name: token.name, attributes: token.attributes, children: [], text: '' };
      count += 1;
      if (count > MOST_ELEMENTS) throw new XmlDamaged(`it has more than ${MOST_ELEMENTS} elements`);
      if (parent !== undefined) parent.children.push(element);
      else if (root === null) root = element;
      else throw new XmlDamaged('a second element follows the first');
      if (token.empty) continue;
      open.push(element);
      if (open.length > DEEPEST) throw new XmlDamaged(`elements lie more than ${DEEPEST} deep`);
    }
  }
  if (root === null) throw new XmlDamaged('it holds no element');
  if (open.length > 0) throw new XmlDamaged('an element does not end');
  return root;
}

/** The element reached by names from this one, the first of each name; null when there is none. */
export function elementAt(from: XmlElement | null, ...names: readonly string[]): XmlElement | null {
  let at = from;
  for (const name of names) at = at?.children.find((child) => child.name === name) ?? null;
  return at;
}

/** The text of the element reached by names, without spaces around it; null when there is none or it is empty. */
export function textAt(from: XmlElement | null, ...names: readonly string[]): string | null {
  const text = elementAt(from, ...names)?.text.trim();
  return text === undefined || text === '' ? null : text;
}

/** An attribute's value; null when there is none or it is empty. */
export function attributeOf(element: XmlElement | null, name: string): string | null {
  const value = element?.attributes.get(name);
  return value === undefined || value === '' ? null : value;
}
