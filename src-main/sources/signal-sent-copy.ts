import { fieldAt, readProtobuf, textOf } from '../evidence/decode/protobuf.ts';
import type { Event, Extracted, Key, RowLocator, Stored, Timestamp, Version } from '../model/index.ts';

/**
 * Words in `Content`: `body` and `pollCreate.question` of `dataMessage`, `body` of an `editMessage`, `textAttachment.text` of a
 * `storyMessage`, and the same in what `syncMessage.sent` told the account's other devices, which a computer keeps too
 * (`shouldSaveProto`). Source: signalapp/Signal-Desktop@00cfd92, protos/SignalService.proto and ts/util/handleMessageSend.ts;
 * edits and polls as in its fork tellomi/Signal-Desktop@db63cd1.
 */
const WORDS = [
  [1, 1],
  [1, 24, 1],
  [11, 2, 1],
  [9, 4, 1],
  [2, 1, 3, 1],
  [2, 1, 3, 24, 1],
  [2, 1, 10, 2, 1],
  [2, 1, 8, 4, 1],
] as const;

/** The words of something that the app keeps for sending it again; null where it holds none, as receipts and reactions. */
export function wordsSent(content: Uint8Array): string | null {
  const message = readProtobuf(content);
  for (const path of WORDS) {
    const words = textOf(fieldAt(message, ...path));
    if (words !== null && words !== '') return words;
  }
  return null;
}

/** What the store says of a message to which a copy belongs. */
export interface CopyOf {
  /** Of its row; null where there is none. */
  readonly message: Key | null;
  readonly body: string | null;
  readonly isDeleted: boolean;
}

/** Messages of one copy that are looked at: a story has one for each list that it went to. */
export const MOST_OF_COPY = 64;

/** What the store says of the one among them that the copy tells most of: one marked as deleted, else one with its words, else the first. */
export function copyAmong(words: string | null, copies: readonly CopyOf[]): CopyOf {
  const there = copies.filter(({ message }) => message !== null);
  const best = there.find(({ isDeleted }) => isDeleted) ?? there.find(({ body }) => body === words) ?? there[0];
  return best ?? { message: null, body: null, isDeleted: false };
}

/** Adds a message to those of a copy. */
export function addOfCopy<T>(found: Map<number, T[]>, payload: number, message: T): void {
  const list = found.get(payload);
  if (list === undefined) found.set(payload, [message]);
  else if (list.length < MOST_OF_COPY) list.push(message);
}

/** Why a copy makes no record of its own. */
export const NO_WORDS = 'a copy of something sent in which no words are found';
export const SAME_WORDS = 'a copy of a sent message that the store holds with the same words';

/**
 * The record of a copy: words of a message that is marked as deleted, other words than its row holds, or of no row at all, an event. Gives
 * the reason where it makes none.
 */
export function sentCopy(
  words: string | null,
  { message, body, isDeleted }: CopyOf,
  at: RowLocator,
  time: Timestamp | null,
  owner: Key | null,
  stored: Readonly<Record<string, Stored>>,
  out: Extracted[],
): string | undefined {
  if (words === null) return NO_WORDS;
  if (message !== null && !isDeleted && body === words) return SAME_WORDS;
  const key = `${at.table}:${String(at.rowid)}`;
  if (message !== null) {
    const from = { at: [at], state: 'recovered', recovery: { method: 'sent-copy', confidence: 'high', otherwise: OTHERWISE } } as const; // prettier-ignore
    const role: Version['role'] = isDeleted ? 'deleted-text' : 'unknown';
    out.push({ kind: 'version', key, from, message, role, body: words, time, verbatim: true, stored });
    return undefined;
  }
  const event: Event = { kind: 'event', key, from: { at: [at], state: 'live' }, type: 'unknown', conversation: null, actor: owner, accounts: [], direction: 'outgoing', times: time === null ? [] : [time], call: null, body: words, stored }; // prettier-ignore
  out.push(event);
  return undefined;
}

const OTHERWISE =
  'The words are those of a copy that the app keeps for sending a message again; it can be a wording that was sent before or after the one in the row.';
