import type { AccountName, BytesLocator, Conversation, Extracted, Key, Participant } from '../../model/index.ts';
import { keepBeside } from './beside.ts';
import { groupIdOf } from './group-id.ts';
import type { Part } from './part.ts';
import { BARE_CONVERSATION, issueAt, live, RECIPIENT_KINDS, timeOf, type Chat, type Reading } from './reading.ts';
import { aciOf, pniOf, serviceIdOf, uuidOf } from './service-id.ts';

/** The account of Signal's own notices, which has no id. */
const RELEASE_NOTES = 'releaseNotes';

/** First pass: who the recipients are, and what accounts they have. */
export function gatherRecipient(reading: Reading, frame: Part, at: BytesLocator): void {
  const id = frame.digits('id') ?? '0';
  if (reading.recipients.has(id)) return;
  const kind = frame.which(RECIPIENT_KINDS);
  const contact = kind === 'contact' ? frame.object('contact') : null;
  const account = contact !== null ? gatherContact(reading, contact, id, at) : kind === 'releaseNotes' ? RELEASE_NOTES : null; // prettier-ignore
  if (kind === 'releaseNotes') reading.accounts.see(RELEASE_NOTES, at);
  reading.recipients.set(id, { kind, account, at });
}

function gatherContact(reading: Reading, contact: Part, id: string, at: BytesLocator): string {
  const [first, ...others] = identifiersOf(contact);
  const identifier = first ?? `recipient ${id}`;
  const names: AccountName[] = [];
  const put = (
    givenBy: AccountName['givenBy'],
    part: Part | null,
    path: string,
    ...fields: readonly string[]
  ): void => {
    const name = fields.map((field) => part?.text(field) ?? null).filter((one) => one !== null).join(' '); // prettier-ignore
    if (name !== '') names.push({ name, givenBy, column: `recipient.contact.${path}` });
  };
  put('owner', contact, 'systemGivenName', 'systemGivenName', 'systemFamilyName');
  put('owner', contact, 'systemNickname', 'systemNickname');
  put('owner', contact.object('nickname'), 'nickname', 'given', 'family');
  put('self', contact, 'profileGivenName', 'profileGivenName', 'profileFamilyName');
  const isGone = contact.object('notRegistered') !== null;
  contact.leave('registered');
  const stored = { ...(isGone && { registration: 'notRegistered' }), ...contact.rest() };
  reading.accounts.describeToo(identifier, at, names, stored);
  for (const other of others) reading.accounts.see(other, at);
  return identifier;
}

/** Those that the service gives come first. */
function identifiersOf(contact: Part): readonly string[] {
  const number = contact.digits('e164');
  const all = [aciOf(contact.bytes('aci')), number === null || number === '0' ? null : `+${number}`, pniOf(contact.bytes('pni')), contact.text('username')]; // prettier-ignore
  return [...new Set(all.filter((one) => one !== null))];
}

