import type { Extracted, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { dialogPeer, kindOfPeer } from './peers.ts';
import type { Reading } from './reading.ts';

/** `dialogs`: the list of conversations, with how many messages of each are unread and where it is pinned; told later. */
export function* readDialogs(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'dialogs', {
    date: 'whole-number',
    folder_id: 'flag',
    ttl_period: 'whole-number',
  });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const identifier = dialogPeer(table.cell(row, 'did'), reading, null);
    if (identifier === null) {
      const detail = 'The row names no conversation.';
      out.push(rowIssue('error', 'row-unreadable', at, 'did', table.text(row, 'did'), detail));
      return undefined;
    }
    if (kindOfPeer(identifier) === 'folder') return 'folder of conversations';
    const last = readTime(table.cell(row, 'date'), 'changed', at, 'date', out, 'unix-s');
    const ttl = table.whole(row, 'ttl_period');
    const stored: Record<string, Stored> = table.rest(row);
    if (last !== null) stored.date = Number(last.stored);
    const disappearingS = ttl === null || ttl <= 0 ? null : ttl;
    reading.dialogs.set(identifier, { at, archived: table.flag(row, 'folder_id'), disappearingS, stored });
    return undefined;
  });
}

/** The conversations that have a row in the list and were not told with their members. */
export function* tellDialogs(reading: Reading): Generator<Extracted> {
  for (const [identifier, { at }] of reading.dialogs) yield* reading.meet(identifier, at);
  for (const identifier of [...reading.secrets].map((id) => `secret${id}`)) {
    const at = reading.facts.get(identifier)?.at[0];
    if (at !== undefined) yield* reading.meet(identifier, at);
  }
  for (const [identifier, { at }] of reading.drafts) yield* reading.meet(identifier, at);
}
