import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { treeOf } from '../../evidence/index.ts';
import type { Extracted } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import { telegramDesktop } from './index.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus/telegram/export-json');

const said = (id: number, more: object = {}): object => ({
  id,
  type: 'message',
  date: '2023-05-01T12:00:00',
  date_unixtime: String(1682935200 + id),
  from: 'Ada',
  from_id: 'user11',
  text: `text ${id}`,
  text_entities: [],
  ...more,
});
const service = (id: number, action: string, more: object = {}): object => ({
  ...said(id, { type: 'service', from: undefined, from_id: undefined, actor: 'Ada', actor_id: 'user11', action }),
  text: '',
  ...more,
});
const chat = (messages: readonly object[], more: object = {}): object => ({
  name: 'Ben',
  type: 'personal_chat',
  id: 22,
  messages,
  ...more,
});
const account = (list: readonly object[], left: readonly object[] = []): object => ({
  about: 'Here is the data you requested.',
  personal_information: { user_id: 11, first_name: 'Ada', last_name: 'B', phone_number: '+49 171 39200 01' },
  chats: { about: 'chats', list },
  left_chats: { about: 'left', list: left },
});

describe('one chat', () => {
  test('whose owner is not named tells directions in a chat of two and gives no shared identifiers', async () => {
    const { messages, all } = await readText({ 'result.json': pretty(chat([said(1), said(2, { from: 'Ben', from_id: 'user22' })])) }); // prettier-ignore
    expect(messages.map(({ direction, serverId }) => [direction, serverId])).toEqual([['outgoing', null], ['incoming', null]]); // prettier-ignore
    expect(issuesOf(all)).toMatchObject([{ code: 'owner-unknown', severity: 'note' }]);
    expect(all.filter(({ kind }) => kind === 'conversation')).toMatchObject([{ identifier: 'user22', type: 'one-to-one', account: 'account:user22' }]); // prettier-ignore
  });

  test('with control characters, marked words and links keeps every letter', async () => {
    const text = pretty(chat([said(1, { text: ['one ', { type: 'text_link', text: 'two', href: 'https://two.example' }, ' CONTROL\\x'], text_entities: [] })])).replace('CONTROL\\\\x', '\\x1b \\\\x41'); // prettier-ignore
    const { messages, all } = await readText({ 'result.json': text });
    expect(messages[0]?.body).toBe('one two \u001b \\x41');
    expect(all.filter(({ kind }) => kind === 'detail')).toMatchObject([{ content: { type: 'link', url: 'https://two.example', title: 'two' } }]); // prettier-ignore
    expect(String(messages[0]?.stored?.text)).toContain('text_link');
  });

  test('keeps a local time as a clock without zone unless the zone is named', async () => {
    const text = pretty(chat([said(1, { date_unixtime: undefined, date: '2023-07-01T12:00:00' })]));
    const { messages, all } = await readText({ 'result.json': text });
    expect(messages[0]?.times).toMatchObject([{ utcMs: Date.UTC(2023, 6, 1, 12), zone: 'unstated' }]);
    expect(issuesOf(all).map(({ code }) => code)).toContain('time-zone-unstated');
    const stated = await readText({ 'result.json': text }, { answers: { zone: 'Europe/Berlin' } });
    expect(stated.messages[0]?.times).toMatchObject([{ utcMs: Date.UTC(2023, 6, 1, 10), zone: 'stated' }]);
  });

  test('says so where two times of one message contradict each other, or there is none', async () => {
    const { all } = await readText({ 'result.json': pretty(chat([said(1, { date: '2024-05-01T12:00:00' }), said(2, { date: 'never', date_unixtime: undefined })])) }); // prettier-ignore
    expect(issuesOf(all).filter(({ code }) => code === 'time-out-of-range').map(({ stored }) => stored)).toEqual(['1682935201', 'never']); // prettier-ignore
  });
});

