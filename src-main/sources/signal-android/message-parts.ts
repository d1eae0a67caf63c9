import type { Extracted, Key, Stored, Timestamp } from '../../model/index.ts';
import { quotedCopy } from '../quoted-copy.ts';
import { readTimestamp } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime } from '../stored-times.ts';
import type { MessageRow } from './message-rows.ts';
import { Fields } from './protobuf-fields.ts';
import { live, type Reading } from './reading.ts';

/** The message whose parts are read. */
interface Owner {
  readonly key: Key;
  readonly isOutgoing: boolean;
}

/** Everything that the row itself holds beside its own words. What cannot be read is carried in `stored`. */
export function readParts(
  reading: Reading,
  message: MessageRow,
  owner: Owner,
  stored: Record<string, Stored>,
  out: Extracted[],
): void {
  quote(reading, message, owner, stored, out);
  lists(message, owner, stored, out);
  ranges(message, owner, stored, out);
  oldReactions(reading, message, owner, stored, out);
  if (owner.isOutgoing) receipt(reading, message, owner, stored, out);
  else carryReceipt(message, stored);
}

/** What a line of the app holds in columns of messages: carried as stored. */
export function carryParts(message: MessageRow, stored: Record<string, Stored>): void {
  const { rows, row } = message;
  carryReceipt(message, stored);
  for (const role of ['quoteId', 'quoteAuthor', 'quoteBody', 'contacts', 'previews', 'ranges', 'reactions'] as const) {
    const cell = rows.cell(row, role) ?? null;
    if (cell !== null && cell !== 0 && cell !== '') stored[rows.column(role)] = cell;
  }
}

/** `quote_id` is when the answered message was sent; with its author that names it. */
function quote(
  reading: Reading,
  { rows, row, at }: MessageRow,
  { key }: Owner,
  stored: Record<string, Stored>,
  out: Extracted[],
): void {
  const sentMs = rows.whole(row, 'quoteId');
  const body = rows.text(row, 'quoteBody');
  const author = rows.whole(row, 'quoteAuthor');
  if ((sentMs === null || sentMs === 0) && body === null) {
    if (author !== null && author !== 0) stored[rows.column('quoteAuthor')] = author;
    return;
  }
  const identifier = reading.identifierOf(author);
  if (author !== null && author > 0 && identifier === null) stored[rows.column('quoteAuthor')] = author;
  const serverId = sentMs === null || sentMs <= 0 ? null : reading.identityOf(identifier, sentMs);
  const time = readTime(rows.cell(row, 'quoteId'), 'sent', at, rows.column('quoteId'), out);
  const sender = identifier === null ? null : reading.accounts.see(identifier, at);
  out.push({ kind: 'quote', key: `quote:${key}`, from: live(at), message: key, target: { key: null, serverId }, sender, time, type: body === null ? 'unknown' : 'text', body }); // prettier-ignore
  const deleted = serverId === null ? undefined : reading.deleted.get(serverId);
  if (deleted !== undefined && body !== null) out.push(quotedCopy(deleted, key, body, time, at));
}

/** Previews of links and cards of contacts, as lists of JSON. */
function lists({ rows, row, at }: MessageRow, { key }: Owner, stored: Record<string, Stored>, out: Extracted[]): void {
  const read = (role: 'previews' | 'contacts', make: (one: JsonFields, index: number) => void): void => {
    const text = rows.text(row, role);
    if (text === null) return;
    const list = JsonFields.parse(`{"list":${text}}`);
    const found = list?.objects('list') ?? [];
    if (list === null || (found.length === 0 && text !== '[]')) {
      stored[rows.column(role)] = text;
      out.push(rowIssue('warning', 'undecodable-payload', at, rows.column(role), text.slice(0, 200), 'no list of objects of JSON; it is carried as stored')); // prettier-ignore
    }
    for (const [index, one] of found.entries()) make(one, index);
  };
  read('previews', (one, index) => {
    const [url, title, description] = [one.text('url'), one.text('title'), one.text('description')];
    out.push({ kind: 'detail', key: `preview:${key}:${index}`, from: live(at), message: key, content: { type: 'link', url, title, description } }); // prettier-ignore
    const values = one.rest('json.');
    if (Object.keys(values).length > 0)
      out.push({ kind: 'detail', key: `preview-rest:${key}:${index}`, from: live(at), message: key, content: { type: 'other', name: 'link_previews', values } }); // prettier-ignore
  });
  read('contacts', (one, index) => {
    out.push({ kind: 'detail', key: `contact:${key}:${index}`, from: live(at), message: key, content: { type: 'other', name: 'shared_contacts', values: one.rest('json.') } }); // prettier-ignore
  });
}

