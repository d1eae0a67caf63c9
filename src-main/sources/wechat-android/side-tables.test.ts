import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { only } from '../../../test/contract/read-made.ts';
import { openExhibit, readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { javaMap } from './fixture-locked.ts';
import { SCHEMA } from './fixture-schema.ts';
import { wechatAndroid } from './index.ts';

const APP = 'data/data/com.tencent.mm';
const UIN = -1_234_567_890;
const SECONDS = 1_741_296_764;
const folderOf = (uin: number): string =>
  `${APP}/MicroMsg/${createHash('md5')
    .update(`mm${String(uin)}`)
    .digest('hex')}`;

function writeStore(root: string, uin: number, owner: string, more: readonly string[] = []): void {
  const path = join(root, folderOf(uin), 'EnMicroMsg.db');
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  for (const statement of [...SCHEMA, `INSERT INTO userinfo VALUES (2, 3, '${owner}')`, ...more]) db.exec(statement);
  db.close();
}

async function read(
  more: readonly string[],
  files: Readonly<Record<string, string | Buffer>> = {},
): Promise<readonly Extracted[]> {
  // prettier-ignore
  using folder = temporaryFolder();
  writeStore(folder.path, UIN, 'wxid_owner', more);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), content);
  }
  return await readAll(wechatAndroid, folder.path);
}

const told = (all: readonly Extracted[]) => only(all, 'event').map(({ type, accounts, body, times, stored }) => [type, stored?.['table of the app'] ?? stored?.file, accounts, body, times.map(({ meaning, utcMs }) => [meaning, utcMs])]); // prettier-ignore

describe('tables beside the messages', () => {
  it('are events that carry their rows: devices, accounts of brands and enterprises, the wallet', async () => {
    const all = await read([
      `INSERT INTO SafeDeviceInfo VALUES ('d1', 'Tablet', 'iPad', ${SECONDS})`,
      "INSERT INTO BizInfo (username, enterpriseFather, extInfo) VALUES ('gh_port', 'gh_harbour', '{}')",
      "INSERT INTO BizChatInfo (bizChatLocalId, bizChatServId, brandUserName, chatName, userList) VALUES (1, 's1', 'gh_port', 'Night watch', 'u1;u2')",
      "INSERT INTO BizChatUserInfo (userId, userName, brandUserName) VALUES ('u1', 'Officer', 'gh_port')",
      `INSERT INTO WalletLuckyMoney (mNativeUrl, receiveAmount, receiveTime) VALUES ('wxpay://17', 888, ${SECONDS}000)`,
      'CREATE TABLE AAPayRecord (payMsgId TEXT PRIMARY KEY, insertmsg INTEGER, chatroom TEXT, msgId LONG)',
      "INSERT INTO AAPayRecord VALUES ('p1', 1, '17@chatroom', 5)",
    ]);
    expect(told(all)).toEqual([
      ['login', 'SafeDeviceInfo', [], 'Tablet', [['created', SECONDS * 1000]]],
      ['unknown', 'BizInfo', ['gh_port', 'gh_harbour'], null, []],
      ['unknown', 'BizChatInfo', ['gh_port'], 'Night watch', []],
      ['unknown', 'BizChatUserInfo', ['gh_port'], 'Officer', []],
      ['payment', 'WalletLuckyMoney', [], null, [['received', SECONDS * 1000]]],
      ['payment', 'AAPayRecord', [], null, []],
    ]);
    expect(only(all, 'event').at(-1)).toMatchObject({ conversation: '17@chatroom', actor: null });
    expect(only(all, 'event')[4]?.stored).toMatchObject({ receiveAmount: 888 });
    expect(only(all, 'issue')).toEqual([]);
  });

  it('say of the owner what settings by name and number say', async () => {
    const all = await read([
      "INSERT INTO userinfo VALUES (12292, 3, 'Hamburg'), (12293, 3, 'Hamburg State'), (14, 1, '671089999'), (15, 1, '0')",
      "INSERT INTO userinfo2 VALUES ('USERINFO_LAST_LOGIN_USERNAME_STRING', 3, 'wxid_before'), ('USERINFO_EMOJI_PANEL_INT', 1, '2')",
    ]);
    expect(only(all, 'account').find(({ owner }) => owner !== null)?.stored).toMatchObject({
      'userinfo 12292 (city)': 'Hamburg',
      'userinfo 12293 (province)': 'Hamburg State',
      'userinfo 14 (client-version)': '671089999',
      'userinfo2 USERINFO_LAST_LOGIN_USERNAME_STRING.value': 'wxid_before',
    });
    expect(only(all, 'tally').filter(({ table }) => table.startsWith('userinfo')).map(({ used, skipped }) => [used, skipped])).toEqual([[4, { 'setting of the app': 1 }], [1, { 'setting of the app': 1 }]]); // prettier-ignore
  });
});

