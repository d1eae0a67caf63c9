import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { only } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { field } from '../wechat/fixture-protobuf.ts';
import { chatTables, CONTACTS } from './fixture-schema.ts';
import { wechatIos } from './index.ts';

const OWNER = 'wxid_owner';
const DOCUMENTS = 'AppDomain-com.tencent.xin/Documents';
const ACCOUNT = `${DOCUMENTS}/${md5(OWNER)}`;
const SECONDS = 1_741_296_764;
const [FRIEND, ROOM, GONE] = [md5('wxid_friend'), md5('17@chatroom'), md5('wxid_gone')];

const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;

/** What is read of an account with these files; statements make a database, bytes are written as they are. */
async function read(files: Readonly<Record<string, readonly string[] | Uint8Array>>): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  for (const [path, made] of Object.entries(files)) {
    const file = join(folder.path, path);
    mkdirSync(dirname(file), { recursive: true });
    if (made instanceof Uint8Array) {
      writeFileSync(file, made);
      continue;
    }
    const db = new Database(file);
    for (const statement of made) db.exec(statement);
    db.close();
  }
  return await readAll(wechatIos, folder.path);
}

const login = field(1, Buffer.concat([field(1, OWNER), field(2, 'owner17'), field(3, 'Me')]));
const insert = (hash: string, ...rows: readonly (readonly [des: number, type: number, message: string, kind?: number])[]): string =>
  `INSERT INTO Chat_${hash} (MesSvrID, CreateTime, Des, Type, Message, WCDB_CT_Message) VALUES ${rows.map(([des, type, message, kind], index) => `(${170 + index}, ${SECONDS + index}, ${des}, ${type}, ${message}, ${kind ?? 0})`).join(', ')}`; // prettier-ignore
const contact = (name: string, remark: Uint8Array, room?: Uint8Array): string =>
  `INSERT INTO Friend (userName, certificationFlag, dbContactRemark, dbContactChatRoom) VALUES ('${name}', 0, ${hex(remark)}, ${room === undefined ? 'NULL' : hex(room)})`; // prettier-ignore

const friend = contact('wxid_friend', Buffer.concat([field(1, '朋友'), field(2, 'friend17'), field(3, 'Friend')]));
const issuesAt = (all: readonly Extracted[], column: string) =>
  only(all, 'issue').filter(({ where }) => where.endsWith(`.${column}`)).map(({ code, detail }) => [code, detail]); // prettier-ignore

describe('an account', () => {
  it('reads all its databases, and takes the owner from the login whose MD5 its folder bears', async () => {
    const all = await read({
      [`${DOCUMENTS}/LoginInfo2.dat`]: Buffer.concat([field(1, field(1, 'wxid_another')), login]),
      [`${ACCOUNT}/DB/MM.sqlite`]: [...chatTables(FRIEND), insert(FRIEND, [0, 1, "'sent'"], [1, 1, "'received'"], [7, 1, "'?'"])], // prettier-ignore
      [`${ACCOUNT}/DB/message_2.sqlite`]: [...chatTables(ROOM), insert(ROOM, [1, 1, "'wxid_friend:\nin a group'"], [1, 1, "'Note:\nmilk'"])], // prettier-ignore
      [`${ACCOUNT}/DB/WCDB_Contact.sqlite`]: [...CONTACTS, friend, contact('17@chatroom', field(1, 'Harbour'), Buffer.concat([field(1, 'wxid_friend;wxid_third'), field(2, 'wxid_friend'), field(6, '<RoomData><Member UserName="wxid_third"><DisplayName>T.</DisplayName></Member></RoomData>')]))], // prettier-ignore
    });
    expect(only(all, 'message').map(({ conversation, sender, direction, body }) => [conversation, sender, direction, body])).toEqual([
      ['wxid_friend', OWNER, 'outgoing', 'sent'],
      ['wxid_friend', 'wxid_friend', 'incoming', 'received'],
      ['wxid_friend', null, 'unknown', '?'],
      ['17@chatroom', 'wxid_friend', 'incoming', 'in a group'],
      ['17@chatroom', null, 'incoming', 'Note:\nmilk'],
    ]); // prettier-ignore
    expect(issuesAt(all, 'Des')).toHaveLength(1);
    const accounts = new Map(only(all, 'account').map((one) => [one.identifier, one]));
    expect(accounts.get(OWNER)).toMatchObject({ owner: { assumed: false }, names: [{ name: 'Me', givenBy: 'self' }] });
    expect(accounts.get(OWNER)?.from.at).toEqual([expect.objectContaining({ kind: 'bytes', length: OWNER.length })]);
    expect(accounts.get('wxid_friend')?.names.map(({ name, givenBy }) => [name, givenBy])).toEqual([['Friend', 'owner'], ['朋友', 'self'], ['friend17', 'self']]); // prettier-ignore
    expect(accounts.has('wxid_another')).toBe(false);
    expect(only(all, 'participant').map(({ account, role, membership, stored }) => [account, role, membership, stored])).toEqual([
      ['wxid_friend', 'owner', 'unknown', {}],
      ['wxid_third', 'unknown', 'unknown', { 'RoomData.DisplayName': 'T.' }],
    ]); // prettier-ignore
  });

  it('keeps the conversation of a contact that is gone under the name of its table, and says whose account is not known', async () => {
    const all = await read({ [`${ACCOUNT}/DB/MM.sqlite`]: [...chatTables(GONE), insert(GONE, [0, 1, "'sent'"], [1, 1, "'received'"])] }); // prettier-ignore
    expect(only(all, 'conversation')).toMatchObject([{ identifier: `Chat_${GONE}`, type: 'unknown', account: null }]);
    expect(only(all, 'message').map(({ sender, direction }) => [sender, direction])).toEqual([[null, 'outgoing'], [null, 'incoming']]); // prettier-ignore
    expect(only(all, 'issue').map(({ code }) => code)).toContain('owner-unknown');
  });

  it('names a store that is broken beside those that are read', async () => {
    const all = await read({ [`${ACCOUNT}/DB/MM.sqlite`]: [...chatTables(FRIEND), insert(FRIEND, [0, 1, "'x'"])], [`${ACCOUNT}/DB/message_1.sqlite`]: Buffer.alloc(8192, 7) }); // prettier-ignore
    expect(only(all, 'issue').filter(({ code }) => code === 'database-damaged').map(({ where }) => where)).toEqual([`${ACCOUNT}/DB/message_1.sqlite`]); // prettier-ignore
    expect(only(all, 'message')).toHaveLength(1);
  });
});

