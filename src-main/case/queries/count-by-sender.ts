import type { Filter } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { activityScan, countGroups, scanActivity, type GroupCounts } from '../activity/scan-activity.ts';
import type { ItemMore } from '../item-more.ts';
import { visible } from '../scope.ts';
import { idList } from './names.ts';

/**
 * The groups in which a case counts what an account sent into a conversation, by position, in the order of conversation
 * and sender. System lines and the lines that show calls are not among them.
 */
export interface SenderGroups {
  readonly ids: Uint32Array;
  readonly conversations: Uint32Array;
  /** 0: the app does not say who. */
  readonly senders: Uint32Array;
  /** 1 for calls, 0 for messages. */
  readonly calls: Uint8Array;
}

const ROLE = `CASE WHEN class = 'message' AND type NOT IN ('system', 'call') THEN 0
  WHEN class = 'event' AND type = 'call' THEN 1 END`;

export function readSenderGroups(db: CaseDb): SenderGroups {
  const rows = db
    .prepare<[id: number, conversation: number, sender: number, isCall: number]>(
      `SELECT activity_sender.id, conversation, sender, ${ROLE} AS role
       FROM activity_sender CROSS JOIN facet ON facet.id = activity_sender.facet
       WHERE conversation <> 0 AND role IS NOT NULL ORDER BY conversation, sender, activity_sender.id`,
      { shape: 'array' },
    )
    .all();
  const [ids, conversations, senders] = [0, 1, 2].map(() => new Uint32Array(rows.length)) as [Uint32Array, Uint32Array, Uint32Array]; // prettier-ignore
  const calls = new Uint8Array(rows.length);
  rows.forEach((row, at) => {
    [ids[at], conversations[at], senders[at], calls[at]] = row;
  });
  return { ids, conversations, senders, calls };
}

/** What a filter lets through of each group, by its id. */
export function countSenderGroups(db: CaseDb, filter: Filter): GroupCounts {
  return countGroups(db, activityScan(db, filter));
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
