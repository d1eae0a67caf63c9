import type { Extracted, Message, Recovery, RowLocator } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { sharedMessageId } from '../telegram-people.ts';
import { readMessageValue } from './message-value.ts';
import { CLOUD, messageKey } from './message-row.ts';
import { kindOfPeer, peerOf } from './peer-id.ts';
import { conversationKey } from './reading.ts';
import type { Reading } from './reading.ts';

/** The table behind the full-text index: conversation, message, words, tags. Source: TelegramMessenger/Telegram-iOS @c1f4ab8 MessageHistoryTextIndexTable.swift and SqliteValueBox.swift. */
const INDEX = 'ft41_content';
const [MESSAGE, WORDS] = ['c1', 'c2'] as const;

/** A message as the index names it: peer, kind of numbering and number, each as an unsigned number. */
const ITEM = /^p(?<peer>\d{1,20})a(?<namespace>\d{1,10})b(?<id>\d{1,10})$/u;

const LOST: Recovery = {
  method: 'fts-residue',
  confidence: 'medium',
  otherwise:
    'The index of words that the app searches kept this text, and its list of messages holds no such message: it may have been deleted, or its conversation cleared. The words may be those of a file’s name.',
};

const OTHER_WORDS: Recovery = {
  method: 'fts-residue',
  confidence: 'medium',
  otherwise: 'The index of words that the app searches holds other words than the message; which of the two is older is not stored.', // prettier-ignore
};

/** Texts that only the index of words still has. */
export function* readSearchIndex(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, INDEX, { [MESSAGE]: 'text', [WORDS]: 'text' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const item = ITEM.exec(table.text(row, MESSAGE) ?? '')?.groups;
    const chat = item === undefined ? null : peerOf(BigInt.asIntN(64, BigInt(item.peer ?? 0)));
    if (item === undefined || chat === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, MESSAGE, table.text(row, MESSAGE), 'The row names no message.')); // prettier-ignore
      return undefined;
    }
    const words = table.text(row, WORDS);
    if (words === null) return 'entry of an index without words';
    const namespace = Number(BigInt.asIntN(32, BigInt(item.namespace ?? 0)));
    const id = Number(BigInt.asIntN(32, BigInt(item.id ?? 0)));
    const value = valueOf(reading, BigInt.asIntN(64, BigInt(item.peer ?? 0)), namespace, id);
    if (value === null) {
      out.push(...reading.meet(chat, at), lost(reading, table, row, at, chat, namespace, id, words));
      return undefined;
    }
    const live = readMessageValue(value).text ?? '';
    // Behind the words of a message the index holds those of its media, such as the name of a file.
    if (words.includes(live)) return 'entry of an index whose message is in the list';
    out.push({
      kind: 'version',
      key: `${INDEX}:${String(at.rowid)}`,
      from: { at: [at], state: 'recovered', recovery: OTHER_WORDS },
      message: messageKey(chat, namespace, id),
      role: 'unknown',
      body: words,
      time: null,
      verbatim: true,
      stored: table.rest(row),
    });
    return undefined;
  });
}

function lost(
  reading: Reading,
  table: StoredTable,
  row: StoredRow,
  at: RowLocator,
  chat: string,
  namespace: number,
  id: number,
  words: string,
): Message {
  const isShared = namespace === CLOUD && kindOfPeer(chat) !== 'secret';
  return {
    kind: 'message',
    key: messageKey(chat, namespace, id),
    from: { at: [at], state: 'recovered', recovery: LOST },
    conversation: conversationKey(chat),
    sender: null,
    direction: 'unknown',
    serverId: isShared ? sharedMessageId(chat, id, reading.people.owner) : null,
    times: [],
    order: null,
    type: 'text',
    typeStored: '',
    body: words,
    status: null,
    forwarded: null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: null,
    system: null,
    stored: table.rest(row),
  };
}

/** The value of a message: by the index of numbers where the store has it, which gives the time; else among those of its conversation. */
function valueOf({ db }: Reading, peer: bigint, namespace: number, id: number): Uint8Array | null {
  const head = Buffer.alloc(16);
  head.writeBigInt64BE(peer, 0);
  head.writeInt32BE(namespace, 8);
  head.writeInt32BE(id, 12);
  if (db.has('t4', 'key') && db.has('t4', 'value'))
    for (const [entry] of db.arrays('SELECT value FROM t4 WHERE key = ?', head)) {
      if (!(entry instanceof Uint8Array) || entry.length < 5) continue;
      const key = Buffer.concat([head.subarray(0, 12), Buffer.from(entry.subarray(1, 5)).reverse(), head.subarray(12)]);
      for (const [value] of db.arrays('SELECT value FROM t7 WHERE key = ?', key))
        if (value instanceof Uint8Array) return value;
    }
  const [from, to] = [Buffer.concat([head.subarray(0, 12), Buffer.alloc(8)]), Buffer.concat([head.subarray(0, 12), Buffer.alloc(8, 0xff)])]; // prettier-ignore
  for (const [value] of db.arrays(
    'SELECT value FROM t7 WHERE key >= ? AND key <= ? AND substr(key, 17, 4) = ?',
    from,
    to,
    head.subarray(12),
  ))
    // prettier-ignore
    if (value instanceof Uint8Array) return value;
  return null;
}
