import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { readAll } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { schemaOf } from './fixture-schema.ts';
import { run, tl } from './fixture-tl.ts';
import type { Fields, Written } from './fixture-tl.ts';
import { telegramAndroid } from './index.ts';
import { readTl } from './tl-cell.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus/telegram');
const T = 1_741_296_000;
const OWN = 700;
const BOB = 5_000_000_001;
const CHANNEL = 1_500_000_001;

const hex = (...parts: readonly Buffer[]): string => `x'${Buffer.concat(parts).toString('hex')}'`;
const user = (id: number, more: Fields = {}): string =>
  `INSERT INTO users (uid, name, data) VALUES (${id}, 'n', ${hex(tl('020b1422', { id, first_name: `U${id}`, ...more }).bytes)})`;
const people = [
  user(OWN, { self: true }),
  user(BOB),
  `INSERT INTO chats (uid, name, data) VALUES (${CHANNEL}, 'c', ${hex(tl('fe685355', { megagroup: true, id: CHANNEL, title: 'Harbour', photo: tl('37c1011c'), date: T }).bytes)})`,
];
const bob = tl('59511722', { user_id: BOB });
const own = tl('59511722', { user_id: OWN });
const said = (id: number, more: Fields = {}): Written =>
  tl('9815cec8', { id, from_id: bob, peer_id: bob, date: T, message: `text ${id}`, ...more });
const line = (id: number, action: Written, more: Fields = {}): Written =>
  tl('7a800e0a', { id, from_id: bob, peer_id: bob, date: T, action, ...more });
const SPACE = run(Buffer.from(' '));

function row(mid: number, data: Buffer, more: Readonly<Record<string, string | number>> = {}): string {
  const values = { mid, uid: BOB, send_state: 0, date: T, data: hex(data), out: 0, ...more };
  return `INSERT INTO messages_v2 (${Object.keys(values).join(', ')}) VALUES (${Object.values(values).join(', ')})`;
}
const whole = (object: Written): Buffer => Buffer.concat([object.bytes, SPACE]);

async function read(statements: readonly string[], variant = 'messages-v2'): Promise<readonly Extracted[]> {
  const path = 'data/data/org.telegram.messenger/files/account1/cache4.db';
  return readMade(telegramAndroid, path, [...schemaOf(variant), ...people, ...statements]);
}

const issues = (all: readonly Extracted[]): readonly string[] =>
  only(all, 'issue').map(({ code, where }) => `${code} ${where}`);

test('a message of a chat that may be a group or a channel shares its number with none', async () => {
  const all = await read([row(55, whole(said(55)), { uid: -999 }), row(55, whole(said(55)))]);
  expect(only(all, 'message').map(({ conversation, serverId }) => [conversation, serverId])).toEqual([
    ['chat:peer999', null],
    [`chat:user${BOB}`, `user${OWN}:55`],
  ]);
});

describe('a message with reactions and marks', () => {
  test('keeps which of them the account itself chose, and who paid most', async () => {
    const sign = tl('1b2286b8', { emoticon: '👍' });
    const recent = tl('8c79b63c', { peer_id: own, date: T, reaction: sign });
    const reactions = (order: number | null): Written => tl('4f2b9479', { results: [tl('a3d1cb80', { chosen_order: order, reaction: sign, count: 1 })], recent_reactions: [recent] }); // prettier-ignore
    const all = await read([1, 2].map((id) => row(id, whole(said(id, { reactions: reactions(id === 1 ? 0 : null) })))));
    expect(only(all, 'reaction').map(({ account, count }) => [account, count])).toEqual([[`account:user${OWN}`, 1], [`account:user${OWN}`, 1]]); // prettier-ignore
    expect(only(all, 'message')[0]?.stored?.['data.reactions']).toContain('"chosen_order":0');
    expect(only(all, 'message')[1]?.stored).not.toHaveProperty(['data.reactions']);
  });

  test('of a number that no app writes ends without an exception', async () => {
    const entities = Array.from({ length: 100_000 }, (_, index) => tl('dc7b1140', { offset: 0, length: 1, user_id: BigInt(index + 1) })); // prettier-ignore
    const all = await read([row(1, whole(said(1, { entities })))]);
    expect(only(all, 'mention')).toHaveLength(100_000);
  });
});

