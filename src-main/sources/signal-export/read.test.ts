import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readApart, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { signalExport } from './index.ts';

type Files = Readonly<Record<string, string | Buffer>>;

async function readFiles(files: Files, answers: Readonly<Record<string, string>> = {}): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  }
  return await readApart(signalExport, folder.path, answers);
}

const of = <K extends Extracted['kind']>(all: readonly Extracted[], kind: K): readonly Extract<Extracted, { readonly kind: K }>[] => all.filter((one): one is Extract<Extracted, { readonly kind: K }> => one.kind === kind); // prettier-ignore
const codes = (all: readonly Extracted[]): readonly string[] => of(all, 'issue').map(({ code }) => code);
const line = (one: object): string => `${JSON.stringify(one).replace('{"date":', '{"date": ').replace(',"sender":', ', "sender": ')}\n`; // prettier-ignore

const ACI = '3b1f6c1e-9d2a-4c55-8f0e-0a1b2c3d4e5f';
const T = Date.UTC(2025, 2, 6, 21);

describe('what signal-export wrote', () => {
  const base = { date: '2025-03-06T21:00:00.250000', sender: 'Ben', body: 'hello  ', quote: '', sticker: null, reactions: [], attachments: [] }; // prettier-ignore

  test('as lines: words, answers, reactions, files and stickers, without the keys of packs', async () => {
    const all = await readFiles({
      'out/Ben/chat.md': '[2025-03-06 21:00:00] Ben: hello  \n\n',
      'out/Ben/data.json': [
        line({ ...base, quote: '\n\n> first\n> second\n\n', reactions: [['Me', '👍'], ['Cy', '🎉']] }),
        line({ ...base, sender: 'Me', body: '  ', attachments: [{ name: 'a b.jpg', path: 'media/a%20b.jpg', missing_kind: null }] }),
        line({ ...base, body: '  ', sticker: { id: '7', packId: 'p1', packKey: 'secret', emoji: '🦭', extension: 'webp' } }),
      ].join(''),
    }); // prettier-ignore
    expect(of(all, 'message').map(({ type, body, direction }) => [type, body, direction])).toEqual([['text', 'hello', 'incoming'], ['image', null, 'outgoing'], ['sticker', null, 'incoming']]); // prettier-ignore
    expect(of(all, 'message')[0]?.times).toEqual([{ utcMs: T + 250, stored: '2025-03-06T21:00:00.250000', encoding: 'local-text', meaning: 'sent', zone: 'unstated' }]); // prettier-ignore
    expect(of(all, 'quote')).toMatchObject([{ body: 'first\nsecond', sender: null, time: null }]);
    expect(of(all, 'reaction').map(({ account, emoji }) => [account?.replace(/^\d+:/u, ''), emoji])).toEqual([['name:Me', '👍'], ['name:Cy', '🎉']]); // prettier-ignore
    expect(of(all, 'attachment').map(({ candidates }) => candidates)).toEqual([['Ben/media/a%20b.jpg', 'Ben/media/a b.jpg'], ['Ben/../exported_stickers/p1/7.webp']]); // prettier-ignore
    expect(JSON.stringify(all)).not.toContain('secret');
    expect(of(all, 'account').find(({ owner }) => owner !== null)).toMatchObject({ identifier: 'Me', owner: { assumed: true } }); // prettier-ignore
    expect(of(all, 'tally')).toMatchObject([{ rows: 3, used: 3 }]);
  });

  test('calls and what was deleted are marked, in the words of the tool', async () => {
    const call = { ...base, sender: 'Me', body: 'Outgoing video call (accepted, 1m 2s)  ', deleted: false, call: true, missed: false }; // prettier-ignore
    const gone = { ...base, body: '  ', deleted: true, call: false, missed: false };
    const all = await readFiles({ 'Ben/data.json': line(call) + line(gone) });
    expect(of(all, 'message').map(({ type, body, deleted }) => [type, body, deleted !== null])).toEqual([['call', null, false], ['revoked', null, true]]); // prettier-ignore
    expect(of(all, 'event').map(({ direction, call: one }) => [direction, one?.video, one?.outcome, one?.durationS])).toEqual([['outgoing', true, 'answered', null]]); // prettier-ignore
  });

  test('as text where no lines lie beside it: parts are taken from the end on, and words stay words', async () => {
    const text =
      '[2025-03-06 21:00:00] Ben: \n\n> first\n> second\n\nsee [this](https://example.org)  \n(- Me: 👍, Cy: 🎉 -)![a.jpg](./media/a.jpg)  (media not exported)  \n\n' +
      '[2025-03-06, 21:01] Me: (( 🦭 ))\n\n[2025-03-06 21:02:00] Ben: (This message was deleted)\n\n[2025-03-06 21:03:00] No-Sender:   \n\n'; // prettier-ignore
    const all = await readFiles({ 'out/Ben/chat.md': text });
    expect(of(all, 'message').map(({ type, body, sender }) => [type, body, sender?.replace(/^\d+:/u, '') ?? null])).toEqual([
      ['image', 'see [this](https://example.org)', 'name:Ben'],
      ['text', '(( 🦭 ))', 'name:Me'],
      ['revoked', null, 'name:Ben'],
      ['unknown', null, null],
    ]); // prettier-ignore
    expect(of(all, 'quote')).toMatchObject([{ body: 'first\nsecond' }]);
    expect(of(all, 'message')[0]?.stored).toEqual({ 'not exported': 'media' });
    expect(of(all, 'reaction')).toHaveLength(2);
  });

  test('what the tool writes under the name of the other account without its words is nobody’s, nor a call that went out', async () => {
    const all = await readFiles({
      'Ben/data.json': [
        line({ ...base, body: '  ' }),
        line({ ...base, body: 'Outgoing call  ', deleted: false, call: true, missed: false }),
        line({ ...base, body: 'Outgoing call  ' }),
        line({ ...base, body: 'Missed voice call  ', deleted: false, call: true, missed: true }),
        line({ ...base, body: '  ', deleted: true }),
      ].join(''),
    });
    expect(of(all, 'message').map(({ type, sender, direction, stored }) => [type, sender !== null, direction, stored?.['name in the line'] ?? null])).toEqual([
      ['unknown', false, 'unknown', 'Ben'],
      ['call', false, 'unknown', 'Ben'],
      ['text', false, 'unknown', 'Ben'],
      ['call', true, 'incoming', null],
      ['revoked', true, 'incoming', null],
    ]); // prettier-ignore
    expect(of(all, 'event').map(({ actor, direction }) => [actor !== null, direction])).toEqual([[false, 'unknown'], [true, 'incoming']]); // prettier-ignore
    const text = await readFiles({ 'Ben/chat.md': '[2025-03-06 21:00:00] Ben:   \n\n[2025-03-06 21:01:00] Ben: Outgoing voice call (unanswered)  \n\n[2025-03-06 21:02:00] Ben: hi  \n\n' }); // prettier-ignore
    expect(of(text, 'message').map(({ sender, direction }) => [sender !== null, direction])).toEqual([[false, 'unknown'], [false, 'unknown'], [true, 'incoming']]); // prettier-ignore
  });

  test('a text made of brackets and empty lines is read in the time of any other', async () => {
    const head = '[2025-03-06 21:00:00] Ben: ';
    const many = 300_000;
    const text = `${head}${'['.repeat(many)}\n\n${head}${'[](./'.repeat(many)}\n\n${head}${'\n'.repeat(many)}x\n\n${head}x${'[a](./b)  '.repeat(20_000)}\n\n`;
    const started = process.cpuUsage();
    const all = await readFiles({ 'Ben/chat.md': text });
    const quotes = `[Mar 06, 2025 21:00:00] *** <${'> sent file "" ('.repeat(20_000)}\n`;
    const other = await readFiles({ 'Ben (_id1).txt': quotes });
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(20);
    expect(of(all, 'message')).toHaveLength(4);
    expect(of(all, 'attachment')).toHaveLength(20_000);
    expect(of(other, 'message')).toHaveLength(1);
  });

  test('damage is told: a line of another shape, a date that is none, a cut', async () => {
    const all = await readFiles({ 'Ben/data.json': `${line(base)}{"id": 3}\n${line({ ...base, date: '2025-02-31T21:00:00' })}{"date": "2025` }); // prettier-ignore
    expect(codes(all)).toEqual(['owner-unknown', 'time-zone-unstated', 'undecodable-payload', 'time-out-of-range', 'undecodable-payload']); // prettier-ignore
    expect(of(all, 'message')).toHaveLength(2);
    expect(codes(await readFiles({ 'Ben/chat.md': '[2025-03-06 21:00:00] Ben: hel' }))).toContain('undecodable-payload'); // prettier-ignore
  });

  test('a clock is read in the zone that the examiner names, and doubted where clocks were changed', async () => {
    const files = { 'Ben/data.json': line({ ...base, date: '2025-10-26T02:30:00' }) };
    const all = await readFiles(files, { zone: 'Europe/Berlin' });
    expect(of(all, 'message')[0]?.times).toMatchObject([{ utcMs: Date.UTC(2025, 9, 26, 0, 30), zone: 'stated' }]);
    expect(codes(all).filter((one) => one === 'time-zone-unstated')).toHaveLength(2);
  });
});

