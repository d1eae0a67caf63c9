import Database from 'better-sqlite3';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import {
  coded,
  entriesOf,
  int32,
  int64,
  keyOf,
  mediaIdBytes,
  messageValue,
  rootOf,
  storedBytes,
} from './fixture-coding.ts';
import type { Coded, Entries, Written } from './fixture-coding.ts';
import type { Extracted } from '../../model/index.ts';
import { telegramApple } from './index.ts';
import { readMessageValue } from './message-value.ts';
import { peerOf, storedPeer } from './peer-id.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus/telegram/postbox');
const STORE = 'telegram-data/account-17/postbox/db/db_sqlite';
const T = 1_741_296_000;
const [OWN, BOB, EVE] = [700n, 5_000_000_001n, 5_000_000_002n];
const GROUP = storedPeer('chat42') ?? 0n;
const SECRET = storedPeer('secret-17') ?? 0n;
/** A number beyond 32 bits: the upper part stands above the kind. */
const [BOB_STORED, EVE_STORED] = [BOB, EVE].map((id) => storedPeer(`user${id}`) ?? 0n) as [bigint, bigint];

const put = (table: string, key: Buffer | bigint | number, value: Uint8Array): string =>
  `INSERT INTO ${table} (key, value) VALUES (${Buffer.isBuffer(key) ? storedBytes(key) : String(key)}, ${storedBytes(value)})`;
const table = (name: string, key = 'BLOB', tail = ''): string => `CREATE TABLE ${name} (key ${key} PRIMARY KEY, value BLOB)${tail}`; // prettier-ignore
const STORE_TABLES = [
  ...['t0', 't2', 't14', 't18', 't20', 't67'].map((name) => table(name, 'INTEGER')),
  ...['t6', 't7', 't12', 't39'].map((name) => table(name)),
  ...['t4', 't9', 't16', 't54'].map((name) => table(name, 'BLOB', ' WITHOUT ROWID')),
  'CREATE TABLE ft41_content (id INTEGER PRIMARY KEY, c0, c1, c2, c3)',
  put('t0', 2, rootOf(coded('AuthorizedAccountState', { masterDatacenterId: 2, peerId: OWN }))),
  put('t2', BOB_STORED, rootOf(coded('TelegramUser', { i: BOB_STORED, fn: 'Bob', ln: 'Bay', p: '15550100', un: 'bobbay' }))),
  put('t2', SECRET, rootOf(coded('TelegramSecretChat', { i: SECRET, r: BOB_STORED, d: T, at: 30 }))),
]; // prettier-ignore

function row(id: number, message: Partial<Written> = {}, peer = BOB_STORED, namespace = 0): string {
  const value = messageValue(id, { flags: 4, author: BOB_STORED, text: `text ${id}`, ...message });
  return put('t7', keyOf(peer, namespace, T, id), value);
}
const action = (number: number, more: Entries = {}): Coded => coded('TelegramMediaAction', { _rawValue: number, ...more }); // prettier-ignore
const people = (...ids: readonly bigint[]): Buffer => Buffer.concat([int32(ids.length), ...ids.map(int64)]);

async function read(statements: readonly string[], tables: readonly string[] = STORE_TABLES): Promise<readonly Extracted[]> {
  return readMade(telegramApple, STORE, [...tables, ...statements]);
} // prettier-ignore
const issues = (all: readonly Extracted[]): readonly string[] => only(all, 'issue').map(({ code, where }) => `${code} ${where}`); // prettier-ignore

test('numbers of peers read the same before and after 2021, on each platform', () => {
  expect(peerOf(4242)).toBe('user4242');
  expect(peerOf((1n << 32n) | 42n)).toBe('chat42');
  expect(peerOf((2n << 32n) | 1_500_000_001n)).toBe('channel1500000001');
  expect(peerOf(BOB_STORED)).toBe(`user${BOB}`);
  expect(peerOf(BOB_STORED)).not.toBe(peerOf(BOB));
  expect(peerOf(SECRET)).toBe('secret-17');
  expect(peerOf(0x7fffffffn << 32n)).toBeNull();
  expect(peerOf(0)).toBeNull();
  expect(peerOf((5n << 32n) | 1n)).toBe(`peer${(5n << 32n) | 1n}`);
  for (const id of ['user1', 'user99999999999', 'chat7', 'channel1999999999', 'secret17', 'secret-2000000000'])
    expect(peerOf(storedPeer(id))).toBe(id);
});

