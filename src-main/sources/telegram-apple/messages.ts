import type { Extracted, RowLocator } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { live } from '../telegram-participants.ts';
import { Attributes } from './attributes.ts';
import { keyBytes, keyText, scanKeys } from './key-table.ts';
import type { KeyRow } from './key-table.ts';
import type { MediaTable } from './media-table.ts';
import { rowsOfOneNumber } from './message-index.ts';
import { callOf, messageOf } from './message-records.ts';
import { CLOUD, FLAGS, messageKey, QUICK_REPLIES, SCHEDULED } from './message-row.ts';
import type { MessageRow } from './message-row.ts';
import { readMessageValue } from './message-value.ts';
import type { MessageValue } from './message-value.ts';
import { kindOfPeer, peerIn, peerOf } from './peer-id.ts';
import { badText, classOf, noBytes, readable, readRun } from './postbox-cell.ts';
import type { Reading } from './reading.ts';
import { readService } from './service.ts';

export const MESSAGES = 't7';
const KEY_BYTES = 20;

/** Entries of the table that are no messages, in stores of the first years. Source: dossier of Telegram, section B2.5. */
const HOLE = 1;

/** `t7`: messages and lines of the service, in the order of their rows. */
export function* readMessages(reading: Reading, media: MediaTable): Generator<Extracted> {
  const { run, db, index } = reading;
  const beside = rowsOfOneNumber(db, index, () => run.signal.aborted);
  yield* scanKeys(run, db, MESSAGES, (row, out) => readMessage(reading, media, row, out, beside));
}

const NO_VALUE: MessageValue = { type: null, flags: null, tags: null, author: null, text: null, forward: null, attributes: [], media: [], referenced: [], numbers: {}, fault: null, hasBadText: false }; // prettier-ignore

/** The records of one row; a call is an event alone. */
function readMessage(reading: Reading, media: MediaTable, row: KeyRow, out: Extracted[], beside: ReadonlySet<string>): string | undefined {
  const { at } = row;
  const bytes = row.value instanceof Uint8Array ? row.value : null;
  const cell = bytes === null ? null : readable(bytes, at, 'value', out);
  if (bytes === null) out.push(noBytes(row.value, at, 'value'));
  const value = cell === null ? NO_VALUE : readMessageValue(cell);
  if (value.type === HOLE) return 'part of a list that was not loaded from the service';
  const isWhole = cell !== null && value.type === 0 && value.fault === null && !value.hasBadText;
  if (!isWhole) out.push(...faults(value, at));
  const key = keyBytes(row.key, KEY_BYTES);
  const chat = (key === null ? null : peerIn(key)) ?? 'peer0';
  if (chat === 'peer0') {
    const words = 'The row names no conversation; it is kept in one without a name.';
    out.push(rowIssue('error', 'unresolved-reference', at, 'key', keyText(row.key), words));
  }
  const [namespace, date, id] = key === null ? [CLOUD, null, null] : [key.readInt32BE(8), key.readInt32BE(12), key.readInt32BE(16)]; // prettier-ignore
  const attributes = cell === null ? [] : value.attributes.map(({ start, end }) => readRun(cell, start, end, at, out));
  const embedded = cell === null ? [] : value.media.map(({ start, end }) => readRun(cell, start, end, at, out));
  const referenced = value.referenced.length === 0 ? [] : [...media.of(value.referenced, at, out)];
  const isOut = value.flags === null ? null : (value.flags & FLAGS.incoming) === 0;
  const author = peerOf(value.author);
  const missing = value.referenced.length - referenced.length;
  const isBeside = key !== null && beside.size > 0 && beside.has(keyText(key));
  if (isBeside) {
    const words = 'Another row of the list has the same number in its conversation; answers and files that name the number are told with that row.';
    out.push(rowIssue('warning', 'unresolved-reference', at, 'key', keyText(row.key), words));
  }
  const read: MessageRow = {
    reading, at, chat, namespace, id, date, value, isOut, isBeside,
    key: `${messageKey(chat, namespace, id ?? `row ${keyText(at.rowid ?? row.key)}`)}${isBeside ? `@${date ?? ''}` : ''}`,
    attributes: new Attributes(attributes),
    media: [...embedded, ...referenced],
    sender: author ?? whoElse(reading, chat, isOut),
    stored: {
      ...value.numbers,
      ...(value.flags !== null && { flags: value.flags }),
      ...(value.tags !== null && value.tags !== 0 && { tags: value.tags }),
      ...(missing > 0 && { referencedMedia: value.referenced.map((one) => `${one.namespace}:${one.id}`).join(', ') }),
      ...(!isWhole && row.value !== null && (bytes === null || cell !== null) && { value: row.value }),
      ...(key === null && row.key !== null && { key: row.key }),
    },
  }; // prettier-ignore
  // Asked before, for a million messages are of people and in conversations that were met.
  if (!reading.isMet(chat)) out.push(...reading.meet(chat, at));
  const { sender } = read;
  if (sender !== null) {
    if (!reading.people.isMet(sender)) out.push(...reading.people.meet(sender, null, live(at)));
    if (chat !== sender && !SCHEDULED.has(namespace) && !QUICK_REPLIES.has(namespace) && !reading.members.has(chat, sender))
      out.push(...reading.members.meet(chat, sender, live(at)));
  }
  const action = read.media.find((one) => classOf(one) === 'TelegramMediaAction');
  const service = action === undefined ? null : readService(action, read.sender);
  // One by one: a crafted message may hold more reactions than a call takes arguments.
  const records =
    service?.call === null || service === null ? messageOf(read, service) : callOf(read, service, service.call);
  for (const one of records) out.push(one);
  return undefined;
} // prettier-ignore

/** Who wrote where the message names nobody. The app names the channel of a post, so nothing says who wrote one without. Source: TelegramMessenger/Telegram-iOS @00455e1 StoreMessage_Telegram.swift. */
function whoElse(reading: Reading, chat: string, isOut: boolean | null): string | null {
  if (isOut === null || kindOfPeer(chat) === 'channel') return null;
  return isOut ? reading.people.owner : otherOf(reading, chat);
}

/** The other account of a conversation of two. */
function otherOf({ facts }: Reading, chat: string): string | null {
  if (kindOfPeer(chat) === 'user') return chat;
  return kindOfPeer(chat) === 'secret' ? (facts.get(chat)?.account ?? null) : null;
}

function* faults(value: MessageValue, at: RowLocator): Generator<Extracted> {
  if (value.hasBadText) yield badText(at, 'value');
  if (value.type !== null && value.type !== 0) {
    const words = 'The row is of a kind of entry that is not known; the bytes are carried.';
    yield rowIssue('error', 'unknown-code', at, 'value', String(value.type), words);
  } else if (value.fault !== null) {
    const words = `From byte ${value.fault} on the object is damaged or cut off; what stands before was read, and the bytes are carried.`;
    yield rowIssue('warning', 'undecodable-payload', at, 'value', null, words);
  }
}
