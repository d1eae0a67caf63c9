import type { Event, Extracted, Key, Participant, RowLocator, Stored } from '../../model/index.ts';
import { count, text } from './cells.ts';
import { RANKS } from './codes-other.ts';
import { rowIssue } from './issues.ts';
import { parseJid } from './jid.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan, Table } from './scan.ts';
import { accountOf, accountsOf } from './store.ts';
import type { Store } from './store.ts';
import { readTime, unitOf } from './times.ts';

/** Members of groups, communities and channels, now and before, in the modern tables and in the legacy ones. */
export function* readParticipants(store: Store): Generator<Extracted> {
  yield* readCurrent(store);
  yield* readPast(store);
  yield* readCommunity(store);
  yield* readSubscribers(store);
  yield* readLegacy(store);
  yield* readLegacyHistory(store);
}

function participant(
  prefix: string,
  at: RowLocator,
  conversation: Key,
  account: Key,
  facts: Partial<Pick<Participant, 'role' | 'membership' | 'joined' | 'left' | 'stored'>>,
): Participant {
  return {
    kind: 'participant',
    key: `${prefix}:${String(at.rowid)}`,
    from: { at: [at], state: 'live' },
    stored: facts.stored ?? {},
    conversation,
    account,
    role: facts.role ?? 'unknown',
    membership: facts.membership ?? 'unknown',
    joined: facts.joined ?? null,
    left: facts.left ?? null,
  };
}

/**
 * The conversation of a group identifier. Null when the table chat does not hold it: then the row is kept as an event that
 * names the account, with an issue.
 */
function groupOf(
  store: Store,
  table: Table,
  row: StoredRow,
  jid: string | null,
  member: Key | null,
  at: RowLocator,
  column: string,
  out: Extracted[],
): Key | null {
  const known = jid === null ? null : store.conversations.jid(jid);
  if (known !== null) return known.key;
  const detail = 'The row speaks of a member of a group or channel that has no conversation in this store.';
  out.push(rowIssue('note', 'unresolved-reference', at, column, jid ?? shown(row[table.place(column)]), detail));
  out.push(strayMember(table, row, at, null, accountsOf(member), jid));
  return null;
}

/** A membership that cannot be tied to a conversation or to an account, with everything that its row says. */
function strayMember(
  table: Table,
  row: StoredRow,
  at: RowLocator,
  conversation: Key | null,
  accounts: readonly Key[],
  group: string | null,
): Event {
  return {
    kind: 'event',
    key: `stray-member:${table.name}:${String(at.rowid)}`,
    from: { at: [at], state: 'live' },
    stored: group === null ? table.all(row) : { ...table.all(row), group },
    type: 'membership',
    conversation,
    actor: null,
    accounts,
    direction: 'unknown',
    times: [],
    call: null,
    body: null,
  };
}

/** The role of a rank; one that no source names becomes an issue. */
function roleOf(code: number | null, at: RowLocator, column: string, out: Extracted[]): Participant['role'] {
  const role = code === null ? undefined : RANKS[code];
  if (role === undefined && code !== null)
    out.push(rowIssue('note', 'unknown-code', at, column, String(code), 'The meaning of this rank is not known.'));
  return role ?? 'unknown';
}

function* readCurrent(store: Store): Generator<Extracted> {
  const columns = ['_id', 'group_jid_row_id', 'user_jid_row_id', 'rank', 'pending', 'add_timestamp'] as const;
  const table = new Table(store.db, 'group_participant_user', columns);
  const [, group, user, rank, pending, added] = columns.map((name) => table.place(name)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  yield* scan(store.run, table, (row, at, out) => {
    const account = accountOf(store, row[user], at) ?? store.owner.jid;
    const jid = store.jids.known(row[group]);
    const conversation = groupOf(store, table, row, jid, account, at, 'group_jid_row_id', out);
    if (conversation === null) return undefined;
    if (account === null) {
      out.push(strayMember(table, row, at, conversation, [], null));
      return undefined;
    }
    const code = count(row[rank]);
    out.push(
      participant('member', at, conversation, account, {
        role: roleOf(code, at, 'rank', out),
        membership: row[pending] === 1 ? 'pending' : 'current',
        joined: readTime(row[added], 'joined', at, 'add_timestamp', out),
        stored: table.rest(row),
      }),
    );
    return undefined;
  });
}

function* readPast(store: Store): Generator<Extracted> {
  const columns = ['_id', 'group_jid_row_id', 'user_jid_row_id', 'timestamp'] as const;
  const table = new Table(store.db, 'group_past_participant_user', columns);
  const [, group, user, time] = columns.map((name) => table.place(name)) as [number, number, number, number];
  yield* scan(store.run, table, (row, at, out) => {
    const account = accountOf(store, row[user], at);
    const jid = store.jids.known(row[group]);
    const conversation = groupOf(store, table, row, jid, account, at, 'group_jid_row_id', out);
    if (conversation === null) return undefined;
    if (account === null) {
      out.push(strayMember(table, row, at, conversation, [], null));
      return undefined;
    }
    const left = readTime(row[time], 'left', at, 'timestamp', out);
    out.push(
      participant('past-member', at, conversation, account, { membership: 'past', left, stored: table.rest(row) }),
    );
    return undefined;
  });
}

function* readCommunity(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'parent_group_participants', ['_id', 'parent_group_jid_row_id', 'user_jid_row_id']);
  const [group, user] = [table.place('parent_group_jid_row_id'), table.place('user_jid_row_id')];
  yield* scan(store.run, table, (row, at, out) => {
    const account = accountOf(store, row[user], at);
    const jid = store.jids.known(row[group]);
    const conversation = groupOf(store, table, row, jid, account, at, 'parent_group_jid_row_id', out);
    if (conversation === null) return undefined;
    if (account === null) {
      out.push(strayMember(table, row, at, conversation, [], null));
      return undefined;
    }
    out.push(
      participant('community-member', at, conversation, account, { membership: 'current', stored: table.rest(row) }),
    );
    return undefined;
  });
}

