import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { attributeOf, elementAt, readXmlTree, textAt } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import type { Detail } from '../../model/index.ts';
import { leavesOf } from './xml-leaves.ts';

/** Where what a list of data items holds is put. */
export interface DataItemSink {
  readonly details: Detail['content'][];
  damage: string | null;
}

/** Items of one list that become details; of more, the number is told. */
const MOST_ITEMS = 1000;
const DEEPEST = 8;

/** `dataitem/@datatype` on which sources agree; the others differ between platforms and are told by their number. */
const ITEM_TYPES: ReadonlyMap<string, string> = new Map([
  ['1', 'text'],
  ['2', 'picture'],
  ['8', 'file'],
  ['17', 'forwarded-record'],
]);

/** What the details are called, and who else looks at each item. */
export interface DataItemReading {
  readonly name: string;
  readonly visit?: (item: XmlElement, place: string) => void;
}

/** The items of `<datalist>` in an element, and those of records inside them, each a detail. */
export function readDataItems(sink: DataItemSink, within: XmlElement, { name, visit }: DataItemReading): void {
  const waiting: { readonly record: XmlElement; readonly before: string; readonly depth: number }[] = [
    { record: within, before: '', depth: 1 },
  ];
  let count = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const items = elementAt(next.record, 'datalist')?.children ?? [];
    for (const [index, inner] of items.entries()) {
      const place = `${next.before}${index + 1}`;
      count += 1;
      if (count > MOST_ITEMS) {
        sink.damage ??= `the record holds more than ${MOST_ITEMS} messages`;
        return;
      }
      const nested = elementAt(inner, 'recordinfo') ?? elementAt(inner, 'recordxml');
      const own = { ...inner, children: inner.children.filter((child) => child !== nested) };
      sink.details.push({ type: 'other', name: `${name} ${place}`, values: valuesOf(own) });
      visit?.(own, place);
      if (nested === null) continue;
      const record = nested.name === 'recordinfo' ? nested : recordIn(sink, nested);
      if (record === null) continue;
      if (next.depth < DEEPEST) waiting.push({ record, before: `${place}.`, depth: next.depth + 1 });
      else sink.damage ??= `records lie more than ${DEEPEST} deep`;
    }
  }
}

/** `<recordinfo>` in an element, or in a document that it holds as text; null where there is none. */
export function recordIn(sink: DataItemSink, item: XmlElement): XmlElement | null {
  const inside = elementAt(item, 'recordinfo');
  if (inside !== null || item.text.trim() === '') return inside;
  try {
    return readXmlTree(item.text.trim());
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    sink.damage ??= error.message;
    return null;
  }
}

/** What one item says: its kind, who and when by the record's own words, its text, then all else that it holds. */
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
