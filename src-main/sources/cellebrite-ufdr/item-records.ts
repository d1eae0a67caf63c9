import type { EvidenceFile } from '../../evidence/index.ts';
import type { Event, Extracted, StoredColumns } from '../../model/index.ts';
import type { Entry } from './report-sink.ts';

/** What a report says of the case, the device and the extraction, each item as an event without a time; and their tally. */
export function* itemRecords(file: EvidenceFile, entries: readonly Entry[]): Generator<Extracted> {
  const items = entries.filter(({ of }) => of === 'item');
  for (const { attributes, section, text, offset, length } of items) {
    const stored: StoredColumns = { ...Object.fromEntries(attributes), ...(section === null ? {} : { section }) };
    yield {
      kind: 'event',
      key: `item:${offset}`,
      from: { at: [{ kind: 'bytes', file: file.sha256, offset, length }], state: 'live' },
      type: 'setting',
      conversation: null,
      actor: null,
      accounts: [],
      direction: 'unknown',
      times: [],
      call: null,
      body: text.trim() === '' ? null : text,
      stored,
    } satisfies Event;
  }
  const rows = items.length;
  yield { kind: 'tally', file: file.sha256, table: 'metadata/item', rows, used: rows, skipped: {} };
}
