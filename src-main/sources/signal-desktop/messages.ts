import type {
  Extracted,
  Key,
  Message,
  MessageType,
  RowLocator,
  Stored,
  SystemLine,
  Timestamp,
} from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { JsonFields } from '../json-fields.ts';
import { readErrorOf, scanTable, StoredTable, type Joined } from '../stored-table.ts';
import { text as textOf } from '../stored-cells.ts';
import { sharedId } from '../signal-accounts.ts';
import { attachmentTypeOf } from './codes.ts';
import { readParts, readSendStates } from './message-parts.ts';
import type { Owner } from './message-row.ts';
import { issueAt, live, timeOf, type Party, type Reading } from './reading.ts';
import { systemLineOf } from './system-line.ts';

const COLUMNS = {
  id: 'text',
  json: 'text',
  sent_at: 'whole-number',
  received_at: 'whole-number',
  received_at_ms: 'whole-number',
  serverTimestamp: 'whole-number',
  timestamp: 'whole-number',
  conversationId: 'text',
  type: 'text',
  body: 'text',
  isErased: 'flag',
  isViewOnce: 'flag',
  expireTimer: 'whole-number',
  expirationStartTimestamp: 'whole-number',
  expires_at: 'whole-number',
  source: 'text',
  sourceServiceId: 'text',
  sourceUuid: 'text',
  callId: 'text',
} as const;

/** What a person sent. */
const SENT_TYPES: ReadonlySet<string> = new Set(['incoming', 'outgoing', 'story']);

/** The first file of each message, to say what the message is. */
const FIRST_FILE: Joined = {
  columns: ['f.contentType', 'f.flags'],
  sql: "LEFT JOIN (SELECT messageId, contentType, flags, min(orderInMessage) FROM message_attachments WHERE attachmentType IN ('attachment', 'sticker') AND editHistoryIndex = -1 GROUP BY messageId) f ON f.messageId = t.id",
};
const NO_FILES: Joined = { columns: [], sql: '' };

/** `messages`: one message a row, whose fields stand in columns, in the JSON, or partly in both, by the app's version. */
export function* readMessages(reading: Reading): Generator<Extracted> {
  noteDeleted(reading);
  const table = new StoredTable(reading.db, 'messages', COLUMNS, [], joinedFiles(reading));
  yield* scanTable(reading.run, table, (row, at, out) => {
    const message = readRow(reading, table, row, at, out);
    out.unshift(...reading.accounts.drain(), message);
    return undefined;
  });
}

/** The join where this store has its columns, and where they can be read: a damaged table of attachments must not cost the messages. */
function joinedFiles({ db }: Reading): Joined {
  const table = 'message_attachments';
  const wanted = ['messageId', 'contentType', 'flags', 'orderInMessage', 'attachmentType', 'editHistoryIndex'];
  const isThere = wanted.every((column) => db.has(table, column) || column === 'flags') && db.has('messages', 'id');
  if (!isThere) return NO_FILES;
  const joined = db.has(table, 'flags') ? FIRST_FILE : { columns: ['f.contentType', 'NULL'], sql: FIRST_FILE.sql.replace('contentType, flags,', 'contentType,') }; // prettier-ignore
  try {
    for (const row of db.arrays(`SELECT count(*) FROM ${table} WHERE attachmentType || contentType || messageId <> ''`)) if (row.length === 0) return NO_FILES; // prettier-ignore
    return joined;
  } catch (error) {
    readErrorOf(error); // the reading of that table says so
    return NO_FILES;
  }
}

/** Which messages are marked as deleted, so that copies of their words can be given to them wherever they stand. */
function noteDeleted(reading: Reading): void {
  const { db } = reading;
  const sender = ['sourceServiceId', 'sourceUuid', 'source'].filter((column) => db.has('messages', column));
  if (!['id', 'json', 'sent_at', 'type'].every((column) => db.has('messages', column))) return;
  const columns = sender.map((column) => `"${column}"`);
  try {
    const rows = db.arrays(`SELECT id, sent_at, type, json, ${columns.length === 0 ? 'NULL' : `coalesce(${[...columns, 'NULL'].join(', ')})`} FROM messages WHERE json LIKE '%"deletedForEveryone":true%'`); // prettier-ignore
    for (const [id, sentAt, type, json, source] of rows) {
      const fields = JsonFields.parse(textOf(json) ?? '');
      const author = type === 'outgoing' ? reading.owner : (withPlus(textOf(source)) ?? fields?.text('sourceServiceId') ?? fields?.text('sourceUuid') ?? null); // prettier-ignore
      const shared = sharedId(author, typeof sentAt === 'number' ? sentAt : null);
      if (shared !== null) reading.deleted.set(shared, `message:${textOf(id) ?? ''}`);
    }
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
  }
}

