import type { Issue } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { storeIssue } from '../store-issues.ts';
import { messageTables } from './roles.ts';
import type { Generation } from './variants.ts';

const MESSAGES: Readonly<Record<Generation, readonly string[]>> = {
  'db-storage': ['server_id', 'local_type', 'real_sender_id', 'create_time', 'message_content', 'source', 'packed_info_data'], // prettier-ignore
  'mac-chats': ['mesSvrID', 'msgCreateTime', 'msgContent', 'messageType', 'mesDes', 'msgSource', 'mesLocalID'],
  'msg-multi': ['MsgSvrID', 'Type', 'SubType', 'IsSender', 'CreateTime', 'StrTalker', 'StrContent', 'CompressContent', 'BytesExtra'], // prettier-ignore
};

const MAC_PEOPLE = ['m_nsUsrName', 'nickname', 'm_nsRemark', 'm_nsAliasName', 'm_uiCertificationFlag', 'm_nsDraft'] as const; // prettier-ignore

/** Columns without which rows of a table are not records, in every schema that the README names. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  Name2Id: ['user_name'],
  name2id: ['username'],
  NameToId: ['userName'],
  dir2id: ['username'],
  ChatName2Id: ['user_name'],
  SenderName2Id: ['user_name'],
  MessageResourceInfo: [
    'chat_id',
    'sender_id',
    'message_local_type',
    'message_create_time',
    'message_local_id',
    'message_svr_id',
    'packed_info',
  ],
  MessageResourceDetail: ['message_id'],
  contact: ['username', 'nick_name', 'remark', 'alias', 'verify_flag'],
  stranger: ['username', 'nick_name'],
  chat_room: ['username', 'owner', 'ext_buffer'],
  SessionTable: ['username', 'draft'],
  VoiceInfo: ['svr_id', 'voice_data'],
  Contact: ['UserName', 'Remark', 'NickName', 'Alias', 'VerifyFlag'],
  ChatRoom: ['ChatRoomName', 'UserNameList', 'RoomData', 'Reserved2'],
  Session: ['strUsrName', 'editContent'],
  Media: ['Reserved0', 'Buf'],
  WCContact: MAC_PEOPLE,
  GroupMember: MAC_PEOPLE,
  GroupContact: [...MAC_PEOPLE, 'm_nsChatRoomMemList', 'm_nsChatRoomAdminList'],
  SessionAbstract: ['m_nsUserName', '_packed_MMSessionInfo'],
  SessionAbstractBrand: ['m_nsUserName', '_packed_MMSessionInfo'],
  HlinkMediaRecord: ['mediaMd5', 'inodeNumber'],
  HlinkMediaDetail: ['inodeNumber', 'relativePath', 'fileName'],
};

/** The same of tables whose names bear numbers. */
const NUMBERED: readonly (readonly [table: RegExp, columns: readonly string[]])[] = [
  [/^message_fts_v\d+_\d+_content$/u, ['c0', 'c1', 'c3', 'c4', 'c5']],
  [/^ImgFtsAux\d+V\d+$/u, ['acontent', 'message_local_id', 'session_id', 'sender_id', 'create_time']],
  [/^message_fts_v\d+_session_delete_info$/u, ['session_id']],
  [/^(?:image|video|file)_hardlink_info_v\d+$/u, ['md5', 'file_name', 'dir1', 'dir2']],
  [/^HardLink(?:Image|Video|File)Attribute$/u, ['FileName', 'DirID1', 'DirID2']],
  [/^HardLink(?:Image|Video|File)ID$/u, ['Dir']],
  [/^contact_fts_v\d+_content$/u, ['c0']],
  [/^FTSContact\d+_content$/u, ['c0alias', 'c1nickname', 'c2remark']],
  [/^fav_fts_v\d+_content$/u, ['c0', 'c1', 'c2']],
  [/^FTSChatMsg\d+_content$/u, ['c0content']],
  [/^FTSChatMsg\d+_MetaData$/u, ['docid', 'entityId', 'msgId']],
];

/** An issue for each column that a table lacks and its records need: an older, newer or changed schema. */
export function* missingColumns(db: EvidenceDb, generation: Generation): Generator<Issue> {
  const messages = new Set(messageTables(db.tables, generation));
  for (const [table, columns] of db.tables)
    for (const column of messages.has(table) ? MESSAGES[generation] : (NEEDED[table] ?? NUMBERED.find(([name]) => name.test(table))?.[1] ?? []))
      if (!columns.includes(column))
        yield storeIssue('warning', 'column-missing', `${table}.${column}`, `The table ${table} has no column ${column}, which its records are made of; what depends on it is not shown.`); // prettier-ignore
}
