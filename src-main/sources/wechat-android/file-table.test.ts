import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import { FILE_INDEX } from './fixture-files.ts';
import { SCHEMA } from './fixture-schema.ts';
import { wechatAndroid } from './index.ts';

const FOLDER = `data/data/com.tencent.mm/MicroMsg/${createHash('md5').update('mm17').digest('hex')}`;
const SHARED = 'sdcard/Android/data/com.tencent.mm/MicroMsg';
const TIME = 1_741_296_764_983;

it('finds files of messages by the index, and tells of messages that only it names', async () => {
  const all = await readMade(
    wechatAndroid,
    `${FOLDER}/EnMicroMsg.db`,
    [
      ...SCHEMA,
      `INSERT INTO message (msgId, type, isSend, createTime, talker, content, imgPath) VALUES (1, 3, 0, ${TIME}, 'wxid_friend', '<msg><img /></msg>', NULL),
        (2, 1090519089, 0, ${TIME}, 'wxid_friend', '<msg><appmsg><title>plan.pdf</title><type>6</type></appmsg></msg>', NULL),
        (3, 49, 0, ${TIME}, 'wxid_friend', '<msg><appmsg><title>Link</title><type>5</type><url>http://example.org</url></appmsg></msg>', NULL),
        (4, 1, 0, ${TIME}, 'wxid_friend', 'text', NULL)`,
    ],
    {
      [`${FOLDER}/WxFileIndex.db`]: [
        FILE_INDEX,
        `INSERT INTO WxFileIndex3 (msgId, username, msgType, msgSubType, path, size, msgtime) VALUES
          (1, 'wxid_friend', 3, 20, 'wcf://image2/aa/bb/full.jpg', 9, ${TIME}), (1, 'wxid_friend', 3, 21, 'wcf://image2/aa/bb/th_small', 3, ${TIME}),
          (2, 'wxid_friend', 1090519089, 0, 'wcf://Download/plan(1).pdf', 9, ${TIME}), (3, 'wxid_friend', 49, 0, 'wcf://image2/cc/dd/th_link', 9, ${TIME}),
          (4, '17@chatroom', 43, 1, 'wcf://video/other.mp4', 9, ${TIME + 1}),
          (9, 'wxid_friend', 3, 20, 'wcf://image2/ee/ff/gone.jpg', 9, ${TIME + 2}), (9, 'wxid_friend', 3, 21, 'wcf://image2/ee/ff/th_gone', 9, ${TIME + 2}),
          (10, NULL, 3, 20, 'wcf://../../etc', 9, 0)`,
      ],
    },
  );
  const files = new Map(only(all, 'attachment').map((one) => [`${one.message} ${one.type}`, one]));
  expect(files.get('message:1 image')?.candidates[0]).toBe(`${FOLDER}/image2/aa/bb/full.jpg`);
  expect(files.get('message:1 image')?.from.at).toHaveLength(3);
  expect(files.get('message:1 thumbnail')?.candidates[0]).toBe(`${FOLDER}/image2/aa/bb/th_small`);
  expect(files.get('message:2 document')?.candidates).toContain(`${SHARED}/Download/plan(1).pdf`);
  expect(files.get('message:3 thumbnail')?.stored).toMatchObject({ 'WxFileIndex3.path': 'wcf://image2/cc/dd/th_link' });
  expect(only(all, 'attachment').filter(({ message }) => message === 'message:4')).toEqual([]);
  const gone = only(all, 'message').filter(({ from }) => from.state === 'recovered');
  expect(gone.map(({ conversation, type, direction, body, times }) => [conversation, type, direction, body, times[0]?.utcMs])).toEqual([
    ['17@chatroom', 'video', 'unknown', null, TIME + 1],
    ['wxid_friend', 'image', 'unknown', null, TIME + 2],
  ]); // prettier-ignore
  const own = only(all, 'attachment').filter(({ message }) => message === gone[1]?.key);
  expect(own.map(({ type, path, from }) => [type, path, from.state])).toEqual([['image', 'wcf://image2/ee/ff/gone.jpg', 'recovered'], ['thumbnail', 'wcf://image2/ee/ff/th_gone', 'recovered']]); // prettier-ignore
  expect(only(all, 'event')).toMatchObject([{ type: 'unknown', stored: { msgId: 10, path: 'wcf://../../etc' } }]);
  expect(only(all, 'attachment').flatMap(({ candidates }) => candidates).filter((path) => path.includes('..'))).toEqual([]); // prettier-ignore
});
