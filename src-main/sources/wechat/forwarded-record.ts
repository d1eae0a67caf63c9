import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { elementAt } from '../../evidence/decode/xml-tree.ts';
import { readDataItems, recordIn } from './data-items.ts';
import type { Said } from './said.ts';

/** The inner messages of a forwarded record or note: `recorditem` holds a document of its own as text. */
export function readRecord(one: Said, app: XmlElement): void {
  const item = elementAt(app, 'recorditem');
  const record = item === null ? null : recordIn(one, item);
  if (record !== null) readDataItems(one, record, { name: 'forwarded-message' });
}
