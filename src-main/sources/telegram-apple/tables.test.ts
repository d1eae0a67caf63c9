import Database from 'better-sqlite3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import { coded, entriesOf, int32, int64, keyOf, mediaIdBytes, messageValue, rootOf, storedBytes } from './fixture-coding.ts'; // prettier-ignore
import type { Coded } from './fixture-coding.ts';
import type { Extracted } from '../../model/index.ts';
import { telegramApple } from './index.ts';
import { storedPeer } from './peer-id.ts';

const STORE = 'telegram-data/account-17/postbox/db/db_sqlite';
const STORAGE = 'telegram-data/account-17/postbox/media/storage/db/db_sqlite';
const T = 1_741_296_000;
const [OWN, BOB] = [700n, storedPeer('user5000000001') ?? 0n];
const FORUM = storedPeer('channel1500000001') ?? 0n;

const put = (table: string, key: Buffer | bigint | number, value: Uint8Array): string =>
  `INSERT INTO ${table} (key, value) VALUES (${Buffer.isBuffer(key) ? storedBytes(key) : String(key)}, ${storedBytes(value)})`;
const table = (name: string, key = 'BLOB', tail = ''): string => `CREATE TABLE ${name} (key ${key} PRIMARY KEY, value BLOB)${tail}`; // prettier-ignore
const COMPACT = ' WITHOUT ROWID';
const STORE_TABLES = [
  ...['t0', 't2', 't23', 't67'].map((name) => table(name, 'INTEGER')),
  ...['t7', 't25', 't68'].map((name) => table(name)),
  ...['t4', 't52', 't62', 't73'].map((name) => table(name, 'BLOB', COMPACT)),
  put('t0', 2, rootOf(coded('AuthorizedAccountState', { peerId: OWN }))),
];
const STORAGE_TABLES = ['t15', 't16'].map((name) => table(name, 'BLOB', COMPACT));

const message = (id: number, text = `text ${id}`): Buffer => messageValue(id, { flags: 4, author: BOB, text });
function row(id: number, time = T, peer = BOB, media: readonly Coded[] = []): readonly string[] {
  return [
    put('t7', keyOf(peer, 0, time, id), messageValue(id, { flags: 4, author: BOB, text: `text ${id}`, media })),
    put('t4', keyOf(peer, 0, id), Buffer.concat([Buffer.of(0), int32(time)])),
  ];
}

const read = (statements: readonly string[], storage?: readonly string[]): Promise<readonly Extracted[]> => readMade(telegramApple, STORE, [...STORE_TABLES, ...statements], storage === undefined ? {} : { [STORAGE]: [...STORAGE_TABLES, ...storage] }); // prettier-ignore
const issues = (all: readonly Extracted[]): readonly string[] => only(all, 'issue').map(({ code, where }) => `${code} ${where}`); // prettier-ignore
const draftOf = (all: readonly Extracted[], identifier: string) => only(all, 'conversation').find((one) => one.identifier === identifier); // prettier-ignore

/** A state as stores before 2021 have it: on iOS the words stand in `at`, on macOS by themselves. */
const oldState = (words: string, isMac: boolean, em: Coded | null = null): Coded => coded('ChatInterfaceState', {
  ts: T, is: coded('ChatTextInputState', isMac ? { t: words, s0: 1, s1: 1 } : { at: coded('ChatTextInputStateText', { text: words, attributes: [] }), as0: 1, as1: 1 }), em, mrm: 0,
}); // prettier-ignore

