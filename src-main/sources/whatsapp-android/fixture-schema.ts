/**
 * The modern table set as `CREATE` statements: names and columns as in the published dump of
 * frozenspider/chat-history-manager-rust, in schema listings of akhil-dara/WAInsight and KnugiHK, and in a published schema
 * dump of a store of 2025.
 */
const SIDE_TABLES: Readonly<Record<string, string>> = {
  message_media:
    'message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, autotransfer_retry_enabled INTEGER, multicast_id TEXT, media_job_uuid TEXT, transferred INTEGER, transcoded INTEGER, file_path TEXT, file_size INTEGER, suspicious_content INTEGER, trim_from INTEGER, trim_to INTEGER, face_x INTEGER, face_y INTEGER, media_key BLOB, media_key_timestamp INTEGER, width INTEGER, height INTEGER, has_streaming_sidecar INTEGER, gif_attribution INTEGER, thumbnail_height_width_ratio REAL, direct_path TEXT, first_scan_sidecar BLOB, first_scan_length INTEGER, message_url TEXT, mime_type TEXT, file_length INTEGER, media_name TEXT, file_hash TEXT, media_duration INTEGER, page_count INTEGER, enc_file_hash TEXT, partial_media_hash TEXT, partial_media_enc_hash TEXT, is_animated_sticker INTEGER, original_file_hash TEXT, mute_video INTEGER DEFAULT 0, media_caption TEXT, media_upload_handle TEXT, raw_transcription_text TEXT',
  message_thumbnail: 'message_row_id INTEGER PRIMARY KEY, thumbnail BLOB',
  media_hash_thumbnail: 'media_hash TEXT PRIMARY KEY, thumbnail BLOB',
  message_location:
    'message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, latitude REAL, longitude REAL, place_name TEXT, place_address TEXT, url TEXT, live_location_share_duration INTEGER, live_location_sequence_number INTEGER, live_location_final_latitude REAL, live_location_final_longitude REAL, live_location_final_timestamp INTEGER, map_download_status INTEGER',
  message_vcard: '_id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER, vcard TEXT',
  message_vcard_jid:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, vcard_jid_row_id INTEGER, vcard_row_id INTEGER, message_row_id INTEGER',
  message_quoted:
    'message_row_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL, parent_message_chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL, sender_jid_row_id INTEGER, key_id TEXT NOT NULL, timestamp INTEGER, message_type INTEGER, origin INTEGER, text_data TEXT, payment_transaction_id TEXT, lookup_tables INTEGER',
  message_quoted_media:
    'message_row_id INTEGER PRIMARY KEY, media_job_uuid TEXT, transferred INTEGER, file_path TEXT, file_size INTEGER, media_key BLOB, media_key_timestamp INTEGER, width INTEGER, height INTEGER, direct_path TEXT, message_url TEXT, mime_type TEXT, file_length INTEGER, media_name TEXT, file_hash TEXT, media_duration INTEGER, page_count INTEGER, enc_file_hash TEXT, thumbnail BLOB, media_caption TEXT',
  message_revoked:
    'message_row_id INTEGER PRIMARY KEY, revoked_key_id TEXT NOT NULL, admin_jid_row_id INTEGER, revoke_timestamp INTEGER',
  message_edit_info:
    'message_row_id INTEGER PRIMARY KEY, original_key_id TEXT NOT NULL, edited_timestamp INTEGER NOT NULL, sender_timestamp INTEGER NOT NULL',
  message_forwarded: 'message_row_id INTEGER PRIMARY KEY, forward_score INTEGER',
  message_ephemeral:
    'message_row_id INTEGER PRIMARY KEY, duration INTEGER NOT NULL, expire_timestamp INTEGER NOT NULL, keep_in_chat INTEGER NOT NULL DEFAULT 0',
  message_ephemeral_setting:
    'message_row_id INTEGER PRIMARY KEY, setting_duration INTEGER, setting_reason INTEGER, user_jid_row_id_csv TEXT',
  message_mentions: '_id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER, jid_row_id INTEGER',
  message_link:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER, message_row_id INTEGER, link_index INTEGER',
  message_text:
    'message_row_id INTEGER PRIMARY KEY, description TEXT, page_title TEXT, url TEXT, font_style INTEGER, text_color INTEGER, background_color INTEGER, preview_type INTEGER, invite_link_group_type INTEGER NOT NULL DEFAULT 0',
  message_view_once_media: 'message_row_id INTEGER PRIMARY KEY, state INTEGER NOT NULL',
  message_poll:
    'message_row_id INTEGER PRIMARY KEY, enc_key BLOB, selectable_options_count INTEGER, invalid_state INTEGER NOT NULL DEFAULT 0',
  message_poll_option:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER, option_sha256 TEXT, option_name TEXT, vote_total INTEGER',
  message_group_invite:
    'message_row_id INTEGER PRIMARY KEY, group_jid_row_id INTEGER NOT NULL, admin_jid_row_id INTEGER NOT NULL, group_name TEXT, invite_code TEXT, expiration INTEGER, invite_time INTEGER, expired INTEGER, group_type INTEGER NOT NULL DEFAULT 0',
  message_details: 'message_row_id INTEGER PRIMARY KEY, author_device_jid INTEGER',
  message_system: 'message_row_id INTEGER PRIMARY KEY, action_type INTEGER NOT NULL',
  message_system_group: 'message_row_id INTEGER PRIMARY KEY, is_me_joined INTEGER',
  message_system_chat_participant: 'message_row_id INTEGER, user_jid_row_id INTEGER',
  message_system_value_change: 'message_row_id INTEGER PRIMARY KEY, old_data TEXT',
  message_system_number_change: 'message_row_id INTEGER PRIMARY KEY, old_jid_row_id INTEGER, new_jid_row_id INTEGER',
  message_system_photo_change: 'message_row_id INTEGER PRIMARY KEY, new_photo_id TEXT, old_photo BLOB, new_photo BLOB',
  message_system_block_contact: 'message_row_id INTEGER PRIMARY KEY, is_blocked INTEGER',
  message_system_community_link_changed:
    'message_row_id INTEGER PRIMARY KEY, old_group_type INTEGER, new_group_type INTEGER, linked_parent_group_jid_row_id INTEGER',
  message_add_on:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER, from_me INTEGER, key_id TEXT NOT NULL, sender_jid_row_id INTEGER, parent_message_row_id INTEGER, timestamp INTEGER, status INTEGER, message_add_on_type INTEGER, received_timestamp INTEGER',
  message_add_on_reaction: 'message_add_on_row_id INTEGER PRIMARY KEY, reaction TEXT, sender_timestamp INTEGER',
  message_add_on_poll_vote: 'message_add_on_row_id INTEGER PRIMARY KEY, sender_timestamp INTEGER',
  message_add_on_poll_vote_selected_option:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, message_add_on_row_id INTEGER, message_poll_option_id INTEGER',
  message_add_on_pin_in_chat:
    'message_add_on_row_id INTEGER PRIMARY KEY, pin_in_chat_state INTEGER, sender_timestamp INTEGER',
  message_orphan:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER, from_me INTEGER, key_id TEXT NOT NULL, sender_jid_row_id INTEGER, parent_chat_row_id INTEGER, parent_from_me INTEGER, parent_key_id TEXT, parent_sender_jid_row_id INTEGER, timestamp INTEGER, orphan_message_data BLOB, orphan_message_type INTEGER',
  message_orphaned_edit:
    '_id INTEGER PRIMARY KEY, key_id TEXT NOT NULL, from_me INTEGER NOT NULL, chat_row_id INTEGER NOT NULL, sender_jid_row_id INTEGER NOT NULL DEFAULT (0), timestamp INTEGER, message_type INTEGER NOT NULL, revoked_key_id TEXT, retry_count INTEGER, admin_jid_row_id INTEGER',
  receipt_user:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER NOT NULL, receipt_user_jid_row_id INTEGER NOT NULL, receipt_timestamp INTEGER, read_timestamp INTEGER, played_timestamp INTEGER',
  receipt_device:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER NOT NULL, receipt_device_jid_row_id INTEGER NOT NULL, receipt_device_timestamp INTEGER, primary_device_version INTEGER',
  receipt_orphaned:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL, key_id TEXT NOT NULL, receipt_device_jid_row_id INTEGER NOT NULL, receipt_recipient_jid_row_id INTEGER, status INTEGER, timestamp INTEGER',
  call_log:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER, from_me INTEGER, call_id TEXT, transaction_id INTEGER, timestamp INTEGER, video_call INTEGER, duration INTEGER, call_result INTEGER, bytes_transferred INTEGER, group_jid_row_id INTEGER NOT NULL DEFAULT 0, is_joinable_group_call INTEGER, call_creator_device_jid_row_id INTEGER NOT NULL DEFAULT 0, call_random_id TEXT, call_link_row_id INTEGER NOT NULL DEFAULT 0, call_type INTEGER',
  call_log_participant_v2:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, call_log_row_id INTEGER, jid_row_id INTEGER, call_result INTEGER',
  message_call_log: 'message_row_id INTEGER PRIMARY KEY, call_log_row_id INTEGER',
  missed_call_logs:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER, timestamp INTEGER, video_call INTEGER, group_jid_row_id INTEGER NOT NULL DEFAULT 0, is_joinable_group_call INTEGER',
  missed_call_log_participant:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, call_logs_row_id INTEGER, jid TEXT, call_result INTEGER',
  group_participant_user:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, group_jid_row_id INTEGER NOT NULL, user_jid_row_id INTEGER NOT NULL, rank INTEGER, pending INTEGER, add_timestamp INTEGER, label TEXT, join_method INTEGER',
  group_past_participant_user:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, group_jid_row_id INTEGER NOT NULL, user_jid_row_id INTEGER NOT NULL, is_leave INTEGER NOT NULL, timestamp INTEGER NOT NULL',
  community_chat:
    'chat_row_id INTEGER PRIMARY KEY, last_activity_ts INTEGER, last_activity_seen_ts INTEGER, join_ts INTEGER, closed INTEGER',
  newsletter:
    'chat_row_id INTEGER PRIMARY KEY, name TEXT, description TEXT, picture_url TEXT, preview_url TEXT, invite_code TEXT, handle TEXT, subscribers_count INTEGER, membership INTEGER, privacy INTEGER, verified INTEGER, muted INTEGER, suspended INTEGER, deleted INTEGER',
  newsletter_message:
    'message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, server_message_id INTEGER, comments_count INTEGER, view_count INTEGER, forwards_count INTEGER',
  newsletter_message_reaction:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER, reaction TEXT, reaction_count INTEGER',
  composition: '_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER, text TEXT, timestamp INTEGER',
  deleted_chat_job:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL, block_size INTEGER, deleted_message_row_id INTEGER, deleted_starred_message_row_id INTEGER, deleted_messages_remove_files BOOLEAN, deleted_categories_message_row_id INTEGER, deleted_categories_starred_message_row_id INTEGER, deleted_categories_remove_files BOOLEAN, deleted_message_categories TEXT, singular_message_delete_rows_id TEXT',
  props: '_id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, value TEXT',
  newsletter_subscribers:
    '_id INTEGER PRIMARY KEY, chat_row_id INTEGER NOT NULL, jid_row_id INTEGER, display_name TEXT, subscription_time INTEGER, role INTEGER NOT NULL DEFAULT 0, type_of_fetch INTEGER NOT NULL DEFAULT 0, fetched_time INTEGER NOT NULL DEFAULT 0',
  parent_group_participants: 'parent_group_jid_row_id INTEGER NOT NULL, user_jid_row_id INTEGER NOT NULL',
  message_event:
    'message_row_id INTEGER PRIMARY KEY, is_canceled INTEGER DEFAULT 0, name TEXT NOT NULL, description TEXT, location_latitude REAL, location_longitude REAL, location_name TEXT, location_address TEXT, join_link TEXT, start_time DATETIME NOT NULL, chat_row_id INTEGER, event_state INTEGER NOT NULL DEFAULT 0, end_time DATETIME',
  message_album:
    'message_row_id INTEGER PRIMARY KEY, image_count INTEGER NOT NULL DEFAULT 0, video_count INTEGER NOT NULL DEFAULT 0, expected_image_count INTEGER, expected_video_count INTEGER',
  message_association:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, child_message_row_id INTEGER NOT NULL, parent_message_row_id INTEGER NOT NULL, association_type INTEGER NOT NULL',
  message_newsletter_admin_invite:
    'message_row_id INTEGER PRIMARY KEY, newsletter_jid_row_id INTEGER NOT NULL, newsletter_name TEXT NOT NULL, expiration INTEGER NOT NULL',
  message_system_reminder_setup:
    'message_row_id INTEGER PRIMARY KEY, original_message_row_id INTEGER NOT NULL UNIQUE, reminder_timestamp_ms INTEGER NOT NULL, reminder_content TEXT NOT NULL',
  message_system_reminder_sent:
    'message_row_id INTEGER PRIMARY KEY, original_message_row_id INTEGER NOT NULL UNIQUE, original_reminder_content TEXT NOT NULL',
  suggested_replies:
    'message_row_id INTEGER PRIMARY KEY, customer_message_row_id INTEGER NOT NULL, tokenized_customer_message STRING',
  joinable_call_log:
    'call_log_row_id INTEGER PRIMARY KEY, call_id TEXT NOT NULL, joinable_video_call INTEGER NOT NULL DEFAULT 0, group_jid_row_id INTEGER NOT NULL DEFAULT 0',
  call_link:
    '_id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL, creator_jid_row_id INTEGER NOT NULL DEFAULT 0',
  played_self_receipt:
    'message_row_id INTEGER PRIMARY KEY, to_jid_row_id INTEGER NOT NULL, participant_jid_row_id INTEGER, message_id TEXT NOT NULL',
  jid_map: 'lid_row_id INTEGER PRIMARY KEY NOT NULL, jid_row_id INTEGER NOT NULL, sort_id INTEGER',
  lid_display_name: 'lid_row_id INTEGER PRIMARY KEY NOT NULL, display_name TEXT, username TEXT',
};

