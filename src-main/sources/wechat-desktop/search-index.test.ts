import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { only } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted, Message } from '../../model/index.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { messageTable, MULTI_CONTACTS, MULTI_MESSAGES, STORAGE_CONTACTS, STORAGE_MESSAGES } from './fixture-schema.ts';
import { wechatDesktop } from './index.ts';

const SECONDS = 1_741_296_764;
const ACCOUNT = 'xwechat_files/wxid_owner_17a0/db_storage';
const FRIEND = `Msg_${md5('wxid_friend')}`;

async function read(files: Readonly<Record<string, readonly string[]>>): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  for (const [path, statements] of Object.entries(files)) {
    const file = join(folder.path, path);
    mkdirSync(dirname(file), { recursive: true });
    const db = new Database(file);
    db.unsafeMode(true);
    for (const statement of statements) db.exec(statement);
    db.close();
  }
  return await readAll(wechatDesktop, folder.path);
}

const brief = ({ conversation, sender, direction, body, type, times, from }: Message) => [conversation, sender, direction, type, body, times[0]?.utcMs, from.state === 'recovered' ? from.recovery.confidence : from.state]; // prettier-ignore

/** Words, number in the conversation, type, conversation, sender, time. */
type Row = readonly [words: string, local: number, type: number, session: number, sender: number, seconds: number];

/** The index as the app makes it: its own tokenizer is named in the schema, and no connection here has it. */
function indexOf(rows: readonly Row[], more: readonly string[] = []): readonly string[] {
  return [
    'CREATE VIRTUAL TABLE message_fts_v4_0 USING fts5(acontent, message_local_id UNINDEXED, sort_seq UNINDEXED, local_type UNINDEXED, session_id UNINDEXED, sender_id UNINDEXED, create_time UNINDEXED)',
    'CREATE TABLE name2id (username TEXT PRIMARY KEY)',
    "INSERT INTO name2id (rowid, username) VALUES (1, 'wxid_friend'), (2, 'wxid_owner'), (3, '17@chatroom')",
    ...rows.map(([words, local, type, session, sender, seconds]) => `INSERT INTO message_fts_v4_0 VALUES ('${words}', ${local}, ${seconds}001, ${type}, ${session}, ${sender}, ${seconds})`), // prettier-ignore
    ...more,
    'PRAGMA writable_schema = ON',
    `UPDATE sqlite_schema SET sql = replace(sql, 'create_time UNINDEXED', 'create_time UNINDEXED, tokenize = ''MMFtsTokenizer disable_pinyin''') WHERE name = 'message_fts_v4_0'`,
  ];
}

const readStorage = (rows: readonly Row[], more: readonly string[] = [], beside = {}): Promise<readonly Extracted[]> =>
  read({
    [`${ACCOUNT}/contact/contact.db`]: [...STORAGE_CONTACTS, "INSERT INTO contact (username, nick_name) VALUES ('wxid_friend', 'F'), ('17@chatroom', 'Harbour')"], // prettier-ignore
    [`${ACCOUNT}/message/message_0.db`]: [
      ...STORAGE_MESSAGES,
      messageTable(FRIEND),
      "INSERT INTO Name2Id (rowid, user_name) VALUES (1, 'wxid_friend'), (2, 'wxid_owner')",
      `INSERT INTO ${FRIEND} (local_id, local_type, real_sender_id, create_time, message_content) VALUES
        (1, 1, 1, ${SECONDS}, 'Pier 4,  at SIX!'), (2, 1, 2, ${SECONDS + 1}, 'other words now'),
        (3, 10000, 0, ${SECONDS + 2}, '<sysmsg type="revokemsg"><revokemsg><newmsgid>9</newmsgid><replacemsg>taken back</replacemsg></revokemsg></sysmsg>'),
        (4, 49, 1, ${SECONDS + 3}, '<msg><appmsg><title>Crates &amp; keys</title><des>Seventeen</des><type>5</type></appmsg></msg>'),
        (5, 3, 1, ${SECONDS + 4}, '<msg><img /></msg>'), (6, 1, 1, ${SECONDS + 99}, 'number given again')`,
    ],
    [`${ACCOUNT}/message/message_fts.db`]: indexOf(rows, more),
    ...beside,
  });

