import type { Extracted, Key, Participant, RowLocator, Stored } from '../../model/index.ts';
import { count, text } from './cells.ts';
import { RANKS } from './codes-other.ts';
import { rowIssue } from './issues.ts';
import { parseJid } from './jid.ts';
import { scan, Table } from './scan.ts';
import { accountOf } from './store.ts';
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

/** The conversation of a group identifier; null with an issue when the table chat does not hold it. */
function groupOf(store: Store, jid: string | null, at: RowLocator, column: string, out: Extracted[]): Key | null {
  const known = jid === null ? null : store.conversations.jid(jid);
  if (known !== null) return known.key;
  out.push(
    rowIssue(
      'note',
      'unresolved-reference',
      at,
      column,
      jid,
      'The row speaks of a member of a group that has no conversation in this store.',
    ),
  );
  return null;
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
    const conversation = groupOf(store, store.jids.known(row[group]), at, 'group_jid_row_id', out);
    if (conversation === null) return undefined;
    const account = accountOf(store, row[user], at) ?? store.owner.jid;
    if (account === null) return 'member without identifier';
    const code = count(row[rank]);
    out.push(
      participant('member', at, conversation, account, {
        role: code === null ? 'unknown' : (RANKS[code] ?? 'unknown'),
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
    const conversation = groupOf(store, store.jids.known(row[group]), at, 'group_jid_row_id', out);
    if (conversation === null) return undefined;
    const account = accountOf(store, row[user], at);
    if (account === null) return 'member without identifier';
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
    const conversation = groupOf(store, store.jids.known(row[group]), at, 'parent_group_jid_row_id', out);
    if (conversation === null) return undefined;
    const account = accountOf(store, row[user], at);
    if (account === null) return 'member without identifier';
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
    if (known === null || account === null) {
      out.push(
        rowIssue(
          'note',
          'unresolved-reference',
          at,
          'chat_row_id',
          shown(id),
          'The row names no channel or no account of this store.',
        ),
      );
      return undefined;
    }
    out.push(
      participant('subscriber', at, known.key, account, {
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
    const conversation = groupOf(store, account(row[gjid]), at, 'gjid', out);
    if (conversation === null) return undefined;
    const member = account(row[jid]) ?? store.owner.jid;
    if (member === null) return 'row of the owner, whose account is not known';
    const code = count(row[admin]);
    out.push(
      participant('legacy-member', at, conversation, member, {
        role: code === null ? 'unknown' : (RANKS[code] ?? 'unknown'),
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
