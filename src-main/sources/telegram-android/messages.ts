import type { Extracted, Message, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { constructorOf } from '../../evidence/decode/tl.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { integer } from '../stored-cells.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { callEvent, conversationKey, live } from '../telegram-participants.ts';
import { accountKey, sharedMessageId } from '../telegram-people.ts';
import { readContent } from './content.ts';
import { readCustomParams } from './custom-params.ts';
import type { Content } from './content.ts';
import { attachment, detail, marks, quote, reactions } from './message-parts.ts';
import { readAnswer, readObject } from './message-object.ts';
import type { MessageObject } from './message-object.ts';
import { messageKey } from './message-row.ts';
import type { MessageRow } from './message-row.ts';
import { dialogPeer, kindOfPeer, messageNumber, peerOf } from './peers.ts';
import type { Reading } from './reading.ts';
import { readService } from './service.ts';
import type { Service } from './service.ts';
import { readTl } from './tl-cell.ts';

/** Columns that become fields; all others, and these where they hold what no app writes there, are carried as stored. */
export const MESSAGE_COLUMNS = { date: 'whole-number', out: 'flag', data: 'anything', replydata: 'anything' } as const;

/** What the rows of a table are. */
export type TableOf = 'messages' | 'scheduled';

/** Reads a table of messages. */
export function* readMessages(reading: Reading, name: string, of: TableOf, suffix = ''): Generator<Extracted> {
  const table = new StoredTable(reading.db, name, MESSAGE_COLUMNS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    readMessage(reading, table, row, at, out, of, suffix);
    return undefined;
  });
}

/** What was read of a row before its records are made. */
interface Read extends MessageRow {
  readonly fields: JsonFields;
  readonly object: MessageObject;
  readonly isDecoded: boolean;
  readonly id: number | null;
  /** True, false, or null where neither row nor object says so. */
  readonly isOut: boolean | null;
  readonly sender: string | null;
  readonly of: TableOf;
  readonly stored: Readonly<Record<string, Stored>>;
  readonly sentPath: string | null;
  readonly transcript: string | null;
}

/** Path and transcript are those of the first file of a message. */
const NOTHING_BESIDE = { sentPath: null, transcript: null } as const;

/** The records of one row; a call is an event alone. `suffix` tells rows of tables apart that hold copies. */
export function readMessage(
  reading: Reading,
  table: StoredTable,
  cells: StoredRow,
  at: RowLocator,
  out: Extracted[],
  of: TableOf,
  suffix = '',
): void {
  const cell = readTl(table.cell(cells, 'data'), 'Message', at, 'data', out, 'a path');
  const fields = cell.fields ?? new JsonFields({});
  const object = readObject(fields, cell.constructor);
  const uid = table.cell(cells, 'uid');
  const chat = dialogPeer(uid, reading, object.peer) ?? 'peer0';
  if (chat === 'peer0') {
    const detail = 'The row names no conversation; it is kept in one without a name.';
    out.push(rowIssue('error', 'unresolved-reference', at, 'uid', table.text(cells, 'uid'), detail));
  }
  const id = messageNumber(table.cell(cells, 'mid'), uid);
  const key = `${messageKey(of === 'messages' ? chat : `${of} ${chat}`, id ?? `row ${String(at.rowid)}`)}${suffix}`;
  const isOut = table.flag(cells, 'out') ?? (cell.fields === null || of !== 'messages' ? null : object.out);
  const sender =
    of === 'messages' ? senderOf(object, chat, isOut, reading) : (statedSender(object, chat) ?? reading.people.owner);
  const beside = table.cell(cells, 'custom_params');
  const params = beside instanceof Uint8Array ? readCustomParams(beside) : null;
  const stored = { ...table.rest(cells), ...params?.stored, ...(cell.carried !== null && { data: cell.carried }), ...(cell.sentPath !== null && { attachPath: cell.sentPath }) }; // prettier-ignore
  const row: Read = { reading, table, cells, at, chat, key, fields, object, isDecoded: cell.fields !== null, id, isOut, sender, of, stored, sentPath: cell.sentPath, transcript: params?.transcript ?? null }; // prettier-ignore
  differences(row, out);
  // Asked before, for a million messages are of people and in conversations that were met.
  if (!reading.isMet(chat)) out.push(...reading.meet(chat, at));
  if (sender !== null) {
    if (!reading.people.isMet(sender)) out.push(...reading.people.meet(sender, null, live(at)));
    if (chat !== sender && of === 'messages' && !reading.members.has(chat, sender))
      out.push(...reading.members.meet(chat, sender, live(at)));
  }
  const action = fields.object('action');
  const service = action === null ? null : readService(action, sender);
  const records = service?.call === null || service === null ? said(row, service) : call(row, service, service.call);
  // One by one: a crafted message may hold more reactions than a call takes arguments.
  for (const one of records) out.push(one);
}

