import type { Detail, Extracted, Key, Reaction, RowLocator, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { count, flag, text } from '../stored-cells.ts';
import { ADD_ON_TYPES } from './codes-other.ts';
import { rowIssue } from '../store-issues.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scan, unreadable } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { SideTable } from '../side-table.ts';
import type { SideRow } from '../side-table.ts';
import { accountOf, accountsOf, messageKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime } from '../stored-times.ts';

const COLUMNS = [
  '_id',
  'chat_row_id',
  'from_me',
  'sender_jid_row_id',
  'parent_message_row_id',
  'timestamp',
  'message_add_on_type',
] as const;
const KEY = 'message_add_on_row_id';
/** Tables that refer to an add-on and make it what it is. */
const REACTION = 'message_add_on_reaction';
const VOTE = 'message_add_on_poll_vote';
const CHOICE = 'message_add_on_poll_vote_selected_option';
const PIN = 'message_add_on_pin_in_chat';

/** The columns of detail tables that become fields; those of other tables are carried. */
const INTERPRETED: Readonly<Record<string, readonly string[]>> = {
  [REACTION]: ['reaction', 'sender_timestamp'],
  [VOTE]: ['sender_timestamp'],
  [CHOICE]: ['_id', 'message_poll_option_id'],
  [PIN]: ['pin_in_chat_state', 'sender_timestamp'],
};

/**
 * Reactions, votes, pins and other additions to messages: `message_add_on` in one scan, its detail tables in step. The
 * detail table says what an addition is; the stored type number only where there is none.
 */
export function* readAddOns(store: Store): Generator<Extracted> {
  const { db } = store;
  const table = new Table(
    db,
    'message_add_on',
    COLUMNS.filter((name) => name !== 'timestamp' && name !== 'message_add_on_type'),
  );
  if (!table.exists) return;
  const sides = new Map<string, SideTable>();
  for (const [name, columns] of db.tables)
    if (name.startsWith('message_add_on_') && columns.includes(KEY))
      sides.set(name, new SideTable(new Table(db, name, [KEY, ...(INTERPRETED[name] ?? [])]), KEY));
  const trouble: Extracted[] = [];
  const options = optionNames(store, trouble);
  yield* trouble;
  const place = Object.fromEntries(COLUMNS.map((name) => [name, table.place(name)])) as Record<
    (typeof COLUMNS)[number],
    number
  >;
  const exists = table.columns.length;
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      const id = row[place._id];
      if (typeof id !== 'number' && typeof id !== 'bigint') return 'row without number';
      const found = new Map<string, readonly SideRow[]>();
      for (const [name, side] of sides) {
        const rows = side.take(id);
        if (rows.length > 0) found.set(name, rows);
        if (side.hasNews) out.push(...side.drain());
      }
      const account = actor(store, row, place, at);
      if (row[exists] === null) {
        const parts = [...found].flatMap(([name, rows]) => rows.map((side) => [sides.get(name), side] as const));
        out.push(
          orphanEvent(table, row, {
            accounts: accountsOf(account),
            at: parts.map(([, side]) => side.at),
            stored: Object.assign({}, ...parts.map(([of, side]) => of?.table.all(side.row))) as StoredColumns,
          }),
        );
        return undefined;
      }
      out.push(...addOn(store, table, row, at, account, found, sides, place, options, out));
      return undefined;
    },
    { tail: `LEFT JOIN ${store.messageTable} m ON m._id = t.parent_message_row_id ORDER BY t._id`, more: ['m._id'] },
  );
  for (const side of sides.values()) yield* side.finish();
}

/** Who added it: the owner, the stated account, or the other side of a one-to-one conversation. */
function actor(
  store: Store,
  row: StoredRow,
  place: Readonly<Record<(typeof COLUMNS)[number], number>>,
  at: RowLocator,
): Key | null {
  if (row[place.from_me] === 1) return store.owner.jid;
  const named = accountOf(store, row[place.sender_jid_row_id], at);
  if (named !== null) return named;
  const chat = row[place.chat_row_id];
  return typeof chat === 'number' || typeof chat === 'bigint' ? (store.conversations.row(chat)?.account ?? null) : null;
}

/** Columns of one of several rows, under the row's table and number where another row holds something else. */
function apart(known: StoredColumns, more: StoredColumns, at: RowLocator): StoredColumns {
  const named = Object.entries(more).map(([column, value]) => [
    known[column] === undefined || known[column] === value ? column : `${column} (${at.table} row ${String(at.rowid)})`,
    value,
  ]);
  return Object.fromEntries(named) as StoredColumns;
}

