import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { CompanyKey, writeEnvelopes } from '../../../fixtures/wecom-envelopes-writer.ts';
import { treeOf } from '../../evidence/index.ts';
import type { Extracted, Message } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import { wecomArchive } from './index.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/corpus/wechat/wecom/archive-decrypted-samples.jsonl');

const line = {
  msgid: 'm1',
  action: 'send',
  from: 'Ada',
  tolist: ['wmAAAAAAAAAAAAAAAAAAAAAA'],
  roomid: '',
  msgtime: 1603875826656,
};
const said = (content: string, more: object = {}): object => ({ ...line, msgtype: 'text', text: { content }, ...more });

describe('an archive', () => {
  test('in an array with strange pieces loses nothing, and each object has its bytes', async () => {
    const objects = [said('a } "quoted" { [', { msgid: 'm1' }), said('二\n行', { msgid: 'm2' })].map((one) =>
      JSON.stringify(one),
    );
    const text = `[ ${objects[0] ?? ''} , 17, "x",\n${objects[1] ?? ''} ]`;
    const { all, messages } = await readText({ 'a.json': text });
    expect(messages.map(({ body }) => body)).toEqual(['a } "quoted" { [', '二\n行']);
    const bytes = Buffer.from(text);
    for (const [index, { from }] of messages.entries()) {
      const [at] = from.at;
      expect(at.kind === 'bytes' && bytes.subarray(at.offset, at.offset + at.length).toString()).toBe(objects[index]);
    }
    expect(issuesOf(all).map(({ code }) => code)).toEqual(['undecodable-payload', 'undecodable-payload']);
    expect(all.filter(({ kind }) => kind === 'tally')).toMatchObject([
      { table: 'objects', rows: 4, used: 4, skipped: {} },
    ]);
  });

  test('read in pieces of one byte is read as a whole', async () => {
    const text = `[${[said('a"\\{'), said('é 🎆', { msgid: 'm2' })].map((one) => JSON.stringify(one)).join(',')}]`;
    const whole = await readText({ 'a.json': text });
    const inPieces = await readText({ 'a.json': text }, 1);
    expect(inPieces.all).toEqual(whole.all);
    expect(whole.messages).toHaveLength(2);
  });

  test('keeps the text of what was called back, and says who did it', async () => {
    const recall = { ...line, msgid: 'm9', action: 'recall', from: 'Boss', msgtime: 1603875900000, msgtype: 'revoke', revoke: { pre_msgid: 'm1' } }; // prettier-ignore
    const lost = { ...recall, msgid: 'm10', revoke: { pre_msgid: 'gone' } };
    const { all, messages } = await readText({ 'a.jsonl': lines(said('the crate'), recall, lost) });
    expect(messages).toMatchObject([{ type: 'revoked', body: null, deleted: { by: 'account:Boss', time: { utcMs: 1603875900000 } } }]); // prettier-ignore
    expect(all.filter(({ kind }) => kind === 'version')).toMatchObject([{ role: 'deleted-text', body: 'the crate' }]);
    expect(issuesOf(all)).toMatchObject([{ code: 'unresolved-reference', stored: 'gone' }]);
  });

  test('of several files in one folder is one source, with the names that lists give', async () => {
    const group = { group_chat: { chat_id: 'wrROOM', name: '码头', owner: 'Ada', create_time: 1603870000, member_list: [{ userid: 'Ada', join_time: 1603870000 }, { userid: 'wmAAAAAAAAAAAAAAAAAAAAAA', join_time: 1603870001, name: 'Ben' }], admin_list: [] } }; // prettier-ignore
    const { all, messages } = await readText({
      'w/2020-10-01.jsonl': lines(said('one', { roomid: 'wrROOM' })),
      'w/2020-10-02.jsonl': lines(said('two', { roomid: 'wrROOM', msgid: 'm2' })),
      'w/lists/group.json': JSON.stringify(group),
    });
    expect(new Set(messages.map(({ conversation }) => conversation)).size).toBe(1);
    expect(all.filter(({ kind }) => kind === 'conversation')).toMatchObject([{ title: '码头', type: 'group' }]);
    expect(all.filter(({ kind }) => kind === 'participant')).toMatchObject([{ role: 'owner', membership: 'current' }, { role: 'member', joined: { utcMs: 1603870001000 } }]); // prettier-ignore
    expect(all.filter(({ kind }) => kind === 'account')).toMatchObject([{ identifier: 'Ada' }, { identifierKind: 'hidden-id', names: [{ name: 'Ben' }] }]); // prettier-ignore
  });

  test('reads the lists of an array whole, whatever stands between', async () => {
    const listed = (userid: string, name: string): object => ({ errcode: 0, userlist: [{ userid, name }] });
    const { all } = await readText({
      'a.jsonl': lines(said('one')),
      'members.json': JSON.stringify([listed('Ada', 'Ada B.'), 17, listed('Zoe', 'Zoe Z.')]),
    });
    const accounts = all.filter((one) => one.kind === 'account');
    expect(accounts.flatMap(({ names }) => names.map(({ name }) => name))).toEqual(['Ada B.', 'Zoe Z.']);
    expect(accounts.map(({ from }) => from.at.length)).toEqual([2, 1, 1]);
    expect(all).toContainEqual(expect.objectContaining({ kind: 'tally', table: 'answers', rows: 3, used: 2 }));
  });

  test('keeps what it does not know, and reads seconds and texts for numbers as such', async () => {
    const { all, messages } = await readText({
      'a.jsonl': withNumbers(
        { ...line, msgtype: 'chain', chain: { title: '接龙', n: '18446744073709551615' } },
        said('seconds', { msgid: 'm2', msgtime: '1603875826' }),
        said('never', { msgid: 'm3', msgtime: 0 }),
        { hello: 1 },
      ),
    });
    expect(messages.map(({ type, times }) => [type, times[0]?.utcMs])).toEqual([['unknown', 1603875826656], ['text', 1603875826000], ['text', undefined]]); // prettier-ignore
    expect(JSON.stringify(messages[0]?.stored)).toContain('18446744073709551615');
    expect(issuesOf(all).map(({ code }) => code)).toEqual(['unknown-code', 'time-out-of-range', 'time-out-of-range', 'unknown-code']); // prettier-ignore
  });

  test('with an object that names a member twice says so', async () => {
    const { all, messages } = await readText({ 'a.jsonl': `${JSON.stringify(said('x')).replace('"roomid"', '"from":"Zoe","roomid"')}\n` }); // prettier-ignore
    expect(messages).toMatchObject([{ sender: 'account:Zoe' }]);
    expect(issuesOf(all)).toMatchObject([{ code: 'undecodable-payload', severity: 'warning' }]);
  });

  test('is not needed for departments, members, attendance and approvals of the company', async () => {
    const checkIn = { userid: 'Ada', groupname: 'Quay', checkin_type: '上班打卡', exception_type: '', checkin_time: 1603870000, location_title: 'Pier 4', lat: 30547030, lng: 104062890, notes: 'early', deviceid: 'E5' }; // prettier-ignore
    const info = { sp_no: '202010280001', sp_name: 'Leave', sp_status: 2, apply_time: 1603871000, applyer: { userid: 'Ada', partyid: '1' }, sp_record: [{ sp_status: 2, details: [{ approver: { userid: 'Boss' }, sp_status: 2, sptime: 1603872000 }] }], notifyer: [{ userid: 'Zoe' }], apply_data: { contents: [] } }; // prettier-ignore
    const { all } = await readText({
      'l/departments.json': JSON.stringify({ errcode: 0, department: [{ id: 2, name: 'Harbour', parentid: 1, order: 7 }] }), // prettier-ignore
      'l/ada.json': JSON.stringify({ errcode: 0, userid: 'Ada', name: 'Ada B.', department: [2], mobile: '+49170', status: 1 }), // prettier-ignore
      'l/checkin.json': JSON.stringify({ errcode: 0, checkindata: [checkIn, { ...checkIn, checkin_time: 0 }] }),
      'l/approval.json': JSON.stringify({ errcode: 0, info }),
    });
    const accounts = all.filter((one) => one.kind === 'account');
    expect(accounts.map(({ identifier, identifierKind }) => [identifier, identifierKind])).toEqual([['Ada', 'user-name'], ['Boss', 'user-name'], ['Zoe', 'user-name'], ['department 2', 'other']]); // prettier-ignore
    expect(accounts[0]?.stored).toMatchObject({ 'user.mobile': '+49170', 'user.department': '[2]' });
    expect(accounts.at(-1)?.stored).toMatchObject({ 'department.parentid': 1 });
    const events = all.filter((one) => one.kind === 'event');
    const kinds = new Map(events.map((one) => [one.type, one]));
    expect(kinds.get('approval')).toMatchObject({ actor: 'account:Ada', accounts: ['account:Boss', 'account:Zoe'], body: 'Leave', times: [{ utcMs: 1603871000000 }], stored: { sp_no: '202010280001', sp_status: 2, 'state in a word': 'approved' } }); // prettier-ignore
    expect(kinds.get('approval-step')).toMatchObject({ actor: 'account:Boss', times: [{ utcMs: 1603872000000, meaning: 'changed' }], stored: { sp_no: '202010280001', sp_status: 2, 'state in a word': 'agreed' } }); // prettier-ignore
    expect(kinds.get('attendance')).toMatchObject({ actor: 'account:Ada', body: '上班打卡\nearly', stored: { lat: 30547030, place: 'Pier 4', checkin_type: '上班打卡' } }); // prettier-ignore
    expect(issuesOf(all)).toMatchObject([{ code: 'time-out-of-range', stored: '0' }]);
  });

  test('an odd entry of a list costs that entry alone, and the others keep their places', async () => {
    const checkIn = { userid: 'Ada', checkin_type: '上班打卡', exception_type: '', checkin_time: 1603870000 };
    const info = { sp_no: '1', sp_name: 'Leave', sp_status: 2, apply_time: 1603871000, applyer: { userid: 'Ada' }, sp_record: [null, { details: [17, { approver: { userid: 'Boss' }, sp_status: 2, sptime: 1603872000 }] }] }; // prettier-ignore
    const { all } = await readText({
      'checkin.json': JSON.stringify({ errcode: 0, checkindata: [17, checkIn] }),
      'approval.json': JSON.stringify({ errcode: 0, info }),
      'departments.json': JSON.stringify({ errcode: 0, department: [{ id: 2, name: 'Harbour', parentid: 1 }, null] }),
    });
    const places = all.flatMap((one) => (one.kind === 'event' ? [[one.type, one.from.at[0].kind === 'node' ? one.from.at[0].path : null]] : [])); // prettier-ignore
    expect(places.toSorted()).toEqual([['approval', '/info'], ['approval-step', '/info/sp_record/1/details/1'], ['attendance', '/checkindata/1']]); // prettier-ignore
    expect(all.filter((one) => one.kind === 'account' && one.identifier === 'department 2')).toHaveLength(1);
    const told = issuesOf(all).map(({ code, from }) => [code, from?.at[0].kind === 'node' ? from.at[0].path : null]);
    expect(told.toSorted()).toEqual([['undecodable-payload', '/checkindata/0'], ['undecodable-payload', '/department/1']]); // prettier-ignore
    expect(all.filter((one) => one.kind === 'tally')).toMatchObject([{ used: 1, skipped: {} }, { used: 1, skipped: {} }, { used: 1, skipped: {} }]); // prettier-ignore
  });

  test('an entry that says that nobody checked in is no check-in, and the meaning of its time is not known', async () => {
    const one = { userid: 'Ada', checkin_type: '下班打卡', checkin_time: 1603870000, sch_checkin_time: 1603866600 };
    const { all } = await readText({
      'checkin.json': JSON.stringify({
        errcode: 0,
        checkindata: [
          { ...one, exception_type: '' },
          { ...one, exception_type: '时间异常；地点异常' },
          { ...one, exception_type: '地点异常;未打卡' },
          { ...one, exception_type: '未打卡', checkin_time: 0 },
          { ...one, exception_type: '迟到', sch_checkin_time: 64800 },
        ],
      }),
    });
    const events = all.filter((event) => event.kind === 'event');
    expect(events.map(({ type, times }) => [type, ...times.map(({ meaning }) => meaning)])).toEqual([
      ['attendance', 'checked', 'scheduled'],
      ['attendance', 'checked', 'scheduled'],
      ['no-check-in', 'unexplained', 'scheduled'],
      ['no-check-in', 'scheduled'],
      ['attendance', 'unexplained'],
    ]);
    expect(events[2]).toMatchObject({ body: '下班打卡\n地点异常;未打卡', actor: 'account:Ada' });
    expect(events[4]?.stored).toMatchObject({ sch_checkin_time: 64800, exception_type: '迟到' });
    expect(issuesOf(all).map(({ code, stored }) => [code, stored])).toEqual([['time-out-of-range', '0'], ['unknown-code', '迟到']]); // prettier-ignore
  });

  test('reads robots, and requests as the interface gave them before', async () => {
    const robot = { errcode: 0, errmsg: 'ok', data: { robot_id: 'wbAAAAAAAAAAAAAA', name: 'Crane', creator_userid: 'Ada' } }; // prettier-ignore
    const old = { spname: '报销', apply_name: 'A', approval_name: ['B'], notify_name: ['C'], sp_status: 1, sp_num: 201704200001, apply_time: 1499153693, apply_user_id: 'Ada' }; // prettier-ignore
    const { all } = await readText({
      'a.jsonl': lines(said('beep', { from: 'wbAAAAAAAAAAAAAA' })),
      'robot.json': JSON.stringify(robot),
      'old.json': JSON.stringify({ errcode: 0, count: 2, data: [old, { ...old, apply_time: 'x' }] }),
    });
    expect(all.find((one) => one.kind === 'account' && one.identifierKind === 'bot')).toMatchObject({ names: [{ name: 'Crane' }], stored: { 'robot.creator_userid': 'Ada' } }); // prettier-ignore
    const events = all.filter((one) => one.kind === 'event');
    expect(events).toMatchObject([
      { type: 'approval', actor: 'account:Ada', body: '报销', times: [{ utcMs: 1499153693000 }], stored: { sp_status: 1, approval_name: '["B"]' } },
      { type: 'approval', times: [], stored: { apply_time: 'x' } },
    ]); // prettier-ignore
    expect(issuesOf(all)).toMatchObject([{ code: 'time-out-of-range', stored: 'x' }]);
  });

  test('of an approval, what each did and wrote is an event of its own, and who did nothing yet has none', async () => {
    const info = { sp_no: '1', sp_name: 'Leave', sp_status: 9, apply_time: '1603871000', applyer: { userid: 'Ada' }, notifyer: [{ userid: 'Ada' }] }; // prettier-ignore
    const nodes = [
      { node_type: 1, sub_node_list: [{ userid: 'Boss', speech: 'ask Zoe', sp_yj: 4, sptime: 1603872000 }, { userid: 'Zoe', sp_yj: 1, sptime: 0 }] }, // prettier-ignore
      { node_type: 3, sub_node_list: [{ userid: 'Kim', sp_yj: 99, sptime: 5 }] },
    ];
    const comments = [{ commentUserInfo: { userid: 'Zoe' }, commenttime: 1603873000, commentcontent: 'why?', commentid: '7' }]; // prettier-ignore
    const old = [{ sp_status: 1, details: [{ approver: { userid: 'Boss' }, sp_status: 4, sptime: 1603872000 }] }];
    const { all } = await readText({
      'approval.json': JSON.stringify({ errcode: 0, info: { ...info, sp_record: old, process_list: { node_list: nodes }, comments } }), // prettier-ignore
    });
    const events = all.filter((event) => event.kind === 'event');
    expect(events.map(({ type, actor, body, times }) => [type, actor, body, times[0]?.utcMs])).toEqual([
      ['approval', 'account:Ada', 'Leave', 1603871000000],
      ['approval-step', 'account:Boss', 'ask Zoe', 1603872000000],
      ['approval-step', 'account:Kim', null, undefined],
      ['approval-step', 'account:Zoe', 'why?', 1603873000000],
    ]);
    expect(events[0]?.accounts).toEqual(['account:Boss', 'account:Zoe', 'account:Kim']);
    expect(events[1]?.stored).toMatchObject({ kind: 'step', sp_no: '1', sp_yj: 4, 'state in a word': 'transferred' }); // prettier-ignore
    expect(events[1]?.from.at).toMatchObject([{ path: '/info/process_list/node_list/0/sub_node_list/0' }]);
    expect(issuesOf(all).map(({ code, stored }) => [code, stored])).toEqual([['unknown-code', '9'], ['time-out-of-range', '5'], ['unknown-code', '99']]); // prettier-ignore
  });

  test('loses nothing that lists of customers, groups and approvals say', async () => {
    const outside = 'wmAAAAAAAAAAAAAAAAAAAAAA';
    const customer = { external_contact: { external_userid: outside, name: 'Ben', type: 1, unionid: 'U1' }, follow_user: [{ userid: 'Ada', remark: 'B', remark_mobiles: ['+49170'], createtime: 1603870000 }] }; // prettier-ignore
    const group = { group_chat: { chat_id: 'wrROOM', name: 'Pier', create_time: 'unset', member_list: [{ userid: outside, join_scene: 3 }, { name: 'nobody' }] } }; // prettier-ignore
    const info = { sp_no: '1', sp_name: 'Leave', sp_status: 1, apply_time: 1603871000, applyer: { userid: 'Ada', partyid: '7' } }; // prettier-ignore
    const { all } = await readText({
      'l/customer.json': JSON.stringify(customer),
      'l/group.json': JSON.stringify(group),
      'l/approval.json': JSON.stringify({ errcode: 0, info }),
      'l/a.json': JSON.stringify({ errcode: 0, userlist: [{ userid: 'Ada', mobile: '+49170' }, { name: 'x' }] }),
      'l/b.json': JSON.stringify({ errcode: 0, userlist: [{ userid: 'Ada', mobile: '+49171' }] }),
      'l/departments.json': JSON.stringify({ errcode: 0, department: [{ id: '18446744073709551615', name: 'Quay', parentid: 1 }] }), // prettier-ignore
    });
    const accounts = new Map(all.flatMap((one) => (one.kind === 'account' ? [[one.identifier, one]] : [])));
    expect(accounts.get(outside)?.stored).toMatchObject({ 'external_contact.unionid': 'U1', 'follow_user.1.remark_mobiles': '["+49170"]', 'follow_user.1.createtime': 1603870000 }); // prettier-ignore
    expect(accounts.get('Ada')?.stored).toMatchObject({ 'userlist.mobile': '+49170', 'userlist.mobile (2)': '+49171' });
    expect(accounts.has('department 18446744073709551615')).toBe(true);
    expect(all.find(({ kind }) => kind === 'conversation')).toMatchObject({ created: null, stored: { 'group_chat.create_time': 'unset' } }); // prettier-ignore
    expect(all.find(({ kind }) => kind === 'participant')).toMatchObject({ stored: { 'member_list.join_scene': 3 } });
    expect(all.find(({ kind }) => kind === 'event')).toMatchObject({ stored: { 'applyer.partyid': '7' } });
    expect(issuesOf(all).map(({ code }) => code)).toEqual(['undecodable-payload', 'undecodable-payload']);
  });

  test('takes a member whose name begins like an outside id for a member, and odd kinds for unknown', async () => {
    const { all, messages } = await readText({
      'a.jsonl': lines(
        said('in', { from: 'wonderwoman', tolist: ['Ada'] }),
        ...['constructor', '__proto__', 'toString'].map((msgtype, n) => ({ ...line, msgid: `k${n}`, msgtype })),
      ),
    });
    expect(messages.map(({ direction, type }) => [direction, type])).toEqual([['unknown', 'text'], ['outgoing', 'unknown'], ['outgoing', 'unknown'], ['outgoing', 'unknown']]); // prettier-ignore
    expect(issuesOf(all).map(({ code }) => code)).toEqual(['unknown-code', 'unknown-code', 'unknown-code']);
  });

  test('leaves databases of the app itself unread, and names them', async () => {
    await withTree({ 'WXWork/1688850000/Data/message.db': 'x'.repeat(64) }, async (tree) => {
      expect(await wecomArchive.detect(tree)).toMatchObject([{ variant: 'unreadable', issues: [{ code: 'source-locked' }] }]); // prettier-ignore
    });
  });

  test('names the databases of the app itself on each system, and tells those that are not enciphered', async () => {
    const container = 'private/var/mobile/Containers/Data/Application/0A1B2C3D-0000-4000-8000-000000000001';
    const plain = new Database(':memory:');
    plain.exec('CREATE TABLE t (a)');
    const empty = new Database(':memory:');
    empty.pragma('user_version = 1');
    const sealed = 'x'.repeat(64);
    const files = {
      'Users/a/Documents/WXWork/1688850000/Data/message.db': sealed,
      'Users/a/Documents/WXWork/1688850000/Data/crash.db': plain.serialize(),
      // Of a database without tables nothing says that it is enciphered.
      'Users/b/Documents/WXWork/1688850000/Data/new.db': empty.serialize(),
      'Library/Containers/com.tencent.WeWorkMac/Data/Documents/Profiles/0A/Session.db': sealed,
      'data/data/com.tencent.wework/files/1/msg.db': sealed,
      'AppDomain-com.tencent.ww/Documents/data.sqlite': sealed,
      'AppDomainGroup-group.com.tencent.ww/x.db': sealed,
      [`${container}/.com.apple.mobile_container_manager.metadata.plist`]: '<?xml version="1.0"?><plist version="1.0"><dict><key>MCMMetadataIdentifier</key><string>com.tencent.ww</string></dict></plist>',
      [`${container}/Documents/y.db`]: sealed,
      'AppDomain-com.tencent.www/Documents/other.db': sealed,
    }; // prettier-ignore
    await withTree(files, async (tree) => {
      const found = await wecomArchive.detect(tree);
      const told = found.map(({ label, issues }) => [label.replace(/,.*/su, ''), issues.map(({ code }) => code).sort().join(' ')]); // prettier-ignore
      expect(told.sort()).toEqual([
        ['WeCom for Android', 'source-locked'],
        ['WeCom for Windows', 'schema-unknown'],
        ['WeCom for Windows', 'schema-unknown source-locked'],
        ...Array.from({ length: 3 }, () => ['WeCom for iOS', 'source-locked']),
        ['WeCom for macOS', 'source-locked'],
      ]);
      expect(found.every(({ variant, locked }) => variant === 'unreadable' && locked === null)).toBe(true);
    });
  });

  test('as the service hands it out is named and not read', async () => {
    const envelope = {
      errcode: 0,
      chatdata: [{ seq: 1, msgid: 'x', publickey_ver: 1, encrypt_random_key: 'AA', encrypt_chat_msg: 'BB' }],
    };
    await withTree({ 'a.json': JSON.stringify(envelope) }, async (tree) => {
      const found = await wecomArchive.detect(tree);
      expect(found).toMatchObject([{ variant: 'enveloped', issues: [{ code: 'source-locked' }] }]);
    });
  });

  test('as the service hands it out is counted by the number of the key that it is for', async () => {
    const key = new CompanyKey();
    const envelopes = writeEnvelopes(['a', 'b', 'c'].map((words, n) => ({ words, version: n === 0 ? 1 : 2, key })));
    const { all } = await readText({ 'a.jsonl': Buffer.concat([envelopes, Buffer.from('{"encrypt_chat_msg":')]) }, 7);
    expect(all).toMatchObject([{ table: 'envelopes', rows: 4, used: 0, skipped: { "message enciphered for the company's key of number 1": 1, "message enciphered for the company's key of number 2": 2, 'envelope that cannot be read as an object of JSON': 1 } }]); // prettier-ignore
  });

  test('cut or changed anywhere ends in time, and every object is accounted for', async () => {
    const text = lines(...Array.from({ length: 12 }, (_, n) => said(`text ${n}`, { msgid: `m${n}` })));
    for (let seed = 1; seed <= 150; seed += 1) {
      const bytes = Buffer.from(seed % 2 === 0 ? `[${text.trim().replaceAll('\n', ',')}]` : text);
      for (let n = 0; n < 3; n += 1) bytes[(seed * 7919 + n * 104_729) % bytes.length] = (seed * 31 + n * 17) % 256;
      const { all } = await readText({
        'a.jsonl': bytes.subarray(0, seed % 5 === 0 ? bytes.length - seed : bytes.length),
      });
      for (const one of all)
        if (one.kind === 'tally')
          expect(one.rows).toBe(one.used + Object.values(one.skipped).reduce((a, b) => a + b, 0));
    }
  });
});

