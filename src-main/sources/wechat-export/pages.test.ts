import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readApart, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { mutationsOf } from '../../evidence/fixture-mutations.ts';
import { wechatExport } from './index.ts';
import { scriptStrings } from './script-strings.ts';

async function readFiles(files: Readonly<Record<string, string | Buffer>>, answers: Readonly<Record<string, string>> = {}): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  }
  return await readApart(wechatExport, folder.path, answers);
} // prettier-ignore

const of = <K extends Extracted['kind']>(all: readonly Extracted[], kind: K): readonly Extract<Extracted, { readonly kind: K }>[] => all.filter((one): one is Extract<Extracted, { readonly kind: K }> => one.kind === kind); // prettier-ignore

const HEAD =
  '<!doctype html>\n<html><head><style>.chat.left div.nt-box, .chat-notice.fmsgtag .content-box {}</style></head><body>';
const person = (side: string, name: string, id: string, time: string): string => `<div class="avatar-box"><img src="Files/Portrait/a.jpg" class="avatar"></div><div class="nt-box"><span class="dspname ${side}" wxId="${id}">${name}</span> ${time}</div>`; // prettier-ignore
const said = (side: string, id: number, text: string, extra = ''): string => `<div class="msg chat ${side} ${extra}" msgid="${id}" msgtype="1">${person(side, side === 'right' ? 'Me' : 'Friend', side === 'right' ? 'me17' : 'friend17', `2025-03-01 10:00:0${id % 10}`)}<div class="content-box"><div class="triangle"></div><span class="dont-break-out msg-text"><pre>${text}</pre></span></div></div>\n`; // prettier-ignore
const page = (body: string): string =>
  `${HEAD}<span class="sname">Harbour &amp; gate</span><div class="msgs">${body}</div></body></html>`;

describe('pages of WechatExporter', () => {
  test('give messages with sides, senders, words, places of files and copies of what was forwarded', async () => {
    const quote = `<div class="msg chat left " msgid="4" msgtype="49">${person('left', 'Friend', 'friend17', '2025-03-01 10:00:04')}<div class="content-box"><span class="dont-break-out refermsg msg-text"><pre>「Me：hello」</pre></span><br /><span>- - -</span><br /><span class="dont-break-out msg-text"><pre>a reply</pre></span></div></div>`; // prettier-ignore
    const picture = `<div class="msg media right " msgid="5" msgtype="3">${person('right', 'Me', 'me17', '2025-03-01 10:00:05')}<div class="content-box"><img rawUrl="Files/a%20b.jpg" data-src="Files/a_thumb.jpg" class="lazyload image" /></div></div>`; // prettier-ignore
    const all = await readFiles({ 'out/Harbour/index.html': page(`${said('left', 1, 'first &lt;b&gt; line\n  second <img class="wxemoji" rawemoji="[smile]" src="e.png">')}${said('right', 2, 'hello')}${quote}${picture}${said('left', 6, 'a record')}${said('left', 7, 'copied words', 'fmsg')}<div class="msg chat-notice " msgid="8"><span class="dont-break-out">System Message: joined</span></div>`) }); // prettier-ignore
    expect(of(all, 'message').map(({ sender, direction, type, body }) => [sender, direction, type, body])).toEqual([
      ['friend17', 'incoming', 'text', 'first <b> line\n  second [smile]'],
      ['me17', 'outgoing', 'text', 'hello'],
      ['friend17', 'incoming', 'text', 'a reply'],
      ['me17', 'outgoing', 'image', null],
      ['friend17', 'incoming', 'text', 'a record'],
      [null, 'unknown', 'system', 'System Message: joined'],
    ].map(([sender, ...rest]) => [sender === null ? null : `account:${String(sender)}`, ...rest])); // prettier-ignore
    expect(of(all, 'message')[4]?.stored).toMatchObject({ forwarded: 'Friend 2025-03-01 10:00:07: copied words', msgid: '6' }); // prettier-ignore
    expect(of(all, 'quote')).toMatchObject([{ body: '「Me：hello」', target: { serverId: null } }]);
    expect(of(all, 'attachment')).toMatchObject([{ type: 'image', candidates: ['Harbour/Files/a b.jpg'] }]);
    expect(of(all, 'conversation')).toMatchObject([
      { identifier: 'Harbour', title: 'Harbour & gate', type: 'unknown' },
    ]);
    expect(of(all, 'account').find(({ owner }) => owner !== null)).toMatchObject({ identifier: 'me17', owner: { assumed: false } }); // prettier-ignore
    expect(of(all, 'message')[0]?.times).toMatchObject([{ encoding: 'local-text', zone: 'unstated' }]);
    expect(of(all, 'tally')).toMatchObject([{ rows: 7, used: 7 }]);
  });

  test('are one source with the scripts that hold the messages, and their files lie beside the page', async () => {
    const film = `<div class="msg media left " msgid="5" msgtype="43">${person('left', 'Friend', 'friend17', '2025-03-01 10:00:05')}<div class="content-box"><video data-poster="Files/p.jpg"><source src="Files/f.mp4" type="video/mp4"><a href="Files/f.mp4">Play</a></video></div></div>`; // prettier-ignore
    const script = `(function() {\n        var msgArray = ${JSON.stringify([said('left', 1, 'words "in" quotes\\'), said('right', 2, 'x') + said('left', 3, 'two in one'), film])};\n        for (var idx = 0; ...) {}\n })();`; // prettier-ignore
    const all = await readFiles({ 'out/Harbour/index.html': page(''), 'out/Harbour/Files/Data/msg-1.js': script, 'out/Other/index.html': page(said('right', 1, 'elsewhere')) }); // prettier-ignore
    expect(of(all, 'message').map(({ body }) => body)).toEqual(['words "in" quotes\\', 'x', 'two in one', null, 'elsewhere']); // prettier-ignore
    expect(new Set(of(all, 'message').map(({ key }) => key)).size).toBe(5);
    expect(of(all, 'attachment').map(({ candidates }) => candidates)).toEqual([
      ['Harbour/Files/Data/../../Files/f.mp4'],
    ]);
    expect(of(all, 'conversation').map(({ identifier }) => identifier)).toEqual(['Harbour', 'Other']);
    expect(of(all, 'issue').map(({ code }) => code)).toEqual(['time-zone-unstated']);
  });

  test('what stands inside a message is a part of it, and a page that is cut off says so', async () => {
    const forged = said(
      'left',
      1,
      'before</pre></span><div class="msg chat right" msgid="9" msgtype="1"><pre>forged</pre></div>',
    );
    const inside = await readFiles({ 'a/b/index.html': page(forged.replace('before</pre></span>', 'before')) });
    expect(of(inside, 'message')).toHaveLength(1);
    const cut = await readFiles({
      'a/b/index.html': page(said('left', 1, 'x') + said('right', 2, 'yes')).slice(0, -40),
    });
    expect(of(cut, 'message').map(({ body }) => body)).toEqual(['x', expect.stringMatching(/^ye?s?/u)]);
    expect(of(cut, 'issue').filter(({ severity }) => severity === 'error')).toHaveLength(1);
  });
});

