import { keyedArchive, type Archivable } from '../../../fixtures/keyed-archive.ts';
import type { Device, Post, Story, SystemFact, Thread } from '../../../fixtures/story.ts';
import { aciOf, answered, groupIdOf, quotedText, storedMs } from '../fixture-signal.ts';

const object = (of: string, members: Readonly<Record<string, Archivable>>): Archivable => ({ of, members });
/** An account id in capitals, as this app stores it. */
export const idOf = (person: string): string => aciOf(person).toUpperCase();
const address = (person: string): Archivable => object('SignalServiceAddress', { backingUuid: { uuid: idOf(person) }, backingPhoneNumber: null }); // prettier-ignore

/** How far a message came with each of those it went to: newer versions hold one time with the state, older ones one for each. */
export function recipientStates(post: Post, isNew: boolean): Buffer | null {
  if (post.receipts.length === 0) return null;
  const stateOf = ({ deliveredMs, readMs }: Post['receipts'][number]): Archivable => {
    const [state, ms] = readMs !== null ? [6, readMs] : deliveredMs !== null ? [5, deliveredMs] : [3, post.sentMs];
    const times: Readonly<Record<string, Archivable>> = isNew
      ? { state, statusTimestamp: ms }
      : { state: 3, ...(deliveredMs !== null && { deliveryTimestamp: deliveredMs }), ...(readMs !== null && { readTimestamp: readMs }) }; // prettier-ignore
    return object('TSOutgoingMessageRecipientState', { ...times, wasSentByUD: true });
  };
  return keyedArchive({ pairs: post.receipts.map((receipt) => [address(receipt.person), stateOf(receipt)]) });
}

export function quoteOf(post: Post, story: Story, device: Device): Buffer | null {
  const original = post.replyTo === null ? undefined : answered(story).get(post.replyTo);
  if (original?.sender === undefined || original.sender === null) return null;
  const text = quotedText(original, post);
  const file: Archivable =
    original.body.type === 'media'
      ? object('OWSAttachmentInfo', { contentType: original.body.media.mediaType, sourceFilename: original.body.media.name, schemaVersion: 2 }) // prettier-ignore
      : null;
  return keyedArchive(
    object('TSQuotedMessage', {
      authorAddress: address(original.sender),
      timestamp: storedMs(original, device),
      body: text,
      bodySource: 1,
      quotedAttachment: file,
    }),
  );
}

export function previewOf(post: Post): Buffer | null {
  const { body } = post;
  if (body.type !== 'link') return null;
  return keyedArchive(object('OWSLinkPreview', { urlString: body.url, title: body.title, previewDescription: body.description })); // prettier-ignore
}

export function cardOf(post: Post): Buffer | null {
  const { body } = post;
  const card = body.type === 'contact' ? body.cards[0] : undefined;
  if (card === undefined) return null;
  const name = object('OWSContactName', { displayName: card.name });
  const number = object('OWSContactPhoneNumber', { phoneNumber: '+12025550103', phoneType: 2 });
  return keyedArchive(object('OWSContact', { name, phoneNumbers: [number], emails: [], addresses: [] }));
}

export function rangesOf(post: Post): Buffer | null {
  const [who] = post.mentions;
  if (who === undefined) return null;
  return keyedArchive(
    object('MessageBodyRanges', {
      mentionsCount: 1,
      'mentions.range.0': object('NSValue', { 'NS.rangeval.location': 0, 'NS.rangeval.length': 12, 'NS.special': 4 }),
      'mentions.uuid.0': { uuid: idOf(who) },
      stylesCount: 0,
    }),
  );
}

export function addressArchive(person: string): Buffer {
  return keyedArchive(address(person));
}

/** A list of account ids, as of those who joined a call. */
export function idList(persons: readonly string[]): Buffer {
  return keyedArchive(persons.map(idOf));
}

/** A setting as older versions keep it. */
export function settingOf(value: string | number): Buffer {
  return keyedArchive(value);
}

/** The entry of an address book as older versions keep it. */
export function contactOf(name: string): Buffer {
  return keyedArchive(object('Contact', { fullName: name, firstName: name, uniqueId: `entry ${name}` }));
}

interface State {
  readonly name: string | null;
  readonly description: string | null;
  readonly avatar: string | null;
  readonly members: readonly (readonly [person: string, isAdmin: boolean])[];
}

function modelOf(thread: Thread, { name, description, avatar, members }: State, revision = 5): Archivable {
  const states = members.flatMap(([person, isAdmin]) => [
    { backingUuid: idOf(person), backingPhoneNumber: null },
    { typeKey: 0, role: isAdmin ? 1 : 0, didJoinFromInviteLink: false, didJoinFromAcceptedJoinRequest: false },
  ]);
  return object('TSGroupModelV2', {
    groupId: Buffer.from(groupIdOf(thread), 'base64'),
    groupName: name,
    ...(description !== null && { descriptionText: description }),
    ...(avatar !== null && { avatarHash: avatar }),
    groupModelSchemaVersion: 2,
    membership: object('GroupMembership', { memberStates: Buffer.from(JSON.stringify(states)), bannedMembers: { pairs: [] }, invalidInviteMap: { pairs: [] } }), // prettier-ignore
    revision,
    secretParamsData: Buffer.from('secret of the group'),
    isAnnouncementsOnly: false,
  });
}