/** Second pass: a conversation where the recipient has one, its people, and that ids belong together. */
export function readRecipient(reading: Reading, frame: Part, at: BytesLocator, out: Extracted[]): void {
  const id = frame.digits('id') ?? '0';
  const known = reading.recipients.get(id);
  if (known?.at.offset !== at.offset) {
    out.push(issueAt('warning', 'duplicate-row', live(at), 'recipient.id', id, TWICE));
    out.push({ kind: 'event', key: `recipient:${at.offset}`, from: live(at), type: 'unknown', conversation: null, actor: null, accounts: [], direction: 'unknown', times: [], call: null, body: null, stored: frame.rest() }); // prettier-ignore
    return;
  }
  const chat = reading.chatOf.get(id) ?? null;
  const key = keyOf(id);
  const inner = known.kind === null ? null : frame.object(known.kind);
  if (known.kind === null || inner === null) {
    out.push(issueAt('warning', 'unknown-code', live(at), 'recipient', frame.names.join(', '), UNKNOWN_KIND));
    out.push(conversation(key, id, chat, at, { type: 'unknown', identifier: id }, frame));
    return;
  }
  keepBeside(frame, ['id', known.kind], 'recipient', at, out);
  switch (known.kind) {
    case 'contact':
      links(reading, inner, at, out);
      if (chat !== null) out.push(conversation(key, id, chat, at, { type: 'one-to-one', identifier: known.account ?? id, account: reading.accountOf(id, at) }, null)); // prettier-ignore
      return;
    case 'group':
      readGroup(reading, inner, id, chat, at, out);
      return;
    case 'distributionList':
      readList(reading, inner, id, chat, at, out);
      return;
    case 'callLink':
      out.push(conversation(key, id, chat, at, { type: 'unknown', identifier: `callLink ${id}`, title: inner.text('name') }, inner)); // prettier-ignore
      return;
    case 'self':
      if (chat !== null) out.push(conversation(key, id, chat, at, { type: 'self', identifier: reading.owner ?? 'self', account: reading.see(reading.owner, at) }, inner)); // prettier-ignore
      return;
    case 'releaseNotes':
      if (chat !== null) out.push(conversation(key, id, chat, at, { type: 'channel', identifier: RELEASE_NOTES }, inner)); // prettier-ignore
      return;
  }
}

export function keyOf(recipient: string): Key {
  return `conversation:${recipient}`;
}

const TWICE = 'Another recipient has the same number before this one; messages are given to that one, and this one is kept as stored.'; // prettier-ignore
const UNKNOWN_KIND = 'a kind of recipient that this parser does not know';

type Facts = Pick<Conversation, 'type' | 'identifier'> &
  Partial<Pick<Conversation, 'title' | 'account' | 'description' | 'disappearingS'>>;

function conversation(
  key: Key,
  id: string,
  chat: Chat | null,
  at: BytesLocator,
  facts: Facts,
  rest: Part | null,
): Conversation {
  // prettier-ignore
  const timer = chat?.timerMs ?? null;
  return {
    kind: 'conversation',
    key,
    from: chat === null ? live(at) : live(at, chat.at),
    ...BARE_CONVERSATION,
    ...facts,
    archived: chat?.archived ?? null,
    disappearingS: facts.disappearingS ?? (timer === null || timer === 0 ? null : timer / 1000),
    stored: { recipientId: id, ...rest?.rest(), ...chat?.stored },
  };
}

function links(reading: Reading, contact: Part, at: BytesLocator, out: Extracted[]): void {
  const [first, ...others] = identifiersOf(contact);
  if (first === undefined) return;
  const a = reading.accounts.see(first, at);
  for (const other of others) {
    const b = reading.accounts.see(other, at);
    out.push({
      kind: 'account-link',
      key: `${at.offset}:${a}:${b}`,
      from: live(at),
      a,
      b,
      method: 'recipient.contact',
    });
  }
}

/** Role of a member; UNKNOWN is to be taken for the default one, and stays unknown here. */
const ROLES: Readonly<Record<string, Participant['role']>> = { DEFAULT: 'member', ADMINISTRATOR: 'admin' };

