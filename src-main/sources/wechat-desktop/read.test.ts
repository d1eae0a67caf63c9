import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../../fixtures/scenario.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder, writeFixture } from '../../../test/contract/read-source.ts';
import { smallStory } from '../../../test/contract/small-story.ts';
import { openIn, pathInWork } from '../../evidence/locks/fixture-open-in.ts';
import { sqlcipher } from '../../evidence/locks/open-sqlcipher.ts';
import type { Extracted } from '../../model/index.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { field, number } from '../wechat/fixture-protobuf.ts';
import { fixture } from './fixture.ts';
import { messageTable, MULTI_CONTACTS, MULTI_MESSAGES, STORAGE_CONTACTS, STORAGE_MESSAGES, STORAGE_SESSIONS, STORAGE_VOICES } from './fixture-schema.ts'; // prettier-ignore
import { wechatDesktop } from './index.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/wechat/synthetic');
const ACCOUNT = 'xwechat_files/wxid_owner_17a0';
const MESSAGES = `${ACCOUNT}/db_storage/message/message_0.db`;
const FRIEND = `Msg_${md5('wxid_friend')}`;
const SECONDS = 1_741_296_764;

const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Rows of the conversation with a friend: type, number of the sender, content as SQL, how it is packed, what is packed beside it. */
async function readStorage(
  rows: readonly (readonly [type: bigint | number, sender: number, content: string, kind?: number, packed?: Uint8Array])[], // prettier-ignore
  more: readonly string[] = [],
  beside: Readonly<Record<string, readonly string[]>> = {},
): Promise<readonly Extracted[]> {
  const values = rows.map(([type, sender, content, kind, packed], index) => `(${17_000 + index}, ${type}, ${sender}, ${SECONDS + index}, ${content}, ${kind ?? 0}, ${packed === undefined ? 'NULL' : hex(packed)})`); // prettier-ignore
  const contacts = `${ACCOUNT}/db_storage/contact/contact.db`;
  return readMade(
    wechatDesktop,
    MESSAGES,
    [
      ...STORAGE_MESSAGES,
      messageTable(FRIEND),
      "INSERT INTO Name2Id (rowid, user_name) VALUES (1, 'wxid_friend'), (2, 'wxid_owner')",
      `INSERT INTO ${FRIEND} (server_id, local_type, real_sender_id, create_time, message_content, WCDB_CT_message_content, packed_info_data) VALUES ${values.join(', ')}`,
      ...more,
    ],
    {
      [contacts]: [...STORAGE_CONTACTS, "INSERT INTO contact (username, nick_name, remark) VALUES ('wxid_friend', '朋友', 'Friend'), ('17@chatroom', 'Harbour', '')"], // prettier-ignore
      ...beside,
    },
  );
}

const issuesAt = (all: readonly Extracted[], column: string) =>
  only(all, 'issue')
    .filter(({ where }) => where.endsWith(`.${column}`))
    .map(({ code, detail }) => [code, detail]);

