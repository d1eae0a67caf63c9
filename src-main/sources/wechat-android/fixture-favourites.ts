import type Database from 'better-sqlite3';
import { field, number } from '../wechat/fixture-protobuf.ts';

/** Tables of a store of favourites, with the columns that the client's classes declare. */
const SCHEMA: readonly string[] = [
  `CREATE TABLE FavItemInfo (localId LONG PRIMARY KEY, id INTEGER, type INTEGER, localSeq INTEGER, updateSeq INTEGER, flag INTEGER,
    sourceId TEXT, itemStatus INTEGER, sourceType INTEGER, sourceCreateTime LONG, updateTime LONG, fromUser TEXT, toUser TEXT,
    realChatName TEXT, favProto BLOB, xml TEXT, ext TEXT, edittime LONG, tagProto BLOB, sessionId TEXT, datatotalsize LONG)`,
  'CREATE TABLE FavSearchInfo (localId LONG PRIMARY KEY, content TEXT, tagContent TEXT, time LONG, type INTEGER, subtype INTEGER default 0)',
  'CREATE TABLE FavEditInfo (localId LONG, modItem BLOB, time LONG, type INTEGER, scene INTEGER default 1)',
  `CREATE TABLE FavCdnInfo (dataId TEXT PRIMARY KEY, favLocalId LONG, type INTEGER, cdnUrl TEXT, cdnKey TEXT, totalLen INTEGER,
    offset INTEGER, status INTEGER, path TEXT, dataType INTEGER, modifyTime LONG default 0, extFlag INTEGER default 0, attrFlag LONG default 0)`,
  'CREATE TABLE FavTagInfo (id INTEGER PRIMARY KEY, name TEXT)',
  'CREATE TABLE FavConfigInfo (configId INTEGER PRIMARY KEY, value TEXT)',
  `CREATE TABLE FavDelInfo (favId INTEGER, delTime LONG, delSource TEXT, oriXml TEXT, clientVersion TEXT, delType INTEGER, itemType INTEGER,
    updateTime LONG, delFlag INTEGER)`,
];

/** A favourite as a test or the sample wants it. */
export interface MadeFavourite {
  readonly localId: number;
  readonly kind: number;
  readonly updatedMs: number;
  readonly from: string;
  readonly chat?: string;
  readonly xml?: string;
  readonly packed?: Buffer;
  readonly tags?: readonly string[];
  readonly words?: string;
  readonly files?: readonly { readonly dataId: string; readonly path: string; readonly bytes: number }[];
}

/** Writes favourites, and one that was removed. */
export function writeFavourites(
  db: Database.Database,
  owner: string,
  favourites: readonly MadeFavourite[],
  removed: { readonly ms: number; readonly kind: number; readonly xml: string } | null,
): void {
  for (const statement of SCHEMA) db.exec(statement);
  const item = db.prepare('INSERT INTO FavItemInfo (localId, id, type, updateTime, fromUser, toUser, realChatName, xml, favProto, tagProto) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'); // prettier-ignore
  const search = db.prepare('INSERT INTO FavSearchInfo (localId, content, time, type) VALUES (?, ?, ?, ?)');
  const file = db.prepare('INSERT INTO FavCdnInfo (dataId, favLocalId, totalLen, status, path) VALUES (?, ?, ?, 3, ?)');
  for (const [index, { localId, kind, updatedMs, from, chat = '', xml = '', packed, tags = [], words, files = [] }] of favourites.entries()) {
    const tag = tags.length === 0 ? null : Buffer.concat(tags.map((one) => field(2, one)));
    item.run(localId, 17 + index, kind, updatedMs, from, owner, chat, xml, packed ?? null, tag);
    if (words !== undefined) search.run(localId, words, updatedMs, kind);
    for (const { dataId, path, bytes } of files) file.run(dataId, localId, bytes, path);
  } // prettier-ignore
  db.prepare('INSERT INTO FavConfigInfo (configId, value) VALUES (1, ?)').run('1024');
  db.prepare('INSERT INTO FavTagInfo (id, name) VALUES (1, ?)').run('harbour');
  if (removed !== null) db.prepare('INSERT INTO FavDelInfo (favId, delTime, delSource, oriXml, itemType) VALUES (99, ?, ?, ?, ?)').run(removed.ms, 'list', removed.xml, removed.kind); // prettier-ignore
}

/** A text that was kept, as the app packs it. */
export function packedText(from: string, words: string): Buffer {
  return Buffer.concat([field(1, Buffer.concat([number(1, 1), field(2, from)])), field(7, words)]);
}
