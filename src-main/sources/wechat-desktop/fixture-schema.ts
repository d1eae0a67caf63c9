// Tables as public decoders describe them: README.md, "Proof".

/** A database of messages of version 4, without the tables of its conversations. */
export const STORAGE_MESSAGES: readonly string[] = [
  'CREATE TABLE Name2Id (user_name TEXT PRIMARY KEY, is_session INTEGER)',
  'CREATE TABLE TimeStamp (timestamp INTEGER)',
  'CREATE TABLE DeleteInfo (chat_name_id INTEGER, delete_table_name TEXT)',
];

export const messageTable = (name: string): string =>
  `CREATE TABLE ${name} (local_id INTEGER PRIMARY KEY AUTOINCREMENT, server_id INTEGER, local_type INTEGER, sort_seq INTEGER, real_sender_id INTEGER,
    create_time INTEGER, status INTEGER, upload_status INTEGER, download_status INTEGER, server_seq INTEGER, origin_source INTEGER, source TEXT,
    message_content TEXT, compress_content TEXT, packed_info_data BLOB, WCDB_CT_message_content INTEGER DEFAULT NULL, WCDB_CT_source INTEGER DEFAULT NULL)`;

export const STORAGE_CONTACTS: readonly string[] = [
  `CREATE TABLE contact (id INTEGER PRIMARY KEY, username TEXT, local_type INTEGER, alias TEXT, encrypt_username TEXT, flag INTEGER, delete_flag INTEGER,
    verify_flag INTEGER, remark TEXT, nick_name TEXT, big_head_url TEXT, head_img_md5 TEXT, is_in_chat_room INTEGER, extra_buffer BLOB)`,
  'CREATE TABLE stranger (id INTEGER PRIMARY KEY, username TEXT, local_type INTEGER, alias TEXT, flag INTEGER, delete_flag INTEGER, verify_flag INTEGER, remark TEXT, nick_name TEXT)',
  'CREATE TABLE chat_room (id INTEGER PRIMARY KEY, username TEXT, owner TEXT, ext_buffer BLOB)',
];

export const STORAGE_SESSIONS: readonly string[] = [
  'CREATE TABLE SessionTable (username TEXT PRIMARY KEY, type INTEGER, unread_count INTEGER, summary TEXT, draft TEXT, last_timestamp INTEGER, sort_timestamp INTEGER)',
];

export const STORAGE_VOICES: readonly string[] = [
  'CREATE TABLE Name2Id (user_name TEXT PRIMARY KEY)',
  'CREATE TABLE VoiceInfo (chat_name_id INTEGER, create_time INTEGER, local_id INTEGER, svr_id INTEGER, voice_data BLOB, data_index TEXT)',
];

/** A database of messages of version 3. */
export const MULTI_MESSAGES: readonly string[] = [
  `CREATE TABLE MSG (localId INTEGER PRIMARY KEY AUTOINCREMENT, TalkerId INT, MsgSvrID INT, Type INT, SubType INT, IsSender INT, CreateTime INT, Sequence INT,
    StatusEx INT, FlagEx INT, Status INT, MsgServerSeq INT, MsgSequence INT, StrTalker TEXT, StrContent TEXT, DisplayContent TEXT, Reserved0 INT,
    CompressContent BLOB, BytesExtra BLOB, BytesTrans BLOB)`,
  'CREATE TABLE Name2ID (UsrName TEXT)',
];

export const MULTI_CONTACTS: readonly string[] = [
  `CREATE TABLE Contact (UserName TEXT PRIMARY KEY, Alias TEXT, EncryptUserName TEXT, DelFlag INTEGER, Type INTEGER, VerifyFlag INTEGER, Reserved1 INTEGER,
    Remark TEXT, NickName TEXT, LabelIDList TEXT, ChatRoomType INTEGER, BigHeadImgUrl TEXT, ExtraBuf BLOB)`,
  'CREATE TABLE ChatRoom (ChatRoomName TEXT PRIMARY KEY, UserNameList TEXT, DisplayNameList TEXT, ChatRoomFlag INT, Owner INT, SelfDisplayName TEXT, Reserved2 TEXT, RoomData BLOB)',
  'CREATE TABLE Session (strUsrName TEXT PRIMARY KEY, nOrder INT, nUnReadCount INT, strNickName TEXT, nIsSend INT, strContent TEXT, nMsgType INT, nTime INT, editContent TEXT)',
];

export const MULTI_VOICES: readonly string[] = [
  'CREATE TABLE Media (Key TEXT, Reserved0 INT, Buf BLOB, Reserved1 INT, Reserved2 TEXT)',
];
