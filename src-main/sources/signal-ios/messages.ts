import type { Extracted, Key, Message, MessageType, RowLocator, Stored, Timestamp } from '../../model/index.ts'; // prettier-ignore
import { attachmentTypeOf } from '../signal-file-kind.ts';
import { rowIssue } from '../store-issues.ts';
import { text as textOf } from '../stored-cells.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { addressIn } from './archived.ts';
import { INCOMING, OUTGOING, PAYMENTS, RECORDS, RENDERING, SEND_STATES } from './codes.ts';
import { callLine } from './call-line.ts';
import { noteWordings } from './edits.ts';
import { firstFiles } from './first-files.ts';
import { carryParts, objectOf, readParts } from './message-parts.ts';
import { COLUMNS, KEPT_OUT, type MessageRow } from './message-row.ts';
import { live, messageKey, rowNumber, serviceId, type Reading, type Thread } from './reading.ts';
import { readReceipts } from './receipts.ts';
import { lineOf } from './system-line.ts';
import { threadWithout } from './threads.ts';

/** `model_TSInteraction`: messages, lines of the app and calls, in the order of their rows, which is the app's own. */
export function* readMessages(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'model_TSInteraction', COLUMNS, KEPT_OUT, firstFiles(reading));
  yield* scanTable(reading.run, table, (row, at, out) => {
    const rowid = rowNumber(at.rowid);
    const wording = rowid === null ? undefined : reading.wordings.get(rowid);
    const uniqueId = table.text(row, 'uniqueId') ?? `row ${String(at.rowid)}`;
    const stored: Record<string, Stored> = wording === undefined ? { ...table.rest(row) } : {};
    const thread = threadOf(reading, table.text(row, 'uniqueThreadId'), at, out);
    const key = wording?.newest ?? messageKey(uniqueId);
    const message: MessageRow = { reading, table, row, at, key, record: table.whole(row, 'recordType'), thread, stored, taken: new Set(), opened: [], out }; // prettier-ignore
    if (wording !== undefined) {
      earlierWording(message);
      return undefined;
    }
    const record = readRow(message, uniqueId);
    out.unshift(...reading.accounts.drain(), record);
    return undefined;
  });
}

/** A row that a later wording took the place of. */
function earlierWording({ reading, table, row, at, key, out }: MessageRow): void {
  const body = table.text(row, 'body');
  const time = readTime(table.cell(row, 'timestamp'), 'sent', at, 'timestamp', out);
  const stored = Object.fromEntries(Object.entries(table.all(row)).filter(([column]) => column !== 'body' && column !== 'id')); // prettier-ignore
  if (body !== null)
    out.push({ kind: 'version', key: `edit:${String(at.rowid)}`, from: live(at), message: key, role: 'earlier', body, time, verbatim: true, stored }); // prettier-ignore
  else
    out.push({ kind: 'detail', key: `edit:${String(at.rowid)}`, from: live(at), message: key, content: { type: 'other', name: 'EditRecord', values: stored } }); // prettier-ignore
  out.push(...reading.accounts.drain());
}

/** The thread's conversation; one that has no row is named by an issue. */
function threadOf(reading: Reading, id: string | null, at: RowLocator, out: Extracted[]): Thread {
  const name = id ?? 'none';
  const known = reading.threads.get(name);
  if (known !== undefined) return known;
  const thread: Thread = { key: `thread:${name}`, isGroup: false, account: null };
  reading.threads.set(name, thread);
  const detail = 'the conversation that the message names has no row of its own';
  out.push(rowIssue('warning', 'unresolved-reference', at, 'uniqueThreadId', id, detail));
  out.push(threadWithout(thread.key, name, 'unknown', at));
  return thread;
}

