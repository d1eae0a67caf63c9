import { expect, it } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { messageTable, MULTI_CONTACTS, MULTI_MESSAGES, STORAGE_CONTACTS, STORAGE_MESSAGES } from './fixture-schema.ts';
import { wechatDesktop } from './index.ts';

const SECONDS = 1_741_296_764;
const ACCOUNT = 'xwechat_files/wxid_owner_17a0/db_storage';
const key = (...parts: readonly string[]): string => parts.join('\u0008');

it('takes from the index of contacts accounts and names that the address book does not list, of version 4', async () => {
  const all = await readMade(wechatDesktop, `${ACCOUNT}/message/message_0.db`, [...STORAGE_MESSAGES, messageTable(`Msg_${md5('wxid_friend')}`)], {
    [`${ACCOUNT}/contact/contact.db`]: [...STORAGE_CONTACTS, "INSERT INTO contact (username, nick_name, remark) VALUES ('wxid_friend', 'Nick', 'Remark')"],
    [`${ACCOUNT}/contact/contact_fts.db`]: [
      'CREATE TABLE name2id (username TEXT PRIMARY KEY)',
      "INSERT INTO name2id (rowid, username) VALUES (1, 'wxid_friend'), (2, 'wxid_gone'), (3, 'wxid_odd'), (4, '17@chatroom')",
      'CREATE TABLE contact_fts_v5_content (id INTEGER PRIMARY KEY, c0, c1)',
      `INSERT INTO contact_fts_v5_content VALUES (1, '${key('Remark', '', 'Nick', '', '', '', '')}', 1), (2, '${key('Old name', '', 'Gone', 'Pier', 'gone17', '', '')}', 1), (3, 'another form', 1), (4, '${key('', '', 'Harbour', '', '', '', '')}', 2)`,
      'CREATE TABLE chatroom_member_fts_v3_content (id INTEGER PRIMARY KEY, c0, c1, c2)',
      "INSERT INTO chatroom_member_fts_v3_content VALUES (1, 'x', 1, 2)",
    ],
  }); // prettier-ignore
  const names = only(all, 'account').flatMap(({ identifier, names: own }) => own.map(({ name, givenBy }) => [identifier, name, givenBy])); // prettier-ignore
  expect(names).toEqual([
    ['wxid_friend', 'Remark', 'owner'],
    ['wxid_friend', 'Nick', 'self'],
    ['wxid_gone', 'Old name', 'owner'],
    ['wxid_gone', 'Gone', 'self'],
    ['wxid_gone', 'gone17', 'self'],
  ]);
  expect(only(all, 'conversation').find(({ key: one }) => one === '17@chatroom')?.title).toBe('Harbour');
  expect(only(all, 'event')).toMatchObject([{ type: 'unknown', accounts: ['wxid_odd'], stored: { c0: 'another form' } }]); // prettier-ignore
  expect(only(all, 'issue').filter(({ where }) => where === 'chatroom_member_fts_v3_content')).toHaveLength(1);
  const tally = new Map(only(all, 'tally').map((one) => [one.table, one.skipped]));
  expect(tally.get('contact_fts_v5_content')).toEqual({ 'row of a search index with the names that the account is listed with': 1 }); // prettier-ignore
  expect(tally.get('chatroom_member_fts_v3_content')).toEqual({ 'row of a search index whose columns no source explains': 1 }); // prettier-ignore
});

it('tells words of favourites that are gone', async () => {
  const all = await readMade(wechatDesktop, `${ACCOUNT}/message/message_0.db`, [...STORAGE_MESSAGES, messageTable(`Msg_${md5('wxid_friend')}`)], {
    [`${ACCOUNT}/favorite/favorite.db`]: ['CREATE TABLE fav_db_item (local_id INTEGER PRIMARY KEY, type INTEGER, update_time INTEGER, fromusr TEXT, realchatname TEXT, content TEXT)', `INSERT INTO fav_db_item VALUES (1, 1, ${SECONDS}, '', '', '<favitem type="1"><desc>here</desc></favitem>')`],
    [`${ACCOUNT}/favorite/favorite_fts.db`]: ['CREATE TABLE fav_fts_v1_content (id INTEGER PRIMARY KEY, c0, c1, c2, c3)', `INSERT INTO fav_fts_v1_content VALUES (1, 'here', 1, ${SECONDS}, 1), (2, 'gone', 2, ${SECONDS + 1}, 1)`],
  }); // prettier-ignore
  const gone = only(all, 'event').filter(({ from }) => from.state === 'recovered');
  expect(gone).toMatchObject([{ type: 'favourite', body: 'gone', times: [{ utcMs: (SECONDS + 1) * 1000, meaning: 'changed' }], stored: { c1: 2, c3: 1 } }]); // prettier-ignore
});

it('takes names from the index of contacts of version 3', async () => {
  const base = 'WeChat Files/wxid_owner/Msg';
  const all = await readMade(wechatDesktop, `${base}/Multi/MSG0.db`, MULTI_MESSAGES, {
    [`${base}/MicroMsg.db`]: [...MULTI_CONTACTS, "INSERT INTO Contact (UserName, NickName) VALUES ('wxid_friend', 'Nick')"],
    [`${base}/FTSContact.db`]: [
      'CREATE VIRTUAL TABLE FTSContact15 USING fts4(alias, nickname, remark)',
      "INSERT INTO FTSContact15 (docid, alias, nickname, remark) VALUES (1, '', 'Nick', ''), (2, 'gone17', 'Gone', 'Old name')",
      'CREATE TABLE FTSContact15_MetaData (docid INTEGER PRIMARY KEY, entityId INTEGER, type INTEGER)',
      'INSERT INTO FTSContact15_MetaData VALUES (1, 1, 1), (2, 2, 1), (9, 1, 1)',
      'CREATE TABLE NameToId (userName TEXT PRIMARY KEY)',
      "INSERT INTO NameToId VALUES ('wxid_friend'), ('wxid_gone')",
    ],
  }); // prettier-ignore
  const same = { 'row of a search index with the names that the account is listed with': 1 };
  expect(only(all, 'tally').filter(({ table }) => /^FTSContact15_(?:content|MetaData)$/u.test(table)).map(({ rows, used, skipped }) => [rows, used, skipped])).toEqual([[2, 1, same], [3, 2, same]]); // prettier-ignore
  const gone = only(all, 'account').filter(({ identifier, names }) => identifier === 'wxid_gone' && names.length > 0);
  expect(gone.map(({ names }) => names.map(({ name, column }) => [name, column]))).toEqual([[['Old name', 'FTSContact15_content.c2remark'], ['Gone', 'FTSContact15_content.c1nickname'], ['gone17', 'FTSContact15_content.c0alias']]]); // prettier-ignore
  expect(only(all, 'event')).toMatchObject([{ stored: { 'table of the app': 'FTSContact15_MetaData', docid: 9 } }]);
});