/** Who wrote, where the object says it: an account, or the channel whose post it is. */
function statedSender(object: MessageObject, chat: string): string | null {
  return object.from ?? (object.isPost && chat.startsWith('channel') ? chat : null);
}

/** Who wrote: as the object says; else the owner, the other account of a conversation of two, or the channel. */
function senderOf(
  object: MessageObject,
  chat: string,
  isOut: boolean | null,
  { people, facts }: Reading,
): string | null {
  const stated = statedSender(object, chat);
  if (stated !== null) return stated;
  if (isOut === true) return people.owner;
  if (isOut === null || object.constructor === '') return null;
  if (kindOfPeer(chat) === 'user') return chat;
  return kindOfPeer(chat) === 'secret' ? (facts.get(chat)?.account ?? null) : null;
}

/** Says where the object is of another message than its row. */
function differences({ table, cells, object, id, chat, at, of, isOut }: Read, out: Extracted[]): void {
  const date = integer(table.cell(cells, 'date'));
  const isOther =
    (object.id !== null && id !== null && object.id !== id) ||
    (object.date !== null && date !== null && of === 'messages' && object.date !== date) ||
    (object.peer !== null && /^(?:chat|channel)/u.test(object.peer) && object.peer !== chat) ||
    (of === 'messages' && object.constructor !== '' && isOut !== null && object.out !== isOut);
  if (!isOther) return;
  const stated = `id ${object.id ?? ''}, date ${object.date ?? ''}, peer ${object.peer ?? ''}, out ${object.out ? 1 : 0}`;
  const detail = "The object names another number, time, conversation or direction than its row; the row's are used.";
  out.push(rowIssue('warning', 'undecodable-payload', at, 'data', stated, detail));
}

function* said(row: Read, service: Service | null): Generator<Extracted> {
  const { fields, object, at, key, chat, table, cells, id, of } = row;
  const out: Extracted[] = [];
  const content = readContent(fields.object('media'));
  const parts = [...quote(row, readAnswer(fields))];
  if (fields.has('reactions')) for (const one of reactions(row, fields)) parts.push(one);
  if (fields.has('entities')) for (const one of marks(row, fields, object.body ?? '')) parts.push(one);
  const sent = readTime(table.cell(cells, 'date'), of === 'messages' ? 'sent' : 'changed', at, 'date', out, 'unix-s');
  const edited = readTime(object.edited, 'edited', at, 'data', out, 'unix-s');
  const isOnce = content.destroyedS === ONCE;
  const durationS = object.timerS ?? (isOnce ? null : content.destroyedS);
  const { values, forwardedFrom } = forward(fields);
  const message: Message = {
    kind: 'message',
    key,
    from: live(at),
    conversation: conversationKey(chat),
    sender: row.sender === null || service !== null ? null : accountKey(row.sender),
    direction: service !== null || row.isOut === null ? 'unknown' : row.isOut ? 'outgoing' : 'incoming',
    serverId: id === null || of !== 'messages' || kindOfPeer(chat) === 'secret' ? null : sharedMessageId(chat, id, row.reading.people.owner), // prettier-ignore
    times: of === 'messages' ? timesOf(sent) : [],
    order: null,
    type: service !== null ? 'system' : row.isDecoded ? typeOf(object, content) : 'unknown',
    typeStored: typeStored(row, content),
    body: object.body ?? content.caption,
    status: statusOf(row, service, out),
    forwarded: object.isForwarded ? { score: null } : null,
    edited,
    deleted: null,
    viewOnce: isOnce,
    starred: false,
    expires: durationS === null ? null : { durationS, at: null },
    system: service === null ? null : systemLine(row, service),
    stored: {
      ...row.stored,
      ...(of !== 'messages' && sent !== null && { date: Number(sent.stored) }),
      ...(content.destroyedS !== null && { 'data.media.ttl_seconds': content.destroyedS }),
      ...values,
      ...content.stored,
      ...service?.stored,
      ...fields.rest('data.'),
    },
  };
  if (service !== null) for (const who of service.affected) yield* row.reading.people.meet(who, null, live(at));
  if (forwardedFrom !== null) yield* row.reading.people.meet(forwardedFrom, null, live(at));
  yield message;
  for (const [index, file] of content.files.entries())
    yield attachment(row, file, index === 0 ? row : NOTHING_BESIDE, index);
  for (const [index, one] of content.details.entries()) yield detail(row, `detail/${index}`, one);
  yield* parts;
  yield* out;
  if (content.typeStored === 'messageMediaUnsupported')
    yield rowIssue('warning', 'undecodable-payload', at, 'data', content.typeStored, 'The app did not know this kind of message: it kept its words and number alone.'); // prettier-ignore
}