it('counts what the messages say too, and tells other words, words that were taken back, and messages that are gone', async () => {
  const all = await readStorage([
    ['pier 4 at six', 1, 1, 1, 1, SECONDS],
    ['first words', 2, 1, 1, 2, SECONDS + 1],
    ['not this one', 3, 1, 1, 1, SECONDS + 2],
    ['Taken back', 3, 1, 1, 1, SECONDS + 2],
    ['Crates & keys Seventeen', 4, 49, 1, 1, SECONDS + 3],
    ['words in the picture', 5, 3, 1, 1, SECONDS + 4],
    ['gone from here', 6, 1, 1, 1, SECONDS + 5],
    ['gone from the group', 7, 1, 3, 2, SECONDS + 6],
    ['of nobody', 8, 1, 99, 98, SECONDS + 7],
  ]);
  const versions = only(all, 'version').map(({ message, role, body, verbatim }) => [message, role, body, verbatim]);
  expect(versions).toEqual([
    [`message_0.${FRIEND}:2`, 'unknown', 'first words', false],
    [`message_0.${FRIEND}:3`, 'deleted-text', 'not this one', false],
  ]);
  expect(only(all, 'detail').filter(({ content }) => content.type === 'other' && content.name === 'search-index')).toMatchObject([{ message: `message_0.${FRIEND}:5`, content: { values: { words: 'words in the picture' } } }]); // prettier-ignore
  expect(
    only(all, 'message')
      .filter(({ from }) => from.state === 'recovered')
      .map(brief),
  ).toEqual([
    ['wxid_friend', 'wxid_friend', 'incoming', 'text', 'gone from here', (SECONDS + 5) * 1000, 'medium'],
    ['17@chatroom', 'wxid_owner', 'outgoing', 'text', 'gone from the group', (SECONDS + 6) * 1000, 'medium'],
  ]);
  expect(only(all, 'event')).toMatchObject([{ body: 'of nobody', conversation: null, from: { state: 'recovered' }, stored: { c4: 99, c5: 98 } }]); // prettier-ignore
  const tally = only(all, 'tally').find(({ table }) => table === 'message_fts_v4_0_content');
  expect(tally).toMatchObject({ rows: 9, used: 6, skipped: { 'row of a search index that says the same as the message which the store holds': 3 } }); // prettier-ignore
});

it('says less for sure while a store of messages is locked', async () => {
  const noise = Array.from({ length: 4096 }, (_, index) => ((index * 2_654_435_761) >>> 13) & 255);
  const all = await readStorage([['gone', 6, 1, 1, 1, SECONDS + 5]], [], {
    [`${ACCOUNT}/message/message_1.db`]: ['CREATE TABLE t (a)', `INSERT INTO t VALUES (x'${Buffer.from(noise).toString('hex')}')`, 'PRAGMA writable_schema = ON', "UPDATE sqlite_schema SET sql = 'not a table'"], // prettier-ignore
  });
  expect(only(all, 'message').filter(({ from }) => from.state === 'recovered').map(brief)[0]?.at(-1)).toMatch(/low|medium/u); // prettier-ignore
});

it('tells what the app notes of parts that were taken out of its index', async () => {
  const all = await readStorage([], ['CREATE TABLE message_fts_v4_session_delete_info (session_id INTEGER, start_local_id INTEGER, end_local_id INTEGER, db_time_stamp INTEGER)', `INSERT INTO message_fts_v4_session_delete_info VALUES (3, 4, 9, ${SECONDS})`]); // prettier-ignore
  expect(only(all, 'event')).toMatchObject([{ type: 'deletion', conversation: '17@chatroom', times: [], stored: { start_local_id: 4, end_local_id: 9, db_time_stamp: SECONDS } }]); // prettier-ignore
});

it('reads the index of version 3, whose numbers mean one message only with their place in the order', async () => {
  const base = 'WeChat Files/wxid_owner/Msg';
  const message = (text: string, sequence: number): string =>
    `INSERT INTO MSG (localId, Type, SubType, IsSender, CreateTime, Sequence, StrTalker, StrContent) VALUES (1, 1, 0, 0, ${SECONDS}, ${sequence}, 'wxid_friend', '${text}')`;
  const all = await read({
    [`${base}/MicroMsg.db`]: [...MULTI_CONTACTS, "INSERT INTO Contact (UserName, NickName) VALUES ('wxid_friend', 'F')"], // prettier-ignore
    [`${base}/Multi/MSG0.db`]: [...MULTI_MESSAGES, message('one', 17_001)],
    [`${base}/Multi/MSG1.db`]: [...MULTI_MESSAGES, message('two', 18_001)],
    [`${base}/Multi/FTSMSG0.db`]: [
      'CREATE VIRTUAL TABLE FTSChatMsg2 USING fts4(content, entityId)',
      "INSERT INTO FTSChatMsg2 (docid, content, entityId) VALUES (1, 'one', 1), (2, 'two', 1), (3, 'three', 1), (4, 'without more', 1)",
      'CREATE TABLE FTSChatMsg2_MetaData (docid INTEGER PRIMARY KEY, msgId INTEGER, entityId INTEGER, type INTEGER, subType INTEGER, tableType INTEGER, sortSequence INTEGER)',
      'INSERT INTO FTSChatMsg2_MetaData VALUES (1, 1, 1, 1, 0, 1, 17001), (2, 1, 1, 1, 0, 1, 18001), (3, 1, 1, 1, 0, 1, 19001), (9, 4, 1, 1, 0, 1, 20001)',
      'CREATE TABLE NameToId (userName TEXT PRIMARY KEY)',
      "INSERT INTO NameToId VALUES ('wxid_friend')",
    ],
  });
  const found = only(all, 'message').filter(({ from }) => from.state === 'recovered');
  expect(found.map(brief)).toEqual([
    ['wxid_friend', null, 'unknown', 'unknown', 'three', undefined, 'medium'],
    ['wxid_friend', null, 'unknown', 'unknown', 'without more', undefined, 'medium'],
  ]);
  expect(found[0]?.stored).toMatchObject({ 'FTSChatMsg2_MetaData.msgId': 1, 'FTSChatMsg2_MetaData.sortSequence': 19_001 }); // prettier-ignore
  expect(only(all, 'event').map(({ from, stored }) => [from.state, stored?.msgId])).toEqual([['recovered', 4]]);
  expect(only(all, 'version')).toEqual([]);
});
