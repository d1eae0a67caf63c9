import type { Filter } from '../../contract/index.ts';
import { joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import type { ItemMore } from '../item-more.ts';
import { UNDATED_MS, compileFilter } from '../filter.ts';

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

const MESSAGES = sql`sum(items * (facet.class = 'message' AND facet.type NOT IN ('system', 'call')))`;
const CALLS = sql`sum(items * (facet.class = 'event' AND facet.type = 'call'))`;

/** Counts by conversation and sender, from the counts made when sources were finished where the filter allows it. */
export function countBySender(db: CaseDb, filter: Filter): readonly SenderCount[] {
  const { where, counted } = compileFilter(db, filter);
  const rows =
    counted === null
      ? sql`SELECT ifnull(conversation, 0) AS conversation, ifnull(sender, 0) AS sender, facet, count(*) AS items,
          min(nullif(sort_ms, ${UNDATED_MS})) AS first_ms, max(nullif(sort_ms, ${UNDATED_MS})) AS last_ms
        FROM item WHERE ${where} GROUP BY conversation, sender, facet`
      : sql`SELECT conversation, sender, facet, items, first_ms, last_ms FROM activity_sender WHERE ${counted}`;
  return db.all<SenderCount>(sql`SELECT conversation, nullif(sender, 0) AS sender, ${MESSAGES} AS messages, ${CALLS} AS calls,
      min(first_ms) AS firstMs, max(last_ms) AS lastMs
    FROM (${rows}) AS counts CROSS JOIN facet ON facet.id = counts.facet
    WHERE conversation <> 0 GROUP BY conversation, sender ORDER BY conversation, sender`);
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
  const { where } = compileFilter(db, filter);
  const calls = sql`item.facet IN (SELECT id FROM facet WHERE class = 'event' AND type = 'call')`;
  const rows = db.all<{ source: number; actor: number | null; more: string | null; timeMs: number | null }>(
    sql`SELECT source, sender AS actor, more, time_ms AS timeMs FROM item
      WHERE ${joinSql([where, sql`item.conversation IS NULL`, calls], ' AND ')} ORDER BY item.id`,
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