describe('what was typed and not sent', () => {
  test('is read from stores of each generation, with an edit that was begun', async () => {
    const em = coded('ChatEditMessageState', { mp: BOB, mn: 0, mi: 9, is: coded('ChatTextInputState', { at: coded('ChatTextInputStateText', { text: 'not on Tuesday', attributes: [] }) }) }); // prettier-ignore
    const input = coded('SynchronizeableChatInputState', { t: 'see you', e: [], s: T });
    const opaqueData = entriesOf(oldState('see you', false, em).entries);
    const all = await read([
      put('t23', 11, rootOf(oldState('on my way', false))),
      put('t23', 12, rootOf(oldState('at the gate', true))),
      put('t23', 13, rootOf(oldState('older words', false))),
      put('t67', 13, entriesOf({ data: entriesOf({ synchronizeableInputState: input, opaqueData }) })),
    ]);
    expect(draftOf(all, 'user11')?.draft).toBe('on my way');
    expect(draftOf(all, 'user12')?.draft).toBe('at the gate');
    expect(draftOf(all, 'user13')).toMatchObject({
      draft: 'see you',
      stored: { 't23.typed': 'older words', 't67.state.editing': 'not on Tuesday', 't67.state.editing.message': 'message:user5000000001:9' },
    }); // prettier-ignore
    expect(issues(all)).toEqual([]);
  });

  test('in a topic is an event of its own', async () => {
    const input = coded('SynchronizeableChatInputState', { t: 'crates at nine', e: [], s: T });
    const all = await read([put('t68', keyOf(FORUM, 17n), entriesOf({ data: entriesOf({ synchronizeableInputState: input }) }))]); // prettier-ignore
    expect(only(all, 'event')).toMatchObject([{ type: 'setting', conversation: 'chat:channel1500000001', actor: 'account:user700', body: 'crates at nine', times: [{ utcMs: T * 1000, meaning: 'changed' }], stored: { table: 't68', topic: '17' } }]); // prettier-ignore
    expect(issues(all)).toEqual([]);
  });
});

test('topics have their titles, makers and times; one whose last message is gone shows that', async () => {
  const topic = (title: string): Buffer => entriesOf({
    d: entriesOf({ creationDate: T, isOwnedByMe: true, author: coded('PeerId', { iv: BOB }), info: coded('Info', { title, iconColor: 0x6fb9f0 }), incomingUnreadCount: 2, isClosed: true }),
    s: coded('Summary', { u: 2, m: null }),
  }); // prettier-ignore
  const all = await read([
    ...row(5, T, FORUM),
    put('t73', keyOf(FORUM, T, 1n, 0, 5), topic('General')),
    put('t73', keyOf(FORUM, T + 9, 17n, 0, 8), topic('Pier four')),
    put('t73', keyOf(FORUM, T + 7, 18n, 0, 7), Buffer.alloc(0)),
    put('t73', keyOf(FORUM, T, 19n, 0, 5), Buffer.alloc(0)),
  ]);
  expect(only(all, 'event').map(({ type, body, actor, stored }) => [type, body, actor, stored?.['t73.incomingUnreadCount'] ?? stored?.['t73.message']])).toEqual([
    ['setting', 'General', 'account:user5000000001', 2],
    ['unknown', null, null, 7],
    ['unknown', null, null, 8],
    ['setting', 'Pier four', 'account:user5000000001', 2],
  ]); // prettier-ignore
  expect(only(all, 'tally').find((one) => one.table === 't73')).toMatchObject({ rows: 4, used: 3 });
  expect(issues(all)).toEqual([]);
});

test('who manages a group, and whose name or number the app asked for, is read from its cache', async () => {
  const rank = (v: number, s?: string): Coded => coded('CachedChannelAdminRank', { v, s });
  const key = (k: bigint): Coded => coded('DictionaryKey', { k });
  const ranks = new Map([[key(BOB), rank(0)], [key(21n), rank(1)], [key(22n), rank(2, 'harbour master')], [key(0n), rank(1)]]); // prettier-ignore
  const cache = (kind: number, id: Buffer): Buffer => Buffer.concat([Buffer.of(0, kind), id]);
  const all = await read([
    put('t25', cache(100, keyOf(FORUM)), entriesOf({ ranks })),
    put('t25', cache(0, Buffer.from('bobbay')), entriesOf({ p: BOB, t: T })),
    put('t25', cache(20, Buffer.from('15550100')), entriesOf({ t: T })),
    put('t25', cache(5, Buffer.from('dog')), entriesOf({ t: T })),
    put('t25', cache(100, Buffer.from('bad')), entriesOf({ ranks })),
  ]);
  expect(only(all, 'participant').map(({ account, role, membership, stored }) => [account, role, membership, stored?.['t25.s']])).toEqual([
    ['account:user5000000001', 'owner', 'current', undefined],
    ['account:user21', 'admin', 'current', undefined],
    ['account:user22', 'unknown', 'current', 'harbour master'],
  ]); // prettier-ignore
  expect(only(all, 'event').map(({ accounts, stored }) => [accounts, stored?.['t25.name'] ?? stored?.['t25.phone']])).toEqual([[[], '15550100'], [['account:user5000000001'], 'bobbay']].toReversed()); // prettier-ignore
  expect(only(all, 'tally').find((one) => one.table === 't25')).toMatchObject({ rows: 5, used: 4 });
  expect(issues(all)).toEqual(['unresolved-reference t25.value', 'row-unreadable t25.key']);
});