/** Stands for one look at a picture. Source: MessageObject.isVoiceOnce of the client. */
const ONCE = 0x7fffffff;

function typeOf(object: MessageObject, content: Content): Message['type'] {
  return object.constructor === 'messageEmpty' ? 'unknown' : content.type;
}

/** The constructor that says what the message is: of its action, of its media, or its own. Empty where none could be read. */
function typeStored({ fields, object: { own } }: Read, content: Content): string {
  const action = fields.peek('action');
  const inner = JsonFields.of(action)?.peek('encrypted_action');
  const media = content.typeStored === 'message' ? null : constructorOf(fields.peek('media'));
  return constructorOf(inner) ?? constructorOf(action) ?? media ?? own ?? '';
}

/** States of sending. Source: dossier of Telegram, section B1.2. */
const SENT: Readonly<Record<number, Message['status']>> = { 0: 'sent', 1: 'pending', 2: 'failed' };
const EDITING = 3;

function statusOf({ table, cells, isOut, of, at }: Read, service: Service | null, out: Extracted[]): Message['status'] {
  if (of === 'scheduled') return 'pending';
  if (service !== null || isOut === null) return null;
  if (!isOut) return 'received';
  const state = table.cell(cells, 'send_state');
  const found = typeof state === 'number' ? SENT[state] : undefined;
  if (found === undefined && state !== EDITING && state !== undefined && state !== null)
    out.push(rowIssue('warning', 'unknown-code', at, 'send_state', table.text(cells, 'send_state'), 'The meaning of this state of sending is not known.')); // prettier-ignore
  return found ?? null;
}

/** Where a forwarded message came from, as the header names it; the header is carried. */
function forward(fields: JsonFields): {
  readonly values: Readonly<Record<string, Stored>>;
  readonly forwardedFrom: string | null;
} {
  const header = fields.object('fwd_from');
  if (header === null) return { values: {}, forwardedFrom: null };
  const number = header.whole('from_id');
  const from = number === null ? peerOf(header.object('from_id')) : `user${number}`;
  header.leave('_');
  return {
    values: { ...(from !== null && { 'data.fwd_from.from_id': from }), ...header.rest('data.fwd_from.') },
    forwardedFrom: from,
  };
}

function systemLine(
  { sender, chat, reading }: Read,
  { action, actionStored, affected, after }: Service,
): Message['system'] {
  // The service makes supergroups as it makes channels; the store tells them apart.
  const isGroup = action === 'channel-created' && reading.facts.get(chat)?.type === 'group';
  return {
    action: isGroup ? 'group-created' : action,
    actionStored,
    actor: sender === null ? null : accountKey(sender),
    affected: affected.map(accountKey),
    before: null,
    after,
  };
}

function* call(row: Read, service: Service, facts: NonNullable<Service['call']>): Generator<Extracted> {
  const { at, table, cells, reading, fields } = row;
  const out: Extracted[] = [];
  const time = readTime(table.cell(cells, 'date'), 'started', at, 'date', out, 'unix-s');
  yield* callEvent(reading.people, { ...row, time, call: facts, body: null }, () => ({
    ...row.stored,
    ...carriedReply(row),
    ...service.stored,
    ...fields.rest('data.'),
  }));
  yield* out;
}

/** No call answers a message; what stands there all the same is carried. */
function carriedReply({ table, cells }: Read): Readonly<Record<string, Stored>> {
  const cell = table.cell(cells, 'replydata') ?? null;
  return cell === null ? {} : { replydata: cell };
}
