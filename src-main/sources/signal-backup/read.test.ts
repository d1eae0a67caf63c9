import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { scenario } from '../../../fixtures/scenario.ts';
import { only } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import { smallStory } from '../../../test/contract/small-story.ts';
import type { Extracted } from '../../model/index.ts';
import { decodeMessage, type Doubt, type Plain } from './decode-message.ts';
import { delimited, encodeMessage } from './fixture-encode.ts';
import { FIRST, framesOf } from './fixture-frames.ts';
import { bytesOf } from './fixture.ts';
import { squeezed } from './group-id.ts';
import { signalBackup } from './index.ts';
import { shapeOf } from './shapes.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/signal/backup-v2');
const story = smallStory(scenario());
const device = story.devices.find(({ id }) => id === 'ada-phone');
if (device === undefined) throw new Error('no device');

type Frame = Readonly<Record<string, Plain>>;

async function readFile(name: string, bytes: Buffer | string): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  mkdirSync(dirname(join(folder.path, name)), { recursive: true });
  writeFileSync(join(folder.path, name), bytes);
  return await readAll(signalBackup, folder.path);
}

const framed = (frames: readonly Frame[], first: Frame = FIRST): Buffer =>
  Buffer.concat([delimited(encodeMessage(first, 'BackupInfo')), ...frames.map((one) => delimited(encodeMessage(one, 'Frame')))]); // prettier-ignore

const HAN = 'X4xWjQEZR72BqruHybcZlQ==';
const HAN_ACI = '5f8c568d-0119-47bd-81aa-bb87c9b71995';
const BASE: readonly Frame[] = [
  { account: { username: 'boba.66', givenName: 'Boba' } },
  { recipient: { id: '1', self: {} } },
  { recipient: { id: '2', contact: { aci: HAN, pni: HAN, e164: '12025550103', registered: {}, profileGivenName: 'Han' } } }, // prettier-ignore
  { chat: { id: '7', recipientId: '2' } },
];
const item = (more: Frame, sent = '1746000000000'): Frame => ({ chatItem: { chatId: '7', authorId: '2', dateSent: sent, incoming: { dateReceived: '1746000000870' }, ...more } }); // prettier-ignore
const line = (update: Frame): Frame => ({ chatItem: { chatId: '7', authorId: '2', dateSent: '1746000000000', directionless: {}, updateMessage: update } }); // prettier-ignore
const readItems = async (...frames: readonly Frame[]): Promise<readonly Extracted[]> => readFile('main.binproto', framed([...BASE, ...frames])); // prettier-ignore

const codesOf = (all: readonly Extracted[]): readonly string[] =>
  only(all, 'issue').filter(({ severity }) => severity !== 'note').map(({ code }) => code); // prettier-ignore

/** Content without places, which differ between the two forms. */
const contents = (all: readonly Extracted[]): readonly string[] =>
  all.filter(({ kind }) => kind !== 'issue' && kind !== 'tally').map((one) => JSON.stringify(one, (name, value: unknown) => (['at', 'file', 'key', 'message', 'sealed', 'candidates', 'typeStored', 'outcomeStored'].includes(name) ? undefined : value)).replaceAll(/message:\d+/gu, 'message')).sort(); // prettier-ignore

test('a contact has its ids as accounts of their own, and the number of the form', async () => {
  const all = await readItems();
  expect(only(all, 'account').map(({ identifier, identifierKind, owner }) => [identifier, identifierKind, owner !== null])).toEqual([
    ['boba.66', 'user-name', true],
    [HAN_ACI, 'hidden-id', false],
    ['+12025550103', 'phone', false],
    [`PNI:${HAN_ACI}`, 'hidden-id', false],
  ]); // prettier-ignore
  expect(only(all, 'account-link')).toHaveLength(2);
  expect(only(all, 'conversation')).toMatchObject([{ type: 'one-to-one', identifier: HAN_ACI, account: HAN_ACI }]);
});

