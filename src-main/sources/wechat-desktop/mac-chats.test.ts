import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import { openIn, pathInWork } from '../../evidence/locks/fixture-open-in.ts';
import { sqlcipher } from '../../evidence/locks/open-sqlcipher.ts';
import type { Extracted } from '../../model/index.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { field } from '../wechat/fixture-protobuf.ts';
import { chatTable, MAC_CONTACTS, MAC_GROUPS, MAC_LINKS, MAC_SESSIONS } from './fixture-schema.ts';
import { wechatDesktop } from './index.ts';

const sample = resolve(import.meta.dirname, '../../../../shared/corpus/wechat/synthetic/mac3x_msg_0.db');
const ACCOUNT = `2.0b4.0.9/${md5('wxid_owner')}`;
const CHAT = md5('wxid_friend');
const ROOM = md5('17@chatroom');
const SECONDS = 1_741_296_764;
const HASH = md5('picture');

const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;

function read(
  rows: readonly string[],
  more: readonly string[] = [],
  beside: Readonly<Record<string, readonly string[]>> = {},
): Promise<readonly Extracted[]> {
  const insert = (table: string, values: readonly string[]): string =>
    `INSERT INTO ${table} (mesSvrID, msgCreateTime, msgContent, messageType, mesDes) VALUES ${values.join(', ')}`;
  return readMade(
    wechatDesktop,
    `${ACCOUNT}/Message/msg_3.db`,
    [chatTable(`Chat_${CHAT}`), chatTable(`Chat_${ROOM}`), insert(`Chat_${CHAT}`, rows), ...more],
    {
      [`${ACCOUNT}/Contact/wccontact_new2.db`]: [...MAC_CONTACTS, "INSERT INTO WCContact (m_nsUsrName, nickname, m_nsRemark, m_nsDraft) VALUES ('wxid_owner', 'Me', '', NULL), ('wxid_friend', '朋友', 'Friend', 'not sent yet')"], // prettier-ignore
      [`${ACCOUNT}/Group/group_new.db`]: [...MAC_GROUPS, "INSERT INTO GroupContact (m_nsUsrName, nickname, m_nsChatRoomMemList, m_nsChatRoomAdminList) VALUES ('17@chatroom', 'Harbour', 'wxid_owner;wxid_friend;wxid_third;', 'wxid_friend')"], // prettier-ignore
      ...beside,
    },
  );
}

