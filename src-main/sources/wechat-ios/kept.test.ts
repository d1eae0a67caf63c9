import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { keyedArchive, type Archivable } from '../../../fixtures/keyed-archive.ts';
import { only } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { field } from '../wechat/fixture-protobuf.ts';
import { archivedPost, archivedSettings, FAVOURITES, packedPost, postTables, type MadePost } from './fixture-kept.ts';
import { wechatIos } from './index.ts';

const OWNER = 'wxid_owner';
const HASH = md5(OWNER);
const DOCUMENTS = 'AppDomain-com.tencent.xin/Documents';
const POSTS = `${DOCUMENTS}/${HASH}/wc/wc005_008.db`;
const KEPT = `AppDomain-com.tencent.xin/Library/WechatPrivate/${HASH}/Favorites/fav.db`;
const SECONDS = 1_741_296_764;

const POST: MadePost = {
  tid: '14392119216524702466', author: OWNER, seconds: SECONDS, words: 'Pier 4 at dusk', place: { longitude: 9.5, latitude: 53.25, name: 'Pier 4' },
  pictures: ['http://example.org/one', 'http://example.org/two'], likes: [{ by: 'wxid_friend', nickname: '朋友', seconds: SECONDS + 60 }],
  comments: [{ by: 'wxid_other', nickname: 'Other', seconds: SECONDS + 90, words: 'Which crate?' }, { by: OWNER, nickname: 'Own', seconds: SECONDS + 99, words: '17', replyTo: 'wxid_other' }],
}; // prettier-ignore

const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;
const login = field(1, field(1, OWNER));

