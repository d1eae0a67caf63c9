import type { Filter, Overview } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { groupTable } from '../activity/group-table.ts';
import { activityScan, countGroups, isCounted, scanActivity } from '../activity/scan-activity.ts';
import { WEEK_HOURS, weekHourReader, zonesOfSources } from '../activity/week-hours.ts';
import { caseZone } from '../case-zone.ts';
import { namedSql } from '../filter.ts';
import { filterName } from '../marks/marked-items.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { keptBy } from '../search/kept-by.ts';
import { idList } from './names.ts';

const TOP = 10;

/** Counts what a filter lets through: from sums where facets decide, else in one pass over the blocks of activity, a million items in some tens of ms. */
export function readOverview(db: CaseDb, filter: Filter, top = TOP): Overview {
  const zones = zonesOfSources(db);
  const { items, week, undated } = counted(db, filter, zones);
  const { conversations: conversationOf, senders: senderOf, facets, facetOf } = groupTable(db);
  const kinds = new Map<string, { class: 'message' | 'event'; type: string; items: number }>();
  const states = { live: 0, 'marked-deleted': 0, recovered: 0 };
  const conversations = new Map<number, number>();
  const senders = new Map<number, number>();
  let [messages, events, revoked, deleted] = [0, 0, 0, 0];
  items.forEach((count, group) => {
    const facet = facetOf.get(facets[group] ?? 0);
    if (count === 0 || facet === undefined) return;
    const name = `${facet.class} ${facet.type}`;
    const kind = kinds.get(name) ?? { class: facet.class, type: facet.type, items: 0 };
    kind.items += count;
    kinds.set(name, kind);
    if (facet.class === 'event') {
      events += count;
      return;
    }
    messages += count;
    states[facet.state] += count;
    if (facet.type === 'revoked') revoked += count;
    if (facet.type === 'revoked' || facet.state !== 'live') deleted += count;
    const conversation = conversationOf[group] ?? 0;
    const sender = senderOf[group] ?? 0;
    conversations.set(conversation, (conversations.get(conversation) ?? 0) + count);
    senders.set(sender, (senders.get(sender) ?? 0) + count);
  });
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

interface Counts {
  readonly items: Uint32Array;
  readonly week: readonly number[];
  readonly undated: number;
}

/** Coming back to the overview costs no scan. */
const keep = keptBy<Counts>({ entries: 4, bytes: 16 * 1024 * 1024, sizeOf: ({ items }) => items.byteLength + 2048 });

/** Scanned once for a filter until the case, its zone or a mark that the filter asks for changes. */
function counted(db: CaseDb, filter: Filter, zones: ReturnType<typeof zonesOfSources>): Counts {
  return keep(db, filterName(db, filter), () => addUp(db, filter) ?? scan(db, filter, zones));
}

/** From what is counted already, where the filter asks for no more than facets tell; else null. */
function addUp(db: CaseDb, filter: Filter): Counts | null {
  const asked = activityScan(db, filter);
  if (!isCounted(asked) || namedSql(filter).length > 0) return null;
  const { items } = countGroups(db, asked);
  const { facets, facetOf } = groupTable(db);
  const messages = new Set<number>();
  let undated = 0;
  items.forEach((count, group) => {
    const facet = facets[group] ?? 0;
    if (count === 0 || facetOf.get(facet)?.class !== 'message') return;
    messages.add(facet);
    undated += count;
  });
  const week = new Array<number>(WEEK_HOURS).fill(0);
  const rows = db.all<{ hour: number; items: number }>(sql`SELECT hour, sum(items) AS items FROM activity_week
    WHERE facet IN (${idList([...messages])}) GROUP BY hour`);
  for (const { hour, items: dated } of rows) {
    week[hour] = dated;
    undated -= dated;
  }
  return { items, week, undated };
}

/** Items of each group by its id, and the messages among them by hour of the week. */
function scan(db: CaseDb, filter: Filter, zones: ReturnType<typeof zonesOfSources>): Counts {
  const table = groupTable(db);
  const items = new Uint32Array(table.size);
  const isMessage = table.facets.map((facet) => (table.facetOf.get(facet)?.class === 'message' ? 1 : 0));
  const isZoneless = table.facets.map((facet) => (zones.zoneless.includes(table.facetOf.get(facet)?.source ?? 0) ? 1 : 0)); // prettier-ignore
  const hourOf = weekHourReader(caseZone(db));
  const storedHourOf = weekHourReader('UTC');
  const week = new Array<number>(WEEK_HOURS).fill(0);
  let undated = 0;
  for (const { times, groups: of, rows, count } of scanActivity(db, activityScan(db, filter))) {
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

/** By source and severity, each a part of one index: a third of what grouping them takes. */
function countIssues(db: CaseDb): Overview['issues'] {
  const of = (severity: keyof Overview['issues']): number =>
    db.value<number>(sql`SELECT sum((SELECT count(*) FROM issue WHERE issue.source IS among.source AND severity = ${severity}))
      FROM (SELECT id AS source FROM source UNION ALL SELECT NULL) AS among`) ?? 0;
  return { error: of('error'), warning: of('warning'), note: of('note') };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
