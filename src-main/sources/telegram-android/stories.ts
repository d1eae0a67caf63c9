import type { Event, Extracted, Stored } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { live } from '../telegram-participants.ts';
import { accountKey } from '../telegram-people.ts';
import { dialogPeer } from './peers.ts';
import type { Reading } from './reading.ts';
import { readTl } from './tl-cell.ts';

/**
 * `stories`: what accounts put up for a day or longer, as far as the app has loaded it. Source: StoriesStorage of the client, from
 * version 117 of the store on.
 */
export function* readStories(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'stories', { data: 'anything' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const { fields, carried, constructor } = readTl(table.cell(row, 'data'), 'StoryItem', at, 'data', out, 'more');
    const who = dialogPeer(table.cell(row, 'dialog_id'), reading, null);
    const put = readTime(fields?.whole('date') ?? null, 'created', at, 'data', out, 'unix-s');
    const ends = readTime(fields?.whole('expire_date') ?? null, 'expires', at, 'data', out, 'unix-s');
    const caption = fields?.text('caption') ?? null;
    if (who !== null) out.push(...reading.people.meet(who, null, live(at)));
    const stored: Record<string, Stored> = { table: 'stories', ...table.rest(row) };
    if (carried !== null) stored.data = carried;
    if (constructor !== null) stored['data._'] = constructor;
    const event: Event = {
      ...BARE_EVENT,
      kind: 'event',
      key: `story:${String(at.rowid)}`,
      from: live(at),
      type: 'post',
      actor: who === null ? null : accountKey(who),
      times: timesOf(put, ends),
      body: caption,
      stored: { ...stored, ...fields?.rest('data.') },
    };
    out.push(event);
    return undefined;
  });
}
