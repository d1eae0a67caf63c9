import type { Extracted, Recovery, RowLocator, Stored } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { rowIssue } from '../store-issues.ts';
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
  readonly tag: number;
  readonly peer: number;
  readonly namespace: number;
  readonly time: number;
  readonly id: number;
  /** The kind of an entry that is none of a message, in the first byte of its value; null where each is one. */
  readonly hole: number | null;
}

/**
 * `t12`: messages by tag, such as photos and pinned ones; `t39`: calls. Source: dossier of Telegram, section B2.3, and
 * TelegramMessenger/Telegram-iOS @3de4d91 GlobalMessageHistoryTagsTable.swift.
 */
const INDEXES: readonly Index[] = [
  { table: 't12', keyBytes: 24, peer: 0, tag: 8, namespace: 12, time: 16, id: 20, hole: null },
  { table: 't39', keyBytes: 24, tag: 0, time: 4, namespace: 8, id: 12, peer: 16, hole: 1 },
];

const RECOVERY: Recovery = {
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
      const message = Buffer.concat([bytes.subarray(index.peer, index.peer + 8), ...[index.namespace, index.time, index.id].map((from) => bytes.subarray(from, from + 4))]); // prettier-ignore
      if (hasMessage(reading, message)) return 'entry of an index whose message is in the list';
      const stored = { [`${table}.tag`]: bytes.readUInt32BE(index.tag), ...all };
      lostMessage(reading, chat, message, 'key', at, `${table}:${keyText(key)}`, stored, out);
      return undefined;
    });
  }
}

/** Tells of a message that `at` names by its key in the list, in which it is not. */
export function lostMessage(
  reading: Reading,
  chat: string,
  message: Buffer,
  column: string,
  at: RowLocator,
  key: string,
  stored: Readonly<Record<string, Stored>>,
  out: Extracted[],
): void {
  const time = readTime(message.readInt32BE(12), 'sent', at, column, out, 'unix-s');
  const [namespace, id] = [message.readInt32BE(8), message.readInt32BE(16)];
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

/** Whether the list holds a message, by its key there. */
export function hasMessage({ db }: Reading, key: Buffer): boolean {
  for (const _ of db.arrays('SELECT 1 FROM t7 WHERE key = ?', key)) return true;
  return false;
}
