import type {
  Extracted,
  Key,
  Message,
  MessageType,
  RowLocator,
  Stored,
  StoredColumns,
  Timestamp,
} from '../../model/index.ts';
import { attachmentTypeOf } from '../signal-file-kind.ts';
import { count, text as textOf } from '../stored-cells.ts';
import { readErrorOf, scanTable, type Joined } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { rowIssue } from '../store-issues.ts';
import { LONG_TEXT } from './codes.ts';
import { carryParts, readParts } from './message-parts.ts';
import { columnOf, MessageRows, MESSAGE_TABLES, type MessageRow, type MessageTable } from './message-rows.ts';
import { readType, SENT_BASES, type StoredType } from './message-type.ts';
import { live, type Reading } from './reading.ts';
import { lineOf } from './system-line.ts';
import { conversationOf, STORIES, threadKey } from './threads.ts';

const MILLISECONDS = 1000;
const NO_FILES: Joined = { columns: [], sql: '' };

/** Messages of each table that this generation has. Those with files come with the first file, to say what the message is. */
export function* readMessages(reading: Reading): Generator<Extracted> {
  let hasStories = false;
  for (const name of MESSAGE_TABLES) {
    if (!reading.db.tables.has(name)) continue;
    const rows = new MessageRows(reading.db, name, name === 'sms' ? NO_FILES : joinedFiles(reading));
    yield* scanTable(reading.run, rows.table, (row, at, out) => {
      const message: MessageRow = { rows, row, at };
      const id = typeof at.rowid === 'number' ? at.rowid : null;
      const newest = id === null || name === 'sms' ? undefined : reading.newest.get(id);
      if (newest !== undefined) {
        earlierWording(message, `${name}:${newest}`, out);
        return undefined;
      }
      const isStory = (rows.whole(row, 'storyType') ?? 0) > 0;
      if (isStory && !hasStories) out.push({ ...conversationOf(reading, undefined, STORIES, at), key: STORIES, type: 'status' }); // prettier-ignore
      hasStories ||= isStory;
      const record = readRow(reading, message, `${name}:${String(at.rowid)}`, isStory, out);
      out.unshift(...reading.accounts.drain(), record);
      return undefined;
    });
  }
}

/** A row that a later wording took the place of. */
function earlierWording({ rows, row, at }: MessageRow, message: Key, out: Extracted[]): void {
  const body = rows.text(row, 'body');
  const time = readTime(rows.cell(row, 'sent'), 'sent', at, rows.column('sent'), out);
  const key = `edit:${rows.name}:${String(at.rowid)}`;
  if (body !== null)
    out.push({ kind: 'version', key, from: live(at), message, role: 'earlier', body, time, verbatim: true, stored: withoutBody(rows.table.all(row)) }); // prettier-ignore
}

function withoutBody(columns: StoredColumns): StoredColumns {
  return Object.fromEntries(Object.entries(columns).filter(([column]) => column !== 'body' && column !== '_id'));
}

/** Files of a message with its first one, where the store's table of them can be read: a damaged one must not cost the messages. */
function joinedFiles({ db }: Reading): Joined {
  const isNew = db.tables.has('attachment');
  const table = isNew ? 'attachment' : 'part';
  const [message, type] = isNew ? ['message_id', 'content_type'] : ['mid', 'ct'];
  if (![message, type].every((column) => db.has(table, column))) return NO_FILES;
  const optional = (column: string): string => (db.has(table, column) ? column : 'NULL');
  const own = db.has(table, 'quote') ? 'quote = 0 AND' : '';
  const columns = `${message} AS owner, ${type} AS content_type, ${optional('voice_note')} AS voice_note, ${optional('video_gif')} AS video_gif, ${optional('sticker_id')} AS sticker_id`;
  const sql = `LEFT JOIN (SELECT ${columns}, min(rowid) FROM ${table} WHERE ${own} ${type} <> '${LONG_TEXT}' GROUP BY ${message}) f ON f.owner = t.rowid`;
  try {
    for (const row of db.arrays(`SELECT count(*) FROM ${table} WHERE ${message} || ${type} <> ''`)) if (row.length === 0) return NO_FILES; // prettier-ignore
    return { columns: ['f.content_type', 'f.voice_note', 'f.video_gif', 'f.sticker_id'], sql };
  } catch (error) {
    readErrorOf(error); // the reading of that table says so
    return NO_FILES;
  }
}

