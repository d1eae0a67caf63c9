import { describe, expect, test } from 'vitest';
import { keyedArchive, type Archivable } from '../../../fixtures/keyed-archive.ts';
import { bytesField, message as nested } from '../../../fixtures/protobuf-writer.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import type { Extracted, Message } from '../../model/index.ts';
import { schemaOf } from './fixture-schema.ts';
import { signalIos } from './index.ts';

/* What the story does not tell. */

const OWN = '11111111-1111-4111-8111-111111111111';
const BOB = '22222222-2222-4222-8222-222222222222';
const EVE = '33333333-3333-4333-8333-333333333333';
const PNI = '44444444-4444-4444-8444-444444444444';
const T = 1_741_296_000_000;

type Value = string | number | Buffer | null;
type Row = Readonly<Record<string, Value>>;

function insert(table: string, row: Row): string {
  const values = Object.values(row).map(
    (one) =>
    one === null ? 'NULL' : typeof one === 'number' ? String(one) : typeof one === 'string' ? `'${one.replaceAll("'", "''")}'` : `x'${one.toString('hex')}'`, // prettier-ignore
  );
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`;
}

const object = (members: Readonly<Record<string, Archivable>>): Archivable => ({ of: 'Object', members });
const address = (uuid: string): Archivable => object({ backingUuid: { uuid }, backingPhoneNumber: null });
const pniAddress = object({
  backingUuid: Buffer.from(`01${PNI.replaceAll('-', '')}`, 'hex'),
  backingPhoneNumber: null,
});

const thread = (uniqueId: string, row: Row): string => insert('model_TSThread', { recordType: 27, uniqueId, conversationColorName: 'steel', isArchived: 0, lastInteractionRowId: 0, shouldThreadBeVisible: 1, ...row }); // prettier-ignore

const people = [
  insert('keyvalue', { key: 'TSStorageRegisteredUUIDKey', collection: 'TSStorageUserAccountCollection', value: OWN.toUpperCase() }), // prettier-ignore
  insert('model_SignalRecipient', { recordType: 31, uniqueId: 'R-BOB', devices: Buffer.from([1, 2]), recipientUUID: BOB.toUpperCase(), recipientPhoneNumber: '+12025550104' }), // prettier-ignore
  thread('T-BOB', { contactUUID: BOB.toUpperCase(), messageDraft: 'not sent yet' }),
];

let serial = 0;
function message(row: Row): string {
  serial += 1;
  return insert('model_TSInteraction', { recordType: 19, uniqueId: `M${serial}`, receivedAtTimestamp: T + serial, timestamp: T + serial, uniqueThreadId: 'T-BOB', authorUUID: BOB.toUpperCase(), ...row }); // prettier-ignore
}
const info = (messageType: number, values: Readonly<Record<string, Archivable>> = {}): string =>
  message({ recordType: 10, authorUUID: null, messageType, infoMessageUserInfo: keyedArchive({ pairs: Object.entries(values).map(([key, value]) => [`InfoMessageUserInfoKey${key}`, value] as const) }) }); // prettier-ignore

async function read(statements: readonly string[], variant = 'attachment-references'): Promise<readonly Extracted[]> {
  return readMade(signalIos, 'AppGroup/grdb/signal.sqlite', [...schemaOf(variant), ...people, ...statements]);
}

const codes = (all: readonly Extracted[]): readonly string[] => only(all, 'issue').map(({ code }) => code);
const last = (all: readonly Extracted[]): Message => {
  const found = only(all, 'message').at(-1);
  if (found === undefined) throw new Error('no message');
  return found;
};

describe('accounts and conversations', () => {
  test('account id, number identity, number and user name are kept apart and linked', async () => {
    const all = await read([
      `UPDATE model_SignalRecipient SET pni = 'PNI:${PNI.toUpperCase()}'`,
      insert('UsernameLookupRecord', { aci: Buffer.from(BOB.replaceAll('-', ''), 'hex'), username: 'bob.42' }),
    ]);
    const kinds = new Map(only(all, 'account').map(({ identifier, identifierKind }) => [identifier, identifierKind]));
    expect(kinds.get(BOB)).toBe('hidden-id');
    expect(kinds.get(`PNI:${PNI}`)).toBe('hidden-id');
    expect(kinds.get('+12025550104')).toBe('phone');
    expect(kinds.get('bob.42')).toBe('user-name');
    expect(only(all, 'account-link').filter(({ a }) => a === BOB)).toHaveLength(3);
  });

  test('a draft, a timer and a group of the first kind', async () => {
    const groupModel = keyedArchive(object({ groupId: Buffer.alloc(16, 7), groupName: 'Old group', groupMembers: [address(BOB), object({ backingUuid: null, backingPhoneNumber: '+12025550105' })] })); // prettier-ignore
    const all = await read([
      thread('G-OLD', { recordType: 26, groupModel }),
      insert('model_OWSDisappearingMessagesConfiguration', { recordType: 39, uniqueId: 'T-BOB', durationSeconds: 3600, enabled: 1 }), // prettier-ignore
    ]);
    const [bob, old] = only(all, 'conversation');
    expect(bob).toMatchObject({ draft: 'not sent yet', disappearingS: 3600, type: 'one-to-one' });
    expect(old).toMatchObject({
      type: 'group',
      title: 'Old group',
      identifier: Buffer.alloc(16, 7).toString('base64'),
    });
    expect(only(all, 'participant').map(({ account, role }) => [account, role])).toEqual([[BOB, 'unknown'], ['+12025550105', 'unknown']]); // prettier-ignore
  });

  test('members, invited, asking and banned of a group of the second kind, in both forms', async () => {
    const states = [{ backingUuid: BOB.toUpperCase() }, { typeKey: 0, role: 1 }, { backingUuid: EVE.toUpperCase() }, { typeKey: 1, role: 0, addedByUuid: BOB.toUpperCase() }]; // prettier-ignore
    const model = (membership: Readonly<Record<string, Archivable>>): Buffer => keyedArchive(object({ groupId: Buffer.alloc(32, 1), secretParamsData: Buffer.from('secret'), membership: object(membership) })); // prettier-ignore
    const all = await read([
      thread('G-NEW', { recordType: 26, groupModel: model({ memberStates: Buffer.from(JSON.stringify(states)), bannedMembers: { pairs: [[{ uuid: OWN }, T]] } }) }), // prettier-ignore
      thread('G-MID', { recordType: 26, groupModel: model({ memberStateMap: { pairs: [[address(BOB), object({ role: 1, isPending: false })], [pniAddress, object({ role: 0, isPending: true })]] } }) }), // prettier-ignore
    ]);
    const told = only(all, 'participant').map(({ conversation, account, role, membership }) => [conversation, account, role, membership]); // prettier-ignore
    expect(told).toEqual([
      ['thread:G-NEW', BOB, 'admin', 'current'],
      ['thread:G-NEW', EVE, 'unknown', 'pending'],
      ['thread:G-NEW', OWN, 'unknown', 'unknown'],
      ['thread:G-MID', BOB, 'admin', 'current'],
      ['thread:G-MID', `pni:${PNI}`, 'unknown', 'pending'],
    ]);
    expect(JSON.stringify(all)).not.toContain('secret');
  });
});

test('members that cannot be read, and what else is kept of who is in a group, are carried', async () => {
  const states = [{ backingUuid: BOB.toUpperCase() }, { typeKey: 0, role: 1 }, 'somebody', { typeKey: 0, role: 0 }];
  const model = (membership: Readonly<Record<string, Archivable>>): Buffer => keyedArchive(object({ groupId: Buffer.alloc(32, 1), membership: object(membership) })); // prettier-ignore
  const all = await read([
    thread('G-NEW', { recordType: 26, groupModel: model({ memberStates: Buffer.from(JSON.stringify(states)), invalidInviteMap: { pairs: [[{ uuid: EVE }, 'invited badly']] } }) }), // prettier-ignore
    thread('G-MID', { recordType: 26, groupModel: model({ memberStateMap: { pairs: [[address(BOB), object({ role: 1 })], [object({ nobody: true }), object({ role: 0 })]] } }) }), // prettier-ignore
  ]);
  expect(only(all, 'participant').map(({ account }) => account)).toEqual([BOB, BOB]);
  const [, first, second] = only(all, 'conversation').map(({ stored }) => JSON.stringify(stored));
  expect(first).toContain(Buffer.from('somebody').toString('hex'));
  expect(first).toContain('invited badly');
  expect(second).toContain('nobody');
});

describe('lines of the app', () => {
  test('names, numbers, merged conversations, blocks and payments', async () => {
    const name = (given: string): Archivable => object({ 'NS.nameComponentsPrivate': object({ 'NS.givenName': given, 'NS.familyName': 'B' }) }); // prettier-ignore
    const all = await read([
      info(13, { ProfileChanges: object({ address: address(BOB), oldNameComponents: name('Bob'), newNameLiteral: 'Robert' }) }), // prettier-ignore
      info(18, { ThreadMergePhoneNumber: '+12025550104' }),
      info(24),
      info(16, { PaymentActivationRequestSenderAci: BOB.toUpperCase() }),
      info(77),
    ]);
    const lines = only(all, 'message').map(({ system }) => system);
    expect(lines[0]).toMatchObject({ action: 'contact-notice', affected: [BOB], before: 'Bob B', after: 'Robert' });
    expect(lines[1]).toMatchObject({ actionStored: 'ThreadMerge', before: '+12025550104' });
    expect(lines[2]).toMatchObject({ action: 'unblocked', actor: OWN, affected: [BOB] });
    expect(lines[3]).toMatchObject({ action: 'app-notice', actor: BOB });
    expect(lines[4]).toMatchObject({ action: 'unknown', actionStored: '77' });
    expect(codes(all)).toEqual(['unknown-code']);
  });

  test('updates of a group: the first kind is the line, others are details, an unknown one is said', async () => {
    const items = [
      { otherUserAddedByOtherUser: { updaterAci: BOB.toUpperCase(), userAci: EVE.toUpperCase() } },
      { localUserAddedByOtherUser: { updaterAci: BOB.toUpperCase() } },
      { disappearingMessagesEnabledByOtherUser: { updaterAci: BOB.toUpperCase(), durationMs: 60_000 } },
      { somethingNew: { count: 3 } },
    ];
    const all = await read([
      info(3, { UpdateMessagesV2: object({ messagesKey: Buffer.from(JSON.stringify(items)) }) }),
    ]);
    expect(last(all).system).toMatchObject({ action: 'member-added', actor: BOB, affected: [EVE, OWN] });
    const details = only(all, 'detail').map(({ content }) => (content.type === 'other' ? [content.name, content.values.after ?? content.values.count] : [])); // prettier-ignore
    expect(details).toEqual([['disappearingMessagesEnabledByOtherUser', '60'], ['somethingNew', 3]]); // prettier-ignore
    expect(codes(all)).toEqual(['unknown-code']);
  });
});

describe('what a store says of less than it seems', () => {
  test('a line with no group before it tells of a group that was made only by its revision', async () => {
    const model = (revision: number): Archivable =>
      object({ groupId: Buffer.alloc(32, 1), groupName: 'Boat', revision });
    const all = await read([0, 7].map((revision) => info(3, { NewGroupModel: model(revision), GroupUpdateSourceAddress: address(BOB) }))); // prettier-ignore
    expect(only(all, 'message').map(({ system }) => [system?.action, system?.actor, system?.after])).toEqual([
      ['group-created', BOB, 'Boat'],
      ['app-notice', BOB, 'Boat'],
    ]);
  });

  test('an ended session names neither side, and a timer nobody where no column says who set it', async () => {
    const all = await read([
      'ALTER TABLE model_TSInteraction DROP COLUMN createdByRemoteName',
      info(0),
      message({ recordType: 28, authorUUID: null, configurationIsEnabled: 1, configurationDurationSeconds: 60 }),
    ]);
    expect(only(all, 'message').map(({ system }) => [system?.actionStored, system?.actor, system?.after])).toEqual([
      ['SessionDidEnd', null, null],
      ['28', null, '60'],
    ]);
    expect(codes(all)).toEqual(['column-missing']);
  });

  test('a vote that was taken back, or is not sent yet, names no option', async () => {
    const all = await read([
      'ALTER TABLE PollVote ADD COLUMN voteState INTEGER',
      message({ uniqueId: 'P1', body: 'Which?' }),
      `INSERT INTO Poll (id, interactionId, allowsMultiSelect) SELECT 1, id, 1 FROM model_TSInteraction WHERE uniqueId = 'P1'`,
      ...['Red', 'Blue', 'Green'].map((option, i) => insert('PollOption', { id: i + 1, pollId: 1, option, optionIndex: i })),
      ...[[1, 1], [2, 0], [3, 3]].map(([optionId = 0, voteState = 0]) => insert('PollVote', { optionId, voteAuthorId: 1, voteCount: 2, voteState })),
    ]); // prettier-ignore
    const details = only(all, 'detail');
    expect(details.flatMap(({ content }) => (content.type === 'poll-option' ? [[content.name, content.votes]] : []))).toEqual([['Red', 1], ['Blue', 0], ['Green', 0]]); // prettier-ignore
    const votes = details.flatMap(({ content, stored }) => (content.type === 'poll-vote' ? [[content.account, content.options, stored?.voteState, stored?.['option 1']]] : [])); // prettier-ignore
    expect(votes).toEqual([[BOB, ['Red'], undefined, undefined], [BOB, [], 0, 'Blue'], [BOB, [], 3, 'Green']]); // prettier-ignore
  });

  test('words by which somebody or a conversation is found are no trace of a message', async () => {
    const all = await read([
      'CREATE TABLE indexable_text (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, collection TEXT NOT NULL, uniqueId TEXT NOT NULL, ftsIndexableContent TEXT NOT NULL)',
      message({ uniqueId: 'M-HERE', body: 'here' }),
      ...[['TSInteraction', 'M-HERE'], ['TSInteraction', 'M-GONE'], ['TSThread', 'T-BOB'], ['SignalAccount', 'A1']].map(([collection = '', uniqueId = '']) => insert('indexable_text', { collection, uniqueId, ftsIndexableContent: `words of ${uniqueId}` })),
    ], 'attachment-table'); // prettier-ignore
    expect(only(all, 'event').map(({ body, from }) => [body, from.state])).toEqual([
      ['words of M-GONE', 'recovered'],
      ['words of T-BOB', 'live'],
      ['words of A1', 'live'],
    ]);
  });
});

describe('messages', () => {
  test('wordings that take the place of each other are messages, and those behind one another belong to the last', async () => {
    const all = await read([
      ...['A', 'B', 'C', 'D', 'E'].map((uniqueId) => message({ uniqueId, body: uniqueId })),
      ...[['A', 'B'], ['B', 'A'], ['E', 'D'], ['D', 'C']].map(([latest = '', past = '']) => `INSERT INTO EditRecord (latestRevisionId, pastRevisionId) SELECT l.id, p.id FROM model_TSInteraction l, model_TSInteraction p WHERE l.uniqueId = '${latest}' AND p.uniqueId = '${past}'`),
    ]); // prettier-ignore
    expect(only(all, 'message').map(({ body }) => body)).toEqual(['A', 'B', 'E']);
    expect(only(all, 'version').map(({ body, message: of }) => [body, of])).toEqual([['C', 'message:E'], ['D', 'message:E']]); // prettier-ignore
  });

  test('a deleted message names the administrator who deleted it, and an answer without words no type', async () => {
    const all = await read([
      'CREATE TABLE AdminDelete (interactionId INTEGER PRIMARY KEY NOT NULL, deleteAuthorId INTEGER NOT NULL)',
      message({ uniqueId: 'D1', wasRemotelyDeleted: 1 }),
      message({ uniqueId: 'D2', wasRemotelyDeleted: 1, quotedMessage: keyedArchive(object({ authorAddress: address(BOB), timestamp: T, isGiftBadge: true })) }),
      `INSERT INTO AdminDelete SELECT id, 1 FROM model_TSInteraction WHERE uniqueId = 'D1'`,
      insert('AdminDelete', { interactionId: 999, deleteAuthorId: 1 }),
    ]); // prettier-ignore
    expect(only(all, 'message').map(({ deleted, from }) => [deleted?.by, from.at.length])).toEqual([[BOB, 2], [null, 1]]); // prettier-ignore
    expect(only(all, 'event')).toMatchObject([{ from: { state: 'recovered' }, stored: { interactionId: 999 } }]);
    expect(only(all, 'quote').map(({ type }) => type)).toEqual(['unknown']);
  });

  test('an archive of another form than is asked for is carried', async () => {
    const all = await read([
      message({ recordType: 21, authorUUID: null, body: 'words', quotedMessage: keyedArchive(['an answer']), recipientAddressStates: keyedArchive([object({ alone: 'with whom' })]) }),
      info(3, { UpdateMessagesV2: object({ messagesKey: Buffer.from('[7]'), more: 'besides' }) }),
      message({ recordType: 65, joinedMemberUuids: keyedArchive([BOB, object({ other: 'form' })]) }),
    ]); // prettier-ignore
    const [sent, line, call] = only(all, 'message').map(({ stored }) => JSON.stringify(stored));
    expect(sent).toContain('an answer');
    expect(sent).toContain('with whom');
    expect(line).toContain('besides');
    expect(line).toContain('UpdateMessagesV2');
    expect(call).toContain('form');
    expect(codes(all)).toEqual(['undecodable-payload']);
  });

  test('what is archived and cannot be decoded is carried, named, and the message kept', async () => {
    const all = await read([message({ body: 'words', quotedMessage: Buffer.from('bplist00 broken'), recipientAddressStates: Buffer.from('x') })]); // prettier-ignore
    expect(last(all)).toMatchObject({ body: 'words', stored: { quotedMessage: Buffer.from('bplist00 broken') } });
    expect(codes(all)).toEqual(['undecodable-payload', 'undecodable-payload']);
  });

  test('a message whose conversation or type nobody knows is kept and said', async () => {
    const all = await read([message({ uniqueThreadId: 'gone', recordType: 4711, body: 'still here' })]);
    expect(last(all)).toMatchObject({ body: 'still here', conversation: 'thread:gone', type: 'unknown', direction: 'incoming', sender: BOB }); // prettier-ignore
    expect(codes(all)).toEqual(['unresolved-reference', 'unknown-code']);
  });

  test('what could not be deciphered names its sender, and what is kept for sending again has the words of an edit', async () => {
    const edit = nested(11, nested(2, bytesField(1, 'put right')));
    const all = await read([
      'ALTER TABLE model_TSInteraction ADD COLUMN sender BLOB',
      message({ recordType: 70, authorUUID: null, errorType: 11, sender: keyedArchive(address(BOB)) }),
      insert('MessageSendLog_Payload', { plaintextContent: edit, contentHint: 1, sentTimestamp: T, uniqueThreadId: 'T-BOB' }), // prettier-ignore
    ]);
    expect(only(all, 'message')).toMatchObject([{ type: 'undecrypted', sender: BOB, direction: 'incoming' }]);
    expect(only(all, 'event')).toMatchObject([{ body: 'put right', actor: OWN, direction: 'outgoing' }]);
  });

  test('without settings nobody is the owner, and own messages have no sender', async () => {
    const all = await read(['DELETE FROM keyvalue', message({ recordType: 21, authorUUID: null, body: 'mine' })]);
    expect(last(all)).toMatchObject({ sender: null, direction: 'outgoing', serverId: null });
    expect(codes(all)).toContain('owner-unknown');
  });

  test('files that objects inside a message name belong to it, and those that nothing names are told', async () => {
    const file = (uniqueId: string): string => insert('model_TSAttachment', { recordType: 18, uniqueId, attachmentType: 0, byteCount: 5, contentType: 'image/webp', localRelativeFilePath: `/${uniqueId}/a.webp` }); // prettier-ignore
    const sticker = keyedArchive(object({ info: object({ packId: Buffer.alloc(16, 1), packKey: Buffer.from('secret key'), stickerId: 7 }), attachmentId: 'F1', emoji: '🦭' })); // prettier-ignore
    const all = await read([message({ messageSticker: sticker }), file('F1'), file('F2')], 'attachment-table'); // prettier-ignore
    expect(last(all).type).toBe('sticker');
    expect(only(all, 'attachment')).toMatchObject([{ type: 'sticker', message: last(all).key, candidates: ['Attachments/F1/a.webp'] }]); // prettier-ignore
    expect(only(all, 'event')).toMatchObject([{ from: { state: 'recovered' }, stored: { uniqueId: 'F2' } }]);
    expect(JSON.stringify(all)).not.toContain('secret');
  });
});

describe('calls and stories', () => {
  test('a story keeps its file and what stands beside its words', async () => {
    const story = 'CREATE TABLE model_StoryMessage (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, recordType INTEGER, uniqueId TEXT, timestamp INTEGER, authorUuid TEXT, groupId BLOB, direction INTEGER, manifest BLOB, attachment BLOB, replyCount INTEGER)'; // prettier-ignore
    const row = (uniqueId: string, attachment: unknown): string => insert('model_StoryMessage', { recordType: 0, uniqueId, timestamp: T, authorUuid: BOB.toUpperCase(), direction: 0, manifest: JSON.stringify({ incoming: { allowsReplies: true, viewedTimestamp: T + 7 } }), attachment: JSON.stringify(attachment), replyCount: 0 }); // prettier-ignore
    const all = await read([
      story,
      row('S1', { text: { attachment: { textStyle: 1, preview: { urlString: 'https://example.org/boat' } } } }),
      row('S2', { fileV2: { _0: { attachmentId: 'F9', captionStyles: [] } } }),
      insert('model_TSAttachment', { recordType: 18, uniqueId: 'F9', attachmentType: 0, byteCount: 5, contentType: 'image/jpeg', localRelativeFilePath: '/F9/a.jpg' }),
    ], 'attachment-table'); // prettier-ignore
    expect(only(all, 'message').map(({ stored }) => stored)).toMatchObject([
      { 'attachment.text.preview': '{"urlString":"https://example.org/boat"}', 'manifest.viewedTimestamp': T + 7 },
      {},
    ]);
    expect(only(all, 'attachment')).toMatchObject([{ message: 'message:S2', type: 'image' }]);
    expect(only(all, 'event')).toEqual([]);
  });

  test('the first list of calls names its line, and a call off the list leaves a trace', async () => {
    const all = await read(
      [
        'CREATE TABLE model_CallRecord (id INTEGER PRIMARY KEY NOT NULL, uniqueId TEXT, callId TEXT, interactionUniqueId TEXT, peerUuid TEXT, type INTEGER, direction INTEGER, status INTEGER)',
        'CREATE TABLE DeletedCallRecord (id INTEGER PRIMARY KEY NOT NULL, callId TEXT, threadRowId INTEGER, deletedAtTimestamp INTEGER)',
        message({ recordType: 20, uniqueId: 'C1', authorUUID: null, callType: 3, offerType: 1 }),
        insert('model_CallRecord', { uniqueId: 'x', callId: '9', interactionUniqueId: 'C1', peerUuid: BOB.toUpperCase(), type: 1, direction: 0, status: 3 }), // prettier-ignore
        insert('DeletedCallRecord', { callId: '8', threadRowId: 1, deletedAtTimestamp: T }),
      ],
      'attachment-table',
    );
    const [call, deleted] = only(all, 'event');
    expect(call).toMatchObject({ conversation: 'thread:T-BOB', actor: BOB, direction: 'incoming', call: { outcome: 'missed', video: true, message: 'message:C1' } }); // prettier-ignore
    expect(deleted).toMatchObject({ type: 'deletion', conversation: 'thread:T-BOB', stored: { callId: '8' } });
  });

  test('of an outgoing call of a group nothing says that anybody took it', async () => {
    const all = await read(
      [
        'CREATE TABLE model_CallRecord (id INTEGER PRIMARY KEY NOT NULL, uniqueId TEXT, callId TEXT, interactionUniqueId TEXT, type INTEGER, direction INTEGER, status INTEGER)',
        ...[6, 5].flatMap((status) => [0, 1].map((direction) => insert('model_CallRecord', { uniqueId: `g${direction}${status}`, callId: `${direction}`, interactionUniqueId: `G${direction}`, type: 2, direction, status }))), // prettier-ignore
        message({ recordType: 65, authorUUID: null, creatorUuid: OWN.toUpperCase(), joinedMemberUuids: keyedArchive([OWN.toUpperCase()]) }), // prettier-ignore
        message({ recordType: 65, authorUUID: null, creatorUuid: BOB.toUpperCase(), joinedMemberUuids: keyedArchive([OWN.toUpperCase()]) }), // prettier-ignore
        message({ recordType: 65, authorUUID: null, creatorUuid: OWN.toUpperCase(), joinedMemberUuids: keyedArchive([OWN.toUpperCase(), BOB.toUpperCase()]) }), // prettier-ignore
      ],
      'attachment-table',
    );
    const [ours, theirs] = [['outgoing', 'unknown'], ['incoming', 'answered']]; // prettier-ignore
    expect(only(all, 'event').map(({ direction, call }) => [direction, call?.outcome])).toEqual([ours, theirs, ['outgoing', 'answered'], theirs, ours, theirs, ours]); // prettier-ignore
  });

  test('stories are one conversation, with their words and those who saw them', async () => {
    const story = 'CREATE TABLE model_StoryMessage (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, recordType INTEGER, uniqueId TEXT, timestamp INTEGER, authorUuid TEXT, groupId BLOB, direction INTEGER, manifest BLOB, attachment BLOB, replyCount INTEGER)'; // prettier-ignore
    const row = (direction: number, author: string, manifest: unknown, attachment: unknown): string => insert('model_StoryMessage', { recordType: 0, uniqueId: `S${direction}`, timestamp: T, authorUuid: author, direction, manifest: JSON.stringify(manifest), attachment: JSON.stringify(attachment), replyCount: 0 }); // prettier-ignore
    const all = await read([
      story,
      row(0, BOB.toUpperCase(), { incoming: { receivedState: { allowsReplies: true, receivedTimestamp: T + 5 } } }, { text: { attachment: { text: 'Smooth sailing' } } }), // prettier-ignore
      row(1, OWN.toUpperCase(), { outgoing: { recipientStates: [BOB.toUpperCase(), { allowsReplies: true, contexts: [], sendingState: 3, viewedTimestamp: T + 9 }] } }, { media: {} }), // prettier-ignore
    ]);
    const [first] = only(all, 'message');
    expect(first).toMatchObject({
      conversation: 'stories',
      body: 'Smooth sailing',
      sender: BOB,
      serverId: `${BOB}/${T}`,
    });
    expect(only(all, 'receipt')).toMatchObject([{ account: BOB, played: { utcMs: T + 9 } }]);
  });
});