async function read(files: Readonly<Record<string, readonly string[] | Uint8Array>>): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  const all: Readonly<Record<string, readonly string[] | Uint8Array>> = { [`${DOCUMENTS}/LoginInfo2.dat`]: login, ...files }; // prettier-ignore
  for (const [path, made] of Object.entries(all)) {
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

const post = (id: string, from: string, buffer: string): string => `INSERT INTO MyWC01_${HASH} (Id, FromUser, Buffer) VALUES ('${id}', ${from}, ${buffer})`; // prettier-ignore
const events = (all: readonly Extracted[], type: string) => only(all, 'event').filter((one) => one.type === type);
const codes = (all: readonly Extracted[]) => only(all, 'issue').map(({ where, code }) => [where.replace(HASH, ''), code]); // prettier-ignore

describe('Moments', () => {
  it('are posts with what stands beside them, and comments and likes of their own', async () => {
    const all = await read({ [POSTS]: [...postTables(HASH), post(POST.tid, `'${OWNER}'`, hex(archivedPost(POST)))] });
    expect(only(all, 'issue')).toEqual([]);
    expect(events(all, 'post')).toMatchObject([
      {
        actor: OWNER,
        direction: 'outgoing',
        body: 'Pier 4 at dusk',
        times: [{ utcMs: SECONDS * 1000, meaning: 'created' }],
        stored: { Id: POST.tid, 'locationInfo.location_latitude': 53.25, 'locationInfo.poiName': 'Pier 4', 'contentObj.mediaList 2.dataUrl.url': 'http://example.org/two', realCommentCount: 2 },
      },
    ]); // prettier-ignore
    const below = [...events(all, 'post-comment'), ...events(all, 'post-like')].map(({ actor, accounts, body, times, stored }) => [actor, accounts, body, times[0]?.utcMs, stored?.post, stored?.nickname]); // prettier-ignore
    expect(below).toEqual([
      ['wxid_other', [OWNER], 'Which crate?', (SECONDS + 90) * 1000, POST.tid, 'Other'],
      [OWNER, ['wxid_other'], '17', (SECONDS + 99) * 1000, POST.tid, 'Own'],
      ['wxid_friend', [OWNER], null, (SECONDS + 60) * 1000, POST.tid, '朋友'],
    ]);
    expect(only(all, 'account').filter(({ owner }) => owner !== null).map(({ identifier }) => identifier)).toEqual([OWNER]); // prettier-ignore
  });

  it('of the newer form give their words alone; what is neither form is kept with an issue', async () => {
    const all = await read({
      [POSTS]: [
        ...postTables(HASH),
        post('1', "'wxid_friend'", hex(packedPost('Back on Friday'))),
        post('2', "'wxid_friend'", "x'0a05'"),
        post('3', "'wxid_stranger'", hex(archivedPost({ ...POST, seconds: 5 }))),
        post('4', 'NULL', hex(archivedPost(POST).subarray(0, 200))),
      ],
    });
    expect(events(all, 'post').map(({ actor, body, times }) => [actor, body, times.length])).toEqual([
      ['wxid_friend', 'Back on Friday', 0],
      ['wxid_friend', null, 0],
      ['wxid_stranger', 'Pier 4 at dusk', 0],
      [null, null, 0],
    ]);
    expect(codes(all)).toEqual([
      ['MyWC01_.Buffer', 'undecodable-payload'],
      ['MyWC01_.Buffer', 'undecodable-payload'],
      ['MyWC01_.Buffer', 'unresolved-reference'],
      ['MyWC01_.Buffer', 'time-out-of-range'],
      ['MyWC01_.Buffer', 'undecodable-payload'],
    ]);
    expect(events(all, 'post')[1]?.stored?.Buffer).toEqual(Buffer.of(10, 5));
  });

  it('lose nothing that stands where something else is awaited, and say where they hold more than is carried', async () => {
    const of = (members: Readonly<Record<string, Archivable>>): Archivable => ({ of: 'WCDataItem', members });
    const odd = of({
      username: OWNER, contentDesc: 17, Type: 'of the archive', ['__proto__']: 'kept',
      withUsers: [of({ username: 'wxid_friend', nickname: 'F.' }), 'wxid_text'],
      likeUsers: [of({ username: 'wxid_other', createTime: SECONDS + 0.5 }), 17],
      commentUsers: [of({ username: 'wxid_other', content: 18, createTime: -1 })],
    }); // prettier-ignore
    const many = of(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`m${index}`, index - 450])));
    const long = of({ ['k'.repeat(600)]: of({ one: 1, two: 2 }) });
    const all = await read({
      [POSTS]: [...postTables(HASH), ...[odd, many, long].map((one, index) => `INSERT INTO MyWC01_${HASH} (Id, FromUser, Type, Buffer) VALUES ('${index + 1}', '${OWNER}', 3, ${hex(keyedArchive(one))})`)], // prettier-ignore
    });
    const [first, second, third] = events(all, 'post');
    expect(first?.stored).toMatchObject({ Type: 3, 'Buffer.Type': 'of the archive', contentDesc: 17, 'withUsers 1.nickname': 'F.', 'withUsers 2': 'wxid_text', 'likeUsers 2': 17 }); // prettier-ignore
    expect(Object.entries(first?.stored ?? {})).toContainEqual(['__proto__', 'kept']);
    expect(events(all, 'post-like')).toMatchObject([{ times: [], stored: { createTime: SECONDS + 0.5 } }]);
    expect(events(all, 'post-comment')).toMatchObject([
      { times: [], body: null, stored: { content: 18, createTime: -1 } },
    ]);
    expect(Object.keys(second?.stored ?? {}).filter((name) => name.startsWith('m'))).toHaveLength(400);
    expect(Object.keys(third?.stored ?? {})).toEqual(['Id', 'Type']);
    expect(codes(all)).toEqual([['MyWC01_.Buffer', 'size-limit'], ['MyWC01_.Buffer', 'size-limit']]); // prettier-ignore
  });

  it('have notices, and covers of which nothing is concluded', async () => {
    const all = await read({ [POSTS]: [...postTables(HASH), `INSERT INTO MyWC_Message01 VALUES (1, 'wxid_friend', '${OWNER}', 'F.', 'O.', ${SECONDS}, 2, 'Cold?'), (2, 'wxid_friend', '${OWNER}', 'F.', 'O.', ${SECONDS}, 1, '')`, `INSERT INTO WCCover VALUES ('wxid_friend', x'00')`] }); // prettier-ignore
    expect(only(all, 'event').map(({ type, actor, accounts, body }) => [type, actor, accounts, body])).toEqual([
      ['post-comment', 'wxid_friend', [OWNER], 'Cold?'],
      ['unknown', 'wxid_friend', [OWNER], null],
      ['unknown', null, ['wxid_friend'], null],
    ]);
    expect(codes(all)).toEqual([['MyWC_Message01.type', 'unknown-code']]);
  });
});