function addOn(
  store: Store,
  table: Table,
  row: StoredRow,
  at: RowLocator,
  account: Key | null,
  found: ReadonlyMap<string, readonly SideRow[]>,
  sides: ReadonlyMap<string, SideTable>,
  place: Readonly<Record<(typeof COLUMNS)[number], number>>,
  options: ReadonlyMap<string, string>,
  out: Extracted[],
): readonly (Reaction | Detail)[] {
  const message = messageKey(row[place.parent_message_row_id]);
  const locators = [...found.values()].flat().map((side) => side.at);
  const from = { at: [at, ...locators] as const, state: 'live' } as const;
  const key = `add-on:${String(at.rowid)}`;
  let own: StoredColumns = table.rest(row);
  for (const [name, rows] of found)
    for (const side of rows) {
      const more = sides.get(name)?.rest(side) ?? {};
      if (Object.keys(more).length > 0) own = { ...own, ...apart(own, more, side.at) };
    }
  const named = row[place.from_me] === 1 ? accountOf(store, row[place.sender_jid_row_id], at) : null;
  if (named !== null && named !== account) own = { ...own, sender_jid: named };
  const cell = (name: string, column: string) => {
    const side = found.get(name)?.[0];
    const of = sides.get(name);
    return side === undefined || of === undefined ? null : (side.row[of.table.place(column)] ?? null);
  };
  const time = (name: string, meaning: 'reacted' | 'changed') => {
    const sent = found.get(name)?.[0];
    const stated =
      sent === undefined ? null : readTime(cell(name, 'sender_timestamp'), meaning, sent.at, 'sender_timestamp', out);
    return stated ?? readTime(row[place.timestamp], meaning, at, 'timestamp', out);
  };
  if (found.has(REACTION))
    return [
      {
        kind: 'reaction',
        key,
        from,
        stored: own,
        message,
        account,
        emoji: text(cell(REACTION, 'reaction')),
        count: 1,
        time: time(REACTION, 'reacted'),
      },
    ];
  if (found.has(VOTE) || found.has(CHOICE)) {
    const of = sides.get(CHOICE);
    const chosen = (found.get(CHOICE) ?? []).map((side) =>
      String(side.row[of?.table.place('message_poll_option_id') ?? -1]),
    );
    const content = {
      type: 'poll-vote',
      account,
      options: chosen.map((id) => options.get(id) ?? `option row ${id}`),
      time: time(VOTE, 'changed'),
    } as const;
    const unknown = Object.fromEntries(
      chosen.flatMap((id, i) => (options.has(id) ? [] : [[`message_poll_option_id ${i + 1}`, id] as const])),
    );
    return [{ kind: 'detail', key, from, stored: { ...own, ...unknown }, message, content }];
  }
  if (found.has(PIN)) {
    const content = {
      type: 'pin',
      account,
      pinned: flag(cell(PIN, 'pin_in_chat_state')),
      time: time(PIN, 'changed'),
    } as const;
    return [{ kind: 'detail', key, from, stored: own, message, content }];
  }
  const code = count(row[place.message_add_on_type]);
  const name = code === null ? undefined : ADD_ON_TYPES[code];
  if (name === undefined && found.size === 0)
    out.push(
      rowIssue(
        'note',
        'unknown-code',
        at,
        'message_add_on_type',
        code === null ? null : String(code),
        'What was added to the message is not known; the row is carried as stored.',
      ),
    );
  const values: StoredColumns = {
    ...own,
    message_add_on_type: row[place.message_add_on_type] ?? null,
    timestamp: row[place.timestamp] ?? null,
    account,
  };
  return [
    {
      kind: 'detail',
      key,
      from,
      message,
      content: { type: 'other', name: `message_add_on ${name ?? [...found.keys()].join(' ')}`.trim(), values },
    },
  ];
}

const OPTIONS_HELD = 200_000;

/** Names of poll options by row number; polls are few beside messages. */
function optionNames(store: Store, trouble: Extracted[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (!store.db.has('message_poll_option', '_id') || !store.db.has('message_poll_option', 'option_name')) return names;
  const sql = `SELECT _id, option_name FROM message_poll_option ORDER BY _id LIMIT ${OPTIONS_HELD}`;
  try {
    for (const [id, name] of store.db.arrays(sql)) if (typeof name === 'string') names.set(String(id), name);
  } catch (error) {
    trouble.push(unreadable(error, 'message_poll_option', names.size));
  }
  return names;
}
