import { expect, it } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import type { Extracted } from '../../model/index.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { field } from '../wechat/fixture-protobuf.ts';
import { RowsByKey } from '../wechat/rows-by-key.ts';
import { HARDLINKS, multiHardlinks, RESOURCES } from './fixture-files.ts';
import { messageTable, MULTI_CONTACTS, MULTI_MESSAGES, STORAGE_CONTACTS, STORAGE_MESSAGES } from './fixture-schema.ts';
import { wechatDesktop } from './index.ts';

const SECONDS = 1_741_296_764;
const ACCOUNT = 'xwechat_files/wxid_owner_17a0/db_storage';
const CHAT = md5('wxid_friend');
const [PICTURE, FILM, PAPER, OTHER] = ['picture', 'film', 'paper', 'other'].map((one) => md5(one));
const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;

function readStorage(beside: Readonly<Record<string, readonly string[]>>): Promise<readonly Extracted[]> {
  return readMade(
    wechatDesktop,
    `${ACCOUNT}/message/message_0.db`,
    [
      ...STORAGE_MESSAGES,
      messageTable(`Msg_${CHAT}`),
      "INSERT INTO Name2Id (rowid, user_name) VALUES (1, 'wxid_friend'), (2, 'wxid_owner')",
      `INSERT INTO Msg_${CHAT} (local_id, server_id, local_type, real_sender_id, create_time, message_content) VALUES
        (1, 171, 3, 1, ${SECONDS}, '<msg><img md5="${PICTURE ?? ''}" /></msg>'), (2, 172, 43, 1, ${SECONDS}, '<msg><videomsg md5="${FILM ?? ''}" /></msg>'),
        (3, 173, 25769803825, 1, ${SECONDS}, '<msg><appmsg><title>plan.pdf</title><type>6</type><md5>${PAPER ?? ''}</md5></appmsg></msg>'),
        (4, 174, 3, 1, ${SECONDS}, '<msg><img /></msg>')`,
    ],
    {
      [`${ACCOUNT}/contact/contact.db`]: [...STORAGE_CONTACTS, "INSERT INTO contact (username, nick_name) VALUES ('wxid_friend', 'F')"], // prettier-ignore
      ...beside,
    },
  );
}

it('finds files of messages by the index, and says which files of it no message names', async () => {
  const all = await readStorage({
    [`${ACCOUNT}/hardlink/hardlink.db`]: [
      ...HARDLINKS,
      `INSERT INTO dir2id (rowid, username) VALUES (1, '${CHAT}'), (2, '2025-03'), (3, '../..')`,
      `INSERT INTO image_hardlink_info_v4 (md5, file_name, file_size, modify_time, dir1, dir2) VALUES ('${PICTURE ?? ''}', '${OTHER ?? ''}.dat', 9, ${SECONDS}, 1, 2), ('${FILM ?? ''}', 'x.dat', 9, ${SECONDS}, 1, 2), ('${PICTURE ?? ''}', 'y.dat', 9, ${SECONDS}, 3, 2)`,
      `INSERT INTO video_hardlink_info_v4 (md5, file_name, dir1, dir2) VALUES ('${FILM ?? ''}', 'film (1).mp4', 2, 0)`,
      `INSERT INTO file_hardlink_info_v4 (md5, file_name, dir1, dir2) VALUES ('${PAPER ?? ''}', 'plan(2).pdf', 2, 0)`,
    ],
  });
  const attachments = only(all, 'attachment');
  const first = attachments.filter(({ type }) => type !== 'thumbnail').map(({ candidates }) => candidates[0] ?? null);
  expect(first).toEqual([`msg/attach/${CHAT}/2025-03/Img/${OTHER ?? ''}.dat`, 'msg/video/2025-03/film (1).mp4', 'msg/file/2025-03/plan(2).pdf', null]); // prettier-ignore
  expect(attachments[0]?.stored).toMatchObject({ 'image_hardlink_info_v4.dir1': 1, 'path-of-the-index': `msg/attach/${CHAT}/2025-03/Img/${OTHER ?? ''}.dat` }); // prettier-ignore
  expect(attachments[0]?.from.at).toHaveLength(2);
  // A picture is no film, and a folder that leads out of the account is none.
  expect(attachments.flatMap(({ candidates }) => candidates).filter((path) => path.includes('..') || path.includes('x.dat'))).toEqual([]); // prettier-ignore
  expect(only(all, 'event')).toMatchObject([{ conversation: 'wxid_friend', times: [{ utcMs: SECONDS * 1000, meaning: 'changed' }], stored: { 'table of the app': 'image_hardlink_info_v4', 'path-of-the-index': `msg/attach/${CHAT}/2025-03/Img/x.dat` } }]); // prettier-ignore
});

it('looks at a bounded number of rows for one file, and tells of the others', async () => {
  const row = `('${PICTURE ?? ''}', 'y.dat', 9, ${SECONDS}, 1, 2)`;
  const all = await readStorage({
    [`${ACCOUNT}/hardlink/hardlink.db`]: [
      ...HARDLINKS,
      `INSERT INTO dir2id (rowid, username) VALUES (1, '${CHAT}'), (2, '2025-03')`,
      `INSERT INTO image_hardlink_info_v4 (md5, file_name, file_size, modify_time, dir1, dir2) VALUES ${Array.from({ length: 300 }, () => row).join(', ')}`,
    ],
  });
  expect(only(all, 'event')).toHaveLength(300 - 64);
  expect(only(all, 'tally').find(({ table }) => table === 'image_hardlink_info_v4')).toMatchObject({
    rows: 300,
    used: 300,
  });
});