describe('settings of the phone', () => {
  it('say which device it is, and whose account logged in last', async () => {
    const all = await read([], {
      [`${APP}/MicroMsg/CompatibleInfo.cfg`]: javaMap([[257, 'Vendor Model 17'], [258, '001017004000171'], [300, 1]]),
      [`${APP}/MicroMsg/systemInfo.cfg`]: javaMap([[1, UIN]]),
      [`${APP}/shared_prefs/com.tencent.mm_preferences.xml`]: '<map><string name="last_login_bind_mobile">+1 202 555 0117</string><string name="login_weixin_username">wxid_other</string><string name="theme">dark</string></map>',
    }); // prettier-ignore
    expect(only(all, 'event').map(({ type, accounts, times, stored }) => [type, accounts, times, stored])).toEqual([
      ['setting', [], [], { file: 'CompatibleInfo.cfg', 'device-type (257)': 'Vendor Model 17', 'device-number (258)': '001017004000171' }],
      ['setting', [], [], { file: 'systemInfo.cfg', 'uin (1)': UIN, 'folder-named-after-it': 'yes' }],
      ['setting', ['wxid_other'], [], { file: 'com.tencent.mm_preferences.xml', last_login_bind_mobile: '+1 202 555 0117', login_weixin_username: 'wxid_other' }],
    ]); // prettier-ignore
    expect(only(all, 'event')[0]?.from.at.map(({ kind }) => kind)).toEqual(['bytes', 'bytes']);
  });

  it('that are damaged, empty or huge say nothing', async () => {
    const all = await read([], {
      [`${APP}/MicroMsg/CompatibleInfo.cfg`]: Buffer.alloc(64, 7),
      [`${APP}/MicroMsg/systemInfo.cfg`]: Buffer.alloc(5 * 1024 * 1024),
      [`${APP}/shared_prefs/com.tencent.mm_preferences.xml`]: '<map><string',
    });
    expect(only(all, 'event')).toEqual([]);
  });
});

describe('several accounts on one phone', () => {
  it('are sources of their own, each with its owner, its folder in its name, and its own number', async () => {
    using folder = temporaryFolder();
    const systemInfo = join(folder.path, APP, 'MicroMsg/systemInfo.cfg');
    writeStore(folder.path, UIN, 'wxid_owner');
    writeStore(folder.path, 17, 'wxid_second');
    writeFileSync(systemInfo, javaMap([[1, 17]]));
    await using exhibit = await openExhibit(wechatAndroid, folder.path);
    const folders = [folderOf(UIN), folderOf(17)].map((one) => one.slice(one.lastIndexOf('/') + 1));
    expect(exhibit.detections.map(({ label }) => label).toSorted()).toEqual(folders.map((one) => `WeChat (Android), ${one}`).toSorted()); // prettier-ignore
    const owners: unknown[] = [];
    for (const detection of exhibit.detections) {
      const all: Extracted[] = [];
      const { run } = await exhibit.open(detection);
      for await (const one of wechatAndroid.read(detection, run)) all.push(one);
      const own = only(all, 'account').filter(({ owner }) => owner !== null);
      owners.push([detection.label.slice(-32), own.map(({ identifier }) => identifier), only(all, 'event').map(({ stored }) => stored?.['folder-named-after-it'])]); // prettier-ignore
    }
    expect(owners.toSorted()).toEqual([[folders[0], ['wxid_owner'], ['no']], [folders[1], ['wxid_second'], ['yes']]].toSorted()); // prettier-ignore
  });
});
