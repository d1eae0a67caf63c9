// Tables as public decoders describe them: README.md, "Proof".

/** The tables of one conversation. */
export const chatTables = (hash: string): readonly string[] => [
  `CREATE TABLE Chat_${hash} (MesLocalID INTEGER PRIMARY KEY AUTOINCREMENT, TableVer INTEGER DEFAULT 1, MesSvrID INTEGER DEFAULT 0, CreateTime INTEGER DEFAULT 0,
    Message TEXT, Status INTEGER DEFAULT 0, ImgStatus INTEGER DEFAULT 0, Type INTEGER, Des INTEGER, WCDB_CT_Message INTEGER)`,
  `CREATE TABLE ChatExt2_${hash} (MesLocalID INTEGER PRIMARY KEY, msgFlag INTEGER, MsgSource TEXT, MsgIdentify TEXT, ConIntRes1 INTEGER, ConStrRes1 TEXT, WCDB_CT_MsgSource INTEGER)`,
];

export const CONTACTS: readonly string[] = [
  `CREATE TABLE Friend (userName TEXT PRIMARY KEY, type INTEGER DEFAULT 0, certificationFlag INTEGER DEFAULT 0, imgStatus INTEGER DEFAULT 0, encodeUserName TEXT,
    dbContactLocal BLOB, dbContactOther BLOB, dbContactRemark BLOB, dbContactHeadImage BLOB, dbContactProfile BLOB, dbContactSocial BLOB, dbContactChatRoom BLOB, dbContactBrand BLOB)`,
];

export const SESSIONS: readonly string[] = [
  'CREATE TABLE SessionAbstract (UsrName TEXT PRIMARY KEY, CreateTime INTEGER, unreadcount INTEGER, ConStrRes1 TEXT)',
];
