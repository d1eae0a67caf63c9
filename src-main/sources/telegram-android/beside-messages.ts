import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { conversationKey, live } from '../telegram-participants.ts';
import { copyRecords, isListed, unreadCopy } from './kept-copy.ts';
import { messageKey } from './message-row.ts';
import { dialogPeer, messageNumber } from './peers.ts';
import type { Reading } from './reading.ts';

/** Which message a row names, and whether the list holds it. */
interface Named {
  readonly chat: string | null;
  readonly id: number | null;
  readonly isListed: boolean;
}

function namedBy(reading: Reading, table: StoredTable, row: StoredRow, list: string): Named {
  const uid = table.cell(row, 'uid') ?? null;
  const chat = dialogPeer(uid, reading, null);
  const id = messageNumber(table.cell(row, 'mid'), uid);
  return { chat, id, isListed: chat !== null && id !== null && isListed(reading, list, id, uid) };
}

const PINNED = { data: 'anything' } as const;

/** `chat_pinned_v2`: messages pinned in a conversation, of some a copy. Source: MessagesStorage of the client, DrKLO/Telegram at 055119e8c8. */
export function* readPinned(reading: Reading, list: string): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'chat_pinned_v2', PINNED);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const named = namedBy(reading, table, row, list);
    const copies = copyRecords(reading, table, row, PINNED, { data: 'data', uid: 'uid' }, list);
    const stored = { table: table.name, ...unreadCopy(table, row, at, 'data', out), ...table.rest(row) };
    const isTold = copies.some(({ kind }) => kind === 'message');
    for (const one of copies) out.push(one);
    if (!named.isListed && isTold) return undefined;
    tell(reading, table, row, at, named, stored, out);
    return undefined;
  });
}

/** `enc_tasks_v4`: when messages that destroy themselves are to be removed. Source: the same. */
export function* readDestructions(reading: Reading, list: string): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'enc_tasks_v4', { date: 'whole-number' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const stored = { table: table.name, ...table.all(row) };
    tell(reading, table, row, at, namedBy(reading, table, row, list), stored, out);
    return undefined;
  });
}

/**
 * `randoms_v2`: the numbers under which messages were sent, of those of this account and of secret chats. The row stays when the message
 * goes. Source: the same, putMessages and updateMessageStateAndId.
 */
export function* readSendingNumbers(reading: Reading, list: string): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'randoms_v2', {});
  yield* scanTable(reading.run, table, (row, at, out) => {
    const named = namedBy(reading, table, row, list);
    if (named.isListed) return 'number of sending of a message that the list of messages holds';
    tell(reading, table, row, at, named, { table: table.name, ...table.all(row) }, out);
    return undefined;
  });
}

/** With the message where the list holds it; else an event that shows that there was one. */
function tell(
  reading: Reading,
  table: StoredTable,
  row: StoredRow,
  at: RowLocator,
  { chat, id, isListed: isThere }: Named,
  stored: Readonly<Record<string, Stored>>,
  out: Extracted[],
): void {
  const name = `${table.name}:${String(at.rowid)}`;
  if (chat !== null) out.push(...reading.meet(chat, at));
  const conversation = chat === null ? null : conversationKey(chat);
  if (chat !== null && id !== null && isThere) {
    const { table: _, ...values } = stored;
    out.push({ kind: 'detail', key: name, from: live(at), message: messageKey(chat, id), content: { type: 'other', name: table.name, values } }); // prettier-ignore
  } else if (chat !== null && id !== null) {
    const ends = readTime(table.whole(row, 'date'), 'expires', at, 'date', out, 'unix-s');
    out.push(orphanEvent(table, row, { conversation, times: timesOf(ends), stored }));
  } else out.push({ ...BARE_EVENT, kind: 'event', key: name, from: live(at), type: 'unknown', conversation, body: null, stored }); // prettier-ignore
}
