import { isMarkAsked, type Filter, type ItemOrder, type ItemView, type Page, type Place, type ReceiptView } from '../../contract/index.ts'; // prettier-ignore
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { isClockAsked } from '../activity/clock-items.ts';
import { activityScan, countActivity } from '../activity/scan-activity.ts';
import { CaseFailure } from '../case-failure.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { compileFilter, countedSql } from '../filter.ts';
import { keepItems } from '../search/kept-items.ts';
import { countWithheld, visible } from '../scope.ts';
import { msOf, type TimeText } from '../time-forms.ts';
import { readItemViews } from './item-views.ts';
import { landmarksOf } from './landmarks.ts';
import { conversationTitles } from './names.ts';
import { sortItems } from './sort-items.ts';
import { cutKeyPage, readKeyPage, type KeyPage, type KeyRow, type KeyedList, type KnownList } from './page.ts';

/** Messages and events: of one conversation in the app's own order, of more by time with undated ones last; or sorted. */
export function pageItems(
  db: CaseDb,
  filter: Filter,
  at: Place | undefined,
  limit: number,
  order?: ItemOrder,
): Page<ItemView> {
  const { ids, ...page } = pageItemIds(db, filter, at, limit, order);
  return { ...page, rows: readItemViews(db, ids) };
}

/** Ids of the page's items, for lists that need less than whole views. */
export function pageItemIds(
  db: CaseDb,
  filter: Filter,
  at: Place | undefined,
  limit: number,
  order?: ItemOrder,
): KeyPage {
  if (order !== undefined && !isListOrder(filter, order)) return cutKeyPage(sortedList(db, filter, order), at, limit);
  return isSearch(filter)
    ? cutKeyPage(knownList(db, filter), at, limit)
    : readKeyPage(db, directList(db, filter), at, limit);
}

/** How many items the filter lets through, exact. */
export function countItems(db: CaseDb, filter: Filter): number {
  const compiled = compileFilter(db, filter);
  return countedTotal(db, filter) ?? db.value<number>(sql`SELECT count(*) FROM item WHERE ${compiled.where}`) ?? 0;
}

/**
 * Every id that the filter lets through, in the order of `pageItems`, or by time also in one conversation, read in steps;
 * nothing is held but a step.
 */
export function* streamItemIds(
  db: CaseDb,
  filter: Filter,
  step = 1000,
  by: 'list' | 'time' = 'list',
): IterableIterator<readonly number[]> {
  const ordered = orderedBy(db, filter);
  const { where } = ordered;
  const key = by === 'time' ? new Sql('item.sort_ms') : ordered.key;
  let last: { id: number; key: number } | null = null;
  for (;;) {
    const beyond: Sql = last === null ? sql`1` : sql`(${key}, item.id) > (${last.key}, ${last.id})`;
    const rows: { id: number; key: number }[] = db.all(sql`SELECT item.id AS id, ${key} AS key FROM item
      WHERE ${where} AND ${beyond} ORDER BY ${key}, item.id LIMIT ${step}`);
    if (rows.length > 0) yield rows.map(({ id }) => id);
    last = rows.at(-1) ?? null;
    if (last === null || rows.length < step) return;
  }
}

/**
 * Every id that the filter lets through, by conversation, each in the order of `streamItemIds`; those in none under null, by
 * time. Holds one number an item: for selections, not for whole cases.
 */
export function itemIdsByConversation(db: CaseDb, filter: Filter): ReadonlyMap<number | null, readonly number[]> {
  const rows = db.all<{ id: number; conversation: number | null }>(
    sql`SELECT item.id AS id, item.conversation AS conversation FROM item WHERE ${compileFilter(db, filter).where}
        ORDER BY item.conversation, iif(item.conversation IS NULL, item.sort_ms, item.place), item.id`,
  );
  const found = new Map<number | null, number[]>();
  for (const { id, conversation } of rows) {
    const known = found.get(conversation);
    if (known === undefined) found.set(conversation, [id]);
    else known.push(id);
  }
  return found;
}

