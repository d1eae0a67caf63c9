import { join } from 'node:path';
import { keyedArchive, type Archivable } from '../../../fixtures/keyed-archive.ts';
import { md5 } from '../wechat/fixture-content.ts';
import { MadeDatabase, writeBytes } from '../wechat/fixture-database.ts';
import { field, number } from '../wechat/fixture-protobuf.ts';

// Tables as public readers name their columns: README.md, "Proof".
export const postTables = (hash: string): readonly string[] => [
  `CREATE TABLE MyWC01_${hash} (Id TEXT PRIMARY KEY, FromUser TEXT, Type INTEGER, Buffer BLOB)`,
  'CREATE TABLE MyWC_Message01 (Id INTEGER PRIMARY KEY, FromUser TEXT, ToUser TEXT, from_nickname TEXT, to_nickname TEXT, CreateTime INTEGER, type INTEGER, content TEXT)',
  'CREATE TABLE WCCover (userName TEXT PRIMARY KEY, Buffer BLOB)',
];
export const FAVOURITES: readonly string[] = [
  'CREATE TABLE FavoritesItemTable (LocalId INTEGER PRIMARY KEY, FavId INTEGER, Type INTEGER, Time INTEGER, FromUsr TEXT, ToUsr TEXT, RealChatName TEXT, SourceType INTEGER, Xml TEXT)',
];

/** A post as a test or the sample wants it. */
export interface MadePost {
  readonly tid: string;
  readonly author: string;
  readonly seconds: number;
  readonly words: string;
  readonly place?: { readonly longitude: number; readonly latitude: number; readonly name: string };
  readonly pictures?: readonly string[];
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

const object = (of: string, members: Readonly<Record<string, Archivable>>): Archivable => ({ of, members });

/** The archive that the app keeps of a post. */
export function archivedPost({ tid, author, seconds, words, place, pictures = [], likes = [], comments = [] }: MadePost): Buffer {
  const action = ({ by, nickname, seconds: at, words: said = '', replyTo = '' }: MadeAction, type: number): Archivable =>
    object('WCUserComment', { username: by, nickname, type, createTime: at, content: said, refUserName: replyTo, bDeleted: false });
  return keyedArchive(
    object('WCDataItem', {
      tid, username: author, createtime: seconds, contentDesc: words, isPrivate: false, realLikeCount: likes.length, realCommentCount: comments.length,
      locationInfo: place === undefined ? null : object('WCLocationInfo', { location_longitude: place.longitude, location_latitude: place.latitude, poiName: place.name }),
      contentObj: object('WCContentItem', { type: 1, mediaList: pictures.map((url) => object('WCMediaItem', { type: 2, dataUrl: object('WCUrl', { url }) })) }),
      likeUsers: likes.map((one) => action(one, 1)),
      commentUsers: comments.map((one) => action(one, 2)),
    }),
  );
} // prettier-ignore

/** A post as newer versions pack it: of its fields public sources explain the words alone. */
export function packedPost(words: string): Buffer {
  return Buffer.concat([number(3, 0), number(4, 17), field(23, words), number(37, 0)]);
}

/** Settings of the account with the devices on which it has logged in. */
export function archivedSettings(
  owner: string,
  nickname: string,
  devices: readonly { readonly name: string; readonly seconds: number }[],
): Buffer {
  // prettier-ignore
  const list = devices.map(({ name, seconds }, index) => object('SafeDevice', { uuid: `device-${index + 1}`, name, deviceType: 'iPad', lastTime: seconds })); // prettier-ignore
  return keyedArchive(object('CSetting', { UsrName: owner, NickName: nickname, AliasName: '', Mobile: '', Country: 'DE', new_dicsetting: { pairs: [['LOGIN_DEVICE_LIST', list], ['headimgurl', 'http://example.org/head']] } })); // prettier-ignore
}

const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'); // prettier-ignore

/** What an account keeps beside its messages: posts, favourites with a file, settings. */
export function writeKept(
  documents: string,
  owner: { readonly id: string; readonly name: string },
  people: readonly string[],
  seconds: number,
): void {
  // prettier-ignore
  const hash = md5(owner.id);
  const account = join(documents, hash);
  const [other = owner.id, third = owner.id] = people;
  {
    using db = new MadeDatabase(join(account, 'wc/wc005_008.db'), postTables(hash));
    const table = `MyWC01_${hash}`;
    db.insert(table, { Id: '14392119216524702466', FromUser: owner.id, Type: 1, Buffer: archivedPost({ tid: '14392119216524702466', author: owner.id, seconds: seconds + 3600, words: 'The night ferry, from the rail.', place: { longitude: 9.5, latitude: 53.25, name: 'Pier 4' }, pictures: ['http://example.org/ferry'], likes: [{ by: third, nickname: 'T.', seconds: seconds + 3700 }], comments: [{ by: other, nickname: 'A.', seconds: seconds + 3800, words: 'Cold?' }, { by: owner.id, nickname: owner.name, seconds: seconds + 3900, words: 'Very.', replyTo: other }] }) }); // prettier-ignore
    db.insert(table, { Id: '14392119216524702999', FromUser: other, Type: 2, Buffer: packedPost('Back on Friday.') });
    db.insert('MyWC_Message01', { FromUser: other, ToUser: owner.id, from_nickname: 'A.', to_nickname: owner.name, CreateTime: seconds + 3800, type: 2, content: 'Cold?' }); // prettier-ignore
    db.insert('WCCover', { userName: owner.id, Buffer: field(1, 'http://example.org/cover') });
  }
  const folder = join(documents, '../Library/WechatPrivate', hash, 'Favorites');
  const file = md5(PICTURE);
  {
    using db = new MadeDatabase(join(folder, 'fav.db'), FAVOURITES);
    db.insert('FavoritesItemTable', { FavId: 17, Type: 2, Time: seconds + 7200, FromUsr: other, ToUsr: owner.id, SourceType: 1, Xml: `<favitem type="2"><source sourcetype="1"><fromusr>${other}</fromusr></source><datalist count="1"><dataitem datatype="2" dataid="kept17"><datafmt>png</datafmt><fullmd5>${file}</fullmd5><fullsize>${PICTURE.length}</fullsize></dataitem></datalist></favitem>` }); // prettier-ignore
    db.insert('FavoritesItemTable', { FavId: 18, Type: 1, Time: seconds + 7300, FromUsr: '17@chatroom', ToUsr: owner.id, RealChatName: third, SourceType: 1, Xml: '<favitem type="1"><desc>Ask for number 17.</desc></favitem>' }); // prettier-ignore
  }
  writeBytes(join(folder, 'Data', file.slice(0, 2), file.slice(-2), `${file}.png`), PICTURE);
  writeBytes(join(account, 'mmsetting.archive'), archivedSettings(owner.id, owner.name, [{ name: 'Tablet in the kitchen', seconds: seconds + 60 }])); // prettier-ignore
}