function readGroup(
  reading: Reading,
  group: Part,
  id: string,
  chat: Chat | null,
  at: BytesLocator,
  out: Extracted[],
): void {
  // prettier-ignore
  const masterKey = group.bytes('masterKey');
  const snapshot = group.object('snapshot');
  const timer = snapshot?.object('disappearingMessagesTimer')?.whole('disappearingMessagesDuration') ?? null;
  const key = keyOf(id);
  const facts: Facts = {
    type: 'group',
    identifier: (masterKey === null ? null : groupIdOf(masterKey)) ?? `recipient ${id}`,
    title: snapshot?.object('title')?.text('title') ?? null,
    description: snapshot?.object('description')?.text('descriptionText') ?? null,
    disappearingS: timer === null || timer === 0 ? null : timer,
  };
  const people: Extracted[] = [];
  const put = (
    one: Part,
    who: string | null,
    role: Participant['role'],
    membership: Participant['membership'],
    index: string,
  ): void => {
    // prettier-ignore
    const account = reading.see(who, at);
    const time = timeOf(one, 'timestamp', 'changed', at, people);
    if (account === null) {
      people.push(issueAt('warning', 'unresolved-reference', live(at), 'recipient.group.snapshot', null, NO_MEMBER));
      return;
    }
    const by = serviceIdOf(one.bytes('addedByUserId'));
    const stored = { ...one.rest(), ...(time !== null && { timestamp: time.stored }), ...(by !== null && { addedBy: by }) }; // prettier-ignore
    people.push({ kind: 'participant', key: `${key}:${index}`, from: live(at), conversation: key, account, role, membership, joined: null, left: null, stored }); // prettier-ignore
  };
  const roleOf = (member: Part | null): Participant['role'] => ROLES[member?.code('role') ?? ''] ?? 'unknown';
  for (const [index, one] of (snapshot?.objects('members') ?? []).entries())
    put(one, serviceIdOf(one.bytes('userId')), roleOf(one), 'current', `member ${index}`);
  for (const [index, one] of (snapshot?.objects('membersPendingProfileKey') ?? []).entries()) {
    const member = one.object('member');
    put(one, serviceIdOf(member?.bytes('userId') ?? null), roleOf(member), 'pending', `invited ${index}`);
  }
  for (const [index, one] of (snapshot?.objects('membersPendingAdminApproval') ?? []).entries())
    put(one, serviceIdOf(one.bytes('userId')), 'unknown', 'pending', `asking ${index}`);
  // A ban does not tell that the banned one was ever a member.
  for (const [index, one] of (snapshot?.objects('membersBanned') ?? []).entries())
    put(one, serviceIdOf(one.bytes('userId')), 'unknown', 'unknown', `banned ${index}`);
  out.push(conversation(key, id, chat, at, facts, group), ...people);
}

const NO_MEMBER = 'A member of the group has no id of 16 or 17 bytes; the bytes lie at the place named.';

/** Lists of who sees stories. Those of `ALL_EXCEPT` are who does not, and no people of the list. */
function readList(
  reading: Reading,
  item: Part,
  id: string,
  chat: Chat | null,
  at: BytesLocator,
  out: Extracted[],
): void {
  // prettier-ignore
  const key = keyOf(id);
  const list = item.object('distributionList');
  const listId = item.bytes('distributionId');
  const mode = list?.code('privacyMode') ?? null;
  const members = mode === 'ONLY_WITH' ? (list?.digitList('memberRecipientIds') ?? []) : [];
  const deleted = timeOf(item, 'deletionTimestamp', 'deleted', at, out);
  const facts: Facts = { type: 'broadcast', identifier: listId === null ? id : uuidOf(listId), title: list?.text('name') ?? null }; // prettier-ignore
  const made = conversation(key, id, chat, at, facts, item);
  const stored = { ...made.stored, ...(mode !== null && { privacyMode: mode }), ...(deleted !== null && { deletionTimestamp: deleted.stored }) }; // prettier-ignore
  out.push({ ...made, from: deleted === null ? made.from : { at: made.from.at, state: 'marked-deleted' }, stored });
  for (const [index, member] of members.entries()) {
    const account = reading.accountOf(member, at);
    if (account === null) out.push(issueAt('warning', 'unresolved-reference', live(at), 'memberRecipientIds', member, NO_RECIPIENT)); // prettier-ignore
    else out.push({ kind: 'participant', key: `${key}:${index}`, from: live(at), conversation: key, account, role: 'subscriber', membership: 'current', joined: null, left: null }); // prettier-ignore
  }
}

const NO_RECIPIENT = 'The frame names a recipient that no frame of the backup tells of, or that has no account.';
