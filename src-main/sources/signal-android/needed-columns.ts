import type { Issue } from '../../model/index.ts';
import { storeIssue } from '../store-issues.ts';
import { columnOf, MESSAGE_TABLES, type Role } from './message-rows.ts';
import type { Reading } from './reading.ts';

/** Columns without which rows of a table are not records: one of each list, by version. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  recipient: [['aci', 'uuid'], ['e164', 'phone'],
    ['username'], ['group_id'], ['profile_given_name', 'signal_profile_name'], ['system_joined_name', 'system_display_name']],
  thread: [['recipient_id', 'thread_recipient_id', 'recipient_ids'], ['archived']],
  groups: [['group_id'], ['title'], ['decrypted_group', 'members']],
  group_membership: [['group_id'], ['recipient_id']],
  drafts: [['thread_id'], ['type'], ['value']],
  attachment: [['message_id'], ['content_type'], ['data_file'], ['quote']],
  part: [['mid'], ['ct'], ['_data'], ['quote']],
  reaction: [['message_id'], ['author_id'], ['emoji'], ['date_sent']],
  mention: [['message_id'], ['recipient_id']],
  group_receipts: [['mms_id'], ['address', 'recipient_id'], ['status'], ['timestamp']],
  call: [['message_id'], ['peer'], ['type'], ['direction'], ['event']],
  poll: [['message_id'], ['question']],
  poll_option: [['poll_id'], ['option_text'], ['option_order']],
  poll_vote: [['poll_id'], ['poll_option_id'], ['voter_id']],
  identities: [['address']],
}; // prettier-ignore

const ROLES: readonly Role[] = [
  'sent', 'received', 'thread', 'from', 'type', 'body', 'expiresIn', 'expireStarted', 'deleted', 'delivered', 'seen', 'server',
]; // prettier-ignore
const OF_MMS: readonly Role[] = ['quoteId', 'quoteAuthor', 'quoteBody', 'contacts', 'previews', 'viewOnce'];
const OF_MESSAGE: readonly Role[] = ['storyType', 'ranges', 'viewed', 'receiptTime'];
const OF_NEWEST: readonly Role[] = ['extras', 'latest', 'original'];

/** An issue for each column that a table lacks and its records need: an older, newer or changed schema. */
export function* missingColumns({ db, found }: Reading): Generator<Issue> {
  for (const [table, needed] of Object.entries(NEEDED)) {
    if (!db.tables.has(table)) continue;
    for (const names of needed) if (!names.some((name) => db.has(table, name))) yield missing(table, names[0] ?? '');
  }
  for (const table of MESSAGE_TABLES) {
    if (!db.tables.has(table)) continue;
    const isNewest = table === 'message' && found.variant === 'attachment-table';
    const roles = [
      ...ROLES,
      ...(table === 'sms' ? [] : OF_MMS),
      ...(table === 'message' ? OF_MESSAGE : []),
      ...(isNewest ? OF_NEWEST : []),
    ];
    for (const role of roles) if (columnOf(db, table, role) === null) yield missing(table, role);
  }
  for (const table of ['recipient', 'thread', 'groups'] as const)
    if (!db.tables.has(table)) yield storeIssue('error', 'table-missing', table, 'the store has no such table');
}

function missing(table: string, column: string): Issue {
  const detail = `the table has no column ${column}, which its records are made of; what depends on it is not shown`;
  return storeIssue('warning', 'column-missing', `${table}.${column}`, detail);
}
