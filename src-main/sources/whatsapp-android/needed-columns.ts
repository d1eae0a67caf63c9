import type { Issue } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { storeIssue } from '../store-issues.ts';

const MESSAGE = ['message_row_id'] as const;

/** Columns without which rows of a table are not records, in every schema dump and database that the README names. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  jid: ['_id', 'raw_string'],
  jid_map: ['lid_row_id', 'jid_row_id'],
  chat: ['_id', 'jid_row_id'],
  message: ['_id', 'chat_row_id', 'from_me', 'key_id', 'sender_jid_row_id', 'timestamp', 'message_type', 'text_data'],
  message_media: MESSAGE,
  message_location: ['message_row_id', 'latitude', 'longitude'],
  message_vcard: ['message_row_id', 'vcard'],
  message_vcard_jid: ['vcard_row_id', 'vcard_jid_row_id'],
  message_quoted: ['message_row_id', 'key_id', 'text_data'],
  message_revoked: ['message_row_id', 'revoked_key_id'],
  message_edit_info: ['message_row_id', 'original_key_id', 'edited_timestamp'],
  message_forwarded: MESSAGE,
  message_ephemeral: MESSAGE,
  message_mentions: ['message_row_id', 'jid_row_id'],
  message_view_once_media: MESSAGE,
  message_poll: MESSAGE,
  message_poll_option: ['_id', 'message_row_id', 'option_name'],
  message_system: ['message_row_id', 'action_type'],
  message_text: MESSAGE,
  message_add_on: ['_id', 'parent_message_row_id'],
  message_add_on_reaction: ['message_add_on_row_id', 'reaction'],
  message_add_on_poll_vote_selected_option: ['message_add_on_row_id', 'message_poll_option_id'],
  receipt_user: ['message_row_id', 'receipt_user_jid_row_id'],
  receipt_device: ['message_row_id', 'receipt_device_jid_row_id'],
  call_log: ['_id', 'jid_row_id', 'from_me', 'timestamp'],
  call_log_participant_v2: ['call_log_row_id', 'jid_row_id'],
  message_call_log: ['message_row_id', 'call_log_row_id'],
  missed_call_logs: ['_id', 'message_row_id'],
  group_participant_user: ['group_jid_row_id', 'user_jid_row_id'],
  group_past_participant_user: ['group_jid_row_id', 'user_jid_row_id'],
  community_chat: ['chat_row_id'],
  newsletter: ['chat_row_id'],
  newsletter_subscribers: ['chat_row_id', 'jid_row_id'],
  parent_group_participants: ['parent_group_jid_row_id', 'user_jid_row_id'],
  message_event: ['message_row_id', 'name'],
  message_group_invite: MESSAGE,
  message_newsletter_admin_invite: MESSAGE,
  message_album: MESSAGE,
  message_association: ['child_message_row_id', 'parent_message_row_id'],
  message_system_reminder_setup: ['original_message_row_id', 'reminder_content'],
  message_system_reminder_sent: ['original_message_row_id', 'original_reminder_content'],
  composition: ['chat_row_id', 'text'],
  messages: ['_id', 'key_remote_jid', 'key_from_me', 'key_id', 'data', 'timestamp', 'media_wa_type', 'latitude', 'longitude', 'quoted_row_id', 'mentioned_jids'],
  messages_quotes: ['_id', 'key_remote_jid', 'key_id', 'data'],
  chat_list: ['key_remote_jid'],
  group_participants: ['gjid', 'jid'],
  receipts: ['_id', 'key_remote_jid', 'key_id', 'remote_resource'],
}; // prettier-ignore

/** An issue for each column that a table of this store lacks and its records need: an older, newer or changed schema. */
export function* missingColumns(db: EvidenceDb): Generator<Issue> {
  for (const [table, columns] of db.tables)
    for (const column of NEEDED[table] ?? [])
      if (!columns.includes(column))
        yield storeIssue(
          'warning',
          'column-missing',
          `${table}.${column}`,
          `The table ${table} has no column ${column}, which its records are made of; what depends on it is not shown.`,
        );
}
