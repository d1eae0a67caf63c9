import type { Event, Extracted, Key, Locator, RowLocator, Stored } from '../../model/index.ts';
import { count, flag, text } from './cells.ts';
import { callOutcome } from './codes-other.ts';
import { rowIssue } from './issues.ts';
import { parseJid } from './jid.ts';
import { scan, Table } from './scan.ts';
import { SideTable } from './side-table.ts';
import { accountOf, messageKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime, timesOf } from './times.ts';

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

/** Calls of `call_log` with their participants and the message that shows them; then missed calls of older versions. */
export function* readCalls(store: Store): Generator<Extracted> {
  yield* readCallLog(store);
  yield* readMissedCalls(store);
  yield* readJoinable(store);
}

function* readCallLog(store: Store): Generator<Extracted> {
  const { db } = store;
  const table = new Table(db, 'call_log', COLUMNS);
  const side = (name: string) =>
    new SideTable(new Table(db, name, ['_id', 'call_log_row_id', 'jid_row_id', 'message_row_id']), 'call_log_row_id');
  const participants = [side('call_log_participant_v2'), side('call_log_participant')];
  const links = side('message_call_log');
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
        if (account === null) continue;
        if (!accounts.includes(account)) accounts.push(account);
        stored[`call_result of ${account}`] = found.row[members.table.place('call_result')] ?? null;
      }
      if (members.hasNews) out.push(...members.drain());
    }
    const link = links.one(id);
    if (links.hasNews) out.push(...links.drain());
    if (link !== null) more.push(link.at);
    const other = accountOf(store, row[place.jid_row_id], at);
    if (other !== null && !accounts.includes(other)) accounts.unshift(other);
    const group = store.jids.known(row[place.group_jid_row_id]);
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
        video: flag(row[place.video_call]),
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
  for (const table of [...participants, links]) yield* table.finish();
}

function* readMissedCalls(store: Store): Generator<Extracted> {
  const { db } = store;
  const columns = ['_id', 'message_row_id', 'timestamp', 'video_call', 'group_jid_row_id'] as const;
  const table = new Table(db, 'missed_call_logs', columns);
  const members = new SideTable(
    new Table(db, 'missed_call_log_participant', ['_id', 'call_logs_row_id', 'jid']),
    'call_logs_row_id',
  );
  const place = Object.fromEntries(columns.map((name) => [name, table.place(name)])) as Record<
    (typeof columns)[number],
    number
  >;
  yield* scan(store.run, table, (row, at, out) => {
    const id = row[place._id];
    if (typeof id !== 'number' && typeof id !== 'bigint') return 'row without number';
    const found = members.take(id);
    if (members.hasNews) out.push(...members.drain());
    const accounts = found.flatMap((side) => {
      const jid = text(side.row[members.table.place('jid')]);
      return jid === null ? [] : [parseJid(jid).account];
    });
    const group = store.jids.known(row[place.group_jid_row_id]);
    out.push(
      missed(
        store,
        table,
        row,
        at,
        found.map((side) => side.at),
        accounts,
        group,
        place,
        out,
      ),
    );
    return undefined;
  });
  yield* members.finish();
}

function missed(
  store: Store,
  table: Table,
  row: readonly Stored[],
  at: RowLocator,
  more: readonly Locator[],
  accounts: readonly Key[],
  group: Key | null,
  place: Readonly<Record<'message_row_id' | 'timestamp' | 'video_call', number>>,
  out: Extracted[],
): Event {
  return {
    kind: 'event',
    key: `missed-call:${String(at.rowid)}`,
    from: { at: [at, ...more], state: 'live' },
    stored: table.rest(row),
    type: 'call',
    conversation: store.conversations.jid(group ?? accounts[0] ?? '')?.key ?? null,
    actor: accounts[0] ?? null,
    accounts,
    direction: 'incoming',
    times: timesOf(readTime(row[place.timestamp], 'started', at, 'timestamp', out)),
    call: {
      video: flag(row[place.video_call]),
      group: group !== null,
      durationS: null,
      outcome: 'missed',
      outcomeStored: '',
      message: messageKey(row[place.message_row_id]),
    },
    body: null,
  };
}

/** Calls that could still be joined when the store was last written. */
function* readJoinable(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'joinable_call_log', ['call_log_row_id', 'group_jid_row_id']);
  const group = table.place('group_jid_row_id');
  yield* scan(store.run, table, (row, at, out) => {
    out.push({
      kind: 'event',
      key: `joinable-call:${String(at.rowid)}`,
      from: { at: [at], state: 'live' },
      stored: { ...table.rest(row), call_log_row_id: row[table.place('call_log_row_id')] ?? null },
      type: 'unknown',
      conversation: store.conversations.jid(store.jids.known(row[group]) ?? '')?.key ?? null,
      actor: null,
      accounts: [],
      direction: 'unknown',
      times: [],
      call: null,
      body: null,
    });
    return undefined;
  });
}