describe('tables beside the list', () => {
  const TABLES = [
    'CREATE TABLE topics(did INTEGER, topic_id INTEGER, data BLOB, top_message INTEGER, topic_message BLOB, unread_count INTEGER, PRIMARY KEY(did, topic_id))',
    'CREATE TABLE sharing_locations(uid INTEGER PRIMARY KEY, mid INTEGER, date INTEGER, period INTEGER, message BLOB, proximity INTEGER)',
    'CREATE TABLE quick_replies_messages(mid INTEGER, topic_id INTEGER, send_state INTEGER, date INTEGER, data BLOB, ttl INTEGER, replydata BLOB, reply_to_message_id INTEGER, PRIMARY KEY(mid, topic_id))',
    'CREATE TABLE business_replies(topic_id INTEGER PRIMARY KEY, name TEXT, order_value INTEGER, count INTEGER)',
    'CREATE TABLE stories(dialog_id INTEGER, story_id INTEGER, data BLOB, custom_params BLOB, PRIMARY KEY(dialog_id, story_id))',
  ];
  const settings = tl('99622c0c');
  const topic = tl('cdff0eca', { id: 40, date: T, peer: tl('a2a5371e', { channel_id: CHANNEL }), title: 'Tides', icon_color: 1, top_message: 44, read_inbox_max_id: 0, read_outbox_max_id: 0, unread_count: 0, unread_mentions_count: 0, unread_reactions_count: 0, from_id: bob, notify_settings: settings }); // prettier-ignore
  const inGroup = (id: number): Written => said(id, { peer_id: tl('a2a5371e', { channel_id: CHANNEL }) });

  test('tell topics, and the message that one began with where the list lost it', async () => {
    const put = (id: number) => `INSERT INTO topics VALUES (-${CHANNEL}, ${id}, ${hex(topic.bytes)}, 44, ${hex(whole(inGroup(id)))}, 3)`; // prettier-ignore
    const all = await read([...TABLES, put(40), put(41), row(41, whole(inGroup(41)), { uid: -CHANNEL })]);
    expect(only(all, 'event')).toMatchObject([
      { type: 'setting', conversation: `chat:channel${CHANNEL}`, actor: `account:user${BOB}`, body: 'Tides', times: [{ utcMs: T * 1000, meaning: 'created' }], stored: { table: 'topics', unread_count: 3 } }, // prettier-ignore
      { body: 'Tides' },
    ]);
    expect(only(all, 'message').map(({ body, from, times }) => [body, from.state, times[0]?.utcMs])).toEqual([['text 41', 'live', T * 1000], ['text 40', 'recovered', T * 1000]]); // prettier-ignore
    expect(issues(all)).toEqual([]);
  });

  test('tell other words of the message that a topic began with, and keep one that cannot be read', async () => {
    const put = (id: number, cell: string) => `INSERT INTO topics VALUES (-${CHANNEL}, ${id}, ${hex(topic.bytes)}, 44, ${cell}, 3)`; // prettier-ignore
    const other = said(40, { peer_id: tl('a2a5371e', { channel_id: CHANNEL }), message: 'before it was edited' });
    const all = await read([...TABLES, put(40, hex(whole(other))), put(41, "x'01020304'"), row(40, whole(inGroup(40)), { uid: -CHANNEL })]); // prettier-ignore
    expect(only(all, 'version')).toMatchObject([{ message: `message:channel${CHANNEL}:40`, body: 'before it was edited' }]); // prettier-ignore
    expect(only(all, 'event')[1]?.stored).toMatchObject({ topic_message: Buffer.of(1, 2, 3, 4) });
    expect(issues(all)).toEqual(['unknown-code topics.topic_message']);
  });

  test('tell where the phone shared its place, answers that lie ready, and stories', async () => {
    const place = said(9, { out: true, from_id: own, peer_id: bob, media: tl('b940c666', { geo: tl('b2a2f663', { long: 9.9, lat: 53.5, access_hash: 1 }), period: 900 }) }); // prettier-ignore
    const story = tl('79b26a24', { id: 3, date: T, expire_date: T + 86_400, caption: 'At the pier', media: tl('3ded6320') }); // prettier-ignore
    const all = await read([
      ...TABLES,
      `INSERT INTO sharing_locations VALUES (${BOB}, 9, ${T + 900}, 900, ${hex(whole(place))}, 0)`,
      `INSERT INTO quick_replies_messages VALUES (5, 2, 0, ${T}, ${hex(whole(said(5, { message: 'We call back' })))}, 0, NULL, 0)`,
      "INSERT INTO business_replies VALUES (2, 'later', 0, 1)",
      `INSERT INTO stories VALUES (${BOB}, 3, ${hex(story.bytes)}, NULL)`,
      `INSERT INTO stories VALUES (${BOB}, 4, x'00', NULL)`,
    ]);
    expect(only(all, 'event')).toMatchObject([
      { type: 'location', conversation: `chat:user${BOB}`, times: [{ utcMs: (T + 900) * 1000, meaning: 'expires' }], stored: { period: 900, mid: 9 } }, // prettier-ignore
      { type: 'setting', body: 'We call back', times: [], stored: { 'business_replies.name': 'later', date: T } },
      { type: 'setting', body: 'later' },
      { type: 'post', actor: `account:user${BOB}`, body: 'At the pier', times: [{ meaning: 'created' }, { meaning: 'expires' }] }, // prettier-ignore
      { type: 'post', body: null, times: [] },
    ]);
    expect(only(all, 'message')).toMatchObject([{ type: 'live-location', from: { state: 'recovered' }, direction: 'outgoing' }]); // prettier-ignore
    expect(only(all, 'tally').filter(({ table }) => ['topics', 'sharing_locations', 'quick_replies_messages', 'business_replies', 'stories'].includes(table)).map(({ rows, used }) => [rows, used])).toEqual([[0, 0], [1, 1], [1, 1], [1, 1], [2, 2]]); // prettier-ignore
    expect(issues(all)).toEqual(['undecodable-payload stories.data']);
    expect(JSON.stringify(all)).not.toContain('access_hash');
  });
});

