import type { Issue } from '../../model/index.ts';
import { issueAt, type Reading } from './reading.ts';

/** Columns without which rows of a table are not records, in every version that the README names. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  messages: ['id', 'json', 'sent_at', 'received_at', 'conversationId', 'type', 'body'],
  conversations: ['id', 'json', 'type', 'e164', 'groupId', 'name'],
  message_attachments: [
    'messageId',
    'attachmentType',
    'orderInMessage',
    'contentType',
    'path',
    'version',
    'editHistoryIndex',
  ],
  callsHistory: ['callId', 'peerId', 'mode', 'direction', 'status', 'timestamp', 'type'],
  reactions: ['messageId', 'emoji', 'fromId', 'timestamp'],
  items: ['id', 'json'],
};

/** One of several columns, by version. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  conversations: ['serviceId', 'uuid'],
  messages: ['sourceServiceId', 'sourceUuid'],
};

/** An issue for each column that a table lacks and its records need: an older, newer or changed schema. */
export function* missingColumns({ db }: Reading): Generator<Issue> {
  for (const [table, columns] of db.tables) {
    const needed = Object.hasOwn(NEEDED, table) ? (NEEDED[table] ?? []) : [];
    const others = Object.hasOwn(ONE_OF, table) ? (ONE_OF[table] ?? []) : [];
    const missing = needed.filter((column) => !columns.includes(column));
    if (others.length > 0 && !others.some((column) => columns.includes(column))) missing.push(others[0] ?? '');
    for (const column of missing) {
      const detail = `the table has no column ${column}, which its records are made of; what depends on it is not shown`;
      yield issueAt('warning', 'column-missing', null, `${table}.${column}`, null, detail);
    }
  }
  for (const table of ['messages', 'conversations'] as const)
    if (!db.tables.has(table))
      yield issueAt('error', 'table-missing', null, table, null, 'the store has no such table');
}