function readRow(message: MessageRow, uniqueId: string): Message {
  const { reading, table, row, at, key, record, thread, stored, out } = message;
  const author = serviceId(table.text(row, 'authorUUID')) ?? table.text(row, 'authorPhoneNumber') ?? senderOf(message);
  const system = lineOf(message);
  const call = record === RECORDS.call || record === RECORDS.groupCall ? callLine(message) : null;
  const isSent = record !== null && (INCOMING.has(record) || OUTGOING.has(record));
  const isOther = !isSent && system === null && call === null && record !== RECORDS.undecrypted;
  if (isOther)
    out.push(rowIssue('warning', 'unknown-code', at, 'recordType', record === null ? null : String(record), 'a type of message that this parser does not know')); // prettier-ignore
  const isOutgoing = record !== null && OUTGOING.has(record);
  const from = isOutgoing ? reading.owner : author;
  keepAuthors(message, isOutgoing, author);
  const rowid = rowNumber(at.rowid);
  const first = rowid === null ? undefined : reading.first.get(rowid);
  const lastSent = readTime(table.cell(row, 'timestamp'), first === undefined ? 'sent' : 'edited', at, 'timestamp', out); // prettier-ignore
  const firstSent = first === undefined ? null : readTime(first.ms, 'sent', at, 'timestamp', out);
  const isDeleted = table.flag(row, 'wasRemotelyDeleted') === true;
  const admin = rowid === null ? undefined : reading.adminDeletes.get(rowid);
  const deleter = admin === undefined || admin.by === null ? null : (reading.recipients.get(admin.by) ?? null);
  if (admin !== undefined && (!isDeleted || deleter === null)) stored['AdminDelete.deleteAuthorId'] = admin.by;
  const body = table.text(row, 'body');
  if (body !== null && (isDeleted || system !== null || call !== null)) stored.body ??= body;
  const edit = table.whole(row, 'editState') ?? 0;
  if (edit !== 0) stored.editState = edit;
  const files = system === null && call === null;
  if (files) readParts(message);
  else carryParts(message);
  const furthest = isSent ? readReceipts(message) : null;
  const state = table.whole(row, 'storedMessageState');
  if (state !== null && (!isOutgoing || furthest !== null) && state !== 0) stored.storedMessageState = state;
  const sender = reading.see(from, at);
  const time = (column: 'receivedAtTimestamp' | 'serverTimestamp', meaning: Timestamp['meaning']): Timestamp | null =>
    readTime(table.cell(row, column), meaning, at, column, out);
  for (const [column, archive] of message.opened) Object.assign(stored, archive.rest(`${column}.`));
  const locators: readonly RowLocator[] = first === undefined || firstSent === null ? [] : [{ ...at, rowid: first.row }]; // prettier-ignore
  return {
    kind: 'message',
    key,
    from: {
      at: [at, ...locators, ...(admin === undefined ? [] : [admin.at])],
      state: isDeleted ? 'marked-deleted' : 'live',
    },
    conversation: thread?.key ?? 'thread:none',
    sender: system !== null ? system.actor : call !== null ? call.sender : sender,
    direction: system !== null ? 'unknown' : (call?.direction ?? directionOf(record, author, reading)),
    serverId: isSent ? reading.identityOf(from, lastSent?.utcMs ?? null) : null,
    times: timesOf(firstSent ?? lastSent, time('receivedAtTimestamp', 'received'), time('serverTimestamp', 'server')),
    order: rowid,
    type: isDeleted ? 'revoked' : call !== null ? 'call' : system !== null ? 'system' : kindOf(message, body),
    typeStored: storedType(message),
    body: isDeleted || !files ? null : body,
    status: isOutgoing ? (furthest ?? stateOf(message, state)) : isSent ? 'received' : null,
    forwarded: null,
    edited: firstSent === null ? null : lastSent,
    deleted: isDeleted ? { by: reading.see(deleter, admin?.at ?? at), time: null, originalServerId: null } : null,
    viewOnce: table.flag(row, 'isViewOnceMessage') === true,
    starred: false,
    expires: expiryOf(message),
    system,
    stored: { ...(uniqueId !== key.slice('message:'.length) && { uniqueId }), ...stored },
  };
}

/** Who sent what could not be deciphered, which such a line holds as an archived address. Source: signalapp/Signal-iOS, Messages/Interactions/TSErrorMessage.h (`sender`). */
function senderOf(message: MessageRow): string | null {
  return message.record === RECORDS.undecrypted ? addressIn(objectOf(message, 'sender'), 'root') : null;
}

