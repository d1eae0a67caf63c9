import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesField, concat, message as nested, varintField } from '../../../fixtures/protobuf-writer.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { openExhibit, readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { schemaOf, SETTINGS_SCHEMA } from './fixture-schema.ts';
import { signalAndroid } from './index.ts';
import { readType } from './message-type.ts';

/* What the story does not tell. */

const OWN = '11111111-1111-4111-8111-111111111111';
const BOB = '22222222-2222-4222-8222-222222222222';
const EVE = '33333333-3333-4333-8333-333333333333';
const PNI = 'PNI:44444444-4444-4444-8444-444444444444';
const T = 1_741_296_000_000;
const [INCOMING, OUTGOING] = [0xa00014, 0xa00017];
const GROUP = `__signal_group__v2__!${'ab'.repeat(32)}`;

type Value = string | number | Uint8Array | null;
type Row = Readonly<Record<string, Value>>;

function insert(table: string, row: Row): string {
  const values = Object.values(row).map((one) =>
    one === null ? 'NULL' : typeof one === 'number' ? String(one) : typeof one === 'string' ? `'${one.replaceAll("'", "''")}'` : `x'${Buffer.from(one).toString('hex')}'`,
  ); // prettier-ignore
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`;
}

const idOf = (aci: string): Buffer => Buffer.from(aci.replaceAll('-', ''), 'hex');

const people = [
  insert('recipient', { _id: 1, aci: OWN }),
  insert('recipient', {
    _id: 2,
    aci: BOB,
    e164: '+12025550104',
    pni: PNI,
    username: 'bob.42',
    profile_key: 'c2VjcmV0',
  }),
  insert('recipient', { _id: 3, aci: EVE }),
  insert('recipient', { _id: 4, group_id: GROUP }),
  insert('groups', { group_id: GROUP, recipient_id: 4, title: 'Quay', master_key: Buffer.from('geheim') }),
  insert('thread', { _id: 7, recipient_id: 2 }),
  insert('thread', { _id: 8, recipient_id: 4 }),
];
const settings = [SETTINGS_SCHEMA, insert('key_value', { key: 'account.aci', value: OWN }), insert('key_value', { key: 'account.device_id', value: '2' })]; // prettier-ignore

let serial = 0;

function message(columns: Row): string {
  serial += 1;
  return insert('message', { date_sent: T + serial, date_received: T + serial, thread_id: 7, from_recipient_id: 2, to_recipient_id: 1, type: INCOMING, ...columns }); // prettier-ignore
}

const FOLDER = 'data/data/org.thoughtcrime.securesms/databases';

async function read(statements: readonly string[], hasSettings = true): Promise<readonly Extracted[]> {
  const beside = hasSettings ? { [`${FOLDER}/signal-key-value.db`]: settings } : {};
  return readMade(signalAndroid, `${FOLDER}/signal.db`, [...schemaOf('attachment-table'), ...people, ...statements], beside); // prettier-ignore
}

const codes = (all: readonly Extracted[]): readonly string[] => only(all, 'issue').map(({ code }) => code);

describe('types', () => {
  test.each([
    [10_485_780, 'incoming', null, null],
    [10_485_783, 'outgoing', null, null],
    [3, 'incoming', null, 'call'],
    [0xa00014 + 0x200, 'unknown', 'security-code-changed', 'system'],
    [0xa00017 + 0x40000, 'unknown', 'timer-changed', 'system'],
    [0xa00014 + 0x10000000, 'unknown', 'app-notice', 'system'],
    [0xa00014 + 0x08000000, 'incoming', null, 'undecrypted'],
    [0xa00000017 + 0xa00000, 'unknown', 'blocked', 'system'],
    [0x300000017 + 0xa00000, 'outgoing', null, 'payment'],
    [0xa00014 + 0x20000, 'unknown', 'member-left', 'system'],
  ] as const)('%d is what the app takes it for', (bits, direction, action, type) => {
    expect(readType(bits)).toMatchObject({ direction, action, type, isKnown: true });
  });

  test('a base, a special value and a cell that nobody knows are named', async () => {
    const all = await read([30, 0xf00a00014, 'x', -1].map((type) => message({ type, body: 'words' })));
    expect(only(all, 'message').map(({ type, body, typeStored }) => [type, body, typeStored])).toEqual([
      ['unknown', 'words', '30'],
      ['unknown', 'words', String(0xf00a00014)],
      ['unknown', 'words', 'x'],
      ['unknown', 'words', '-1'],
    ]);
    expect(codes(all).filter((code) => code === 'unknown-code')).toHaveLength(4);
  });
});

describe('accounts', () => {
  test('account id, number identity, number and user name are kept apart and linked; keys stay', async () => {
    const all = await read([]);
    const kinds = new Map(only(all, 'account').map(({ identifier, identifierKind }) => [identifier, identifierKind]));
    expect([BOB, PNI, '+12025550104', 'bob.42'].map((one) => kinds.get(one))).toEqual(['hidden-id', 'hidden-id', 'phone', 'user-name']); // prettier-ignore
    expect(only(all, 'account-link').filter(({ a }) => a === BOB)).toHaveLength(3);
    expect(JSON.stringify(all)).not.toMatch(/c2VjcmV0|geheim/u);
    expect(only(all, 'account').find(({ owner }) => owner !== null)?.stored).toEqual({ 'key_value.account.device_id': '2' }); // prettier-ignore
  });

  test('without settings the owner is assumed from own messages, and said to be', async () => {
    const all = await read(
      [message({ type: OUTGOING, from_recipient_id: 1, to_recipient_id: 2, body: 'mine' })],
      false,
    );
    expect(codes(all)).toContain('owner-assumed');
    expect(only(all, 'account').find(({ owner }) => owner !== null)).toMatchObject({ identifier: OWN, owner: { assumed: true } }); // prettier-ignore
  });

  test('a sender without a row is nobody, and named', async () => {
    const all = await read([message({ from_recipient_id: 99, body: 'x' })]);
    expect(only(all, 'message')[0]).toMatchObject({ sender: null, stored: { from_recipient_id: 99 } });
    expect(codes(all)).toContain('unresolved-reference');
  });
});

describe('groups', () => {
  const state = concat([
    varintField(6, 3),
    nested(7, bytesField(1, idOf(BOB)), varintField(2, 2)),
    nested(8, bytesField(1, idOf(EVE)), varintField(2, 1), bytesField(3, idOf(BOB)), varintField(4, T)),
    nested(13, bytesField(1, Buffer.concat([Buffer.from([1]), idOf(PNI.slice(4))])), varintField(2, T)),
  ]);

  test('members with role, invitation and ban; the id in base64', async () => {
    const all = await read([`UPDATE groups SET decrypted_group = x'${state.toString('hex')}'`]);
    expect(only(all, 'participant').map(({ account, role, membership }) => [account, role, membership])).toEqual([
      [BOB, 'admin', 'current'],
      [EVE, 'member', 'pending'],
      [PNI.toLowerCase(), 'unknown', 'unknown'],
    ]);
    const group = only(all, 'conversation').find(({ type }) => type === 'group');
    expect(group).toMatchObject({ title: 'Quay', identifier: Buffer.from('ab'.repeat(32), 'hex').toString('base64') });
  });

  const change = (...parts: readonly Buffer[]): Buffer =>
    concat([
      nested(2, bytesField(1, idOf(BOB)), varintField(2, 4), ...parts),
      bytesField(3, state),
      bytesField(4, state),
    ]);
  const line = (context: Buffer): string =>
    message({ thread_id: 8, type: INCOMING | 0x90000, message_extras: nested(1, bytesField(1, context)) });

  test('a line that tells several changes keeps each; an unknown one is named', async () => {
    const all = await read([line(change(nested(3, bytesField(1, idOf(EVE))), nested(10, bytesField(1, 'Pier')), nested(77)))]); // prettier-ignore
    expect(only(all, 'message')[0]?.system).toMatchObject({ action: 'member-added', actor: BOB, affected: [EVE] });
    expect(only(all, 'detail').map(({ content }) => content)).toMatchObject([
      { name: 'newTitle', values: { after: 'Pier' } },
      { name: 'field 77' },
    ]);
    expect(codes(all)).toContain('unknown-code');
  });

  test('leaving, joining by the link and roles are told apart', async () => {
    const all = await read([
      line(change(bytesField(4, idOf(BOB)))),
      line(change(nested(3, bytesField(1, idOf(BOB))))),
      line(change(nested(5, bytesField(1, idOf(EVE)), varintField(2, 1)))),
    ]);
    expect(only(all, 'message').map(({ system }) => system?.action)).toEqual(['member-left', 'member-joined-by-link', 'admin-removed']); // prettier-ignore
  });

  test('a change as a restored store holds it', async () => {
    const update = nested(1, nested(11, bytesField(1, idOf(BOB)), bytesField(2, idOf(EVE))));
    const all = await read([message({ thread_id: 8, type: INCOMING | 0x90000, message_extras: nested(1, bytesField(2, update)) })]); // prettier-ignore
    expect(only(all, 'message')[0]?.system).toMatchObject({ action: 'member-removed', actor: BOB, affected: [EVE] });
  });

  test('a change that cannot be decoded is carried, and named', async () => {
    const all = await read([message({ thread_id: 8, type: INCOMING | 0x90000, body: '////' })]);
    expect(only(all, 'message')[0]).toMatchObject({ type: 'system', body: null, stored: { body: '////' } });
    expect(codes(all)).toContain('undecodable-payload');
  });
});

describe('messages', () => {
  test('wordings are one message, dated by the first; answers by any of its times find it', async () => {
    const edit = { latest_revision_id: 12, from_recipient_id: 2 };
    const all = await read([
      message({ _id: 10, date_sent: T + 1, body: 'first', ...edit }),
      message({ _id: 11, date_sent: T + 2, body: 'second', original_message_id: 10, revision_number: 1, ...edit }),
      message({ _id: 12, date_sent: T + 3, body: 'third', original_message_id: 10, revision_number: 2 }),
      message({ _id: 13, body: 'answer', quote_id: T + 3, quote_author: 2, quote_body: 'third' }),
    ]);
    const [edited, answer] = only(all, 'message');
    expect(edited).toMatchObject({ body: 'third', serverId: `${BOB}/${T + 1}`, edited: { utcMs: T + 3 } });
    expect(edited?.times[0]?.utcMs).toBe(T + 1);
    expect(only(all, 'version').map(({ body, message: of, time }) => [body, of, time?.utcMs])).toEqual([
      ['first', 'message:12', T + 1],
      ['second', 'message:12', T + 2],
    ]);
    expect(answer?.body).toBe('answer');
    expect(only(all, 'quote')[0]?.target.serverId).toBe(`${BOB}/${T + 1}`);
  });

  test('an earlier wording whose newest one is missing is a message of its own', async () => {
    const all = await read([message({ _id: 10, body: 'left over', latest_revision_id: 99 })]);
    expect(only(all, 'message')[0]).toMatchObject({ body: 'left over', stored: { latest_revision_id: 99 } });
  });

  test('stories are one conversation; a thread without a row gets one, with an issue', async () => {
    const all = await read([message({ story_type: 1, body: 'a' }), message({ story_type: 2, body: 'b' }), message({ thread_id: 55, body: 'c' })]); // prettier-ignore
    expect(only(all, 'message').map(({ conversation }) => conversation)).toEqual(['stories', 'stories', 'thread:55']);
    expect(only(all, 'conversation').filter(({ type }) => type === 'status')).toHaveLength(1);
    expect(codes(all)).toContain('unresolved-reference');
  });

  test('a timer with its start, view-once, and the receipts of a conversation of two', async () => {
    const own = { type: OUTGOING, from_recipient_id: 1, to_recipient_id: 2 };
    const all = await read([
      message({ ...own, expires_in: 60_000, expire_started: T, view_once: 1, has_delivery_receipt: 1, has_read_receipt: 1, receipt_timestamp: T + 9 }), // prettier-ignore
    ]);
    expect(only(all, 'message')[0]).toMatchObject({ status: 'read', viewOnce: true, expires: { durationS: 60, at: { utcMs: T + 60_000 } } }); // prettier-ignore
    expect(only(all, 'receipt')).toMatchObject([{ account: BOB, delivered: null, read: { utcMs: T + 9 }, played: null }]); // prettier-ignore
  });

  test('a new name of a profile, as extras hold it', async () => {
    const extras = nested(3, nested(1, bytesField(1, 'Bob'), bytesField(2, 'Robert')));
    const all = await read([message({ type: 7, message_extras: extras })]);
    expect(only(all, 'message')[0]?.system).toMatchObject({ action: 'contact-notice', affected: [BOB], before: 'Bob', after: 'Robert' }); // prettier-ignore
  });

  test.each([2, 3])(
    'a vote that is not sent yet, or was taken back, names no option and is not counted: %d',
    async (state) => {
      // prettier-ignore
      const all = await read([
      message({ _id: 20, body: 'Which?' }),
      insert('poll', { _id: 1, author_id: 2, message_id: 20, question: 'Which?', allow_multiple_votes: 0 }),
      insert('poll_option', { _id: 5, poll_id: 1, option_text: 'Yes', option_order: 0 }),
      insert('poll_vote', { poll_id: 1, poll_option_id: 5, voter_id: 3, vote_state: state }),
    ]);
      const told = only(all, 'detail').map(({ content }) => content);
      expect(only(all, 'message')[0]?.type).toBe('poll');
      expect(told.find(({ type }) => type === 'poll-option')).toMatchObject({ name: 'Yes', votes: 0 });
      expect(told.find(({ type }) => type === 'poll-vote')).toMatchObject({ account: EVE, options: [] });
    },
  );
});

describe('calls', () => {
  test('that the owner joined a call of a group that went out says nothing of others', async () => {
    const all = await read([0, 1].map((direction) => insert('call', { call_id: direction, peer: 4, type: 3, direction, event: 6, ringer: 2, timestamp: T }))); // prettier-ignore
    expect(only(all, 'event').map(({ direction, call }) => [direction, call?.outcome])).toEqual([['incoming', 'answered'], ['outgoing', 'unknown']]); // prettier-ignore
  });

  test('a row of a call leads to its line; a line without one is a call too', async () => {
    const all = await read([
      message({ _id: 30, type: 10 }),
      message({ _id: 31, type: 3 }),
      insert('call', { call_id: 5, message_id: 30, peer: 2, type: 1, direction: 0, event: 4, timestamp: T }),
    ]);
    const told = only(all, 'event').map(({ key, from, call }) => [key, from.state, call?.video, call?.outcome, call?.message]); // prettier-ignore
    expect(told.sort()).toEqual([
      ['call:1', 'marked-deleted', true, 'unknown', 'message:30'],
      ['call:message:31', 'live', false, 'missed', 'message:31'],
    ]);
  });
});

test('the generation of sms and mms: own messages have the owner as sender, reactions lie in the row', async () => {
  const rows = [
    insert('recipient', { _id: 1, uuid: OWN }),
    insert('recipient', { _id: 2, uuid: BOB, phone: '+12025550104' }),
    insert('thread', { _id: 7, recipient_id: 2 }),
    insert('sms', { _id: 1, thread_id: 7, address: 2, date: T + 5, date_sent: T, type: INCOMING, body: 'in' }),
    insert('mms', { _id: 1, thread_id: 7, address: 2, date: T + 8, date_received: T + 8, msg_box: OUTGOING, body: 'out', reactions: nested(1, bytesField(1, '👍'), varintField(2, 2), varintField(3, T + 9)) }), // prettier-ignore
    insert('mms', { _id: 2, thread_id: 7, address: 2, date: T + 9, date_received: T + 9, msg_box: OUTGOING | 0x40000, expires_in: 5000 }), // prettier-ignore
    insert('part', { _id: 3, mid: 1, unique_id: 3, ct: 'image/png', _data: '/data/user/0/org.thoughtcrime.securesms/app_parts/part3.mms' }), // prettier-ignore
    insert('reaction', { message_id: 1, is_mms: 0, author_id: 1, emoji: '👀', date_sent: T + 7, date_received: T + 7 }),
  ];
  const beside = { [`${FOLDER}/signal-key-value.db`]: settings };
  const all = await readMade(signalAndroid, `${FOLDER}/signal.db`, [...schemaOf('sms-mms'), ...rows], beside);
  const told = new Map(only(all, 'message').map((one) => [one.key, one]));
  expect(told.get('sms:1')).toMatchObject({ body: 'in', sender: BOB, serverId: `${BOB}/${T}` });
  expect(told.get('sms:1')?.times.map(({ utcMs, meaning }) => [utcMs, meaning])).toEqual([[T, 'sent'], [T + 5, 'received']]); // prettier-ignore
  expect(told.get('mms:1')).toMatchObject({
    type: 'image',
    sender: OWN,
    direction: 'outgoing',
    stored: { address: 2 },
  });
  expect(told.get('mms:2')?.system).toMatchObject({ action: 'timer-changed', actor: OWN, after: '5' });
  expect(only(all, 'reaction').map(({ message: of, account, emoji }) => [of, account, emoji])).toEqual([
    ['mms:1', BOB, '👍'],
    ['sms:1', OWN, '👀'],
  ]);
  expect(only(all, 'attachment')[0]).toMatchObject({ message: 'mms:1', candidates: ['app_parts/part3.mms'] });
});

test('a folder of newer backups is named, with what it is, and gives no records', async () => {
  using folder = temporaryFolder();
  const snapshot = 'sdcard/Backups/SignalBackups/signal-backup-2026-01-05-04-00-00';
  mkdirSync(join(folder.path, snapshot), { recursive: true });
  for (const name of ['main', 'metadata', 'files'])
    writeFileSync(join(folder.path, snapshot, name), Buffer.alloc(700, 'x'));
  mkdirSync(join(folder.path, 'other/signal-backup-notes'), { recursive: true });
  writeFileSync(join(folder.path, 'other/signal-backup-notes/main'), 'x');
  const said = (await readAll(signalAndroid, folder.path)).map(
    (one) => one.kind === 'issue' && [one.severity, one.code],
  );
  expect(said).toEqual([['error', 'schema-unknown']]);
  await using open = await openExhibit(signalAndroid, folder.path);
  expect(open.detections.map(({ variant, root, label }) => [variant, root, label])).toEqual([['unreadable', snapshot, 'Signal, signal-backup-2026-01-05-04-00-00']]); // prettier-ignore
});