describe('a hostile element', () => {
  const element = async (json: string | Buffer) => {
    const [before = '', after = ''] = pretty(chat([said(1), { hole: 1 }, said(3)])).split(/\{\s*"hole": 1\s*\}/u);
    return readText({ 'result.json': Buffer.concat([Buffer.from(before), Buffer.from(json), Buffer.from(after)]) });
  };
  const one = (text: string, more = ''): string =>
    `{"id": 2, "type": "message", "date_unixtime": "1682935202", "from_id": "user11", "text": ${text}${more}}`;
  const doubts = (all: readonly Extracted[]): readonly string[] =>
    issuesOf(all).map(({ code }) => code).filter((code) => code !== 'owner-unknown'); // prettier-ignore

  test('that names a member twice is read by the last, and said to', async () => {
    const { messages, all } = await element(one('"shown"', ', "text": "hidden"'));
    expect(messages.map(({ body }) => body)).toEqual(['text 1', 'hidden', 'text 3']);
    expect(doubts(all)).toEqual(['undecodable-payload']);
    expect(doubts((await element(one('"a \\"text\\": b"', ', "poll": {"text": "\\\\"}'))).all)).toEqual([]);
  });

  test('with half a character, or bytes that are no UTF-8, is said to hold them', async () => {
    expect(doubts((await element(one('"\\ud83d\\ude00 \\\\ud83d"'))).all)).toEqual([]);
    expect(doubts((await element(one('"\\ud83d"'))).all)).toEqual(['undecodable-text']);
    expect(doubts((await element(one('"\\ude00\\ud83d"'))).all)).toEqual(['undecodable-text']);
    const bytes = Buffer.from(one('"QQ"'));
    bytes[bytes.indexOf('QQ')] = 0xff;
    const { messages, all } = await element(bytes);
    expect([messages[1]?.body, doubts(all)]).toEqual(['\uFFFDQ', ['undecodable-text']]);
  });

  test('with numbers beyond all, and a member that is called like a prototype, keeps them as stored', async () => {
    const { messages } = await element(one('"a"', ', "far": 1e999, "long": 12345678901234567890, "__proto__": "kept"'));
    expect(messages[1]?.stored).toMatchObject({ far: '1e999', long: '12345678901234567890' });
    expect(Object.entries(messages[1]?.stored ?? {})).toContainEqual(['__proto__', 'kept']);
  });

  test('nested two hundred thousand deep costs itself alone', async () => {
    const { messages, all } = await element(one('"a"', `, "deep": ${'['.repeat(200_000)}${']'.repeat(200_000)}`));
    expect(messages.map(({ body }) => body)).toContain('text 3');
    expect(messages).toHaveLength(issuesOf(all).some(({ code }) => code === 'undecodable-payload') ? 2 : 3);
  });

  test('of a chat that states its number twice, or no whole name, is said to', async () => {
    const twice = pretty(chat([said(1)])).replace('"id": 22', '"id": 21,\n "id": 22');
    expect(doubts((await readText({ 'result.json': twice })).all)).toEqual(['undecodable-payload']);
    const cut = pretty(chat([said(1)])).replace('"name": "Ben"', '"name": Ben');
    expect(doubts((await readText({ 'result.json': cut })).all)).toContain('undecodable-payload');
  });
});

