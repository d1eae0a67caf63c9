import type { Filter } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { activityScan, countGroups } from '../activity/scan-activity.ts';
import { groupTable } from '../activity/group-table.ts';
import { filterName } from '../marks/marked-items.ts';
import { visibleConversation } from '../scope.ts';
import { keptBy } from '../search/kept-by.ts';

/** What a filter lets through of each account, by account id. */
export interface AccountCounts {
  readonly sent: Uint32Array;
  readonly conversations: Uint32Array;
  /** Of dated messages; Infinity and -Infinity where there is none. */
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
}

/** Further pages and other orders cost no scan. */
const keep = keptBy<AccountCounts>({
  entries: 4,
  bytes: 32 * 1024 * 1024,
  sizeOf: ({ sent }) => sent.length * 24,
});

/** Counted once for a filter until the case, or a mark that the filter asks for, changes. */
export function countAccountsUnder(db: CaseDb, filter: Filter): AccountCounts {
  return keep(db, filterName(db, filter), () => count(db, filter));
}

/** The time of an end, null where there is none. */
export function finiteMs(ms: number | undefined): number | null {
  return ms === undefined || !Number.isFinite(ms) ? null : ms;
}

/** An account and a conversation that it belongs to. */
type Tie = readonly [account: number, conversation: number];

const keepTies = keptBy<readonly Tie[]>({ entries: 1, bytes: 32 * 1024 * 1024, sizeOf: (ties) => ties.length * 64 });

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

function count(db: CaseDb, filter: Filter): AccountCounts {
  const size = (db.value<number>(sql`SELECT max(id) FROM account`) ?? 0) + 1;
  const sent = new Uint32Array(size);
  const conversations = new Uint32Array(size);
  const firstMs = new Float64Array(size).fill(Infinity);
  const lastMs = new Float64Array(size).fill(-Infinity);
  const active = new Set<number>();
  const table = groupTable(db);
  const isMessage = new Set(
    [...table.facetOf.values()].flatMap((facet) => (facet.class === 'message' ? facet.id : [])),
  );
  const under = countGroups(db, activityScan(db, filter));
  under.items.forEach((items, group) => {
    if (items === 0) return;
    active.add(table.conversations[group] ?? 0);
    if (!isMessage.has(table.facets[group] ?? 0)) return;
    const sender = table.senders[group] ?? 0;
    sent[sender] = (sent[sender] ?? 0) + items;
    firstMs[sender] = Math.min(firstMs[sender] ?? Infinity, under.firstMs[group] ?? Infinity);
    lastMs[sender] = Math.max(lastMs[sender] ?? -Infinity, under.lastMs[group] ?? -Infinity);
  });
  const isWhole = Object.keys(filter).length === 0;
  for (const [account, conversation] of keepTies(db, 'ties', () => readTies(db)))
    if (isWhole || active.has(conversation)) conversations[account] = (conversations[account] ?? 0) + 1;
  return { sent, conversations, firstMs, lastMs };
}
