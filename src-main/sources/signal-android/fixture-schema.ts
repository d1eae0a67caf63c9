/**
 * The tables that the app makes and this parser reads: with the columns of about version 270, and of about version 180. Names and types:
 * signalapp/Signal-Android, database (RecipientTable, ThreadTable, MessageTable, AttachmentTable and others) and its migrations.
 */
const NEW = [
  "CREATE TABLE recipient (_id INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER DEFAULT 0, e164 TEXT UNIQUE, aci TEXT UNIQUE, pni TEXT UNIQUE CHECK (pni LIKE 'PNI:%'), username TEXT UNIQUE, email TEXT UNIQUE, group_id TEXT UNIQUE, distribution_list_id INTEGER DEFAULT NULL, call_link_room_id TEXT DEFAULT NULL, registered INTEGER DEFAULT 0, blocked INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0, profile_key TEXT DEFAULT NULL, profile_given_name TEXT DEFAULT NULL, profile_family_name TEXT DEFAULT NULL, profile_joined_name TEXT DEFAULT NULL, system_joined_name TEXT DEFAULT NULL, about TEXT DEFAULT NULL, message_expiration_time INTEGER DEFAULT 0)",
  'CREATE TABLE thread (_id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0, meaningful_messages INTEGER DEFAULT 0, recipient_id INTEGER NOT NULL UNIQUE, read INTEGER DEFAULT 1, type INTEGER DEFAULT 0, snippet TEXT, snippet_type INTEGER DEFAULT 0, archived INTEGER DEFAULT 0)',
  'CREATE TABLE groups (_id INTEGER PRIMARY KEY, group_id TEXT NOT NULL UNIQUE, recipient_id INTEGER NOT NULL UNIQUE, title TEXT DEFAULT NULL, timestamp INTEGER DEFAULT 0, active INTEGER DEFAULT 1, mms INTEGER DEFAULT 0, master_key BLOB DEFAULT NULL, revision BLOB DEFAULT NULL, decrypted_group BLOB DEFAULT NULL)',
  'CREATE TABLE group_membership (_id INTEGER PRIMARY KEY, group_id TEXT NOT NULL, recipient_id INTEGER NOT NULL, UNIQUE(group_id, recipient_id))',
  'CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, date_sent INTEGER NOT NULL, date_received INTEGER NOT NULL, date_server INTEGER DEFAULT -1, thread_id INTEGER NOT NULL, from_recipient_id INTEGER NOT NULL, from_device_id INTEGER, to_recipient_id INTEGER NOT NULL, type INTEGER NOT NULL, body TEXT, read INTEGER DEFAULT 0, expires_in INTEGER DEFAULT 0, expire_started INTEGER DEFAULT 0, has_delivery_receipt INTEGER DEFAULT 0, has_read_receipt INTEGER DEFAULT 0, viewed INTEGER DEFAULT 0, receipt_timestamp INTEGER DEFAULT -1, quote_id INTEGER DEFAULT 0, quote_author INTEGER DEFAULT 0, quote_body TEXT DEFAULT NULL, quote_missing INTEGER DEFAULT 0, quote_type INTEGER DEFAULT 0, shared_contacts TEXT DEFAULT NULL, unidentified INTEGER DEFAULT 0, link_previews TEXT DEFAULT NULL, view_once INTEGER DEFAULT 0, remote_deleted INTEGER DEFAULT 0, server_guid TEXT DEFAULT NULL, message_ranges BLOB DEFAULT NULL, story_type INTEGER DEFAULT 0, parent_story_id INTEGER DEFAULT 0, scheduled_date INTEGER DEFAULT -1, latest_revision_id INTEGER DEFAULT NULL, original_message_id INTEGER DEFAULT NULL, revision_number INTEGER DEFAULT 0, message_extras BLOB DEFAULT NULL)',
  'CREATE TABLE attachment (_id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER, content_type TEXT, remote_key TEXT, transfer_state INTEGER, data_file TEXT, data_size INTEGER, data_random BLOB, file_name TEXT, voice_note INTEGER DEFAULT 0, video_gif INTEGER DEFAULT 0, quote INTEGER DEFAULT 0, width INTEGER DEFAULT 0, height INTEGER DEFAULT 0, caption TEXT DEFAULT NULL, sticker_id INTEGER DEFAULT -1, display_order INTEGER DEFAULT 0, data_hash_end TEXT DEFAULT NULL)',
  'CREATE TABLE poll (_id INTEGER PRIMARY KEY AUTOINCREMENT, author_id INTEGER NOT NULL, message_id INTEGER NOT NULL, question TEXT, allow_multiple_votes INTEGER DEFAULT 0, end_message_id INTEGER DEFAULT 0)',
  'CREATE TABLE poll_option (_id INTEGER PRIMARY KEY AUTOINCREMENT, poll_id INTEGER NOT NULL, option_text TEXT, option_order INTEGER)',
  'CREATE TABLE poll_vote (_id INTEGER PRIMARY KEY AUTOINCREMENT, poll_id INTEGER NOT NULL, poll_option_id INTEGER DEFAULT NULL, voter_id INTEGER NOT NULL, vote_count INTEGER, date_received INTEGER DEFAULT 0, vote_state INTEGER DEFAULT 0)',
] as const;