describe('an account', () => {
  test('numbers messages of its own for itself and those of supergroups for all', async () => {
    const group = chat([said(5), said(-999_999_990)], { name: 'G', type: 'private_supergroup', id: 33 });
    const { messages, all } = await readText({ 'result.json': pretty(account([chat([said(5)]), group])) });
    expect(messages.map(({ serverId }) => serverId)).toEqual(['user11:5', 'channel33:5', 'user11:10']);
    expect(messages.map(({ direction }) => direction)).toEqual(['outgoing', 'outgoing', 'outgoing']);
    const owner = all.filter((one) => one.kind === 'account' && one.owner !== null);
    expect(owner).toMatchObject([{ identifier: 'user11', names: [{ name: 'Ada B', givenBy: 'self' }] }]);
  });

  test('takes the shift off the numbers of old exports, and says what a number without kind is', async () => {
    const old = { date_unixtime: undefined, from_id: 2 ** 32 + 11 };
    const list = [
      chat([said(1, old)], { id: 2 ** 32 + 22 }),
      chat([said(2, { ...old, from_id: 2 ** 33 + 33 }), said(3, { ...old, from_id: 2 ** 33 + 44 })], { type: 'public_channel', id: 2 ** 33 + 33 }), // prettier-ignore
    ];
    const { messages } = await readText({ 'result.json': pretty(account(list)) });
    expect(messages.map(({ conversation, sender }) => [conversation, sender])).toEqual([
      ['chat:user22', 'account:user11'],
      ['chat:channel33', 'account:channel33'],
      ['chat:channel33', 'account:peer44'],
    ]);
  });

  test('keeps both where a chat stands among those left too', async () => {
    const group = (text: string): object => chat([said(1), said(2, { text })], { type: 'private_supergroup', id: 33 });
    const { messages, all } = await readText({ 'result.json': pretty(account([group('a')], [group('b')])) });
    expect(messages.map(({ body }) => body)).toEqual(['text 1', 'a', 'text 1', 'b']);
    expect(new Set(messages.map(({ key }) => key)).size).toBe(4);
    expect(issuesOf(all).map(({ code, stored }) => [code, stored])).toEqual([['duplicate-row', '1'], ['duplicate-row', '2']]); // prettier-ignore
    expect(all.filter(({ kind }) => kind === 'conversation')).toHaveLength(1);
  });

  test('tells calls as events, lines of the service, answers, reactions and what it does not know', async () => {
    const { messages, all } = await readText({
      'result.json': pretty(
        account([
          chat([
            service(1, 'phone_call', { duration_seconds: 61, discard_reason: 'hangup' }),
            service(2, 'phone_call', { discard_reason: 'missed', actor: 'Ben', actor_id: 'user22' }),
            service(3, 'set_messages_ttl', { period: 86_400 }),
            service(4, 'levitate', { height: 3 }),
            said(5, { reply_to_message_id: 3, forwarded_from: null, reactions: [{ type: 'emoji', count: 3, emoji: '👍', recent: [{ from: 'Ben', from_id: 'user22', date: '2023-05-01T13:00:00' }] }] }),
            said(6, { file: 'voice_messages/a.ogg', media_type: 'hologram', self_destruct_period_seconds: 10 }),
            { id: 7, type: 'unsupported' },
            said(8, { photo: '(File not included. Change data exporting settings to download.)', width: 3, height: 2 }),
            said(9, { from_id: 'nobody' }),
          ]),
        ]),
      ),
    }); // prettier-ignore
    expect(all.filter(({ kind }) => kind === 'event')).toMatchObject([
      { direction: 'outgoing', call: { durationS: 61, outcome: 'answered' }, accounts: ['account:user11', 'account:user22'] }, // prettier-ignore
      { direction: 'incoming', call: { durationS: null, outcome: 'missed', outcomeStored: 'missed' } },
    ]);
    expect(messages.map(({ type, typeStored }) => [type, typeStored])).toEqual([
      ['system', 'set_messages_ttl'],
      ['system', 'levitate'],
      ['text', 'message'],
      ['unknown', 'hologram'],
      ['unknown', 'unsupported'],
      ['image', 'photo'],
      ['text', 'message'],
    ]);
    expect(messages[0]?.system).toMatchObject({ action: 'timer-changed', after: '86400', actor: 'account:user11' });
    expect(messages[2]).toMatchObject({ forwarded: { score: null }, stored: { forwarded_from: null } });
    expect(messages[3]).toMatchObject({ expires: { durationS: 10, at: null } });
    expect(all.filter(({ kind }) => kind === 'quote')).toMatchObject([{ target: { key: 'message:user22:3' } }]);
    expect(all.filter(({ kind }) => kind === 'reaction')).toMatchObject([{ account: 'account:user22', count: 1, time: { zone: 'unstated' } }, { account: null, count: 2 }]); // prettier-ignore
    expect(all.filter(({ kind }) => kind === 'attachment')).toMatchObject([
      { path: 'voice_messages/a.ogg', candidates: ['voice_messages/a.ogg'] },
      { path: null, candidates: [], name: null, width: 3 },
    ]);
    expect(issuesOf(all).map(({ code, stored }) => [code, stored])).toEqual([
      ['unknown-code', 'levitate'],
      ['unknown-code', 'hologram'],
      ['undecodable-payload', 'unsupported'],
      ['unknown-code', 'nobody'],
    ]);
  });

  test('does not look for media outside its folder', async () => {
    const list = [chat([said(1, { photo: '../../etc/passwd' }), said(2, { photo: '/etc/passwd' })])];
    const { all } = await readText({ 'result.json': pretty(account(list)) });
    expect(all.filter(({ kind }) => kind === 'attachment')).toMatchObject([{ candidates: [] }, { candidates: [] }]);
  });
});

