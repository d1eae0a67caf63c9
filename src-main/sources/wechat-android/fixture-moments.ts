import type Database from 'better-sqlite3';
import { field, float, number } from '../wechat/fixture-protobuf.ts';

/** Tables of a store of posts as a public inventory of the client's databases lists them. */
const SCHEMA: readonly string[] = [
  `CREATE TABLE SnsInfo (snsId LONG, userName TEXT, localFlag INTEGER, createTime INTEGER, head INTEGER, localPrivate INTEGER, type INTEGER,
    sourceType INTEGER, likeFlag INTEGER, pravited INTEGER, stringSeq TEXT, withTa TEXT, withTaHasOther INTEGER, content BLOB, attrBuf BLOB,
    postBuf BLOB, subType INTEGER, serverExtFlag INTEGER)`,
  `CREATE TABLE SnsComment (snsID LONG, parentID LONG, isRead SHORT default '0', createTime INTEGER, talker TEXT, type INTEGER,
    isSend INTEGER default 'false', curActionBuf BLOB, refActionBuf BLOB, commentSvrID LONG, clientId TEXT, commentflag INTEGER)`,
  "CREATE TABLE snsExtInfo3 (userName TEXT default '' PRIMARY KEY, md5 TEXT, newerIds TEXT)",
];

/** A post as a test or the sample wants it; numbers beyond 2^63 are stored with a sign. */
export interface MadePost {
  readonly id: bigint;
  readonly author: string;
  readonly seconds: number;
  readonly words: string;
  readonly style: number;
  readonly isPrivate?: boolean;
  readonly place?: { readonly longitude: number; readonly latitude: number; readonly name: string };
  readonly pictures?: readonly string[];
  readonly link?: { readonly title: string; readonly url: string };
  readonly hiddenFrom?: readonly string[];
  readonly shownTo?: readonly string[];
  readonly named?: readonly string[];
  readonly likes?: readonly MadeAction[];
  readonly comments?: readonly MadeAction[];
}

interface MadeAction {
  readonly by: string;
  readonly nickname: string;
  readonly seconds: number;
  readonly words?: string;
  readonly replyTo?: string;
}

/** Writes posts of an account's phone, and a notice for each comment on a post of the owner. */
export function writeMoments(db: Database.Database, owner: string, posts: readonly MadePost[]): void {
  for (const statement of SCHEMA) db.exec(statement);
  db.prepare('INSERT INTO snsExtInfo3 (userName) VALUES (?)').run(owner);
  const insert = db.prepare('INSERT INTO SnsInfo (snsId, userName, createTime, type, content, attrBuf) VALUES (?, ?, ?, ?, ?, ?)'); // prettier-ignore
  const notice = db.prepare('INSERT INTO SnsComment (snsID, createTime, talker, type, curActionBuf) VALUES (?, ?, ?, ?, ?)'); // prettier-ignore
  for (const post of posts) {
    const id = BigInt.asIntN(64, post.id);
    insert.run(id, post.author, post.seconds, post.style, contentOf(post), activityOf(post));
    if (post.author !== owner) continue;
    for (const { by, nickname, seconds, words = '' } of post.comments ?? [])
      notice.run(id, seconds, by, 2, Buffer.concat([field(1, by), field(2, owner), field(3, nickname), number(5, 2), number(7, seconds), field(8, words)])); // prettier-ignore
  }
}

function contentOf({ id, author, seconds, words, style, isPrivate, place, pictures = [], link }: MadePost): Buffer {
  const media = pictures.map((url, index) => field(5, Buffer.concat([field(1, `${id}${index}`), number(2, 2), field(4, url), field(6, `${url}/150`)]))); // prettier-ignore
  const shared = link === undefined ? [] : [field(3, link.title), field(4, link.url)];
  return Buffer.concat([
    field(1, String(id)),
    field(2, author),
    number(3, isPrivate === true ? 1 : 0),
    number(4, seconds),
    field(5, words),
    field(6, place === undefined ? Buffer.concat([float(1, 0), float(2, 0)]) : Buffer.concat([float(1, place.longitude), float(2, place.latitude), field(4, place.name)])), // prettier-ignore
    field(8, Buffer.concat([number(2, style), ...shared, ...media])),
  ]);
}

function activityOf({
  id,
  author,
  seconds,
  likes = [],
  comments = [],
  named = [],
  hiddenFrom = [],
  shownTo = [],
}: MadePost): Buffer {
  // prettier-ignore
  const action = ({ by, nickname, seconds: at, words = '', replyTo = '' }: MadeAction, type: number): Buffer =>
    Buffer.concat([field(1, by), field(2, nickname), number(4, type), field(5, words), number(6, at), field(9, replyTo)]); // prettier-ignore
  return Buffer.concat([
    number(1, Number(id % 2n ** 53n)),
    field(2, author),
    number(4, seconds),
    number(7, likes.length),
    ...likes.map((like) => field(9, action(like, 1))),
    number(10, comments.length),
    ...comments.map((comment) => field(12, action(comment, 2))),
    ...named.map((account) => field(15, field(1, account))),
    number(23, hiddenFrom.length),
    ...hiddenFrom.map((account) => field(24, field(1, account))),
    number(26, shownTo.length),
    ...shownTo.map((account) => field(27, field(1, account))),
  ]);
}