test('files of the cache lead to their messages, and to those that the list lost', async () => {
  const made = [
    'CREATE TABLE paths(document_id INTEGER, dc_id INTEGER, type INTEGER, path TEXT, flags INTEGER, PRIMARY KEY(document_id, dc_id, type))',
    'CREATE TABLE paths_by_dialog_id(path TEXT PRIMARY KEY, dialog_id INTEGER, message_id INTEGER, message_type INTEGER)',
    `INSERT INTO paths_by_dialog_id VALUES ('/cache/a.jpg', ${BOB}, 1, 0), ('/cache/b.jpg', ${BOB}, 2, 0), ('/cache/c.jpg', -${CHANNEL}, 0, 0)`,
  ];
  const app = 'data/data/org.telegram.messenger/files/account1';
  const all = await readMade(telegramAndroid, `${app}/cache4.db`, [...schemaOf('messages-v2'), ...people, row(1, whole(said(1)))], { [`${app}/file_to_path.db`]: made }); // prettier-ignore
  expect(only(all, 'detail')).toMatchObject([{ message: `message:user${BOB}:1`, content: { name: 'paths_by_dialog_id', values: { path: '/cache/a.jpg' } } }]); // prettier-ignore
  expect(only(all, 'event').map(({ from, conversation, stored }) => [from.state, conversation, stored?.path])).toEqual([
    ['recovered', `chat:user${BOB}`, '/cache/b.jpg'],
    ['live', `chat:channel${CHANNEL}`, '/cache/c.jpg'],
  ]);
});

