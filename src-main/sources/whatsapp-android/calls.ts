import type { Event, Extracted, Key, Locator, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import { count, reference, statedFlag, text } from '../stored-cells.ts';
import { callOutcome } from './codes-other.ts';
import { rowIssue } from '../store-issues.ts';
import { parseJid } from './jid.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { SideTable } from '../side-table.ts';
import { accountOf, accountsOf, messageKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime, timesOf } from '../stored-times.ts';

const COLUMNS = [
  '_id',
  'jid_row_id',
  'from_me',
  'timestamp',
  'video_call',
  'duration',
  'call_result',
  'group_jid_row_id',
] as const;

/**
 * Calls of `call_log` with their participants and the message that shows them; missed calls of older versions; calls that
 * could be joined; links to calls.
 */
export function* readCalls(store: Store): Generator<Extracted> {
  yield* readCallLog(store);
  yield* readMissedCalls(store);
  yield* readJoinable(store);
  yield* readCallLinks(store);
}

function* readCallLog(store: Store): Generator<Extracted> {
  const { db } = store;
  const table = new Table(db, 'call_log', COLUMNS);
  const side = (name: string) =>
    new SideTable(
      new Table(db, name, ['_id', 'call_log_row_id', 'jid_row_id', 'message_row_id', 'call_result']),
      'call_log_row_id',
    );
  const participants = [side('call_log_participant_v2'), side('call_log_participant')];
  const links = side('message_call_log');
  // Names the calls of callers that were not in the address book. Origin: akhil-dara/WAInsight, call_ingester.py.
  const unknown = new SideTable(new Table(db, 'call_unknown_caller', ['_id', 'call_log_row_id']), 'call_log_row_id');
  const place = Object.fromEntries(COLUMNS.map((name) => [name, table.place(name)])) as Record<
    (typeof COLUMNS)[number],
    number
  >;
  yield* scan(store.run, table, (row, at, out) => {
    const id = row[place._id];
    if (typeof id !== 'number' && typeof id !== 'bigint') return 'row without number';
    const accounts: Key[] = [];
    const more: Locator[] = [];
    const stored: Record<string, Stored> = { ...table.rest(row) };
    for (const members of participants) {
      for (const found of members.take(id)) {
        const account = accountOf(store, found.row[members.table.place('jid_row_id')], found.at);
        more.push(found.at);
        if (account !== null && !accounts.includes(account)) accounts.push(account);
        const whose = account ?? `row ${String(found.at.rowid)}`;
        stored[`call_result of ${whose}`] = found.row[members.table.place('call_result')] ?? null;
        for (const [column, value] of Object.entries(members.rest(found))) stored[`${column} of ${whose}`] = value;
      }
      if (members.hasNews) out.push(...members.drain());
    }
    const stranger = unknown.one(id);
    if (unknown.hasNews) out.push(...unknown.drain());
    if (stranger !== null) {
      more.push(stranger.at);
      stored.call_unknown_caller = 1;
      for (const [column, value] of Object.entries(unknown.rest(stranger)))
        stored[`call_unknown_caller.${column}`] = value;
    }
    const link = links.one(id);
    if (links.hasNews) out.push(...links.drain());
    if (link !== null) more.push(link.at);
    const other = accountOf(store, row[place.jid_row_id], at);
    if (other !== null && !accounts.includes(other)) accounts.unshift(other);
    const group = store.jids.known(row[place.group_jid_row_id]);
    const groupRow = reference(row[place.group_jid_row_id]);
    if (group === null && groupRow !== null) stored.group_jid_row_id = groupRow;
    if (link !== null) for (const [column, value] of Object.entries(links.rest(link))) stored[column] = value;
    const isOwn = row[place.from_me] === 1;
    const durationS = count(row[place.duration]);
    const result = count(row[place.call_result]);
    const { outcome, isKnown } = callOutcome(result, durationS);
    if (!isKnown)
      out.push(
        rowIssue(
          'note',
          'unknown-code',
          at,
          'call_result',
          String(result),
          'The meaning of this call result is not known.',
        ),
      );
    out.push({
      kind: 'event',
      key: `call:${String(id)}`,
      from: { at: [at, ...more], state: 'live' },
      stored,
      type: 'call',
      conversation: store.conversations.jid(group ?? other ?? '')?.key ?? null,
      actor: isOwn ? store.owner.jid : row[place.from_me] === 0 ? other : null,
      accounts,
      direction: isOwn ? 'outgoing' : row[place.from_me] === 0 ? 'incoming' : 'unknown',
      times: timesOf(readTime(row[place.timestamp], 'started', at, 'timestamp', out)),
      call: {
        video: statedFlag(row[place.video_call]),
        group: group !== null || accounts.length > 1,
        durationS,
        outcome,
        outcomeStored: result === null ? '' : String(result),
        message: link === null ? null : messageKey(link.row[links.table.place('message_row_id')]),
      },
      body: null,
    });
    return undefined;
  });
  for (const table of [...participants, links, unknown]) yield* table.finish();
}

/** Missed calls of `missed_call_logs`; without participants, the caller is the other side of the message's conversation. */
function* readMissedCalls(store: Store): Generator<Extracted> {
  const { db } = store;
  const columns = ['_id', 'message_row_id', 'timestamp', 'video_call', 'group_jid_row_id'] as const;
  const table = new Table(db, 'missed_call_logs', columns);
  const members = new SideTable(
    new Table(db, 'missed_call_log_participant', ['_id', 'call_logs_row_id', 'jid', 'call_result']),
    'call_logs_row_id',
  );
  const [id, message, time, video, group] = columns.map((name) => table.place(name)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const chat = table.columns.length;
  const thread = store.messageTable === 'message' ? 'm.chat_row_id' : 'm.key_remote_jid';
  const key = message > 0 ? 't.message_row_id' : 'NULL';
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      const number = row[id];
      if (typeof number !== 'number' && typeof number !== 'bigint') return 'row without number';
      const found = members.take(number);
      if (members.hasNews) out.push(...members.drain());
      const stored: Record<string, Stored> = { ...table.rest(row) };
      const accounts: Key[] = [];
      for (const side of found) {
        const jid = text(side.row[members.table.place('jid')]);
        if (jid === null) continue;
        const { account } = parseJid(jid);
        accounts.push(account);
        stored[`call_result of ${account}`] = side.row[members.table.place('call_result')] ?? null;
        for (const [column, value] of Object.entries(members.rest(side))) stored[`${column} of ${account}`] = value;
      }
      const groupJid = store.jids.known(row[group]);
      const groupRow = reference(row[group]);
      if (groupJid === null && groupRow !== null) stored.group_jid_row_id = groupRow;
      const shown = conversationAt(store, row[chat]);
      const conversation =
        store.conversations.jid(groupJid ?? '') ?? shown ?? store.conversations.jid(accounts[0] ?? '');
      const caller = accounts[0] ?? (groupJid === null ? (conversation?.account ?? null) : null);
      out.push({
        kind: 'event',
        key: `missed-call:${String(at.rowid)}`,
        from: { at: [at, ...found.map((side) => side.at)], state: 'live' },
        stored,
        type: 'call',
        conversation: conversation?.key ?? null,
        actor: caller,
        accounts: accounts.length > 0 ? accounts : accountsOf(caller),
        direction: 'incoming',
        times: timesOf(readTime(row[time], 'started', at, 'timestamp', out)),
        call: {
          video: statedFlag(row[video]),
          group: groupJid !== null,
          durationS: null,
          outcome: 'missed',
          outcomeStored: '',
          message: shown === null ? null : messageKey(row[message]),
        },
        body: null,
      });
      return undefined;
    },
    { tail: `LEFT JOIN ${store.messageTable} m ON m._id = ${key} ORDER BY t.rowid`, more: [thread] },
  );
  yield* members.finish();
}

