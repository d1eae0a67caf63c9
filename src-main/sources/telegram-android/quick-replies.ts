import type { Event, Extracted, Stored } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import type { Joined } from '../stored-table.ts';
import { live } from '../telegram-participants.ts';
import { accountKey } from '../telegram-people.ts';
import type { Reading } from './reading.ts';
import { readTl } from './tl-cell.ts';

/**
 * `quick_replies_messages`: answers that the account has ready to be sent, each under the name that `business_replies` gives; none was
 * sent by lying here. Source: MessagesStorage of the client, from version 146 of the store on.
 */
export function* readQuickReplies(reading: Reading): Generator<Extracted> {
  const { db, run } = reading;
  const hasNames = ['topic_id', 'name'].every((column) => db.has('business_replies', column)) && db.has('quick_replies_messages', 'topic_id'); // prettier-ignore
  const name: Joined = { columns: hasNames ? ['(SELECT b.name FROM business_replies b WHERE b.topic_id = t.topic_id)'] : [], sql: '' }; // prettier-ignore
  const table = new StoredTable(db, 'quick_replies_messages', { data: 'anything' }, [], name);
  yield* scanTable(run, table, (row, at, out) => {
    const { fields, carried, constructor } = readTl(table.cell(row, 'data'), 'Message', at, 'data', out, 'a path');
    const body = fields?.text('message') ?? null;
    const stored: Record<string, Stored> = { table: 'quick_replies_messages', ...table.rest(row) };
    if (hasNames) stored['business_replies.name'] = table.joined(row, 0) ?? null;
    if (carried !== null) stored.data = carried;
    if (constructor !== null) stored['data._'] = constructor;
    out.push(settingOf(reading, `quick-reply:${String(at.rowid)}`, live(at), body, { ...stored, ...fields?.rest('data.') })); // prettier-ignore
    return undefined;
  });
  const names = new StoredTable(db, 'business_replies', { name: 'text' });
  yield* scanTable(run, names, (row, at, out) => {
    const stored = { table: 'business_replies', ...names.rest(row) };
    out.push(settingOf(reading, `business-reply:${String(at.rowid)}`, live(at), names.text(row, 'name'), stored));
    return undefined;
  });
}

function settingOf(
  { people }: Reading,
  key: string,
  from: Event['from'],
  body: string | null,
  stored: NonNullable<Event['stored']>,
): Event {
  // prettier-ignore
  const actor = people.owner === null ? null : accountKey(people.owner);
  return { ...BARE_EVENT, kind: 'event', key, from, type: 'setting', actor, body, stored };
}
