import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { damages } from '../../../fixtures/damage.ts';
import { openExhibit, readAll, readApart, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { wechatExport } from './index.ts';

type Files = Readonly<Record<string, string | Buffer>>;

function writeAll(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

async function readFiles(files: Files, answers: Readonly<Record<string, string>> = {}): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  writeAll(folder.path, files);
  return await readApart(wechatExport, folder.path, answers);
}

const of = <K extends Extracted['kind']>(all: readonly Extracted[], kind: K): readonly Extract<Extracted, { readonly kind: K }>[] => all.filter((one): one is Extract<Extracted, { readonly kind: K }> => one.kind === kind); // prettier-ignore
const codes = (all: readonly Extracted[]): readonly string[] => of(all, 'issue').map(({ code }) => code);

const PYWXDUMP = 'id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\r\n';

describe('an export of another tool', () => {
  test('in CSV keeps quotes, line breaks and cells without a name, and says its ledger', async () => {
    const all = await readFiles({ 'a/wxid_b_0_5000.csv': `${PYWXDUMP}1,77,文本,0,wxid_b,wxid_b,"say ""hi"",\r\nall",,2024/10/4 11:42,more\r\n\r\n2,78,文本,1,我,wxid_b,yes,,2024-10-04 11:43:01\r\n` }); // prettier-ignore
    const [first, second] = of(all, 'message');
    expect(first).toMatchObject({ body: 'say "hi",\r\nall', direction: 'incoming', serverId: '77', stored: { id: '1', 'column 10': 'more' } }); // prettier-ignore
    expect(first?.times).toEqual([{ utcMs: Date.UTC(2024, 9, 4, 11, 42), stored: '2024/10/4 11:42', encoding: 'local-text', meaning: 'sent', zone: 'unstated' }]); // prettier-ignore
    expect(second).toMatchObject({ direction: 'outgoing', sender: 'name:我' });
    expect(of(all, 'account').find(({ owner }) => owner !== null)).toMatchObject({ identifier: '我', identifierKind: 'display-name', owner: { assumed: false } }); // prettier-ignore
    expect(of(all, 'tally')).toMatchObject([{ rows: 4, used: 3, skipped: { 'empty line or comment': 1 } }]);
  });

  test('has its clock read in the zone that the examiner names', async () => {
    const files = { 'x.csv': `${PYWXDUMP}1,77,文本,0,wxid_b,wxid_b,hi,,2024-10-04 11:42:00\r\n` };
    const [message] = of(await readFiles(files, { zone: 'Asia/Shanghai' }), 'message');
    expect(message?.times).toMatchObject([{ utcMs: Date.UTC(2024, 9, 4, 3, 42), zone: 'stated' }]);
    expect(codes(await readFiles(files, { zone: 'Nowhere/Town' })).filter((one) => one === 'time-zone-unstated')).toHaveLength(2); // prettier-ignore
  });

  test('of chatlog holds answers, files and what a tool renders', async () => {
    const said = { seq: 1, time: '2024-03-01T10:00:00.5+08:00', talker: '17@chatroom', talkerName: 'Pier', isChatRoom: true, sender: 'wxid_b', senderName: 'Ben', isSelf: false, type: 1, subType: 0, content: 'hi' }; // prettier-ignore
    const answer = { ...said, type: 49, subType: 57, content: 'yes', contents: { refer: { time: '2024-03-01T09:00:00+08:00', sender: 'wxid_c', senderName: 'Cy', type: 1, subType: 0, content: 'crate?', seq: 0 } } }; // prettier-ignore
    const pay = { ...said, type: 49, subType: 2000, content: '[转账|发送 ￥17.00]' };
    const call = { ...said, type: 50, content: '' };
    const odd = { ...said, type: 4711, content: 'x', extra: 'kept' };
    const all = await readFiles({ 'c.json': JSON.stringify([said, answer, pay, call, odd]) });
    expect(of(all, 'message').map(({ type, typeStored }) => [type, typeStored])).toEqual([['text', '1'], ['text', '49/57'], ['payment', '49/2000'], ['call', '50'], ['unknown', '4711']]); // prettier-ignore
    expect(of(all, 'message')[0]?.times).toMatchObject([{ utcMs: Date.UTC(2024, 2, 1, 2, 0, 0, 500), zone: 'stated' }]);
    expect(of(all, 'quote')).toMatchObject([{ sender: 'account:wxid_c', body: 'crate?', type: 'text', time: { utcMs: Date.UTC(2024, 2, 1, 1) } }]); // prettier-ignore
    expect(of(all, 'event').map(({ type }) => type)).toEqual(['payment', 'call']);
    expect(of(all, 'message').at(-1)?.stored).toMatchObject({ extra: 'kept' });
    expect(codes(all)).toEqual(['owner-unknown', 'unknown-code']);
  });

  test('of wechat-decrypt as CSV is called after its folder, without directions', async () => {
    const all = await readFiles({ 'e/Ben/message_0.db.csv': '\uFEFF时间,发送者,消息类型,内容,server_id\r\n2024-03-01 10:00:00,Ben,文本,hi,17\r\n2024-03-01 10:00:01,我,图片,[图片],18\r\n' }); // prettier-ignore
    expect(of(all, 'conversation')).toMatchObject([{ identifier: 'Ben', title: 'Ben', type: 'unknown' }]);
    expect(of(all, 'message')).toMatchObject([{ direction: 'unknown', body: 'hi' }, { direction: 'unknown', type: 'image', body: null, stored: { 'text of the tool': '[图片]' } }]); // prettier-ignore
  });

  test('with several accounts behind sent messages has no owner', async () => {
    const row = (talker: string): string => `1,7,文本,1,${talker},wxid_b,hi,,2024-03-01 10:00:00\r\n`;
    const all = await readFiles({ 'x.csv': PYWXDUMP + row('wxid_me') + row('wxid_other') });
    expect(of(all, 'account').every(({ owner }) => owner === null)).toBe(true);
    expect(codes(all)).toContain('owner-unknown');
  });

  test('does not take times, members named twice and half characters for sound', async () => {
    const head = '{"session":{"wxid":"wxid_b","displayName":"Ben","type":"私聊"},"messages":[';
    const all = await readFiles({ 'w.json': `${head}{"formattedTime":"","senderUsername":"wxid_b","createTime":17,"type":"文本消息","isSend":0,"content":"a"},{"senderUsername":"wxid_b","createTime":1741296000,"type":"文本消息","isSend":0,"content":"a","content":"b \\ud800"},17,{"bro` }); // prettier-ignore
    expect(of(all, 'message').map(({ body, times }) => [body, times.length])).toEqual([
      ['a', 0],
      ['b \ud800', 1],
    ]);
    expect(codes(all)).toEqual(['owner-unknown', 'time-out-of-range', 'undecodable-payload', 'undecodable-text', 'undecodable-payload', 'undecodable-payload', 'undecodable-payload']); // prettier-ignore
  });

  test('of wechat-decrypt does not take whom the tool did not find for the owner', async () => {
    const row = (sender: string, id: number): object => ({ local_id: id, server_id: id, type: 1, sender_username: sender, sender: sender === '' ? '我' : sender, create_time: 1741296000, content: 'hi', display_content: 'hi', is_system: false, is_received: sender === 'wxid_b' }); // prettier-ignore
    const file = (chat: string, isGroup: boolean, ...messages: object[]): string => JSON.stringify({ chat_username: chat, display_name: chat, is_group: isGroup, message_count: messages.length, messages }); // prettier-ignore
    const all = await readFiles({
      'e/a/m.db.json': file('wxid_b', false, row('wxid_b', 1), row('', 2)),
      'e/b/m.db.json': file('unknown_0123abcd', false, row('wxid_c', 3), row('wxid_d', 4)),
      'e/c/m.db.json': file('2598@openim', true, row('2598@openim', 5)),
    });
    expect(of(all, 'message').map(({ sender, direction, stored }) => [sender, direction, stored?.sender])).toEqual([['account:wxid_b', 'incoming', undefined], [null, 'unknown', '我'], ['account:wxid_c', 'unknown', undefined], ['account:wxid_d', 'unknown', undefined], ['account:2598@openim', 'unknown', undefined]]); // prettier-ignore
    expect(of(all, 'conversation').map(({ type, account }) => [type, account])).toEqual([['one-to-one', 'account:wxid_b'], ['unknown', null], ['unknown', null]]); // prettier-ignore
    expect(of(all, 'account').every(({ owner }) => owner === null)).toBe(true);
  });

  test('by names alone says who sent only where the names tell the two apart', async () => {
    const line = (name: string, second: number): string => `2024-03-01 10:00:0${second} '${name}'\nhi\n\n`;
    const chat = (...names: string[]): string => '消息ID,类型,发送人,时间,内容\r\n' + names.map((name, at) => `${at},文本,${name},2024-03-01 10:00:00,hi\r\n`).join(''); // prettier-ignore
    const said = async (files: Files) => of(await readFiles(files), 'message').map(({ direction }) => direction);
    expect(await said({ 'Ben.txt': line('我', 1) + line('Ben', 2) })).toEqual(['outgoing', 'unknown']);
    expect(await said({ 'Pier.txt': line('我', 1) + line('Ben', 2) + line('Cy', 3) })).toEqual(['unknown', 'unknown', 'unknown']); // prettier-ignore
    expect(await said({ 'Ben(wxid_b)/x.csv': chat('Ben', 'Ada') })).toEqual(['incoming', 'outgoing']);
    // The folder's name is not the one that the other account goes by.
    expect(await said({ 'Ben_(wxid_b)/x.csv': chat('Ben*', 'Ada') })).toEqual(['unknown', 'unknown']);
    expect(await said({ 'Pier.csv': chat('Pier', 'Cy') })).toEqual(['unknown', 'unknown']);
  });

  test('that is no sound JSON between its messages says so', async () => {
    const one = JSON.stringify({ seq: 1, time: '2024-03-01T10:00:00+08:00', talker: 'wxid_b', isChatRoom: false, sender: 'wxid_b', isSelf: false, type: 1, content: 'x' }); // prettier-ignore
    const told = async (text: string): Promise<number> => codes(await readFiles({ 'c.json': text })).filter((code) => code === 'undecodable-payload').length; // prettier-ignore
    expect(await told(`[${one},\n${one}]`)).toBe(0);
    for (const text of [`[${one},,${one}]`, `[${one} ${one}]`, `[${one},]`, `[${one}}`, `[${one}][${one}]`]) expect([text, await told(text)]).toEqual([text, 1]); // prettier-ignore
  });

  test('that was put together of two is given to neither', async () => {
    const header = (name: string, ownerId: string): string => JSON.stringify({ _type: 'header', chatlab: { version: '0.0.1' }, meta: { name, platform: 'wechat', type: 'private', ownerId } }); // prettier-ignore
    const message = JSON.stringify({ _type: 'message', sender: 'wxid_a', timestamp: 1741296000, type: 0, content: 'hi' }); // prettier-ignore
    const all = await readFiles({ 'x.jsonl': [header('Ben', 'wxid_a'), message, header('Cy', 'wxid_z'), message, '{"_type":"topic","sender":"x"}', ''].join('\n') }); // prettier-ignore
    expect(of(all, 'message')).toMatchObject([{ direction: 'unknown' }, { direction: 'unknown' }]);
    expect(of(all, 'conversation')).toMatchObject([{ identifier: 'x', title: null, type: 'unknown' }]);
    expect(codes(all)).toEqual(['owner-unknown', 'undecodable-payload']);
    expect(of(all, 'tally')).toMatchObject([{ rows: 5, used: 4, skipped: { 'statement that is not read': 1 } }]);
  });

  test('keeps conversations, members and the owner that statements alone name', async () => {
    const plus = { format: 'wetrace-plus', version: 1, exported_at: 17, account: { id: 'wxid_a', name: 'Ada' }, conversations: [{ id: 'wxid_b', name: 'Ben', type: 'direct', messages: [] }] }; // prettier-ignore
    const all = await readFiles({ 'p.json': JSON.stringify(plus) });
    expect(of(all, 'conversation')).toMatchObject([{ identifier: 'wxid_b', type: 'one-to-one', title: 'Ben' }]);
    expect(of(all, 'account').map(({ identifier, names, owner }) => [identifier, names[0]?.name, owner?.assumed])).toEqual([['wxid_b', 'Ben', undefined], ['wxid_a', 'Ada', false]]); // prettier-ignore
    expect(of(all, 'tally')[0]?.skipped).toEqual({ 'statement that is not read': 1 });
    const arkme = { weflow: {}, session: { accountId: '1@chatroom', type: '群聊' }, senders: [{ senderID: 1, accountId: 'wxid_b', nickname: 'Ben' }, 17], messages: [], groupMembers: [{ accountId: 'wxid_b', groupNickname: 'B' }] }; // prettier-ignore
    const some = await readFiles({ 'w.json': JSON.stringify(arkme) });
    expect(of(some, 'account').flatMap(({ names }) => names.map(({ name }) => name))).toEqual(['Ben', 'B']);
    expect(of(some, 'participant')).toHaveLength(1);
    expect(codes(some)).toEqual(['owner-unknown', 'undecodable-payload']);
  });

  test('in CSV loses no cell of columns called alike, and says of lines that are cut or end otherwise', async () => {
    const head = 'Time,SenderName,Sender,TalkerName,Talker,Content';
    const row = (content: string): string => `2024-03-01 10:00:00,Ben,wxid_b,Ben,wxid_b,${content}`;
    const twice = await readFiles({ 'a.csv': `${head},Content\n${row('one,two')}\n` });
    expect(of(twice, 'message')).toMatchObject([{ body: 'one', stored: { 'column 7': 'two' } }]);
    const long = await readFiles({ 'a.csv': `${head}\n${row('x'.repeat(5 * 1024 * 1024))}\n${row('after')}\n` });
    expect(of(long, 'message')).toHaveLength(2);
    expect(
      of(long, 'issue')
        .map(({ code, severity }) => [code, severity])
        .slice(2),
    ).toEqual([['size-limit', 'error']]);
    const old = await readFiles({ 'a.csv': `${head}\r${row('hi')}\r` });
    expect(codes(old)).toEqual(['owner-unknown', 'time-zone-unstated', 'undecodable-payload']);
  });

  test('of another app, or another kind of file, is not taken', async () => {
    using folder = temporaryFolder();
    writeAll(folder.path, {
      'a.json': '{"chatlab":{"version":"0.0.1"},"meta":{"name":"x","platform":"qq","type":"group"},"members":[],"messages":[]}', // prettier-ignore
      'b.csv': 'Time,SenderName,Sender\r\n',
      'c.json': '[{"seq":1,"talker":"x"}]',
      'd.txt': "2024-03-01 10:00:00 it said 'x'\n",
      'log.txt': "2024-03-01 10:00:00 'GET /'\n2024-03-01 10:00:01 'GET /x'\n",
      'line.txt': "2024-03-01 10:00:00 'started'\n",
      'users.json': '{"wxid_b":{"wxid":"wxid_b"}}',
    });
    await using exhibit = await openExhibit(wechatExport, folder.path);
    expect(exhibit.detections).toEqual([]);
  });

  test.each(damages)('$name: reads on or says what is wrong, and closes its accounts', async (damage) => {
    const lines = Array.from({ length: 400 }, (_, at) => ({ seq: at, time: '2024-03-01T10:00:00+08:00', talker: 'wxid_b', talkerName: 'Ben', isChatRoom: false, sender: at % 2 === 0 ? 'wxid_b' : 'wxid_me', senderName: '', isSelf: at % 2 === 1, type: 1, subType: 0, content: `message ${at}` })); // prettier-ignore
    const csv = lines.map(({ sender, content, seq }) => `${seq},${seq},文本,0,${sender},wxid_b,"${content}, said",,2024-03-01 10:00:00\r\n`); // prettier-ignore
    for (const [name, text] of [
      ['c.json', JSON.stringify(lines)],
      ['d.csv', PYWXDUMP + csv.join('')],
    ] as const) {
      using folder = temporaryFolder();
      writeAll(folder.path, { [name]: text });
      damage.apply(join(folder.path, name), 7);
      const all = await readAll(wechatExport, folder.path);
      const held = of(all, 'message').length;
      const faults = of(all, 'issue').filter(({ severity }) => severity !== 'note');
      for (const { rows, used, skipped } of of(all, 'tally')) expect(rows).toBe(used + Object.values(skipped).reduce((sum, count) => sum + count, 0)); // prettier-ignore
      if (held > 0 && held < 400) expect([name, faults.length]).not.toEqual([name, 0]);
    }
  });
});