const CHAT =
  '_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER UNIQUE, hidden INTEGER, subject TEXT, created_timestamp INTEGER, display_message_row_id INTEGER, last_message_row_id INTEGER, last_read_message_row_id INTEGER, last_read_receipt_sent_message_row_id INTEGER, last_important_message_row_id INTEGER, archived INTEGER, sort_timestamp INTEGER, mod_tag INTEGER, gen REAL, spam_detection INTEGER, unseen_earliest_message_received_time INTEGER, unseen_message_count INTEGER, unseen_missed_calls_count INTEGER, unseen_row_count INTEGER, plaintext_disabled INTEGER, vcard_ui_dismissed INTEGER, change_number_notified_message_row_id INTEGER, show_group_description INTEGER, ephemeral_expiration INTEGER, last_read_ephemeral_message_row_id INTEGER, ephemeral_setting_timestamp INTEGER, group_type INTEGER NOT NULL DEFAULT 0, chat_lock INTEGER';
const JID =
  '_id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, server TEXT NOT NULL, agent INTEGER, device INTEGER, type INTEGER, raw_string TEXT';
const MESSAGE =
  '_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL, key_id TEXT NOT NULL, sender_jid_row_id INTEGER, status INTEGER, broadcast INTEGER, recipient_count INTEGER, participant_hash TEXT, origination_flags INTEGER, origin INTEGER, timestamp INTEGER, received_timestamp INTEGER, receipt_server_timestamp INTEGER, message_type INTEGER, text_data TEXT, starred INTEGER, lookup_tables INTEGER, message_add_on_flags INTEGER, view_mode INTEGER, sort_id INTEGER NOT NULL DEFAULT 0';