describe('a message', () => {
  test('has its sender, number on the service, words and times; an edit that the app hides is none', async () => {
    const all = await read([
      row(1, whole(said(1, { edit_date: T + 60, views: 9, forwards: 2 }))),
      row(2, whole(said(2, { out: true, from_id: own, edit_date: T + 60, edit_hide: true })), {
        out: 1,
        send_state: 1,
      }),
      row(3, whole(said(3, { peer_id: tl('a2a5371e', { channel_id: CHANNEL }) })), { uid: -CHANNEL }),
    ]);
    expect(only(all, 'message').map(({ serverId, sender, direction, status, body, edited }) => [serverId, sender, direction, status, body, edited?.utcMs])).toEqual([
      [`user${OWN}:1`, `account:user${BOB}`, 'incoming', 'received', 'text 1', (T + 60) * 1000],
      [`user${OWN}:2`, `account:user${OWN}`, 'outgoing', 'pending', 'text 2', undefined],
      [`channel${CHANNEL}:3`, `account:user${BOB}`, 'incoming', 'received', 'text 3', undefined],
    ]); // prettier-ignore
    expect(only(all, 'message')[0]?.stored).toMatchObject({ 'data.views': 9 });
    expect(only(all, 'account').filter(({ owner }) => owner !== null)).toMatchObject([{ identifier: `user${OWN}`, owner: { assumed: false } }]); // prettier-ignore
    expect(issues(all)).toEqual([]);
  });

  test('of a layer that nobody knows keeps its row and bytes, and is told', async () => {
    const newer = Buffer.concat([Buffer.from('6f2bef95', 'hex'), whole(said(1)).subarray(4)]);
    const all = await read([row(1, newer)]);
    expect(only(all, 'message')).toMatchObject([{ type: 'unknown', body: null, direction: 'incoming', times: [{ utcMs: T * 1000 }], stored: { data: expect.any(Uint8Array) as unknown } }]); // prettier-ignore
    expect(only(all, 'issue')).toMatchObject([{ code: 'unknown-code', stored: '95ef2b6f' }]);
  });

  test('with media that nobody knows keeps its words, and what stands before the media', async () => {
    const unknown = said(1, { media: tl('3ded6320') });
    const data = whole(unknown);
    data.write('efbeadde', data.indexOf(Buffer.from('2063ed3d', 'hex')), 'hex');
    const all = await read([row(1, data)]);
    expect(only(all, 'message')).toMatchObject([{ body: 'text 1', sender: `account:user${BOB}` }]);
    expect(only(all, 'issue')).toMatchObject([{ code: 'unknown-code', stored: 'deadbeef' }]);
  });

  test('whose object is of another message than its row is told', async () => {
    const all = await read([row(1, whole(said(2))), row(3, whole(said(3, { date: T + 9 })))]);
    expect(issues(all)).toEqual(['undecodable-payload messages_v2.data', 'undecodable-payload messages_v2.data']);
    expect(only(all, 'message').map(({ key }) => key)).toEqual([`message:user${BOB}:1`, `message:user${BOB}:3`]);
  });

  test('with more behind it than the path of a file is told; the path is a candidate for the file', async () => {
    const document = tl('8fd4c4d8', { id: 77, access_hash: 1, file_reference: Buffer.from([1]), date: T, mime_type: 'video/mp4', size: 9, dc_id: 2, attributes: [tl('43c57c48', { round_message: true, duration: 3, w: 1, h: 1 })] }); // prettier-ignore
    const media = said(1, { media: tl('52d8ccd9', { document, ttl_seconds: 0x7fffffff }) });
    const path = run(Buffer.from('ve=1||/storage/emulated/0/DCIM/clip.mp4'));
    const all = await read([row(1, Buffer.concat([media.bytes, path])), row(2, Buffer.concat([said(2).bytes, SPACE, Buffer.alloc(8)]))]); // prettier-ignore
    expect(only(all, 'message')[0]).toMatchObject({ type: 'video-note', viewOnce: true, expires: null });
    const [file] = only(all, 'attachment');
    expect(file).toMatchObject({ path: '/storage/emulated/0/DCIM/clip.mp4', durationS: 3 });
    expect(file?.candidates).toContain('cache/2_77.mp4');
    expect(file?.candidates).toContain('../../media/0/DCIM/clip.mp4');
    expect(JSON.stringify(all)).not.toContain('access_hash');
    expect(issues(all)).toEqual(['undecodable-payload messages_v2.data']);
  });

  test('in a topic answers nothing; an answer with a chosen piece shows the piece', async () => {
    const topic = tl('6917560b', { forum_topic: true, reply_to_msg_id: 5 });
    const piece = tl('6917560b', { reply_to_msg_id: 5, quote: true, quote_text: 'a piece' });
    const all = await read([row(6, whole(said(6, { reply_to: topic }))), row(7, whole(said(7, { reply_to: piece })))]);
    expect(only(all, 'quote')).toMatchObject([{ message: `message:user${BOB}:7`, body: 'a piece', target: { serverId: `user${OWN}:5` } }]); // prettier-ignore
    expect(only(all, 'message')[0]?.stored?.['data.reply_to']).toContain('forum_topic');
  });

  test('of a secret chat is kept in it with its timer, and has no number on the service', async () => {
    const secret = tl('555555fa', { id: -210005, ttl: 60, from_user_id: BOB % 2 ** 31, peer_id: own, date: T, message: 'hush', media: tl('3ded6320'), entities: [] }); // prettier-ignore
    const all = await read([
      `INSERT INTO enc_chats (uid, user, data, authkey) VALUES (17, ${BOB}, ${hex(tl('1e1c7c45', { id: 17 }).bytes)}, x'5ec2e7')`,
      row(-210005, Buffer.concat([secret.bytes, run(Buffer.alloc(0))]), { uid: String(0x4000000000000000n | 17n) }),
    ]);
    expect(only(all, 'message')).toMatchObject([{ conversation: 'chat:secret17', sender: `account:user${BOB}`, body: 'hush', serverId: null, expires: { durationS: 60 } }]); // prettier-ignore
    expect(only(all, 'conversation')).toMatchObject([{ identifier: 'secret17', type: 'one-to-one', account: `account:user${BOB}` }]); // prettier-ignore
    const told = JSON.stringify(all, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : typeof value === 'bigint' ? String(value) : value)); // prettier-ignore
    expect(told).not.toContain('5ec2e7');
  });
});

