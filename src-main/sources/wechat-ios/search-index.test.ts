import { expect, it } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { chatTables } from './fixture-schema.ts';
import { wechatIos } from './index.ts';

const ACCOUNT = `Documents/${md5('wxid_owner')}`;
const SECONDS = 1_741_296_764;
const [FRIEND, GONE] = [md5('wxid_friend'), md5('wxid_gone')];

it('names conversations by the index, and tells what their tables no longer hold', async () => {
  const all = await readMade(
    wechatIos,
    `${ACCOUNT}/DB/MM.sqlite`,
    [
      ...chatTables(FRIEND),
      ...chatTables(GONE),
      `INSERT INTO Chat_${FRIEND} (MesLocalID, Des, Type, CreateTime, Message) VALUES (1, 1, 1, ${SECONDS}, 'here')`,
      `INSERT INTO Chat_${GONE} (MesLocalID, Des, Type, CreateTime, Message) VALUES (1, 1, 1, ${SECONDS}, 'of a contact that is gone')`,
    ],
    {
      [`${ACCOUNT}/fts/fts_message.db`]: [
        'CREATE VIRTUAL TABLE fts_message_table_1 USING fts4(usernameid, MesLocalID, CreateTime, Message)',
        `INSERT INTO fts_message_table_1 VALUES (5, 1, ${SECONDS}, 'here'), (5, 2, ${SECONDS + 1}, 'deleted'), (6, 1, ${SECONDS + 2}, 'other'), (7, 1, ${SECONDS}, 'whose?')`,
        'CREATE TABLE fts_username_id (UsrName TEXT PRIMARY KEY, usernameid INTEGER)',
        "INSERT INTO fts_username_id VALUES ('wxid_friend', 5), ('wxid_gone', 6)",
      ],
    },
  );
  expect(only(all, 'message').map(({ conversation, body, from, sender, direction }) => [conversation, body, from.state, sender, direction])).toEqual([
    ['wxid_friend', 'here', 'live', 'wxid_friend', 'incoming'],
    ['wxid_gone', 'of a contact that is gone', 'live', 'wxid_gone', 'incoming'],
    ['wxid_friend', 'deleted', 'recovered', null, 'unknown'],
    ['wxid_gone', 'other', 'recovered', null, 'unknown'],
  ]); // prettier-ignore
  expect(only(all, 'event')).toMatchObject([{ body: 'whose?', conversation: null, stored: { c0usernameid: 7 } }]);
});
