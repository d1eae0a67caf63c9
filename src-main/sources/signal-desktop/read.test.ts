import { describe, expect, test } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import type { Extracted } from '../../model/index.ts';
import { schemaOf } from './fixture-schema.ts';
import { signalDesktop } from './index.ts';

/* What the story does not tell. */

const OWN = '11111111-1111-4111-8111-111111111111';
const BOB = '22222222-2222-4222-8222-222222222222';
const EVE = '33333333-3333-4333-8333-333333333333';
const T = 1_741_296_000_000;

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

function insert(table: string, row: Row): string {
  const values = Object.values(row).map((one) =>
    one === null ? 'NULL' : typeof one === 'number' ? String(one) : `'${one.replaceAll("'", "''")}'`,
  );
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`;
}

const people = [
  insert('items', { id: 'uuid_id', json: JSON.stringify({ id: 'uuid_id', value: `${OWN}.2` }) }),
  insert('conversations', { id: 'c-bob', type: 'private', serviceId: BOB, e164: '+12025550104', json: JSON.stringify({ pni: 'PNI:44444444-4444-4444-8444-444444444444', username: 'bob.42' }) }), // prettier-ignore
  insert('conversations', { id: 'c-eve', type: 'private', e164: '+12025550105', json: '{}' }),
  insert('conversations', { id: 'c-old', type: 'group', groupId: 'old', name: 'Old group', members: 'c-bob c-eve', json: JSON.stringify({ groupVersion: 1 }) }), // prettier-ignore
  insert('conversations', { id: 'c-new', type: 'group', groupId: 'bmV3', name: 'New group', json: JSON.stringify({ membersV2: [{ aci: BOB, role: 2 }], pendingMembersV2: [{ serviceId: EVE, role: 1, timestamp: T }], bannedMembersV2: [{ serviceId: 'PNI:55555555-5555-4555-8555-555555555555', timestamp: T }], masterKey: 'c2VjcmV0' }) }), // prettier-ignore
];

let serial = 0;

function message(json: Readonly<Record<string, unknown>> | string, columns: Row = {}): string {
  serial += 1;
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return insert('messages', { id: `m${serial}`, conversationId: 'c-bob', type: 'incoming', sourceServiceId: BOB, sent_at: T + serial, received_at: serial, json: text, ...columns }); // prettier-ignore
}

async function read(statements: readonly string[], variant = 'attachments-table'): Promise<readonly Extracted[]> {
  const path = 'Signal/sql/db.sqlite';
  return readMade(signalDesktop, path, [...schemaOf(variant), ...people, ...statements]);
}

const codes = (all: readonly Extracted[]): readonly string[] => only(all, 'issue').map(({ code }) => code);

describe('accounts', () => {
  test('account id, number identity, number and user name are kept apart and linked', async () => {
    const all = await read([]);
    const kinds = new Map(only(all, 'account').map(({ identifier, identifierKind }) => [identifier, identifierKind]));
    expect(kinds.get(BOB)).toBe('hidden-id');
    expect(kinds.get('PNI:44444444-4444-4444-8444-444444444444')).toBe('hidden-id');
    expect(kinds.get('+12025550104')).toBe('phone');
    expect(kinds.get('bob.42')).toBe('user-name');
    expect(only(all, 'account-link').filter(({ a }) => a === BOB)).toHaveLength(3);
  });

  test('keys of profiles and groups stay in the store', async () => {
    expect(JSON.stringify(await read([]))).not.toContain('c2VjcmV0');
  });

  test('without settings the owner is assumed from own messages, and said to be', async () => {
    const all = await read([
      'DELETE FROM items',
      message({}, { type: 'outgoing', sourceServiceId: OWN, body: 'mine' }),
    ]);
    expect(codes(all)).toContain('owner-assumed');
    expect(only(all, 'account').find(({ owner }) => owner !== null)).toMatchObject({ identifier: OWN, owner: { assumed: true } }); // prettier-ignore
  });
});

describe('groups', () => {
  test('members of the first kind by their rows, of the second with role, invitation and ban', async () => {
    const rows = only(await read([]), 'participant');
    expect(rows.at(-1)).toMatchObject({ left: null, stored: { 'json.bannedMembersV2.timestamp': T } });
    const found = rows.map(({ conversation, account, role, membership }) => [conversation, account, role, membership]); // prettier-ignore
    expect(found).toEqual([
      ['conversation:c-old', BOB, 'unknown', 'current'],
      ['conversation:c-old', '+12025550105', 'unknown', 'current'],
      ['conversation:c-new', BOB, 'admin', 'current'],
      ['conversation:c-new', EVE, 'member', 'pending'],
      ['conversation:c-new', 'pni:55555555-5555-4555-8555-555555555555', 'unknown', 'unknown'],
    ]);
  });

  test('a change of a group of the first kind is a line', async () => {
    const all = await read([message({ group_update: { joined: ['+12025550105'] } }, { conversationId: 'c-old' })]);
    expect(only(all, 'message')[0]).toMatchObject({ type: 'system', system: { action: 'member-added', affected: ['+12025550105'], actor: BOB } }); // prettier-ignore
  });

  test('a line that tells several changes keeps each; an unknown one is named', async () => {
    const details = [{ type: 'member-add', aci: EVE }, { type: 'title', newTitle: 'Newer' }, { type: 'moon-phase', phase: 3 }]; // prettier-ignore
    const all = await read([message({ groupV2Change: { from: BOB, details } }, { type: 'group-v2-change', conversationId: 'c-new' })]); // prettier-ignore
    expect(only(all, 'message')[0]?.system).toMatchObject({ action: 'member-added', affected: [EVE] });
    expect(only(all, 'detail').map(({ content }) => content)).toMatchObject([
      { name: 'title', values: { after: 'Newer' } },
      { name: 'moon-phase', values: { 'json.phase': 3 } },
    ]);
    expect(codes(all)).toContain('unknown-code');
  });
});

describe('messages', () => {
  test('an unknown type keeps its row, its words and its sender, and is named', async () => {
    const all = await read([message({ novelty: { a: 1 } }, { type: 'hologram', body: 'words' })]);
    expect(only(all, 'message')[0]).toMatchObject({ type: 'unknown', typeStored: 'hologram', body: 'words', sender: BOB, stored: { 'json.novelty': '{"a":1}' } }); // prettier-ignore
    expect(only(all, 'issue').find(({ where }) => where === 'messages.type')?.stored).toBe('hologram');
  });

  test('JSON that is none is carried, and the columns are read', async () => {
    const all = await read([message('{"cut', { body: 'words' })]);
    expect(only(all, 'message')[0]).toMatchObject({ body: 'words', stored: { json: '{"cut' } });
    expect(codes(all)).toContain('undecodable-payload');
  });

  test('stories are one conversation, whoever wrote them', async () => {
    const all = await read([
      message({}, { type: 'story', body: 'one' }),
      message({}, { type: 'story', body: 'two', sourceServiceId: OWN, conversationId: 'c-new' }),
    ]);
    expect(only(all, 'conversation').filter(({ type }) => type === 'status')).toHaveLength(1);
    expect(only(all, 'message').map(({ conversation, direction }) => [conversation, direction])).toEqual([
      ['conversation:stories', 'incoming'],
      ['conversation:stories', 'outgoing'],
    ]);
  });

  test('timers, view-once, and content that is gone without a deletion', async () => {
    const [one] = only(await read([message({}, { isViewOnce: 1, isErased: 1, expireTimer: 60, expirationStartTimestamp: T })]), 'message'); // prettier-ignore
    expect(one).toMatchObject({ viewOnce: true, deleted: null, from: { state: 'live' }, stored: { isErased: 1 }, expires: { durationS: 60, at: { utcMs: T + 60_000 } } }); // prettier-ignore
  });

  test('states of sending: each account apart, the furthest for the message, viewed as played', async () => {
    const states = { 'c-bob': { status: 'Viewed', updatedAt: T + 5 }, 'c-eve': { status: 'Sent', updatedAt: T + 1 }, gone: { status: 'Read', updatedAt: T + 2 } }; // prettier-ignore
    const all = await read([message({ sendStateByConversationId: states }, { type: 'outgoing', conversationId: 'c-new', body: 'x' })]); // prettier-ignore
    expect(only(all, 'message')[0]?.status).toBe('played');
    expect(only(all, 'receipt').map(({ account, read: seen, played, stored }) => [account, seen?.utcMs, played?.utcMs, stored?.['json.status']])).toEqual([
      [BOB, undefined, T + 5, 'Viewed'],
      ['+12025550105', undefined, undefined, 'Sent'],
      [null, T + 2, undefined, 'Read'],
    ]); // prettier-ignore
  });

  test('every earlier wording is a version with its own time, the present one is none', async () => {
    const editHistory = ['third', 'second', 'first'].map((body, i) => ({ body, timestamp: T + 300 - i * 100 }));
    const all = await read([message({ editMessageTimestamp: T + 300, editHistory }, { body: 'third' })]);
    expect(only(all, 'message')[0]?.edited?.utcMs).toBe(T + 300);
    expect(only(all, 'version').map(({ body, role, time }) => [body, role, time?.utcMs])).toEqual([
      ['second', 'earlier', T + 200],
      ['first', 'earlier', T + 100],
    ]);
  });

  test('the oldest versions name senders by number and keep everything in the JSON', async () => {
    const all = await read(
      [message({ attachments: [{ contentType: 'image/png', path: 'ab\\cd', plaintextHash: 'a'.repeat(64), size: 3 }], received_at_ms: T + 9 }, { sourceServiceId: null, source: '+12025550105', conversationId: 'c-eve' })], // prettier-ignore
      'json',
    );
    expect(only(all, 'message')[0]).toMatchObject({ type: 'image', sender: '+12025550105' });
    expect(only(all, 'attachment')[0]).toMatchObject({ candidates: ['attachments.noindex/ab/cd'], sha256: 'a'.repeat(64) }); // prettier-ignore
  });

  test('a message of a conversation without a row gets one, with an issue', async () => {
    const all = await read([message({}, { conversationId: 'nowhere', body: 'x' })]);
    expect(only(all, 'conversation').find(({ key }) => key === 'conversation:nowhere')?.type).toBe('unknown');
    expect(codes(all)).toContain('unresolved-reference');
  });

  test('formatting is a detail, a mention names its account', async () => {
    const bodyRanges = [{ start: 0, length: 1, mentionAci: EVE }, { start: 2, length: 4, style: 1 }]; // prettier-ignore
    const all = await read([message({ bodyRanges }, { body: '\uFFFC bold' })]);
    expect(only(all, 'mention')).toMatchObject([{ account: EVE, stored: { 'json.length': 1 } }]);
    expect(only(all, 'detail')).toMatchObject([{ content: { name: 'bodyRanges', values: { 'json.start': 2, 'json.style': 1 } } }]); // prettier-ignore
  });
});

describe('what lies beside messages', () => {
  test('files of earlier wordings, long texts and previews are told apart, and keys are not carried', async () => {
    const file = { messageId: 'm-x', conversationId: 'c-bob', sentAt: T, size: 3, contentType: 'image/png', version: 2, localKey: 'c2VjcmV0', path: 'aa/bb' }; // prettier-ignore
    const rows = [
      { ...file, attachmentType: 'attachment', orderInMessage: 0, editHistoryIndex: 1, plaintextHash: 'b'.repeat(64) },
      { ...file, attachmentType: 'long-message', orderInMessage: 0, editHistoryIndex: -1, contentType: 'text/x-signal-plain' }, // prettier-ignore
      { ...file, attachmentType: 'quote', orderInMessage: 0, editHistoryIndex: -1 },
    ].map((row) => insert('message_attachments', row));
    const all = await read([message({}, { id: 'm-x', body: 'x' }), ...rows]);
    expect(only(all, 'attachment').map(({ type, sha256, stored }) => [type, sha256, stored?.editHistoryIndex, stored?.plaintextHash])).toEqual([
      ['image', 'b'.repeat(64), 1, undefined],
      ['document', null, undefined, undefined],
      ['thumbnail', null, undefined, undefined],
    ]); // prettier-ignore
    expect(JSON.stringify(all)).not.toContain('c2VjcmV0');
  });

  test('a reaction that its message does not hold is a record of its own; one that it holds is counted out', async () => {
    const held = { emoji: '👍', fromId: 'c-bob', timestamp: T + 1 };
    const all = await read([
      message({ reactions: [held] }, { id: 'm-y', body: 'x' }),
      insert('reactions', { messageId: 'm-y', ...held }),
      insert('reactions', { messageId: 'm-y', emoji: '👎', fromId: 'c-eve', timestamp: T + 2 }),
    ]);
    expect(only(all, 'reaction').map(({ emoji, account }) => [emoji, account])).toEqual([['👍', BOB], ['👎', '+12025550105']]); // prettier-ignore
    expect(only(all, 'tally').find(({ table }) => table === 'reactions')).toMatchObject({ rows: 2, used: 1 });
  });

  test('a deleted call is marked so, leads to its message, and an outgoing one not taken has no outcome', async () => {
    const call = { peerId: BOB, mode: 'Direct', type: 'Audio', timestamp: T };
    const all = await read([
      message({ callId: '7' }, { id: 'm-z', type: 'call-history' }),
      insert('callsHistory', { ...call, callId: '7', direction: 'Incoming', status: 'Deleted' }),
      insert('callsHistory', { ...call, callId: '8', direction: 'Outgoing', status: 'Declined' }),
      insert('callsHistory', { ...call, callId: '9', direction: 'Incoming', status: 'Beamed' }),
      ...['Outgoing', 'Incoming'].map((direction) => insert('callsHistory', { peerId: 'bmV3', mode: 'Group', type: 'Group', timestamp: T, callId: direction, startedById: direction === 'Outgoing' ? OWN : BOB, direction, status: 'Joined' })), // prettier-ignore
    ]);
    expect(only(all, 'event').map(({ from, actor, call: made }) => [from.state, actor, made?.outcome, made?.message])).toEqual([
      ['marked-deleted', BOB, 'unknown', 'message:m-z'],
      ['live', OWN, 'unknown', null],
      ['live', BOB, 'unknown', null],
      // That the owner joined the owner's call says nothing of others.
      ['live', OWN, 'unknown', null],
      ['live', BOB, 'answered', null],
    ]); // prettier-ignore
    expect(only(all, 'issue').find(({ where }) => where === 'callsHistory.status')?.stored).toBe('Beamed');
  });
});

test('JSON nested deeper than any app writes ends in a record', async () => {
  const deep = `{"novelty":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  expect(only(await read([message(deep, { body: 'words' })]), 'message')[0]?.body).toBe('words');
});

test('without the table of attachments’ columns the messages are read all the same', async () => {
  const all = await read([message({}, { body: 'words' }), 'ALTER TABLE message_attachments RENAME COLUMN contentType TO gone']); // prettier-ignore
  expect(only(all, 'message')[0]?.type).toBe('text');
  expect(codes(all)).toContain('column-missing');
});
