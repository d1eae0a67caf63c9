import type { Detail, Event, Extracted, Key, Locator, MessageType, RowLocator, Stored, StoredColumns, Timestamp, Version } from '../../model/index.ts'; // prettier-ignore
import { orphanEvent } from '../orphan-event.ts';
import type { StoreTable } from '../scan-rows.ts';
import { rowIssue } from '../store-issues.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { Books } from './books.ts';
import { contentKindOf } from './codes-message.ts';
import { goneMessage, notLookedFor } from './gone-message.ts';
import { readContent } from './message-content.ts';
import { NO_MEDIA } from './row-media.ts';
import { isSameWords } from './same-words.ts';

/** A message of the store that a row of the search index names. */
export interface Standing {
  readonly key: Key;
  readonly code: number | null;
  /** Null where it could not be unpacked. */
  readonly content: string | null;
}

/** What a search index says of one message. Accounts are identifiers as stored. */
export interface IndexedMessage {
  /** Tells the row from others of the account. */
  readonly key: string;
  readonly table: StoreTable;
  readonly row: StoredRow;
  readonly at: RowLocator;
  /** Further rows of the index that tell of it. */
  readonly more: readonly Locator[];
  readonly words: Stored | undefined;
  /** What the index calls the column with the words. */
  readonly column: string;
  readonly talker: string | null;
  readonly sender: string | null;
  readonly time: Timestamp | null;
  readonly type: MessageType;
  readonly typeStored: string;
  readonly standing: Standing | null;
  readonly stored: StoredColumns;
}

export const SAME_WORDS = 'row of a search index that says the same as the message which the store holds';
export const NO_WORDS = 'row of a search index without words';

const METHOD = 'search-index';
const GONE =
  'The index keeps the words of a message that is not among those that were read. It may have been deleted, or removed with its conversation; or it lies in a store that is not in the exhibit or not open, or stands in the store under another number. Indexes may leave out signs and keep a part of the words.';
const OTHER =
  'The words are what the search index of the app keeps of the message; it may have been made before or after the message got the words that its row holds, and may leave out signs or hold other words that the app made of the content.';
const TAKEN_BACK =
  'The words are what the search index of the app keeps of the message that the row is about; it may leave out signs and keep a part of the words.';

/**
 * What is to be told of a row of a search index: words of a message that was taken back, or other words than its row holds, beside that message; a
 * message that the store does not hold, as a recovered one. Gives the reason where nothing is. `isWhole`: no store of messages of the account is shut.
 */
export function tellIndexed(one: IndexedMessage, books: Books, isWhole: boolean, out: Extracted[]): string | undefined {
  const { at, standing, words } = one;
  const isEmpty = words === null || words === undefined || words === '';
  if (isEmpty && standing !== null) return NO_WORDS;
  if (!isEmpty && typeof words !== 'string') {
    out.push(rowIssue('warning', 'unknown-column-type', at, one.column, words instanceof Uint8Array ? Buffer.from(words).toString('hex') : String(words), 'The column of a search index with the words of a message holds no text.')); // prettier-ignore
    return undefined;
  }
  if (standing !== null && typeof words === 'string') {
    const beside = besideMessage(one, words, standing);
    if (beside === null) return SAME_WORDS;
    out.push(beside);
    return undefined;
  }
  if (typeof words !== 'string' || isEmpty || one.talker === null) out.push(unplaced(one));
  else {
    const facts = { ...one, at: [at, ...one.more] as const, talker: one.talker, serverId: null, body: words };
    out.push(goneMessage(facts, books, { method: METHOD, confidence: isWhole ? 'medium' : 'low', otherwise: GONE }, out)); // prettier-ignore
  }
  return undefined;
}

/** What the index says of a message that the store holds; null where it is the same. */
function besideMessage(one: IndexedMessage, words: string, standing: Standing): Version | Detail | null {
  const { key, time, stored } = one;
  const at: readonly [Locator, ...Locator[]] = [one.at, ...one.more];
  const said = standing.content === null ? null : readContent(standing.code, standing.content, NO_MEDIA);
  const isRevoked = said !== null && said.revoked !== null;
  if (isRevoked ? isNotice(words, said.details) : saysSame(words, standing)) return null;
  const kind = standing.code === null ? null : contentKindOf(standing.code);
  // Words that the app found in a picture or heard in a voice are no other wording of it.
  if (kind === 'image' || kind === 'video' || kind === 'voice')
    return { kind: 'detail', key, from: { at, state: 'live' }, stored, message: standing.key, content: { type: 'other', name: 'search-index', values: { words } } }; // prettier-ignore
  const [confidence, otherwise] = isRevoked ? (['high', TAKEN_BACK] as const) : (['medium', OTHER] as const);
  return {
    kind: 'version',
    key,
    from: { at, state: 'recovered', recovery: { method: METHOD, confidence, otherwise } },
    stored,
    message: standing.key,
    role: isRevoked ? 'deleted-text' : 'unknown',
    body: words,
    time,
    verbatim: false,
  };
}

/** Words to groups may begin with their sender in the row and not in the index. */
function saysSame(words: string, { content, code }: Standing): boolean {
  if (content === null) return false;
  return isSameWords(words, content, code) || isSameWords(words, content.replace(/^[\w@.-]{1,100}:\r?\n/u, ''), code);
}

/** Whether the index says of a message that was taken back what the line in its place says. */
function isNotice(words: string, details: readonly Detail['content'][]): boolean {
  const lines = details.flatMap((one) => (one.type === 'other' ? Object.values(one.values) : []));
  return lines.some((line) => typeof line === 'string' && isSameWords(words, line, null));
}

/** A row that names a message and has no words, or words and no conversation. */
function unplaced({ table, row, key, words, time, more, talker }: IndexedMessage): Event {
  const facts = { body: typeof words === 'string' ? words : null, times: time === null ? [] : [time], at: more };
  const event = { ...orphanEvent(table, row, facts), key };
  return talker === null ? { ...event, from: { ...event.from, ...notLookedFor(METHOD) } } : event;
}