/** One item. Fails with `not-found`, also when the scope withholds it. */
export function getItem(db: CaseDb, item: number): ItemView {
  const [view] = readItemViews(db, [item]);
  if (view === undefined) throw new CaseFailure('not-found', { subject: `item ${item}` });
  return view;
}

/**
 * Who received, read and played a message, in reading order. A delivery to a device that says no more than a receipt
 * before it is left out: the app stores both.
 */
export function readReceipts(db: CaseDb, item: number): readonly ReceiptView[] {
  const rows =
    db.all<{ account: number | null; name: string | null; delivered: TimeText | null; read: TimeText | null; played: TimeText | null }>( // prettier-ignore
      sql`SELECT receipt.account, account.name, delivered_time AS delivered, read_time AS read, played_time AS played
    FROM receipt JOIN item ON item.id = receipt.item LEFT JOIN account ON account.id = receipt.account
    WHERE receipt.item = ${item} AND ${visible} AND NOT EXISTS (SELECT 1 FROM receipt AS said
      WHERE said.item = receipt.item AND said.id < receipt.id AND said.account IS receipt.account
        AND said.delivered_time IS receipt.delivered_time AND receipt.read_time IS NULL AND receipt.played_time IS NULL)
    ORDER BY receipt.id`,
    );
  return rows.map(({ account, name, delivered, read, played }) => ({
    account,
    name,
    deliveredMs: msOf(delivered),
    readMs: msOf(read),
    playedMs: msOf(played),
  }));
}

/** By time is the order of every list but one conversation's. */
function isListOrder(filter: Filter, { by, descending }: ItemOrder): boolean {
  return by === 'time' && !descending && filter.conversations?.length !== 1;
}

function knownList(db: CaseDb, filter: Filter): KnownList {
  const { ids } = keepItems(db, filter);
  return {
    ids,
    withheld: countWithheld(db),
    notBefore: (timeMs) => firstNotBefore(db, filter, ids, timeMs),
    notBeforeRow: (item) => firstNotBeforeItem(db, filter, ids, item),
  };
}

/** Position of the first item that does not stand before one of the case; the length when there is none. Fails with `not-found`. */
function firstNotBeforeItem(db: CaseDb, filter: Filter, ids: Uint32Array, item: number): number {
  const { key } = orderedBy(db, filter);
  if (db.value<number>(sql`SELECT 1 FROM item WHERE id = ${item}`) === null)
    throw new CaseFailure('not-found', { subject: `item ${item}` });
  const isBefore = db.prepare<number>(
    `SELECT (${key.text}, id) < (SELECT ${key.text}, id FROM item WHERE id = ?) FROM item WHERE id = ?`,
    { shape: 'value' },
  );
  let from = 0;
  let to = ids.length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isBefore.get(item, ids[middle] ?? 0) === 1) from = middle + 1;
    else to = middle;
  }
  return from;
}

function sortedList(db: CaseDb, filter: Filter, order: ItemOrder): KnownList {
  const isLater = db.prepare<number>('SELECT time_ms >= ? FROM item WHERE id = ?', { shape: 'value' });
  const ids = sortItems(db, filter, order);
  return {
    ids,
    withheld: countWithheld(db),
    notBefore: (timeMs) => ids.findIndex((id) => isLater.get(timeMs, id) === 1),
  };
}

/** Position of the first item that is not before a time; -1 when there is none. */
function firstNotBefore(db: CaseDb, filter: Filter, ids: Uint32Array, timeMs: number): number {
  const isLater = db.prepare<number>('SELECT sort_ms >= ? FROM item WHERE id = ?', { shape: 'value' });
  if (filter.conversations?.length === 1) {
    const isDatedLater = db.prepare<number>('SELECT time_ms >= ? FROM item WHERE id = ?', { shape: 'value' });
    return ids.findIndex((id) => isDatedLater.get(timeMs, id) === 1);
  }
  let from = 0;
  let to = ids.length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isLater.get(timeMs, ids[middle] ?? 0) === 1) to = middle;
    else from = middle + 1;
  }
  return from === ids.length ? -1 : from;
}

