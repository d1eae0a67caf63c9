import type { Extracted } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { addOfCopy, copyAmong, sentCopy, wordsSent, type CopyOf } from '../signal-sent-copy.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';
import { timeOf, type Reading } from './reading.ts';

/** The app keeps such copies for a day or some: more rows than these are not of its making. */
const MOST = 100_000;

/** `sendLogPayloads`: what was sent, kept for sending it again. Source: signalapp/Signal-Desktop, ts/sql/migrations, version 37. */
export function* readSentCopies(reading: Reading): Generator<Extracted> {
  const columns = { id: 'whole-number', timestamp: 'whole-number', proto: 'anything' } as const;
  const table = new StoredTable(reading.db, 'sendLogPayloads', columns);
  if (!table.exists) return;
  const messages = messagesOf(reading);
  const deleted = new Set(reading.deleted.values());
  yield* scanTable(reading.run, table, (row, at, out) => {
    const time = timeOf(table.cell(row, 'timestamp'), 'sent', at, 'timestamp', out);
    const content = table.cell(row, 'proto');
    const words = content instanceof Uint8Array ? wordsSent(content) : null;
    const owner = reading.owner === null ? null : reading.accounts.see(reading.owner, at);
    out.push(...reading.accounts.drain());
    const ids = words === null ? [] : (messages.get(table.whole(row, 'id') ?? Number(at.rowid)) ?? []);
    const copy = copyAmong(words, ids.map((id) => copyOf(reading, id, deleted))); // prettier-ignore
    return sentCopy(words, copy, at, time, owner, table.rest(row), out);
  });
}

/** `sendLogMessageIds`: payload to message. */
function messagesOf({ db }: Reading): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  if (!db.has('sendLogMessageIds', 'payloadId') || !db.has('sendLogMessageIds', 'messageId')) return found;
  try {
    for (const [payload, id] of db.arrays(`SELECT payloadId, messageId FROM sendLogMessageIds LIMIT ${MOST}`))
      if (typeof payload === 'number' && typeof id === 'string') addOfCopy(found, payload, id);
  } catch (error) {
    readErrorOf(error); // copies are then told without their messages
  }
  return found;
}

function copyOf({ db }: Reading, id: string, deleted: ReadonlySet<string>): CopyOf {
  const none = { message: null, body: null, isDeleted: false };
  if (!db.has('messages', 'id') || !db.has('messages', 'json')) return none;
  const column = db.has('messages', 'body') ? 'body' : 'NULL';
  const message = `message:${id}`;
  try {
    for (const [body, json] of db.arrays(`SELECT ${column}, json FROM messages WHERE id = ? LIMIT 1`, id)) {
      const words = typeof body === 'string' ? body : (JsonFields.parse(typeof json === 'string' ? json : '')?.text('body') ?? null); // prettier-ignore
      return { message, body: words, isDeleted: deleted.has(message) };
    }
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
  }
  return none;
}
