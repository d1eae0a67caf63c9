import type { Extracted, Key, Message, MessageType, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { count, flag, integer, text } from '../stored-cells.ts';
import {
  CONFLICTING_TYPES,
  MESSAGE_TYPES,
  REVOKED_TYPES,
  STATUS_RECEIVED,
  STATUS_SENT,
  STATUS_WITHOUT_MEANING,
  VIEW_ONCE_TYPES,
} from './codes-message.ts';
import type { DeletionJobs } from './deletion-jobs.ts';
import { rowIssue } from '../store-issues.ts';
import { MessageSides, SIDE_TABLES } from './message-sides.ts';
import type { SideFacts } from './message-sides.ts';
import { onlyWanted, wantedMessages } from './messages-wanted.ts';
import { scan, unreadable } from '../scan-rows.ts';
import { Table } from './scan.ts';
import type { SequenceGaps } from './sequence-gaps.ts';
import type { Store } from './store.ts';
import { SystemTables, systemTables } from './system-line.ts';
import type { SystemFacts } from './system-line.ts';
import { readTime, timesOf } from '../stored-times.ts';

const COLUMNS = [
  '_id',
  'chat_row_id',
  'from_me',
  'key_id',
  'sender_jid_row_id',
  'status',
  'origination_flags',
  'timestamp',
  'received_timestamp',
  'receipt_server_timestamp',
  'message_type',
  'text_data',
  'starred',
  'sort_id',
] as const;
/** The bits of a forwarded message are carried too: only one of them is known. */
const INTERPRETED = COLUMNS.filter((name) => name !== 'origination_flags');
/** Says only which side tables to read, which this parser reads anyway. */
const BITS_OF_THE_APP = ['lookup_tables', 'message_add_on_flags'];
const FORWARDED_BIT = 1; // origination_flags, bit 0: IPED, KnugiHK
const VOICE_ORIGIN = 1; // message.origin of voice messages: KnugiHK, published guides
const NO_STORED: Readonly<Record<string, Stored>> = {};

type Place = Readonly<Record<(typeof COLUMNS)[number] | 'origin', number>>;

/** Messages of the table `message` in one scan, with the tables that add fields to them read in step. */
export function* readModernMessages(store: Store, jobs: DeletionJobs, gaps: SequenceGaps): Generator<Extracted> {
  const table = new Table(store.db, 'message', INTERPRETED, BITS_OF_THE_APP);
  const place = Object.fromEntries([...COLUMNS, 'origin'].map((name) => [name, table.place(name)])) as Place;
  const own = { name: 'message', key: '_id' };
  const wanted = wantedMessages(store, [
    own,
    ...[...SIDE_TABLES, ...systemTables(store)].map((name) => ({ name, key: 'message_row_id' })),
  ]);
  const sides = new MessageSides(store, wanted);
  const system = new SystemTables(store, wanted);
  const { where, values } = onlyWanted(store, own, wanted);
  const total = rowsOf(store, 'message');
  const options = {
    tail: `${where} ORDER BY t.rowid`,
    values,
    progress: (done: number) => {
      store.run.progress(done, total, 'rows');
    },
  };
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      const id = row[place._id];
      if (typeof id !== 'number' && typeof id !== 'bigint') return 'row without number';
      const side = sides.take(id, at, out);
      if (id === 1 && row[place.key_id] === '-1') {
        gaps.saw(id, null);
        return 'sentinel row';
      }
      out.push(message(store, table, place, row, id, at, side, system, jobs, out));
      gaps.saw(id, row[place.timestamp]);
      return undefined;
    },
    options,
  );
  for (const side of [...sides.all, ...system.all]) yield* side.finish();
}

