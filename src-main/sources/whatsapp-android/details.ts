import { readVcards } from '../../evidence/decode/vcard.ts';
import type { Detail, Extracted, RowLocator, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { count, flag, real, text } from '../stored-cells.ts';
import { ALBUM_ASSOCIATION } from './codes-other.ts';
import { rowIssue } from '../store-issues.ts';
import { morePlace, scanParts } from './message-parts.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { accountOf, accountsOf, messageKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime, unitOf } from '../stored-times.ts';

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
  /** A second record that a row holds. */
  readonly also?: Build;
}

/** Tables with one kind of content; columns: frozenspider, IPED, KnugiHK, WAInsight. */
const SOURCES: readonly Source[] = [
  {
    table: 'message_location',
    columns: ['latitude', 'longitude', 'place_name', 'place_address', 'url', 'live_location_share_duration'],
    build: () => (cell, at, out) => {
      const [latitude, longitude] = [real(cell('latitude')), real(cell('longitude'))];
      const isOnEarth = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180; // prettier-ignore
      if (!isOnEarth)
        out.push(rowIssue('warning', 'row-unreadable', at, 'latitude', null, 'The row holds no coordinates on Earth.'));
      // A place that is nowhere is listed as what it is; without numbers there is none.
      if (latitude === null || longitude === null) return null;
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
    also: lastPlace,
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
    columns: ['group_name', 'invite_code', 'expiration'],
    build: (store) => (cell, at, out) => ({
      type: 'invite',
      group: conversationOf(store, cell('group_jid_row_id')),
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
      starts: readTime(cell('start_time'), 'started', at, 'start_time', out, unitOf(cell('start_time'))),
      ends: readTime(cell('end_time'), 'ended', at, 'end_time', out, unitOf(cell('end_time'))),
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
    table: 'message_newsletter_admin_invite',
    columns: ['newsletter_name', 'expiration'],
    build: (store) => (cell, at, out) => ({
      type: 'invite',
      group: conversationOf(store, cell('newsletter_jid_row_id')),
      name: text(cell('newsletter_name')),
      code: null,
      expires: readTime(cell('expiration'), 'expires', at, 'expiration', out, unitOf(cell('expiration'))),
    }),
  },
  association('message_association'),
  association('message_parent_association'),
  {
    table: 'message_poll',
    columns: ['selectable_options_count', 'end_time'],
    build: () => (cell, at, out) => ({
      type: 'poll',
      question: text(cell('text_data')),
      choices: count(cell('selectable_options_count')),
      ends: readTime(cell('end_time'), 'ended', at, 'end_time', out, unitOf(cell('end_time'))),
    }),
  },
];

const MESSAGE_COLUMNS = ['message_row_id', 'child_message_row_id'] as const;

/** Places, links, invites, events, albums, polls: one scan of each table. */
export function* readDetails(store: Store): Generator<Extracted> {
  for (const source of SOURCES) yield* readSource(store, source);
  yield* readPollOptions(store);
  yield* readMentions(store);
  yield* readContactCards(store);
}

/** Where a live location ended. The columns are 0 or empty until it has; observed names, inferred meaning. */
function lastPlace(...[cell, at, out]: Parameters<Build>): Detail['content'] | null {
  const [latitude, longitude] = [
    real(cell('live_location_final_latitude')),
    real(cell('live_location_final_longitude')),
  ];
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) return null;
  const column = 'live_location_final_timestamp';
  const time = readTime(cell(column), 'ended', at, column, out, unitOf(cell(column)));
  return {
    type: 'location',
    latitude,
    longitude,
    name: null,
    address: null,
    url: null,
    liveS: null,
    role: 'last',
    time,
  };
}

/** A message that belongs to another one: a picture of an album, or the better copy of a picture. */
function association(table: string): Source {
  return {
    table,
    columns: ['_id', 'parent_message_row_id', 'association_type'],
    build: () => (cell) => {
      const parent = messageKey(cell('parent_message_row_id'));
      if (cell('association_type') === ALBUM_ASSOCIATION) return { type: 'album', images: null, videos: null, parent };
      return { type: 'other', name: table, values: { parent, association_type: cell('association_type') } };
    },
  };
}

/** The conversation of a group or channel; null when this store has none for it, and the row keeps its number. */
function conversationOf(store: Store, cell: StoredRow[number]): string | null {
  return store.conversations.jid(store.jids.known(cell) ?? '')?.key ?? null;
}

function* readSource(store: Store, source: Source): Generator<Extracted> {
  const table = new Table(store.db, source.table, [...MESSAGE_COLUMNS, 'chat_row_id', ...source.columns], ['enc_key']);
  const build = source.build(store);
  const body = morePlace(table);
  yield* scanParts(
    store,
    table,
    (row, at, message, out) => {
      const cell = (column: string) =>
        column === 'text_data' ? (row[body] ?? null) : (row[table.place(column)] ?? null);
      const content = build(cell, at, out);
      if (content !== null) out.push(detail(table, row, at, message, content));
      else out.push(detailOther(source.table, at, message, table.all(row)));
      const more = source.also?.(cell, at, out) ?? null;
      if (more !== null) out.push({ ...detail(table, row, at, message, more), key: `${table.name}:${String(at.rowid)}:also`, stored: {} }); // prettier-ignore
      return undefined;
    },
    {
      column: MESSAGE_COLUMNS.find((column) => table.place(column) > 0) ?? 'message_row_id',
      more: [store.messageTable === 'message' ? 'm.text_data' : 'm.data'],
    },
  );
}

function detail(table: Table, row: StoredRow, at: RowLocator, message: string, content: Detail['content']): Detail {
  const from = { at: [at], state: 'live' } as const;
  return { kind: 'detail', key: `${table.name}:${String(at.rowid)}`, from, stored: table.rest(row), message, content };
}

function* readPollOptions(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'message_poll_option', ['_id', 'message_row_id', 'option_name', 'vote_total']);
  const [name, votes] = [table.place('option_name'), table.place('vote_total')];
  let last: string | null = null;
  let position = 0;
  yield* scanParts(
    store,
    table,
    (row, at, message, out) => {
      position = message === last ? position + 1 : 0;
      last = message;
      const content = { type: 'poll-option', position, name: text(row[name]) ?? '', votes: count(row[votes]) } as const;
      out.push(detail(table, row, at, message, content));
      return undefined;
    },
    { byMessage: true, orphan: (row) => ({ body: text(row[name]) }) },
  );
}

function* readMentions(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'message_mentions', ['_id', 'message_row_id', 'jid_row_id', 'display_name']);
  const [jid, name] = [table.place('jid_row_id'), table.place('display_name')];
  yield* scanParts(
    store,
    table,
    (row, at, message, out) => {
      const account = accountOf(store, row[jid], at);
      if (account === null) {
        out.push(detailOther('message_mentions', at, message, { display_name: row[name] ?? null, ...table.rest(row) }));
        return undefined;
      }
      const from = { at: [at], state: 'live' } as const;
      const key = `mention:${String(at.rowid)}`;
      out.push({ kind: 'mention', key, from, stored: table.rest(row), message, account, name: text(row[name]) });
      return undefined;
    },
    { orphan: (row, at) => ({ accounts: accountsOf(accountOf(store, row[jid], at)) }) },
  );
}

function* readContactCards(store: Store): Generator<Extracted> {
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
  const vcard = table.place('vcard');
  yield* scanParts(
    store,
    table,
    (row, at, message, out) => {
      const body = text(row[vcard]) ?? '';
      const accounts = named.get(String(at.rowid)) ?? [];
      out.push(detail(table, row, at, message, { type: 'contact', name: nameOfVcard(body), vcard: body, accounts }));
      return undefined;
    },
    { orphan: (row) => ({ body: text(row[vcard]) }) },
  );
}

/** The name on the first card of a stored text; null when it has none. */
export function nameOfVcard(stored: string): string | null {
  return readVcards(stored)[0]?.name ?? null;
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
