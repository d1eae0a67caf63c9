import type { Event, Extracted } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { conversationKey, live } from '../telegram-participants.ts';
import { accountKey } from '../telegram-people.ts';
import { copyRecords, unreadCopy } from './kept-copy.ts';
import { dialogPeer } from './peers.ts';
import type { Reading } from './reading.ts';

const INTERPRETED = { date: 'whole-number', message: 'anything' } as const;

/**
 * `sharing_locations`: where this phone was sharing its place, until when (`date`) and for how long (`period`), with a copy of the
 * message. Source: LocationController.saveSharingLocation of the client.
 */
export function* readSharingLocations(reading: Reading, list: string): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'sharing_locations', INTERPRETED);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const chat = dialogPeer(table.cell(row, 'uid'), reading, null);
    if (chat === null) {
      out.push(
        rowIssue('error', 'row-unreadable', at, 'uid', table.text(row, 'uid'), 'The row names no conversation.'),
      );
      return undefined;
    }
    const end = readTime(table.cell(row, 'date'), 'expires', at, 'date', out, 'unix-s');
    const { owner } = reading.people;
    out.push(...reading.meet(chat, at));
    if (owner !== null) out.push(...reading.people.meet(owner, null, live(at)));
    const event: Event = {
      ...BARE_EVENT,
      kind: 'event',
      key: `sharing-location:${String(at.rowid)}`,
      from: live(at),
      type: 'location',
      conversation: conversationKey(chat),
      actor: owner === null ? null : accountKey(owner),
      times: timesOf(end),
      body: null,
      stored: { table: 'sharing_locations', ...table.rest(row), ...unreadCopy(table, row, at, 'message', out) },
    };
    out.push(event);
    for (const one of copyRecords(reading, table, row, INTERPRETED, { data: 'message', uid: 'uid' }, list))
      out.push(one);
    return undefined;
  });
}
