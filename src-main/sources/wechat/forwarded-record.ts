import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { attributeOf, elementAt, readXmlTree, textAt } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import type { Said } from './said.ts';
import { leavesOf } from './xml-leaves.ts';

/** Messages of one record that become details; of more, the number is told. */
const MOST_ITEMS = 1000;
const DEEPEST = 8;

/** `dataitem/@datatype` on which sources agree; the others differ between platforms and are told by their number. */
const ITEM_TYPES: ReadonlyMap<string, string> = new Map([
  ['1', 'text'],
  ['2', 'picture'],
  ['8', 'file'],
  ['17', 'forwarded-record'],
]);

/** The inner messages of a forwarded record or note: `recorditem` holds a document of its own as text. */
export function readRecord(one: Said, app: XmlElement): void {
  const item = elementAt(app, 'recorditem');
  if (item === null) return;
  const waiting: { readonly record: XmlElement; readonly before: string; readonly depth: number }[] = [];
  const first = recordIn(one, item);
  if (first !== null) waiting.push({ record: first, before: '', depth: 1 });
  let count = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const items = elementAt(next.record, 'datalist')?.children ?? [];
    for (const [index, inner] of items.entries()) {
      const place = `${next.before}${index + 1}`;
      count += 1;
      if (count > MOST_ITEMS) {
        one.damage ??= `the record holds more than ${MOST_ITEMS} messages`;
        return;
      }
      const nested = elementAt(inner, 'recordinfo') ?? elementAt(inner, 'recordxml');
      const own = { ...inner, children: inner.children.filter((child) => child !== nested) };
      one.details.push({ type: 'other', name: `forwarded-message ${place}`, values: valuesOf(own) });
      if (nested === null) continue;
      const record = nested.name === 'recordinfo' ? nested : recordIn(one, nested);
      if (record === null) continue;
      if (next.depth < DEEPEST) waiting.push({ record, before: `${place}.`, depth: next.depth + 1 });
      else one.damage ??= `records lie more than ${DEEPEST} deep`;
    }
  }
}

function recordIn(one: Said, item: XmlElement): XmlElement | null {
  const inside = elementAt(item, 'recordinfo');
  if (inside !== null || item.text.trim() === '') return inside;
  try {
    return readXmlTree(item.text.trim());
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    one.damage ??= error.message;
    return null;
  }
}

/** What one inner message says: its kind, who and when by the record's own words, its text, then all else that it holds. */
function valuesOf(item: XmlElement): Readonly<Record<string, string>> {
  const type = attributeOf(item, 'datatype');
  const said: [string, string | null][] = [
    ['kind', type === null ? null : (ITEM_TYPES.get(type) ?? `type ${type}`)],
    ['sender', textAt(item, 'sourcename')],
    ['time-as-written', textAt(item, 'sourcetime')],
    ['text', textAt(item, 'datadesc') ?? textAt(item, 'datatitle')],
  ];
  return {
    ...Object.fromEntries(said.filter((pair): pair is [string, string] => pair[1] !== null)),
    ...leavesOf(item),
  };
}
