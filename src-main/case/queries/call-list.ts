import type { CallSum, CallTotals, CallView, Filter, Page, Place } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import type { ActivityBlock } from '../activity/activity-block.ts';
import { readOrdered } from '../activity/ordered-items.ts';
import { activityScan, admitRows } from '../activity/scan-activity.ts';
import { CaseFailure } from '../case-failure.ts';
import type { ItemMore } from '../item-more.ts';
import { filterName } from '../marks/marked-items.ts';
import { visible } from '../scope.ts';
import { keptBy } from '../search/kept-by.ts';
import { atOnce, type Steps } from '../steps.ts';
import { readItemViews } from './item-views.ts';
import { accountNames, conversationTitles, idList } from './names.ts';
import { cutKeyPage } from './page.ts';

/** By what calls are sorted; equal values by time. */
type CallSort = 'time' | 'caller' | 'direction' | 'kind' | 'outcome' | 'duration' | 'conversation';

/** What calls are sorted and added up by. */
interface Call {
  readonly id: number;
  readonly source: number;
  readonly conversation: number | null;
  readonly caller: number | null;
  readonly others: readonly number[];
  readonly direction: string;
  readonly kind: string | null;
  readonly outcome: string | null;
  readonly durationS: number | null;
  readonly timeMs: number | null;
  /** Source and key of a message; null for an event. */
  readonly message: string | null;
  /** Source and key of the message that shows this event; null where the record names none. */
  readonly shownBy: string | null;
}

/** Accounts of which totals are given. */
const MOST_ACCOUNTS = 1000;

/** Every call of the case in the order of time and item, undated ones last: what filters are asked of, and the records. */
interface AllCalls {
  readonly columns: ActivityBlock;
  /** By row; null for one that was taken away meanwhile. */
  readonly calls: readonly (Call | null)[];
}

/** Some 300 bytes a call. */
const CALL_BYTES = 300;
const keepAll = keptBy<AllCalls>({ entries: 1, bytes: 256 * 1024 * 1024, sizeOf: ({ calls }) => calls.length * CALL_BYTES }); // prettier-ignore
/** Further pages and orders cost no scan. */
const keepLists = keptBy<readonly Call[]>({ entries: 4, bytes: 16 * 1024 * 1024, sizeOf: (calls) => calls.length * 8 });

/** Records of calls that the filter lets through, by time unless sorted otherwise. */
export function pageCalls(
  db: CaseDb,
  filter: Filter,
  order: { readonly sort?: CallSort | undefined; readonly descending?: boolean | undefined },
  at: Place | undefined,
  limit: number,
): Page<CallView> {
  if (at !== undefined && 'timeMs' in at) throw new CaseFailure('bad-parameters', { subject: 'timeMs' });
  const calls = sorted(db, callsUnder(db, filter), order.sort ?? 'time', order.descending === true);
  const list = { ids: Uint32Array.from(calls, ({ id }) => id), withheld: 0, notBefore: () => -1 };
  const { ids, ...page } = cutKeyPage(list, at, limit);
  const wanted = new Set(ids);
  const othersOf = new Map(calls.flatMap(({ id, others }) => (wanted.has(id) ? [[id, others] as const] : [])));
  const names = accountNames(db, [...othersOf.values()].flat());
  const rows = readItemViews(db, ids).map((item) => ({
    item,
    others: (othersOf.get(item.id) ?? []).flatMap((account) => names.get(account) ?? []),
  }));
  return { ...page, rows };
}

/** Calls under the filter, added up whole and by each account that they name. */
export function readCallTotals(db: CaseDb, filter: Filter): CallTotals {
  const whole = newSum();
  const byAccount = new Map<number, ReturnType<typeof newSum> & { began: number; source: number }>();
  for (const call of callsUnder(db, filter)) {
    add(whole, call);
    for (const account of new Set([...(call.caller === null ? [] : [call.caller]), ...call.others])) {
      const sum = byAccount.get(account) ?? { ...newSum(), began: 0, source: call.source };
      add(sum, call);
      if (account === call.caller) sum.began += 1;
      byAccount.set(account, sum);
    }
  }
  const most = [...byAccount].sort(([a, one], [b, other]) => other.calls - one.calls || a - b).slice(0, MOST_ACCOUNTS);
  const names = accountNames(db, most.map(([account]) => account)); // prettier-ignore
  const accounts = most.flatMap(([account, sum]) => {
    const name = names.get(account);
    return name === undefined ? [] : [{ ...name, ...sum }];
  });
  return { ...whole, accounts, held: byAccount.size - accounts.length };
}

function newSum(): { -readonly [K in keyof CallSum]: number } {
  return { calls: 0, answered: 0, durationS: 0, unstored: 0 };
}

