import type { Issue } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { storeIssue } from '../store-issues.ts';
import { SIDE_COLUMNS } from './side-tables.ts';

/** The columns of a table that holds messages, whatever it is called. Tencent's own ORM gives sibling tables the same ones. */
export const MESSAGE_MARKS = ['msgId', 'talker', 'content'] as const;

const MESSAGE = [
  'msgId',
  'msgSvrId',
  'type',
  'isSend',
  'createTime',
  'talker',
  'content',
  'imgPath',
  'lvbuffer',
] as const;

/** Columns without which rows of a table are not records, in every schema that the README names. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  ...SIDE_COLUMNS,
  rcontact: ['username', 'conRemark', 'nickname', 'verifyFlag'],
  chatroom: ['chatroomname', 'memberlist', 'roomowner', 'roomdata'],
  rconversation: ['username', 'editingMsg'],
  userinfo: ['id', 'value'],
  userinfo2: ['sid', 'value'],
  SnsInfo: ['snsId', 'userName', 'createTime', 'content', 'attrBuf'],
  SnsComment: ['snsID', 'createTime', 'talker', 'curActionBuf'],
  FTS5IndexMessage_content: ['c0'],
  FTS5MetaMessage: ['docid', 'entity_id', 'aux_index', 'timestamp', 'talker'],
  FavItemInfo: ['localId', 'type', 'updateTime', 'fromUser', 'xml'],
  FavSearchInfo: ['localId', 'content'],
  FavCdnInfo: ['dataId', 'favLocalId', 'path'],
  FavDelInfo: ['delTime', 'oriXml'],
  WxFileIndex3: ['msgId', 'username', 'path', 'msgtime'],
  WxFileIndex2: ['msgId', 'username', 'path', 'msgtime'],
  ImgInfo2: ['bigImgPath', 'msglocalid'],
};

/** Tables that hold messages: two of the three marks suffice, so that a lost column is an issue and not a lost table. */
export function messageTables(tables: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...tables].flatMap(([table, columns]) =>
    MESSAGE_MARKS.filter((mark) => columns.includes(mark)).length >= 2 && columns.includes('createTime') ? [table] : [],
  );
}

/** An issue for each column that a table of this store lacks and its records need: an older, newer or changed schema. */
export function* missingColumns(db: EvidenceDb): Generator<Issue> {
  const messages = new Set(['message', ...messageTables(db.tables)]);
  for (const [table, columns] of db.tables)
    for (const column of messages.has(table) ? MESSAGE : (NEEDED[table] ?? []))
      if (!columns.includes(column))
        yield storeIssue(
          'warning',
          'column-missing',
          `${table}.${column}`,
          `The table ${table} has no column ${column}, which its records are made of; what depends on it is not shown.`,
        );
}