describe('pages of WeFlow', () => {
  const object = (n: number, own: 0 | 1, bubble: string, more = {}): string => JSON.stringify({ i: n, t: 1_741_296_764 + n, s: own, a: '<span>A</span>', b: `<div class="message-time">2025-03-06 21:32:45</div><div class="sender-name">${own === 1 ? 'Me' : 'Friend'}</div><div class="message-content">${bubble}</div>`, p: `90071992547409${n}`, ...more }).replaceAll('<', '\\u003c'); // prettier-ignore
  const start = '<!DOCTYPE html>\n<html lang="zh-CN">\n  <head>\n    <title>Friend - 聊天记录</title>\n    <style>.a{}</style>\n  </head>\n<h1 class="title">Friend &amp; gate</h1>\n<span>3 条消息</span>\n<span>私聊</span>\n<script>\n      window.WEFLOW_MANIFEST = {"total":3};\n'; // prettier-ignore
  const objects = [object(1, 0, '<div class="message-text">hello<br />there &amp; here</div>'), object(2, 1, '<img class="message-media image previewable" src="media/images/a%20b.jpg" data-full="x" alt="图片" />'), object(3, 0, '<div class="quoted-message"><div class="quoted-sender">Me</div><div class="quoted-text">earlier</div></div><div class="message-text"><a class="message-link-card" href="https://port.example">Tides</a></div>', { r: '17' })]; // prettier-ignore

  test('give messages of the page and of the scripts beside it', async () => {
    for (const files of [
      { 'out/Friend.html': `${start}      window.WEFLOW_DATA = [\n${objects.join(',\n')}\n];\n    </script></html>` },
      {
        'out/Friend.html': `${start}      window.WEFLOW_DATA = null;\n    </script></html>`,
        'out/Friend_data/chunk-000000.js': `window.__WEFLOW_CHUNK_LOADED__(0,[${objects.join(',\n')}]);\n`,
      },
    ]) {
      // prettier-ignore
      const all = await readFiles(files);
      expect(of(all, 'message').map(({ direction, type, body, serverId }) => [direction, type, body, serverId])).toEqual([['incoming', 'text', 'hello\nthere & here', '900719925474091'], ['outgoing', 'image', null, '900719925474092'], ['incoming', 'text', 'Tides', '900719925474093']]); // prettier-ignore
      expect(of(all, 'message')[0]?.times).toMatchObject([{ utcMs: 1_741_296_765_000, encoding: 'unix-s' }]);
      expect(of(all, 'attachment')[0]?.candidates[0]).toMatch(/media\/images\/a b\.jpg$/u);
      expect(of(all, 'quote')).toMatchObject([{ body: 'earlier', target: { serverId: '17' } }]);
      expect(of(all, 'conversation').map(({ identifier, title }) => [identifier, title])).toEqual([['Friend', 'Friend & gate']]); // prettier-ignore
      expect(of(all, 'issue').filter(({ severity }) => severity !== 'note')).toEqual([]);
    }
  });

  test('an object that lost its brackets is an issue, words beside a voice are its transcript, digits are kept', async () => {
    const voice = object(2, 0, '<audio class="message-media audio" src="v.wav"></audio><div class="message-text">made by the tool</div>'); // prettier-ignore
    const long = object(3, 1, '<div class="message-text">x</div>').replace('"900719925474093"', '9007199254740993');
    const lines = [objects[0], voice, '\0'.repeat(40), long].join(',\n');
    const all = await readFiles({ 'out/Friend.html': `${start}      window.WEFLOW_DATA = [\n${lines}\n];\n    </script><script>\n window.WEFLOW_DATA = [\n if (x) { go() }\n</script>` }); // prettier-ignore
    expect(of(all, 'message').map(({ type, body, serverId }) => [type, body, serverId])).toEqual([['text', 'hello\nthere & here', '900719925474091'], ['voice', null, '900719925474092'], ['text', 'x', '9007199254740993']]); // prettier-ignore
    expect(of(all, 'attachment').map(({ transcript }) => transcript)).toEqual(['made by the tool']);
    expect(of(all, 'issue').filter(({ severity }) => severity !== 'note').map(({ code }) => code)).toEqual(['undecodable-payload']); // prettier-ignore
    expect(of(all, 'issue').map(({ code }) => code)).toContain('unknown-code');
  });

  test('names that every object inherits are no kind of file, and a line of brackets is read in the time of any other', async () => {
    const bubble = '<img class="message-media constructor" src="a.jpg" /><div class="message-text">x</div>';
    const all = await readFiles({ 'out/Friend.html': `${start}      window.WEFLOW_DATA = [\n${object(1, 0, bubble)},\n${'{'.repeat(1_000_000)}\n];\n` }); // prettier-ignore
    expect(of(all, 'message').map(({ type }) => type)).toEqual(['text']);
    expect(of(all, 'attachment')).toEqual([]);
    const odd = said('left', 1, 'x').replace('msgtype="1"', 'msgtype="constructor"');
    expect(of(await readFiles({ 'a/b/index.html': page(odd) }), 'message').map(({ type, typeStored }) => [type, typeStored])).toEqual([['unknown', 'constructor']]); // prettier-ignore
  }, 20_000);

  test('another page with such a title is none', async () => {
    expect(await readFiles({ 'out/Friend.html': start.replace('WEFLOW_MANIFEST', 'OTHER') })).toEqual([]);
  });
});

