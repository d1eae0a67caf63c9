import type { Direction, Event, Extracted, Key, Message, Provenance, StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { conversationKey } from './chats.ts';
import { readContent } from './content.ts';
import type { Content } from './content.ts';
import { exportIssue } from '../export-issue.ts';
import { attachment, reactions } from './message-parts.ts';
import type { ChatHead } from './outline.ts';
import { accountKey, sharedMessageId } from '../telegram-people.ts';
import { senderPeer } from './peers.ts';
import type { Reading } from './reading.ts';
import { CALLS, readService } from './service.ts';
import type { Service } from './service.ts';
import { readWords } from './text.ts';
import type { Words } from './text.ts';
import { timeOf } from './times.ts';
import type { TimeRead } from './times.ts';

/** Subtracted from numbers of messages of a basic group before it became a supergroup. Source: the dossier, section B3.2. */
const MIGRATED = -1_000_000_000;

/** A message's chat, fields and place. */
interface Row {
  readonly head: ChatHead;
  readonly fields: JsonFields;
  readonly from: Provenance;
  readonly offset: number;
}

interface Read extends Row {
  readonly id: number | null;
  readonly key: Key;
  readonly sender: string | null;
  readonly when: TimeRead;
  readonly words: Words;
}

/** The records of one message; a call is an event alone. */
export function* recordsOf(row: Row, reading: Reading): Generator<Extracted> {
  const { head, fields, from } = row;
  const id = fields.whole('id');
  const type = fields.text('type');
  const isService = type === 'service';
  const isAgain = id !== null && !reading.seen.add(head.identifier, id);
  const key = `${messageKey(head.identifier, id ?? `@${row.offset}`)}${isAgain ? `@${row.offset}` : ''}`;
  const senderStored = fields.value(isService ? 'actor_id' : 'from_id');
  const sender = senderPeer(senderStored, reading.outline.form, (chat) => reading.chats.has(chat));
  const name = fields.text(isService ? 'actor' : 'from');
  const when = timeOf(fields, 'date', 'sent', reading.zone);
  const words = readWords(fields);
  yield* reading.chats.meet(head, reading.people, from);
  if (sender !== null) {
    yield* reading.people.meet(sender, name, from);
    yield* reading.chats.wrote(head, sender, from);
  }
  for (const one of words.named) yield* reading.people.meet(one.identifier, null, from);
  const read: Read = { ...row, id, key, sender, when, words };
  const service = isService ? readService(fields) : null;
  if (service !== null && CALLS.has(service.actionStored)) yield call(read, service, name, reading);
  else yield* said(read, service, type, name, reading);
  if (isAgain)
    yield exportIssue(reading.file, from, 'note', 'duplicate-row', String(id), 'The chat holds a message of this number before; both are kept.'); // prettier-ignore
  if (id === null)
    yield exportIssue(reading.file, from, 'warning', 'unknown-column-type', null, 'The message has no number; answers cannot lead to it.'); // prettier-ignore
  if (senderStored !== undefined && senderStored !== null && sender === null)
    yield exportIssue(reading.file, from, 'warning', 'unknown-code', textOf(senderStored), 'What stands in the place of the number of who wrote is none that is known; the message is kept without sender.'); // prettier-ignore
  yield* aboutTime(read, reading);
}

/** The key of a message within the source. */
function messageKey(chat: string, id: number | string): Key {
  return `message:${chat}:${id}`;
}

function* said(
  read: Read,
  service: Service | null,
  type: string | null,
  name: string | null,
  reading: Reading,
): Generator<Extracted> {
  // prettier-ignore
  const { fields, from, key, head } = read;
  const content = readContent(fields);
  const isKnown = type === 'message' || type === 'service' || type === 'unsupported';
  const answer = service === null ? fields.whole('reply_to_message_id') : null;
  const answerIn = fields.text('reply_to_peer_id');
  const forwarded = fields.value('forwarded_from');
  const edited = timeOf(fields, 'edited', 'edited', reading.zone);
  const destroyedS = fields.whole('self_destruct_period_seconds');
  const parts = [...reactions(fields, key, from, reading)];
  const stored: StoredColumns = {
    ...(name !== null && { [service === null ? 'from' : 'actor']: name }),
    ...(forwarded !== undefined && { forwarded_from: typeof forwarded === 'string' ? forwarded : null }),
    ...content.stored,
    ...read.words.stored,
  };
  const record: Message = {
    kind: 'message',
    key,
    from,
    conversation: conversationKey(head.identifier),
    sender: read.sender === null || service !== null ? null : accountKey(read.sender),
    direction: service !== null ? 'unknown' : directionOf(read, reading),
    serverId: serverId(head, read.id, reading),
    times: read.when.time === null ? [] : [read.when.time],
    order: null,
    type: service !== null ? 'system' : type === 'message' ? content.type : 'unknown',
    typeStored: service?.actionStored ?? (type === 'message' ? content.typeStored : (type ?? '')),
    body: read.words.body ?? (service === null ? null : fields.text('information_text')),
    status: null,
    forwarded: forwarded === undefined ? null : { score: null },
    edited: edited.time,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: destroyedS === null ? null : { durationS: destroyedS, at: null },
    system: service === null ? null : systemLine(read, service),
    stored: { ...stored, ...fields.rest('') },
  };
  yield record;
  if (answer !== null)
    yield {
      kind: 'quote',
      key: `${key}/quote`,
      from,
      message: key,
      target: { key: messageKey(answerIn ?? head.identifier, answer), serverId: null },
      sender: null,
      time: null,
      type: 'unknown',
      body: null,
    };
  yield* partsOf(read, content);
  yield* parts;
  if (!content.isKnown)
    yield exportIssue(reading.file, from, 'warning', 'unknown-code', content.typeStored, 'A kind of media that is not known; its values are kept as stored.'); // prettier-ignore
  if (service?.isKnown === false)
    yield exportIssue(reading.file, from, 'warning', 'unknown-code', service.actionStored, 'An action of the service that is not known; its values are kept as stored.'); // prettier-ignore
  if (!isKnown)
    yield exportIssue(reading.file, from, 'warning', 'unknown-code', type, 'A type of message that is not known; its values are kept as stored.'); // prettier-ignore
  if (type === 'unsupported')
    yield exportIssue(reading.file, from, 'warning', 'undecodable-payload', type, 'The app that exported did not know this kind of message: the export holds its number alone.'); // prettier-ignore
}

function* partsOf({ key, from, words }: Read, { files, details }: Content): Generator<Extracted> {
  for (const [index, one] of files.entries()) yield attachment(one, key, index, from);
  for (const [index, content] of [...details, ...words.links].entries())
    yield { kind: 'detail', key: `${key}/detail/${index}`, from, message: key, content };
  for (const [index, { identifier, name }] of words.named.entries())
    yield {
      kind: 'mention',
      key: `${key}/mention/${index}`,
      from,
      message: key,
      account: accountKey(identifier),
      name,
    };
}

function systemLine({ head, sender }: Read, { action, actionStored, after }: Service): Message['system'] {
  // The service makes supergroups as it makes channels; the chat's type tells them apart.
  const isGroup = action === 'channel-created' && head.type?.endsWith('group') === true;
  return {
    action: isGroup ? 'group-created' : action,
    actionStored,
    actor: sender === null ? null : accountKey(sender),
    affected: [],
    before: null,
    after,
  };
}

/** The account's own numbers in private chats and basic groups; one numbering for all in supergroups and channels. */
function serverId({ identifier }: ChatHead, id: number | null, { people }: Reading): string | null {
  if (id === null) return null;
  const isMigrated = id < 0 && identifier.startsWith('channel');
  return isMigrated
    ? sharedMessageId('chat', id - MIGRATED, people.owner)
    : sharedMessageId(identifier, id, people.owner);
}

/** In a chat of two, whoever is not the other one is the account that exported. */
function directionOf({ head, sender }: Read, { people }: Reading): Direction {
  if (sender === null) return 'unknown';
  if (people.owner !== null) return sender === people.owner ? 'outgoing' : 'incoming';
  if (head.type !== 'personal_chat' && head.type !== 'bot_chat') return 'unknown';
  return sender === head.identifier ? 'incoming' : 'outgoing';
}

function call(read: Read, { actionStored }: Service, name: string | null, reading: Reading): Event {
  const { fields, from, key, head, sender, when } = read;
  const durationS = fields.whole('duration_seconds') ?? fields.whole('duration');
  const reason = fields.text('discard_reason') ?? '';
  const isGroup = actionStored !== 'phone_call';
  const isWith = chatIsOfTwo(head);
  const people = [...new Set([sender, isWith ? head.identifier : null].filter((one) => one !== null))];
  return {
    kind: 'event',
    key,
    from,
    type: 'call',
    conversation: conversationKey(head.identifier),
    actor: sender === null ? null : accountKey(sender),
    accounts: people.map(accountKey),
    direction: directionOf(read, reading),
    times: when.time === null ? [] : [when.time],
    call: {
      video: null,
      group: isGroup,
      durationS,
      outcome: durationS !== null && durationS > 0 ? 'answered' : (OUTCOMES[reason] ?? 'unknown'),
      outcomeStored: reason,
      message: null,
    },
    body: null,
    stored: { id: read.id, action: actionStored, actor: name, ...fields.rest('') },
  };
}

function chatIsOfTwo({ type }: ChatHead): boolean {
  return type === 'personal_chat' || type === 'bot_chat';
}

/** Why a call ended, where the reason alone says what became of it; a busy line or a lost one can be either side's. Source: `ActionPhoneCall` of Telegram Desktop's JSON writer. */
const OUTCOMES: Readonly<Record<string, NonNullable<Event['call']>['outcome']>> = {
  missed: 'missed',
};

function* aboutTime({ when, from, fields }: Read, { file }: Reading): Generator<Extracted> {
  if (when.time === null && (when.stored !== null || fields.text('type') !== 'unsupported'))
    yield exportIssue(file, from, 'warning', 'time-out-of-range', when.stored, 'The message has no time of 2000 to 2100; it is kept without one.'); // prettier-ignore
  if (when.isAtOdds)
    yield exportIssue(file, from, 'warning', 'time-out-of-range', when.time?.stored ?? null, 'The local time beside this one is further from it than any zone; one of the two was changed.'); // prettier-ignore
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
