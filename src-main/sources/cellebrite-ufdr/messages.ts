import type { Direction, Extracted, Key, Message, MessageType, SystemLine, Timestamp } from '../../model/index.ts';
import { ACTIVITIES, MESSAGE_STATUS, isSystemParty } from './codes.ts';
import type { Context } from './context.ts';
import { modelIssue, provenanceOf, storedOf } from './context.ts';
import { attachmentModels, attachments, details, embedded, messageTypeOf, quote, receipts, unreadTimes } from './message-parts.ts'; // prettier-ignore
import { modelsOf, textOf, valueOf } from './model.ts';
import type { FieldValue, Model } from './model.ts';
import { isOwnerParty, partiesOf, partyKey } from './people.ts';
import { secondsOf, timeOf } from './times.ts';

const USED: ReadonlySet<string> = new Set([
  'Body', 'Subject', 'Identifier', 'TimeStamp', 'From', 'To', 'Attachment', 'Attachments', 'EmbeddedInstantMessage', 'SharedContacts', 'Position',
]); // prettier-ignore
/** Of a message that lies in no chat, to whom it went stands nowhere else. */
const USED_OUTSIDE: ReadonlySet<string> = new Set([...USED].filter((field) => field !== 'To'));

/** The key of a message, by the id of its model. */
export function messageKey(model: Model): Key {
  return `model:${model.id}`;
}

/** A message and its parts; `conversation` and `service` are those of the chat around it, if one is. */
export function* messageRecords(
  context: Context,
  model: Model,
  conversation: Key,
  service: string,
  isInChat: boolean,
): Generator<Extracted> {
  const key = messageKey(model);
  const [from] = modelsOf(model, 'From');
  const said = labels(model);
  const isSystem =
    isSystemParty(textOf(from, 'Identifier')) || isSystemParty(textOf(from, 'Name')) || said.has('System');
  const files = attachmentModels(model);
  const body = bodyOf(model);
  const times = timesOf(model);
  const system = isSystem ? systemLine(model, service) : null;
  const sender = isSystem ? null : senderOf(model, from, service);
  const expiresS = said.has('SelfDestruct') ? secondsOf(textOf(model, 'SelfDestructDuration')) : null;
  yield {
    kind: 'message',
    key,
    from: provenanceOf(context, model, body),
    conversation,
    sender,
    direction: isSystem ? 'unknown' : directionOf(context, model, from, sender),
    serverId: textOf(model, 'Identifier'),
    times,
    order: null,
    type: typeOf(model, isSystem, body, files),
    typeStored: textOf(model, 'Type') ?? model.type,
    body: body?.text ?? null,
    status: MESSAGE_STATUS[textOf(model, 'Status') ?? ''] ?? null,
    forwarded: isForwarded(model) ? { score: null } : null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: expiresS === null || expiresS === 0 ? null : { durationS: expiresS, at: null },
    system,
    stored: storedOf(context, model, isInChat ? USED : USED_OUTSIDE),
  } satisfies Message;
  yield* attachments(context, files, key);
  yield* receipts(context, model, key, service);
  yield* quote(context, model, key, service);
  yield* details(context, model, key);
  yield* issues(context, model, body, times);
}

/** The text; of a forwarded message that has none itself, that of the message embedded in it. */
function bodyOf(model: Model): FieldValue | null {
  const own = filled(valueOf(model, 'Body'));
  if (own !== null || !isForwarded(model)) return own;
  return (
    embedded(model)
      .map((one) => filled(valueOf(one, 'Body')))
      .find((value) => value !== null) ?? null
  );
}

function filled(value: FieldValue | null): FieldValue | null {
  return value === null || value.text === '' ? null : value;
}

function labels(model: Model): ReadonlySet<string> {
  const data = modelsOf(model, 'MessageExtraData');
  const own = textOf(model, 'Label');
  if (data.length === 0 && own === null) return UNLABELLED;
  const found = data.map((one) => textOf(one, 'Label'));
  return new Set([...found, own].filter((label) => label !== null));
}

const UNLABELLED: ReadonlySet<string> = new Set();

/** By a label, or by data that only a forwarded message bears. Source: IPED's InstantMessage. */
function isForwarded(model: Model): boolean {
  return labels(model).has('Forwarded') || modelsOf(model, 'MessageExtraData').some(({ type }) => type === 'ForwardedMessageData'); // prettier-ignore
}

