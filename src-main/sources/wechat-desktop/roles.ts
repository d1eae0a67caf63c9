import type { Generation } from './variants.ts';

export type Schema = ReadonlyMap<string, readonly string[]>;

/** What a database of an account is for. */
export type Role =
  | 'messages'
  | 'contacts'
  | 'groups'
  | 'conversations'
  | 'voices'
  | 'links'
  | 'traces'
  | 'index'
  | 'names'
  | 'kept'
  | 'files'
  | 'resources';

/** Columns by which a table is known; with fewer than `least` of them it is another app's. A lost one is an issue, not a lost table. */
interface Mark {
  readonly generation: Generation;
  readonly role: Role;
  readonly table: RegExp;
  readonly columns: readonly string[];
  readonly least: number;
}

// Tables and columns: 2440893398/PyWxDump@881b0e5 (version 3 of Windows), LifeArchiveProject/WeChatDataAnalysis@e85a09c, sjzar/chatlog@a638aa9 (macOS too:
// internal/model/*_darwinv3.go).
const MARKS: readonly Mark[] = [
  { generation: 'db-storage', role: 'messages', table: /^Msg_[0-9a-f]{32}$/u, columns: ['local_id', 'server_id', 'local_type', 'real_sender_id', 'create_time', 'message_content'], least: 3 },
  { generation: 'db-storage', role: 'contacts', table: /^contact$/u, columns: ['username', 'nick_name', 'remark', 'alias', 'local_type', 'verify_flag'], least: 3 },
  { generation: 'db-storage', role: 'conversations', table: /^SessionTable$/u, columns: ['username', 'summary', 'draft', 'last_timestamp', 'sort_timestamp'], least: 3 },
  { generation: 'db-storage', role: 'voices', table: /^VoiceInfo$/u, columns: ['chat_name_id', 'svr_id', 'local_id', 'voice_data'], least: 2 },
  { generation: 'db-storage', role: 'traces', table: /^revokemessage$/u, columns: ['to_user_name', 'svr_id', 'message_type', 'revoke_time', 'content'], least: 4 },
  { generation: 'db-storage', role: 'traces', table: /^fav_db_item$/u, columns: ['local_id', 'type', 'update_time', 'fromusr', 'realchatname', 'content'], least: 4 },
  { generation: 'db-storage', role: 'traces', table: /^SnsTimeLine$/u, columns: ['tid', 'user_name', 'content', 'pack_info_buf'], least: 3 },
  { generation: 'db-storage', role: 'traces', table: /^kNonStoreEmoticonTable$/u, columns: ['md5', 'caption', 'product_id', 'aes_key', 'cdn_url', 'encrypt_url'], least: 3 },
  { generation: 'mac-chats', role: 'messages', table: /^Chat_[0-9a-f]{32}$/u, columns: ['mesLocalID', 'mesSvrID', 'msgCreateTime', 'msgContent', 'messageType', 'mesDes'], least: 4 },
  { generation: 'mac-chats', role: 'contacts', table: /^WCContact$/u, columns: ['m_nsUsrName', 'nickname', 'm_nsRemark', 'm_nsAliasName', 'm_uiCertificationFlag'], least: 3 },
  { generation: 'mac-chats', role: 'groups', table: /^Group(?:Contact|Member)$/u, columns: ['m_nsUsrName', 'nickname', 'm_nsRemark', 'm_nsChatRoomMemList', 'm_nsChatRoomAdminList'], least: 3 },
  { generation: 'mac-chats', role: 'conversations', table: /^SessionAbstract$/u, columns: ['m_nsUserName', 'm_uLastTime', 'm_uUnReadCount', '_packed_MMSessionInfo'], least: 2 },
  { generation: 'mac-chats', role: 'links', table: /^HlinkMediaDetail$/u, columns: ['inodeNumber', 'relativePath', 'fileName'], least: 2 },
  { generation: 'db-storage', role: 'index', table: /^message_fts_v\d+_\d+_content$/u, columns: ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'], least: 4 },
  { generation: 'db-storage', role: 'names', table: /^contact_fts_v\d+_content$/u, columns: ['id', 'c0', 'c1'], least: 2 },
  { generation: 'db-storage', role: 'kept', table: /^fav_fts_v\d+_content$/u, columns: ['id', 'c0', 'c1', 'c2'], least: 3 },
  { generation: 'msg-multi', role: 'names', table: /^FTSContact\d+_content$/u, columns: ['c0alias', 'c1nickname', 'c2remark'], least: 2 },
  { generation: 'db-storage', role: 'files', table: /^(?:image|video|file)_hardlink_info_v\d+$/u, columns: ['md5', 'file_name', 'file_size', 'dir1', 'dir2'], least: 3 },
  { generation: 'db-storage', role: 'resources', table: /^MessageResourceInfo$/u, columns: ['chat_id', 'sender_id', 'message_local_id', 'message_create_time', 'message_svr_id'], least: 3 },
  { generation: 'msg-multi', role: 'files', table: /^HardLink(?:Image|Video|File)Attribute$/u, columns: ['Md5Hash', 'FileName', 'DirID1', 'DirID2', 'ModifyTime'], least: 3 },
  { generation: 'msg-multi', role: 'messages', table: /^(?:MSG|PublicMsg)$/u, columns: ['MsgSvrID', 'StrTalker', 'StrContent', 'IsSender', 'CreateTime', 'BytesExtra'], least: 3 },
  { generation: 'msg-multi', role: 'contacts', table: /^Contact$/u, columns: ['UserName', 'Alias', 'Remark', 'NickName', 'VerifyFlag', 'DelFlag'], least: 3 },
  { generation: 'msg-multi', role: 'index', table: /^FTSChatMsg\d+_content$/u, columns: ['docid', 'c0content', 'c1entityId'], least: 2 },
  { generation: 'msg-multi', role: 'voices', table: /^Media$/u, columns: ['Key', 'Reserved0', 'Buf'], least: 2 },
]; // prettier-ignore

/** What a database of this schema is for; null for another app's. */
export function roleOf(schema: Schema): { readonly generation: Generation; readonly role: Role } | null {
  for (const mark of MARKS) for (const [table, columns] of schema) if (isMarked(mark, table, columns)) return mark;
  return null;
}

/** The tables of a database that hold messages of this generation. */
export function messageTables(schema: Schema, generation: Generation): readonly string[] {
  const mark = MARKS.find((one) => one.generation === generation && one.role === 'messages');
  return mark === undefined ? [] : [...schema].flatMap(([table, columns]) => (isMarked(mark, table, columns) ? [table] : [])); // prettier-ignore
}

function isMarked({ table, columns, least }: Mark, name: string, held: readonly string[]): boolean {
  return table.test(name) && columns.filter((column) => held.includes(column)).length >= least;
}
