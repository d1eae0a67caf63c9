import type { Detail, Extracted, RowLocator, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { count, flag, real, text } from './cells.ts';
import { rowIssue } from './issues.ts';
import { orphanEvent } from './orphan.ts';
import { scan, Table } from './scan.ts';
import { accountOf, joinMessage, messageKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime } from './times.ts';

/** A detail that has no shape of its own in the model: its table's name and what it stores. */
export function detailOther(name: string, at: RowLocator, message: string, values: StoredColumns): Detail {
  return {
    kind: 'detail',
    key: `${name}:${String(at.rowid)}`,
    from: { at: [at], state: 'live' },
    message,
    content: { type: 'other', name, values },
  };
}

type Build = (
  cell: (column: string) => StoredRow[number],
  at: RowLocator,
  out: Extracted[],
) => Detail['content'] | null;

interface Source {
  readonly table: string;
  /** The columns that become fields. */
  readonly columns: readonly string[];
  readonly build: (store: Store) => Build;
}

/** Tables with one kind of content; columns: frozenspider, IPED, KnugiHK, WAInsight. */
const SOURCES: readonly Source[] = [
  {
    table: 'message_location',
    columns: ['latitude', 'longitude', 'place_name', 'place_address', 'url', 'live_location_share_duration'],
    build: () => (cell, at, out) => {
      const [latitude, longitude] = [real(cell('latitude')), real(cell('longitude'))];
      if (latitude === null || longitude === null) {
        out.push(rowIssue('warning', 'row-unreadable', at, 'latitude', null, 'The row holds no coordinates.'));
        return null;
      }
      return {
        type: 'location',
        latitude,
        longitude,
        name: text(cell('place_name')),
        address: text(cell('place_address')),
        url: text(cell('url')),
        liveS: positive(count(cell('live_location_share_duration'))),
      };
    },
  },
  {
    table: 'message_text',
    columns: ['description', 'page_title', 'url'],
    build: () => (cell) => ({
      type: 'link',
      url: text(cell('url')),
      title: text(cell('page_title')),
      description: text(cell('description')),
    }),
  },
  {
    table: 'message_group_invite',
    columns: ['group_jid_row_id', 'group_name', 'invite_code', 'expiration'],
    build: (store) => (cell, at, out) => ({
      type: 'invite',
      group: store.jids.key(cell('group_jid_row_id'), at),
      name: text(cell('group_name')),
      code: text(cell('invite_code')),
      expires: readTime(cell('expiration'), 'expires', at, 'expiration', out, 'unix-s'),
    }),
  },
  {
    table: 'message_event',
    columns: ['name', 'description', 'location_name', 'location_address', 'start_time', 'end_time', 'is_canceled'],
    build: () => (cell, at, out) => ({
      type: 'event',
      name: text(cell('name')),
      description: text(cell('description')),
      place:
        [text(cell('location_name')), text(cell('location_address'))].filter((part) => part !== null).join(', ') ||
        null,
      starts: readTime(cell('start_time'), 'started', at, 'start_time', out),
      ends: readTime(cell('end_time'), 'ended', at, 'end_time', out),
      cancelled: flag(cell('is_canceled')),
    }),
  },
  {
    table: 'message_album',
    columns: ['image_count', 'video_count'],
    build: () => (cell) => ({
      type: 'album',
      images: count(cell('image_count')),
      videos: count(cell('video_count')),
      parent: null,
    }),
  },
  {
    table: 'message_association',
    columns: ['parent_message_row_id'],
    build: () => (cell) => ({
      type: 'album',
      images: null,
      videos: null,
      parent: messageKey(cell('parent_message_row_id')),
    }),
  },
  {
    table: 'message_parent_association',
    columns: ['parent_message_row_id'],
    build: () => (cell) => ({
      type: 'album',
      images: null,
      videos: null,
      parent: messageKey(cell('parent_message_row_id')),
    }),
  },
  {
    table: 'message_poll',
    columns: ['selectable_options_count', 'end_time'],
    build: () => (cell, at, out) => ({
      type: 'poll',
      question: text(cell('text_data')),
      choices: count(cell('selectable_options_count')),
      ends: readTime(cell('end_time'), 'ended', at, 'end_time', out),
    }),
  },
];

const MESSAGE_COLUMNS = ['message_row_id', 'child_message_row_id'] as const;

/** Places, links, invites, events, albums, polls: one scan of each table. */
export function* readDetails(store: Store): Generator<Extracted> {
  for (const source of SOURCES) yield* readSource(store, source);
  yield* readPollOptions(store);
  yield* readMentions(store);
  yield* readVcards(store);
}

function* readSource(store: Store, source: Source): Generator<Extracted> {
  const table = new Table(store.db, source.table, [...MESSAGE_COLUMNS, 'chat_row_id', ...source.columns], ['enc_key']);
  const key = MESSAGE_COLUMNS.find((column) => table.place(column) > 0) ?? 'message_row_id';
  const message = table.place(key);
  const exists = table.columns.length;
  const build = source.build(store);
  const body = store.messageTable === 'message' ? 'm.text_data' : 'm.data';
  const join = joinMessage(store, table, key);
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      if (row[exists] === null) {
        out.push(orphanEvent(table, row));
        return undefined;
      }
      const cell = (column: string) =>
        column === 'text_data' ? (row[exists + 1] ?? null) : (row[table.place(column)] ?? null);
      const content = build(cell, at, out);
      if (content === null) return undefined;
      out.push({
        kind: 'detail',
        key: `${source.table}:${String(at.rowid)}`,
        from: { at: [at], state: 'live' },
        stored: table.rest(row),
        message: messageKey(row[message]),
        content,
      });
      return undefined;
    },
    { tail: join.tail, more: [...join.more, body] },
  );
}

