import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { SCHEMA } from './fixture-schema.ts';
import { wechatAndroid } from './index.ts';

const FOLDER = `data/data/com.tencent.mm/MicroMsg/${createHash('md5').update('mm17').digest('hex')}`;
const TIME = 1_741_296_764_983;

const index = (...rows: readonly string[]): readonly string[] => [
  'CREATE VIRTUAL TABLE FTS5IndexMessage USING fts5(content)',
  'CREATE TABLE FTS5MetaMessage (docid INTEGER PRIMARY KEY, type INT, subtype INT DEFAULT 0, entity_id INTEGER, aux_index TEXT, timestamp INTEGER, status INT DEFAULT 0, talker TEXT)',
  ...rows,
];

it('finds messages again by row and time, as the client does, and tells what the store no longer holds', async () => {
  const all = await readMade(
    wechatAndroid,
    `${FOLDER}/EnMicroMsg.db`,
    [
      ...SCHEMA,
      "INSERT INTO userinfo (id, type, value) VALUES (2, 3, 'wxid_owner')",
      `INSERT INTO message (msgId, type, isSend, createTime, talker, content) VALUES (1, 1, 0, ${TIME}, '17@chatroom', 'wxid_friend:\nThe crate.'),
        (2, 1, 0, ${TIME + 9}, 'wxid_friend', 'has the number of one that is gone')`,
    ],
    {
      [`${FOLDER}/FTS5IndexMicroMsg.db`]: index(
        "INSERT INTO FTS5IndexMessage (rowid, content) VALUES (1, 'the crate'), (2, 'gone'), (3, 'sent and gone'), (4, 'words alone')",
        `INSERT INTO FTS5MetaMessage VALUES (1, 65536, 41, 1, '17@chatroom', ${TIME}, 0, 'wxid_friend'), (2, 65536, 41, 2, 'wxid_friend', ${TIME + 1}, -1, 'wxid_friend'),
          (3, 65536, 43, 3, '17@chatroom', ${TIME + 2}, 0, 'wxid_owner'), (7, 65536, 41, 8, 'wxid_friend', ${TIME + 3}, 0, 'wxid_friend')`,
      ),
      // Another account’s folder has an index of its own.
      [`${FOLDER.slice(0, -1)}x/FTS5IndexMicroMsg.db`]: index(),
    },
  );
  const found = only(all, 'message').filter(({ from }) => from.state === 'recovered');
  expect(found.map(({ conversation, sender, direction, type, typeStored, body, times }) => [conversation, sender, direction, type, typeStored, body, times[0]?.utcMs])).toEqual([
    ['wxid_friend', 'wxid_friend', 'incoming', 'text', '65536/41', 'gone', TIME + 1],
    ['17@chatroom', 'wxid_owner', 'outgoing', 'unknown', '65536/43', 'sent and gone', TIME + 2],
  ]); // prettier-ignore
  expect(found[0]?.stored).toEqual({
    'FTS5MetaMessage.status': -1,
    'FTS5MetaMessage.entity_id': 2,
    'FTS5MetaMessage.type': 65_536,
    'FTS5MetaMessage.subtype': 41,
  });
  expect(found[0]?.from.at).toHaveLength(2);
  expect(only(all, 'event').map(({ body, times }) => [body, times[0]?.utcMs])).toEqual([['words alone', undefined], [null, TIME + 3]]); // prettier-ignore
  expect(only(all, 'version')).toEqual([]);
  const same = { 'row of a search index that says the same as the message which the store holds': 1 };
  expect(only(all, 'tally').filter(({ table }) => /^FTS5(?:IndexMessage_content|MetaMessage)$/u.test(table))).toMatchObject([{ rows: 4, used: 3, skipped: same }, { rows: 4, used: 3, skipped: same }]); // prettier-ignore
});
