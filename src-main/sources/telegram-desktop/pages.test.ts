import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scenario } from '../../../fixtures/scenario.ts';
import { treeOf } from '../../evidence/index.ts';
import type { Account, Extracted, Key } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import { fixture } from './fixture.ts';
import { telegramDesktop } from './index.ts';

const HEAD = '<!DOCTYPE html>\n<html>\n <head>\n<title>Exported Data</title>\n </head>\n <body>\n  <div class="page_wrap">\n   <div class="page_header">\n    <div class="content">\n     <div class="text bold">\nPier &amp; Co \n     </div>\n    </div>\n   </div>\n   <div class="page_body chat_page">\n    <div class="history">\n'; // prettier-ignore
const DAY = '     <div class="message service" id="message-1">\n      <div class="body details">\n6 July 2024\n      </div>\n     </div>\n'; // prettier-ignore
const at = (time: string): string => `       <div class="pull_right date details" title="06.07.2024 ${time} UTC+01:00">\n${time.slice(0, 5)}\n       </div>\n`; // prettier-ignore
const named = (name: string): string => `       <div class="from_name">\n${name} \n       </div>\n`;
const said = (id: number, inner: string, joined = false, time = '12:00:01'): string =>
  `     <div class="message default clearfix${joined ? ' joined' : ''}" id="message${id}">\n${joined ? '' : '      <div class="pull_left userpic_wrap">\n       <div class="userpic userpic3"></div>\n      </div>\n'}      <div class="body">\n${at(time)}${inner}      </div>\n     </div>\n`; // prettier-ignore
const words = (text: string): string => `       <div class="text">\n${text}\n       </div>\n`;
const line = (id: number, text: string): string => `     <div class="message service" id="message${id}">\n      <div class="body details">\n${text}\n      </div>\n     </div>\n`; // prettier-ignore
const box = (name: string, inner: string, href = ''): string => `       <div class="media_wrap clearfix">\n        <${href === '' ? 'div' : 'a'} class="media clearfix pull_left ${name}"${href === '' ? '' : ` href="${href}"`}>\n         <div class="fill pull_left"></div>\n         <div class="body">${inner}</div>\n        </${href === '' ? 'div' : 'a'}>\n       </div>\n`; // prettier-ignore
const part = (name: string, text: string): string => `<div class="${name}">\n${text}\n</div>`;
const page = (...items: readonly string[]): string => `${HEAD}${DAY}${items.join('')}    </div>\n   </div>\n  </div>\n </body>\n</html>\n`; // prettier-ignore