function* readSubscribers(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'newsletter_subscribers', [
    '_id',
    'chat_row_id',
    'jid_row_id',
    'subscription_time',
  ]);
  const [chat, jid, time] = [table.place('chat_row_id'), table.place('jid_row_id'), table.place('subscription_time')];
  yield* scan(store.run, table, (row, at, out) => {
    const id = row[chat];
    const known = typeof id === 'number' || typeof id === 'bigint' ? store.conversations.row(id) : null;
    const account = accountOf(store, row[jid], at);
    const conversation = known?.key ?? groupOf(store, table, row, null, account, at, 'chat_row_id', out);
    if (conversation === null) return undefined;
    if (account === null) {
      out.push(strayMember(table, row, at, conversation, [], null));
      return undefined;
    }
    out.push(
      participant('subscriber', at, conversation, account, {
        role: 'subscriber',
        membership: 'current',
        joined: readTime(row[time], 'joined', at, 'subscription_time', out, unitOf(row[time])),
        stored: table.rest(row),
      }),
    );
    return undefined;
  });
}

/** Legacy `group_participants(gjid, jid, admin, pending)`; a row with an empty `jid` is the owner (KnugiHK, IPED). */
function* readLegacy(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'group_participants', ['_id', 'gjid', 'jid', 'admin', 'pending']);
  const [gjid, jid, admin, pending] = ['gjid', 'jid', 'admin', 'pending'].map((name) => table.place(name)) as [
    number,
    number,
    number,
    number,
  ];
  yield* scan(store.run, table, (row, at, out) => {
    const member = account(row[jid]) ?? store.owner.jid;
    const conversation = groupOf(store, table, row, account(row[gjid]), member, at, 'gjid', out);
    if (conversation === null) return undefined;
    if (member === null) {
      out.push(strayMember(table, row, at, conversation, [], null));
      return undefined;
    }
    const code = count(row[admin]);
    out.push(
      participant('legacy-member', at, conversation, member, {
        role: roleOf(code, at, 'admin', out),
        membership: row[pending] === 1 ? 'pending' : 'current',
        stored: table.rest(row),
      }),
    );
    return undefined;
  });
}

/**
 * Legacy history of a group: each row is a change of one account's membership; the meaning of `action` is not published.
 * `timestamp` is in seconds: the app itself compares it with seconds when it removes rows older than thirty days.
 */
function* readLegacyHistory(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'group_participants_history', ['_id', 'gjid', 'jid', 'timestamp']);
  const [gjid, jid, time] = ['gjid', 'jid', 'timestamp'].map((name) => table.place(name)) as [number, number, number];
  yield* scan(store.run, table, (row, at, out) => {
    const conversation = store.conversations.jid(account(row[gjid]) ?? '')?.key ?? null;
    const member = account(row[jid]) ?? store.owner.jid;
    const changed = readTime(row[time], 'changed', at, 'timestamp', out, unitOf(row[time]));
    out.push({
      kind: 'event',
      key: `group-history:${String(at.rowid)}`,
      from: { at: [at], state: 'live' },
      stored: { ...table.rest(row), gjid: row[gjid] ?? null },
      type: 'membership',
      conversation,
      actor: null,
      accounts: member === null ? [] : [member],
      direction: 'unknown',
      times: changed === null ? [] : [changed],
      call: null,
      body: null,
    });
    return undefined;
  });
}

function account(cell: Stored | undefined): Key | null {
  const stored = text(cell);
  return stored === null ? null : parseJid(stored).account;
}

function shown(cell: Stored | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}
