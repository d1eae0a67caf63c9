import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import { openIn, pathInWork } from '../../evidence/locks/fixture-open-in.ts';
import { sqlcipher } from '../../evidence/locks/open-sqlcipher.ts';
import type { Extracted } from '../../model/index.ts';
import { SCHEMA } from './fixture-schema.ts';
import { wechatAndroid } from './index.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/wechat');
const STORE = 'data/data/com.tencent.mm/MicroMsg/93db116453a64e6470b159be16da18e5/EnMicroMsg.db';
const TIME = 1_741_296_764_983;
const ROOM = '17017017@chatroom';

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A store of an owner and a friend with these messages: type, direction, conversation, content, key of the file. */
async function readMessages(
  ...rows: readonly (readonly [type: number, isSend: number, talker: string, content: string, imgPath?: string])[]
): Promise<readonly Extracted[]> {
  const values = rows.map(([type, isSend, talker, content, imgPath], index) => `(${9_007_199_254_740_993n + BigInt(index)}, ${type}, 3, ${isSend}, ${TIME + index}, ${quote(talker)}, ${quote(content)}, ${imgPath === undefined ? 'NULL' : quote(imgPath)})`); // prettier-ignore
  return readMade(wechatAndroid, STORE, [
    ...SCHEMA,
    "INSERT INTO userinfo (id, type, value) VALUES (2, 3, 'wxid_owner')",
    "INSERT INTO rcontact (username, alias, conRemark, nickname, type, verifyFlag) VALUES ('wxid_friend', 'friend17', 'Friend (Lager)', '朋友', 3, 0), ('gh_0017crate', '', '', 'Port news', 3, 24), ('old_name', '', '', 'Old', 4, 0)",
    `INSERT INTO message (msgSvrId, type, status, isSend, createTime, talker, content, imgPath) VALUES ${values.join(', ')}`,
  ]);
}

const app = (type: number | string, inside: string) =>
  `<msg><appmsg appid="" sdkver="0"><type>${type}</type>${inside}</appmsg></msg>`;
const contents = (all: readonly Extracted[]) => only(all, 'detail').map(({ content }) => content);

describe('accounts and groups', () => {
  it('keeps remark, nickname and alias apart, and Official Accounts and accounts of the app as such', async () => {
    const all = await readMessages([1, 0, 'filehelper', 'note'], [1, 0, 'gh_0017crate', 'news']);
    const accounts = new Map(only(all, 'account').map((one) => [one.identifier, one]));
    expect(accounts.get('wxid_friend')?.names).toEqual([
      { name: 'Friend (Lager)', givenBy: 'owner', column: 'rcontact.conRemark' },
      { name: '朋友', givenBy: 'self', column: 'rcontact.nickname' },
      { name: 'friend17', givenBy: 'self', column: 'rcontact.alias' },
    ]);
    expect(accounts.get('gh_0017crate')).toMatchObject({ identifierKind: 'service', stored: { 'identifier-form': 'official-account' } }); // prettier-ignore
    expect(accounts.get('filehelper')?.identifierKind).toBe('service');
    expect(accounts.get('wxid_owner')?.owner).toEqual({ claim: 'userinfo, id 2', assumed: false });
    expect(only(all, 'conversation').find(({ identifier }) => identifier === 'filehelper')?.type).toBe('self');
  });

  it('takes the sender from the content of a group message, and from nothing that only looks like one', async () => {
    const all = await readMessages(
      [1, 0, ROOM, 'wxid_member:\nwords'],
      [1, 0, ROOM, 'old_name:\nmore'],
      [1, 0, ROOM, 'Note:\nmilk'],
      [1, 1, ROOM, 'wxid_member:\nquoted by the owner'],
      [1, 0, 'wxid_friend', 'wxid_member:\nin no group'],
    );
    expect(only(all, 'message').map(({ sender, body }) => [sender, body])).toEqual([
      ['wxid_member', 'words'],
      ['old_name', 'more'],
      [null, 'Note:\nmilk'],
      ['wxid_owner', 'wxid_member:\nquoted by the owner'],
      ['wxid_friend', 'wxid_member:\nin no group'],
    ]);
    expect(only(all, 'issue').filter(({ where }) => where === 'message.content')).toHaveLength(1);
    expect(only(all, 'account').map(({ identifier }) => identifier)).toContain('wxid_member');
  });
});