describe('what sigtop wrote', () => {
  const NAME = 'Ben A. (+12025550101)';

  test('as text: wordings, answers, reactions, and words that look like a field', async () => {
    const text =
      `Conversation: ${NAME}\n\n` +
      `From: ${NAME}\nType: incoming\nSent: Thu, 6 Mar 2025 22:00:00 +0100\nReceived: Thu, 6 Mar 2025 22:00:02 +0100\nReaction: 👍 from Cy (${ACI})\n\n> From: Ada (+12025550100)\n> Sent: Thu, 6 Mar 2025 21:59:00 +0100\n> Attachment: no filename (image/jpeg)\n>\n> first\n\nyes\n\nFrom: here\n\n` +
      `From: You\nType: outgoing\nSent: Thu, 6 Mar 2025 22:01:00 +0100\nEdited: 2 versions\n\n| Version: 2\n| Sent: Thu, 6 Mar 2025 22:02:00 +0100\n|\n| new\n|\n| Version: 1\n| Sent: Thu, 6 Mar 2025 22:01:00 +0100\n|\n| old\n\n` +
      'Type: keychange\nReceived: Thu, 6 Mar 2025 22:03:00 +0100\n\nType: something-new\nReceived: Thu, 6 Mar 2025 22:03:00 +0100\n\n'; // prettier-ignore
    const all = await readFiles({ [`${NAME}.txt`]: text });
    expect(of(all, 'conversation')).toMatchObject([
      { type: 'one-to-one', title: 'Ben A.', identifier: '+12025550101' },
    ]);
    expect(of(all, 'message').map(({ type, body, direction, system }) => [type, body, direction, system?.action ?? null])).toEqual([
      ['text', 'yes\n\nFrom: here', 'incoming', null],
      ['text', 'new', 'outgoing', null],
      ['system', null, 'unknown', 'security-code-changed'],
      ['unknown', null, 'unknown', null],
    ]); // prettier-ignore
    expect(of(all, 'message')[0]?.times).toMatchObject([{ utcMs: T, zone: 'stated' }, { utcMs: T + 2000, meaning: 'received' }]); // prettier-ignore
    expect(of(all, 'quote')).toMatchObject([{ body: 'first', time: { utcMs: T - 60_000 }, stored: { 'line 1': 'Attachment: no filename (image/jpeg)' } }]); // prettier-ignore
    expect(of(all, 'version')).toMatchObject([{ body: 'old', role: 'earlier' }]);
    expect(of(all, 'reaction')[0]?.account).toMatch(new RegExp(`account:${ACI}$`, 'u'));
    expect(codes(all)).toEqual(['unknown-code']);
  });

  test('as short text: told by the name of its file, lines of the app by their type', async () => {
    const text = '2025-03-06 21:00 Ben: [reply to You on 2025-03-06 20:59, 2 attachments] hi\nthere\n2025-03-06 21:01 You: [aside] ok\n2025-03-06 21:02 Ben: [keychange message]\n'; // prettier-ignore
    const all = await readFiles({ [`${NAME}.txt`]: text, 'notes.txt': text });
    expect(of(all, 'message').map(({ type, body, direction }) => [type, body, direction])).toEqual([['document', 'hi\nthere', 'incoming'], ['text', '[aside] ok', 'outgoing'], ['system', null, 'unknown']]); // prettier-ignore
    expect(of(all, 'tally')).toHaveLength(1);
  });

  test('as JSON: what the app stores, its keys left out, words of a deleted message given back by an answer', async () => {
    const from = { conversationId: 'c1', type: 'incoming', sourceServiceId: ACI };
    const rows = [
      { ...from, id: '1', sent_at: T, timestamp: T, received_at: 1, received_at_ms: T + 9, deletedForEveryone: true, body: '' },
      { ...from, id: '2', sent_at: T + 5, received_at: 2, body: 'why', quote: { id: T, authorAci: ACI, text: 'gone' }, reactions: [{ fromId: 'c1', emoji: '👍', timestamp: T + 8 }, { fromId: 'c9', emoji: '🎉', timestamp: T + 9 }] },
      { ...from, id: '3', sent_at: T + 6, received_at: 3, attachments: [{ contentType: 'image/jpeg', fileName: 'a.jpg', size: 3, plaintextHash: 'AB'.repeat(32), localKey: 'secret', path: 'ab/cd' }], sticker: { packId: 'p', packKey: 'secret', stickerId: 4, emoji: '🦭' } },
      { id: '4', conversationId: 'c1', type: 'group-v2-change', sent_at: T + 7, groupV2Change: { details: [] , from: ACI } },
    ]; // prettier-ignore
    const all = await readFiles({ [`${NAME}.json`]: `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n` });
    expect(of(all, 'message').map(({ type, serverId }) => [type, serverId])).toEqual([['revoked', `${ACI}/${T}`], ['text', `${ACI}/${T + 5}`], ['sticker', `${ACI}/${T + 6}`], ['system', null]]); // prettier-ignore
    expect(of(all, 'version')).toMatchObject([{ role: 'deleted-text', body: 'gone', from: { state: 'recovered' } }]);
    expect(of(all, 'reaction').map(({ account, stored }) => [account === null, stored?.fromId ?? null])).toEqual([[false, null], [true, 'c9']]); // prettier-ignore
    expect(of(all, 'attachment')[0]).toMatchObject({ sha256: 'ab'.repeat(32), candidates: [] });
    expect(JSON.stringify(all)).not.toContain('secret');
  });
});

