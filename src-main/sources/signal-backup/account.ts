import type { AccountName, BytesLocator, Event, Extracted } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { Part } from './part.ts';
import { issueAt, live, marked, timeOf, type Reading } from './reading.ts';
import { keyOf } from './recipients.ts';
import { numberedCode } from './shapes.ts';

const CLAIM = 'the recipient that the backup marks as its own account';

/** First pass: the account that the backup is of. It holds a user name where one was chosen, and no other id. */
export function gatherAccount(reading: Reading, account: Part | null, at: BytesLocator): void {
  if (account === null || reading.owner !== null) return;
  const identifier = account.text('username') ?? 'self';
  const key = account.bytes('profileKey');
  reading.owner = identifier;
  reading.ownAuthor = identifier === 'self' ? (key === null || key.length === 0 ? null : marked(key)) : identifier;
  const names: AccountName[] = [];
  const name = [account.text('givenName'), account.text('familyName')].filter((one) => one !== null).join(' ');
  if (name !== '') names.push({ name, givenBy: 'self', column: 'account.givenName' });
  reading.accounts.describe(identifier, at, names, account.rest());
  reading.accounts.claimOwner(identifier, at, { claim: CLAIM, assumed: false });
  reading.ownAt = at.offset;
}

/** Gives the own recipient its account, and says what follows from a backup that names no id of it. */
export function* namesOwner(reading: Reading): Generator<Extracted> {
  const own = [...reading.recipients.values()].find(({ kind }) => kind === 'self');
  if (reading.owner === null || own === undefined)
    yield issueAt('warning', 'owner-unknown', null, reading.file.path, null, NO_OWNER);
  if (own === undefined) return;
  if (reading.owner === null) {
    reading.owner = 'self';
    reading.accounts.claimOwner('self', own.at, { claim: CLAIM, assumed: false });
  }
  for (const [id, one] of reading.recipients)
    if (one.kind === 'self') reading.recipients.set(id, { ...one, account: reading.owner });
  yield issueAt('note', 'unresolved-reference', null, reading.file.path, null, NO_ID);
}

const NO_OWNER = 'The backup lacks the frame of its account or the recipient that stands for it; whose it is, is not told in full.'; // prettier-ignore
const NO_ID =
  'The frames hold no account id of the owner: a message sent from the account bears an identity that other devices do not share.';

/** First pass: chats, which the conversations of their recipients take up. */
export function gatherChat(reading: Reading, chat: Part, at: BytesLocator): void {
  const id = chat.digits('id') ?? '0';
  if (reading.chats.has(id)) return;
  const recipient = chat.digits('recipientId') ?? '0';
  const isFirst = !reading.chatOf.has(recipient);
  const archived = chat.flag('archived') ?? false;
  const timerMs = chat.whole('expirationTimerMs');
  chat.leave('style');
  const stored = Object.fromEntries(Object.entries({ id, ...chat.rest() }).map(([name, value]) => [`chat.${name}`, value])); // prettier-ignore
  const known = { key: isFirst ? keyOf(recipient) : `conversation:chat ${id}`, recipient, at, archived, timerMs, stored }; // prettier-ignore
  reading.chats.set(id, known);
  if (isFirst) reading.chatOf.set(recipient, known);
}

/** Second pass: frames that make no message and no recipient. */
export function readOther(reading: Reading, name: string, frame: Part, at: BytesLocator, out: Extracted[]): void {
  if (name === 'account' && reading.ownAt === at.offset) return;
  if (name === 'chat') {
    readChat(reading, frame, at, out);
    return;
  }
  if (name === 'account') out.push(issueAt('warning', 'duplicate-row', live(at), 'account', null, SECOND));
  if (name === 'adHocCall') {
    readAdHocCall(reading, frame, at, out);
    return;
  }
  const created = timeOf(frame, name === 'backupInfo' ? 'backupTimeMs' : 'createdAtMs', 'created', at, out);
  const body = frame.text('name');
  const event: Event = { kind: 'event', key: `${name}:${at.offset}`, from: live(at), ...BARE_EVENT, type: name === 'frame' ? 'unknown' : 'setting', times: created === null ? [] : [created], body, stored: { frame: name, ...frame.rest() } }; // prettier-ignore
  out.push(event);
}

const SECOND = 'The backup holds a second frame of an account; the first is read, and this one is kept as stored.';

/** A chat whose recipient is told of stands with its conversation. */
function readChat(reading: Reading, frame: Part, at: BytesLocator, out: Extracted[]): void {
  const id = frame.digits('id') ?? '0';
  const recipient = frame.digits('recipientId') ?? '0';
  const known = reading.chats.get(id);
  const isFirst = known?.at.offset === at.offset;
  const isTold = isFirst && reading.recipients.has(recipient) && reading.chatOf.get(recipient) === known;
  if (isTold) return;
  const problem = isFirst ? (reading.recipients.has(recipient) ? SECOND_CHAT : NO_RECIPIENT) : TWICE;
  out.push(issueAt('warning', isFirst ? 'unresolved-reference' : 'duplicate-row', live(at), 'chat', id, problem));
  const key = isFirst ? known.key : `conversation:chat ${id} at ${at.offset}`;
  const archived = frame.flag('archived');
  out.push({ kind: 'conversation', key, from: live(at), type: 'unknown', identifier: id, title: null, account: reading.accountOf(recipient, at), parent: null, created: null, archived, hidden: null, description: null, draft: null, disappearingS: null, stored: { 'chat.recipientId': recipient, ...frame.rest() } }); // prettier-ignore
}

const SECOND_CHAT = 'Another chat of the same recipient stands before this one; their messages are kept apart.';
const NO_RECIPIENT = 'The chat names a recipient that no frame of the backup tells of.';
const TWICE = 'Another chat has the same number before this one; messages are given to that one.';

/** A call by link. What became of it is not stored. */
function readAdHocCall(reading: Reading, frame: Part, at: BytesLocator, out: Extracted[]): void {
  const recipient = frame.digits('recipientId') ?? '0';
  const isKnown = reading.recipients.has(recipient);
  if (!isKnown) out.push(issueAt('warning', 'unresolved-reference', live(at), 'adHocCall.recipientId', recipient, NO_LINK)); // prettier-ignore
  const started = timeOf(frame, 'callTimestamp', 'started', at, out);
  const state = frame.code('state');
  const outcomeStored = reading.isPlain ? (state ?? '') : numberedCode('AdHocCall', 'state', state);
  out.push({
    kind: 'event',
    key: `adHocCall:${at.offset}`,
    from: live(at),
    ...BARE_EVENT,
    type: 'call',
    conversation: isKnown ? keyOf(recipient) : null,
    times: started === null ? [] : [started],
    call: { video: null, group: true, durationS: null, outcome: 'unknown', outcomeStored, message: null },
    body: null,
    stored: frame.rest(),
  });
}

const NO_LINK = 'The call names a link that no frame of the backup tells of.';