describe('version 4', () => {
  it('takes sender and direction from the list of names and the folder, and says that the owner is assumed', async () => {
    const all = await readStorage([[1, 1, "'hello'"], [1, 2, "'hello back'"], [1, 9, "'whose?'"], [10000, 0, "'a line'"]]); // prettier-ignore
    expect(only(all, 'message').map(({ sender, direction, body }) => [sender, direction, body])).toEqual([
      ['wxid_friend', 'incoming', 'hello'],
      ['wxid_owner', 'outgoing', 'hello back'],
      [null, 'unknown', 'whose?'],
      [null, 'unknown', 'a line'],
    ]);
    expect(issuesAt(all, 'real_sender_id')).toHaveLength(1);
    expect(only(all, 'issue').filter(({ code }) => code === 'owner-assumed')).toHaveLength(1);
    expect(only(all, 'account').find(({ owner }) => owner !== null)).toMatchObject({ identifier: 'wxid_owner', owner: { assumed: true } }); // prettier-ignore
    expect(only(all, 'conversation').find(({ key }) => key === 'wxid_friend')?.type).toBe('one-to-one');
    const times = only(all, 'message')[0]?.times;
    expect(times).toMatchObject([{ utcMs: SECONDS * 1000, encoding: 'unix-s' }]);
  });

  it('concludes no direction where no table names the account of the folder', async () => {
    const all = await readMade(wechatDesktop, MESSAGES.replace('wxid_owner', 'alias17'), [
      ...STORAGE_MESSAGES,
      messageTable(FRIEND),
      "INSERT INTO Name2Id (rowid, user_name) VALUES (1, 'wxid_friend')",
      `INSERT INTO ${FRIEND} (server_id, local_type, real_sender_id, create_time, message_content) VALUES (1, 1, 1, ${SECONDS}, 'hello')`,
    ]);
    expect(only(all, 'message')).toMatchObject([{ direction: 'unknown', sender: 'wxid_friend' }]);
    expect(only(all, 'issue').map(({ code }) => code)).toContain('owner-unknown');
    expect(only(all, 'account').filter(({ owner }) => owner !== null)).toEqual([]);
  });

  it('keeps a conversation that no table names under the name of its table', async () => {
    const table = `Msg_${md5('wxid_gone')}`;
    const all = await readStorage([[1, 1, "'x'"]], [messageTable(table), `INSERT INTO ${table} (local_type, real_sender_id, create_time, message_content) VALUES (1, 1, ${SECONDS}, 'wxid_friend:\nfrom a group?')`]); // prettier-ignore
    expect(only(all, 'conversation').find(({ identifier }) => identifier === table)).toMatchObject({ type: 'unknown', account: null }); // prettier-ignore
    expect(only(all, 'message').find(({ conversation }) => conversation === table)).toMatchObject({ sender: 'wxid_friend', body: 'from a group?' }); // prettier-ignore
  });

  it('unpacks texts, and keeps the rows of those that it cannot unpack', async () => {
    const packed = zstdCompressSync(Buffer.from('packed words'));
    const bomb = zstdCompressSync(Buffer.alloc(40 * 1024 * 1024));
    // A frame whose header names the dictionary 5: RFC 8878, section 3.1.1.1.
    const named = Buffer.concat([Buffer.from('28b52ffd0100', 'hex'), Buffer.of(5), packed.subarray(6)]);
    const all = await readStorage([
      [1, 1, hex(packed), 4],
      [1, 1, hex(packed.subarray(0, 12)), 4],
      [1, 1, hex(named), 2],
      [1, 1, hex(bomb), 4],
      [1, 1, "x'0011'", 4],
    ]);
    expect(only(all, 'message').map(({ type, body }) => [type, body])).toEqual([['text', 'packed words'], ['text', null], ['text', null], ['text', null], ['text', null]]); // prettier-ignore
    const details = issuesAt(all, 'message_content').map(([, detail]) => detail ?? '');
    expect(details.map((detail) => /\((.*)\);/u.exec(detail)?.[1])).toEqual([
      'it is packed and damaged',
      'it is packed with a dictionary (5) that no file of the exhibit holds',
      'it unpacks to more than 4194304 bytes',
      'it is marked as packed (4) and does not begin so',
    ]);
    expect(only(all, 'message')[2]?.stored?.message_content).toEqual(named);
  });

  it('finds pictures and films by the packed names, in the months around the instant', async () => {
    const hash = md5('picture');
    const all = await readStorage([[3, 1, "'<msg><img length=\"9\" /></msg>'", 0, field(3, field(4, hash))], [43, 1, "'<msg><videomsg playlength=\"7\" /></msg>'", 0, field(4, field(8, hash))], [3, 1, "''", 0, Buffer.from('ff', 'hex')]]); // prettier-ignore
    const [picture, preview, film] = only(all, 'attachment');
    const folder = `msg/attach/${md5('wxid_friend')}/2025-03/Img/${hash}`;
    expect(picture?.candidates).toEqual([`${folder}_h.dat`, `${folder}.dat`]);
    expect(preview).toMatchObject({ type: 'thumbnail', candidates: [`${folder}_t.dat`] });
    expect(film?.candidates).toEqual([`msg/video/2025-03/${hash}.mp4`]);
    expect(issuesAt(all, 'packed_info_data').map(([code]) => code)).toEqual(['undecodable-payload']);
  });

  it('puts voices to their messages, and keeps those of no message', async () => {
    const voice = hex(Buffer.from('\u0002#!SILK_V3 sound'));
    const all = await readStorage([[34, 1, "'<msg><voicemsg voicelength=\"2500\" /></msg>'", 0, field(5, Buffer.concat([number(1, 2), field(2, 'half past four')]))]], [], {
      [`${ACCOUNT}/db_storage/message/media_0.db`]: [...STORAGE_VOICES, `INSERT INTO VoiceInfo (chat_name_id, create_time, local_id, svr_id, voice_data) VALUES (1, ${SECONDS}, 1, 17000, ${voice}), (1, ${SECONDS}, 2, 99, ${voice}), (1, ${SECONDS}, 3, 98, x'00')`], // prettier-ignore
    }); // prettier-ignore
    expect(only(all, 'attachment')).toMatchObject([{ type: 'voice', durationS: 2.5, transcript: 'half past four', stored: { 'VoiceInfo.svr_id': 17000, 'bytes-in-row': 16 } }]); // prettier-ignore
    expect(only(all, 'event').map(({ from, stored }) => [from.state, stored?.svr_id])).toEqual([['recovered', 99], ['recovered', 98]]); // prettier-ignore
    expect(issuesAt(all, 'voice_data')).toHaveLength(1);
  });

  it('reads types of messages of apps from above the lower 32 bits, and makes money an event', async () => {
    const transfer = '<msg><appmsg><title>Transfer</title><type>2000</type><wcpayinfo><paysubtype>3</paysubtype><feedesc>￥40.00</feedesc><payer_username>wxid_owner</payer_username><receiver_username>wxid_friend</receiver_username></wcpayinfo></appmsg></msg>'; // prettier-ignore
    const all = await readStorage([
      [8589934592049n, 1, quote(transfer)],
      [871, 1, "'?'"],
    ]);
    expect(only(all, 'message').map(({ type, typeStored, body }) => [type, typeStored, body])).toEqual([['payment', '8589934592049', '￥40.00'], ['unknown', '871', '?']]); // prettier-ignore
    expect(only(all, 'event')).toMatchObject([
      { type: 'payment', actor: 'wxid_friend', accounts: ['wxid_owner'], body: '￥40.00', stored: { kind: 'transfer', 'state-as-the-message-says': 'received', paysubtype: '3' } },
    ]); // prettier-ignore
    expect(issuesAt(all, 'local_type').map(([code]) => code)).toEqual(['unknown-code']);
  });

  it('makes what lies beside messages events: deletions, favourites, posts, money', async () => {
    const base = `${ACCOUNT}/db_storage`;
    const gone = `Msg_${md5('wxid_friend')}`;
    const all = await readStorage(
      [[1, 1, "'hello'"]],
      [`INSERT INTO DeleteInfo VALUES (1, '${gone}'), (2, 'contact')`],
      {
        [`${base}/message/message_revoke.db`]: ['CREATE TABLE revokemessage (to_user_name TEXT, svr_id INTEGER, message_type INTEGER, revoke_time INTEGER, content TEXT, at_user_list TEXT)', `INSERT INTO revokemessage VALUES ('wxid_friend', 17, 1, ${SECONDS}, 'not this one', '')`], // prettier-ignore
        [`${base}/favorite/favorite.db`]: ['CREATE TABLE fav_db_item (local_id INTEGER PRIMARY KEY, type INTEGER, update_time INTEGER, fromusr TEXT, realchatname TEXT, content TEXT)', `INSERT INTO fav_db_item VALUES (1, 1, ${SECONDS}, 'wxid_friend', '', '<favitem type="1"><desc>kept words</desc></favitem>'), (2, 1, 0, '', '', '<broken')`, 'CREATE TABLE fav_tag_db_item (local_id INTEGER PRIMARY KEY, server_id INTEGER, name TEXT, seq INTEGER)', "INSERT INTO fav_tag_db_item VALUES (1, 1, 'crates', 1)", 'CREATE TABLE fav_bind_tag_db_item (tag_local_id INTEGER, tag_server_id INTEGER, fav_local_id INTEGER, fav_server_id INTEGER, op_code INTEGER)', 'INSERT INTO fav_bind_tag_db_item VALUES (1, 1, 1, 1, 0), (9, 9, 77, 77, 0)'], // prettier-ignore
        [`${base}/sns/sns.db`]: ['CREATE TABLE SnsTimeLine (tid INTEGER PRIMARY KEY, user_name TEXT, content TEXT, pack_info_buf BLOB)', `INSERT INTO SnsTimeLine VALUES (-17, 'wxid_friend', '<SnsDataItem><TimelineObject><createTime>${SECONDS}</createTime><contentDesc>Harbour at six</contentDesc></TimelineObject></SnsDataItem>', NULL)`], // prettier-ignore
        [`${base}/session/session.db`]: [...STORAGE_SESSIONS, 'CREATE TABLE SessionDeleteTable (username TEXT PRIMARY KEY, delete_time INTEGER)', `INSERT INTO SessionDeleteTable VALUES ('wxid_friend', ${SECONDS}000)`], // prettier-ignore
      },
    );
    const events = new Map(only(all, 'event').map((one) => [`${String(one.stored?.['table of the app'])} ${String(one.from.at[0].kind === 'row' ? one.from.at[0].rowid : '')}`, one])); // prettier-ignore
    expect(events.get('revokemessage 1')).toMatchObject({ type: 'deletion', conversation: 'wxid_friend', body: 'not this one', times: [{ utcMs: SECONDS * 1000, meaning: 'deleted' }] }); // prettier-ignore
    expect(events.get('DeleteInfo 1')).toMatchObject({ type: 'deletion', conversation: 'wxid_friend', times: [], stored: { delete_table_name: gone } }); // prettier-ignore
    // Not each table is called after a conversation.
    expect(events.get('DeleteInfo 2')).toMatchObject({ conversation: null, stored: { delete_table_name: 'contact' } });
    expect(events.get('SessionDeleteTable 1')?.times).toMatchObject([{ utcMs: SECONDS * 1000, encoding: 'unix-ms' }]);
    expect(events.get('fav_db_item 1')).toMatchObject({ type: 'favourite', actor: null, accounts: ['wxid_friend'], body: 'kept words', stored: { 'favourite-tags': 'crates' } }); // prettier-ignore
    expect(events.get('fav_tag_db_item 1')).toMatchObject({ type: 'setting', body: 'crates' });
    expect(events.get('fav_db_item 2')).toMatchObject({ body: null, stored: { content: '<broken' } });
    expect(events.get('SnsTimeLine -17')).toMatchObject({ type: 'post', body: 'Harbour at six', times: [{ utcMs: SECONDS * 1000 }] }); // prettier-ignore
    expect(issuesAt(all, 'content').map(([code]) => code)).toEqual(['undecodable-payload']);
  });

  it('names a store of the account that is still locked, and one that is broken', async () => {
    using folder = temporaryFolder();
    await writeFixture(fixture, smallStory(scenario()), 'ada-phone', 'db-storage', folder.path);
    const base = join(folder.path, 'Documents/xwechat_files');
    const [account = ''] = readdirSync(base);
    const messages = join(base, account, 'db_storage/message');
    writeFileSync(join(messages, 'message_7.db'), Buffer.alloc(8192, 7));
    writeFileSync(join(messages, 'message_8.db'), noise(8192));
    const all = await readAll(wechatDesktop, folder.path);
    expect(only(all, 'issue').filter(({ where }) => /message_[78]/u.test(where)).map(({ code, where }) => [code, where.slice(-12)])).toEqual([['database-damaged', 'message_7.db'], ['source-locked', 'message_8.db']]); // prettier-ignore
  });
});