const INDEXES = [
  'CREATE UNIQUE INDEX jid_raw_string_index ON jid (raw_string)',
  'CREATE UNIQUE INDEX message_key_index ON message (chat_row_id, from_me, key_id, sender_jid_row_id)',
  'CREATE INDEX message_chat_sort_id_index ON message (chat_row_id, sort_id)',
  'CREATE UNIQUE INDEX receipt_user_index ON receipt_user (message_row_id, receipt_user_jid_row_id)',
  'CREATE UNIQUE INDEX mentions_index ON message_mentions (message_row_id, jid_row_id)',
];

/** What the app shows: rows of deleted conversations that are not purged yet are left out. */
const VIEW = `CREATE VIEW available_message_view AS SELECT m.* FROM message m LEFT JOIN deleted_chat_job job ON job.chat_row_id = m.chat_row_id
  WHERE NOT ((ifnull(m.starred, 0) = 0 AND m._id <= ifnull(job.deleted_message_row_id, 1)) OR (ifnull(m.starred, 0) = 1 AND m._id <= ifnull(job.deleted_starred_message_row_id, 1)))`;

/** Statements that make an empty modern store. */
export function modernSchema(variant: string): readonly string[] {
  const tables = Object.entries(SIDE_TABLES).filter(
    ([name]) => variant === 'modern-lid' || (name !== 'jid_map' && name !== 'lid_display_name'),
  );
  return [
    'CREATE TABLE android_metadata (locale TEXT)',
    `CREATE TABLE jid (${JID})`,
    `CREATE TABLE chat (${CHAT}${variant === 'modern-lid' ? ', account_jid_row_id INTEGER' : ''})`,
    `CREATE TABLE message (${MESSAGE})`,
    ...tables.map(([name, columns]) => `CREATE TABLE ${name} (${columns})`),
    'CREATE VIRTUAL TABLE message_ftsv2 USING FTS4(content, fts_jid, fts_namespace)',
    ...INDEXES,
    VIEW,
  ];
}