describe('contents', () => {
  it('unpacks texts, and keeps the rows of what it cannot read', async () => {
    const packed = zstdCompressSync(Buffer.from('packed words'));
    // A frame whose header names the dictionary 1: RFC 8878, section 3.1.1.1.
    const named = Buffer.concat([Buffer.from('28b52ffd0100', 'hex'), Buffer.of(1), packed.subarray(6)]);
    const all = await read({
      [`${DOCUMENTS}/LoginInfo2.dat`]: login,
      [`${ACCOUNT}/DB/MM.sqlite`]: [...chatTables(FRIEND), insert(FRIEND, [1, 1, hex(packed), 4], [1, 1, hex(named), 2], [1, 49, "'<msg><appmsg>'"], [1, 871, "'new'"])], // prettier-ignore
      [`${ACCOUNT}/DB/WCDB_Contact.sqlite`]: [...CONTACTS, contact('wxid_friend', Buffer.from('0aff', 'hex')), contact('17@chatroom', field(1, 'Harbour'), field(6, '<RoomData><Member')), contact('18@chatroom', field(1, 'Pier'), Buffer.from('0aff', 'hex'))], // prettier-ignore
    });
    expect(only(all, 'message').map(({ type, body }) => [type, body])).toEqual([['text', 'packed words'], ['text', null], ['text', null], ['unknown', 'new']]); // prettier-ignore
    expect(issuesAt(all, 'Message').map(([code]) => code)).toEqual(['undecodable-payload', 'undecodable-payload']);
    expect(issuesAt(all, 'Type').map(([code]) => code)).toEqual(['unknown-code']);
    expect(issuesAt(all, 'dbContactRemark')).toHaveLength(1);
    expect(issuesAt(all, 'dbContactChatRoom')).toHaveLength(2);
    expect(only(all, 'conversation').find(({ identifier }) => identifier === '18@chatroom')?.stored?.['Friend.dbContactChatRoom']).toEqual(Buffer.from('0aff', 'hex')); // prettier-ignore
    expect(only(all, 'account').find(({ identifier }) => identifier === 'wxid_friend')?.stored?.dbContactRemark).toEqual(Buffer.from('0aff', 'hex')); // prettier-ignore
  });

  it('finds files by conversation and row, reads mentions beside the message, and makes money an event', async () => {
    const packet =
      "'<msg><appmsg><title>Best wishes</title><type>2001</type><wcpayinfo><scenetext>red</scenetext></wcpayinfo></appmsg></msg>'";
    const all = await read({
      [`${DOCUMENTS}/LoginInfo2.dat`]: login,
      [`${ACCOUNT}/DB/MM.sqlite`]: [
        ...chatTables(FRIEND),
        insert(FRIEND, [1, 34, '\'<msg><voicemsg voicelength="2500" voiceformat="4" /></msg>\''], [0, 49, packet]),
        `INSERT INTO ChatExt2_${FRIEND} (MesLocalID, MsgSource, ConIntRes1) VALUES (1, '<msgsource><atuserlist>wxid_third</atuserlist></msgsource>', 5), (9, 'x', 0)`,
      ],
      [`${ACCOUNT}/DB/WCDB_Contact.sqlite`]: [...CONTACTS, friend],
    });
    expect(only(all, 'attachment')).toMatchObject([{ type: 'voice', durationS: 2.5, candidates: [`Audio/${FRIEND}/1.aud`] }]); // prettier-ignore
    expect(only(all, 'mention')).toMatchObject([{ account: 'wxid_third' }]);
    expect(only(all, 'message')[0]?.stored).toMatchObject({ 'ChatExt2.ConIntRes1': 5 });
    expect(only(all, 'event').map(({ type, from, actor, accounts, body }) => [type, from.state, actor, accounts, body])).toEqual([
      ['payment', 'live', OWNER, ['wxid_friend'], 'Best wishes'],
      ['unknown', 'recovered', null, [], null],
    ]); // prettier-ignore
  });
});