describe('damage', () => {
  const whole = pretty(account([chat(range(1, 40)), chat(range(100, 140), { type: 'private_supergroup', id: 33 })]));

  test('read in pieces of one byte is read as a whole', async () => {
    const expected = await readText({ 'result.json': whole });
    const inPieces = await readText({ 'result.json': whole }, { step: 1 });
    expect(inPieces.all).toEqual(expected.all);
    expect(expected.messages).toHaveLength(79);
  });

  test('of a file without line ends costs what comes after it, and that is said', async () => {
    const flat = JSON.stringify(JSON.parse(whole)).replace('"text 20"', '"text 20"]]]');
    const { messages, all } = await readText({ 'result.json': flat });
    expect(messages).toHaveLength(19);
    expect(issuesOf(all).map(({ code }) => code)).toEqual(['undecodable-payload', 'undecodable-payload']);
  });

  test('is not seen where lines are set in loosely', async () => {
    const loose = whole.replaceAll(/\n +/gu, (_, at: number) => `\n${' '.repeat((at * 7) % 9)}`);
    const { messages, all } = await readText({ 'result.json': loose });
    expect(messages).toHaveLength(79);
    expect(issuesOf(all)).toEqual([]);
  });

  test('cut anywhere keeps what stands before and says that it is cut', async () => {
    for (const share of [0.3, 0.5, 0.9, 0.999]) {
      const length = Math.floor(whole.length * share);
      const { messages, all } = await readText({ 'result.json': whole.slice(0, length) });
      const complete = [...whole.slice(0, length).matchAll(/"text_entities": \[\]\s*\}/gu)].length;
      expect(messages).toHaveLength(complete);
      expect(issuesOf(all).some(({ code }) => code === 'undecodable-payload')).toBe(true);
    }
  });

  test('costs the messages it lies in and no other, and puts none into another chat', async () => {
    const sound = await readText({ 'result.json': whole });
    const chats = new Map(sound.messages.map(({ key, conversation }) => [key, conversation]));
    for (let seed = 1; seed <= 120; seed += 1) {
      const bytes = Buffer.from(whole);
      const at = 400 + ((seed * 7919) % (bytes.length - 600));
      for (let n = 0; n < 60; n += 1) bytes[at + n] = (seed * 31 + n * 173) % 256;
      const { messages, all } = await readText({ 'result.json': bytes });
      expect(messages.length, `seed ${seed}`).toBeGreaterThanOrEqual(76);
      for (const { key, conversation } of messages) if (chats.has(key)) expect(conversation).toBe(chats.get(key));
      for (const one of all) if (one.kind === 'tally') expect(one.used + Object.values(one.skipped).reduce((a, b) => a + b, 0)).toBe(one.rows); // prettier-ignore
      if (messages.length < 79) expect(issuesOf(all).length).toBeGreaterThan(0);
    }
  });
});

describe('what is not read', () => {
  test('is named: pages of a JSON export beside them, and the data of the app', async () => {
    const page = (title: string) => `<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body><div class="page_header"><div class="text bold">\n${title} \n</div>`; // prettier-ignore
    const json = pretty(chat([said(1)]));
    const files = { 'a/messages.html': page('Ada'), 'b/tdata/key_datas': 'TDF$\u0039\u0047\u003d\u0000\u0001', 'c.json': '{"type":"x"}', 'd/result.json': json, 'd/messages.html': page('Ben'), 'd/e/messages.html': page('Ben'), 'f/result.json': json, 'f/messages.html': page('Ben &amp; Co') }; // prettier-ignore
    await withTree(files, async (tree) => {
      const found = await telegramDesktop.detect(tree);
      expect(found.map(({ variant, root, issues: [issue] }) => [variant, root, issue?.severity])).toEqual([
        ['unix-times', 'd', 'note'],
        ['unix-times', 'f', undefined],
        ['html', 'a', undefined],
        ['html', 'd/e', undefined],
        ['html', 'f', undefined],
        ['tdata', 'b/tdata', 'error'],
      ]);
      expect(found.at(-1)?.issues[0]?.stored).toBe('version 4015929');
    });
  });
});