describe('favourites', () => {
  const FILE = '0123456789abcdef0123456789abcdef';
  const insert = `INSERT INTO FavoritesItemTable (Type, Time, FromUsr, ToUsr, RealChatName, Xml) VALUES
    (2, ${SECONDS}, 'wxid_friend', '${OWNER}', '', '<favitem type="2"><datalist><dataitem datatype="2" dataid="a"><datafmt>jpg</datafmt><fullmd5>${FILE}</fullmd5><thumbfullmd5>${FILE}</thumbfullmd5></dataitem></datalist></favitem>'),
    (18, ${SECONDS}, '17@chatroom', '${OWNER}', 'wxid_friend', '<favitem type="18"><edittime>${SECONDS}</edittime><datalist><dataitem datatype="1"><datadesc>Note to self</datadesc></dataitem></datalist></favitem>'),
    (99, 5, '', '', '', '<favitem>')`;

  it('lie in the account’s private folder, belong to it, and name their files by MD5', async () => {
    const all = await read({ [KEPT]: [...FAVOURITES, insert] });
    expect(events(all, 'favourite').map(({ accounts, conversation, body, times }) => [accounts, conversation, body, times.map(({ meaning }) => meaning)])).toEqual([
      [['wxid_friend', OWNER], null, null, ['changed']],
      [[OWNER, 'wxid_friend'], '17@chatroom', 'Note to self', ['changed', 'edited']],
      [[], null, null, []],
    ]); // prettier-ignore
    const places = `../../Library/WechatPrivate/${HASH}/Favorites/Data/01/ef/${FILE}`;
    expect(only(all, 'attachment').map(({ type, candidates }) => [type, candidates[0]])).toEqual([['image', `${places}.jpg`], ['thumbnail', `${places}.fav_thumb`]]); // prettier-ignore
    expect(codes(all)).toEqual([
      ['FavoritesItemTable.Xml', 'undecodable-payload'],
      ['FavoritesItemTable.Time', 'time-out-of-range'],
      ['FavoritesItemTable.Type', 'unknown-code'],
    ]);
    expect(events(all, 'favourite')[2]?.stored).toMatchObject({ Xml: '<favitem>', Type: 99 });
  });

  it('of the Mac are not taken for those of a phone', async () => {
    const all = await read({ 'Library/Application Support/com.tencent.xinWeChat/2.0b4.0.9/0123456789abcdef0123456789abcdef/Favorites/favorites.db': [...FAVOURITES, insert] }); // prettier-ignore
    expect(all).toEqual([]);
  });
});

describe('settings of the account', () => {
  const devices = [{ name: 'Tablet', seconds: SECONDS }, { name: 'Old phone', seconds: 5 }]; // prettier-ignore

  it('name the owner where no login does, and the devices of its list of logins', async () => {
    const all = await read({
      [`${DOCUMENTS}/LoginInfo2.dat`]: Buffer.alloc(0),
      [`${DOCUMENTS}/${HASH}/mmsetting.archive`]: archivedSettings(OWNER, 'Me', devices),
      [POSTS]: postTables(HASH),
    });
    expect(only(all, 'account')).toMatchObject([{ identifier: OWNER, owner: { claim: 'mmsetting.archive, and the MD5 that the account’s folder is called after', assumed: false }, names: [{ name: 'Me' }] }]); // prettier-ignore
    expect(events(all, 'login')).toMatchObject([
      { actor: null, accounts: [OWNER], body: 'Tablet', times: [{ utcMs: SECONDS * 1000, meaning: 'seen' }], stored: { uuid: 'device-1', deviceType: 'iPad' } },
      { body: 'Old phone', times: [] },
    ]); // prettier-ignore
    expect(events(all, 'setting')).toMatchObject([{ stored: { Country: 'DE', 'new_dicsetting.headimgurl': 'http://example.org/head' } }]); // prettier-ignore
    expect(codes(all)).toEqual([['LOGIN_DEVICE_LIST Old phone', 'time-out-of-range']]);
  });

  it('of another account are told and not taken for the owner’s; damaged ones are an issue', async () => {
    const all = await read({ [`${DOCUMENTS}/${HASH}/mmsetting.archive`]: archivedSettings('wxid_somebody', 'S.', []), [POSTS]: postTables(HASH) }); // prettier-ignore
    expect(only(all, 'account').filter(({ owner }) => owner !== null)).toMatchObject([
      { identifier: OWNER, names: [] },
    ]);
    expect(events(all, 'setting')).toMatchObject([{ accounts: ['wxid_somebody'] }]);
    const damaged = await read({ [`${DOCUMENTS}/${HASH}/mmsetting.archive`]: Buffer.from('bplist00'), [POSTS]: postTables(HASH) }); // prettier-ignore
    expect(only(damaged, 'issue').map(({ code }) => code)).toEqual(['undecodable-payload']);
  });

  it('of newer versions are found by the account’s identifier', async () => {
    const part = (bytes: Buffer): Buffer => Buffer.concat([Buffer.of(bytes.length), bytes]);
    const value = (key: string, said: string): Buffer => Buffer.concat([part(Buffer.from(key)), part(part(Buffer.from(said)))]); // prettier-ignore
    const body = Buffer.concat([Buffer.of(0), value('86', OWNER), value('87', 'owner17'), value('88', 'Me')]);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    const all = await read({ [`${DOCUMENTS}/LoginInfo2.dat`]: Buffer.alloc(0), [`${DOCUMENTS}/MMappedKV/mmsetting.archive.${OWNER}`]: Buffer.concat([size, body]), [POSTS]: postTables(HASH) }); // prettier-ignore
    expect(only(all, 'account')).toMatchObject([{ identifier: OWNER, names: [{ name: 'Me' }, { name: 'owner17' }] }]);
  });
});