/** The list read from the items themselves; a stream may take its time over it. */
function directList(db: CaseDb, filter: Filter): KeyedList {
  const { isInConversation, ...order } = orderedBy(db, filter);
  const total = countedTotal(db, filter);
  return {
    from: new Sql('item'),
    ...order,
    id: new Sql('item.id'),
    ...(total !== null && { total }),
    ...(total !== null && !isInConversation && { before: countEarlier(db, filter) }),
    ...(total !== null && isInConversation && { landmarks: () => landmarksOf(db, filter, { ...order, total }) }),
    withheld: countWithheld(db),
    // In a conversation items without a time stand among the others, and are not what a time leads to.
    notBefore: (timeMs) => sql`item.sort_ms >= ${timeMs} AND item.sort_ms < ${UNDATED_MS}`,
  };
}

/** The filter's condition, and the column that its list is ordered by: the app's own order in one conversation, else time. */
function orderedBy(db: CaseDb, filter: Filter): { where: Sql; key: Sql; isInConversation: boolean } {
  const { where, conversation } = compileFilter(db, filter);
  return {
    where,
    key: new Sql(conversation === null ? 'item.sort_ms' : 'item.place'),
    isInConversation: conversation !== null,
  };
}

/** Counts what stands before a row in the order of time. */
function countEarlier(db: CaseDb, filter: Filter): (row: KeyRow) => number {
  return ({ key, id }) => {
    const timeMs = Number(key);
    const scan = activityScan(db, filter);
    const { where } = compileFilter(db, filter);
    const same = sql`SELECT count(*) FROM item WHERE ${where} AND item.sort_ms = ${timeMs} AND item.id < ${id}`;
    return countActivity(db, { ...scan, toMs: Math.min(scan.toMs, timeMs) }) + (db.value<number>(same) ?? 0);
  };
}

/** Filters whose result is worth keeping: what they let through is found by other ways than the order of the list. */
function isSearch(filter: Filter): boolean {
  return (
    [filter.text, filter.regex].some((part) => part !== undefined && part !== '') ||
    filter.attachments !== undefined ||
    filter.area !== undefined ||
    isMarkAsked(filter) ||
    isClockAsked(filter)
  );
}

/** Exact numbers of items by conversation under a filter that searches, most first. */
export function countByConversation(db: CaseDb, filter: Filter) {
  const { groups } = keepItems(db, filter);
  const hits = new Map<number, number>();
  const rows = db
    .prepare<[group: number, conversation: number]>(
      'SELECT id, conversation FROM activity_sender WHERE conversation <> 0',
      { shape: 'array' },
    )
    .all();
  for (const [group, conversation] of rows) {
    const items = groups[group] ?? 0;
    if (items > 0) hits.set(conversation, (hits.get(conversation) ?? 0) + items);
  }
  const titles = conversationTitles(db, hits.keys());
  return [...hits]
    .sort(([a, hitsA], [b, hitsB]) => hitsB - hitsA || a - b)
    .map(([conversation, count]) => ({ conversation, title: titles.get(conversation) ?? '', hits: count }));
}

/** The total from what was counted when sources were finished; null while one is being read. */
function countedTotal(db: CaseDb, filter: Filter): number | null {
  const open = db.value<number>(sql`SELECT 1 FROM source WHERE state = 'ingesting'`);
  if (open !== null) return null;
  const counted = countedSql(filter);
  if (counted === null) return countActivity(db, activityScan(db, filter));
  return db.value<number>(sql`SELECT ifnull(sum(items), 0) FROM activity_sender WHERE ${counted}`);
}
