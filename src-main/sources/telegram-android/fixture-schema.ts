/** The tables that the app makes and this parser reads. Columns of 2024 and of 2021: client source 11.2.3, and an empty store of a real phone with 7.7.0. */
const COMMON = [
  'CREATE TABLE users(uid INTEGER PRIMARY KEY, name TEXT, status INTEGER, data BLOB)',
  'CREATE TABLE chats(uid INTEGER PRIMARY KEY, name TEXT, data BLOB)',
  'CREATE TABLE enc_chats(uid INTEGER PRIMARY KEY, user INTEGER, name TEXT, data BLOB, g BLOB, authkey BLOB, ttl INTEGER, layer INTEGER, seq_in INTEGER, seq_out INTEGER, use_count INTEGER, exchange_id INTEGER, key_date INTEGER, fprint INTEGER, fauthkey BLOB, khash BLOB, in_seq_no INTEGER, admin_id INTEGER, mtproto_seq INTEGER)',
  'CREATE TABLE contacts(uid INTEGER PRIMARY KEY, mutual INTEGER)',
  'CREATE TABLE user_contacts_v7(key TEXT PRIMARY KEY, uid INTEGER, fname TEXT, sname TEXT, imported INTEGER)',
  'CREATE TABLE user_phones_v7(key TEXT, phone TEXT, sphone TEXT, deleted INTEGER, PRIMARY KEY (key, phone))',
  'CREATE TABLE channel_users_v2(did INTEGER, uid INTEGER, date INTEGER, data BLOB, PRIMARY KEY(did, uid))',
];

const DIALOGS = 'did INTEGER PRIMARY KEY, date INTEGER, unread_count INTEGER, last_mid INTEGER, inbox_max INTEGER, outbox_max INTEGER, last_mid_i INTEGER, unread_count_i INTEGER, pts INTEGER, date_i INTEGER, pinned INTEGER, flags INTEGER, folder_id INTEGER, data BLOB'; // prettier-ignore
const MESSAGES = 'uid INTEGER, read_state INTEGER, send_state INTEGER, date INTEGER, data BLOB, out INTEGER, ttl INTEGER, media INTEGER, replydata BLOB, imp INTEGER, mention INTEGER, forwards INTEGER, replies_data BLOB, thread_reply_id INTEGER'; // prettier-ignore
const SETTINGS = 'uid INTEGER PRIMARY KEY, info BLOB, pinned INTEGER, online INTEGER, inviter INTEGER, links INTEGER';

const NEWER = [
  ...COMMON,
  `CREATE TABLE dialogs(${DIALOGS}, unread_reactions INTEGER, last_mid_group INTEGER, ttl_period INTEGER)`,
  `CREATE TABLE messages_v2(mid INTEGER, ${MESSAGES}, is_channel INTEGER, reply_to_message_id INTEGER, custom_params BLOB, group_id INTEGER, reply_to_story_id INTEGER, PRIMARY KEY(mid, uid))`,
  'CREATE TABLE scheduled_messages_v2(mid INTEGER, uid INTEGER, send_state INTEGER, date INTEGER, data BLOB, ttl INTEGER, replydata BLOB, reply_to_message_id INTEGER, PRIMARY KEY(mid, uid))',
  'CREATE TABLE media_v4(mid INTEGER, uid INTEGER, date INTEGER, type INTEGER, data BLOB, PRIMARY KEY(mid, uid, type))',
  `CREATE TABLE chat_settings_v2(${SETTINGS}, participants_count INTEGER)`,
];

const OLDER = [
  ...COMMON,
  `CREATE TABLE dialogs(${DIALOGS})`,
  `CREATE TABLE messages(mid INTEGER PRIMARY KEY, ${MESSAGES})`,
  'CREATE TABLE scheduled_messages(mid INTEGER PRIMARY KEY, uid INTEGER, send_state INTEGER, date INTEGER, data BLOB, ttl INTEGER, replydata BLOB)',
  'CREATE TABLE media_v2(mid INTEGER PRIMARY KEY, uid INTEGER, date INTEGER, type INTEGER, data BLOB)',
  `CREATE TABLE chat_settings_v2(${SETTINGS})`,
];

/** The statements that make an empty store of a variant. */
export function schemaOf(variant: string): readonly string[] {
  return variant === 'messages' ? OLDER : NEWER;
}