function readRow(reading: Reading, message: MessageRow, key: Key, isStory: boolean, out: Extracted[]): Message {
  const { rows, row, at } = message;
  const stored: Record<string, Stored> = { ...rows.rest(row) };
  const cell = rows.cell(row, 'type');
  const type = readType(cell);
  if (type?.isKnown !== true)
    out.push(rowIssue('warning', 'unknown-code', at, rows.column('type'), cell === null || cell === undefined ? null : String(cell), UNKNOWN_TYPE)); // prettier-ignore
  const from = rows.whole(row, 'from');
  const isOutgoing = type?.direction === 'outgoing';
  // Before version 185 the row of an own message names whom it went to.
  const isOwnOld = type?.isOwn === true && !rows.table.has('from_recipient_id');
  const sender = isOwnOld ? reading.owner : reading.identifierOf(from);
  if (from !== null && isOwnOld) stored[rows.column('from')] = from;
  if (from !== null && !isOwnOld && sender === null) {
    stored[rows.column('from')] = from;
    if (!reading.parties.has(from)) out.push(rowIssue('warning', 'unresolved-reference', at, rows.column('from'), String(from), NO_SENDER)); // prettier-ignore
  }
  const author = sender === null ? null : reading.accounts.see(sender, at);
  const line = type?.action === null || type === null ? null : lineOf(reading, message, type, author, key, out);
  const system = line?.system ?? null;
  const time = (role: 'sent' | 'received' | 'server', meaning: Timestamp['meaning']): Timestamp | null =>
    readTime(rows.cell(row, role), meaning, at, rows.column(role), out);
  const original = rows.whole(row, 'original');
  const firstMs = original === null ? undefined : reading.firstSent.get(original);
  const lastSent = time('sent', firstMs === undefined ? 'sent' : 'edited');
  const first = firstMs === undefined ? null : readTime(firstMs, 'sent', at, rows.column('sent'), out);
  const sent = first ?? lastSent;
  const isDeleted = rows.is(row, 'deleted');
  const body = line === null ? rows.text(row, 'body') : null;
  if (body !== null && isDeleted) stored[rows.column('body')] = body;
  const extras = rows.cell(row, 'extras') ?? null;
  if (line === null && extras !== null && extras !== '') stored[rows.column('extras')] = extras;
  const latest = rows.whole(row, 'latest');
  if (latest !== null) stored[rows.column('latest')] = latest;
  if (original !== null && first === null) stored[rows.column('original')] = original;
  if (isStory) stored[rows.column('storyType')] = rows.whole(row, 'storyType');
  const isSent = type !== null && type.action === null && SENT_BASES.has(type.base);
  const serverId = isSent ? reading.identityOf(sender, lastSent?.utcMs ?? null) : null;
  const kind = isDeleted ? 'revoked' : kindOf(reading, message, type, body);
  const locators: readonly RowLocator[] = first === null || original === null ? [] : [{ ...at, rowid: original }];
  const isTimer = system?.action === 'timer-changed' && type?.isGroupV2 === false;
  const expires = isTimer ? null : expiryOf(message, stored, out);
  if (line === null) readParts(reading, message, { key, isOutgoing }, stored, out);
  else carryParts(message, stored);
  return {
    kind: 'message',
    key,
    from: { at: [at, ...locators], state: isDeleted ? 'marked-deleted' : 'live' },
    conversation: conversationFor(reading, message, isStory, stored, out),
    sender: system === null ? author : system.actor,
    direction: system !== null ? 'unknown' : (type?.direction ?? 'unknown'),
    serverId,
    times: timesOf(sent, time('received', 'received'), time('server', 'server')),
    order: null,
    type: kind,
    typeStored: cell === null || cell === undefined ? '' : String(cell),
    body: isDeleted || body === null ? null : body,
    status: isSent ? statusOf(message, type, isOutgoing) : null,
    forwarded: null,
    edited: first === null || lastSent === null ? null : lastSent,
    deleted: isDeleted ? { by: null, time: null, originalServerId: null } : null,
    viewOnce: rows.is(row, 'viewOnce'),
    starred: false,
    expires,
    system,
    stored: { ...stored, ...line?.carried },
  };
}

const UNKNOWN_TYPE = 'a type of message that this parser does not know';
const NO_SENDER = 'the account that the message names as its sender has no row of its own';

/** The thread's conversation; stories of all accounts are one. A thread that has no row is named by an issue. */
function conversationFor(
  reading: Reading,
  { rows, row, at }: MessageRow,
  isStory: boolean,
  stored: Record<string, Stored>,
  out: Extracted[],
): Key {
  const thread = rows.whole(row, 'thread');
  if (isStory) {
    if (thread !== null) stored.thread_id = thread;
    return STORIES;
  }
  const known = thread === null ? null : threadKey(reading, thread);
  if (known !== null) return known;
  const name = thread === null ? 'none' : String(thread);
  if (thread !== null) reading.threads.set(thread, -1);
  if (thread !== null || !reading.hasLost) {
    if (thread === null) reading.hasLost = true;
    const detail = 'the conversation that the message names has no row of its own';
    out.push(rowIssue('warning', 'unresolved-reference', at, 'thread_id', thread === null ? null : name, detail));
    out.push(conversationOf(reading, undefined, name, at));
  }
  return `thread:${name}`;
}

