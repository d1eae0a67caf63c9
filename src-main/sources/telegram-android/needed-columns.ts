import type { Issue } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { storeIssue } from '../store-issues.ts';

/** Columns without which rows of a table are not records, in every version that the README names. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  users: ['uid', 'data'],
  chats: ['uid', 'data'],
  enc_chats: ['uid', 'user', 'data'],
  dialogs: ['did', 'date', 'folder_id'],
  messages: ['mid', 'uid', 'date', 'data', 'out', 'send_state'],
  messages_v2: ['mid', 'uid', 'date', 'data', 'out', 'send_state', 'replydata'],
  messages_topics: ['mid', 'uid', 'date', 'data'],
  scheduled_messages: ['mid', 'uid', 'date', 'data'],
  scheduled_messages_v2: ['mid', 'uid', 'date', 'data'],
  media_v2: ['mid', 'uid', 'data'],
  media_v3: ['mid', 'uid', 'data'],
  media_v4: ['mid', 'uid', 'data'],
  unread_push_messages: ['mid', 'uid', 'date', 'data'],
  chat_pinned_v2: ['mid', 'uid'],
  enc_tasks_v4: ['mid', 'uid', 'date'],
  randoms_v2: ['mid', 'uid'],
  channel_users_v2: ['did', 'uid', 'data'],
  chat_settings_v2: ['uid', 'info'],
  contacts: ['uid'],
  user_contacts_v7: ['key', 'uid', 'fname'],
  user_phones_v7: ['key', 'phone'],
};

/** Tables that every version of the app has. */
const ALWAYS = ['users', 'chats', 'dialogs', 'enc_chats'] as const;

/** An issue for each column that a table lacks and its records need: an older, newer or changed schema. */
export function* missingColumns(db: EvidenceDb): Generator<Issue> {
  for (const [table, columns] of db.tables)
    for (const column of Object.hasOwn(NEEDED, table) ? (NEEDED[table] ?? []) : [])
      if (!columns.includes(column)) {
        const detail = `the table has no column ${column}, which its records are made of; what depends on it is not shown`;
        yield storeIssue('warning', 'column-missing', `${table}.${column}`, detail);
      }
  for (const table of ALWAYS)
    if (!db.tables.has(table)) yield storeIssue('error', 'table-missing', table, 'the store has no such table');
}