describe('a line of the service', () => {
  test('tells what happened to whom; a call is an event with its picture, length and end', async () => {
    const call = (more: Fields): Written => tl('80e11a7f', { call_id: 1, ...more });
    const video = whole(line(1, call({ duration: 61, reason: tl('57adc690') })));
    video[video.indexOf(Buffer.from('7f1ae180', 'hex')) + 4] = 7; // flags: reason, duration, picture
    const all = await read([
      row(1, video),
      row(2, whole(line(2, call({ reason: tl('85e42301') })))),
      row(3, whole(line(3, tl('a43f30cc', { user_id: BOB })))),
      row(4, whole(line(4, tl('a43f30cc', { user_id: OWN })))),
      row(5, whole(line(5, tl('555555f7', { encrypted_action: tl('a1733aec', { ttl_seconds: 30 }) })))),
      row(6, whole(line(6, tl('4792929b')))),
    ]);
    expect(only(all, 'event').map(({ call: one }) => [one?.video, one?.durationS, one?.outcome])).toEqual([[true, 61, 'answered'], [false, null, 'missed']]); // prettier-ignore
    expect(only(all, 'message').map(({ system }) => [system?.action, system?.affected, system?.after])).toEqual([
      ['member-left', [], null],
      ['member-removed', [`account:user${OWN}`], null],
      ['timer-changed', [], '30'],
      ['app-notice', [], null],
    ]);
    expect(issues(all)).toEqual([]);
  });
});

