import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';

/** An account as lists show it. */
export interface AccountName {
  readonly account: number;
  readonly name: string;
  readonly identifier: string;
  readonly isOwner: boolean;
}

/** Names of the accounts, by id; an id without a row is left out. */
export function accountNames(db: CaseDb, ids: Iterable<number>): ReadonlyMap<number, AccountName> {
  const rows = db.all<{ id: number; name: string; identifier: string; isOwner: number }>(
    sql`SELECT id, name, identifier, is_owner AS isOwner FROM account WHERE id IN (${idList(ids)})`,
  );
  return new Map(rows.map(({ id, isOwner, ...row }) => [id, { account: id, ...row, isOwner: isOwner === 1 }]));
}

/** Titles of the conversations, by id. */
export function conversationTitles(db: CaseDb, ids: Iterable<number>): ReadonlyMap<number, string> {
  const rows = db.all<{ id: number; title: string }>(
    sql`SELECT id, title FROM conversation WHERE id IN (${idList(ids)})`,
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Ids as the inside of an IN, in one bound value. */
export function idList(ids: Iterable<number>): Sql {
  return sql`SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])})`;
}

/** Rows by the item they belong to, in the order in which they were read. */
export function groupByItem<Row extends { readonly item: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  return Map.groupBy(rows, ({ item }) => item);
}