function noise(length: number): Buffer {
  let state = 17;
  return Buffer.from(Array.from({ length }, () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16 & 255)); // prettier-ignore
}

describe('version 3', () => {
  const STORE = 'WeChat Files/wxid_owner/Msg/Multi/MSG0.db';
  const text = (kind: number, value: string): Buffer => field(3, Buffer.concat([number(1, kind), field(2, value)]));
  const read = (rows: readonly string[]): Promise<readonly Extracted[]> =>
    readMade(wechatDesktop, STORE, [
      ...MULTI_MESSAGES,
      `INSERT INTO MSG (MsgSvrID, Type, SubType, IsSender, CreateTime, StrTalker, StrContent, CompressContent, BytesExtra) VALUES ${rows.join(', ')}`,
    ], { 'WeChat Files/wxid_owner/Msg/MicroMsg.db': [...MULTI_CONTACTS, "INSERT INTO Contact (UserName, NickName) VALUES ('wxid_owner', 'Me')"] }); // prettier-ignore

  it('takes the sender in a group and the files from what the row packs', async () => {
    const extra = Buffer.concat([text(1, 'wxid_friend'), text(3, 'wxid_owner\\FileStorage\\Image\\2025-03\\t.dat'), text(4, 'wxid_owner\\FileStorage\\Image\\..\\2025-03\\a.dat'), text(9, '<x/>')]); // prettier-ignore
    const all = await read([
      `(1, 3, 0, 0, ${SECONDS}, '17@chatroom', '<msg><img length="9" /></msg>', NULL, ${hex(extra)})`,
      `(2, 1, 0, 7, ${SECONDS}, '17@chatroom', 'x', NULL, x'1aff')`,
    ]);
    const [first, second] = only(all, 'message');
    expect(first).toMatchObject({ sender: 'wxid_friend', direction: 'incoming', stored: { 'BytesExtra 9': '<x/>' } });
    expect(only(all, 'attachment').map(({ type, candidates }) => [type, candidates])).toEqual([['image', []], ['thumbnail', ['FileStorage/Image/2025-03/t.dat']]]); // prettier-ignore
    expect(second).toMatchObject({ sender: null, direction: 'unknown', body: 'x' });
    expect(issuesAt(all, 'BytesExtra')).toHaveLength(1);
    expect(issuesAt(all, 'IsSender')).toHaveLength(1);
  });

  it('unpacks messages of apps, and keeps the row of one that it cannot unpack', async () => {
    const xml = '<msg><appmsg><title>Tides</title><type>5</type><url>https://port.example</url></appmsg></msg>\0';
    const literals = Buffer.concat([Buffer.of(0xf0, Buffer.byteLength(xml) - 15), Buffer.from(xml)]);
    const all = await read([`(1, 49, 5, 1, ${SECONDS}, 'wxid_friend', '', ${hex(literals)}, NULL)`, `(2, 49, 5, 1, ${SECONDS}, 'wxid_friend', '', x'ff00', NULL)`]); // prettier-ignore
    expect(only(all, 'message').map(({ type, typeStored, body, sender }) => [type, typeStored, body, sender])).toEqual([['text', '49/5', 'Tides', 'wxid_owner'], ['unknown', '49/5', null, 'wxid_owner']]); // prettier-ignore
    expect(issuesAt(all, 'CompressContent').map(([code]) => code)).toEqual(['undecodable-payload']);
    expect(only(all, 'message')[1]?.stored?.CompressContent).toEqual(Buffer.of(0xff, 0));
  });
});

