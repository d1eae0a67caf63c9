import type { Extracted, Key } from '../../model/index.ts';
import { addOfCopy, copyAmong, sentCopy, wordsSent, type CopyOf } from '../signal-sent-copy.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { columnOf } from './message-rows.ts';
import type { Reading } from './reading.ts';

/** The app keeps such copies for two weeks at most: more rows than these are not of its making. */
const MOST = 100_000;

/** `msl_payload`: what was sent, kept for sending it again. Source: signalapp/Signal-Android, database/MessageSendLogTables. */
export function* readSentCopies(reading: Reading): Generator<Extracted> {
  const columns = { _id: 'whole-number', date_sent: 'whole-number', content: 'anything' } as const;
  const table = new StoredTable(reading.db, 'msl_payload', columns);
  if (!table.exists) return;
  const rowOf = messagesOf(reading);
  const owner: Key | null = reading.owner;
  yield* scanTable(reading.run, table, (row, at, out) => {
    const time = readTime(table.cell(row, 'date_sent'), 'sent', at, 'date_sent', out);
    const content = table.cell(row, 'content');
    const words = content instanceof Uint8Array ? wordsSent(content) : null;
    const actor = owner === null ? null : reading.accounts.see(owner, at);
    out.push(...reading.accounts.drain());
    const named = words === null ? [] : (rowOf.get(table.whole(row, '_id') ?? Number(at.rowid)) ?? []);
    const copy = deletedOf(reading, table.whole(row, 'date_sent')) ?? copyAmong(words, named.map((one) => copyOf(reading, one))); // prettier-ignore
    return sentCopy(words, copy, at, time, actor, table.rest(row), out);
  });
}

interface MessageOf {
  readonly id: number;
  readonly isMms: boolean | null;
}

/** `msl_message`: payload to message. */
function messagesOf({ db }: Reading): ReadonlyMap<number, readonly MessageOf[]> {
  const found = new Map<number, MessageOf[]>();
  if (!db.has('msl_message', 'payload_id') || !db.has('msl_message', 'message_id')) return found;
  const isMms = db.has('msl_message', 'is_mms') ? 'is_mms' : 'NULL';
  try {
    for (const [payload, id, mms] of db.arrays(`SELECT payload_id, message_id, ${isMms} FROM msl_message LIMIT ${MOST}`))
      if (typeof payload === 'number' && typeof id === 'number') addOfCopy(found, payload, { id, isMms: mms === 1 ? true : mms === 0 ? false : null }); // prettier-ignore
  } catch (error) {
    readErrorOf(error); // copies are then told without their messages
  }
  return found;
}

/** The message that is marked as deleted and was sent at a time by the owner; null where there is none. */
function deletedOf(reading: Reading, sentMs: number | null): CopyOf | null {
  const shared = reading.identityOf(reading.owner, sentMs);
  const deleted = shared === null ? undefined : reading.deleted.get(shared);
  return deleted === undefined ? null : { message: deleted, body: null, isDeleted: true };
}

/** What the store says of a message to which a copy belongs, as the table of both says. */
function copyOf(reading: Reading, named: MessageOf): CopyOf {
  const name = reading.tableOf(named.isMms);
  const [body, mark] = (['body', 'deleted'] as const).map((role) => columnOf(reading.db, name, role) ?? 'NULL');
  try {
    for (const [text, isDeleted] of reading.db.arrays(`SELECT ${body}, ${mark} FROM ${name} WHERE rowid = ?`, named.id))
      return { message: reading.messageOf(name, named.id), body: typeof text === 'string' ? text : null, isDeleted: isDeleted === 1 }; // prettier-ignore
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
  }
  return { message: null, body: null, isDeleted: false };
}
