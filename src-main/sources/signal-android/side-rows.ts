import type { Extracted } from '../../model/index.ts';
import { readSideTable, type AccountOf, type SideTable } from '../signal-side-rows.ts';
import type { Reading } from './reading.ts';

/**
 * What the owner set up, and to whom stories went. Source: signalapp/Signal-Android, database/DistributionListTables, StorySendTable,
 * CallLinkTable, ChatFolderTables, NotificationProfileTables and RemappedRecordTables.
 */
const TABLES: readonly SideTable[] = [
  { name: 'distribution_list', words: 'name', times: { deletion_timestamp: 'deleted' } },
  { name: 'distribution_list_member', accounts: ['recipient_id'] },
  { name: 'story_sends', accounts: ['recipient_id'], times: { sent_timestamp: 'sent' } },
  {
    name: 'call_link',
    words: 'name',
    times: { expiration: 'expires', deletion_timestamp: 'deleted' },
    left: ['root_key', 'admin_key'],
  },
  { name: 'chat_folder', words: 'name', times: { deleted_timestamp_ms: 'deleted' } },
  { name: 'chat_folder_membership' },
  {
    name: 'notification_profile',
    words: 'name',
    times: { created_at: 'created', deleted_timestamp_ms: 'deleted' },
  },
  { name: 'notification_profile_schedule' },
  { name: 'notification_profile_allowed_members', accounts: ['recipient_id'] },
  { name: 'remapped_recipients' },
  { name: 'msl_recipient', accounts: ['recipient_id'] },
];

export function* readSideRows(reading: Reading): Generator<Extracted> {
  const accountOf: AccountOf = (cell, at, out) => {
    const account = typeof cell === 'number' ? reading.see(cell, at) : null;
    out.push(...reading.accounts.drain());
    return account;
  };
  for (const side of TABLES) yield* readSideTable(reading.db, reading.run, side, accountOf);
}