describe('a message', () => {
  test('has its sender, number on the service, words, state and times', async () => {
    const all = await read([
      row(1, { attributes: [coded('EditedMessageAttribute', { d: T + 60, h: 0 }), coded('ViewCountMessageAttribute', { c: 9 })] }),
      row(2, { flags: 1, author: OWN, attributes: [coded('EditedMessageAttribute', { d: T + 60, h: 1 })] }),
      row(3, { flags: 2, author: null }),
      row(4, {}, (2n << 32n) | 1_500_000_001n),
      row(5, { flags: 0, author: null }, SECRET, 1),
      row(6, { flags: 0, author: OWN }, BOB_STORED, 3),
    ]); // prettier-ignore
    expect(only(all, 'message').map(({ serverId, sender, direction, status, edited, times }) => [serverId, sender, direction, status, edited?.utcMs, times.length])).toEqual([
      [`user${OWN}:1`, `account:user${BOB}`, 'incoming', 'received', (T + 60) * 1000, 1],
      [`user${OWN}:2`, `account:user${OWN}`, 'outgoing', 'pending', undefined, 1],
      [`user${OWN}:3`, `account:user${OWN}`, 'outgoing', 'failed', undefined, 1],
      ['channel1500000001:4', `account:user${BOB}`, 'incoming', 'received', undefined, 1],
      [null, `account:user${OWN}`, 'outgoing', 'sent', undefined, 1],
      [null, `account:user${OWN}`, 'outgoing', 'pending', undefined, 0],
    ]); // prettier-ignore
    expect(only(all, 'message')[0]?.stored).toMatchObject({ 'attribute.ViewCountMessageAttribute.c': 9 });
    expect(only(all, 'message')[5]?.stored).toMatchObject({ timestamp: T });
    expect(only(all, 'account')[0]).toMatchObject({ names: [{ name: 'Bob Bay' }], stored: { storedPeer: String(BOB_STORED), 'value.un': 'bobbay', 'value.p': '15550100' } }); // prettier-ignore
    expect(only(all, 'conversation').find(({ identifier }) => identifier === 'secret-17')).toMatchObject({ type: 'one-to-one', account: `account:user${BOB}`, disappearingS: 30 }); // prettier-ignore
    expect(issues(all)).toEqual([]);
  });

  test('answers, names, forwards and reacts as its attributes say', async () => {
    const qu = Buffer.from(JSON.stringify({ t: 'pier four', e: [], o: 3 }));
    const all = await read([
      row(9, {
        forward: { author: EVE_STORED, date: T - 60, signature: 'E.' },
        attributes: [
          coded('ReplyMessageAttribute', { i: 7n << 32n, p: BOB_STORED, qu, iq: true }),
          coded('TextEntitiesMessageAttribute', { entities: [
            coded('MessageTextEntity', { start: 0, end: 4, _rawValue: 10, url: 'https://port.example' }),
            coded('MessageTextEntity', { start: 0, end: 4, _rawValue: 11, peerId: EVE_STORED }),
            coded('MessageTextEntity', { start: 0, end: 4, _rawValue: 6 }),
          ] }),
          coded('ReactionsMessageAttribute', { r: [coded('MessageReaction', { v: '👍', c: 3 }), coded('MessageReaction', { cfid: 5_400_000_000_000_000_001n, c: 1 })], rp: [coded('RecentPeer', { v: '👍', p: OWN, ts: T + 5 })] }),
          coded('AutoremoveTimeoutMessageAttribute', { t: 86_400, c: T }),
        ],
      }),
    ]); // prettier-ignore
    expect(only(all, 'quote')).toMatchObject([{ target: { key: `message:user${BOB}:7` }, body: 'pier four', sender: null }]); // prettier-ignore
    expect(only(all, 'mention')).toMatchObject([{ account: `account:user${EVE}`, name: 'text' }]);
    expect(only(all, 'detail').map(({ content }) => content.type)).toEqual(['link', 'other']);
    expect(only(all, 'reaction').map(({ account, emoji, count }) => [account, emoji, count])).toEqual([[`account:user${OWN}`, '👍', 1], [null, '👍', 2], [null, '5400000000000000001', 1]]); // prettier-ignore
    expect(only(all, 'message')).toMatchObject([{ forwarded: { score: null }, expires: { durationS: 86_400 }, stored: { 'forward.author': `user${EVE}`, 'forward.signature': 'E.', 'forward.date': T - 60 } }]); // prettier-ignore
    expect(issues(all)).toEqual([]);
  });

  test('holds a medium of more names than a call takes arguments', async () => {
    const names = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`n${i}`, null]));
    const all = await read([row(1, { media: [coded('TelegramMediaFile', { ...names, mt: 'video/mp4' })] })]);
    expect(only(all, 'attachment')).toMatchObject([{ mediaType: 'video/mp4' }]);
  });

  test('names media, each read once, and no more than are read of one message', async () => {
    const large = (id: bigint): string => {
      const object = rootOf(coded('TelegramMediaFile', { i: mediaIdBytes(5, id), mt: 'video/mp4', x: 'x'.repeat(1_500_000) })); // prettier-ignore
      return put('t6', keyOf(5, id), Buffer.concat([Buffer.of(0), int32(object.length), object, int32(1)]));
    };
    const all = await read([
      row(1, { referenced: Array.from({ length: 250 }, () => [5, 31n] as const) }),
      row(2, { referenced: [31n, 32n, 33n, 34n].map((id) => [5, id] as const) }),
      ...[31n, 32n, 33n].map(large),
    ]);
    expect(only(all, 'attachment').map(({ message }) => message)).toEqual([1, 2, 2].map((id) => `message:user${BOB}:${id}`)); // prettier-ignore
    expect(only(all, 'issue').map(({ stored, detail }) => [stored, detail.slice(0, 28)])).toEqual([['5:33', 'The message names more media']]); // prettier-ignore
    expect(only(all, 'message').map(({ stored }) => String(stored?.referencedMedia).length)).toEqual([250 * 6 - 2, 4 * 6 - 2]); // prettier-ignore
    expect(only(all, 'event')).toEqual([]);
  });

  test('holds media: embedded, shared with others, of another message, of a class that is not known, or gone', async () => {
    const file = (id: bigint): Coded => coded('TelegramMediaFile', { i: mediaIdBytes(5, id), r: coded('CloudDocumentMediaResource', { d: 2, f: id, a: 1n }), mt: 'video/mp4', s64: 900n, at: [coded('TelegramMediaFileAttribute', { t: 4, dur: { double: 2.5 }, w: 10, h: 20, f: 1 })] }); // prettier-ignore
    const direct = rootOf(file(31n));
    const place = Buffer.concat([Buffer.of(1), int64(BOB_STORED), int32(0), int32(1), int32(T)]);
    const all = await read([
      row(1, { media: [file(30n)] }),
      row(2, { referenced: [[5, 31n]] }),
      row(3, { referenced: [[5, 30n]] }),
      row(4, { media: [coded('TelegramMediaHologram', { depth: 3 })] }),
      row(5, { referenced: [[5, 99n]] }),
      put('t6', keyOf(5, 30n), place),
      put('t6', keyOf(5, 31n), Buffer.concat([Buffer.of(0), int32(direct.length), direct, int32(2)])),
      put('t6', keyOf(5, 33n), Buffer.concat([Buffer.of(1), int64(BOB_STORED), int32(0), int32(77), int32(T + 5)])),
      put('t6', keyOf(5, 32n), Buffer.concat([Buffer.of(0), int32(direct.length), direct, int32(1)])),
    ]);
    expect(only(all, 'message').map(({ type }) => type)).toEqual(['video-note', 'video-note', 'video-note', 'unknown', 'text']); // prettier-ignore
    expect(only(all, 'attachment').map(({ message, sizeBytes, durationS, stored }) => [message, sizeBytes, durationS, stored?.resource])).toEqual([
      [`message:user${BOB}:1`, 900, 2.5, 'telegram-cloud-document-2-30'],
      [`message:user${BOB}:2`, 900, 2.5, 'telegram-cloud-document-2-31'],
      [`message:user${BOB}:3`, 900, 2.5, 'telegram-cloud-document-2-30'],
    ]); // prettier-ignore
    expect(issues(all)).toEqual(['unknown-code t7.value', 'unresolved-reference t7.value']);
    expect(only(all, 'tally').find((one) => one.table === 't6')?.skipped).toEqual({ 'place of a medium within its message': 1 }); // prettier-ignore
    expect(only(all, 'message')[4]?.stored).toMatchObject({ referencedMedia: '5:99' });
    // What no message names is told by itself.
    expect(only(all, 'event')).toMatchObject([
      { conversation: `chat:user${BOB}`, times: [{ utcMs: (T + 5) * 1000 }], from: { state: 'recovered', recovery: { method: 'orphan-row' } }, stored: { 't6.message': 77, 't6.medium': '5:33' } },
      { type: 'unknown', from: { state: 'recovered', recovery: { method: 'orphan-row' } }, stored: { class: 'TelegramMediaFile', 'media.mt': 'video/mp4' } },
    ]); // prettier-ignore
  });
});