const OLD = [
  'CREATE TABLE recipient (_id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT UNIQUE DEFAULT NULL, username TEXT UNIQUE DEFAULT NULL, phone TEXT UNIQUE DEFAULT NULL, email TEXT UNIQUE DEFAULT NULL, group_id TEXT UNIQUE DEFAULT NULL, group_type INTEGER DEFAULT 0, blocked INTEGER DEFAULT 0, message_expiration_time INTEGER DEFAULT 0, registered INTEGER DEFAULT 0, system_given_name TEXT DEFAULT NULL, system_family_name TEXT DEFAULT NULL, system_display_name TEXT DEFAULT NULL, profile_key TEXT DEFAULT NULL, signal_profile_name TEXT DEFAULT NULL, profile_family_name TEXT DEFAULT NULL, profile_joined_name TEXT DEFAULT NULL, about TEXT DEFAULT NULL, pni TEXT DEFAULT NULL)',
  'CREATE TABLE thread (_id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0, meaningful_messages INTEGER DEFAULT 0, recipient_id INTEGER, read INTEGER DEFAULT 1, type INTEGER DEFAULT 0, snippet TEXT, snippet_type INTEGER DEFAULT 0, archived INTEGER DEFAULT 0)',
  'CREATE TABLE groups (_id INTEGER PRIMARY KEY, group_id TEXT, recipient_id INTEGER, title TEXT, members TEXT, timestamp INTEGER, active INTEGER DEFAULT 1, mms INTEGER DEFAULT 0, master_key BLOB, revision BLOB, decrypted_group BLOB)',
  'CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, date_sent INTEGER NOT NULL, date_received INTEGER NOT NULL, date_server INTEGER DEFAULT -1, thread_id INTEGER NOT NULL, recipient_id INTEGER NOT NULL, recipient_device_id INTEGER, type INTEGER NOT NULL, body TEXT, read INTEGER DEFAULT 0, expires_in INTEGER DEFAULT 0, expire_started INTEGER DEFAULT 0, delivery_receipt_count INTEGER DEFAULT 0, read_receipt_count INTEGER DEFAULT 0, viewed_receipt_count INTEGER DEFAULT 0, receipt_timestamp INTEGER DEFAULT -1, quote_id INTEGER DEFAULT 0, quote_author INTEGER DEFAULT 0, quote_body TEXT DEFAULT NULL, quote_missing INTEGER DEFAULT 0, quote_type INTEGER DEFAULT 0, shared_contacts TEXT DEFAULT NULL, unidentified INTEGER DEFAULT 0, link_previews TEXT DEFAULT NULL, view_once INTEGER DEFAULT 0, remote_deleted INTEGER DEFAULT 0, server_guid TEXT DEFAULT NULL, message_ranges BLOB DEFAULT NULL, story_type INTEGER DEFAULT 0, parent_story_id INTEGER DEFAULT 0)',
  'CREATE TABLE part (_id INTEGER PRIMARY KEY, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT, cd TEXT, pending_push INTEGER, _data TEXT, data_size INTEGER, unique_id INTEGER NOT NULL, file_name TEXT, data_random BLOB, voice_note INTEGER DEFAULT 0, video_gif INTEGER DEFAULT 0, quote INTEGER DEFAULT 0, width INTEGER DEFAULT 0, height INTEGER DEFAULT 0, caption TEXT DEFAULT NULL, sticker_id INTEGER DEFAULT -1)',
] as const;