/** Form of parts of a text. `BodyRangeList`: signalapp/Signal-Android, protowire/Database.proto. */
function ranges({ rows, row, at }: MessageRow, { key }: Owner, stored: Record<string, Stored>, out: Extracted[]): void {
  const cell = rows.cell(row, 'ranges');
  if (cell === null || cell === undefined || cell === '') return;
  const list = cell instanceof Uint8Array ? new Fields(cell) : null;
  const isList = list !== null && (cell instanceof Uint8Array && cell.length === 0 ? true : list.isWhole);
  if (!isList) {
    stored[rows.column('ranges')] = cell;
    out.push(rowIssue('warning', 'undecodable-payload', at, rows.column('ranges'), null, 'the form of the text cannot be decoded; it is carried as stored')); // prettier-ignore
    return;
  }
  for (const [index, one] of list.messages(1).entries()) {
    const values: Record<string, Stored> = {};
    const [start, length, mention, style, link] = [one.whole(1), one.whole(2), one.text(3), one.whole(4), one.text(5)];
    for (const [name, value] of Object.entries({ start, length, mention, style, link })) if (value !== null) values[name] = value; // prettier-ignore
    out.push({ kind: 'detail', key: `range:${key}:${index}`, from: live(at), message: key, content: { type: 'other', name: 'message_ranges', values } }); // prettier-ignore
  }
}

/** Reactions as versions of 2019 to 2021 held them in the row. `ReactionList`: signalapp/Signal-Android, protowire/Database.proto. */
function oldReactions(
  reading: Reading,
  { rows, row, at }: MessageRow,
  { key }: Owner,
  stored: Record<string, Stored>,
  out: Extracted[],
): void {
  const cell = rows.cell(row, 'reactions');
  if (!(cell instanceof Uint8Array) || cell.length === 0) return;
  const list = new Fields(cell);
  if (!list.isWhole) {
    stored[rows.column('reactions')] = cell;
    out.push(rowIssue('warning', 'undecodable-payload', at, rows.column('reactions'), null, 'the reactions cannot be decoded; they are carried as stored')); // prettier-ignore
    return;
  }
  for (const [index, one] of list.messages(1).entries()) {
    const ms = one.whole(3);
    const time = ms === null || ms <= 0 ? null : readTimestamp(ms, 'unix-ms', 'reacted');
    const received = one.whole(4);
    out.push({
      kind: 'reaction',
      key: `reaction:${key}:${index}`,
      from: live(at),
      message: key,
      account: reading.see(one.whole(2), at),
      emoji: one.text(1),
      count: 1,
      time,
      ...(received !== null && { stored: { 'reactions.receivedTime': received } }),
    });
  }
}

/** In a conversation of two the row knows the last receipt: which kinds came, and when the last did. */
function receipt(
  reading: Reading,
  message: MessageRow,
  { key }: Owner,
  stored: Record<string, Stored>,
  out: Extracted[],
): void {
  const { rows, row, at } = message;
  const thread = rows.whole(row, 'thread');
  const partner = thread === null ? undefined : reading.threads.get(thread);
  const account = partner === undefined ? null : reading.see(partner, at);
  const has = (role: 'viewed' | 'seen' | 'delivered'): boolean => (rows.whole(row, role) ?? 0) > 0;
  const last = has('viewed') ? 'played' : has('seen') ? 'read' : has('delivered') ? 'delivered' : null;
  if (account === null || last === null) {
    carryReceipt(message, stored);
    return;
  }
  const time = readTime(rows.cell(row, 'receiptTime'), last, at, rows.column('receiptTime'), out);
  const is = (what: typeof last): Timestamp | null => (last === what ? time : null);
  const kinds: Record<string, Stored> = {};
  for (const role of ['delivered', 'seen', 'viewed'] as const) {
    const value = rows.whole(row, role);
    if (value !== null && value > 0) kinds[rows.column(role)] = value;
  }
  out.push({ kind: 'receipt', key: `receipt:${key}`, from: live(at), message: key, account, delivered: is('delivered'), read: is('read'), played: is('played'), stored: kinds }); // prettier-ignore
}

function carryReceipt({ rows, row }: MessageRow, stored: Record<string, Stored>): void {
  for (const role of ['delivered', 'seen', 'viewed', 'receiptTime'] as const) {
    const value = rows.whole(row, role);
    if (value !== null && value > 0) stored[rows.column(role)] = value;
  }
}