describe('copies', () => {
  const copy = (mid: number, data: Buffer, type = 0): string =>
    `INSERT INTO media_v4 (mid, uid, date, type, data) VALUES (${mid}, ${BOB}, ${T}, ${type}, ${hex(data)})`;

  test('that the list holds too are counted, other words are told, and what the list lost is recovered once', async () => {
    const all = await read([
      row(1, whole(said(1))),
      copy(1, whole(said(1))),
      row(2, whole(said(2))),
      copy(2, whole(said(2, { message: 'before the edit' }))),
      copy(3, whole(said(3))),
      copy(3, whole(said(3)), 6),
    ]);
    expect(only(all, 'version')).toMatchObject([{ message: `message:user${BOB}:2`, body: 'before the edit', role: 'unknown', from: { state: 'recovered' } }]); // prettier-ignore
    const [, , third, ...more] = only(all, 'message');
    expect(third).toMatchObject({
      body: 'text 3',
      from: { state: 'recovered', recovery: { method: 'copied-message' } },
    });
    expect(more).toEqual([]);
    expect(only(all, 'tally').find(({ table }) => table === 'media_v4')).toMatchObject({ rows: 4, used: 2 });
  });

  test('with another file than the message now has are recovered beside it', async () => {
    const photo = (id: number): Written => tl('695150d7', { photo: tl('fb197a65', { id, access_hash: 1, file_reference: Buffer.from([id]), date: T, sizes: [], dc_id: 2 }) }); // prettier-ignore
    const all = await read([row(1, whole(said(1, { media: photo(6) }))), copy(1, whole(said(1, { media: photo(5) })))]);
    expect(only(all, 'message').map(({ from }) => from.state)).toEqual(['live', 'recovered']);
    expect(only(all, 'attachment').map(({ stored }) => stored?.['photo.id'])).toEqual([6, 5]);
    expect(only(all, 'version')).toEqual([]);
  });

  test('of notifications are told, whether the list holds the message or not', async () => {
    const note = (mid: number): string =>
      `INSERT INTO unread_push_messages (mid, uid, date, data, fm) VALUES (${mid}, ${BOB}, ${T}, ${hex(whole(said(mid)))}, 'Bob: text')`;
    const table = 'CREATE TABLE unread_push_messages(uid INTEGER, mid INTEGER, random INTEGER, date INTEGER, data BLOB, fm TEXT, name TEXT, uname TEXT, flags INTEGER, PRIMARY KEY(uid, mid))'; // prettier-ignore
    const all = await read([table, row(1, whole(said(1))), note(1), note(2)]);
    expect(only(all, 'message').map(({ body, from }) => [body, from.state])).toEqual([['text 1', 'live'], ['text 2', 'recovered']]); // prettier-ignore
    expect(only(all, 'detail')).toMatchObject([
      { content: { name: 'unread_push_messages', values: { fm: 'Bob: text' } } },
    ]);
  });

  test('not yet sent are pending, without a time of sending', async () => {
    const data = hex(whole(said(4, { out: true, from_id: own, date: T + 9_000_000 })));
    const all = await read([`INSERT INTO scheduled_messages_v2 (mid, uid, date, data) VALUES (4, ${BOB}, ${T + 9_000_000}, ${data})`]); // prettier-ignore
    expect(only(all, 'message')).toMatchObject([{ status: 'pending', times: [], serverId: null, body: 'text 4', stored: { date: T + 9_000_000 } }]); // prettier-ignore
  });
});

test('members and description of a basic group are read out of the beginning of its settings', async () => {
  const participants = tl('3cbc93f8', { chat_id: 42, participants: [tl('e46bcee4', { user_id: BOB }), tl('c02d4007', { user_id: OWN, inviter_id: BOB, date: T })], version: 1 }); // prettier-ignore
  const settings = Buffer.concat([
    tl('4dbdc099', { id: 42, about: 'Freight', participants }).bytes,
    Buffer.alloc(40, 9),
  ]);
  const all = await read([
    `INSERT INTO chats (uid, name, data) VALUES (42, 'g', ${hex(tl('41cbf256', { id: 42, title: 'Group', photo: tl('37c1011c'), participants_count: 2, date: T, version: 1 }).bytes)})`,
    `INSERT INTO chat_settings_v2 (uid, info) VALUES (42, ${hex(settings)})`,
    'INSERT INTO dialogs (did, date, folder_id) VALUES (-42, 1741296000, 1)',
  ]);
  expect(only(all, 'conversation')).toMatchObject([{ identifier: 'chat42', title: 'Group', description: 'Freight', archived: true, created: { utcMs: T * 1000 } }]); // prettier-ignore
  expect(only(all, 'participant').map(({ account, role, membership }) => [account, role, membership])).toEqual([[`account:user${BOB}`, 'owner', 'current'], [`account:user${OWN}`, 'member', 'current']]); // prettier-ignore
  expect(issues(all)).toEqual([]);
});