/** The conversation of a message by the column that names it, in either generation. */
function conversationAt(store: Store, cell: Stored | undefined) {
  if (typeof cell === 'number' || typeof cell === 'bigint') return store.conversations.row(cell);
  return typeof cell === 'string' ? store.conversations.jid(parseJid(cell).account) : null;
}

/** Calls that could still be joined when the store was last written. */
function* readJoinable(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'joinable_call_log', ['group_jid_row_id']);
  const group = table.place('group_jid_row_id');
  yield* scan(store.run, table, (row, at, out) => {
    const conversation = store.conversations.jid(store.jids.known(row[group]) ?? '');
    out.push(noted('joinable-call', at, table.rest(row), conversation?.key ?? null, null));
    return undefined;
  });
}

/** Links by which others can join a call, with the account that made them; calls name them in `call_link_row_id`. */
function* readCallLinks(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'call_link', ['creator_jid_row_id']);
  const creator = table.place('creator_jid_row_id');
  yield* scan(store.run, table, (row, at, out) => {
    out.push(noted('call-link', at, table.rest(row), null, accountOf(store, row[creator], at)));
    return undefined;
  });
}

/** A row about calls that is no call itself and has no time. */
function noted(
  prefix: string,
  at: RowLocator,
  stored: StoredColumns,
  conversation: Key | null,
  actor: Key | null,
): Event {
  return {
    kind: 'event',
    key: `${prefix}:${String(at.rowid)}`,
    from: { at: [at], state: 'live' },
    stored,
    type: 'unknown',
    conversation,
    actor,
    accounts: accountsOf(actor),
    direction: 'unknown',
    times: [],
    call: null,
    body: null,
  };
}
