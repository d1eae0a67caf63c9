import type { Conversation, Extracted, Key, Message, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { count, flag, text } from '../stored-cells.ts';
import { REVOKED_TYPES } from './codes-message.ts';
import type { DeletionJobs } from './deletion-jobs.ts';
import { parseJid } from './jid.ts';
import { LEGACY_COLUMNS, legacyPlace } from './legacy-columns.ts';
import type { LegacyPlace } from './legacy-columns.ts';
import { legacyParts, messagesWithMediaRow, unreadContent } from './legacy-parts.ts';
import type { MediaPaths } from './media-paths.ts';
import { directionOf, rowsOf, statusOf, typeOf } from './messages-modern.ts';
import { MessageSides } from './message-sides.ts';
import { legacyConversation } from './conversations-legacy.ts';
import { scan, unreadable } from '../scan-rows.ts';
import { Table } from './scan.ts';
import type { SequenceGaps } from './sequence-gaps.ts';
import type { Store } from './store.ts';
import { SystemTables } from './system-line.ts';
import { readTime, timesOf } from '../stored-times.ts';

const LEFT = ['lookup_tables', 'message_add_on_flags'];
const SYSTEM_STATUS = 6; // `status` of system rows, whose action is in `media_size`: IPED, KnugiHK; observed
const FORWARDED_BIT = 1; // `forwarded`, bit 0: IPED

/**
 * Messages of the table `messages` in one scan, with what a row itself holds: media, places, contacts, mentions. In a
 * store of both generations, `besides` leaves out the rows that the table `message` holds too.
 */
export function* readLegacyMessages(
  store: Store,
  jobs: DeletionJobs,
  gaps: SequenceGaps,
  paths: MediaPaths,
  besides: boolean,
): Generator<Extracted> {
  const { db } = store;
  const table = new Table(db, 'messages', LEGACY_COLUMNS, LEFT);
  if (!table.exists) return;
  const place = legacyPlace(table);
  const sides = besides ? null : new MessageSides(store, null);
  const system = besides ? null : new SystemTables(store, null);
  const met = new Set<Key>();
  const trouble: Extracted[] = [];
  const withMediaRow = attempted(() => messagesWithMediaRow(store), trouble);
  yield* trouble;
  const both = table.columns.length;
  const total = rowsOf(store, 'messages');
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      const id = row[0];
      if (typeof id !== 'number' && typeof id !== 'bigint') return 'row without number';
      if (id === 1 && row[place.key_id] === '-1') {
        if (!besides) gaps.saw(id, null);
        return 'sentinel row';
      }
      if (besides && row[both] !== null) return 'row that the table message holds too';
      if (!besides) gaps.saw(id, row[place.timestamp]);
      const conversation = legacyConversation(store, row[place.key_remote_jid], at, met, out);
      const side = sides?.take(id, at, out) ?? null;
      const isElsewhere = withMediaRow.has(id);
      const message = legacyMessage(store, table, place, row, at, conversation, side, system, jobs, isElsewhere, out);
      out.push(message);
      legacyParts(place, row, at, message, paths, isElsewhere, out);
      return undefined;
    },
    {
      progress: (done) => {
        store.run.progress(done, total, 'rows');
      },
      ...(besides ? { tail: 'LEFT JOIN message n ON n._id = t._id ORDER BY t.rowid', more: ['n._id'] } : {}),
    },
  );
  for (const side of [...(sides?.all ?? []), ...(system?.all ?? [])]) yield* side.finish();
}

function legacyMessage(
  store: Store,
  table: Table,
  place: LegacyPlace,
  row: StoredRow,
  at: RowLocator,
  conversation: { readonly key: Key; readonly type: Conversation['type']; readonly account: Key | null },
  side: ReturnType<MessageSides['take']>,
  system: SystemTables | null,
  jobs: DeletionJobs,
  isElsewhere: boolean,
  out: Extracted[],
): Message {
  const id = row[0] as number | bigint;
  const stored = count(row[place.media_wa_type]);
  const isSystem = stored === 0 && row[place.status] === SYSTEM_STATUS;
  const type = isSystem
    ? 'system'
    : typeOf(stored, row[place.media_wa_type], row[place.origin], at, out, 'media_wa_type');
  const direction = isSystem ? 'unknown' : directionOf(row[place.key_from_me]);
  const resource = text(row[place.remote_resource]);
  const named = resource === null ? null : parseJid(resource).account;
  const sender =
    direction === 'outgoing' ? store.owner.jid : direction === 'incoming' ? (named ?? conversation.account) : named;
  const body = text(row[place.data]);
  const line =
    system?.take(id, at, named, body, isSystem ? (row[place.media_size] ?? null) : null, type === 'system', out) ??
    null;
  const isRevoked = stored !== null && REVOKED_TYPES.has(stored);
  const isStarred = flag(row[place.starred]);
  const chat = /^c(\d+)$/.exec(conversation.key)?.[1];
  const isHidden = chat !== undefined && jobs.hides(Number(chat), id, isStarred, stored);
  const own: Record<string, Stored> = {
    ...table.rest(row),
    ...unreadContent(place, row, isSystem ? null : stored, isElsewhere),
    ...side?.stored,
    ...line?.stored,
  };
  if (isHidden) own.deleted_chat_job = 1;
  const status = statusOf(row[place.status], direction, at, out);
  if (isSystem) own.key_from_me = row[place.key_from_me] ?? null;
  if (status === null && !isSystem) own.status = row[place.status] ?? null;
  if (direction === 'outgoing' && named !== null && named !== sender) own.remote_resource = resource;
  const forwarded = count(row[place.forwarded]);
  const time = (column: keyof LegacyPlace, meaning: Parameters<typeof readTime>[1]) =>
    readTime(row[place[column]], meaning, at, column, out);
  return {
    kind: 'message',
    key: `m${String(id)}`,
    from: {
      at: [at, ...(side?.at ?? []), ...(line?.at ?? [])],
      state: isRevoked || isHidden || (side !== null && side.deleted !== null) ? 'marked-deleted' : 'live',
    },
    stored: own,
    conversation: conversation.key,
    sender,
    direction,
    serverId: text(row[place.key_id]),
    times: timesOf(
      time('timestamp', 'sent'),
      time('received_timestamp', 'received'),
      time('receipt_server_timestamp', 'server'),
      time('receipt_device_timestamp', 'delivered'),
      time('read_device_timestamp', 'read'),
      time('played_device_timestamp', 'played'),
    ),
    order: typeof id === 'number' ? id : null,
    type,
    typeStored: String(row[place.media_wa_type] ?? ''),
    body: line !== null && type === 'system' ? null : body,
    status,
    forwarded: side?.forwarded ?? (forwarded !== null && (forwarded & FORWARDED_BIT) === 1 ? { score: null } : null),
    edited: side?.edited ?? null,
    deleted: side?.deleted ?? (isRevoked ? { by: null, time: null, originalServerId: null } : null),
    viewOnce: side?.viewOnce === true || stored === 42 || stored === 43,
    starred: isStarred,
    expires: side?.expires ?? null,
    system: line?.line ?? null,
  };
}

function attempted(work: () => ReadonlySet<number | bigint>, trouble: Extracted[]): ReadonlySet<number | bigint> {
  try {
    return work();
  } catch (error) {
    trouble.push(unreadable(error, 'message_media', 0));
    return new Set();
  }
}
