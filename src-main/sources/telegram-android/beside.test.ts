import { expect, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import type { Extracted } from '../../model/index.ts';
import { readCustomParams } from './custom-params.ts';
import { schemaOf } from './fixture-schema.ts';
import { run, tl } from './fixture-tl.ts';
import type { Fields, Written } from './fixture-tl.ts';
import { telegramAndroid } from './index.ts';

const T = 1_741_296_000;
const [OWN, BOB, CHANNEL] = [700, 5_000_000_001, 1_500_000_001];
const SECRET = 0x4000000000000000n | 17n;
const APP = 'data/data/org.telegram.messenger/files';

const hex = (...parts: readonly Buffer[]): string => `x'${Buffer.concat(parts).toString('hex')}'`;
const bob = tl('59511722', { user_id: BOB });
const channel = tl('a2a5371e', { channel_id: CHANNEL });
const said = (id: number, more: Fields = {}): Written => tl('9815cec8', { id, from_id: bob, peer_id: bob, date: T, message: `text ${id}`, ...more }); // prettier-ignore
const whole = (object: Written): string => hex(object.bytes, run(Buffer.from(' ')));
const user = (id: number, more: Fields = {}): string => `INSERT INTO users (uid, name, data) VALUES (${id}, 'n', ${hex(tl('020b1422', { id, first_name: `U${id}`, ...more }).bytes)})`; // prettier-ignore

function row(mid: number, data: string, more: Readonly<Record<string, string | number | bigint>> = {}): string {
  const values = { mid, uid: BOB, send_state: 0, date: T, data, out: 0, ...more };
  return `INSERT INTO messages_v2 (${Object.keys(values).join(', ')}) VALUES (${Object.values(values).join(', ')})`;
}
const document = (id: bigint, more: Fields = {}): Written => tl('52d8ccd9', { document: tl('8fd4c4d8', { id, access_hash: 1n, file_reference: Buffer.of(1), date: T, mime_type: 'audio/ogg', size: 900n, dc_id: 2, attributes: [tl('9852f9c6', { voice: true, duration: 3 })] }), ...more }); // prettier-ignore

async function read(statements: readonly string[], paths: readonly string[] = []): Promise<readonly Extracted[]> {
  const beside = paths.length === 0 ? {} : { [`${APP}/file_to_path.db`]: paths };
  const chat = `INSERT INTO chats (uid, name, data) VALUES (${CHANNEL}, 'c', ${hex(tl('fe685355', { broadcast: true, id: CHANNEL, title: 'Harbour', photo: tl('37c1011c'), date: T }).bytes)})`; // prettier-ignore
  return readMade(telegramAndroid, `${APP}/cache4.db`, [...schemaOf('messages-v2'), user(OWN, { self: true }), user(BOB), chat, ...statements], beside); // prettier-ignore
}
const issues = (all: readonly Extracted[]): readonly string[] => only(all, 'issue').map(({ code, where }) => `${code} ${where}`); // prettier-ignore

const text = (words: string): Buffer => run(Buffer.from(words));
const int = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value >>> 0); return bytes; })); // prettier-ignore
const [YES, NO] = [int(0x997275b5), int(0xbc799737)];