test('lines of the service and calls say who did what', async () => {
  const all = await read([
    row(1, { text: '', media: [action(2, { peerIds: people(EVE_STORED, OWN) })] }, GROUP),
    row(2, { text: '', media: [action(3, { peerIds: people(BOB_STORED) })] }, GROUP),
    row(3, { text: '', media: [action(14, { i: 5n, dr: 0, d: null, vc: 1 })] }),
    row(4, { text: '', flags: 0, author: OWN, media: [action(14, { i: 6n, dr: 2, d: 42, vc: 0 })] }),
    row(5, { text: '', media: [action(22, { callId: 7n, accessHash: 8n, duration: 60 })] }, GROUP),
    row(6, { text: '', media: [action(99)] }, GROUP),
  ]);
  expect(only(all, 'message').map(({ system }) => [system?.action, system?.actor, system?.affected])).toEqual([
    ['member-added', `account:user${BOB}`, [`account:user${EVE}`, `account:user${OWN}`]],
    ['member-left', `account:user${BOB}`, []],
    ['app-notice', `account:user${BOB}`, []],
  ]); // prettier-ignore
  expect(only(all, 'event').map(({ direction, call }) => [direction, call?.video, call?.group, call?.durationS, call?.outcome])).toEqual([
    ['incoming', true, false, null, 'missed'],
    ['outgoing', false, false, 42, 'answered'],
    ['incoming', null, true, 60, 'unknown'],
  ]); // prettier-ignore
  expect(issues(all)).toEqual(['unknown-code t7.value']);
});