test('cells changed at random throw nothing, and what changes is told or read', () => {
  const random = seededRandom(7);
  const photo = tl('fb197a65', { id: 5n, access_hash: 1, file_reference: Buffer.from([1]), date: T, sizes: [tl('75c78e60', { type: 'y', w: 2, h: 3, size: 4 })], dc_id: 2 }); // prettier-ignore
  const original = whole(said(1, { media: tl('695150d7', { photo }), entities: [tl('bd610bc9', { offset: 0, length: 2 })] })); // prettier-ignore
  const at = { kind: 'row', file: '0'.repeat(64), table: 'messages_v2', rowid: 1 } as const;
  const sound = JSON.stringify(readTl(original, 'Message', at, 'data', [], 'a path').fields?.rest(''));
  let untold = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const bytes = Buffer.from(original.subarray(0, random() < 0.2 ? Math.floor(random() * original.length) : original.length)); // prettier-ignore
    for (let flip = 0; flip <= random() * 4; flip += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256); // prettier-ignore
    const out: Extracted[] = [];
    const cell = readTl(bytes, 'Message', at, 'data', out, 'a path');
    const isSame = JSON.stringify(cell.fields?.rest('')) === sound && cell.sentPath === null;
    // Padding is the only thing that nobody reads.
    if (isSame && out.length === 0 && Buffer.compare(bytes, original) !== 0) untold += 1;
    if (out.length > 0) expect(cell.carried).toBe(bytes);
  }
  expect(untold).toBeLessThan(400);
});

describe.skipIf(!existsSync(CORPUS))('corpus', () => {
  interface Expected {
    readonly messages: readonly { readonly mid: number; readonly uid: number; readonly date: number; readonly out: number; readonly text: string; readonly service?: string; readonly media?: string; readonly ttl?: number }[]; // prettier-ignore
  }
  const expected = existsSync(CORPUS)
    ? (JSON.parse(readFileSync(join(CORPUS, 'android-synthetic/expected.json'), 'utf8')) as Readonly<Record<string, Expected>>) // prettier-ignore
    : {};

  test.each(['v159', 'v78'])('cells of layers 124 to 198, written by another program: %s', async (version) => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-telegram-'));
    try {
      cpSync(join(CORPUS, `android-synthetic/synthetic_cache4_${version}.db`), join(folder, 'cache4.db'));
      const all = await readAll(telegramAndroid, folder);
      const found = new Map(
        all.flatMap(
          (one) =>
          one.kind === 'message' || (one.kind === 'event' && one.type === 'call') ? [[one.key.split(':').at(-1), one] as const] : [], // prettier-ignore
        ),
      );
      const { messages = [] } = expected[version] ?? {};
      expect(messages.length).toBeGreaterThan(3);
      expect(found.size).toBe(messages.length);
      for (const want of messages) {
        const one = found.get(String(want.mid));
        expect(one?.times[0]?.utcMs, String(want.mid)).toBe(want.date * 1000);
        if (want.service === 'messageActionPhoneCall') {
          expect(one).toMatchObject({ kind: 'event', call: { outcomeStored: 'phoneCallDiscardReasonHangup' } });
          continue;
        }
        expect([one?.kind, one?.body ?? '']).toEqual(['message', want.text]);
        if (one?.kind !== 'message') continue;
        if (want.service === undefined) expect(one.direction).toBe(want.out === 1 ? 'outgoing' : 'incoming');
        else expect(one.system?.actionStored).toBe(want.service);
        if (want.media !== undefined) expect(one.type).toBe({ geo: 'location', photo: 'image', document: 'document' }[want.media]); // prettier-ignore
        if (want.ttl !== undefined) expect(one.expires?.durationS).toBe(want.ttl);
      }
      expect(only(all, 'issue').map(({ code }) => code).filter((code) => code !== 'owner-unknown')).toEqual([]); // prettier-ignore
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('an empty store of a real phone, all of it in the log, is read as what it is, with its account', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-telegram-'));
    try {
      mkdirSync(join(folder, 'data'));
      cpSync(join(CORPUS, 'android-iped'), join(folder, 'data'), { recursive: true });
      const all = await readAll(telegramAndroid, folder);
      expect(only(all, 'tally').map(({ table }) => table)).toContain('messages');
      expect(only(all, 'message')).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
