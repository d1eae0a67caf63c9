import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { only } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { writeMoments, type MadePost } from './fixture-moments.ts';
import { wechatAndroid } from './index.ts';

const STORE = 'data/data/com.tencent.mm/MicroMsg/93db116453a64e6470b159be16da18e5/SnsMicroMsg.db';
const SECONDS = 1_741_296_764;

const POSTS: readonly MadePost[] = [
  {
    id: 14_392_119_216_524_702_466n,
    author: 'wxid_owner',
    seconds: SECONDS,
    words: 'Pier 4 at dusk',
    style: 1,
    isPrivate: true,
    place: { longitude: 9.5, latitude: 53.25, name: 'Pier 4' },
    pictures: ['http://example.org/one', 'http://example.org/two'],
    hiddenFrom: ['wxid_boss'],
    shownTo: ['wxid_friend', 'wxid_other'],
    named: ['wxid_friend'],
    likes: [{ by: 'wxid_friend', nickname: '朋友', seconds: SECONDS + 60 }],
    comments: [
      { by: 'wxid_other', nickname: 'Other', seconds: SECONDS + 90, words: 'Which crate?' },
      { by: 'wxid_owner', nickname: 'Own', seconds: SECONDS + 99, words: '17', replyTo: 'wxid_other' },
    ],
  },
  { id: 5n, author: 'wxid_friend', seconds: SECONDS + 5, words: '', style: 3, link: { title: 'Port news', url: 'http://example.org/n' } }, // prettier-ignore
];

async function read(
  posts: readonly MadePost[],
  more: (db: Database.Database) => void = () => undefined,
): Promise<readonly Extracted[]> {
  // prettier-ignore
  using folder = temporaryFolder();
  const path = join(folder.path, STORE);
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  writeMoments(db, 'wxid_owner', posts);
  more(db);
  db.close();
  return await readAll(wechatAndroid, folder.path);
}

describe('Moments', () => {
  it('are posts with what stands beside them, and no messages', async () => {
    const all = await read(POSTS);
    expect([only(all, 'message'), only(all, 'conversation'), only(all, 'issue')]).toEqual([[], [], []]);
    const [first, second] = only(all, 'event').filter(({ type }) => type === 'post');
    expect(first).toMatchObject({
      actor: 'wxid_owner',
      accounts: ['wxid_friend'],
      direction: 'outgoing',
      body: 'Pier 4 at dusk',
      conversation: null,
      times: [{ utcMs: SECONDS * 1000, meaning: 'created' }],
      stored: {
        post: '14392119216524702466',
        Privated: 1,
        'ContentObj.contentStyle': 1,
        'Location.Longitude': 9.5,
        'Location.Latitude': 53.25,
        'Location.poiName': 'Pier 4',
        'media 2 Url': 'http://example.org/two',
        'media 2 type': 2,
        BlackList: 'wxid_boss',
        GroupUser: 'wxid_friend, wxid_other',
        LikeCount: 1,
        CommentCount: 2,
      },
    });
    expect(second).toMatchObject({ actor: 'wxid_friend', direction: 'unknown', body: null, stored: { 'ContentObj.Title': 'Port news', 'ContentObj.Url': 'http://example.org/n' } }); // prettier-ignore
    expect(second?.stored).not.toHaveProperty('Location.Longitude');
  });

  it('have comments and likes of their own, and notices', async () => {
    const events = only(await read(POSTS), 'event');
    expect(events.filter(({ type }) => type !== 'post').map(({ type, actor, accounts, body, times }) => [type, actor, accounts, body, times[0]?.utcMs])).toEqual([
      ['post-comment', 'wxid_other', ['wxid_owner'], 'Which crate?', (SECONDS + 90) * 1000],
      ['post-comment', 'wxid_owner', ['wxid_other'], '17', (SECONDS + 99) * 1000],
      ['post-like', 'wxid_friend', ['wxid_owner'], null, (SECONDS + 60) * 1000],
      ['post-comment', 'wxid_other', ['wxid_owner'], 'Which crate?', (SECONDS + 90) * 1000],
      ['post-comment', 'wxid_owner', [], '17', (SECONDS + 99) * 1000],
    ]); // prettier-ignore
  });

  it('say who is taken for the owner, and on what ground', async () => {
    const owners = only(await read(POSTS), 'account').flatMap(({ identifier, owner }) => (owner === null ? [] : [[identifier, owner]])); // prettier-ignore
    expect(owners).toEqual([['wxid_owner', { claim: 'snsExtInfo3, first row', assumed: true }]]);
  });

  it('keep rows that are damaged, with an issue', async () => {
    const all = await read(POSTS, (db) => {
      db.exec("UPDATE SnsInfo SET content = x'0a05', attrBuf = 'words' WHERE userName = 'wxid_owner'");
      db.exec("UPDATE SnsInfo SET userName = 'wxid_stranger' WHERE userName = 'wxid_friend'");
      db.exec("INSERT INTO SnsComment (snsID, createTime, talker, type, curActionBuf) VALUES (5, 99, 'wxid_friend', 1, x'0a0b777869645f667269656e64')");
    }); // prettier-ignore
    const posts = only(all, 'event').filter(({ type }) => type === 'post');
    expect(posts[0]).toMatchObject({ actor: 'wxid_owner', body: null, stored: { content: Buffer.of(10, 5), attrBuf: 'words' } }); // prettier-ignore
    expect(only(all, 'issue').map(({ where, code }) => [where, code])).toEqual([
      ['SnsInfo.content', 'undecodable-payload'],
      ['SnsInfo.attrBuf', 'undecodable-payload'],
      ['SnsInfo.content', 'unresolved-reference'],
      ['SnsComment.type', 'unknown-code'],
      ['SnsComment.createTime', 'time-out-of-range'],
    ]);
    expect(only(all, 'event').at(-1)).toMatchObject({ type: 'unknown', actor: 'wxid_friend', stored: { type: 1 } });
  });

  it('with an older schema are read as far as they go', async () => {
    const all = await read(POSTS, (db) => {
      db.exec('DROP TABLE SnsComment');
      db.exec('DROP TABLE snsExtInfo3');
    });
    expect(only(all, 'event')).toHaveLength(5);
    expect(only(all, 'issue').map(({ code }) => code)).toEqual(['owner-unknown']);
  });
});