test('broken pages and scripts end in issues, never in exceptions', async () => {
  const samples = [page(said('left', 1, 'words') + said('right', 2, 'others')), `(function() {\n var msgArray = ${JSON.stringify([said('left', 1, 'x'), said('right', 2, 'y')])};`].map((text) => Buffer.from(text)); // prettier-ignore
  for (const bytes of mutationsOf(samples, 60, 20_261_123)) await readFiles({ 'a/b/index.html': bytes, 'a/b/Files/Data/msg-1.js': bytes }); // prettier-ignore
}, 60_000);

test('copies beyond what is kept, and what stands between texts of a script, are said', async () => {
  const copy = said('left', 2, 'y'.repeat(900_000), 'fmsg');
  const all = await readFiles({ 'a/b/index.html': page(said('left', 1, 'x') + copy.repeat(6)) });
  expect(of(all, 'message')).toHaveLength(1);
  expect(of(all, 'issue').map(({ code }) => code)).toContain('size-limit');
  const script = `(function() {\n var msgArray = [${JSON.stringify(said('left', 1, 'x'))}, \0\0 ${JSON.stringify(said('left', 2, 'y'))}];`; // prettier-ignore
  const hidden = await readFiles({ 'a/b/index.html': page(`${said('left', 1, 'x')}<!-- ${said('right', 2, 'y')}`) });
  expect(of(hidden, 'message')).toHaveLength(1);
  expect(of(hidden, 'issue').filter(({ severity }) => severity === 'error')).toHaveLength(1);
  const torn = await readFiles({ 'a/b/index.html': page(''), 'a/b/Files/Data/msg-1.js': script });
  expect(of(torn, 'message')).toHaveLength(2);
  expect(of(torn, 'issue').map(({ code }) => code)).toContain('undecodable-payload');
});

test('texts of a script are the same however its bytes come', async () => {
  const texts = ['plain', 'a "quote" and \\', 'ünïcode 你好', ''];
  const bytes = Buffer.from(`(function() { var msgArray = ${JSON.stringify(texts)}; })`);
  for (const size of [1, 2, 7, 1000]) {
    const ending = { isWhole: false };
    const found: (string | null)[] = [];
    for await (const { text, offset, length } of scriptStrings(pieces(bytes, size), ending)) {
      found.push(text);
      expect(bytes.toString('utf8', offset, offset + length)).toBe(JSON.stringify(text));
    }
    expect([found, ending.isWhole]).toEqual([texts, true]);
  }
});

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