describe('version 3 of macOS', () => {
  it('takes the direction from the row and the owner from the MD5 of the folder, and says that it is assumed', async () => {
    const all = await read([`(1, ${SECONDS}, 'hello', 1, 1)`, `(2, ${SECONDS}, 'hello back', 1, 0)`, `(3, ${SECONDS}, 'which way?', 1, 7)`]); // prettier-ignore
    expect(only(all, 'message').map(({ sender, direction, body, serverId }) => [sender, direction, body, serverId])).toEqual([
      ['wxid_friend', 'incoming', 'hello', '1'],
      ['wxid_owner', 'outgoing', 'hello back', '2'],
      [null, 'unknown', 'which way?', '3'],
    ]); // prettier-ignore
    expect(only(all, 'message')[0]?.times).toMatchObject([{ utcMs: SECONDS * 1000, encoding: 'unix-s', meaning: 'server' }]); // prettier-ignore
    expect(only(all, 'account').find(({ owner }) => owner !== null)).toMatchObject({ identifier: 'wxid_owner', owner: { assumed: true } }); // prettier-ignore
    expect(
      only(all, 'issue')
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['owner-assumed', 'unknown-code']);
    expect(only(all, 'conversation').find(({ key }) => key === 'wxid_friend')).toMatchObject({ type: 'one-to-one', draft: 'not sent yet' }); // prettier-ignore
  });

  it('names no owner where the folder is called after no listed account', async () => {
    const all = await readMade(wechatDesktop, `2.0b4.0.9/${md5('wxid_else')}/Message/msg_0.db`, [chatTable(`Chat_${CHAT}`), `INSERT INTO Chat_${CHAT} (mesSvrID, msgCreateTime, msgContent, messageType, mesDes) VALUES (1, ${SECONDS}, 'hello', 1, 0)`]); // prettier-ignore
    expect(only(all, 'message')).toMatchObject([{ sender: null, direction: 'outgoing', conversation: `Chat_${CHAT}` }]);
    expect(only(all, 'conversation')).toMatchObject([{ type: 'unknown', account: null }]);
    expect(only(all, 'issue').map(({ code }) => code)).toEqual(['owner-unknown']);
  });

  it('takes senders in groups from the content, and gives those of the list of administrators no certain role', async () => {
    const all = await read([`(1, ${SECONDS}, 'hello', 1, 1)`], [`INSERT INTO Chat_${ROOM} (mesSvrID, msgCreateTime, msgContent, messageType, mesDes) VALUES (9, ${SECONDS}, 'wxid_friend:' || char(10) || 'to all', 1, 1), (10, ${SECONDS}, 'from me', 1, 0)`]); // prettier-ignore
    expect(only(all, 'message').slice(1).map(({ sender, direction, body }) => [sender, direction, body])).toEqual([['wxid_friend', 'incoming', 'to all'], ['wxid_owner', 'outgoing', 'from me']]); // prettier-ignore
    expect(only(all, 'participant').map(({ account, role }) => [account, role])).toEqual([['wxid_owner', 'unknown'], ['wxid_friend', 'unknown'], ['wxid_third', 'unknown']]); // prettier-ignore
    expect(only(all, 'participant')[1]?.stored).toEqual({ 'GroupContact.m_nsChatRoomAdminList': 'wxid_friend' });
  });

  it('finds pictures by their row and instant, and by the list of files; what no message takes of it is kept', async () => {
    const links = [...MAC_LINKS, `INSERT INTO HlinkMediaRecord VALUES ('${HASH.toUpperCase()}', 9, 17, ${SECONDS}), ('${md5('gone')}', 9, 18, ${SECONDS})`, `INSERT INTO HlinkMediaDetail VALUES (1, 17, '${CHAT}/Image', 'a.jpg'), (2, 18, '${CHAT}/File', 'gone.pdf'), (3, 19, '../..', 'b.jpg')`]; // prettier-ignore
    const all = await read([`(1, ${SECONDS}, '<msg><img length="9" md5="${HASH}" /></msg>', 3, 1)`, `(2, ${SECONDS}, '<msg><videomsg playlength="7" /></msg>', 43, 1)`], [], { [`${ACCOUNT}/Message/hldata.db`]: links }); // prettier-ignore
    const folder = `Message/MessageTemp/${CHAT}`;
    expect(only(all, 'attachment').map(({ type, candidates }) => [type, candidates])).toEqual([
      ['image', [`${folder}/Image/a.jpg`, `${folder}/Image/1${SECONDS}_.pic_hd.jpg`, `${folder}/Image/1${SECONDS}_.pic.jpg`]],
      ['thumbnail', [`${folder}/Image/1${SECONDS}_.pic_thumb.jpg`]],
      ['video', [`${folder}/Video/2_${SECONDS}.mp4`]],
    ]); // prettier-ignore
    expect(only(all, 'attachment')[0]?.stored).toMatchObject({ 'HlinkMediaRecord.inodeNumber': 17, 'HlinkMediaDetail.fileName': 'a.jpg' }); // prettier-ignore
    expect(only(all, 'event').map(({ stored }) => stored?.fileName ?? stored?.mediaMd5)).toEqual([md5('gone'), 'gone.pdf', 'b.jpg']); // prettier-ignore
  });

  it('keeps each name of a group that two tables call otherwise', async () => {
    const all = await read([`(1, ${SECONDS}, 'hello', 1, 1)`], [], {
      [`${ACCOUNT}/Contact/wccontact_new2.db`]: [...MAC_CONTACTS, "INSERT INTO WCContact (m_nsUsrName, nickname, m_nsDraft) VALUES ('17@chatroom', 'Old harbour', 'typed')"], // prettier-ignore
      [`${ACCOUNT}/Group/group_new.db`]: [...MAC_GROUPS, "INSERT INTO GroupContact (m_nsUsrName, nickname, m_nsDraft) VALUES ('17@chatroom', 'Harbour', 'other')"], // prettier-ignore
    });
    expect(only(all, 'conversation').find(({ key }) => key === '17@chatroom')).toMatchObject({ title: 'Old harbour', draft: 'typed', stored: { 'GroupContact.nickname': 'Harbour', 'GroupContact.m_nsDraft': 'other' } }); // prettier-ignore
  });

  it('keeps lists of deletions and what a list of conversations holds of a message', async () => {
    const packed = Buffer.concat([field(12, field(3, 'Shown')), field(13, field(4, 'the last words'))]);
    const all = await read([`(1, ${SECONDS}, 'hello', 1, 1)`], [`CREATE TABLE Chat_${CHAT}_dels (mesLocalID INTEGER, other TEXT)`, `INSERT INTO Chat_${CHAT}_dels VALUES (17, 'x')`], {
      [`${ACCOUNT}/Session/session_new.db`]: [...MAC_SESSIONS, `INSERT INTO SessionAbstract (m_nsUserName, m_uLastTime, _packed_MMSessionInfo) VALUES ('17@chatroom', ${SECONDS}, ${hex(packed)}), ('wxid_gone', ${SECONDS}, x'ff')`], // prettier-ignore
    }); // prettier-ignore
    expect(only(all, 'event')).toMatchObject([{ type: 'deletion', conversation: 'wxid_friend', times: [], stored: { 'table of the app': `Chat_${CHAT}_dels`, mesLocalID: 17, other: 'x' } }]); // prettier-ignore
    expect(only(all, 'conversation').find(({ key }) => key === '17@chatroom')).toMatchObject({ title: 'Harbour', stored: { 'SessionAbstract last message': 'the last words' } }); // prettier-ignore
    expect(only(all, 'conversation').find(({ key }) => key === 'wxid_gone')).toMatchObject({ type: 'one-to-one' });
    expect(only(all, 'issue').filter(({ code }) => code === 'undecodable-payload')).toHaveLength(1);
  });
});

describe.skipIf(!existsSync(sample))('the sample of the corpus', () => {
  it('is opened with its raw key and gives the rows that the manifest states', async () => {
    using folder = temporaryFolder();
    const [exhibit, work, path] = [join(folder.path, 'in'), join(folder.path, 'work'), `${ACCOUNT}/Message/msg_0.db`];
    for (const place of [join(exhibit, `${ACCOUNT}/Message`), work]) mkdirSync(place, { recursive: true });
    copyFileSync(sample, join(exhibit, path));
    const opening = await openIn(sqlcipher, exhibit, work, path, '947897b965fa0b13022f99a43fa6fd6bcd6e7079d5228d9e2773940849e466b7', 'hex'); // prettier-ignore
    expect(opening.end).toMatchObject({ ended: 'opened' });
    copyFileSync(pathInWork(opening, 'msg_0.db', work), join(exhibit, path));
    const all = await readAll(wechatDesktop, exhibit);
    expect(only(all, 'message').map(({ direction, sender }) => [direction, sender])).toEqual([['incoming', null], ['outgoing', null]]); // prettier-ignore
    expect(only(all, 'tally').map(({ rows, used }) => [rows, used])).toEqual([[2, 2]]);
  });
});
