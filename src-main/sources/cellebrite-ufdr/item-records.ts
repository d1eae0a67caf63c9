import type { EvidenceFile } from '../../evidence/index.ts';
import type { Event, Extracted, StoredColumns } from '../../model/index.ts';
import type { Entry } from './entry-reader.ts';
import { BARE_EVENT } from '../bare-event.ts';

/** Elements that say something of the case, the device and its extractions, by the table that counts them. */
const TABLES = [
  { of: 'extractionInfo', table: 'sourceExtractions/extractionInfo', key: 'extraction' },
  { of: 'image', table: 'images/image', key: 'image' },
  { of: 'field', table: 'caseInformation/field', key: 'case' },
  { of: 'item', table: 'metadata/item', key: 'item' },
] as const;

const BEYOND = 'beyond the number that is kept';

/** What a report says of the case, the device and its extractions, each as an event without a time; and their tallies. */
export function* itemRecords(file: EvidenceFile, entries: readonly Entry[], leftOut: number): Generator<Extracted> {
  for (const { of, table, key } of TABLES) {
    const found = entries.filter((entry) => entry.of === of);
    for (const entry of found) yield entryEvent(file, entry, `${key}:${entry.offset}`, 'setting', null);
    const beyond = table === 'metadata/item' ? leftOut : 0;
    if (found.length + beyond === 0 && table !== 'metadata/item' && table !== 'sourceExtractions/extractionInfo')
      continue;
    const skipped: Readonly<Record<string, number>> = beyond > 0 ? { [BEYOND]: beyond } : {};
    yield { kind: 'tally', file: file.sha256, table, rows: found.length + beyond, used: found.length, skipped };
  }
}

/** A file that the report lists and does not hold, with what the tool states of it. */
export function fileRecord(file: EvidenceFile, entry: Entry): Event {
  return entryEvent(file, entry, `file:${entry.offset}`, 'listed-file', entry.attributes.get('path') ?? null);
}

function entryEvent(file: EvidenceFile, entry: Entry, key: string, type: Event['type'], body: string | null): Event {
  const { attributes, section, text, offset, length, parts } = entry;
  const stored: Record<string, string> = { ...Object.fromEntries(attributes) };
  if (entry.of === 'file') stored.exported = 'no';
  if (entry.of === 'item' && section !== null) stored.section = section;
  for (const part of parts) if (part.text.trim() !== '') stored[nameOf(part, stored)] = part.text.trim();
  return {
    kind: 'event',
    key,
    from: { at: [{ kind: 'bytes', file: file.sha256, offset, length }], state: 'live' },
    type,
    ...BARE_EVENT,
    body: body ?? (text.trim() === '' ? null : text),
    stored: stored satisfies StoredColumns,
  };
}

/** The name of a part, told apart from those before it. */
function nameOf({ name, attributes }: Entry['parts'][number], taken: Readonly<Record<string, string>>): string {
  const own = attributes.get('name') ?? name;
  for (let n = 2, one = own; ; n += 1, one = `${own}_${n}`) if (!Object.hasOwn(taken, one)) return one;
}
