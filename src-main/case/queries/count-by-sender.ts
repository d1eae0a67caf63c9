import type { Filter } from '../../contract/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { activityScan, countGroups, scanActivity } from '../activity/scan-activity.ts';
import type { ItemMore } from '../item-more.ts';
import { countedSql } from '../filter.ts';
import { visible } from '../scope.ts';
import { idList } from './names.ts';

/** What one account sent into one conversation. */
export interface SenderCount {
  readonly conversation: number;
  /** Null: the app does not say who. */
  readonly sender: number | null;
  /** Messages that a person or a machine sent; system lines and the lines that show calls are not among them. */
  readonly messages: number;
  readonly calls: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

interface GroupRow {
  readonly id: number;
  readonly conversation: number;
  readonly sender: number | null;
  readonly items: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly role: 'message' | 'call' | 'other';
}

const ROLE = new Sql(`CASE WHEN class = 'message' AND type NOT IN ('system', 'call') THEN 'message'
  WHEN class = 'event' AND type = 'call' THEN 'call' ELSE 'other' END`);

/** Counts by conversation and sender, from the counts made when sources were finished where the filter allows it. */
export function countBySender(db: CaseDb, filter: Filter): readonly SenderCount[] {
  const counted = countedSql(filter);
  const counts = new Map<string, SenderCount>();
  for (const row of counted === null ? readScanned(db, filter) : readGroups(db, counted)) {
    const name = `${row.conversation} ${row.sender ?? 0}`;
    const before = counts.get(name);
    counts.set(name, {
      conversation: row.conversation,
      sender: row.sender,
      messages: (before?.messages ?? 0) + (row.role === 'message' ? row.items : 0),
      calls: (before?.calls ?? 0) + (row.role === 'call' ? row.items : 0),
      firstMs: earliest(before?.firstMs ?? null, row.firstMs),
      lastMs: latest(before?.lastMs ?? null, row.lastMs),
    });
  }
  return [...counts.values()];
}

/** In the order of conversation and sender, outside of none. */
function readGroups(db: CaseDb, where: Sql): readonly GroupRow[] {
  return db.all<GroupRow>(sql`SELECT activity_sender.id, conversation, nullif(sender, 0) AS sender, items,
      first_ms AS firstMs, last_ms AS lastMs, ${ROLE} AS role
    FROM activity_sender CROSS JOIN facet ON facet.id = activity_sender.facet
    WHERE conversation <> 0 AND ${where} ORDER BY conversation, sender`);
}

function readScanned(db: CaseDb, filter: Filter): readonly GroupRow[] {
  const { items, firstMs, lastMs } = countGroups(db, activityScan(db, filter));
  return readGroups(db, sql`1`).flatMap((row) => {
    const found = items[row.id] ?? 0;
    if (found === 0) return [];
    return [{ ...row, items: found, firstMs: finite(firstMs[row.id]), lastMs: finite(lastMs[row.id]) }];
  });
}

function finite(ms: number | undefined): number | null {
  return ms === undefined || !Number.isFinite(ms) ? null : ms;
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** A call that belongs to no conversation, with those who took part. */
export interface LooseCall {
  readonly source: number;
  readonly actor: number | null;
  readonly accounts: readonly number[];
  readonly timeMs: number | null;
}

/** Calls outside any conversation, in reading order. */
export function readLooseCalls(db: CaseDb, filter: Filter): readonly LooseCall[] {
  const groups = new Set(
    db.all<{ id: number }>(sql`SELECT id FROM activity_sender WHERE conversation = 0
      AND facet IN (SELECT id FROM facet WHERE class = 'event' AND type = 'call')`).map(({ id }) => id), // prettier-ignore
  );
  if (groups.size === 0) return [];
  const calls: number[] = [];
  for (const { groups: of, ids, rows, count } of scanActivity(db, activityScan(db, filter)))
    for (const row of rows.subarray(0, count)) if (groups.has(of[row] ?? 0)) calls.push(ids[row] ?? 0);
  const rows = db.all<{ source: number; actor: number | null; more: string | null; timeMs: number | null }>(
    sql`SELECT source, sender AS actor, more, time_ms AS timeMs FROM item
      WHERE id IN (${idList(calls)}) AND ${visible} ORDER BY item.id`,
  );
  return rows.map(({ more, ...row }) => ({
    ...row,
    accounts: more === null ? [] : ((JSON.parse(more) as ItemMore).accounts ?? []),
  }));
}

/** What a graph needs to know of a conversation. */
export interface ConversationEnds {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly identifier: string;
  /** The other account of a one-to-one conversation. */
  readonly account: number | null;
  /** The owner of the source. */
  readonly owner: number | null;
}

/** The conversations with these ids. */
export function readConversationEnds(db: CaseDb, ids: readonly number[]): ReadonlyMap<number, ConversationEnds> {
  const rows = db.all<ConversationEnds>(sql`SELECT conversation.id, type, title, identifier, account, source.owner
    FROM conversation JOIN source ON source.id = conversation.source
    WHERE conversation.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The owner of each source, where one is known. */
export function readOwners(db: CaseDb): ReadonlyMap<number, number> {
  const rows = db.all<{ id: number; owner: number }>(sql`SELECT id, owner FROM source WHERE owner IS NOT NULL`);
  return new Map(rows.map(({ id, owner }) => [id, owner]));
}
