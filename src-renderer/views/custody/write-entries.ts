import type { CustodyEntry } from '../../../src-main/contract/index.ts';
import { ask } from '../../engine/use-engine.ts';
import { asCsv } from '../overview/csv.ts';
import type { CustodyFilter } from './custody-filter.ts';

const PAGE = 1000;

/** A form in which entries leave the window. */
export interface EntryForm {
  readonly ending: 'csv' | 'jsonl';
  readonly type: string;
  readonly head: string;
  readonly write: (entries: readonly CustodyEntry[]) => string;
}

const COLUMNS = ['seq', 'atUtc', 'actor', 'action', 'parameters', 'result', 'previous', 'hash'] as const;

/** CSV with a line of columns; JSON Lines with the entries as they are hashed. */
export const FORMS: readonly EntryForm[] = [
  { ending: 'csv', type: 'text/csv', head: asCsv([COLUMNS]), write: (entries) => asCsv(entries.map(cellsOf)) },
  {
    ending: 'jsonl',
    type: 'application/jsonl',
    head: '',
    write: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  },
];

function cellsOf(entry: CustodyEntry): readonly (string | number)[] {
  const { seq, atMs, actor, action, parameters, result, previous, hash } = entry;
  const at = new Date(atMs).toISOString();
  return [seq, at, actor, action, JSON.stringify(parameters), JSON.stringify(result), previous, hash];
}

/** Every entry that the filter lets through, page by page, as one file. */
export async function writeEntries(filter: CustodyFilter, form: EntryForm): Promise<Blob> {
  const parts = [form.head];
  for (let index = 0; ; index += PAGE) {
    const page = await ask('custody.page', { ...filter, at: { index }, limit: PAGE });
    parts.push(form.write(page.rows));
    if (index + PAGE >= page.total) return new Blob(parts, { type: form.type });
  }
}
