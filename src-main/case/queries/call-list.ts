import type { CallSum, CallTotals, CallView, Filter, Page, Place } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { activityScan, scanActivity } from '../activity/scan-activity.ts';
import { canonicalJson } from '../canonical-json.ts';
import { CaseFailure } from '../case-failure.ts';
import type { ItemMore } from '../item-more.ts';
import { isMarkAsked, marksStamp } from '../marks/marked-items.ts';
import { visible } from '../scope.ts';
import { caseStamp } from '../search/case-stamp.ts';
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
}

/** Lists kept on each connection, so that further pages and orders cost no scan. */
const KEPT = 4;
/** Accounts of which totals are given. */
const MOST_ACCOUNTS = 1000;

const keptOf = new WeakMap<CaseDb, { readonly stamp: string; readonly lists: Map<string, readonly Call[]> }>();

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

/** Read once for a filter until the case, or a mark that the filter asks for, changes; by time, undated ones last. */
function callsUnder(db: CaseDb, filter: Filter): readonly Call[] {
  const stamp = caseStamp(db);
  let kept = keptOf.get(db);
  if (kept?.stamp !== stamp) keptOf.set(db, (kept = { stamp, lists: new Map() }));
  const name = `${isMarkAsked(filter) ? marksStamp(db) : ''} ${canonicalJson(filter)}`;
  const known = kept.lists.get(name);
  if (known !== undefined) return known;
  const calls = readCalls(db, filter);
  kept.lists.set(name, calls);
  const oldest = kept.lists.keys().next();
  if (kept.lists.size > KEPT && oldest.done !== true) kept.lists.delete(oldest.value);
  return calls;
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

function readCalls(db: CaseDb, filter: Filter): readonly Call[] {
  if (filter.types?.includes('call') === false) return [];
  const found: number[] = [];
  for (const { ids, rows, count } of scanActivity(db, activityScan(db, { ...filter, types: ['call'] })))
    for (const row of rows.subarray(0, count)) found.push(ids[row] ?? 0);
  const read = db.all<CallRow>(
    sql`SELECT item.id, facet.class, item.source, item.key, conversation, sender AS caller, direction, time_ms AS timeMs, more
      FROM item JOIN facet ON facet.id = item.facet WHERE item.id IN (${idList(found)}) AND ${visible}
      ORDER BY sort_ms, item.id`,
  );
  const rows = read.map((row) => ({ row, more: row.more === null ? {} : (JSON.parse(row.more) as ItemMore) }));
  // A message that shows a call stands behind the event that names it.
  const shown = new Set(
    rows.flatMap(({ row, more }) => {
      const message = more.call?.message ?? null;
      return message === null ? [] : [`${row.source} ${message}`];
    }),
  );
  return rows
    .filter(({ row }) => row.class === 'event' || !shown.has(`${row.source} ${row.key}`))
    .map(({ row, more: { call, accounts } }) => ({
      ...row,
      others: [...new Set(call?.accounts ?? accounts ?? [])].filter((account) => account !== row.caller),
      kind: call === undefined ? null : `${call.video ? 'video' : 'voice'}${call.group ? ' group' : ''}`,
      outcome: call?.outcome ?? null,
      durationS: call?.durationS ?? null,
    }));
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