function presentOf(thread: Thread): State {
  const members = thread.members.filter(({ leftMs }) => leftMs === null);
  return { name: thread.subject, description: thread.description, avatar: null, members: members.map(({ person, role }) => [person, role !== 'member']) }; // prettier-ignore
}

export function groupModelArchive(thread: Thread): Buffer {
  return keyedArchive(modelOf(thread, presentOf(thread)));
}

const KEY = 'InfoMessageUserInfoKey';

/** What a line of a group tells: newer versions list the changes, older ones hold the group before and after. */
export function groupChangeArchive(
  thread: Thread,
  post: Post,
  fact: SystemFact,
  device: Device,
  isNew: boolean,
): Buffer {
  // prettier-ignore
  if (isNew) {
    const items = Buffer.from(JSON.stringify(updatesOf(post.sender ?? device.owner, fact, device)));
    return keyedArchive({ pairs: [[`${KEY}UpdateMessagesV2`, object('TSInfoMessageUpdateMessagesV2', { messagesKey: items })]] }); // prettier-ignore
  }
  const [before, after] = statesOf(thread, post, fact);
  return keyedArchive({
    pairs: [
      ...(before === null ? [] : [[`${KEY}OldGroupModel`, modelOf(thread, before)] as const]),
      [`${KEY}NewGroupModel`, modelOf(thread, after, before === null ? 0 : 5)],
      ...(post.sender === null ? [] : [[`${KEY}GroupUpdateSourceAddress`, address(post.sender)] as const]),
    ],
  });
}

/** The group before and after, as far as the line needs it. */
function statesOf(thread: Thread, post: Post, fact: SystemFact): readonly [State | null, State] {
  const present = presentOf(thread);
  const those = (persons: readonly string[], isAdmin: boolean): State['members'] => [...present.members.filter(([one]) => !persons.includes(one)), ...persons.map((one) => [one, isAdmin] as const)]; // prettier-ignore
  const without = (persons: readonly string[]): State['members'] => present.members.filter(([one]) => !persons.includes(one)); // prettier-ignore
  switch (fact.action) {
    case 'group-created':
      return [null, { ...present, name: fact.subject }];
    case 'member-added':
      return [
        { ...present, members: without(fact.persons) },
        { ...present, members: those(fact.persons, false) },
      ];
    case 'member-removed':
      return [
        { ...present, members: those(fact.persons, false) },
        { ...present, members: without(fact.persons) },
      ];
    case 'member-left':
      return [{ ...present, members: those([post.sender ?? ''], false) }, { ...present, members: without([post.sender ?? '']) }]; // prettier-ignore
    case 'admin-added':
      return [
        { ...present, members: those(fact.persons, false) },
        { ...present, members: those(fact.persons, true) },
      ];
    case 'subject-changed':
      return [
        { ...present, name: fact.before },
        { ...present, name: fact.after },
      ];
    case 'description-changed':
      return [
        { ...present, description: null },
        { ...present, description: fact.after },
      ];
    default:
      return [present, { ...present, avatar: 'hash of the icon' }];
  }
}

type Update = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function updatesOf(sender: string, fact: SystemFact, { owner }: Device): readonly Update[] {
  const isOwn = sender === owner;
  const by = (base: string, more: Readonly<Record<string, unknown>> = {}): Update => ({ [`${base}By${isOwn ? 'LocalUser' : 'OtherUser'}`]: { ...(!isOwn && { updaterAci: idOf(sender) }), ...more } }); // prettier-ignore
  const who = (base: string, person: string): Update => (person === owner ? by(`localUser${base}`) : by(`otherUser${base}`, { userAci: idOf(person) })); // prettier-ignore
  switch (fact.action) {
    case 'group-created':
      return [by('created')];
    case 'member-added':
      return fact.persons.map((person) => who('Added', person));
    case 'member-removed':
      return fact.persons.map((person) => (isOwn ? { otherUserRemovedByLocalUser: { userAci: idOf(person) } } : { otherUserRemoved: { removerAci: idOf(sender), userAci: idOf(person) } })); // prettier-ignore
    case 'member-left':
      return [isOwn ? { localUserLeft: {} } : { otherUserLeft: { userAci: idOf(sender) } }];
    case 'admin-added':
      return fact.persons.map((person) => who('WasGrantedAdministrator', person));
    case 'subject-changed':
      return [by('nameChanged', { newGroupName: fact.after })];
    case 'description-changed':
      return [by('descriptionChanged', { newDescription: fact.after })];
    default:
      return [by('avatarChanged')];
  }
}

/** A change of number. */
export function numberChangeArchive(person: string, before: string, after: string): Buffer {
  return keyedArchive({
    pairs: [
      [`${KEY}ChangePhoneNumberUuid`, idOf(person)],
      [`${KEY}ChangePhoneNumberOld`, before],
      [`${KEY}ChangePhoneNumberNew`, after],
    ],
  });
}
