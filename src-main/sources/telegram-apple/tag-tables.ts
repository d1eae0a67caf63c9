import type { Extracted, Recovery, RowLocator, Stored } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { rowIssue } from '../store-issues.ts';
import { readErrorOf } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { conversationKey } from '../telegram-participants.ts';
import { keyBytes, keyText, scanKeys } from './key-table.ts';
import { CLOUD } from './message-row.ts';
import { peerOf } from './peer-id.ts';
import type { Reading } from './reading.ts';

/** An index over messages, and where its keys hold what those of messages hold. */
interface Index {
  readonly table: string;
  readonly keyBytes: number;
  /** Null where the keys hold none. */
  readonly tag: number | null;
  readonly peer: number;
  readonly namespace: number;
  /** Null where the keys hold no time. */
  readonly time: number | null;
  readonly id: number;
  /** The kind of an entry that is none of a message, in the first byte of its value; null where each is one. */
  readonly hole: number | null;
}

/**
 * `t12`: messages by tag, such as photos and pinned ones; `t39`: calls; `t52`: places that are being shared; `t62`: messages by topic. Source:
 * dossier of Telegram, section B2.3, and TelegramMessenger/Telegram-iOS @3de4d91 GlobalMessageHistoryTagsTable.swift and
 * LocalMessageHistoryTagsTable.swift, @12659a3 MessageHistoryThreadsTable.swift.
 */
const INDEXES: readonly Index[] = [
  { table: 't12', keyBytes: 24, peer: 0, tag: 8, namespace: 12, time: 16, id: 20, hole: null },
  { table: 't39', keyBytes: 24, tag: 0, time: 4, namespace: 8, id: 12, peer: 16, hole: 1 },
  { table: 't52', keyBytes: 20, tag: 0, time: null, namespace: 4, id: 8, peer: 12, hole: null },
  { table: 't62', keyBytes: 28, tag: null, peer: 0, namespace: 16, time: 20, id: 24, hole: null },
];

export const RECOVERY: Recovery = {
  method: 'orphan-row',
  confidence: 'medium',
  otherwise:
    'An index of the app names a message that is not in its list of messages: it may have been deleted, or its conversation cleared; or the index was not kept in step with the list.',
};

/** Entries of indexes whose message is not in the list: each shows that the app knew of such a message. */
export function* readTags(reading: Reading): Generator<Extracted> {
  for (const index of INDEXES) {
    const { table } = index;
    yield* scanKeys(reading.run, reading.db, table, ({ key, value, at, all }, out) => {
      const bytes = keyBytes(key, index.keyBytes);
      const chat = bytes === null ? null : peerOf(bytes.readBigInt64BE(index.peer));
      if (index.hole !== null && value instanceof Uint8Array && value[0] === index.hole)
        return 'part of a list that was not loaded from the service';
      if (bytes === null || chat === null) {
        out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names no message.'));
        return undefined;
      }
      const [peer, namespace, id] = [bytes.readBigInt64BE(index.peer), bytes.readInt32BE(index.namespace), bytes.readInt32BE(index.id)]; // prettier-ignore
      const date = index.time === null ? null : bytes.readInt32BE(index.time);
      const isThere = date === null ? reading.index.find(peer, namespace, id) !== null : reading.index.has(messageKeyIn(peer, namespace, date, id)); // prettier-ignore
      if (isThere) return 'entry of an index whose message is in the list';
      const stored = { ...(index.tag !== null && { [`${table}.tag`]: bytes.readUInt32BE(index.tag) }), ...all };
      lostMessage(reading, { chat, namespace, date, id }, 'key', at, `${table}:${keyText(key)}`, stored, out);
      return undefined;
    });
  }
}

/** The key in the list of messages. */
export function messageKeyIn(peer: bigint, namespace: number, date: number, id: number): Buffer {
  const key = Buffer.alloc(20);
  key.writeBigInt64BE(peer, 0);
  key.writeInt32BE(namespace, 8);
  key.writeInt32BE(date, 12);
  key.writeInt32BE(id, 16);
  return key;
}

