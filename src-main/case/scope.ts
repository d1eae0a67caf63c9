import type { EvidenceRecord } from '../model/index.ts';
import { sql, type CaseDb, type Sql } from '../sqlite/index.ts';
import { DEFERRED_UP_TO } from './writer/item-indexes.ts';

/**
 * The one place where a case's scope is enforced. The writer asks it for every record; every query over items,
 * conversations and quotes reads the conditions below. A case without a scope withholds nothing.
 */
export interface Scope {
  /** 0 when the record may be shown; otherwise the number of the rule that withholds it. */
  withheld(record: EvidenceRecord): number;
}

/** Without a scope on record everything may be shown. */
export const openScope: Scope = { withheld: () => 0 };

/** The condition that lets only rows through that may be shown; `item` names the table in the query. */
export const visible: Sql = sql`item.withheld = 0`;

/** The same for conversations, of sources that are read to their end; `conversation` names the table. */
export const visibleConversation: Sql = sql`conversation.withheld = 0
  AND conversation.source NOT IN (SELECT id FROM source WHERE state = 'ingesting')`;

/**
 * The condition that leaves out the items of a source that is still being read, which no list shows before they are whole;
 * none when no source is. Items are numbered in reading order, so that those before it are found without an index.
 */
export function wholeItems(db: CaseDb): readonly Sql[] {
  const last = db.value<number>(sql`SELECT after_item FROM source WHERE state = 'ingesting'`);
  return last === null ? [] : [last <= DEFERRED_UP_TO ? sql`item.id <= ${last}` : sql`+item.id <= ${last}`];
}

/** The condition that a quote repeats nothing of a message that is withheld; `quote` names the table. */
export const visibleQuote: Sql = sql`NOT EXISTS (
  SELECT 1 FROM item AS original WHERE original.id = quote.target AND original.withheld <> 0)`;

/** How many items the scope withholds. */
export function countWithheld(db: CaseDb): number {
  return db.value<number>(sql`SELECT count(*) FROM item WHERE withheld <> 0`) ?? 0;
}

/** How many conversations the scope withholds. */
export function countWithheldConversations(db: CaseDb): number {
  return db.value<number>(sql`SELECT count(*) FROM conversation WHERE withheld <> 0`) ?? 0;
}

/** How many attachments belong to items that the scope withholds. */
export function countWithheldAttachments(db: CaseDb): number {
  return (
    db.value<number>(sql`SELECT count(*) FROM item JOIN attachment ON attachment.item = item.id WHERE withheld <> 0`) ??
    0
  );
}