test('a voice has the words that the service made of it, and words their translation', async () => {
  const params = Buffer.concat([int(1, 1 | 4 | 8 | 16), text('crates at nine'), YES, YES, NO, int(7, 0), NO, text('de'), text('en'), int(0x751f3146), text('boxes at nine'), int(0x1cb5c415, 0)]); // prettier-ignore
  const all = await read([row(1, whole(said(1, { media: document(31n) })), { custom_params: hex(params) }), row(2, whole(said(2)), { custom_params: "x'0100000001'" })]); // prettier-ignore
  expect(only(all, 'attachment')).toMatchObject([{ type: 'voice', transcript: 'crates at nine' }]);
  expect(only(all, 'message')[0]?.stored).toMatchObject({ 'custom_params.originalLanguage': 'de', 'custom_params.translatedTo': 'en', 'custom_params.translated': 'boxes at nine', 'custom_params.shown': 1, 'custom_params.final': 1, 'custom_params.transcriptionId': '7' }); // prettier-ignore
  expect(only(all, 'message')[1]?.stored).toMatchObject({ custom_params: Buffer.from('0100000001', 'hex') });
  const random = seededRandom(20_261_124);
  for (let round = 0; round < 3000; round += 1) {
    const bytes = Buffer.from(params.subarray(0, 1 + Math.floor(random() * params.length)));
    for (let i = 0; i < 2; i += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    expect((readCustomParams(bytes).transcript ?? '').length).toBeLessThanOrEqual(bytes.length);
  }
});

test('a document lies where the app says that it put it, and the row that says so is named', async () => {
  const all = await read(
    [row(1, whole(said(1, { media: document(31n) }))), row(2, whole(said(2, { media: document(32n) })))],
    [
      'CREATE TABLE paths(document_id INTEGER, dc_id INTEGER, type INTEGER, path TEXT, flags INTEGER, PRIMARY KEY(document_id, dc_id, type))',
      `INSERT INTO paths VALUES (31, 2, 1, '/storage/emulated/0/Telegram/Telegram Audio/1.ogg', 0), (32, 2, 1, '/data/data/org.telegram.messenger/../../../etc/passwd', 0), (99, 2, 1, '/x', 0)`,
    ],
  );
  const [first, second] = only(all, 'attachment');
  expect(first?.candidates[0]).toBe('../../media/0/Telegram/Telegram Audio/1.ogg');
  expect(first?.from.at.map((at) => (at.kind === 'row' ? at.table : ''))).toEqual(['messages_v2', 'paths']);
  expect(second?.candidates.filter((one) => one.includes('passwd'))).toEqual([]);
  expect(second?.stored?.['paths.path']).toContain('passwd');
  expect(only(all, 'tally').find(({ table }) => table === 'paths')).toMatchObject({ rows: 3, used: 2 });
});

test('what the app keeps beside the list shows messages that are gone: pinned, to be destroyed, sent', async () => {
  const TABLES = [
    'CREATE TABLE IF NOT EXISTS chat_pinned_v2(uid INTEGER, mid INTEGER, data BLOB, PRIMARY KEY (uid, mid))',
    'CREATE TABLE IF NOT EXISTS enc_tasks_v4(mid INTEGER, uid INTEGER, date INTEGER, media INTEGER, PRIMARY KEY(mid, uid, media))',
    'CREATE TABLE IF NOT EXISTS randoms_v2(random_id INTEGER, mid INTEGER, uid INTEGER, PRIMARY KEY (random_id, mid, uid))',
  ];
  const all = await read([
    ...TABLES,
    row(1, whole(said(1))),
    `INSERT INTO chat_pinned_v2 VALUES (${BOB}, 1, ${whole(said(1))}), (${BOB}, 2, ${whole(said(2))}), (${BOB}, 3, NULL)`,
    `INSERT INTO enc_tasks_v4 VALUES (1, ${BOB}, ${T + 60}, 0), (-210001, ${SECRET}, ${T + 30}, 0)`,
    `INSERT INTO randoms_v2 VALUES (11, 1, ${BOB}), (12, -210002, ${SECRET}), (13, 0, 0)`,
  ]);
  expect(only(all, 'message').map(({ body, from }) => [body, from.state])).toEqual([['text 1', 'live'], ['text 2', 'recovered']]); // prettier-ignore
  expect(only(all, 'detail').map(({ message, content }) => [message, content.type === 'other' ? content.name : ''])).toEqual([[`message:user${BOB}:1`, 'chat_pinned_v2'], [`message:user${BOB}:1`, 'enc_tasks_v4']]); // prettier-ignore
  expect(only(all, 'event').map(({ from, conversation, times, stored }) => [from.state, conversation, times[0]?.meaning, stored?.table, stored?.mid])).toEqual([
    ['recovered', `chat:user${BOB}`, undefined, 'chat_pinned_v2', 3],
    ['recovered', 'chat:secret17', 'expires', 'enc_tasks_v4', -210001],
    ['recovered', 'chat:secret17', undefined, 'randoms_v2', -210002],
    ['live', null, undefined, 'randoms_v2', undefined],
  ]); // prettier-ignore
  for (const { rows, used, skipped } of only(all, 'tally')) expect(used + Object.values(skipped).reduce((a, b) => a + b, 0)).toBe(rows); // prettier-ignore
  expect(issues(all)).toEqual([]);
});

test('a post of a channel is the channel’s, sent or to be sent, whoever marked it as sent', async () => {
  const post = (id: number): Written => said(id, { from_id: null, post: true, out: true, peer_id: channel });
  const all = await read([
    row(5, whole(post(5)), { uid: -CHANNEL, out: 1 }),
    `INSERT INTO scheduled_messages_v2 (mid, uid, send_state, date, data) VALUES (6, -${CHANNEL}, 0, ${T}, ${whole(post(6))}), (7, ${BOB}, 0, ${T}, ${whole(said(7, { from_id: null }))})`,
  ]); // prettier-ignore
  expect(only(all, 'message').map(({ sender, direction }) => [sender, direction])).toEqual([
    [`account:channel${CHANNEL}`, 'outgoing'],
    [`account:channel${CHANNEL}`, 'unknown'],
    [`account:user${OWN}`, 'unknown'],
  ]);
});
