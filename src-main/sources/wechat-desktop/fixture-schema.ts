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

/** The table of one conversation of version 3 of macOS, and the tables beside it. sjzar/chatlog@a638aa9, internal/model/*_darwinv3.go. */
export const chatTable = (name: string): string =>
  `CREATE TABLE ${name} (mesLocalID INTEGER PRIMARY KEY AUTOINCREMENT, mesSvrID INTEGER, msgCreateTime INTEGER, msgContent TEXT, msgStatus INTEGER, msgImgStatus INTEGER,
    messageType INTEGER, mesDes INTEGER, msgSource TEXT, IntRes1 INTEGER, IntRes2 INTEGER, StrRes1 TEXT, StrRes2 TEXT, msgVoiceText TEXT, msgSeq INTEGER, CompressContent BLOB, ConBlob BLOB)`;

const macPeople = (name: string): string =>
  `CREATE TABLE ${name} (m_nsUsrName TEXT PRIMARY KEY ASC, m_uiConType INTEGER, nickname TEXT, m_nsRemark TEXT, m_uiCertificationFlag INTEGER, m_uiSex INTEGER, m_uiType INTEGER,
    m_nsHeadImgUrl TEXT, m_nsChatRoomMemList TEXT, m_nsChatRoomAdminList TEXT, m_uiChatRoomStatus INTEGER, m_nsChatRoomDesc TEXT, m_nsDraft TEXT, m_nsAliasName TEXT,
    m_nsEncodeUserName TEXT, _packed_WCContactData BLOB, openIMInfo BLOB)`;

export const MAC_CONTACTS: readonly string[] = [macPeople('WCContact')];

export const MAC_GROUPS: readonly string[] = [macPeople('GroupContact'), macPeople('GroupMember')];

export const MAC_SESSIONS: readonly string[] = ['SessionAbstract', 'SessionAbstractBrand'].map(
  (name) =>
    `CREATE TABLE ${name} (m_nsUserName TEXT PRIMARY KEY, m_uUnReadCount INTEGER, m_bShowUnReadAsRedDot INTEGER, m_uLastTime INTEGER, strRes1 TEXT, intRes1 INTEGER, _packed_MMSessionInfo BLOB)`,
);

export const MAC_LINKS: readonly string[] = [
  'CREATE TABLE HlinkMediaRecord (mediaMd5 TEXT, mediaSize INTEGER, inodeNumber INTEGER, modifyTime INTEGER, CONSTRAINT _Md5_Size UNIQUE (mediaMd5, mediaSize))',
  'CREATE TABLE HlinkMediaDetail (localId INTEGER PRIMARY KEY AUTOINCREMENT, inodeNumber INTEGER, relativePath TEXT, fileName TEXT)',
];
