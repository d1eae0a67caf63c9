import type Database from 'better-sqlite3';
import { bytesField, message } from '../../../fixtures/protobuf-writer.ts';
import type { CallFact, Device, Post, Story, Thread } from '../../../fixtures/story.ts';
import { aciOf, partnerOf, threadsOf, usernameOf, uuidOf } from '../fixture-signal.ts';
import { contactOf, groupModelArchive, idList, idOf, settingOf } from './fixture-archives.ts';
import { rowIdOf, threadIdOf, type Row } from './fixture-post.ts';

export type Insert = (table: string, row: Row) => number;

/** Inserts a row; a table or a column that the variant lacks is left out. */
export function inserter(db: Database.Database): Insert {
  const statements = new Map<
    string,
    { readonly columns: readonly string[]; readonly put: Database.Statement } | null
  >();
  return (table, row) => {
    const shape = `${table} ${Object.keys(row).join()}`;
    let known = statements.get(shape);
    if (known === undefined) {
      const has = new Set(db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]);
      const columns = Object.keys(row).filter((column) => has.has(column));
      const names = columns.map((column) => `"${column}"`).join(', ');
      known = has.size === 0 ? null : { columns, put: db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`) }; // prettier-ignore
      statements.set(shape, known);
    }
    return known === null ? 0 : Number(known.put.run(known.columns.map((column) => row[column])).lastInsertRowid);
  };
}

/** A person's number identity; the story's people with a user name have one. */
export function pniOf(person: Story['persons'][number]): string | null {
  return usernameOf(person) === null ? null : `PNI:${uuidOf(`pni ${person.id}`)}`;
}

const id = (seed: string): string => uuidOf(seed).toUpperCase();

/** Everybody in the story has a row, as everybody does who ever wrote in a group of the app's. */
export function insertPeople(insert: Insert, story: Story, device: Device, isNew: boolean): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const person of story.persons) {
    const [given = '', ...family] = person.selfName.split(' ');
    const ids = { recipientPhoneNumber: `+${person.phone}`, recipientUUID: idOf(person.id) };
    rows.set(person.id, insert('model_SignalRecipient', { recordType: 31, uniqueId: id(`recipient ${person.id}`), devices: Buffer.from([1]), ...ids, pni: pniOf(person)?.toUpperCase() ?? null })); // prettier-ignore
    const isOwn = person.id === device.owner;
    const profile = isOwn ? { recipientPhoneNumber: 'kLocalProfileUniqueId', recipientUUID: null } : { recipientPhoneNumber: null, recipientUUID: idOf(person.id) }; // prettier-ignore
    insert('model_OWSUserProfile', { recordType: 41, uniqueId: id(`profile ${person.id}`), profileKey: Buffer.from('secret of this profile'), profileName: given === '' ? null : given, familyName: family.join(' ') || null, bio: person.businessName, ...profile }); // prettier-ignore
    const saved = device.contacts[person.id];
    if (saved !== undefined)
      insert('model_SignalAccount', { recordType: 30, uniqueId: id(`entry ${person.id}`), ...ids, ...(isNew ? { givenName: saved, fullName: saved } : { contact: contactOf(saved) }) }); // prettier-ignore
    const username = usernameOf(person);
    if (username !== null && !isOwn) insert('UsernameLookupRecord', { aci: Buffer.from(aciOf(person.id).replaceAll('-', ''), 'hex'), username }); // prettier-ignore
    if (rows.size <= 3) insert('model_OWSRecipientIdentity', { recordType: 38, uniqueId: id(`identity ${person.id}`), accountId: id(`recipient ${person.id}`), createdAt: 1_735_689_600 + rows.size, identityKey: Buffer.from('public key'), isFirstKnownKey: 1, verificationState: rows.size === 1 ? 1 : 0 }); // prettier-ignore
  }
  return rows;
} // prettier-ignore

/** Settings: archived in older versions, as they are in newer ones. */
export function insertSettings(insert: Insert, story: Story, device: Device, isNew: boolean): void {
  const own = story.persons.find((one) => one.id === device.owner);
  if (own === undefined) throw new Error('story: the owner is nobody');
  const collection = 'TSStorageUserAccountCollection';
  const settings = { TSStorageRegisteredUUIDKey: idOf(own.id), TSStorageRegisteredNumberKey: `+${own.phone}`, ...(isNew && { TSAccountManager_RegisteredPNIKey: uuidOf(`pni ${own.id}`).toUpperCase() }), TSAccountManager_DeviceId: 1, TSStorageServerAuthToken: 'secret of the account' }; // prettier-ignore
  for (const [key, value] of Object.entries(settings)) insert('keyvalue', { key, collection, value: isNew ? value : settingOf(value) }); // prettier-ignore
  insert('keyvalue', {
    key: 'PreferenceAskedToRate',
    collection: 'SignalPreferences',
    value: isNew ? 1 : settingOf(1),
  });
}

export function insertThreads(insert: Insert, story: Story, device: Device): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const thread of threadsOf(story, device)) {
    const isGroup = thread.type === 'group';
    const partner = isGroup ? null : story.persons.find((one) => one.id === partnerOf(thread, device));
    const isArchived = thread.archivedOn.includes(device.id) ? 1 : 0;
    const base = { recordType: isGroup ? 26 : 27, uniqueId: threadIdOf(thread), conversationColorName: 'steel', creationDate: thread.createdMs / 1000, isArchived: 0, lastInteractionRowId: 7, messageDraft: thread.drafts[device.id] ?? null, shouldThreadBeVisible: 1 }; // prettier-ignore
    const whom: Row = isGroup ? { groupModel: groupModelArchive(thread) } : { contactPhoneNumber: `+${partner?.phone ?? ''}`, contactUUID: partner === undefined || partner === null ? null : idOf(partner.id) }; // prettier-ignore
    rows.set(thread.id, insert('model_TSThread', { ...base, ...whom }));
    insert('thread_associated_data', { threadUniqueId: threadIdOf(thread), isArchived });
    if (thread.disappearingS !== null) insert('model_OWSDisappearingMessagesConfiguration', { recordType: 39, uniqueId: threadIdOf(thread), durationSeconds: thread.disappearingS, enabled: 1 }); // prettier-ignore
    if (!isGroup) continue;
    for (const { person } of thread.members.filter(({ leftMs }) => leftMs === null)) insert('model_TSGroupMember', { recordType: 69, uniqueId: id(`member ${thread.id} ${person}`), groupThreadId: threadIdOf(thread), uuidString: idOf(person) }); // prettier-ignore
  }
  return rows;
}

/** What hangs on a post's row: reactions, mentions, votes. */
export function insertParts(insert: Insert, post: Post, thread: Thread, row: number, people: ReadonlyMap<string, number>): void {
  const uniqueMessageId = rowIdOf(post.serverId);
  for (const [index, { person, emoji, ms }] of post.reactions.entries())
    insert('model_OWSReaction', { recordType: 62, uniqueId: id(`reaction ${post.serverId} ${index}`), emoji: emoji ?? '', reactorUUID: idOf(person), receivedAtTimestamp: ms + 300, sentAtTimestamp: ms, uniqueMessageId, read: 1 }); // prettier-ignore
  if (post.revoked !== null) return;
  for (const person of post.mentions)
    insert('model_TSMention', { recordType: 64, uniqueId: id(`mention ${post.serverId} ${person}`), uniqueMessageId, uniqueThreadId: threadIdOf(thread), uuidString: idOf(person), creationTimestamp: post.sentMs / 1000 }); // prettier-ignore
  if (post.body.type !== 'poll') return;
  const poll = insert('Poll', { interactionId: row, isEnded: 1, allowsMultiSelect: 1 });
  const options = post.body.options.map((option, optionIndex) => insert('PollOption', { pollId: poll, option, optionIndex }));
  for (const vote of post.body.votes)
    for (const option of vote.options) insert('PollVote', { optionId: options[option] ?? 0, voteAuthorId: people.get(vote.person) ?? 0, voteCount: 1 }); // prettier-ignore
} // prettier-ignore

const LINE_TYPES = { answered: [1, 2], missed: [3, 8], rejected: [7, 8], cancelled: [3, 8] } as const;
const STATES = { answered: 1, missed: 3, rejected: 2, cancelled: 2 } as const;

/** A call is a line of its conversation; newer versions list it besides. */
export function insertCall(insert: Insert, call: CallFact, thread: Thread, threads: ReadonlyMap<string, number>, device: Device): void {
  const isOwn = call.caller === device.owner;
  const startedMs = call.startedMs;
  const base: Row = { uniqueId: id(`call ${call.id}`), timestamp: startedMs, receivedAtTimestamp: startedMs, uniqueThreadId: threadIdOf(thread) };
  const isGroup = thread.type === 'group';
  const line: Row = isGroup
    ? { recordType: 65, eraId: `era ${call.id}`, creatorUuid: idOf(call.caller), joinedMemberUuids: idList([call.caller, ...call.callees]) }
    : { recordType: 20, callType: LINE_TYPES[call.outcome][isOwn ? 1 : 0], offerType: call.video ? 1 : 0, read: 1 };
  const interactionRowId = insert('model_TSInteraction', { ...base, ...line });
  insert('CallRecord', {
    callId: String(BigInt(call.startedMs) * 1_000_003n),
    interactionRowId,
    threadRowId: threads.get(thread.id) ?? null,
    type: isGroup ? 2 : call.video ? 1 : 0,
    direction: isOwn ? 1 : 0,
    status: isGroup ? 6 : STATES[call.outcome],
    unreadStatus: 0,
    callBeganTimestamp: startedMs,
    callEndedTimestamp: call.durationS === 0 ? 0 : call.startedMs + call.durationS * 1000,
    groupCallRingerAci: isGroup ? Buffer.from(aciOf(call.caller).replaceAll('-', ''), 'hex') : null,
  });
} // prettier-ignore

/** What the app keeps for some days so that it can be sent again. */
export function insertSendLog(insert: Insert, post: Post, thread: Thread, sentMs: number): void {
  if (post.body.type !== 'text') return;
  const plaintextContent = message(1, bytesField(1, post.body.text));
  insert('MessageSendLog_Payload', { plaintextContent, contentHint: 1, sentTimestamp: sentMs, uniqueThreadId: threadIdOf(thread), sendComplete: 1 }); // prettier-ignore
}