test('groups, members, folders, states of reading and drafts are told with their conversation', async () => {
  const member = (v: number, i: bigint, more: Entries = {}): Coded => coded('GroupParticipant', { v, i, ...more });
  const listed = Buffer.concat([keyOf(1), Buffer.of(0xff, 0xfd), keyOf(T), Buffer.of(0), keyOf(9), keyOf(GROUP), Buffer.of(1)]); // prettier-ignore
  const hole = Buffer.concat([listed.subarray(0, 23), Buffer.of(2)]);
  const input = coded('SynchronizeableChatInputState', { t: 'not yet', e: [], s: T });
  const all = await read([
    put('t2', GROUP, rootOf(coded('TelegramGroup', { i: GROUP, t: 'Harbour', pc: 2, m: 0, d: T }))),
    put('t18', GROUP, rootOf(coded('CachedGroupData', { ab: 'About boats', invBy: EVE_STORED, p: coded('CachedGroupParticipants', { p: [member(1, BOB_STORED), member(2, OWN, { b: BOB_STORED, t: T })], v: 1 }) }))),
    put('t9', listed, Buffer.alloc(0)),
    put('t9', hole, Buffer.alloc(0)),
    put('t14', GROUP, Buffer.concat([int32(1), int32(0), Buffer.of(0), ...[11, 12, 13, 2, 1].map(int32)])),
    put('t67', GROUP, entriesOf({ overrideChatTimestamp: T, data: entriesOf({ synchronizeableInputState: input }) })),
  ]); // prettier-ignore
  expect(only(all, 'conversation').find(({ identifier }) => identifier === 'chat42')).toMatchObject({
    type: 'group', title: 'Harbour', archived: true, description: 'About boats', draft: 'not yet', created: { utcMs: T * 1000 },
    stored: { 't9.pinned': 1, 't14.0.maxOutgoingReadId': 12, 't14.0.count': 2, 't18.invBy': `user${EVE}` },
  }); // prettier-ignore
  expect(only(all, 'participant').map(({ account, role, membership, joined }) => [account, role, membership, joined?.utcMs])).toEqual([
    [`account:user${BOB}`, 'owner', 'current', undefined],
    [`account:user${OWN}`, 'admin', 'current', T * 1000],
  ]); // prettier-ignore
  expect(only(all, 'tally').find((one) => one.table === 't9')).toMatchObject({ rows: 2, used: 1 });
  expect(issues(all)).toEqual([]);
});