describe.skipIf(!existsSync(corpus))('files of the corpus', () => {
  const opened = async (name: string, path: string, key: string): Promise<readonly Extracted[]> => {
    using folder = temporaryFolder();
    const [exhibit, work] = [join(folder.path, 'in'), join(folder.path, 'work')];
    for (const place of [join(exhibit, dirname(path)), work]) mkdirSync(place, { recursive: true });
    copyFileSync(join(corpus, name), join(exhibit, path));
    const opening = await openIn(sqlcipher, exhibit, work, path, key, 'hex');
    expect(opening.end).toMatchObject({ ended: 'opened' });
    copyFileSync(pathInWork(opening, path.slice(path.lastIndexOf('/') + 1), work), join(exhibit, path));
    return await readAll(wechatDesktop, exhibit);
  };
  const keys = JSON.parse(existsSync(corpus) ? readFileSync(join(corpus, 'vectors.json'), 'utf8') : '{}') as Record<string, Record<string, string>>; // prettier-ignore

  it('reads the sample of version 4: the rows that the manifest states, packed ones too', async () => {
    const all = await opened('v4_message_0.db', 'xwechat_files/wxid_synthowner_17a0/db_storage/message/message_0.db', keys['v4_message_0.db']?.derived_aes_hex ?? ''); // prettier-ignore
    const tallies = Object.fromEntries(only(all, 'tally').map(({ table, rows }) => [table, rows]));
    expect(tallies).toEqual({ DeleteInfo: 0, Name2Id: 4, Msg_fe750a6b2fc88b98eb1bf6ff8335f9fe: 2, Msg_a38d5aeca48866f6403131a6b340c2b9: 3 }); // prettier-ignore
    expect(only(all, 'message')).toHaveLength(5);
    expect(only(all, 'issue').filter(({ code }) => code === 'owner-assumed')).toHaveLength(1);
    // Tables are read in the order of the schema. The two packed texts hold their XML several times, which is no XML; both are unpacked.
    const told = only(all, 'message').map(({ sender, direction, type, body }) => [sender, direction, type, body]);
    expect(told).toEqual([
      ['wxid_synthfriend01', 'incoming', 'text', 'plain text 你好'],
      ['wxid_synthowner', 'outgoing', 'text', null],
      ['wxid_synthmember02', 'incoming', 'text', 'group hello'],
      ['wxid_synthmember02', 'incoming', 'text', null],
      [null, 'unknown', 'revoked', null],
    ]);
    const packed = only(all, 'message').flatMap(({ stored }) => (typeof stored?.message_content === 'string' ? [stored.message_content] : [])); // prettier-ignore
    expect(packed.map((text) => [Buffer.byteLength(text), text.split('<appmsg>').length - 1])).toEqual([[980, 4], [420, 3]]); // prettier-ignore
  });

  it('reads the sample of version 3, whose fourth row is packed with matches', async () => {
    const all = await opened('win3x_MSG0.db', 'WeChat Files/wxid_synthowner/Msg/Multi/MSG0.db', keys['win3x_MSG0.db']?.derived_aes_hex ?? ''); // prettier-ignore
    const tallies = Object.fromEntries(only(all, 'tally').map(({ table, rows }) => [table, rows]));
    expect(tallies).toMatchObject({ MSG: 5, Name2ID: 2 });
    expect(only(all, 'issue').filter(({ code }) => code === 'undecodable-payload')).toEqual([]);
    expect(only(all, 'message').map(({ sender, type, typeStored, body }) => [sender, type, typeStored, body])).toEqual([
      ['wxid_synthfriend01', 'text', '1', 'hello synthetic'],
      [null, 'text', '1', 'own text 😀 你好'],
      ['wxid_synthmember02', 'text', '1', 'group text'],
      [null, 'text', '49/57', 'reply text'],
      [null, 'system', '10000', '"M" recalled a message'],
    ]);
  });
});
