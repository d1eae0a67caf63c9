import type { Filter, ItemView, Page, Place, ReceiptView } from '../../contract/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { compileFilter, type ItemFilter } from '../filter.ts';
import { keepItems } from '../search/kept-items.ts';
import { countWithheld, visible } from '../scope.ts';
import { msOf, type TimeText } from '../time-forms.ts';
import { readItemViews } from './item-views.ts';
import { readKeyPage, type KeyPage, type KeyedList } from './page.ts';

/** Messages and events: of one conversation in the app's own order, of more by time with undated ones last. */
export function pageItems(db: CaseDb, filter: Filter, at: Place | undefined, limit: number): Page<ItemView> {
  const { ids, ...page } = pageItemIds(db, filter, at, limit);
  return { ...page, rows: readItemViews(db, ids) };
}

/** Ids of the page's items, for lists that need less than whole views. */
export function pageItemIds(db: CaseDb, filter: Filter, at: Place | undefined, limit: number): KeyPage {
  return readKeyPage(db, itemList(db, filter), at, limit);
}

/** How many items the filter lets through, exact. */
export function countItems(db: CaseDb, filter: Filter): number {
  const compiled = compileFilter(db, filter);
  return countedTotal(db, compiled) ?? db.value<number>(sql`SELECT count(*) FROM item WHERE ${compiled.where}`) ?? 0;
}

/** Every id that the filter lets through, in the order of `pageItems`, read in steps; nothing is held but a step. */
export function* streamItemIds(db: CaseDb, filter: Filter, step = 1000): IterableIterator<readonly number[]> {
  const list = directList(db, filter);
  let last: { id: number; key: number } | null = null;
  for (;;) {
    const beyond: Sql = last === null ? sql`1` : sql`(${list.key}, item.id) > (${last.key}, ${last.id})`;
    const rows: { id: number; key: number }[] = db.all(sql`SELECT item.id AS id, ${list.key} AS key FROM ${list.from}
      WHERE ${list.where} AND ${beyond} ORDER BY ${list.key}, item.id LIMIT ${step}`);
    if (rows.length > 0) yield rows.map(({ id }) => id);
    last = rows.at(-1) ?? null;
    if (last === null || rows.length < step) return;
  }
}

/** One item. Fails with `not-found`, also when the scope withholds it. */
export function getItem(db: CaseDb, item: number): ItemView {
  const [view] = readItemViews(db, [item]);
  if (view === undefined) throw new CaseFailure('not-found', { subject: `item ${item}` });
  return view;
}

/** Who received, read and played a message, in reading order. */
export function readReceipts(db: CaseDb, item: number): readonly ReceiptView[] {
  const rows =
    db.all<{ account: number | null; name: string | null; delivered: TimeText | null; read: TimeText | null; played: TimeText | null }>( // prettier-ignore
      sql`SELECT receipt.account, account.name, delivered_time AS delivered, read_time AS read, played_time AS played
    FROM receipt JOIN item ON item.id = receipt.item LEFT JOIN account ON account.id = receipt.account
    WHERE receipt.item = ${item} AND ${visible} ORDER BY receipt.id`,
    );
  return rows.map(({ account, name, delivered, read, played }) => ({
    account,
    name,
    deliveredMs: msOf(delivered),
    readMs: msOf(read),
    playedMs: msOf(played),
  }));
}

function itemList(db: CaseDb, filter: Filter): KeyedList {
  if (!isSearch(filter)) return directList(db, filter);
  const { scan, total } = keepItems(db, filter, compileFilter(db, filter));
  return {
    from: new Sql('temp.kept AS item'),
    where: sql`item.scan = ${scan}`,
    key: new Sql('item.key'),
    id: new Sql('item.id'),
    total,
    withheld: countWithheld(db),
    notBefore: (timeMs) => sql`item.sort_ms >= ${timeMs}`,
  };
}

/** The list read from the items themselves; a stream may take its time over it. */
function directList(db: CaseDb, filter: Filter): KeyedList {
  const compiled = compileFilter(db, filter);
  const total = countedTotal(db, compiled);
  return {
    from: new Sql('item'),
    where: compiled.where,
    key: new Sql(compiled.conversation === null ? 'item.sort_ms' : 'item.place'),
    id: new Sql('item.id'),
    ...(total !== null && { total }),
    withheld: countWithheld(db),
    notBefore: (timeMs) => sql`item.sort_ms >= ${timeMs}`,
  };
}

/** Filters whose result is worth keeping: what they let through is found by other ways than the order of the list. */
function isSearch(filter: Filter): boolean {
  return (
    [filter.text, filter.regex].some((part) => part !== undefined && part !== '') || filter.attachments !== undefined
  );
}

/** Exact numbers of items by conversation under a filter that searches, most first. */
export function countByConversation(db: CaseDb, filter: Filter) {
  const { scan } = keepItems(db, filter, compileFilter(db, filter));
  return db.all<{ conversation: number; title: string; hits: number }>(
    sql`SELECT conversation, title, hits FROM (SELECT conversation, count(*) AS hits FROM temp.kept
        WHERE scan = ${scan} AND conversation IS NOT NULL GROUP BY conversation)
      JOIN conversation ON conversation.id = conversation ORDER BY hits DESC, conversation`,
  );
}

/** The total from the counts made when sources were finished; null when they do not answer this filter, or not yet. */
function countedTotal(db: CaseDb, filter: ItemFilter): number | null {
  if (filter.counted === null) return null;
  const open = db.value<number>(sql`SELECT 1 FROM source WHERE state = 'ingesting'`);
  if (open !== null) return null;
  return db.value<number>(sql`SELECT ifnull(sum(items), 0) FROM activity_sender WHERE ${filter.counted}`);
}
