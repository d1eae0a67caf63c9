import type { XmlElement } from '../../evidence/decode/xml-tree.ts';

const MOST_LEAVES = 200;
const LONGEST_LEAF = 10_000;

/** Attributes and texts of an element and what stands in it, by their path; those that hold something. */
export function leavesOf(root: XmlElement): Readonly<Record<string, string>> {
  const leaves: [string, string][] = [];
  const waiting: [string, XmlElement][] = [['', root]];
  for (let next = waiting.pop(); next !== undefined && leaves.length < MOST_LEAVES; next = waiting.pop()) {
    const [path, element] = next;
    const text = element.text.trim();
    if (text !== '') leaves.push([path === '' ? element.name : path, text.slice(0, LONGEST_LEAF)]);
    for (const [name, value] of element.attributes)
      if (value !== '') leaves.push([path === '' ? name : `${path} ${name}`, value.slice(0, LONGEST_LEAF)]);
    for (const child of element.children.toReversed())
      waiting.push([path === '' ? child.name : `${path}/${child.name}`, child]);
  }
  return Object.fromEntries(leaves);
}