describe('what JSON of sigtop holds beside', () => {
  test('keys within answers, cards and wordings stay in the file, and wordings without words are carried', async () => {
    const file = { contentType: 'image/png', fileName: 'a.png', path: 'ab/cd', key: 'secret', localKey: 'secret', thumbnail: { localKey: 'secret', path: 'ef' } }; // prettier-ignore
    const row = { id: '1', conversationId: 'c1', type: 'incoming', sourceServiceId: ACI, sent_at: T, body: 'new', editMessageTimestamp: T + 9, quote: { id: T - 5, authorAci: ACI, text: 'q', attachments: [file] }, contact: [{ name: { givenName: 'Cy' }, avatar: { avatar: file } }], editHistory: [{ timestamp: T + 9, body: 'new' }, { timestamp: T + 4, body: 'mid', attachments: [file] }, { timestamp: T, attachments: [file] }], groupV2: { masterKey: 'secret' } }; // prettier-ignore
    const deep = `{"id":"2","conversationId":"c1","type":"incoming","sent_at":${T},"bodyRanges":[{"x":${'['.repeat(5000)}${']'.repeat(5000)}}]}`; // prettier-ignore
    const all = await readFiles({ '+12025550101.json': `[\n${JSON.stringify(row)},\n${deep}\n]\n` });
    expect(JSON.stringify(all)).not.toContain('secret');
    expect(of(all, 'version').map(({ body }) => body)).toEqual(['mid']);
    expect(of(all, 'message')[0]?.stored).toMatchObject({ 'editHistory.2.timestamp': T });
    expect(JSON.stringify(of(all, 'quote')[0]?.stored)).toContain('a.png');
    expect(of(all, 'message')).toHaveLength(2);
  });
});