function readRow(reading: Reading, table: StoredTable, row: StoredRow, at: RowLocator, out: Extracted[]): Message {
  const stored: Record<string, Stored> = table.rest(row);
  const text = table.text(row, 'json');
  const parsed = text === null ? null : JsonFields.parse(text);
  if (text !== null && parsed === null) {
    const detail = 'not an object of JSON; it is carried as stored';
    out.push(issueAt('warning', 'undecodable-payload', live(at), 'messages.json', text, detail));
    stored.json = table.cell(row, 'json') ?? null;
  }
  const json = parsed ?? new JsonFields({});
  // A column holds what newer versions moved there; the JSON what they did not, or what older ones keep in both.
  const textIn = (column: string): string | null => {
    json.agree(column, table.cell(row, column));
    return table.text(row, column) ?? json.text(column);
  };
  const wholeIn = (column: string): number | null => {
    json.agree(column, table.cell(row, column));
    return table.whole(row, column) ?? json.whole(column);
  };
  const flagIn = (column: string): boolean => {
    json.agree(column, table.cell(row, column));
    return table.flag(row, column) ?? json.flag(column) ?? false;
  };
  const timeIn = (column: string, meaning: Timestamp['meaning']): Timestamp | null => {
    const cell = table.cell(row, column);
    json.agree(column, cell);
    return timeOf(cell ?? json.whole(column), meaning, at, column, out);
  };
  const id = textIn('id') ?? `row ${String(at.rowid)}`;
  const key: Key = `message:${id}`;
  const owner: Owner = { reading, json, key, id, at, out };
  const type = textIn('type') ?? '';
  const sentMs = wholeIn('sent_at');
  const source = sourceOf(reading, textIn, type);
  const number = table.text(row, 'source');
  if (number !== null && withPlus(number) !== source) stored.source ??= number;
  const system = systemLineOf({ reading, type, json, source, at, message: key, out });
  const sent = timeIn('sent_at', 'sent');
  const shown = timeIn('timestamp', 'sent');
  const received = timeIn('received_at_ms', 'received');
  const server = timeIn('serverTimestamp', 'server');
  const times = [sent, received, server, sent?.utcMs === shown?.utcMs ? null : shown].filter((time) => time !== null);
  const isDeleted = json.flag('deletedForEveryone') === true;
  const editedMs = json.whole('editMessageTimestamp');
  const isOutgoing = type === 'outgoing' && system === null;
  const status = isOutgoing || type === 'story' ? readSendStates(owner) : null;
  const isSent = SENT_TYPES.has(type) && system === null;
  const isOther = !isSent && system === null && type !== 'call-history';
  const body = textIn('body');
  const kind = isDeleted ? 'revoked' : typeOf(table, row, json, type, system, body);
  if (isOther)
    out.push(issueAt('warning', 'unknown-code', live(at), 'messages.type', type, 'a type of message that this parser does not know')); // prettier-ignore
  const callId = textIn('callId');
  if (callId !== null) reading.calls.set(callId, key);
  const conversation = conversationOf(reading, textIn('conversationId'), type === 'story', at, out, stored);
  readParts(owner, editedMs);
  const by = json.text('deletedForEveryoneByAdminAci');
  const sender =
    isSent || isOther ? reading.see(isOutgoing ? (reading.owner ?? source) : source, at) : (system?.actor ?? null);
  const isErased = flagIn('isErased');
  return {
    kind: 'message',
    key,
    from: { at: [at], state: isDeleted ? 'marked-deleted' : 'live' },
    conversation,
    sender: sender ?? (type === 'incoming' && system === null ? senderInPair(reading, conversation) : null),
    direction: directionOf(type, system, isOwn(reading, source), source),
    serverId: isSent ? sharedId(isOutgoing ? (reading.owner ?? source) : source, sentMs) : null,
    times,
    order: wholeIn('received_at'),
    type: kind,
    typeStored: type,
    body: isDeleted ? null : body,
    status: isOutgoing ? status : type === 'incoming' && system === null ? 'received' : null,
    forwarded: null,
    edited: timeOf(editedMs, 'edited', at, 'json', out),
    deleted: isDeleted ? { by: reading.see(by, at) ?? null, time: null, originalServerId: null } : null,
    viewOnce: flagIn('isViewOnce'),
    starred: false,
    expires: expiryOf(
      wholeIn('expireTimer'),
      timeIn('expires_at', 'expires'),
      timeIn('expirationStartTimestamp', 'seen'),
    ),
    system,
    stored: {
      ...(isErased && { isErased: 1 }),
      ...(isDeleted && body !== null && { body }),
      ...stored,
      ...json.rest('json.'),
    },
  };
}

