import { expect, test } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { messageTable, STORAGE_MESSAGES } from './fixture-schema.ts';
import { wechatDesktop } from './index.ts';

const ACCOUNT = 'xwechat_files/wxid_owner_17a0';
const HASH = md5('sticker');

test('stickers of version 4 are looked for by their MD5, and those that the account keeps are events', async () => {
  const table = `Msg_${md5('wxid_friend')}`;
  const all = await readMade(
    wechatDesktop,
    `${ACCOUNT}/db_storage/message/message_0.db`,
    [
      ...STORAGE_MESSAGES,
      messageTable(table),
      "INSERT INTO Name2Id (rowid, user_name) VALUES (1, 'wxid_friend')",
      `INSERT INTO ${table} (server_id, local_type, real_sender_id, create_time, message_content) VALUES (1, 47, 1, 1741296764, '<msg><emoji md5="${HASH.toUpperCase()}" len="9" /></msg>'), (2, 47, 1, 1741296764, '<msg><emoji md5="../../x" /></msg>')`,
    ],
    {
      [`${ACCOUNT}/db_storage/emoticon/emoticon.db`]: [
        'CREATE TABLE kNonStoreEmoticonTable (type INTEGER, md5 TEXT, caption TEXT, product_id TEXT, aes_key TEXT, thumb_url TEXT, cdn_url TEXT, encrypt_url TEXT)',
        'CREATE TABLE kFavEmoticonOrderTable (md5 TEXT)',
        `INSERT INTO kNonStoreEmoticonTable (type, md5, caption, aes_key, cdn_url) VALUES (2, '${HASH}', 'well done', 'secret', 'http://sticker.example/1')`,
        `INSERT INTO kFavEmoticonOrderTable VALUES ('${HASH}')`,
      ],
    },
  );
  const [known, odd] = only(all, 'attachment');
  const place = `${HASH.slice(0, 2)}/${HASH}`;
  expect(known).toMatchObject({ type: 'sticker', stored: { md5: HASH.toUpperCase() }, sealed: { scheme: 'wechat-dat' } }); // prettier-ignore
  expect(known?.candidates).toEqual([`business/emoticon/Persist/${place}`, `cache/2025-03/Emoticon/${place}`]);
  expect(odd?.candidates).toEqual([]);
  expect(only(all, 'event').map(({ type, times, stored }) => [type, times, stored])).toEqual([
    ['unknown', [], { 'table of the app': 'kNonStoreEmoticonTable', type: 2, md5: HASH, caption: 'well done', cdn_url: 'http://sticker.example/1' }],
    ['unknown', [], { 'table of the app': 'kFavEmoticonOrderTable', md5: HASH }],
  ]); // prettier-ignore
});