test('keys stay in the file, and what no record has a field for is carried', async () => {
  const all = await readFile('main.binproto', framed([{ account: { username: 'boba.66', svrPin: '1717', profileKey: HAN, bioText: 'hunter' } }, ...BASE.slice(1), item({ standardMessage: { text: { body: 'a' }, attachments: [{ pointer: { contentType: 'image/png', blurHash: 'LKO', locatorInfo: { key: HAN, transitCdnKey: 'cdn' } } }] } })])); // prettier-ignore
  const words = JSON.stringify(all, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  for (const secret of ['1717', HAN]) expect(words).not.toContain(`"${secret}"`);
  for (const kept of ['hunter', 'LKO', 'cdn']) expect(words).toContain(kept);
});

test('a message that is read says what it is', async () => {
  const all = await readItems(
    item({ standardMessage: { text: { body: 'gone' } } }, '1746000000001'),
    item({ remoteDeletedMessage: {} }, '1746000000002'),
    item({ standardMessage: { text: { body: 're' }, quote: { targetSentTimestamp: '1746000000002', authorId: '2', text: { body: 'what stood there' } } } }, '1746000000003'), // prettier-ignore
    item({ directStoryReplyMessage: { emoji: '🔥' }, pinDetails: { pinnedAtTimestamp: '1746000100000', pinNeverExpires: true } }, '1746000000004'), // prettier-ignore
    item({ paymentNotification: { amountMob: '1.5', note: 'rent' } }, '1746000000005'),
    item({ giftBadge: { state: 'OPENED' } }, '1746000000006'),
    item({ viewOnceMessage: {} }, '1746000000007'),
    item({ adminDeletedMessage: { adminId: '1' } }, '1746000000008'),
  );
  expect(only(all, 'message').map(({ type, body, serverId, viewOnce }) => [type, body, serverId?.slice(-1), viewOnce])).toEqual([
    ['text', 'gone', '1', false],
    ['revoked', null, '2', false],
    ['text', 're', '3', false],
    ['text', '🔥', '4', false],
    ['payment', 'rent', '5', false],
    ['unknown', null, '6', false],
    ['unknown', null, '7', true],
    ['revoked', null, '8', false],
  ]); // prettier-ignore
  expect(only(all, 'message')[7]?.deleted?.by).toBe('boba.66');
  expect(only(all, 'version')).toMatchObject([{ role: 'deleted-text', body: 'what stood there' }]);
  expect(only(all, 'detail').map(({ content }) => content)).toMatchObject([{ type: 'pin', pinned: true }, { name: 'paymentNotification', values: { amountMob: '1.5' } }, { name: 'giftBadge', values: { state: 'OPENED' } }]); // prettier-ignore
  expect(codesOf(all)).toEqual([]);
});

test('each line that the format knows is one of the app, and none is unknown', async () => {
  const simple = ['JOINED_SIGNAL', 'IDENTITY_UPDATE', 'CHANGE_NUMBER', 'END_SESSION', 'BAD_DECRYPT', 'REPORTED_SPAM', 'BLOCKED', 'MESSAGE_REQUEST_ACCEPTED']; // prettier-ignore
  const others: readonly Frame[] = [{ profileChange: { previousName: 'Han', newName: 'Han S.' } }, { threadMerge: { previousE164: '12025550104' } }, { sessionSwitchover: { e164: '12025550104' } }, { learnedProfileChange: { username: 'han.01' } }, { pollTerminate: { question: 'who' } }, { pinMessage: { targetSentTimestamp: '1746000000000', authorId: '2' } }, { expirationTimerChange: { expiresInMs: '3600000' } }]; // prettier-ignore
  const groups = [...(shapeOf('GroupUpdate')?.values() ?? [])].map(({ name }) => ({ groupChange: { updates: [{ [name]: {} }] } })); // prettier-ignore
  const all = await readItems(...simple.map((type) => line({ simpleUpdate: { type } })), ...others.map(line), ...groups.map(line)); // prettier-ignore
  const lines = only(all, 'message');
  expect(groups).toHaveLength(36);
  expect(lines).toHaveLength(simple.length + others.length + groups.length);
  expect(lines.filter(({ system, type }) => type !== 'system' || system?.action === 'unknown')).toEqual([]);
  expect(codesOf(all)).toEqual([]);
});

test('calls, lists for stories and links', async () => {
  const all = await readItems(
    line({ individualCall: { callId: '5', type: 'VIDEO_CALL', direction: 'OUTGOING', state: 'NOT_ACCEPTED', startedCallTimestamp: '1746000000000' } }), // prettier-ignore
    line({ groupCall: { state: 'OUTGOING_RING', ringerRecipientId: '1', startedCallTimestamp: '1746000000000' } }),
    line({ groupCall: { state: 'JOINED', startedCallRecipientId: '1', startedCallTimestamp: '1746000000000' } }),
    line({ groupCall: { state: 'JOINED', startedCallRecipientId: '2', startedCallTimestamp: '1746000000000' } }),
    { recipient: { id: '3', distributionList: { distributionId: HAN, distributionList: { name: 'Friends', privacyMode: 'ONLY_WITH', memberRecipientIds: ['2'] } } } }, // prettier-ignore
    { recipient: { id: '4', distributionList: { distributionId: HAN, deletionTimestamp: '1746000000000' } } },
    { recipient: { id: '5', callLink: { name: 'Meeting', restrictions: 'NONE', rootKey: HAN } } },
    { adHocCall: { callId: '9', recipientId: '5', state: 'GENERIC', callTimestamp: '1746000000000' } },
  ).catch((error: unknown) => error);
  expect(Array.isArray(all), String(all)).toBe(true);
  const read = all as readonly Extracted[];
  const calls = only(read, 'event').filter(({ type }) => type === 'call');
  expect(calls.map(({ direction, call }) => [direction, call?.video, call?.group, call?.outcome])).toEqual([['outgoing', true, false, 'unknown'], ['outgoing', null, true, 'unknown'], ['outgoing', null, true, 'unknown'], ['incoming', null, true, 'answered'], ['unknown', null, true, 'unknown']]); // prettier-ignore
  expect(only(read, 'conversation').map(({ type, title, from }) => [type, title, from.state])).toEqual([['one-to-one', null, 'live'], ['broadcast', 'Friends', 'live'], ['broadcast', null, 'marked-deleted'], ['unknown', 'Meeting', 'live']]); // prettier-ignore
  expect(only(read, 'participant')).toMatchObject([{ account: HAN_ACI, role: 'subscriber' }]);
});

test('of lines that the app writes by itself the author is no actor', async () => {
  const all = await readItems(...['threadMerge', 'sessionSwitchover', 'learnedProfileChange', 'profileChange'].map((name) => line({ [name]: {} })), line({ simpleUpdate: { type: 'BAD_DECRYPT' } })); // prettier-ignore
  expect(only(all, 'message').map(({ system, sender }) => [system?.actor, sender, system?.affected])).toEqual(
    [null, null, null, HAN_ACI, null].map((who) => [who, who, [HAN_ACI]]),
  );
});

test('a second frame of a contact is a place of its account too', async () => {
  const all = await readItems({
    recipient: { id: '3', contact: { aci: HAN, registered: {}, systemNickname: 'Solo' } },
  });
  const han = only(all, 'account').find(({ identifier }) => identifier === HAN_ACI);
  expect(han?.names.map(({ name }) => name)).toEqual(['Han', 'Solo']);
  expect(han?.from.at).toHaveLength(2);
});

describe('what the format does not know, or is broken', () => {
  test('a field that stands three times loses none, and a hundred thousand are read at once', () => {
    const three = Buffer.concat(['a', 'b', 'c'].map((body) => encodeMessage({ text: { body } }, 'StandardMessage')));
    const doubts: Doubt[] = [];
    expect(JSON.stringify(decodeMessage(three, 'StandardMessage', doubts))).toMatch(/"a".*"b".*|"b".*"a".*/u);
    expect(doubts.map(({ what }) => what)).toEqual(['twice', 'twice']);
    const many = Buffer.alloc(300_000, Buffer.from('b80101', 'hex'));
    const before = performance.now();
    const found = Object.values(decodeMessage(many, 'Empty', []));
    expect(found.map((one) => (Array.isArray(one) ? one.length : 1))).toEqual([100_000]);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  test('a message that came in and went out has no direction, and an answer without words no type', async () => {
    const all = await readItems({ chatItem: { chatId: '7', authorId: '2', dateSent: '1746000000000', incoming: {}, outgoing: {}, standardMessage: { text: { body: 'a' }, quote: { authorId: '2', type: 'VIEW_ONCE' } } } }); // prettier-ignore
    expect(only(all, 'message')).toMatchObject([{ direction: 'unknown' }]);
    expect(only(all, 'quote')).toMatchObject([{ type: 'unknown', stored: { type: 'VIEW_ONCE' } }]);
    expect(codesOf(all)).toEqual(['unknown-code']);
  });

  test('a line that is no UTF-8 is said to be none', async () => {
    const first = Buffer.from(`${JSON.stringify(FIRST)}\n`);
    const bad = Buffer.from(JSON.stringify(item({ standardMessage: { text: { body: 'caf\u00e9' } } })), 'latin1');
    const all = await readFile('main.jsonl', Buffer.concat([first, ...BASE.map((one) => Buffer.from(`${JSON.stringify(one)}\n`)), bad])); // prettier-ignore
    expect(only(all, 'message').map(({ body }) => body)).toEqual(['caf\u00e9']);
    expect(codesOf(all)).toEqual(['undecodable-text']);
  });

  test('stays, with an issue', async () => {
    const all = await readItems(item({ 'field 23': '4' }), item({ 'field 23': '5' }), { 'field 40': '1' }, { chat: { id: '9', recipientId: '44' } }, item({ chatId: '99', authorId: '98', standardMessage: { text: { body: 'lost' } } })); // prettier-ignore
    expect(only(all, 'message').map(({ type, stored }) => [type, stored?.['field 23']])).toEqual([['unknown', '4'], ['unknown', '5'], ['text', undefined]]); // prettier-ignore
    expect(codesOf(all)).toEqual(['unknown-code', 'unknown-code', 'unknown-code', 'unknown-code', 'unknown-code', 'unresolved-reference', 'unresolved-reference', 'unresolved-reference']); // prettier-ignore
  });

  test('is passed over where a frame is too large, and said where the file ends early', async () => {
    const large = delimited(Buffer.alloc(17 * 1024 * 1024));
    const all = await readFile('main.binproto', Buffer.concat([framed(BASE), large, delimited(encodeMessage(item({ standardMessage: { text: { body: 'after' } } }), 'Frame'))])); // prettier-ignore
    expect(only(all, 'message').map(({ body }) => body)).toEqual(['after']);
    expect(codesOf(all)).toEqual(['size-limit']);
    expect(only(all, 'tally').find(({ table }) => table === 'unreadable')).toMatchObject({ rows: 1, used: 0 });
    const cut = await readFile('main.binproto', framed([...BASE, item({ standardMessage: { text: { body: 'cut' } } })]).subarray(0, -5)); // prettier-ignore
    expect(codesOf(cut)).toEqual(['undecodable-payload']);
    // A length beyond any file.
    const whole = framed(BASE);
    const vast = await readFile('main.binproto', Buffer.concat([whole, Buffer.from('ffffffffffffff7f00', 'hex')]));
    const ends = only(vast, 'issue').flatMap(({ from }) => from?.at ?? []).map((at) => (at.kind === 'bytes' ? at.offset + at.length : -1)); // prettier-ignore
    expect(Math.max(...ends)).toBe(whole.length + 9);
  });

  test('nests deeper than the app writes', async () => {
    let bytes = Buffer.alloc(0);
    for (let depth = 0; depth < 3000; depth += 1) bytes = Buffer.concat([Buffer.from([0x32]), delimited(bytes)]);
    const all = await readFile('main.binproto', Buffer.concat([framed(BASE), delimited(Buffer.concat([Buffer.from([0x22]), delimited(bytes)]))])); // prettier-ignore
    expect(only(all, 'issue').map(({ code }) => code)).toContain('undecodable-payload');
    expect(only(all, 'message')).toHaveLength(1);
  });

  test('never throws, whatever bytes are changed', async () => {
    const random = seededRandom(17);
    const whole = bytesOf(framesOf(story, device).slice(0, 120));
    for (let round = 0; round < 60; round += 1) {
      const bytes = Buffer.from(whole);
      for (let n = 0; n < 4; n += 1) bytes[60 + Math.floor(random() * (bytes.length - 60))] = Math.floor(random() * 256); // prettier-ignore
      const all = await readFile('SignalBackups/signal-backup-2026-01-05-04-00-00/main.binproto', bytes);
      for (const { rows, used, skipped } of only(all, 'tally')) expect(rows).toBe(used + Object.values(skipped).reduce((sum, one) => sum + one, 0)); // prettier-ignore
    }
  }, 60_000);
});

test('the same frames as lines of JSON give the same records', async () => {
  const frames = framesOf(story, device).filter(({ frame }) => !JSON.stringify(frame).includes('field 23'));
  const lines = [FIRST, ...frames.map(({ frame }) => frame)].map((one) => JSON.stringify(one)).join('\n');
  const asLines = contents(await readFile('signal-export-2026-01-05-04-00-00/main.jsonl', lines));
  const asFrames = contents(await readFile('main.binproto', bytesOf(frames)));
  expect(asLines.length).toBeGreaterThan(100);
  expect(asLines).toEqual(asFrames);
});

test('the sponge that group ids come out of gives what is published', () => {
  // Source: signalapp/libsignal, rust/poksho/src/shohmacsha256.rs, test_vectors (its first 32 bytes).
  expect(squeezed(Buffer.from('asd'), Buffer.from('asdasd')).toString('hex')).toBe(
    '392cb9449373037fa0c11aebed69cca3b7d3bc9790878f341729c65d5506442f',
  );
});

describe.skipIf(!existsSync(corpus))('data made by others', () => {
  test('the canonical backup is read to the values of its export', () => {
    const bytes = readFileSync(join(corpus, 'canonical-backup.binproto'));
    const lines = readFileSync(join(corpus, 'canonical-backup.takeout-export.expected.jsonl'), 'utf8').trim().split('\n').map((one) => JSON.parse(one) as unknown); // prettier-ignore
    const doubts: Doubt[] = [];
    const values: unknown[] = [];
    for (let at = 0; at < bytes.length;) {
      const length = (bytes[at] ?? 0) < 128 ? (bytes[at] ?? 0) : ((bytes[at] ?? 0) & 127) + (bytes[at + 1] ?? 0) * 128;
      const from = at + ((bytes[at] ?? 0) < 128 ? 1 : 2);
      values.push(decodeMessage(bytes.subarray(from, from + length), at === 0 ? 'BackupInfo' : 'Frame', doubts));
      at = from + length;
    }
    expect(values).toEqual(lines);
    expect(doubts).toEqual([]);
  });

  const cases = existsSync(corpus) ? readdirSync(join(corpus, 'test-cases/valid')) : [];
  test.each(cases)('%s is read without a loss', async (name) => {
    const text = readFileSync(join(corpus, 'test-cases/valid', name), 'utf8');
    const plain = text.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*/gu, (_whole, string?: string) => string ?? '').replaceAll(/,(\s*[\]}])/gu, '$1'); // prettier-ignore
    const [first, ...frames] = JSON.parse(plain) as readonly Frame[];
    const all = await readFile('main.binproto', framed(frames, first));
    const items = frames.filter(({ chatItem }) => chatItem !== undefined);
    expect(only(all, 'message')).toHaveLength(items.length);
    // Their times are small numbers.
    expect(codesOf(all).filter((code) => code !== 'time-out-of-range')).toEqual([]);
    expect(only(all, 'tally').reduce((sum, { rows }) => sum + rows, 0)).toBe(frames.length + 1);
    const words = JSON.stringify(all, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const [, body] of plain.matchAll(/"(?:body|emoji|previousName|newName|note)":\s*"([^"]+)"/gu)) expect(words).toContain(body); // prettier-ignore
  });
});
