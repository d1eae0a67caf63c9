import type { Extracted, Stored } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { conversationKey, live } from '../telegram-participants.ts';
import { accountKey } from '../telegram-people.ts';
import { keyBytes, keyText, scanKeys } from './key-table.ts';
import { peerOf } from './peer-id.ts';
import { readCell, restOf } from './postbox-cell.ts';
import type { Reading } from './reading.ts';
import { lostMessage, messageKeyIn } from './tag-tables.ts';

const KEY_BYTES = 28;

/**
 * `t73`: topics of groups, each under the message that was its last. Source: TelegramMessenger/Telegram-iOS,
 * MessageHistoryThreadIndexTable (peer, time, topic, kind of numbering, number) and ForumChannels.swift, MessageHistoryThreadData.
 */
export function* readTopics(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't73', ({ key, value, at }, out) => {
    const bytes = keyBytes(key, KEY_BYTES);
    const chat = bytes === null ? null : peerOf(bytes.readBigInt64BE(0));
    if (bytes === null || chat === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names no conversation.'));
      return undefined;
    }
    const topic = String(bytes.readBigInt64BE(12));
    const [date, namespace, id] = [bytes.readInt32BE(8), bytes.readInt32BE(20), bytes.readInt32BE(24)];
    const isLost = !reading.index.has(messageKeyIn(bytes.readBigInt64BE(0), namespace, date, id));
    if (isLost) lostMessage(reading, { chat, namespace, date, id }, 'key', at, `t73:${keyText(key)}`, { topic }, out);
    const isEmpty = value instanceof Uint8Array && value.length === 0;
    if (isEmpty) return isLost ? undefined : 'thread of a conversation of which the app keeps no topic';
    const { fields, carried } = readCell(value, at, 'value', out);
    const data = dataOf(fields, at, out);
    const info = data?.object('info') ?? null;
    const author = peerOf(data?.object('author')?.peek('iv') as Stored | undefined);
    if (author === null && data?.has('author') === true) data.value('author');
    const made = readTime(data?.whole('creationDate') ?? null, 'created', at, 'value', out, 'unix-s');
    const title = info?.text('title') ?? null;
    out.push(...reading.meet(chat, at));
    if (author !== null) out.push(...reading.people.meet(author, null, live(at)));
    out.push({
      ...BARE_EVENT,
      kind: 'event',
      key: `topic:${keyText(key)}`,
      from: live(at),
      type: 'setting',
      conversation: conversationKey(chat),
      actor: author === null ? null : accountKey(author),
      times: timesOf(made),
      body: title,
      stored: {
        table: 't73',
        topic,
        't73.lastMessage': `${namespace}/${id}`,
        't73.lastTimestamp': date,
        ...(carried !== null && { 't73.value': carried }),
        ...restOf(info, 't73.info.'),
        ...restOf(data, 't73.'),
        ...restOf(fields, 't73.'),
      },
    });
    return undefined;
  });
}

/** The topic within the entry: bytes of the same coding. */
function dataOf(fields: JsonFields | null, at: Parameters<typeof readCell>[1], out: Extracted[]): JsonFields | null {
  const hex = fields?.peek('d');
  if (typeof hex !== 'string') return null;
  const { fields: data, carried } = readCell(Buffer.from(hex, 'hex'), at, 'value', out);
  if (carried === null) fields?.leave('d');
  return data ?? new JsonFields({});
}