describe.skipIf(!existsSync(SAMPLES))('messages of public tests', () => {
  test('each kind is read as the documentation says', async () => {
    const { all, messages } = await readText({ 'a.jsonl': readFileSync(SAMPLES) });
    expect(issuesOf(all).map(({ code, stored }) => [code, stored])).toEqual([
      ['time-out-of-range', '0'],
      ['unresolved-reference', '14822339130656386894_1603875600'],
    ]);
    expect(messages).toHaveLength(28);
    const ofType = (stored: string): Message | undefined => messages.find(({ typeStored }) => typeStored === stored);
    expect(ofType('location')?.type).toBe('location');
    expect(all.find(({ kind }) => kind === 'detail')).toBeDefined();
    expect(ofType('redpacket')).toMatchObject({
      type: 'payment',
      body: '恭喜发财，大吉大利',
      stored: { 'redpacket.totalamount': 3000 },
    });
    expect(ofType('agree')).toMatchObject({ type: 'system', system: { actionStored: 'agree' } });
    expect(ofType('mixed')?.body).toBe('你好[微笑]\n');
    expect(all.filter((one) => one.kind === 'event').map(({ type }) => type)).toEqual(['deletion', 'company-switch']);
    const numbers = messages.filter(({ stored }) => JSON.stringify(stored).includes('11101571002822706744'));
    expect(numbers.length).toBeGreaterThan(0);
  });
});