describe('an index that names a message which is gone', () => {
  test('shows that there was one: by number, by topic, by a place that was shared', async () => {
    const all = await read([
      ...row(1),
      put('t4', keyOf(BOB, 0, 2), Buffer.concat([Buffer.of(0), int32(T + 2)])),
      put('t4', keyOf(BOB, 0, 3), Buffer.concat([Buffer.of(1), int32(T + 3)])),
      put('t62', keyOf(FORUM, 17n, 0, T, 4), Buffer.alloc(0)),
      put('t52', keyOf(1, 0, 1, BOB), Buffer.alloc(0)),
      put('t52', keyOf(1, 0, 6, BOB), Buffer.alloc(0)),
    ]);
    expect(only(all, 'event').map(({ from, conversation, times, stored }) => [from.state, conversation, times[0]?.utcMs, stored?.['t4.message'] ?? stored?.['t52.message'] ?? stored?.['t62.message']])).toEqual([
      ['recovered', 'chat:user5000000001', (T + 2) * 1000, 2],
      ['recovered', 'chat:user5000000001', undefined, 6],
      ['recovered', 'chat:channel1500000001', T * 1000, 4],
    ]); // prettier-ignore
    expect(only(all, 'tally').find((one) => one.table === 't4')).toMatchObject({ rows: 3, used: 1 });
    expect(issues(all)).toEqual([]);
  });

  test('of a medium’s file names the message by the media box’s own database', async () => {
    const name = 'telegram-cloud-document-2-31';
    const hash = (text: string): Buffer => createHash('md5').update(text).digest();
    const info = (text: string, size: bigint): Buffer => Buffer.concat([Buffer.of(0, text.length, 0), Buffer.from(text), Buffer.of(2), int64(size)]); // prettier-ignore
    const reference = (text: string, id: number): Buffer => Buffer.concat([hash(text), keyOf(BOB), Buffer.of(0), keyOf(id)]); // prettier-ignore
    const all = await read(row(1), [
      put('t15', hash(name), info(name, 900n)),
      put('t16', reference(name, 1), Buffer.alloc(0)),
      put('t16', reference(name, 5), Buffer.alloc(0)),
      put('t16', reference('elsewhere', 6), Buffer.alloc(0)),
      put('t16', reference(name, 0), Buffer.alloc(0)),
      put('t16', Buffer.from('bad'), Buffer.alloc(0)),
    ]);
    expect(only(all, 'detail')).toMatchObject([{ message: 'message:user5000000001:1', content: { type: 'other', values: { resource: name, contentType: 2, sizeBytes: 900 } } }]); // prettier-ignore
    expect(only(all, 'event').map(({ from, stored }) => [from.state, stored?.message, stored?.resource])).toEqual(expect.arrayContaining([['recovered', 5, name], ['recovered', 6, undefined]])); // prettier-ignore
    expect(only(all, 'tally').filter((one) => ['t15', 't16'].includes(one.table)).map(({ rows, used }) => [rows, used])).toEqual([[5, 4], [1, 0]]); // prettier-ignore
    expect(issues(all)).toEqual(['row-unreadable t16.key']);
  });
});

test('two rows of one number are two messages, and the number is that of the row which the index names', async () => {
  const all = await read([
    ...row(3, T),
    ...row(4, T + 1),
    put('t7', keyOf(BOB, 0, T - 60, 4), message(4, 'before it was sent again')),
    put('t7', keyOf(BOB, 0, T + 90, 2), message(2)),
    put('t7', keyOf(BOB, 0, T + 91, 2), message(2, 'without an index')),
  ]);
  expect(only(all, 'message').map(({ key, body, serverId }) => [key, body, serverId])).toEqual([
    ['message:user5000000001:3', 'text 3', 'user700:3'],
    ['message:user5000000001:4', 'text 4', 'user700:4'],
    [`message:user5000000001:4@${T - 60}`, 'before it was sent again', null],
    ['message:user5000000001:2', 'text 2', 'user700:2'],
    [`message:user5000000001:2@${T + 91}`, 'without an index', null],
  ]);
  expect(issues(all)).toEqual(['unresolved-reference t7.key', 'unresolved-reference t7.key']);
});

