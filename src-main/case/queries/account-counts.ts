import type { Filter } from '../../contract/index.ts';
import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { activityScan, countGroups } from '../activity/scan-activity.ts';
import { canonicalJson } from '../canonical-json.ts';
import { countedSql } from '../filter.ts';
import { isMarkAsked, marksStamp } from '../marks/marked-items.ts';
import { visibleConversation } from '../scope.ts';
import { caseStamp } from '../search/case-stamp.ts';

/** What a filter lets through of each account, by account id. */
export interface AccountCounts {
  readonly sent: Uint32Array;
  readonly conversations: Uint32Array;
  /** Of dated messages; Infinity and -Infinity where there is none. */
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
}

/** Counts kept on each connection, so that further pages and other orders cost no scan. */
const KEPT = 4;

interface Kept {
  readonly stamp: string;
  readonly ties: readonly Tie[];
  readonly byFilter: Map<string, AccountCounts>;
}

const keptOf = new WeakMap<CaseDb, Kept>();

/** Counted once for a filter until the case, or a mark that the filter asks for, changes. */
export function countAccountsUnder(db: CaseDb, filter: Filter): AccountCounts {
  const stamp = caseStamp(db);
  let kept = keptOf.get(db);
  if (kept?.stamp !== stamp) keptOf.set(db, (kept = { stamp, ties: readTies(db), byFilter: new Map() }));
  const name = `${isMarkAsked(filter) ? marksStamp(db) : ''} ${canonicalJson(filter)}`;
  const known = kept.byFilter.get(name);
  if (known !== undefined) return known;
  const counts = count(db, filter, kept.ties);
  kept.byFilter.set(name, counts);
  const oldest = kept.byFilter.keys().next();
  if (kept.byFilter.size > KEPT && oldest.done !== true) kept.byFilter.delete(oldest.value);
  return counts;
}

/** An account and a conversation that it belongs to. */
type Tie = readonly [account: number, conversation: number];

/** Each pair once: memberships, the two ends of one-to-one conversations, and what an account sent into. */
function readTies(db: CaseDb): readonly Tie[] {
  const { text, values } = sql`SELECT account, tie.conversation FROM (
      SELECT account, conversation FROM participant
      UNION SELECT account, id FROM conversation WHERE account IS NOT NULL
      UNION SELECT source.owner, conversation.id FROM conversation JOIN source ON source.id = conversation.source
        WHERE conversation.type = 'one-to-one' AND source.owner IS NOT NULL
      UNION SELECT sender, conversation FROM activity_sender WHERE sender <> 0 AND conversation <> 0) AS tie
    WHERE tie.conversation IN (SELECT conversation.id FROM conversation WHERE ${visibleConversation})`;
  return db.prepare<[number, number]>(text, { shape: 'array' }).all(...values);
}

interface GroupRow {
  readonly id: number;
  readonly conversation: number;
  readonly sender: number;
  readonly isMessage: number;
  readonly items: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

function count(db: CaseDb, filter: Filter, ties: readonly Tie[]): AccountCounts {
  const size = (db.value<number>(sql`SELECT max(id) FROM account`) ?? 0) + 1;
  const sent = new Uint32Array(size);
  const conversations = new Uint32Array(size);
  const firstMs = new Float64Array(size).fill(Infinity);
  const lastMs = new Float64Array(size).fill(-Infinity);
  const active = new Set<number>();
  for (const row of groupsUnder(db, filter)) {
    active.add(row.conversation);
    if (row.isMessage !== 1) continue;
    const { sender } = row;
    sent[sender] = (sent[sender] ?? 0) + row.items;
    if (row.firstMs !== null) firstMs[sender] = Math.min(firstMs[sender] ?? Infinity, row.firstMs);
    if (row.lastMs !== null) lastMs[sender] = Math.max(lastMs[sender] ?? -Infinity, row.lastMs);
  }
  const isWhole = Object.keys(filter).length === 0;
  for (const [account, conversation] of ties)
    if (isWhole || active.has(conversation)) conversations[account] = (conversations[account] ?? 0) + 1;
  return { sent, conversations, firstMs, lastMs };
}

/** Groups with an item that the filter lets through; from the counts made at ingest where these answer it. */
function groupsUnder(db: CaseDb, filter: Filter): readonly GroupRow[] {
  const counted = countedSql(filter);
  if (counted !== null) return readGroups(db, counted);
  const found = countGroups(db, activityScan(db, filter));
  return readGroups(db, sql`1`).flatMap((row) => {
    const items = found.items[row.id] ?? 0;
    if (items === 0) return [];
    return [{ ...row, items, firstMs: dated(found.firstMs[row.id]), lastMs: dated(found.lastMs[row.id]) }];
  });
}

function readGroups(db: CaseDb, where: Sql): readonly GroupRow[] {
  return db.all<GroupRow>(sql`SELECT activity_sender.id, conversation, sender, class = 'message' AS isMessage, items,
      first_ms AS firstMs, last_ms AS lastMs
    FROM activity_sender CROSS JOIN facet ON facet.id = activity_sender.facet WHERE ${where}`);
}

function dated(ms: number | undefined): number | null {
  return ms === undefined || !Number.isFinite(ms) ? null : ms;
}