describe.skipIf(!existsSync(CORPUS))('exports that others made', () => {
  test.each([
    ['frozenspider_telegram_2020-01/result.json', 'numbered-ids', 4, 48, 2],
    ['frozenspider_telegram_2021-05/result.json', 'typed-ids', 1, 3, 0],
    ['frozenspider_telegram_2021-07/result.json', 'typed-ids', 1, 2, 0],
    ['frozenspider_telegram_2023-01/result.json', 'unix-times', 1, 6, 0],
    ['frozenspider_telegram_2023-08/result.json', 'unix-times', 1, 2, 0],
    ['frozenspider_telegram_2024-02_create-channel_saved-from/result.json', 'unix-times', 1, 2, 0],
    ['mlomb/DM_2A_7M.json', 'unix-times', 1, 7, 1],
  ])('%s', async (path, variant, conversations, messages, calls) => {
    const read = await readText({ 'result.json': readFileSync(join(CORPUS, path)) });
    expect(read.variants).toEqual([variant]);
    expect(read.all.filter(({ kind }) => kind === 'conversation')).toHaveLength(conversations);
    expect(read.messages).toHaveLength(messages);
    expect(read.all.filter((one) => one.kind === 'event' && one.type === 'call')).toHaveLength(calls);
    expect(issuesOf(read.all).filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  test('2020-01: an edit of 1970 is none, media are found, and nobody without a name gets one', async () => {
    const { messages, all } = await readText({
      'result.json': readFileSync(join(CORPUS, 'frozenspider_telegram_2020-01/result.json')),
    });
    expect(messages.filter(({ edited }) => edited !== null).map(({ serverId }) => serverId)).toEqual(['user11111111:67346', 'user11111111:129455']); // prettier-ignore
    const files = all.filter((one) => one.kind === 'attachment' && one.type !== 'thumbnail');
    expect(files.filter((one) => one.kind === 'attachment' && one.path !== null)).toHaveLength(8);
    expect(all.filter((one) => one.kind === 'account' && one.identifier === 'user32507588')).toMatchObject([{ names: [] }]); // prettier-ignore
  });
});

function range(first: number, end: number): readonly object[] {
  return Array.from({ length: end - first }, (_, index) => said(first + index));
}

function pretty(value: object): string {
  return JSON.stringify(value, null, 1);
}

function issuesOf(all: readonly Extracted[]) {
  return all.filter((one) => one.kind === 'issue');
}

type Files = Readonly<Record<string, string | Uint8Array>>;

async function withTree(
  files: Files,
  look: (tree: Awaited<ReturnType<typeof treeOf>>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'telegram-desktop-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'in', path)), { recursive: true });
      writeFileSync(join(folder, 'in', path), content);
    }
    const tree = await treeOf(join(folder, 'in'), join(folder, 'work'));
    try {
      await look(tree);
    } finally {
      tree.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Manner {
  readonly step?: number;
  readonly answers?: Readonly<Record<string, string>>;
}

async function readText(files: Files, { step = Infinity, answers = {} }: Manner = {}) {
  const all: Extracted[] = [];
  const variants: string[] = [];
  await withTree(files, async (tree) => {
    const run: Omit<Run, 'tree' | 'bytes'> = {
      signal: new AbortController().signal,
      answers,
      database: () => null,
      progress: () => undefined,
    };
    const bytes: Run['bytes'] = async function* (file) {
      for await (const chunk of tree.bytes(file))
        for (let at = 0; at < chunk.length; at += step) yield chunk.subarray(at, at + step);
    };
    for (const found of await telegramDesktop.detect(tree)) {
      variants.push(found.variant);
      for await (const one of telegramDesktop.read(found, { ...run, tree, bytes })) all.push(one);
    }
  });
  return { all, variants, messages: all.filter((one) => one.kind === 'message') };
}