describe('contents', () => {
  it('reads media with the places of their files', async () => {
    const hash = createHash('md5').update('voice17').digest('hex');
    const all = await readMessages(
      [3, 0, 'wxid_friend', '<msg><img length="17" md5="x" /></msg>', 'THUMBNAIL_DIRPATH://th_d70c17'],
      [34, 0, 'wxid_friend', '<msg><voicemsg voicelength="2500" length="9" /></msg>', 'voice17'],
      [34, 0, 'wxid_friend', 'wxid_friend:1800:1', 'voice18'],
      [43, 0, 'wxid_friend', '<msg><videomsg playlength="7" /></msg>', '0903251'],
      [47, 0, 'wxid_friend', 'wxid_friend:0:1:9e20f478899dc29eb19741386f9343c8:17', '9e20f478899dc29eb19741386f9343c8'],
      [1090519089, 0, 'wxid_friend', app(6, '<title>../lading.pdf</title><appattach><totallen>12</totallen></appattach>')],
    ); // prettier-ignore
    const account = dirname(STORE);
    const previews = only(all, 'attachment').filter(({ type }) => type === 'thumbnail');
    expect(previews.map(({ candidates }) => candidates[0])).toEqual([`${account}/image2/d7/0c/th_d70c17`]);
    const found = only(all, 'attachment').filter(({ type }) => type !== 'thumbnail');
    expect(found.flatMap(({ candidates }) => candidates).filter((path) => path.includes('/th_'))).toEqual([]);
    expect(found.map(({ type, durationS }) => [type, durationS])).toEqual([
      ['image', null],
      ['voice', 2.5],
      ['voice', 1.8],
      ['video', 7],
      ['sticker', null],
      ['document', null],
    ]);
    expect(found[0]?.candidates[0]).toBe(`${account}/image2/d7/0c/d70c17.jpg`);
    expect(found[1]?.candidates[0]).toBe(`${account}/voice2/${hash.slice(0, 2)}/${hash.slice(2, 4)}/msg_voice17.amr`);
    expect(found[3]?.candidates[0]).toBe(`${account}/video/0903251.mp4`);
    expect(found[4]?.candidates).toContain(`${account}/emoji/9e20f478899dc29eb19741386f9343c8`);
    expect(found[5]).toMatchObject({ name: '../lading.pdf', candidates: [], sizeBytes: 12 });
  });

  it('reads links, mini programs, cards and places', async () => {
    const all = await readMessages(
      [49, 0, 'wxid_friend', app(5, '<title>Tides &amp; times</title><des>6 March</des><url>https://port.example/?a=1&amp;b=2</url>')],
      [49, 0, 'wxid_friend', app(33, '<title>Harbour</title><url>https://mp.example</url><weappinfo><username>gh_17@app</username></weappinfo>')],
      [42, 0, 'wxid_friend', '<?xml version="1.0"?>\n<msg username="wxid_other" nickname="Other" />'],
      [48, 0, 'wxid_friend', '<msg><location x="53.5413" y="9.9841" label="Am Sandtorkai" poiname="Gate 4" /></msg>'],
      [48, 0, 'wxid_friend', '<msg><location x="153.5" y="9.9" label="nowhere" /></msg>'],
    ); // prettier-ignore
    expect(only(all, 'message').map(({ type, body }) => [type, body])).toEqual([
      ['text', 'Tides & times'],
      ['business', 'Harbour'],
      ['contact', 'Other'],
      ['location', null],
      ['location', 'nowhere'],
    ]);
    expect(contents(all)).toContainEqual({ type: 'link', url: 'https://port.example/?a=1&b=2', title: 'Tides & times', description: '6 March' }); // prettier-ignore
    expect(contents(all)).toContainEqual(expect.objectContaining({ type: 'location', latitude: 53.5413, longitude: 9.9841, name: 'Gate 4' })); // prettier-ignore
    expect(contents(all).filter(({ type }) => type === 'location')).toHaveLength(1);
    expect(only(all, 'account').map(({ identifier }) => identifier)).toContain('wxid_other');
  });

  it('opens forwarded records, also those inside them', async () => {
    const inner = '<recordinfo><datalist count="1"><dataitem datatype="1"><sourcename>Chen</sourcename><datadesc>deep</datadesc></dataitem></datalist></recordinfo>'; // prettier-ignore
    const record = `<recordinfo><title>History</title><datalist count="2"><dataitem datatype="1"><sourcename>Ben</sourcename><sourcetime>2025-03-06 04:13</sourcetime><datadesc>Half now</datadesc></dataitem><dataitem datatype="17">${inner}</dataitem></datalist></recordinfo>`; // prettier-ignore
    const all = await readMessages([49, 0, 'wxid_friend', app(19, `<title>History</title><recorditem><![CDATA[${record}]]></recorditem>`)]); // prettier-ignore
    const values = contents(all).flatMap((content) =>
      content.type === 'other' ? [[content.name, content.values]] : [],
    );
    expect(values).toContainEqual(['forwarded-message 1', expect.objectContaining({ sender: 'Ben', text: 'Half now', 'time-as-written': '2025-03-06 04:13' })]); // prettier-ignore
    expect(values).toContainEqual(['forwarded-message 2.1', expect.objectContaining({ sender: 'Chen', text: 'deep' })]);
  });

  it('gives money as what the message says', async () => {
    const transfer = (state: number) => app(2000, `<title>Transfer</title><wcpayinfo><paysubtype>${state}</paysubtype><feedesc>￥4000.00</feedesc></wcpayinfo>`); // prettier-ignore
    const all = await readMessages(
      [419430449, 0, 'wxid_friend', transfer(1)],
      [419430449, 0, 'wxid_friend', transfer(9)],
      [436207665, 0, 'wxid_friend', app(2001, '<title>Best wishes</title><wcpayinfo><sendertitle>x</sendertitle></wcpayinfo>')],
    ); // prettier-ignore
    expect(only(all, 'message').map(({ type, body }) => [type, body])).toEqual([['payment', '￥4000.00'], ['payment', '￥4000.00'], ['payment', 'Best wishes']]); // prettier-ignore
    const states = contents(all).filter((content) => content.type === 'other' && content.name === 'transfer-state');
    expect(states).toEqual([{ type: 'other', name: 'transfer-state', values: { 'as-the-message-says': 'offered' } }]);
  });

  it('makes calls events, answered only where a length is stored', async () => {
    const bubble = (words: string, room: number) => `<voipmsg type="VoIPBubbleMsg"><VoIPBubbleMsg><msg><![CDATA[${words}]]></msg><room_type>${room}</room_type><duration>0</duration></VoIPBubbleMsg></voipmsg>`; // prettier-ignore
    const all = await readMessages([50, 1, 'wxid_friend', bubble('通话时长 12:34', 1)], [50, 0, 'wxid_friend', bubble('对方已取消', 0)]); // prettier-ignore
    expect(only(all, 'event').map(({ call, actor, direction }) => [call?.video, call?.durationS, call?.outcome, actor, direction])).toEqual([
      [false, 754, 'answered', 'wxid_owner', 'outgoing'],
      [true, null, 'unknown', 'wxid_friend', 'incoming'],
    ]); // prettier-ignore
  });

  it('reads lines of the app, and what was taken back with the words that a reply holds', async () => {
    const template = '<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template><template><![CDATA["$username$" invited "$names$"]]></template><link_list><link name="username"><memberlist><member><username>wxid_friend</username><nickname>Friend</nickname></member></memberlist></link><link name="names"><memberlist><member><username>wxid_new</username><nickname>New</nickname></member></memberlist></link></link_list></content_template></sysmsgtemplate></sysmsg>'; // prettier-ignore
    const all = await readMessages(
      [10002, 0, ROOM, template],
      [10002, 0, 'wxid_friend', '<sysmsg type="revokemsg"><revokemsg><newmsgid>17017</newmsgid><replacemsg>x</replacemsg></revokemsg></sysmsg>'],
      [822083633, 1, 'wxid_friend', app(57, '<title>Really?</title><refermsg><type>1</type><svrid>17017</svrid><fromusr>wxid_friend</fromusr><chatusr>wxid_friend</chatusr><content>tell nobody</content><createtime>1741296764</createtime></refermsg>')],
      [10000, 0, 'wxid_friend', 'You have added Friend'],
    ); // prettier-ignore
    const [line, revoked, reply, words] = only(all, 'message');
    expect(line).toMatchObject({ type: 'system', body: '"Friend" invited "New"', sender: null });
    expect(revoked).toMatchObject({ type: 'revoked', body: null, deleted: { originalServerId: '17017' } });
    expect(reply).toMatchObject({ type: 'text', body: 'Really?' });
    expect(words).toMatchObject({ type: 'system', body: 'You have added Friend' });
    expect(only(all, 'quote')).toMatchObject([{ sender: 'wxid_friend', body: 'tell nobody', target: { serverId: '17017' } }]); // prettier-ignore
    expect(only(all, 'version')).toMatchObject([{ message: revoked?.key, role: 'deleted-text', body: 'tell nobody' }]);
    expect(only(all, 'account').map(({ identifier }) => identifier)).toContain('wxid_new');
  });

  it.each([
    ['a type that no source explains', 871, 'words', 'unknown-code', 'message.type'],
    ['a message of an app that no source explains', 49, app(4711, '<title>new</title>'), 'unknown-code', 'message.content'],
    ['XML that does not end', 49, '<msg><appmsg><type>5</type>', 'undecodable-payload', 'message.content'],
    ['entities of its own', 49, '<!DOCTYPE x [<!ENTITY a "&b;">]><msg><appmsg><type>&a;</type></appmsg></msg>', 'unknown-code', 'message.content'],
    ['elements without end', 48, '<a>'.repeat(100_000), 'undecodable-payload', 'message.content'],
    ['words in place of XML', 10002, 'nothing', 'undecodable-payload', 'message.content'],
  ])('keeps the row of %s, and says so', async (_, type, content, code, where) => {
    const all = await readMessages([type, 0, 'wxid_friend', content]);
    expect(only(all, 'message')).toHaveLength(1);
    expect(only(all, 'issue').filter((one) => one.where === where).map((one) => one.code)).toEqual([code]); // prettier-ignore
    if (code === 'undecodable-payload') expect(only(all, 'message')[0]?.stored).toMatchObject({ content });
  }); // prettier-ignore
});