test('what indexes alone still name is recovered, and marked so', async () => {
  const item = (id: number): string => `'p${BOB_STORED}a0b${id}'`;
  const all = await read([
    row(1, { text: 'crate seventeen', media: [coded('TelegramMediaFile', { i: mediaIdBytes(5, 40n) })] }),
    row(2, { text: 'now' }),
    row(5, { text: 'now' }),
    put('t7', keyOf(BOB_STORED, 0, T, 6), Buffer.of(0, 1)),
    ...[1, 2, 5, 6].map((id) => put('t4', keyOf(BOB_STORED, 0, id), Buffer.concat([Buffer.of(2), int32(T)]))),
    `INSERT INTO ft41_content VALUES (1, 'p', ${item(1)}, 'crate seventeen list.pdf', ''), (2, 'p', ${item(2)}, 'before', ''), (3, 'p', ${item(3)}, 'gone words', ''),
       (5, 'p', ${item(5)}, 'pay me now or else', ''), (6, 'p', ${item(6)}, 'words of a row that is cut off', '')`,
    put('t12', keyOf(BOB_STORED, 256, 0, T, 1), Buffer.alloc(0)),
    put('t12', keyOf(BOB_STORED, 256, 0, T, 4), Buffer.alloc(0)),
    put('t39', keyOf(1, T + 9, 0, 5, BOB_STORED), Buffer.of(0)),
    put('t39', keyOf(1, 0x7fffffff, 0, 0, 0n), Buffer.of(1)),
  ]);
  const lost = only(all, 'message').filter(({ from }) => from.state === 'recovered');
  expect(lost).toMatchObject([{ key: `message:user${BOB}:3`, body: 'gone words', sender: null, times: [], serverId: `user${OWN}:3` }]); // prettier-ignore
  expect(only(all, 'version')).toMatchObject([
    { message: `message:user${BOB}:2`, body: 'before', role: 'unknown' },
    { message: `message:user${BOB}:5`, body: 'pay me now or else' },
    { message: `message:user${BOB}:6`, body: 'words of a row that is cut off' },
  ]);
  expect(only(all, 'event')).toMatchObject([
    { conversation: `chat:user${BOB}`, times: [{ utcMs: T * 1000 }], stored: { 't12.tag': 256, 't12.message': 4 } },
    { conversation: `chat:user${BOB}`, times: [{ utcMs: (T + 9) * 1000 }], stored: { 't39.tag': 1, 't39.message': 5 } },
  ]);
  expect(issues(all)).toEqual(['undecodable-payload t7.value']);
});