describe('an export as pages', () => {
  test('says of each message what the same export says as JSON', async () => {
    const story = scenario();
    const device = story.devices.find(({ platform }) => platform === 'android');
    if (device === undefined) throw new Error('no device');
    const of = async (variant: string) =>
      withFolder(async (folder) => {
        await fixture.write(story, { root: folder, device }, variant);
        return readFolder(folder);
      });
    const [json, html] = [await of('unix-times'), await of('html')];
    const tell = ({ all, messages }: Awaited<ReturnType<typeof readFolder>>, isLine: boolean) => {
      const titles = new Map(all.flatMap((one) => (one.kind === 'conversation' ? [[one.key, one.identifier]] : [])));
      const places = [...titles.keys()];
      const names = new Map(
        all.flatMap((one) => (one.kind === 'account' ? [[one.key, nameOf(one, story)] as const] : [])),
      );
      const parts = (kind: 'attachment' | 'detail' | 'quote', key: Key) => all.filter((one) => one.kind === kind && one.message === key); // prettier-ignore
      return messages
        .filter(({ type }) => (type === 'system') === isLine)
        .map((one) => ({
          chat: places.indexOf(one.conversation),
          id: Number(/(-?\d+)$/u.exec(one.key)?.[1]),
          ...(isLine
            ? { action: one.system?.action, after: one.system?.after?.replaceAll(' and ', ', ') }
            : {
                sender: one.sender === null ? null : names.get(one.sender),
                ms: one.times[0]?.utcMs,
                type: one.type,
                body: one.body,
                isForwarded: one.forwarded !== null,
                answers: parts('quote', one.key).map((quote) => quote.kind === 'quote' && /(-?\d+)$/u.exec(quote.target.key ?? '')?.[1]), // prettier-ignore
                files: parts('attachment', one.key).flatMap((file) => file.kind === 'attachment' && file.type !== 'thumbnail' ? [[file.type, file.candidates]] : []), // prettier-ignore
                details: parts('detail', one.key).flatMap((detail) => detail.kind === 'detail' && ['link', 'poll', 'poll-option'].includes(detail.content.type) && !(detail.content.type === 'link' && detail.content.url === detail.content.title) ? [detail.content] : []), // prettier-ignore
              }),
        }));
    };
    const known = (one: ReturnType<typeof tell>[number]) => 'type' in one && one.type !== 'unknown';
    const wanted = tell(json, false).filter(known);
    expect(wanted.length).toBeGreaterThan(500);
    expect(tell(html, false).filter(known)).toEqual(wanted.map(withoutNoVotes));
    const lines = (all: ReturnType<typeof tell>) => all.filter((one) => 'action' in one && !['app-notice', 'unknown', 'timer-changed', 'member-removed'].includes(one.action ?? '')); // prettier-ignore
    expect(lines(tell(html, true))).toEqual(lines(tell(json, true)));
    expect(json.messages.length).toBe(html.messages.length);
    expect(html.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('takes the name of a joined message from the one before, on the same page alone', async () => {
    const first = page(said(1, named('Ada') + words('a')), said(2, words('b'), true), line(3, 'Ada pinned <a href="#go_to_message1">this message</a>'), said(4, words('c'), true)); // prettier-ignore
    const second = page(said(5, words('d'), true));
    const { messages, issues } = await readFiles({ 'messages.html': first, 'messages2.html': second });
    expect(messages.map(({ body, sender }) => [body, sender])).toEqual([
      ['a', 'account::userpic3:Ada'],
      ['b', 'account::userpic3:Ada'],
      ['Ada pinned this message', null],
      ['c', null],
      ['d', null],
    ]);
    expect(messages[1]?.from.at).toHaveLength(2);
    expect(messages[2]).toMatchObject({ system: { action: 'message-pinned' }, stored: { day: '6 July 2024', linked_message: 1 }, times: [] }); // prettier-ignore
    expect(issues.filter(({ code }) => code === 'unresolved-reference')).toHaveLength(2);
  });

  test('keeps the clock and its offset as shown, and reads it in the zone that the examiner names', async () => {
    const files = { 'messages.html': page(said(1, named('Ada') + words('a'))) };
    const { messages, issues } = await readFiles(files);
    expect(messages[0]?.times).toMatchObject([{ utcMs: Date.UTC(2024, 6, 6, 12, 0, 1), zone: 'unstated', stored: '06.07.2024 12:00:01 UTC+01:00' }]); // prettier-ignore
    expect(issues.map(({ code }) => code)).toContain('time-zone-unstated');
    const stated = await readFiles(files, { zone: 'Europe/Berlin', owner: 'Ada' });
    expect(stated.messages[0]).toMatchObject({ direction: 'outgoing', times: [{ utcMs: Date.UTC(2024, 6, 6, 10, 0, 1), zone: 'stated' }] }); // prettier-ignore
    expect(messages[0]?.direction).toBe('unknown');
  });

  test('leaves names whole that end in the word before a bot, and takes no longer for spaces in one', async () => {
    const wide = `A${' '.repeat(300_000)}B`;
    const { messages } = await readFiles({
      'messages.html': page(...['Olivia @olivia', 'Silvia @s via @gif', wide].map((name, index) => said(index + 1, named(name) + words('x')))),
    }); // prettier-ignore
    expect(messages.map(({ sender, stored }) => [sender, stored?.via])).toEqual([
      ['account::userpic3:Olivia @olivia', undefined],
      ['account::userpic3:Silvia @s', '@gif'],
      [`account::userpic3:${wide}`, undefined],
    ]);
  }, 20_000);

  test('tells files, calls, cards, places, polls, bots, signatures, buttons and reactions as the page shows them', async () => {
    const reactions = '<span class="reactions"><span class="reaction active"><span class="emoji">\n👍\n</span><span class="userpics"><div class="userpic userpic2"><div class="initials" title="Ben">B</div></div></span><span class="count">3</span></span><span class="reaction"><span class="emoji"><a href = "stickers/s.webp">👋</a></span></span></span>'; // prettier-ignore
    const { messages, all, issues } = await readFiles({
      'messages.html': page(
        said(1, `${named('Ada via @gif')}${box('media_voice_message', part('title bold', 'Voice message') + part('status details', '01:05, 12.1 KB'), 'voice_messages/a.ogg')}${reactions}`),
        said(2, `${named('Ada')}${box('media_photo', part('title bold', 'Photo') + part('description', 'Not included, change data exporting settings to download.') + part('status details', '800x600, 12.1 KB'))}`),
        said(3, `${named('Ada')}${box('media_call success', part('title bold', 'Ben') + part('status details', 'Outgoing (61 seconds)'))}`),
        said(4, `${named('Ben')}${box('media_call', part('title bold', 'Ada') + part('status details', 'Missed'))}`),
        said(5, `${named('Ada')}${box('media_contact', part('title bold', 'Cy D') + part('status details', '+49 171 3920001'))}`),
        said(6, `${named('Ada')}${box('media_live_location', part('title bold', 'Live location') + part('status details', '53.5, 9.9'), 'https://maps.google.com/maps?q=53.5,9.9&ll=53.5,9.9&z=16')}`),
        said(7, `${named('Ada')}<div class="media_wrap clearfix"><div class="media_poll"><div class="question bold">Q?</div><div class="details">Final results</div><div class="answer">- Yes <span class="details">2 votes, chosen vote</span></div><div class="answer">- No</div><div class="total details	">2 votes</div></div></div>`),
        said(8, `${named('Ada')}<div class="forwarded body"><div class="from_name">Port News <span class="date details" title="01.07.2024 08:00:00"> 01.07.2024 08:00:00</span></div>${words('<strong>f</strong> <a href="https://two.example">two</a>')}<div class="signature details">Ed</div></div>`),
        said(9, `${named('Ada')}<div class="reply_to details">In reply to a message in another chat</div>${words('r')}`),
        said(10, `${named('Ada')}${words('b')}<table class="bot_buttons_table"><tbody><tr><td class="bot_button_row"><div class="bot_button"><a href="https://x.example"><div>Go</div></a></div></td></tr></tbody></table>`),
        said(11, `${named('Ada')}${box('media_hologram', part('title bold', 'H'))}`),
        said(12, `${named('Deleted Account')}${words('x')}`),
      ),
    }); // prettier-ignore
    const of = (id: number) => all.filter((one) => 'message' in one && one.message === `message::${id}`);
    expect(messages[0]).toMatchObject({ type: 'voice', sender: 'account::userpic3:Ada', stored: { via: '@gif', from_name: 'Ada via @gif' } }); // prettier-ignore
    expect(of(1)).toMatchObject([
      { kind: 'attachment', durationS: 65, candidates: ['voice_messages/a.ogg'], sizeBytes: null, stored: { status: '01:05, 12.1 KB' } },
      { kind: 'reaction', emoji: '👍', account: 'account::userpic2:Ben', count: 1, time: null },
      { kind: 'reaction', emoji: '👍', account: null, count: 2 },
    ]); // prettier-ignore
    expect(of(2)).toMatchObject([{ path: null, candidates: [], width: 800, height: 600, stored: { description: 'Not included, change data exporting settings to download.' } }]); // prettier-ignore
    expect(all.filter(({ kind }) => kind === 'event')).toMatchObject([
      { direction: 'outgoing', call: { durationS: 61, outcome: 'answered', outcomeStored: 'Outgoing (61 seconds)' } },
      { direction: 'incoming', call: { durationS: null, outcome: 'missed' } },
    ]);
    expect(of(5)).toMatchObject([{ content: { type: 'other', values: { title: 'Cy D', status: '+49 171 3920001' } } }]);
    expect(of(6)).toMatchObject([{ content: { type: 'location', latitude: 53.5, longitude: 9.9 } }]);
    expect(of(7)).toMatchObject([{ content: { question: 'Q?' } }, { content: { name: 'Yes', votes: 2 } }, { content: { name: 'No', votes: null } }]); // prettier-ignore
    expect(of(8)).toMatchObject([{ content: { type: 'link', url: 'https://two.example', title: 'two' } }]);
    const byId = (id: number) => messages.find(({ key }) => key === `message::${id}`);
    expect(byId(8)).toMatchObject({ body: 'f two', forwarded: { score: null }, stored: { forwarded_from: 'Port News', forwarded_date: '01.07.2024 08:00:00', signature: 'Ed' } }); // prettier-ignore
    expect(byId(9)).toMatchObject({ body: 'r', stored: { reply_to: 'In reply to a message in another chat' } });
    expect(byId(10)?.stored?.buttons).toBe('[{"text":"Go","href":"https://x.example"}]');
    expect(byId(11)).toMatchObject({ type: 'unknown' });
    expect(byId(12)).toMatchObject({ sender: null, stored: { from_name: 'Deleted Account' } });
    expect(issues.filter(({ severity }) => severity === 'warning').map(({ stored }) => stored)).toEqual(['media clearfix pull_left media_hologram']); // prettier-ignore
  });

  test('is compared with its list of chats, its links and its summary', async () => {
    const entry = (href: string, name: string, count: string): string => `<a class="entry block_link clearfix" href="${href}#allow_back"><div class="body">${part('pull_right info details', 'private')}${part('name bold', name)}${part('details_entry details', count)}</div></a>`; // prettier-ignore
    const list = page(`<div class="entry_list">${entry('../chats/chat_01/messages.html', 'Ben', '5 messages')}${entry('../chats/chat_02/messages.html', 'Cy', '2 messages')}</div>`).replace(DAY, ''); // prettier-ignore
    const { all, issues } = await readFiles({
      'x/lists/chats.html': list,
      'x/chats/chat_01/messages.html': page(said(1, named('Ben') + words('a')), '<a class="pagination block_link" href="messages2.html">\nNext messages\n</a>'), // prettier-ignore
    });
    expect(issues.filter(({ code }) => code === 'rows-missing-in-sequence').map(({ stored }) => stored)).toEqual(['chats/chat_01/messages2.html', '5 messages', '2 messages']); // prettier-ignore
    expect(all.filter(({ kind }) => kind === 'conversation')).toMatchObject([{ type: 'one-to-one', title: 'Pier & Co' }, { title: 'Cy' }]); // prettier-ignore
  });
});

describe('a hostile page', () => {
  test('of which the words of a button end the message and begin another is said to', async () => {
    const forged = said(9, named('Ben') + words('forged'))
      .trim()
      .replaceAll(/\n */gu, '');
    const { messages, issues } = await readFiles({ 'messages.html': page(said(1, `${named('Ada')}${words('a')}<table class="bot_buttons_table"><tr><td><a><div>Go${forged}</div></a></td></tr></table>`)) }); // prettier-ignore
    expect(messages.map(({ body }) => body)).toEqual(['a', 'forged']);
    expect(issues.map(({ detail }) => detail)).toContain('The element begins within a line, which the app does not write: it may have come out of the words of another message.'); // prettier-ignore
  });

  test('with scripts, comments, stray words and forms that are none runs and loses nothing of what stands beside', async () => {
    const { messages, issues } = await readFiles({ 'messages.html': page('<script>document.write("<div class=message id=message7>")</script>', '<!-- hidden -->', 'stray', said(1, named('Ada') + words('a &amp;lt; &#x1F600; &bogus; <b onclick="x()">k</b>&#x1B;')), said(2, named('Ben') + words('z'), false, '25:61:00')) }); // prettier-ignore
    expect(messages.map(({ body, times }) => [body, times.length])).toEqual([['a &lt; 😀 &bogus; k\u001b', 1], ['z', 0]]); // prettier-ignore
    expect(issues.map(({ code, stored }) => [code, stored])).toEqual(expect.arrayContaining([['unknown-code', 'stray'], ['undecodable-payload', null], ['time-out-of-range', '06.07.2024 25:61:00 UTC+01:00']])); // prettier-ignore
  });

  test('that names kinds like prototypes has no such kind', async () => {
    const { messages } = await readFiles({ 'messages.html': page(said(1, named('__proto__') + box('media_photo', part('title bold', '__proto__'))), said(2, named('constructor') + box('media_call', part('status details', 'constructor')))) }); // prettier-ignore
    expect(messages).toMatchObject([{ type: 'unknown', typeStored: 'media_photo: __proto__' }]);
  });

  test('whose times do not agree, or lie below another day, is said to', async () => {
    const { issues } = await readFiles({ 'messages.html': page(said(1, named('Ada') + words('a')).replace('12:00\n', '12:30\n'), said(2, named('Ada') + words('b')).replace('06.07.2024', '07.07.2024')) }); // prettier-ignore
    expect(issues.filter(({ code }) => code === 'time-out-of-range').map(({ stored }) => stored)).toEqual(['12:30', '6 July 2024']); // prettier-ignore
  });

  test('cut off, nested a hundred thousand deep, or full of tags that do not end keeps the messages around', async () => {
    const deep = '<b>'.repeat(100_000);
    const { messages, issues } = await readFiles({ 'messages.html': page(said(1, named('Ada') + words('a')), said(2, named('Ada') + words(deep)), said(3, named('Ada') + words('c')), `<a b="${'<a b="'.repeat(200_000)}\n`, said(4, named('Ada') + words('d'))).slice(0, -120) }); // prettier-ignore
    expect(messages.map(({ key }) => key)).toEqual(['message::1', 'message::2', 'message::3', 'message::4']);
    expect(issues.map(({ code }) => code)).toEqual(expect.arrayContaining(['size-limit', 'undecodable-payload']));
  });

  test('is read the same whatever pieces it comes in, and mutated in a thousand ways throws nothing', async () => {
    const text = Buffer.from(page(said(1, named('Ada') + words('a é &amp; <strong>b</strong>')), said(2, words('c'), true), line(3, 'Ada invited Ben'))); // prettier-ignore
    const whole = await readFiles({ 'messages.html': text });
    expect((await readFiles({ 'messages.html': text }, {}, 7)).all).toEqual(whole.all);
    let seed = 1;
    for (let round = 0; round < 1000; round += 1) {
      const bytes = Buffer.from(text);
      for (let n = 0; n < 4; n += 1) {
        seed = (seed * 48_271) % 2_147_483_647;
        bytes[seed % bytes.length] = '<>"\'&/= \n\u0000'.charCodeAt(seed % 10);
      }
      const { all } = await readPagesOf(bytes);
      for (const one of all) if (one.kind === 'tally') expect(one.rows).toBe(one.used + Object.values(one.skipped).reduce((sum, count) => sum + count, 0)); // prettier-ignore
    }
  });
});

/** Reads one page without a file system, for many rounds. */
async function readPagesOf(bytes: Buffer): Promise<{ readonly all: readonly Extracted[] }> {
  const all: Extracted[] = [];
  const file = { sha256: '0'.repeat(64), path: 'messages.html', sizeBytes: bytes.length };
  const found = { parser: 'telegram-desktop', variant: 'html', root: '', label: '', files: { 'messages.html': file }, locked: null, issues: [], questions: [] }; // prettier-ignore
  const run = { signal: new AbortController().signal, answers: {}, database: () => null, progress: () => undefined, bytes: async function* () { await Promise.resolve(); yield bytes; } }; // prettier-ignore
  for await (const one of telegramDesktop.read(found as never, run as never)) all.push(one);
  return { all };
}

function withoutNoVotes<T>(one: T): T {
  return JSON.parse(JSON.stringify(one, (key, value: unknown) => (key === 'votes' && value === 0 ? null : value))) as T;
}

/** The name by which both exports know somebody. */
function nameOf({ names, identifier }: Account, story: ReturnType<typeof scenario>): string {
  const name = names[0]?.name ?? identifier;
  const isNumber = /^user\d+$/u.test(name);
  return isNumber ? `+${story.persons.find(({ selfName }) => selfName === '')?.phone ?? ''}` : name;
}

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'telegram-pages-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  answers: Run['answers'] = {},
  step = Infinity,
) {
  // prettier-ignore
  return withFolder(async (folder) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return readFolder(folder, answers, step);
  });
}

async function readFolder(folder: string, answers: Run['answers'] = {}, step = Infinity) {
  const all: Extracted[] = [];
  const tree = await treeOf(folder, `${folder}-work`);
  try {
    const bytes: Run['bytes'] = async function* (file) {
      for await (const chunk of tree.bytes(file))
        for (let from = 0; from < chunk.length; from += step) yield chunk.subarray(from, from + step);
    };
    const run: Run = { signal: new AbortController().signal, answers, database: () => null, progress: () => undefined, tree, bytes }; // prettier-ignore
    for (const found of await telegramDesktop.detect(tree))
      for await (const one of telegramDesktop.read(found, run)) all.push(one);
  } finally {
    tree.close();
    rmSync(`${folder}-work`, { recursive: true, force: true });
  }
  const messages = all.filter((one) => one.kind === 'message');
  return { all, messages, issues: all.filter((one) => one.kind === 'issue') };
}
