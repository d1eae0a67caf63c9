import type { Extracted, Key } from '../../model/index.ts';
import { sentCopy, wordsSent, type CopyOf } from '../signal-sent-copy.ts';
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
    const copy = copyOf(reading, rowOf.get(table.whole(row, '_id') ?? Number(at.rowid)), table.whole(row, 'date_sent'));
    return sentCopy(words, copy, at, time, actor, table.rest(row), out);
  });
}

interface MessageOf {
  readonly id: number;
  readonly isMms: boolean | null;
}

/** `msl_message`: payload to message. */
function messagesOf({ db }: Reading): ReadonlyMap<number, MessageOf> {
  const found = new Map<number, MessageOf>();
  if (!db.has('msl_message', 'payload_id') || !db.has('msl_message', 'message_id')) return found;
  const isMms = db.has('msl_message', 'is_mms') ? 'is_mms' : 'NULL';
  try {
    for (const [payload, id, mms] of db.arrays(`SELECT payload_id, message_id, ${isMms} FROM msl_message LIMIT ${MOST}`))
      if (typeof payload === 'number' && typeof id === 'number') found.set(payload, { id, isMms: mms === 1 ? true : mms === 0 ? false : null }); // prettier-ignore
  } catch (error) {
    readErrorOf(error); // copies are then told without their messages
  }
  return found;
}

/** The message that a copy belongs to: by the table that says so, else by who sent it when. */
function copyOf(reading: Reading, named: MessageOf | undefined, sentMs: number | null): CopyOf {
  const shared = reading.identityOf(reading.owner, sentMs);
  const deleted = shared === null ? undefined : reading.deleted.get(shared);
  if (deleted !== undefined) return { message: deleted, body: null, isDeleted: true };
  if (named === undefined) return { message: null, body: null, isDeleted: false };
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
