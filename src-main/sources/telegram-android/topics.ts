import type { Event, Extracted, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { conversationKey, live } from '../telegram-participants.ts';
import { accountKey } from '../telegram-people.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { copyRecords, unreadCopy } from './kept-copy.ts';
import { dialogPeer, whoOf } from './peers.ts';
import type { Reading } from './reading.ts';
import { readTl } from './tl-cell.ts';

const INTERPRETED = { data: 'anything', topic_message: 'anything' } as const;

/**
 * `topics`: the topics of a group, each with a copy of the message that it began with. Source: MessagesStorage of the client, from
 * version 107 of the store on.
 */
export function* readTopics(reading: Reading, list: string): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'topics', INTERPRETED);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const group = dialogPeer(table.cell(row, 'did'), reading, null);
    if (group === null) {
      out.push(
        rowIssue('error', 'row-unreadable', at, 'did', table.text(row, 'did'), 'The row names no conversation.'),
      );
      return undefined;
    }
    const { fields, carried, constructor } = readTl(table.cell(row, 'data'), 'ForumTopic', at, 'data', out);
    const made = fields === null ? null : readTime(fields.whole('date'), 'created', at, 'data', out, 'unix-s');
    const who = fields === null ? null : whoOf(fields, 'from_id');
    const title = fields?.text('title') ?? null;
    out.push(...reading.meet(group, at));
    if (who !== null) out.push(...reading.people.meet(who, null, live(at)));
    const stored: Record<string, Stored> = { table: 'topics', ...table.rest(row) };
    if (carried !== null) stored.data = carried;
    if (constructor !== null) stored['data._'] = constructor;
    const topic: Event = {
      ...BARE_EVENT,
      kind: 'event',
      key: `topic:${String(at.rowid)}`,
      from: live(at),
      type: 'setting',
      conversation: conversationKey(group),
      actor: who === null ? null : accountKey(who),
      times: timesOf(made),
      body: title,
      stored: { ...stored, ...fields?.rest('data.'), ...unreadCopy(table, row, at, 'topic_message', out) },
    };
    out.push(topic);
    for (const one of beganWith(reading, table, row, list)) out.push(one);
    return undefined;
  });
}

/** The message that a topic began with, where the list does not hold it. */
function beganWith(reading: Reading, table: StoredTable, row: StoredRow, list: string): readonly Extracted[] {
  const places = { data: 'topic_message', uid: 'did' } as const;
  return copyRecords(reading, table, row, INTERPRETED, places, list);
}