describe('what signalbackup-tools and the app wrote', () => {
  test('a file in which the named owner writes nothing says no direction', async () => {
    const text = '[Mar 06, 2025 21:00:00] <Ben> hello\n[Mar 06, 2025 21:01:00] <Ben> and back\n';
    const all = await readFiles({ 'Ben (_id3).txt': text, 'Pier (_id7).txt': `${text}[Mar 06, 2025 21:02:00] <Ada> yes\n` }, { owner: 'Ada' }); // prettier-ignore
    expect(of(all, 'message').map(({ direction }) => direction)).toEqual(['unknown', 'unknown', 'incoming', 'incoming', 'outgoing']); // prettier-ignore
  });

  test('what stands between elements of XML is said', async () => {
    const sms = `<sms protocol="0" address="+12025550101" contact_name="null" date="${T}" readable_date="Thu" type="1" body="x" />`; // prettier-ignore
    const xml = (between: string): string => `\uFEFF<?xml version="1.0"?>\n<!-- File Created By Signal -->\n<smses count="2">\n ${sms}\n${between}${sms}\n</smses>\n`; // prettier-ignore
    expect(codes(await readFiles({ 'SignalPlaintextBackup.xml': xml('') }))).toEqual(['owner-unknown']);
    const torn = await readFiles({ 'SignalPlaintextBackup.xml': xml('\0\0\0') });
    expect(of(torn, 'message')).toHaveLength(2);
    expect(codes(torn)).toEqual(['owner-unknown', 'undecodable-payload']);
  });

  test('as text: lines of the app, files, polls and reactions; the examiner says whose it is', async () => {
    const text =
      '[Mar 06, 2025 21:00:00] <Ada> hello (Ben: 👍; Cy: 🎉)\n[Mar 06, 2025 21:01:00] <Ben> well (note: fine)\nmore\n' +
      '[Mar 06, 2025 21:02:00] *** <Ben> sent file "a.jpg" (Ada: ❤️)\n[Mar 06, 2025 21:03:00] *** <Ben> sent file of type application/pdf\n' +
      '[Mar 06, 2025 21:04:00] <Ben> Poll: tea?\n                                [2] yes\n                                [0] no\n[Mar 06, 2025 21:05:00] *** You changed the group name.\n'; // prettier-ignore
    const all = await readFiles({ 'Pier (_id7).txt': text }, { owner: 'Ada' });
    expect(of(all, 'message').map(({ type, body, direction }) => [type, body, direction])).toEqual([
      ['text', 'hello', 'outgoing'],
      ['text', 'well (note: fine)\nmore', 'incoming'],
      ['image', null, 'incoming'],
      ['document', null, 'incoming'],
      ['poll', null, 'incoming'],
      ['system', 'You changed the group name.', 'unknown'],
    ]); // prettier-ignore
    expect(of(all, 'reaction').map(({ emoji }) => emoji)).toEqual(['👍', '🎉', '❤️']);
    expect(of(all, 'detail').map(({ content }) => (content.type === 'poll-option' ? content.votes : null))).toEqual([null, 2, 0]); // prettier-ignore
    const open = await readFiles({ 'Pier (_id7).txt': text });
    expect(new Set(of(open, 'message').map(({ direction }) => direction))).toEqual(new Set(['unknown']));
    expect(codes(open)).toContain('owner-unknown');
  });

  test('the plaintext backup of the app: halves of characters are joined, and nobody is named as its owner but a stand-in', async () => {
    const sms = (type: number, body: string): string => ` <sms protocol="0" address="+12025550101" contact_name="null" date="${T}" readable_date="Thu" type="${type}" subject="null" body="${body}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" />`; // prettier-ignore
    const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n<!-- File Created By Signal -->\n<smses count="3">\n${sms(1, 'a &lt;b&gt; &#55357;&#56832;&#10;c')}\n${sms(2, '')}\n${sms(9, 'x')}\n</smses>`; // prettier-ignore
    const all = await readFiles({ 'SignalPlaintextBackup.xml': xml });
    expect(of(all, 'message').map(({ body, direction, sender }) => [body, direction, sender?.replace(/^\d+:/u, '') ?? null])).toEqual([
      ['a <b> 😀\nc', 'incoming', 'account:+12025550101'],
      [null, 'outgoing', 'account:self'],
      ['x', 'unknown', null],
    ]); // prettier-ignore
    expect(of(all, 'message')[0]?.times).toMatchObject([{ utcMs: T, encoding: 'unix-ms', meaning: 'received' }]);
    expect(codes(all)).toEqual(['unknown-code']);
  });

  test('XML with parts: films in base64 are passed over wherever chunks end, and a cut is told', async () => {
    const film = Buffer.alloc(3_000_000, 7).toString('base64');
    const mms = `  <mms msg_box="1" date="${T}" date_sent="${T / 1000}" seen="0" readable_date="Thu" address="+12025550101~+12025550102" contact_name="Pier" read="1">\n    <parts>\n      <part seq="0" ct="text/plain" text="see &quot;it&quot;" ></part>\n      <part seq="1" ct="video/mp4" name="f.mp4" text="null" data="${film}" ></part>\n    </parts>\n    <addrs>\n      <addr address="+12025550101" type="151" charset="106" />\n      <addr address="+12025550102" type="137" charset="106" />\n    </addrs>\n  </mms>\n`; // prettier-ignore
    const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n<?xml-stylesheet type="text/xsl" href="sms.xsl" ?>\n<smses count="2">\n'; // prettier-ignore
    const all = await readFiles({ 'a.xml': `${head}${mms}${mms}</smses>\n` });
    expect(of(all, 'message').map(({ type, body, sender }) => [type, body, sender?.replace(/^\d+:/u, '')])).toEqual([['video', 'see "it"', 'account:+12025550102'], ['video', 'see "it"', 'account:+12025550102']]); // prettier-ignore
    expect(of(all, 'conversation')).toMatchObject([{ type: 'group', title: 'Pier' }]);
    expect(of(all, 'message')[0]?.stored).toMatchObject({ 'bytes of data': film.length });
    expect(of(all, 'participant')).toHaveLength(2);
    const cut = await readFiles({ 'a.xml': `${head}${mms}${mms}`.slice(0, -60) });
    expect(codes(cut)).toContain('undecodable-payload');
    expect(of(cut, 'message')).toHaveLength(1);
  });

  test('the table of messages as CSV: bits of its types, recipients by number, and a row that is cut', async () => {
    const head =
      '_id,date_sent,date_received,date_server,thread_id,from_recipient_id,to_recipient_id,type,body,read,view_once,expires_in,remote_deleted,quote_id,quote_author,quote_body,extra\n';
    const row = (id: number, from: number, type: number | string, body: string, more = '1,0,0,0,0,0,,'): string =>
      `${id},${T + id},${T + id + 5},-1,7,${from},3,${type},${body},${more}\n`;
    const rows = [
      row(1, 2, 10485780, '"say ""hi"",\nall"'),
      row(2, 3, 10485783, 'yes', `1,1,60000,0,${T + 1},2,"say ""hi""",kept`),
      row(3, 2, 10485780, '', '1,0,0,1,0,0,,'),
      row(4, 3, 10551319, 'CgYKBA=='),
      row(5, 2, 3, ''),
      row(6, 2, 31, 'odd'),
      '7,1741',
    ];
    const all = await readFiles({ 'message.csv': head + rows.join('') });
    expect(of(all, 'message').map(({ type, body, direction, sender }) => [type, body, direction, sender?.replace(/^\d+:/u, '') ?? null])).toEqual([
      ['text', 'say "hi",\nall', 'incoming', 'account:recipient 2'],
      ['text', 'yes', 'outgoing', 'account:recipient 3'],
      ['revoked', null, 'incoming', 'account:recipient 2'],
      ['system', null, 'unknown', null],
      ['call', null, 'incoming', 'account:recipient 2'],
      ['unknown', null, 'unknown', 'account:recipient 2'],
    ]); // prettier-ignore
    expect(of(all, 'message')[1]).toMatchObject({ viewOnce: true, expires: { durationS: 60 }, stored: { extra: 'kept' }, times: [{ utcMs: T + 2, meaning: 'sent' }, { meaning: 'received' }] }); // prettier-ignore
    expect(of(all, 'quote')).toMatchObject([{ body: 'say "hi"', time: { utcMs: T + 1 } }]);
    expect(of(all, 'event').map(({ call }) => call?.outcome)).toEqual(['missed']);
    expect(of(all, 'account').find(({ owner }) => owner !== null)).toMatchObject({ identifier: 'recipient 3', owner: { assumed: false } }); // prettier-ignore
    expect(codes(all)).toEqual(['unknown-code', 'undecodable-payload']);
  });

  test('XML of another program in that form is not taken', async () => {
    const xml = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n<smses count="1" backup_set="x" backup_date="${T}">\n  <sms protocol="0" address="+12025550101" date="${T}" type="1" subject="null" body="hi" toa="null" readable_date="Thu" contact_name="B" />\n</smses>`; // prettier-ignore
    expect(await readFiles({ 'sms.xml': xml, 'data.json': '{"date": 1}', 'chat.md': '# Notes\n' })).toEqual([]);
  });
});