const BOTH = [
  'CREATE TABLE drafts (_id INTEGER PRIMARY KEY, thread_id INTEGER, type TEXT, value TEXT)',
  'CREATE TABLE reaction (_id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL, author_id INTEGER NOT NULL, emoji TEXT NOT NULL, date_sent INTEGER NOT NULL, date_received INTEGER NOT NULL)',
  'CREATE TABLE mention (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, message_id INTEGER, recipient_id INTEGER, range_start INTEGER, range_length INTEGER)',
  'CREATE TABLE group_receipts (_id INTEGER PRIMARY KEY, mms_id INTEGER, address INTEGER, status INTEGER, timestamp INTEGER, unidentified INTEGER DEFAULT 0)',
  'CREATE TABLE call (_id INTEGER PRIMARY KEY, call_id INTEGER NOT NULL, message_id INTEGER DEFAULT NULL, peer INTEGER DEFAULT NULL, type INTEGER NOT NULL, direction INTEGER NOT NULL, event INTEGER NOT NULL, timestamp INTEGER NOT NULL, ringer INTEGER DEFAULT NULL, deletion_timestamp INTEGER DEFAULT 0)',
  'CREATE TABLE identities (_id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT UNIQUE, identity_key TEXT, first_use INTEGER DEFAULT 0, timestamp INTEGER DEFAULT 0, verified INTEGER DEFAULT 0, nonblocking_approval INTEGER DEFAULT 0)',
] as const;

const SMS_MMS = [
  ...OLD.filter((statement) => !statement.startsWith('CREATE TABLE message')),
  'CREATE TABLE sms (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, address INTEGER, address_device_id INTEGER, date INTEGER, date_sent INTEGER, date_server INTEGER DEFAULT -1, read INTEGER DEFAULT 0, status INTEGER DEFAULT -1, type INTEGER, delivery_receipt_count INTEGER DEFAULT 0, body TEXT, expires_in INTEGER DEFAULT 0, expire_started INTEGER DEFAULT 0, read_receipt_count INTEGER DEFAULT 0, reactions BLOB, remote_deleted INTEGER DEFAULT 0, receipt_timestamp INTEGER DEFAULT -1)',
  'CREATE TABLE mms (_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, date_received INTEGER, date_server INTEGER DEFAULT -1, msg_box INTEGER, read INTEGER DEFAULT 0, body TEXT, address INTEGER, address_device_id INTEGER, delivery_receipt_count INTEGER DEFAULT 0, expires_in INTEGER DEFAULT 0, expire_started INTEGER DEFAULT 0, read_receipt_count INTEGER DEFAULT 0, quote_id INTEGER DEFAULT 0, quote_author INTEGER, quote_body TEXT, quote_missing INTEGER DEFAULT 0, shared_contacts TEXT, previews TEXT, reveal_duration INTEGER DEFAULT 0, reactions BLOB, remote_deleted INTEGER DEFAULT 0, viewed_receipt_count INTEGER DEFAULT 0, receipt_timestamp INTEGER DEFAULT -1)',
  'CREATE TABLE reaction (_id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL, is_mms INTEGER NOT NULL, author_id INTEGER NOT NULL, emoji TEXT NOT NULL, date_sent INTEGER NOT NULL, date_received INTEGER NOT NULL)',
] as const;

/** The statements that make an empty store of a variant. */
export function schemaOf(variant: string): readonly string[] {
  if (variant === 'sms-mms') return [...SMS_MMS, ...BOTH.filter((statement) => !statement.includes('TABLE reaction'))];
  return [...(variant === 'attachment-table' ? NEW : OLD), ...BOTH];
}

/** The settings' database. Source: signalapp/Signal-Android, database/KeyValueDatabase. */
export const SETTINGS_SCHEMA =
  'CREATE TABLE key_value (_id INTEGER PRIMARY KEY, key TEXT UNIQUE, value TEXT, type INTEGER)';

/** What columns of the newest variant were called before, by the table's old name. */
export const OLD_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  recipient: {
    aci: 'uuid',
    e164: 'phone',
    system_joined_name: 'system_display_name',
    profile_given_name: 'signal_profile_name',
  },
  message: {
    from_recipient_id: 'recipient_id',
    from_device_id: 'recipient_device_id',
    has_delivery_receipt: 'delivery_receipt_count',
    has_read_receipt: 'read_receipt_count',
    viewed: 'viewed_receipt_count',
  },
  part: {
    message_id: 'mid',
    content_type: 'ct',
    remote_key: 'cd',
    transfer_state: 'pending_push',
    data_file: '_data',
  },
};