function* readPollOptions(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'message_poll_option', ['_id', 'message_row_id', 'option_name', 'vote_total']);
  const [message, name, votes] = [table.place('message_row_id'), table.place('option_name'), table.place('vote_total')];
  const exists = table.columns.length;
  let last: StoredRow[number] | undefined;
  let position = 0;
  const join = joinMessage(store, table, 'message_row_id');
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      if (row[exists] === null) {
        out.push(orphanEvent(table, row, { body: text(row[name]) }));
        return undefined;
      }
      position = row[message] === last ? position + 1 : 0;
      last = row[message];
      const content = { type: 'poll-option', position, name: text(row[name]) ?? '', votes: count(row[votes]) } as const;
      out.push({
        kind: 'detail',
        key: `message_poll_option:${String(at.rowid)}`,
        from: { at: [at], state: 'live' },
        stored: table.rest(row),
        message: messageKey(row[message]),
        content,
      });
      return undefined;
    },
    { ...join, tail: join.tail.replace('ORDER BY t.rowid', 'ORDER BY t.message_row_id, t.rowid') },
  );
}

function* readMentions(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'message_mentions', ['_id', 'message_row_id', 'jid_row_id', 'display_name']);
  const [message, jid, name] = [table.place('message_row_id'), table.place('jid_row_id'), table.place('display_name')];
  const exists = table.columns.length;
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      const account = accountOf(store, row[jid], at);
      if (row[exists] === null) {
        out.push(orphanEvent(table, row, { accounts: account === null ? [] : [account] }));
        return undefined;
      }
      if (account === null) {
        out.push(detailOther('message_mentions', at, messageKey(row[message]), table.rest(row)));
        return undefined;
      }
      out.push({
        kind: 'mention',
        key: `mention:${String(at.rowid)}`,
        from: { at: [at], state: 'live' },
        stored: table.rest(row),
        message: messageKey(row[message]),
        account,
        name: text(row[name]),
      });
      return undefined;
    },
    joinMessage(store, table, 'message_row_id'),
  );
}

function* readVcards(store: Store): Generator<Extracted> {
  const named = new Map<string, string[]>();
  const jids = new Table(store.db, 'message_vcard_jid', ['_id', 'vcard_row_id', 'vcard_jid_row_id']);
  const [card, jid] = [jids.place('vcard_row_id'), jids.place('vcard_jid_row_id')];
  yield* scan(store.run, jids, (row, at) => {
    const account = accountOf(store, row[jid], at);
    if (account === null) return 'unset reference';
    const key = String(row[card]);
    named.set(key, [...(named.get(key) ?? []), account]);
    return undefined;
  });
  const table = new Table(store.db, 'message_vcard', ['_id', 'message_row_id', 'vcard']);
  const [message, vcard] = [table.place('message_row_id'), table.place('vcard')];
  const exists = table.columns.length;
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      const body = text(row[vcard]);
      if (row[exists] === null) {
        out.push(orphanEvent(table, row, { body }));
        return undefined;
      }
      out.push({
        kind: 'detail',
        key: `message_vcard:${String(at.rowid)}`,
        from: { at: [at], state: 'live' },
        stored: table.rest(row),
        message: messageKey(row[message]),
        content: {
          type: 'contact',
          name: nameOfVcard(body ?? ''),
          vcard: body ?? '',
          accounts: named.get(String(at.rowid)) ?? [],
        },
      });
      return undefined;
    },
    joinMessage(store, table, 'message_row_id'),
  );
}

/** The formatted name of a vCard (RFC 6350, 6.2.1); null when it has none. */
export function nameOfVcard(vcard: string): string | null {
  const line = /^(?:item\d{1,3}\.)?FN(?:;[^:\r\n]{0,200})?:([^\r\n]{1,500})/im.exec(vcard)?.[1];
  return line === undefined ? null : line.replaceAll(/\\([,;\\])/g, '$1');
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