/** Statements that make an empty wa.db. */
export const CONTACT_SCHEMA: readonly string[] = [
  'CREATE TABLE android_metadata (locale TEXT)',
  'CREATE TABLE wa_contacts (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL, is_whatsapp_user BOOLEAN NOT NULL, status TEXT, status_timestamp INTEGER, number TEXT, raw_contact_id INTEGER, display_name TEXT, phone_type INTEGER, phone_label TEXT, unseen_msg_count INTEGER, photo_ts INTEGER, thumb_ts INTEGER, photo_id_timestamp INTEGER, given_name TEXT, family_name TEXT, wa_name TEXT, sort_name TEXT, nickname TEXT, company TEXT, title TEXT, status_autodownload_disabled INTEGER, keep_timestamp INTEGER, is_spam_reported INTEGER, disappearing_mode_duration INTEGER, disappearing_mode_timestamp LONG, is_starred BOOLEAN)',
  'CREATE TABLE wa_vnames (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL, serial INTEGER NOT NULL, issuer TEXT NOT NULL, expires INTEGER, verified_name TEXT NOT NULL, industry TEXT, cert_blob BLOB, verified_level INTEGER)',
  'CREATE TABLE wa_group_descriptions (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL, description TEXT, description_id TEXT, description_time INTEGER, description_setter_jid TEXT)',
  'CREATE TABLE wa_group_admin_settings (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL, restrict_mode INTEGER, announcement_group INTEGER, creator_jid TEXT)',
  'CREATE TABLE wa_block_list (jid TEXT PRIMARY KEY)',
];