function kindOf(
  reading: Reading,
  { rows, row, at }: MessageRow,
  type: StoredType | null,
  body: string | null,
): MessageType {
  if (type?.type !== null && type?.type !== undefined) return type.type;
  if (type === null) return 'unknown';
  if (typeof at.rowid === 'number' && rows.name !== 'sms' && reading.polls.has(at.rowid)) return 'poll';
  if ((rows.text(row, 'contacts') ?? '[]') !== '[]') return 'contact';
  const mediaType = textOf(rows.table.joined(row, 0));
  if (mediaType !== null) {
    const sticker = rows.table.joined(row, 3);
    return attachmentTypeOf({
      mediaType,
      isVoice: rows.table.joined(row, 1) === 1,
      isGif: rows.table.joined(row, 2) === 1,
      isSticker: typeof sticker === 'number' && sticker >= 0,
    });
  }
  return body === null ? 'unknown' : 'text';
}

/** Of an own message the furthest receipt that its row knows. */
function statusOf({ rows, row }: MessageRow, type: StoredType, isOutgoing: boolean): Message['status'] {
  const own = SENT_BASES.get(type.base) ?? null;
  if (!isOutgoing || own !== 'sent') return own;
  const has = (role: 'viewed' | 'seen' | 'delivered'): boolean => (rows.whole(row, role) ?? 0) > 0;
  return has('viewed') ? 'played' : has('seen') ? 'read' : has('delivered') ? 'delivered' : 'sent';
}

function expiryOf({ rows, row, at }: MessageRow, stored: Record<string, Stored>, out: Extracted[]): Message['expires'] {
  const ms = rows.whole(row, 'expiresIn');
  if (ms === null || ms <= 0) {
    const started = rows.whole(row, 'expireStarted');
    if (started !== null && started !== 0) stored[rows.column('expireStarted')] = started;
    return null;
  }
  stored[rows.column('expiresIn')] = ms;
  const started = readTime(rows.cell(row, 'expireStarted'), 'expires', at, rows.column('expireStarted'), out);
  return { durationS: ms / MILLISECONDS, at: started === null ? null : { ...started, utcMs: started.utcMs + ms } };
}

/** What messages need of each other before they are read: which are deleted, and which are wordings of one. */
export function noteMessages(reading: Reading): void {
  for (const name of MESSAGE_TABLES) {
    try {
      if (name !== 'sms') noteWordings(reading, name);
    } catch (error) {
      readErrorOf(error); // the reading of the table says so
    }
    try {
      noteDeleted(reading, name);
    } catch (error) {
      readErrorOf(error); // the reading of the table says so
    }
  }
}

function noteWordings(reading: Reading, name: MessageTable): void {
  const { db } = reading;
  const columns = (['latest', 'original', 'from', 'sent'] as const).map((role) => columnOf(db, name, role));
  const [latest, original, from, sent] = columns;
  if (columns.includes(null)) return;
  const later = new Map<
    number,
    { readonly author: string | null; readonly sentMs: number | null; readonly original: number | null }
  >();
  for (const [id, , first, author, ms] of db.arrays(
    `SELECT rowid, ${latest}, ${original}, ${from}, ${sent} FROM ${name} WHERE ${original} IS NOT NULL`,
  ))
    // prettier-ignore
    if (typeof id === 'number')
      later.set(id, { author: reading.identifierOf(count(author)), sentMs: count(ms), original: count(first) });
  for (const [id, newest, , , ms] of db.arrays(
    `SELECT rowid, ${latest}, ${original}, ${from}, ${sent} FROM ${name} WHERE ${latest} IS NOT NULL`,
  )) {
    // prettier-ignore
    const [own, last, sentMs] = [count(id), count(newest), count(ms)];
    if (own === null || last === null || last === own || !later.has(last)) continue;
    reading.newest.set(own, last);
    if (sentMs !== null) reading.firstSent.set(own, sentMs);
  }
  for (const { author, sentMs, original: first } of later.values()) {
    const firstMs = first === null ? undefined : reading.firstSent.get(first);
    const id = reading.identityOf(author, sentMs);
    const whole = firstMs === undefined ? null : reading.identityOf(author, firstMs);
    if (id !== null && whole !== null && id !== whole) reading.firstId.set(id, whole);
  }
}

function noteDeleted(reading: Reading, name: MessageTable): void {
  const { db } = reading;
  const columns = (['deleted', 'from', 'sent', 'type'] as const).map((role) => columnOf(db, name, role));
  const [deleted, from, sent, type] = columns;
  if (columns.includes(null)) return;
  const isOwnNamed = db.has(name, 'from_recipient_id');
  for (const [id, author, ms, bits] of db.arrays(
    `SELECT rowid, ${from}, ${sent}, ${type} FROM ${name} WHERE ${deleted} = 1`,
  )) {
    // prettier-ignore
    const isOwn = !isOwnNamed && readType(bits)?.direction === 'outgoing';
    const shared = reading.identityOf(isOwn ? reading.owner : reading.identifierOf(count(author)), count(ms));
    if (shared !== null) reading.deleted.set(shared, `${name}:${String(id)}`);
  }
}