it('takes names of files from the index of media, and tells of messages that only it knows', async () => {
  const all = await readStorage({
    [`${ACCOUNT}/message/message_resource.db`]: [
      ...RESOURCES,
      "INSERT INTO ChatName2Id (rowid, user_name) VALUES (5, 'wxid_friend')",
      "INSERT INTO SenderName2Id (rowid, user_name) VALUES (6, 'wxid_owner')",
      `INSERT INTO MessageResourceInfo VALUES (1, 5, 6, 3, ${SECONDS}, 4, 174, 0, ${hex(field(2, field(1, OTHER ?? '')))}), (2, 5, 6, 3, ${SECONDS + 9}, 8, 900, 0, ${hex(field(2, field(1, PICTURE ?? '')))}),
        (3, 99, 98, 3, ${SECONDS + 10}, 9, 901, 0, NULL)`,
      "INSERT INTO MessageResourceDetail (resource_id, message_id, type, size, data_index) VALUES (1, 2, 7, 1700, 'd'), (2, 77, 7, 1, 'x'), (3, 1, 7, 1, 'of one that stands')",
    ],
  });
  // What stands in the store is counted out with its details; of a conversation without a name nobody can say whether it does.
  expect(only(all, 'tally').filter(({ table }) => table.startsWith('MessageResource')).map(({ table, rows, used, skipped }) => [table, rows, used, skipped])).toEqual([
    ['MessageResourceInfo', 3, 2, { 'row of an index of media whose message the store holds': 1 }],
    ['MessageResourceDetail', 3, 2, { 'row of an index of media whose message the store holds': 1 }],
  ]); // prettier-ignore
  expect(only(all, 'event').find(({ stored }) => stored?.message_svr_id === 901)?.from).toMatchObject({ recovery: { confidence: 'low', otherwise: expect.stringContaining('was not looked for') as unknown } }); // prettier-ignore
  const places = (key: string) => only(all, 'attachment').find(({ message, type }) => message === key && type === 'image')?.candidates; // prettier-ignore
  expect(places(`message_0.Msg_${CHAT}:4`)).toContain(`msg/attach/${CHAT}/2025-03/Img/${OTHER ?? ''}.dat`);
  const gone = only(all, 'message').filter(({ from }) => from.state === 'recovered');
  expect(gone).toMatchObject([{ conversation: 'wxid_friend', sender: 'wxid_owner', direction: 'outgoing', serverId: '900', type: 'image', body: null, times: [{ utcMs: (SECONDS + 9) * 1000 }], stored: { 'MessageResourceDetail.size': 1700 } }]); // prettier-ignore
  expect(places(gone[0]?.key ?? '')).toContain(`msg/attach/${CHAT}/2025-03/Img/${PICTURE ?? ''}.dat`);
  expect(only(all, 'event').map(({ from, stored }) => [from.state, stored?.message_svr_id ?? stored?.message_id])).toEqual([['recovered', 901], ['recovered', 77]]); // prettier-ignore
});

it('finds pictures of version 3 by the index, whichever way its columns are written', async () => {
  const base = 'WeChat Files/wxid_owner/Msg';
  for (const written of [
    (sql: string) => sql,
    (sql: string) => sql.replace('Md5 BLOB', 'MD5 BLOB').replace('DirId', 'DirID'),
  ]) {
    // prettier-ignore
    const all = await readMade(
      wechatDesktop,
      `${base}/Multi/MSG0.db`,
      [...MULTI_MESSAGES, `INSERT INTO MSG (localId, Type, SubType, IsSender, CreateTime, StrTalker, StrContent) VALUES (1, 3, 0, 0, ${SECONDS}, 'wxid_friend', '<msg><img md5="${PICTURE ?? ''}" /></msg>')`], // prettier-ignore
      {
        [`${base}/MicroMsg.db`]: [...MULTI_CONTACTS, "INSERT INTO Contact (UserName, NickName) VALUES ('wxid_owner', 'Me')"],
        [`${base}/HardLinkImage.db`]: [...multiHardlinks('Image').map(written), `INSERT INTO HardLinkImageID VALUES (4, '${CHAT}'), (5, '2025-03')`, `INSERT INTO HardLinkImageAttribute VALUES (1, x'${PICTURE ?? ''}', 'a.dat', 4, 5, ${SECONDS}, 0)`], // prettier-ignore
      },
    );
    const [picture] = only(all, 'attachment');
    expect(picture?.candidates[0]).toBe(`FileStorage/MsgAttach/${CHAT}/Image/2025-03/a.dat`);
    expect(picture?.sealed?.scheme).toBe('wechat-dat');
    expect(only(all, 'event')).toEqual([]);
  }
});

it('keeps rows by their key, however many there are', () => {
  const rows = new RowsByKey();
  for (let row = 0; row < 5000; row += 1) rows.add(BigInt(row % 100) - 50n, row, row % 3);
  expect([...rows.rowsOf(-50n)].length).toBe(50);
  expect([...rows.rowsOf(-50n)].slice(0, 2)).toEqual([{ row: 0n, tag: 0 }, { row: 100n, tag: 1 }]); // prettier-ignore
  expect([...rows.rowsOf(7777n)]).toEqual([]);
});