/** Who sent the row, as it says. Names by version: signalapp/Signal-Desktop, ts/sql/migrations 20 and 88. */
function sourceOf(reading: Reading, textIn: (column: string) => string | null, type: string): string | null {
  const [service, older, number] = [textIn('sourceServiceId'), textIn('sourceUuid'), textIn('source')];
  return service ?? older ?? withPlus(number) ?? (type === 'outgoing' ? reading.owner : null);
}

/** A column declared STRING takes numbers as numbers, and `+1202…` for one: the plus is lost. sqlite.org/datatype3.html, section 3.1. */
function withPlus(number: string | null): string | null {
  return number !== null && /^\d{7,15}$/u.test(number) ? `+${number}` : number;
}

/** As the type says; of stories and of types that nobody knows, as the sender does. */
function directionOf(
  type: string,
  system: SystemLine | null,
  isOwner: boolean,
  source: string | null,
): Message['direction'] {
  if (system !== null || type === 'call-history') return 'unknown';
  if (type === 'incoming' || type === 'outgoing') return type;
  return source === null ? 'unknown' : isOwner ? 'outgoing' : 'incoming';
}

function isOwn({ owner }: Reading, source: string | null): boolean {
  return owner !== null && source?.toLowerCase() === owner.toLowerCase();
}

/** In a conversation of two, an incoming message without a sender is the other's: so the oldest versions leave it. */
function senderInPair(reading: Reading, conversation: Key): Key | null {
  const party = reading.parties.get(conversation.replace(/^conversation:/u, ''));
  return party === undefined || party.isGroup ? null : (party.account?.toLowerCase() ?? null);
}

function typeOf(
  table: StoredTable,
  row: StoredRow,
  json: JsonFields,
  type: string,
  system: SystemLine | null,
  body: string | null,
): MessageType {
  if (type === 'call-history') return 'call';
  if (system !== null) return 'system';
  if (!SENT_TYPES.has(type)) return 'unknown';
  if (json.has('poll')) return 'poll';
  if (json.has('contact')) return 'contact';
  if (json.has('sticker')) return 'sticker';
  if (json.has('payment')) return 'payment';
  const first = json.first('attachments');
  const mediaType = textOf(table.joined(row, 0)) ?? first?.text('contentType') ?? null;
  const flags = table.joined(row, 1);
  if (mediaType !== null) {
    const found = attachmentTypeOf(mediaType, typeof flags === 'number' ? flags : (first?.whole('flags') ?? null));
    return found === 'thumbnail' || found === 'other' ? 'document' : found;
  }
  return body !== null ? 'text' : 'unknown';
}

function expiryOf(seconds: number | null, ends: Timestamp | null, started: Timestamp | null): Message['expires'] {
  const durationS = seconds === null || seconds <= 0 ? null : seconds;
  if (durationS === null && ends === null) return null;
  const at: Timestamp | null = ends ?? (started === null || durationS === null ? null : { ...started, meaning: 'expires', utcMs: started.utcMs + durationS * 1000 }); // prettier-ignore
  return { durationS, at };
}

const STORIES: Key = 'conversation:stories';

/** Stories of all accounts are one conversation; a conversation that has no row of its own is named by an issue. */
function conversationOf(
  reading: Reading,
  id: string | null,
  isStory: boolean,
  at: RowLocator,
  out: Extracted[],
  stored: Record<string, Stored>,
): Key {
  if (isStory) {
    if (id !== null) stored.conversationId = id;
    if (reading.beginStories()) out.push(conversationWithout(STORIES, 'stories', 'status', at));
    return STORIES;
  }
  const known: Party | undefined = id === null ? undefined : reading.parties.get(id);
  if (known !== undefined) return known.key;
  const name = id ?? 'none';
  const key: Key = `conversation:${name}`;
  reading.parties.set(name, { key, isGroup: false, account: null });
  const detail = 'the conversation that the message names has no row of its own';
  out.push(issueAt('warning', 'unresolved-reference', live(at), 'messages.conversationId', id, detail));
  out.push(conversationWithout(key, name, 'unknown', at));
  return key;
}

function conversationWithout(key: Key, identifier: string, type: 'status' | 'unknown', at: RowLocator): Extracted {
  return {
    kind: 'conversation',
    key,
    from: live(at),
    type,
    identifier,
    title: null,
    account: null,
    parent: null,
    created: null,
    archived: null,
    hidden: null,
    description: null,
    draft: null,
    disappearingS: null,
  };
}