function message(
  store: Store,
  table: Table,
  place: Place,
  row: StoredRow,
  id: number | bigint,
  at: RowLocator,
  side: SideFacts | null,
  system: SystemTables,
  jobs: DeletionJobs,
  out: Extracted[],
): Message {
  const code = count(row[place.message_type]);
  const chat = row[place.chat_row_id];
  const conversation = typeof chat === 'number' || typeof chat === 'bigint' ? store.conversations.row(chat) : null;
  const type = typeOf(code, row[place.message_type], row[place.origin], at, out);
  const isSystem = type === 'system';
  const direction = isSystem ? 'unknown' : directionOf(row[place.from_me]);
  const named = store.jids.key(row[place.sender_jid_row_id], at);
  const sender: Key | null =
    direction === 'outgoing'
      ? store.owner.jid
      : direction === 'incoming'
        ? (named ?? conversation?.account ?? null)
        : named;
  const body = text(row[place.text_data]);
  const line: SystemFacts | null = system.take(id, at, named, body, null, isSystem, out);
  if (conversation === null)
    out.push(
      rowIssue(
        'warning',
        'unresolved-reference',
        at,
        'chat_row_id',
        String(chat),
        'The message refers to a conversation that the table chat does not hold.',
      ),
    );
  const isStarred = flag(row[place.starred]);
  const isHidden = jobs.hides(chat, id, isStarred, code);
  const isOtherSender = direction === 'outgoing' && named !== null && named !== store.owner.jid;
  const status = statusOf(row[place.status], direction, at, out);
  const columns = status === null || isSystem ? withUnshown(table, row, place, isSystem, status) : table.rest(row);
  const rest = isOtherSender ? { ...columns, sender_jid: named } : columns;
  const isRevoked = code !== null && REVOKED_TYPES.has(code);
  const own =
    side === null && line === null && !isHidden
      ? rest
      : { ...rest, ...side?.stored, ...line?.stored, ...(isHidden ? { deleted_chat_job: 1 } : NO_STORED) };
  return {
    kind: 'message',
    key: `m${String(id)}`,
    from: {
      at: side === null && line === null ? [at] : [at, ...(side?.at ?? []), ...(line?.at ?? [])],
      state: isHidden || isRevoked || (side !== null && side.deleted !== null) ? 'marked-deleted' : 'live',
    },
    stored: own,
    conversation: conversation?.key ?? `c${String(chat)}`,
    sender,
    direction,
    serverId: text(row[place.key_id]),
    times: timesOf(
      readTime(row[place.timestamp], 'sent', at, 'timestamp', out),
      readTime(row[place.received_timestamp], 'received', at, 'received_timestamp', out),
      readTime(row[place.receipt_server_timestamp], 'server', at, 'receipt_server_timestamp', out),
    ),
    order: orderOf(row[place.sort_id]),
    type,
    typeStored: String(row[place.message_type] ?? ''),
    body: line !== null && isSystem ? null : body,
    status,
    forwarded: side?.forwarded ?? (isForwarded(row[place.origination_flags]) ? { score: null } : null),
    edited: side?.edited ?? null,
    deleted: side?.deleted ?? (isRevoked ? { by: null, time: null, originalServerId: null } : null),
    viewOnce: side?.viewOnce === true || (code !== null && VIEW_ONCE_TYPES.has(code)),
    starred: isStarred,
    expires: side?.expires ?? null,
    system: line?.line ?? null,
  };
}

/** The message's type by its stored code; `unknown` with an issue when sources do not agree or know it. */
export function typeOf(
  code: number | null,
  stored: Stored | undefined,
  origin: Stored | undefined,
  at: RowLocator,
  out: Extracted[],
  column = 'message_type',
): MessageType {
  const type = code === null ? undefined : MESSAGE_TYPES[code];
  if (type === 'audio' && origin === VOICE_ORIGIN) return 'voice';
  if (type !== undefined) return type;
  const conflict = code === null ? undefined : CONFLICTING_TYPES[code];
  out.push(
    rowIssue(
      'warning',
      'unknown-code',
      at,
      column,
      stored === null || stored === undefined ? null : String(stored),
      conflict === undefined
        ? 'The meaning of this message type is not known; the message is kept with its stored code.'
        : `Published sources disagree on this message type (${conflict}); the message is kept with its stored code.`,
    ),
  );
  return 'unknown';
}

/**
 * What the row carries, with the columns that make no field of it: the direction of a system line, which the app marks as sent
 * whoever acted, and a status without a meaning.
 */
function withUnshown(
  table: Table,
  row: StoredRow,
  place: Place,
  isSystem: boolean,
  status: Message['status'],
): StoredColumns {
  const stored: Record<string, Stored> = { ...table.rest(row) };
  const fromMe = row[place.from_me] ?? null;
  const code = row[place.status] ?? null;
  if (isSystem && fromMe !== null) stored.from_me = fromMe;
  if (status === null && code !== null) stored.status = code;
  return stored;
}

export function directionOf(fromMe: Stored | undefined): Message['direction'] {
  return fromMe === 1 ? 'outgoing' : fromMe === 0 ? 'incoming' : 'unknown';
}

export function statusOf(
  stored: Stored | undefined,
  direction: Message['direction'],
  at: RowLocator,
  out: Extracted[],
): Message['status'] {
  const code = count(stored);
  if (code === null || direction === 'unknown') return null;
  const status = (direction === 'outgoing' ? STATUS_SENT : STATUS_RECEIVED)[code];
  if (status !== undefined) return status;
  if (!STATUS_WITHOUT_MEANING.has(code))
    out.push(
      rowIssue('note', 'unknown-code', at, 'status', String(code), 'The meaning of this delivery status is not known.'),
    );
  return null;
}

function isForwarded(stored: Stored | undefined): boolean {
  const flags = integer(stored);
  return typeof flags === 'number' && (flags & FORWARDED_BIT) === FORWARDED_BIT;
}

function orderOf(stored: Stored | undefined): number | null {
  const order = count(stored);
  return order === null || order <= 0 ? null : order;
}

/** The number of rows, for the progress display; null when it cannot be counted. The scan itself reports the damage. */
export function rowsOf(store: Store, table: string): number | null {
  try {
    return store.db.count(table);
  } catch (error) {
    unreadable(error, table, 0); // rethrows what is not about the file
    return null;
  }
}
