import type { EvidenceFile } from '../../evidence/index.ts';
import type { Event, Extracted, StoredColumns } from '../../model/index.ts';
import type { Entry } from './entry-reader.ts';

/** What a report says of the case, the device and its extractions, each as an event without a time; and their tallies. */
export function* itemRecords(file: EvidenceFile, entries: readonly Entry[], leftOut: number): Generator<Extracted> {
  yield* settings(
    file,
    entries.filter(({ of }) => of === 'extractionInfo'),
    'sourceExtractions/extractionInfo',
    0,
  );
  yield* settings(
    file,
    entries.filter(({ of }) => of === 'item'),
    'metadata/item',
    leftOut,
  );
}

const BEYOND = 'beyond the number that is kept';

function* settings(file: EvidenceFile, items: readonly Entry[], table: string, leftOut: number): Generator<Extracted> {
  for (const { attributes, section, text, offset, length } of items) {
    const stored: StoredColumns = { ...Object.fromEntries(attributes), ...(section === null ? {} : { section }) };
    yield {
      kind: 'event',
      key: `${table === 'metadata/item' ? 'item' : 'extraction'}:${offset}`,
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
  const used = items.length;
  const skipped = leftOut > 0 ? { [BEYOND]: leftOut } : {};
  yield { kind: 'tally', file: file.sha256, table, rows: used + leftOut, used, skipped };
}
