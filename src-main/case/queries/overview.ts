import type { Filter, Overview } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { activityScan, scanActivity } from '../activity/scan-activity.ts';
import { weekHourReader, zonesOfSources } from '../activity/week-hours.ts';
import { canonicalJson } from '../canonical-json.ts';
import { caseZone } from '../case-info.ts';
import { isMarkAsked, marksStamp } from '../marks/marked-items.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { caseStamp } from '../search/case-stamp.ts';
import { idList } from './names.ts';

const TOP = 10;

/** A conversation, sender and facet that occur together: what all of their items share. */
interface Group {
  readonly id: number;
  /** 0: in none. */
  readonly conversation: number;
  /** 0: not stored. */
  readonly sender: number;
  readonly source: number;
  readonly class: 'message' | 'event';
  readonly type: string;
  readonly state: keyof Overview['deletions']['states'];
}

/** Counts what a filter lets through in one pass over the blocks of activity; a million items take some tens of ms. */
export function readOverview(db: CaseDb, filter: Filter, top = TOP): Overview {
  const groups = groupsOf(db);
  const zones = zonesOfSources(db);
  const { items, week, undated } = counted(db, filter, groups, zones);
  const kinds = new Map<string, { class: 'message' | 'event'; type: string; items: number }>();
  const states = { live: 0, 'marked-deleted': 0, recovered: 0 };
  const conversations = new Map<number, number>();
  const senders = new Map<number, number>();
  let [messages, events, revoked, deleted] = [0, 0, 0, 0];
  for (const group of groups) {
    const count = items[group.id] ?? 0;
    if (count === 0) continue;
    const name = `${group.class} ${group.type}`;
    const kind = kinds.get(name) ?? { class: group.class, type: group.type, items: 0 };
    kind.items += count;
    kinds.set(name, kind);
    if (group.class === 'event') {
      events += count;
      continue;
    }
    messages += count;
    states[group.state] += count;
    if (group.type === 'revoked') revoked += count;
    if (group.type === 'revoked' || group.state !== 'live') deleted += count;
    conversations.set(group.conversation, (conversations.get(group.conversation) ?? 0) + count);
    senders.set(group.sender, (senders.get(group.sender) ?? 0) + count);
  }
  const senderless = senders.get(0) ?? 0;
  conversations.delete(0);
  senders.delete(0);
  return {
    zone: caseZone(db),
    messages,
    events,
    undated,
    week,
    zoneless: zones.zoneless,
    kinds: [...kinds.values()].sort((a, b) => b.items - a.items || compare(a.class + a.type, b.class + b.type)),
    deletions: { states, revoked, deleted },
    conversations: { total: conversations.size, top: namedConversations(db, most(conversations, top)) },
    accounts: { total: senders.size, senderless, top: namedAccounts(db, most(senders, top)) },
    issues: countIssues(db),
    unclaimed: db.all<Overview['unclaimed'][number]>(sql`SELECT source, count(*) AS tables, sum(rows) AS rows
      FROM tally WHERE claimed = 0 AND rows > 0 GROUP BY source ORDER BY source`),
  };
}

const keptGroups = new WeakMap<CaseDb, { readonly stamp: string; readonly groups: readonly Group[] }>();

/** Read once until the case changes. */
function groupsOf(db: CaseDb): readonly Group[] {
  const stamp = caseStamp(db);
  const kept = keptGroups.get(db);
  if (kept?.stamp === stamp) return kept.groups;
  const groups = readGroups(db);
  keptGroups.set(db, { stamp, groups });
  return groups;
}

function readGroups(db: CaseDb): readonly Group[] {
  return db.all<Group>(sql`SELECT activity_sender.id, conversation, sender, source, class, type, state
    FROM activity_sender CROSS JOIN facet ON facet.id = activity_sender.facet`);
}

type Counts = ReturnType<typeof scan>;

/** Counts kept on each connection: coming back to the overview costs no scan. */
const KEPT = 4;

const keptCounts = new WeakMap<CaseDb, { readonly stamp: string; readonly byFilter: Map<string, Counts> }>();