describe.skipIf(!existsSync(corpus))('files of the corpus', () => {
  it('reads the sample with a negative number by its passphrase: the rows that the manifest states', async () => {
    using folder = temporaryFolder();
    const [exhibit, work] = [join(folder.path, 'in'), join(folder.path, 'work')];
    for (const path of [join(exhibit, dirname(STORE)), work]) mkdirSync(path, { recursive: true });
    copyFileSync(join(corpus, 'synthetic/EnMicroMsg_neg_uin.db'), join(exhibit, STORE));
    const opening = await openIn(sqlcipher, exhibit, work, STORE, 'c1348a2');
    expect(opening.end).toMatchObject({ ended: 'opened', settings: { page_size: '1024', kdf_iter: '4000', hmac: 'off' } }); // prettier-ignore
    copyFileSync(pathInWork(opening, 'EnMicroMsg.db', work), join(exhibit, STORE));
    const all = await readAll(wechatAndroid, exhibit);
    const rows = Object.fromEntries(only(all, 'tally').map(({ table, rows: count }) => [table, count]));
    expect(rows).toMatchObject({ message: 5, rcontact: 3, chatroom: 1, userinfo: 5 });
    expect(only(all, 'message')).toHaveLength(5);
    expect(only(all, 'account').find(({ owner }) => owner !== null)?.identifier).toBe('wxid_synthowner');
    expect(only(all, 'issue').filter(({ severity }) => severity !== 'note')).toEqual([]);
  });
});