function add(sum: ReturnType<typeof newSum>, { outcome, durationS }: Call): void {
  sum.calls += 1;
  if (outcome === 'answered') sum.answered += 1;
  if (durationS === null) sum.unstored += 1;
  else sum.durationS += durationS;
}

/** Picked once for a filter until the case, or a mark that the filter asks for, changes; by time, undated ones last. */
function callsUnder(db: CaseDb, filter: Filter): readonly Call[] {
  return keepLists(db, filterName(db, filter), () => pick(db, filter));
}

/** The calls that a filter lets through; a message that shows a call stands behind the event that names it. */
function pick(db: CaseDb, filter: Filter): readonly Call[] {
  if (filter.types?.includes('call') === false) return [];
  const { columns, calls: all } = keepAll(db, 'calls', () => atOnce(readAll(db)));
  const rows = admitRows(columns, activityScan(db, filter), new Uint32Array(all.length));
  const calls = Array.from(rows).flatMap((row) => all[row] ?? []);
  const shown = new Set(calls.flatMap(({ shownBy }) => shownBy ?? []));
  return calls.filter(({ message }) => message === null || !shown.has(message));
}

interface CallRow {
  readonly id: number;
  readonly class: 'message' | 'event';
  readonly source: number;
  readonly key: string;
  readonly conversation: number | null;
  readonly caller: number | null;
  readonly direction: string;
  readonly timeMs: number | null;
  readonly more: string | null;
}

/** Reads every call ahead of the first question. */
export function* callsAhead(db: CaseDb): Steps<void> {
  yield* keepAll.ahead(db, 'calls', () => readAll(db));
}

/** Calls read in one go. */
const BATCH = 1000;

function* readAll(db: CaseDb): Steps<AllCalls> {
  const columns = readOrdered(db, activityScan(db, { types: ['call'] }));
  const found = new Map<number, Call>();
  for (let at = 0; at < columns.ids.length; at += BATCH) {
    yield;
    const rows = db.all<CallRow>(
      sql`SELECT item.id, facet.class, item.source, item.key, conversation, sender AS caller, direction, time_ms AS timeMs, more
      FROM item JOIN facet ON facet.id = item.facet WHERE item.id IN (${idList([...columns.ids.subarray(at, at + BATCH)])}) AND ${visible}`,
    );
    for (const row of rows) found.set(row.id, callOf(row));
  }
  return { columns, calls: Array.from(columns.ids, (id) => found.get(id) ?? null) };
}

function callOf({ class: of, key, more, ...row }: CallRow): Call {
  const { call, accounts } = more === null ? {} : (JSON.parse(more) as ItemMore);
  const shownBy = call?.message ?? null;
  return {
    ...row,
    message: of === 'message' ? `${row.source} ${key}` : null,
    shownBy: shownBy === null ? null : `${row.source} ${shownBy}`,
    others: [...new Set(call?.accounts ?? accounts ?? [])].filter((account) => account !== row.caller),
    kind:
      call === undefined
        ? null
        : `${call.video === null ? 'call' : call.video ? 'video' : 'voice'}${call.group ? ' group' : ''}`,
    outcome: call?.outcome ?? null,
    durationS: call?.durationS ?? null,
  };
}

/** In a stable order, so that equal values stay by time; calls without the value come last, whichever way is sorted. */
function sorted(db: CaseDb, calls: readonly Call[], sort: CallSort, descending: boolean): readonly Call[] {
  const valueOf = valueReader(db, calls, sort);
  const sign = descending ? -1 : 1;
  return [...calls].sort((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return one === other ? 0 : one < other ? -sign : sign;
  });
}

function valueReader(db: CaseDb, calls: readonly Call[], sort: CallSort): (call: Call) => number | string | null {
  switch (sort) {
    case 'time':
      return ({ timeMs }) => timeMs;
    case 'caller': {
      const names = accountNames(db, new Set(calls.flatMap(({ caller }) => caller ?? [])));
      return ({ caller }) => (caller === null ? null : (names.get(caller)?.name.toLowerCase() ?? null));
    }
    case 'conversation': {
      const titles = conversationTitles(db, new Set(calls.flatMap(({ conversation }) => conversation ?? [])));
      return ({ conversation }) => (conversation === null ? null : (titles.get(conversation)?.toLowerCase() ?? null));
    }
    case 'direction':
      return ({ direction }) => (direction === 'unknown' ? null : direction);
    case 'kind':
      return ({ kind }) => kind;
    case 'outcome':
      return ({ outcome }) => outcome;
    case 'duration':
      return ({ durationS }) => durationS;
  }
}