/** Scanned once for a filter until the case, its zone or a mark that the filter asks for changes. */
function counted(
  db: CaseDb,
  filter: Filter,
  ...scanned: [readonly Group[], ReturnType<typeof zonesOfSources>]
): Counts {
  const stamp = caseStamp(db);
  let kept = keptCounts.get(db);
  if (kept?.stamp !== stamp) keptCounts.set(db, (kept = { stamp, byFilter: new Map() }));
  const name = `${isMarkAsked(filter) ? marksStamp(db) : ''} ${canonicalJson(filter)}`;
  const known = kept.byFilter.get(name);
  if (known !== undefined) return known;
  const counts = scan(db, filter, ...scanned);
  kept.byFilter.set(name, counts);
  const oldest = kept.byFilter.keys().next();
  if (kept.byFilter.size > KEPT && oldest.done !== true) kept.byFilter.delete(oldest.value);
  return counts;
}

/** Items of each group by its id, and the messages among them by hour of the week. */
function scan(db: CaseDb, filter: Filter, groups: readonly Group[], zones: ReturnType<typeof zonesOfSources>) {
  const size = groups.reduce((last, { id }) => Math.max(last, id), 0) + 1;
  const items = new Uint32Array(size);
  const isMessage = new Uint8Array(size);
  const isZoneless = new Uint8Array(size);
  for (const { id, class: of, source } of groups) {
    isMessage[id] = of === 'message' ? 1 : 0;
    isZoneless[id] = zones.zoneless.includes(source) ? 1 : 0;
  }
  const hourOf = weekHourReader(caseZone(db));
  const storedHourOf = weekHourReader('UTC');
  const week = new Array<number>(168).fill(0);
  let undated = 0;
  for (const { times, groups: of, rows, count } of scanActivity(db, activityScan(db, filter)))
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] ?? 0;
      const group = of[row] ?? 0;
      items[group] = (items[group] ?? 0) + 1;
      if (isMessage[group] !== 1) continue;
      const time = times[row] ?? UNDATED_MS;
      if (time === UNDATED_MS) {
        undated += 1;
        continue;
      }
      const hour = isZoneless[group] === 1 ? storedHourOf(time) : hourOf(time);
      week[hour] = (week[hour] ?? 0) + 1;
    }
  return { items, week, undated };
}

/** The largest counts, the earlier id first among equals. */
function most(counts: ReadonlyMap<number, number>, top: number): ReadonlyMap<number, number> {
  return new Map([...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).slice(0, top));
}

function namedConversations(db: CaseDb, counts: ReadonlyMap<number, number>): Overview['conversations']['top'] {
  const rows = db.all<{ conversation: number; title: string; source: number }>(
    sql`SELECT id AS conversation, title, source FROM conversation WHERE id IN (${idList([...counts.keys()])})`,
  );
  return inOrder(counts, rows, ({ conversation }) => conversation);
}

function namedAccounts(db: CaseDb, counts: ReadonlyMap<number, number>): Overview['accounts']['top'] {
  const rows = db.all<{ account: number; name: string; identifier: string; isOwner: number; source: number }>(
    sql`SELECT id AS account, name, identifier, is_owner AS isOwner, source FROM account
      WHERE id IN (${idList([...counts.keys()])})`,
  );
  return inOrder(
    counts,
    rows.map((row) => ({ ...row, isOwner: row.isOwner === 1 })),
    ({ account }) => account,
  );
}

/** The rows in the order of the counts, each with its own. */
function inOrder<Row>(counts: ReadonlyMap<number, number>, rows: readonly Row[], idOf: (row: Row) => number) {
  const found = new Map(rows.map((row) => [idOf(row), row]));
  return [...counts].flatMap(([id, messages]) => {
    const row = found.get(id);
    return row === undefined ? [] : [{ ...row, messages }];
  });
}

function countIssues(db: CaseDb): Overview['issues'] {
  const rows = db.all<{ severity: keyof Overview['issues']; issues: number }>(
    sql`SELECT severity, count(*) AS issues FROM issue GROUP BY source, severity`, // the order of an index
  );
  const of = (severity: keyof Overview['issues']): number =>
    rows.reduce((sum, row) => sum + (row.severity === severity ? row.issues : 0), 0);
  return { error: of('error'), warning: of('warning'), note: of('note') };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
