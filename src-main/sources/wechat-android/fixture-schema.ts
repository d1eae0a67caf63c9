/** Tables as public decoders describe them (formats of `message`, `rcontact` and others: README.md, "Proof"). */
export const SCHEMA: readonly string[] = [
  `CREATE TABLE message (msgId INTEGER PRIMARY KEY, msgSvrId INTEGER, type INT, status INT, isSend INT, isShowTimer INTEGER,
    createTime INTEGER, talker TEXT, content TEXT, imgPath TEXT, reserved TEXT, lvbuffer BLOB, transContent TEXT, transBrandWording TEXT,
    talkerId INTEGER, bizClientMsgId TEXT, bizChatId INTEGER DEFAULT -1, bizChatUserId TEXT, msgSeq INTEGER, flag INT, solitaireFoldInfo BLOB, historyId TEXT)`,
  'CREATE INDEX messageTalkerCreateTimeIndex ON message (talker, createTime)',
  `CREATE TABLE rcontact (username TEXT PRIMARY KEY, alias TEXT, conRemark TEXT, domainList TEXT, nickname TEXT, pyInitial TEXT, quanPin TEXT,
    showHead INTEGER, type INTEGER, uiType INTEGER, weiboFlag INTEGER, weiboNickname TEXT, conRemarkPYFull TEXT, conRemarkPYShort TEXT,
    lvbuff BLOB, verifyFlag INTEGER, encryptUsername TEXT, chatroomFlag INTEGER, deleteFlag INTEGER, contactLabelIds TEXT, descWordingId TEXT,
    openImAppid TEXT, sourceExtInfo TEXT, ticket TEXT, usernameFlag INTEGER, contactExtra TEXT, createTime INTEGER)`,
  `CREATE TABLE chatroom (chatroomname TEXT PRIMARY KEY, addtime INTEGER, memberlist TEXT, displayname TEXT, roomowner TEXT, roomdata BLOB,
    chatroomdataflag INTEGER, chatroomnick TEXT, selfDisplayName TEXT, modifytime INTEGER, memberCount INTEGER)`,
  'CREATE TABLE userinfo (id INTEGER PRIMARY KEY, type INT, value TEXT)',
  `CREATE TABLE rconversation (username TEXT PRIMARY KEY, msgCount INTEGER, unReadCount INTEGER, chatmode INTEGER, status INTEGER, isSend INTEGER,
    conversationTime INTEGER, content TEXT, msgType TEXT, digest TEXT, digestUser TEXT, flag INTEGER, attrflag INTEGER, editingMsg TEXT, atCount INTEGER)`,
  `CREATE TABLE ImgInfo2 (id INTEGER PRIMARY KEY, msgSvrId LONG, offset INT, totalLen INT, bigImgPath TEXT, thumbImgPath TEXT, createtime INT,
    msglocalid INT, status INT, nettimes INT, reserved1 INT, reserved2 INT, reserved3 TEXT, reserved4 TEXT, hashdthumb INT, iscomplete INT DEFAULT 1,
    origImgMD5 TEXT, compressType INT, midImgPath TEXT, forwardType INT, hevcPath TEXT, sendImgType INT)`,
];