test('a post of a channel that names no author is nobody’s, whatever marks it as sent', async () => {
  const all = await read([
    put('t7', keyOf(FORUM, 0, T, 1), messageValue(1, { flags: 0, author: null, text: 'a post' })),
    put('t7', keyOf(FORUM, 0, T, 2), messageValue(2, { flags: 4, author: FORUM, text: 'a post' })),
    put('t7', keyOf(BOB, 0, T, 3), messageValue(3, { flags: 0, author: null, text: 'to Bob' })),
  ]);
  expect(only(all, 'message').map(({ sender, direction }) => [sender, direction])).toEqual([
    [null, 'outgoing'],
    ['account:channel1500000001', 'incoming'],
    ['account:user700', 'outgoing'],
  ]);
});

test('a photo of which a smaller size lies in the cache is told with that size’s pixels and bytes', async () => {
  using folder = temporaryFolder();
  const size = (s: string, dx: number, n: number): Coded => coded('TelegramMediaImageRepresentation', { dx, dy: dx, r: coded('CloudPhotoSizeMediaResource', { d: 4, i: 1n, s, n }) }); // prettier-ignore
  const photo = coded('TelegramMediaImage', { i: mediaIdBytes(0, 1n), r: [size('m', 320, 50), size('y', 1280, 900)] });
  const file = join(folder.path, STORE);
  mkdirSync(dirname(file), { recursive: true });
  mkdirSync(join(folder.path, 'telegram-data/account-17/postbox/media'));
  writeFileSync(join(folder.path, 'telegram-data/account-17/postbox/media/telegram-cloud-photo-size-4-1-m'), 'small');
  const db = new Database(file);
  for (const sql of [...STORE_TABLES, ...row(1, T, BOB, [photo])]) db.exec(sql);
  db.close();
  const all = await readAll(telegramApple, folder.path);
  expect(only(all, 'attachment')).toMatchObject([{ width: 320, height: 320, sizeBytes: 50, stored: { 'image.here': 'telegram-cloud-photo-size-4-1-m', 'image.stated': '1280×1280, 900 bytes' } }]); // prettier-ignore
});

test('damage of any byte of these tables ends in records and issues, and each row is counted', async () => {
  const random = seededRandom(20_261_123);
  const bad = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes.subarray(0, 1 + Math.floor(random() * bytes.length)));
    for (let i = 0; i < 2; i += 1) copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
    return random() < 0.5 ? copy : Buffer.concat([copy, bytes.subarray(copy.length)]);
  };
  const state = entriesOf({ data: entriesOf({ synchronizeableInputState: coded('SynchronizeableChatInputState', { t: 'x' }), opaqueData: entriesOf(oldState('x', true).entries) }) }); // prettier-ignore
  const topic = entriesOf({ d: entriesOf({ creationDate: T, author: coded('PeerId', { iv: BOB }), info: coded('Info', { title: 'x' }) }) }); // prettier-ignore
  const ranks = entriesOf({
    ranks: new Map([[coded('DictionaryKey', { k: BOB }), coded('CachedChannelAdminRank', { v: 1 })]]),
  });
  const rows: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    rows.push(put('t23', i, bad(rootOf(oldState('x', true)))), put('t67', 500 + i, bad(state)));
    rows.push(put('t68', Buffer.concat([bad(keyOf(FORUM, 17n)), keyOf(i)]), bad(state)));
    rows.push(put('t73', Buffer.concat([bad(keyOf(FORUM, T, 1n, 0)), keyOf(i)]), bad(topic)));
    rows.push(put('t25', Buffer.concat([Buffer.of(0, 100), keyOf(FORUM + BigInt(i))]), bad(ranks)));
    rows.push(put('t4', Buffer.concat([bad(keyOf(BOB, 0)), keyOf(i)]), bad(Buffer.of(0, 1, 2, 3, 4))));
  }
  const all = await read(rows, [put('t15', Buffer.alloc(16), Buffer.of(0, 255, 255)), put('t16', Buffer.alloc(29, 1), Buffer.alloc(0))]); // prettier-ignore
  for (const { rows: count, used, skipped } of only(all, 'tally')) expect(used + Object.values(skipped).reduce((a, b) => a + b, 0)).toBe(count); // prettier-ignore
  expect(only(all, 'tally').filter(({ table: name }) => ['t23', 't67', 't68', 't73', 't25', 't4'].includes(name)).map(({ rows: count }) => count)).toEqual(Array.from({ length: 6 }, () => 40)); // prettier-ignore
});