/** Who a row names as its author where that is not the sender that is shown. */
function keepAuthors({ table, row, stored }: MessageRow, isOutgoing: boolean, author: string | null): void {
  const number = table.text(row, 'authorPhoneNumber');
  if (number !== null && (isOutgoing || number !== author)) stored.authorPhoneNumber ??= number;
  const id = table.cell(row, 'authorUUID') ?? null;
  if (isOutgoing && id !== null && id !== '') stored.authorUUID ??= id;
}

/** As the type says; of types that nobody knows, as the author does. */
function directionOf(record: number | null, author: string | null, { owner }: Reading): Message['direction'] {
  if (record !== null && OUTGOING.has(record)) return 'outgoing';
  if (record !== null && INCOMING.has(record)) return 'incoming';
  if (author === null || owner === null) return 'unknown';
  return author.toLowerCase() === owner.toLowerCase() ? 'outgoing' : 'incoming';
}

/** The record type, of lines with what kind of line they are. */
function storedType({ table, row, record }: MessageRow): string {
  const column = record === RECORDS.info ? 'messageType' : record === RECORDS.error ? 'errorType' : record === RECORDS.call ? 'callType' : null; // prettier-ignore
  const cell = column === null ? null : (table.cell(row, column) ?? null);
  const shown = table.cell(row, 'recordType') ?? null;
  return cell === null ? String(shown ?? '') : `${String(shown)}/${String(cell)}`;
}

function kindOf({ reading, table, row, at, record }: MessageRow, body: string | null): MessageType {
  if (record === RECORDS.undecrypted) return 'undecrypted';
  if (record !== null && PAYMENTS.has(record)) return 'payment';
  if (record === null || (!INCOMING.has(record) && !OUTGOING.has(record))) return 'unknown';
  const rowid = rowNumber(at.rowid);
  if (rowid !== null && reading.polls.has(rowid)) return 'poll';
  const has = (column: string): boolean => ![null, undefined, ''].some((none) => table.cell(row, column) === none);
  if (has('contactShare')) return 'contact';
  if (has('messageSticker')) return 'sticker';
  const mediaType = textOf(table.joined(row, 0));
  if (mediaType !== null) {
    const flag = table.joined(row, 1);
    return attachmentTypeOf({ mediaType, isVoice: flag === RENDERING.voice, isGif: flag === RENDERING.loop, isSticker: false }); // prettier-ignore
  }
  return body === null ? 'unknown' : 'text';
}

function stateOf({ at, out }: MessageRow, state: number | null): Message['status'] {
  if (state === null) return null;
  const known = SEND_STATES.get(state);
  if (known === undefined)
    out.push(rowIssue('warning', 'unknown-code', at, 'storedMessageState', String(state), 'a state of sending that this parser does not know')); // prettier-ignore
  return known ?? null;
}

function expiryOf({ table, row, at, record, stored, out }: MessageRow): Message['expires'] {
  const seconds = table.whole(row, 'expiresInSeconds');
  const started = table.cell(row, 'expireStartedAt') ?? null;
  const ends = readTime(table.cell(row, 'expiresAt'), 'expires', at, 'expiresAt', out);
  if (started !== null && started !== 0) stored.expireStartedAt = started;
  if (record === RECORDS.timer || ((seconds === null || seconds <= 0) && ends === null)) return null;
  return { durationS: seconds === null || seconds <= 0 ? null : seconds, at: ends };
}

/** What messages need of each other before they are read: which are deleted, and which are wordings of one. */
export function noteMessages(reading: Reading): void {
  noteWordings(reading);
  const table = 'model_TSInteraction';
  for (const [deleted, id, record, uuid, number, ms] of reading.each(table, 'wasRemotelyDeleted', 'uniqueId', 'recordType', 'authorUUID', 'authorPhoneNumber', 'timestamp')) {
    if (deleted !== 1 || typeof ms !== 'number') continue;
    const author = OUTGOING.has(Number(record)) ? reading.owner : (serviceId(textOf(uuid)) ?? textOf(number));
    const shared: Key | null = reading.identityOf(author, ms);
    if (shared !== null) reading.deleted.set(shared, messageKey(textOf(id) ?? ''));
  } // prettier-ignore
  for (const [row] of reading.each('Poll', 'interactionId')) if (typeof row === 'number') reading.polls.add(row);
}
