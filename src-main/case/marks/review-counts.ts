import type { ConversationReview } from '../../contract/index.ts';
import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { MARK_KINDS, codeOf } from '../codes.ts';
import { visible } from '../scope.ts';
import { caseStamp } from '../search/case-stamp.ts';
import type { Steps } from '../steps.ts';

/** `review_item` names each item that carries a mark; `review_count` adds them up by conversation. */
const TABLES = `CREATE TEMP TABLE IF NOT EXISTS review_item
    (item INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, tagged INTEGER NOT NULL, noted INTEGER NOT NULL, bookmarked INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS temp.review_item_conversation ON review_item (conversation, tagged, noted, bookmarked);
  CREATE TEMP TABLE IF NOT EXISTS review_changed (record INTEGER PRIMARY KEY);
  CREATE TEMP TABLE IF NOT EXISTS review_count
    (conversation INTEGER PRIMARY KEY, items INTEGER NOT NULL, tagged INTEGER NOT NULL, noted INTEGER NOT NULL, bookmarked INTEGER NOT NULL);`;

const isOfKind = (kind: (typeof MARK_KINDS)[number]): string => `max(mark.kind = ${codeOf(MARK_KINDS, kind)})`;

/** Items with the marks that stand on them, of those that a condition on `marked` lets through. */
const MARKED_ITEMS = `SELECT item.id, item.conversation, ${isOfKind('tag')}, ${isOfKind('note')}, ${isOfKind('bookmark')}
  FROM marked CROSS JOIN mark INDEXED BY mark_record ON mark.record = marked.id AND mark.removed IS NULL
  CROSS JOIN item ON item.id = marked.item AND ${visible.text} AND item.conversation IS NOT NULL`;

/** Up to which custody entries the tables hold the marks, and for which content of the case. */
interface Kept {
  readonly stamp: string;
  readonly added: number;
  readonly removed: number;
}

const keptOf = new WeakMap<CaseDb, Kept>();

/**
 * Brings `temp.review_count` up to date: how many items of each conversation carry marks. Built once, by a walk through all
 * marks; then only conversations in which a mark has changed since are counted anew.
 */
export function countReview(db: CaseDb): void {
  const now = stateNow(db);
  const kept = keptOf.get(db);
  if (kept?.stamp !== now.stamp) countAll(db);
  else if (kept.added !== now.added || kept.removed !== now.removed) countChanged(db, kept);
  keptOf.set(db, now);
}

function stateNow(db: CaseDb): Kept {
  const last = (column: 'added' | 'removed'): number =>
    db.prepare<number>(`SELECT max(${column}) FROM mark WHERE ${column} IS NOT NULL`, { shape: 'value' }).get() ?? 0;
  return { stamp: caseStamp(db), added: last('added'), removed: last('removed') };
}

const EMPTY = `${TABLES} DELETE FROM temp.review_item; DELETE FROM temp.review_count;
  INSERT INTO temp.review_count SELECT conversation, sum(items), 0, 0, 0 FROM activity_sender
    WHERE conversation <> 0 GROUP BY conversation;`;

function countAll(db: CaseDb): void {
  db.exec(`${EMPTY} INSERT INTO temp.review_item ${MARKED_ITEMS} GROUP BY item.id;`);
  addUp(db, sql`SELECT conversation FROM temp.review_item`);
}

/** Records with marks that are walked in one go. */
const MARKED_AT_ONCE = 1000;
const CONVERSATIONS_AT_ONCE = 500;

/** Builds the tables ahead of the first question, in pieces; gives way to a question that builds them meanwhile. */
export function* reviewAhead(db: CaseDb): Steps<void> {
  const start = stateNow(db);
  if (keptOf.get(db)?.stamp === start.stamp) return;
  keptOf.delete(db);
  db.exec(EMPTY);
  const last = db.prepare<number>('SELECT max(id) FROM marked', { shape: 'value' }).get() ?? 0;
  for (let after = 0; after < last; after += MARKED_AT_ONCE) {
    db.exec(`INSERT INTO temp.review_item ${MARKED_ITEMS}
      WHERE marked.id > ${after} AND marked.id <= ${after + MARKED_AT_ONCE} GROUP BY item.id;`);
    yield;
    if (keptOf.has(db) || caseStamp(db) !== start.stamp) return;
  }
  const most = db.prepare<number>('SELECT max(id) FROM conversation', { shape: 'value' }).get() ?? 0;
  for (let after = 0; after < most; after += CONVERSATIONS_AT_ONCE) {
    addUp(
      db,
      sql`SELECT DISTINCT conversation FROM temp.review_item
        WHERE conversation > ${after} AND conversation <= ${after + CONVERSATIONS_AT_ONCE}`,
    );
    yield;
    if (keptOf.has(db) || caseStamp(db) !== start.stamp) return;
  }
  // Marks that changed since the start are counted anew by the next question.
  keptOf.set(db, start);
}

function countChanged(db: CaseDb, { added, removed }: Kept): void {
  db.exec(`DELETE FROM temp.review_changed;
    INSERT OR IGNORE INTO temp.review_changed SELECT record FROM mark INDEXED BY mark_added WHERE added > ${added};
    INSERT OR IGNORE INTO temp.review_changed SELECT record FROM mark INDEXED BY mark_removed WHERE removed > ${removed};
    DELETE FROM temp.review_item
      WHERE item IN (SELECT item FROM temp.review_changed CROSS JOIN marked ON marked.id = record AND item IS NOT NULL);
    INSERT INTO temp.review_item ${MARKED_ITEMS} WHERE marked.id IN (SELECT record FROM temp.review_changed) GROUP BY item.id;`);
  addUp(
    db,
    sql`SELECT item.conversation FROM temp.review_changed CROSS JOIN marked ON marked.id = record
      CROSS JOIN item ON item.id = marked.item`,
  );
}

function addUp(db: CaseDb, conversations: Sql): void {
  db.run(sql`UPDATE temp.review_count SET (tagged, noted, bookmarked) =
      (SELECT ifnull(sum(tagged), 0), ifnull(sum(noted), 0), ifnull(sum(bookmarked), 0) FROM temp.review_item
        WHERE review_item.conversation = review_count.conversation)
    WHERE conversation IN (${conversations})`);
}

/** How far each of some conversations is reviewed. */
export function readReviewCounts(db: CaseDb, conversations: Sql): ReadonlyMap<number, ConversationReview> {
  countReview(db);
  const rows = db.all<ConversationReview & { conversation: number }>(
    sql`SELECT conversation, tagged, items - tagged AS untagged, noted, bookmarked FROM temp.review_count
      WHERE conversation IN (${conversations})`,
  );
  return new Map(rows.map(({ conversation, ...review }) => [conversation, review]));
}
