import type { Detail } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import type { Content, FileNamed } from './said.ts';
import { timeOf } from './times.ts';

/** Parts of one forwarded or mixed message beyond this many are counted, not read. */
const MOST_PARTS = 500;
/** A forwarded conversation within a forwarded one, and so on, down to here. */
const DEEPEST = 8;

/** Reads what a part says by its kind; null for a kind that is not known. */
export type ReadPart = (kind: string, inner: JsonFields) => Content | null;

/** The parts of a message, and the files that they name, in the order stored. */
export interface Parts {
  readonly details: readonly Detail['content'][];
  readonly files: readonly FileNamed[];
}

interface Found {
  readonly details: Detail['content'][];
  readonly files: FileNamed[];
  count: number;
  left: number;
}

/**
 * The parts of a forwarded conversation or of a mixed message: each with its kind, its words and, where it is stored, its own time.
 * The service states no sender of a part. What a part holds is carried as stored beside that.
 */
export function partsOf(fields: JsonFields, read: ReadPart): Parts {
  const found: Found = { details: [], files: [], count: 0, left: 0 };
  addParts(found, fields.objects('item'), '', 1, read);
  if (found.left > 0) found.details.push({ type: 'other', name: 'parts_not_kept', values: { count: found.left } });
  return found;
}

function addParts(found: Found, items: readonly JsonFields[], before: string, depth: number, read: ReadPart): void {
  for (const [index, item] of items.entries()) {
    if (found.count >= MOST_PARTS) {
      found.left += items.length - index;
      return;
    }
    found.count += 1;
    const place = `${before}${index + 1}`;
    const kind = kindOfPart(item);
    const content = item.text('content');
    const inner = parseObject(content ?? '');
    const said = inner === null ? null : read(kind, inner);
    found.files.push(...(said?.files ?? []).map((file) => ({ ...file, part: place })));
    found.details.push(partOf(item, place, content, said));
    const within = inner !== null && (kind === 'chatrecord' || kind === 'mixed') ? inner.objects('item') : [];
    if (within.length > 0 && depth >= DEEPEST) found.left += within.length;
    else addParts(found, within, `${place}.`, depth + 1, read);
  }
}

/** Words of a part: its text, or what its kind has for one. The content as stored says all of it. */
function partOf(item: JsonFields, place: string, content: string | null, said: Content | null): Detail['content'] {
  const type = item.text('type');
  const { time, stored } = timeOf(item, 'msgtime', 'sent');
  return {
    type: 'part',
    place,
    kind: type,
    text: said?.body ?? null,
    time,
    values: { content, ...(time === null && stored !== null ? { msgtime: stored } : {}), ...item.rest('') },
  };
}

/** `ChatRecordText` of a forwarded conversation and `text` of a mixed message name the same kind. */
export function kindOfPart(item: JsonFields): string {
  return (item.text('type') ?? '').replace(/^ChatRecord/u, '').toLowerCase();
}