/** A message that is not in the list, as another table names it. */
export interface LostMessage {
  readonly chat: string;
  readonly namespace: number;
  /** Seconds since 1970; null where the table does not say. */
  readonly date: number | null;
  readonly id: number;
}

/** Tells of a message that `at` names, and that is not in the list. */
export function lostMessage(
  reading: Reading,
  { chat, namespace, date, id }: LostMessage,
  column: string,
  at: RowLocator,
  key: string,
  stored: Readonly<Record<string, Stored>>,
  out: Extracted[],
): void {
  const time = readTime(date, 'sent', at, column, out, 'unix-s');
  for (const one of reading.meet(chat, at)) out.push(one);
  out.push({
    kind: 'event',
    key,
    from: { at: [at], state: 'recovered', recovery: RECOVERY },
    type: 'unknown',
    ...BARE_EVENT,
    conversation: conversationKey(chat),
    times: timesOf(time),
    body: null,
    stored: { [`${at.table}.message`]: namespace === CLOUD ? id : `${namespace}/${id}`, ...stored },
  });
}

/** Beyond so many the entries are looked at one by one. */
const MOST_LOST = 100_000;
const IN_LIST = 'entry of an index whose message is in the list';

/** The key in the list that an entry of the index names: its time lies in the value, the lowest byte first. */
const KEY = 'substr(x.key, 1, 12) || substr(x.value, 5, 1) || substr(x.value, 4, 1) || substr(x.value, 3, 1) || substr(x.value, 2, 1) || substr(x.key, 13, 4)'; // prettier-ignore

/** `t4`: the index of numbers, which names a message for each; those that the list does not hold are told. */
export function* readMessageIndex(reading: Reading): Generator<Extracted> {
  const { run, db } = reading;
  const lost = lostEntries(db);
  if (lost?.size === 0) {
    const rows = db.count('t4');
    yield { kind: 'tally', file: db.file, table: 't4', rows, used: 0, skipped: rows === 0 ? {} : { [IN_LIST]: rows } };
    return;
  }
  yield* scanKeys(run, db, 't4', ({ key, value, at, all }, out) => {
    if (lost?.has(keyText(key)) === false) return IN_LIST;
    const bytes = keyBytes(key, 16);
    const chat = bytes === null ? null : peerOf(bytes.readBigInt64BE(0));
    if (bytes === null || chat === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names no message.'));
      return undefined;
    }
    const entry = value instanceof Uint8Array && value.length >= 5 ? Buffer.from(value) : null;
    if (((entry?.[0] ?? 0) & HOLE_FLAG) !== 0) return 'part of a list that was not loaded from the service';
    const [namespace, id] = [bytes.readInt32BE(8), bytes.readInt32BE(12)];
    if (reading.index.find(bytes.readBigInt64BE(0), namespace, id) !== null) return IN_LIST;
    const date = entry?.readInt32LE(1) ?? null;
    lostMessage(reading, { chat, namespace, date, id }, 'value', at, `t4:${keyText(key)}`, all, out);
    return undefined;
  });
}

/** Marks an entry of the first years that is none of a message. Source: the same client, MessageHistoryIndexTable.swift, HistoryEntryTypeMask. */
const HOLE_FLAG = 1;

/** Keys of entries whose message is not at the place that they name; null where they are too many, or could not be asked for at once. */
function lostEntries(db: EvidenceDb): ReadonlySet<string> | null {
  if (!['t4.key', 't4.value', 't7.key'].every((name) => db.has(...(name.split('.') as [string, string])))) return null;
  const found = new Set<string>();
  try {
    const sql = `SELECT x.key FROM t4 x WHERE NOT EXISTS (SELECT 1 FROM t7 m WHERE m.key = CAST(${KEY} AS BLOB))`;
    for (const [key = null] of db.arrays(sql)) if (found.add(keyText(key)).size > MOST_LOST) return null;
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
    return null;
  }
  return found;
}