/**
 * When it was sent, and then when it was delivered and read, where the message itself says so: by or to whom is not stated. Source of
 * the names: InstantMessage of SEilers/UFEDLib. Without a time of sending the others stay stored values.
 */
function timesOf(model: Model): readonly Timestamp[] {
  const sent = timeOf(valueOf(model, 'TimeStamp'), 'sent');
  if (sent === null) return [];
  const delivered = timeOf(valueOf(model, 'DateDelivered'), 'delivered');
  const read = timeOf(valueOf(model, 'DateRead'), 'read');
  return [sent, delivered, read].filter((time) => time !== null);
}

function typeOf(model: Model, isSystem: boolean, body: FieldValue | null, files: readonly Model[]): MessageType {
  if (isSystem) return 'system';
  const [first] = files;
  if (first !== undefined) return messageTypeOf(first);
  if (modelsOf(model, 'SharedContacts').length > 0) return 'contact';
  if (modelsOf(model, 'Position').length > 0) return 'location';
  return body === null ? 'unknown' : 'text';
}

/** The account under `From`; a text message names its one party with a role. */
function senderOf(model: Model, from: Model | undefined, service: string): Key | null {
  if (from !== undefined) return partyKey(from, service);
  const sender = partiesOf(model, 'Party', 'Parties').find((party) => textOf(party, 'Role') === 'From');
  return partyKey(sender, service);
}

/** Folders of text messages and mails. Inferred from their words. */
const FOLDERS: Readonly<Record<string, Direction>> = { Inbox: 'incoming', Sent: 'outgoing', Outbox: 'outgoing' };

function directionOf(context: Context, model: Model, from: Model | undefined, sender: Key | null): Direction {
  if (isOwnerParty(from) || context.people.isOwner(sender)) return 'outgoing';
  // Without any party marked as the owner nothing says whose phone it is; one that is marked as another's is incoming.
  if (from !== undefined && textOf(from, 'IsPhoneOwner')?.toLowerCase() === 'false') return 'incoming';
  const folder = FOLDERS[textOf(model, 'Folder') ?? ''];
  if (folder !== undefined) return folder;
  const roles = partiesOf(model, 'Party', 'Parties').map((party) => textOf(party, 'Role'));
  if (roles.length === 1 && roles[0] === 'From') return 'incoming';
  return roles.length === 1 && roles[0] === 'To' ? 'outgoing' : 'unknown';
}

function systemLine(model: Model, service: string): SystemLine {
  const [activity] = modelsOf(model, 'ActivityLog');
  const stored = textOf(activity, 'Action') ?? '';
  const affected = modelsOf(activity, 'Participant').map((party) => partyKey(party, service));
  return {
    action: ACTIVITIES[stored] ?? 'unknown',
    actionStored: stored,
    actor: null,
    affected: affected.filter((key) => key !== null),
    before: null,
    after: null,
  };
}

function* issues(
  context: Context,
  model: Model,
  body: FieldValue | null,
  times: readonly Timestamp[],
): Generator<Extracted> {
  const stamp = valueOf(model, 'TimeStamp');
  if (times.length === 0 && stamp !== null && stamp.text !== '')
    yield modelIssue(context, model, 'warning', 'time-out-of-range', stamp.text, 'The time is not one of 2000 to 2100 written as ISO 8601; it is kept as stored.'); // prettier-ignore
  yield* unreadTimes(context, model, 'DateDelivered', 'DateRead');
  if (times[0]?.zone === 'unstated')
    yield modelIssue(context, model, 'note', 'time-zone-unstated', times[0].stored, 'The time has no offset from UTC in the report; it is shown as stored.'); // prettier-ignore
  const status = textOf(model, 'Status');
  if (status !== null && !Object.hasOwn(MESSAGE_STATUS, status))
    yield modelIssue(context, model, 'note', 'unknown-code', status, 'A status of a message that is not known; it is kept as stored.'); // prettier-ignore
  if (body?.isCut === true || model.isCut)
    yield modelIssue(context, model, 'warning', 'size-limit', null, 'The model holds more than is kept; the rest is in the report at the given bytes.'); // prettier-ignore
  if (body?.isDamaged === true)
    yield modelIssue(context, model, 'warning', 'undecodable-text', null, 'Bytes of the text are no UTF-8; they were replaced.'); // prettier-ignore
}