test('entries of the address book are accounts of their own, linked to those that the service found', async () => {
  const entry = (pid: bigint | null): Buffer => rootOf(coded('TelegramDeviceContactImportedData', { _t: 0, d: coded('ImportableDeviceContactData', { f: 'Bobby', l: 'B.' }), c: 2, pid })); // prettier-ignore
  const all = await read([
    put('t54', Buffer.from('\u000015550100'), entry(BOB_STORED)),
    put('t54', Buffer.from('\u000015550101'), entry(null)),
    put('t16', keyOf(BOB_STORED), Buffer.alloc(0)),
    put('t20', BOB_STORED, rootOf(coded('TelegramUserPresence', { v: 1, t: T, h: 0 }))),
  ]);
  expect(only(all, 'account').flatMap(({ stored }) => stored?.['t20.t'] ?? [])).toEqual([T]);
  expect(only(all, 'account').filter(({ identifierKind }) => identifierKind === 'phone')).toMatchObject([{ phone: '+15550100', names: [{ name: 'Bobby B.', givenBy: 'owner' }] }, { phone: '+15550101' }]); // prettier-ignore
  expect(only(all, 'account-link')).toMatchObject([{ a: 'account:+15550100', b: `account:user${BOB}` }]);
});

test('nothing that a message states is lost beside what a field takes', async () => {
  const reactions = coded('ReactionsMessageAttribute', { r: [coded('MessageReaction', { v: '👍', c: 1, cord: 0 })], rp: [coded('RecentPeer', { v: '👍', p: OWN })] });
  const web = coded('TelegramMediaImage', { r: [coded('TelegramMediaImageRepresentation', { dx: 1, dy: 1, r: coded('HttpReferenceMediaResource', { u: 'https://example.com/a.jpg', s: 9 }) })] });
  const attribute = (t: number, fn: string): Coded => coded('TelegramMediaFileAttribute', { t, fn });
  const poll = coded('TelegramMediaPoll', { t: 'Which?', os: [coded('TelegramMediaPollOption', { t: 'This', i: Buffer.of(1) })], rs: coded('TelegramMediaPollResults', { v: [coded('TelegramMediaPollOptionVoters', { i: Buffer.of(1), c: 2, cr: 1 })], t: 2 }) });
  const all = await read([
    row(1, { attributes: [reactions, coded('AutoremoveTimeoutMessageAttribute', { t: 86_400 }), coded('AutoclearTimeoutMessageAttribute', { t: 10 })] }),
    row(2, { attributes: [coded('AudioTranscriptionMessageAttribute', { text: 'words of a voice that is gone' })], referenced: [[5, 98n]] }),
    row(3, { attributes: [1, 2].map((x) => coded('NobodyKnowsAttribute', { x })), media: [coded('TelegramMediaHologram', { a: 1 }), web] }),
    row(4, { media: [poll] }),
    row(5, { media: [coded('TelegramMediaMap', { la: { double: 52.5 }, lo: { double: 999 }, ve: coded('MapVenue', { ti: 'Pier' }) })] }),
    row(6, { media: [coded('TelegramMediaFile', { at: [attribute(0, 'first.pdf'), attribute(0, 'second.pdf')] })] }),
    row(7, { attributes: [coded('ReplyMessageAttribute', { i: { double: 0.5 }, p: BOB_STORED })] }),
    put('t18', GROUP, rootOf(coded('CachedGroupData', { i: coded('ExportedInvitation', { link: 'https://t.me/+abc' }) }))),
  ]);
  const stored = only(all, 'message').map((one) => one.stored);
  expect(stored[0]).toMatchObject({ 'attribute.AutoclearTimeoutMessageAttribute.t': 10 });
  expect(stored[0]?.['attribute.ReactionsMessageAttribute.r']).toContain('"cord":0');
  expect(stored[1]).toMatchObject({ 'attribute.AudioTranscriptionMessageAttribute.text': 'words of a voice that is gone' });
  expect(Object.keys(stored[2] ?? {}).filter((name) => name.endsWith('.x'))).toHaveLength(2);
  expect(stored[3]).toMatchObject({ 'media.option 0.result.cr': 1 });
  expect(stored[4]).toMatchObject({ 'media.la': 52.5, 'media.lo': 999 });
  expect(stored[4]?.['media.ve']).toContain('Pier');
  expect(stored[6]).toMatchObject({ 'attribute.ReplyMessageAttribute.i': 0.5 });
  const files = only(all, 'attachment');
  expect(files[0]).toMatchObject({ sizeBytes: 9 });
  expect(files[0]?.stored?.['image.resource']).toContain('https://example.com/a.jpg');
  expect(files[1]).toMatchObject({ name: 'first.pdf', stored: { 'file.attribute 0 (2).fn': 'second.pdf' } });
  expect(only(all, 'conversation').find(({ identifier }) => identifier === 'chat42')?.stored?.['t18.i']).toContain('https://t.me/+abc');
}); // prettier-ignore

