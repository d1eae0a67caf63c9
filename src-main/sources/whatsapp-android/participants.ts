import type { Event, Extracted, Key, Participant, RowLocator, Stored } from '../../model/index.ts';
import { count, text } from '../stored-cells.ts';
import { RANKS } from './codes-other.ts';
import { rowIssue } from '../store-issues.ts';
import { parseJid } from './jid.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { accountOf, accountsOf } from './store.ts';
import type { Store } from './store.ts';
import { readTime, unitOf } from '../stored-times.ts';

/** Members of groups, communities and channels, now and before, in the modern tables and in the legacy ones. */
export function* readParticipants(store: Store): Generator<Extracted> {
  for (const table of MEMBER_TABLES) yield* readMembers(store, table);
  yield* readLegacyHistory(store);
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

/** The cell of a column in the row at hand. */
type Cells = (column: string) => Stored | undefined;

/** A table with one member of a group, community or channel a row. */
interface MemberTable {
  readonly name: string;
  /** Stands before the row's number in the keys of its records. */
  readonly prefix: string;
  /** The column that names the group; the others that make fields. */
  readonly group: string;
  readonly columns: readonly string[];
  conversation(store: Store, cell: Cells): { readonly key: Key | null; readonly jid: string | null };
  account(store: Store, cell: Cells, at: RowLocator): Key | null;
  facts(
    cell: Cells,
    at: RowLocator,
    out: Extracted[],
  ): Partial<Pick<Participant, 'role' | 'membership' | 'joined' | 'left'>>;
}

const byRow = (column: string): MemberTable['conversation'] => {
  return (store, cell) => ofJid(store, store.jids.known(cell(column)));
};

function ofJid(store: Store, jid: string | null): { readonly key: Key | null; readonly jid: string | null } {
  return { key: jid === null ? null : (store.conversations.jid(jid)?.key ?? null), jid };
}

/**
 * What stands for "no account": the owner is such a row. Of the older table the dossier says so (an empty `jid`); that the newer one
 * keeps to it is inferred from the app's own migration `blank_me_jid`. -1 is how other columns of the app write "none".
 */
const UNSET: readonly unknown[] = [null, undefined, 0, -1];

/** A row without an account is the owner's; one that holds anything else and names no row of jid is nobody's. */
const ownerWhereUnset = (store: Store, cell: Cells, at: RowLocator): Key | null =>
  UNSET.includes(cell('user_jid_row_id')) ? store.owner.jid : accountOf(store, cell('user_jid_row_id'), at);

const MEMBER_TABLES: readonly MemberTable[] = [
  {
    name: 'group_participant_user',
    prefix: 'member',
    group: 'group_jid_row_id',
    columns: ['user_jid_row_id', 'rank', 'pending', 'add_timestamp'],
    conversation: byRow('group_jid_row_id'),
    account: ownerWhereUnset,
    facts: (cell, at, out) => ({
      role: roleOf(count(cell('rank')), at, 'rank', out),
      membership: cell('pending') === 1 ? 'pending' : 'current',
      joined: readTime(cell('add_timestamp'), 'joined', at, 'add_timestamp', out),
    }),
  },
  {
    name: 'group_past_participant_user',
    prefix: 'past-member',
    group: 'group_jid_row_id',
    columns: ['user_jid_row_id', 'timestamp'],
    conversation: byRow('group_jid_row_id'),
    account: (store, cell, at) => accountOf(store, cell('user_jid_row_id'), at),
    facts: (cell, at, out) => ({ membership: 'past', left: readTime(cell('timestamp'), 'left', at, 'timestamp', out) }),
  },
  {
    name: 'parent_group_participants',
    prefix: 'community-member',
    group: 'parent_group_jid_row_id',
    columns: ['user_jid_row_id'],
    conversation: byRow('parent_group_jid_row_id'),
    account: (store, cell, at) => accountOf(store, cell('user_jid_row_id'), at),
    facts: () => ({ membership: 'current' }),
  },
  {
    name: 'newsletter_subscribers',
    prefix: 'subscriber',
    group: 'chat_row_id',
    columns: ['jid_row_id', 'subscription_time'],
    conversation: (store, cell) => {
      const id = cell('chat_row_id');
      const known = typeof id === 'number' || typeof id === 'bigint' ? store.conversations.row(id) : null;
      return { key: known?.key ?? null, jid: null };
    },
    account: (store, cell, at) => accountOf(store, cell('jid_row_id'), at),
    facts: (cell, at, out) => {
      const time = cell('subscription_time');
      const joined = readTime(time, 'joined', at, 'subscription_time', out, unitOf(time));
      return { role: 'subscriber', membership: 'current', joined };
    },
  },
  {
    // A row with an empty `jid` is the owner (KnugiHK, IPED).
    name: 'group_participants',
    prefix: 'legacy-member',
    group: 'gjid',
    columns: ['jid', 'admin', 'pending'],
    conversation: (store, cell) => ofJid(store, account(cell('gjid'))),
    account: (store, cell) => account(cell('jid')) ?? store.owner.jid,
    facts: (cell, at, out) => ({
      role: roleOf(count(cell('admin')), at, 'admin', out),
      membership: cell('pending') === 1 ? 'pending' : 'current',
    }),
  },
];

function* readMembers(store: Store, of: MemberTable): Generator<Extracted> {
  const table = new Table(store.db, of.name, ['_id', of.group, ...of.columns]);
  const places = new Map(table.columns.map((column) => [column, table.place(column)]));
  yield* scan(store.run, table, (row, at, out) => {
    const cell: Cells = (column) => row[places.get(column) ?? -1];
    const member = of.account(store, cell, at);
    const { key, jid } = of.conversation(store, cell);
    if (key === null) {
      const detail = 'The row speaks of a member of a group or channel that has no conversation in this store.';
      out.push(rowIssue('note', 'unresolved-reference', at, of.group, jid ?? shown(cell(of.group)), detail));
    }
    if (key === null || member === null) {
      out.push(strayMember(table, row, at, key, accountsOf(member), key === null ? jid : null));
      return undefined;
    }
    const facts = of.facts(cell, at, out);
    out.push({
      kind: 'participant',
      key: `${of.prefix}:${String(at.rowid)}`,
      from: { at: [at], state: 'live' },
      stored: table.rest(row),
      conversation: key,
      account: member,
      role: facts.role ?? 'unknown',
      membership: facts.membership ?? 'unknown',
      joined: facts.joined ?? null,
      left: facts.left ?? null,
    });
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