function issuesOf(all: readonly Extracted[]) {
  return all.filter((one) => one.kind === 'issue');
}

/** Digits written as text become numbers, of any size. */
function withNumbers(...objects: readonly object[]): string {
  return lines(...objects).replaceAll(/"n":"(\d+)"/gu, '"n":$1');
}

function lines(...objects: readonly object[]): string {
  return objects.map((one) => `${JSON.stringify(one)}\n`).join('');
}

type Files = Readonly<Record<string, string | Uint8Array>>;

async function withTree(
  files: Files,
  look: (tree: Awaited<ReturnType<typeof treeOf>>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wecom-archive-'));
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

async function readText(files: Files, step = Infinity) {
  const all: Extracted[] = [];
  await withTree(files, async (tree) => {
    const run: Omit<Run, 'tree' | 'bytes'> = {
      signal: new AbortController().signal,
      answers: {},
      database: () => null,
      progress: () => undefined,
    };
    const bytes: Run['bytes'] = async function* (file) {
      for await (const chunk of tree.bytes(file))
        for (let at = 0; at < chunk.length; at += step) yield chunk.subarray(at, at + step);
    };
    for (const found of await wecomArchive.detect(tree))
      for await (const one of wecomArchive.read(found, { ...run, tree, bytes })) all.push(one);
  });
  return { all, messages: all.filter((one) => one.kind === 'message') };
}