describe('damage', () => {
  test('of a size that no app writes ends in time, and names what was not read', async () => {
    const many = (count: number, made: (index: number) => Coded): readonly Coded[] => Array.from({ length: count }, (_, index) => made(index)); // prettier-ignore
    const peers = many(130_000, () => coded('RecentPeer', { v: 'a', p: 1 }));
    const empty = Buffer.concat([messageValue(1, { flags: 4, author: BOB_STORED, text: 'text' }).subarray(0, -12), int32(300_000), Buffer.alloc(1_200_000)]); // prettier-ignore
    const all = await read([
      row(1, { attributes: [coded('ReactionsMessageAttribute', { rp: peers })] }),
      put('t7', keyOf(BOB_STORED, 0, T, 2), empty),
      put('t7', keyOf(BOB_STORED, 0, T, 3), Buffer.alloc(2 ** 22 + 1)),
    ]);
    expect(only(all, 'reaction')).toHaveLength(130_000);
    expect(only(all, 'message').map(({ body, stored }) => [body, stored?.value instanceof Uint8Array])).toEqual([['text 1', false], ['text', true], [null, false]]); // prettier-ignore
    expect(issues(all)).toEqual(['undecodable-payload t7.value', 'undecodable-payload t7.value']);
  });

  test('keeps each row, what could be read of it, and its bytes', async () => {
    const whole = messageValue(1, { flags: 4, author: BOB_STORED, text: 'text 1', attributes: [coded('EditedMessageAttribute', { d: T })] }); // prettier-ignore
    const cut = whole.subarray(0, whole.length - 20);
    const newer = Buffer.from(whole);
    newer.writeUInt8(64, 9); // a bit of the numbers before the message that no source explains
    const all = await read([
      put('t7', keyOf(BOB_STORED, 0, T, 1), cut),
      put('t7', keyOf(BOB_STORED, 0, T, 2), newer),
      put('t7', keyOf(BOB_STORED, 0, T, 3), Buffer.of(9, 9)),
      put('t7', Buffer.from('no key'), whole),
      put('t7', keyOf(BOB_STORED, 0, T, 5), Buffer.of(1, 0, 0, 0, 0)),
    ]);
    expect(only(all, 'message').map(({ body, type, stored }) => [body, type, stored?.value instanceof Uint8Array])).toEqual([
      ['text 1', 'text', true], [null, 'text', true], [null, 'unknown', true], ['text 1', 'text', false],
    ]); // prettier-ignore
    expect(only(all, 'tally').find((one) => one.table === 't7')).toMatchObject({ rows: 5, used: 4 });
    expect(issues(all)).toEqual(['undecodable-payload t7.value', 'undecodable-payload t7.value', 'unknown-code t7.value', 'unresolved-reference t7.key']); // prettier-ignore
  });

  test('of any byte of a value ends, with no more read than is there', () => {
    const value = messageValue(1, { flags: 4, author: BOB_STORED, text: 'text', forward: { author: 1n, date: T, signature: 's' }, attributes: [coded('EditedMessageAttribute', { d: T })], referenced: [[5, 1n]] }); // prettier-ignore
    const random = seededRandom(20_260_101);
    for (let round = 0; round < 4000; round += 1) {
      const bytes = Buffer.from(value.subarray(0, 1 + Math.floor(random() * value.length)));
      for (let i = 0; i < 3; i += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const read = readMessageValue(bytes);
      for (const { end } of [...read.attributes, ...read.media]) expect(end).toBeLessThanOrEqual(bytes.length);
      expect(read.fault ?? 0).toBeLessThanOrEqual(bytes.length);
    }
  });

  test('a store without the account’s state says that its owner is not known', async () => {
    const all = await read([row(1, { flags: 0, author: null })], STORE_TABLES.filter((sql) => !sql.includes('INTO t0')));
    expect(only(all, 'message')).toMatchObject([{ sender: null, direction: 'outgoing', serverId: null }]);
    expect(issues(all)).toEqual(['owner-unknown t0']);
  }); // prettier-ignore
});

test('files are found by name whatever their ending, and one that was not loaded wholly is named so', async () => {
  using folder = temporaryFolder();
  const image = (id: bigint): Coded => coded('TelegramMediaImage', { i: mediaIdBytes(0, id), r: ['m', 'y'].map((s, i) => coded('TelegramMediaImageRepresentation', { dx: 10 + i, dy: 10, r: coded('CloudPhotoSizeMediaResource', { d: 4, i: id, s, n: 5 + i }) })) }); // prettier-ignore
  const media = join(folder.path, 'account-17/postbox/media/short-cache');
  mkdirSync(media, { recursive: true });
  for (const name of ['telegram-cloud-photo-size-4-1-y.jpg', 'telegram-cloud-photo-size-4-1-m', 'telegram-cloud-photo-size-4-2-y_partial', 'telegram-cloud-photo-size-4-2-y_partial.meta']) writeFileSync(join(media, name), name); // prettier-ignore
  mkdirSync(join(folder.path, 'account-17/postbox/db'));
  const db = new Database(join(folder.path, 'account-17/postbox/db/db_sqlite'));
  for (const sql of [...STORE_TABLES, row(1, { media: [image(1n)] }), row(2, { media: [image(2n)] })]) db.exec(sql);
  db.close();
  const all = await readAll(telegramApple, folder.path);
  expect(only(all, 'attachment').map(({ candidates, width, sizeBytes, stored }) => [candidates, width, sizeBytes, stored?.incomplete])).toEqual([
    [['postbox/media/short-cache/telegram-cloud-photo-size-4-1-y.jpg', 'postbox/media/short-cache/telegram-cloud-photo-size-4-1-m'], 11, 6, undefined],
    [['postbox/media/short-cache/telegram-cloud-photo-size-4-2-y_partial'], 11, 6, 'postbox/media/short-cache/telegram-cloud-photo-size-4-2-y_partial'],
  ]); // prettier-ignore
});

describe.skipIf(!existsSync(CORPUS))('the public sample', () => {
  const sample = (name: string): Buffer => Buffer.from(readFileSync(join(CORPUS, `postbox_${name}.hex`), 'utf8').trim(), 'hex'); // prettier-ignore
  test('gives what the manifest names', async () => {
    const expected = JSON.parse(readFileSync(join(CORPUS, 'postbox_expected.json'), 'utf8')) as { text: string; author_id: number; peer_display: string; referenced_media_ids: [number, number][] }; // prettier-ignore
    const all = await read([
      put('t2', expected.author_id, sample('peer')),
      put('t7', keyOf(BigInt(expected.author_id), 0, T, 1), sample('message')),
    ]);
    expect(only(all, 'message')).toMatchObject([{ body: expected.text, sender: `account:user${expected.author_id}`, stored: { tags: 1, referencedMedia: expected.referenced_media_ids[0]?.join(':') } }]); // prettier-ignore
    expect(only(all, 'account').find(({ identifier }) => identifier === `user${expected.author_id}`)).toMatchObject({ names: [{ name: expected.peer_display }] }); // prettier-ignore
    expect(issues(all)).toEqual(['unresolved-reference t7.value']);
  });
});

test('a store whose tables have rowids throughout, as in the first years, reads the same', async () => {
  using folder = temporaryFolder();
  expect(await readAll(telegramApple, folder.path)).toEqual([]);
  const old = STORE_TABLES.map((sql) => sql.replace(' WITHOUT ROWID', ''));
  const [a, b] = await Promise.all([STORE_TABLES, old].map((tables) => read([row(1), put('t16', keyOf(BOB_STORED), Buffer.alloc(0))], tables))); // prettier-ignore
  const shown = (all: readonly Extracted[] | undefined): readonly string[] => (all ?? []).map((one) => `${one.kind} ${'key' in one ? one.key : ''}`); // prettier-ignore
  expect(shown(b)).toEqual(shown(a));
});
