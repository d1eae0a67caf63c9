import type { AccountView, Page, Place } from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { containsText } from './contains-text.ts';
import { idList } from './names.ts';
import { readKeyPage } from './page.ts';

/** Accounts by name; with `name`, those with a name or identifier that holds it. */
export function pageAccounts(
  db: CaseDb,
  wanted: { readonly name?: string | undefined; readonly source?: number | undefined },
  at: Place | undefined,
  limit: number,
): Page<AccountView> {
  const { ids, ...page } = readKeyPage(
    db,
    {
      from: new Sql('account'),
      where: joinSql([...sourceSql(wanted.source), ...nameSql(wanted.name)], ' AND ', sql`1`),
      key: new Sql('account.name COLLATE NOCASE'),
      id: new Sql('account.id'),
    },
    at,
    limit,
  );
  return { ...page, rows: readAccounts(db, ids) };
}

function sourceSql(source: number | undefined): readonly Sql[] {
  return source === undefined ? [] : [sql`account.source = ${source}`];
}

function nameSql(name: string | undefined): readonly Sql[] {
  if (name === undefined || name === '') return [];
  return [
    sql`(${containsText('account.name', name)} OR ${containsText('account.identifier', name)} OR ${containsText('account.phone', name)}
      OR EXISTS (SELECT 1 FROM account_name WHERE account_name.account = account.id AND ${containsText('account_name.name', name)}))`,
  ];
}

interface AccountRow extends Omit<AccountView, 'names' | 'isOwner' | 'links'> {
  readonly isOwner: number;
}

/** Views in the order of `ids`. */
export function readAccounts(db: CaseDb, ids: readonly number[]): readonly AccountView[] {
  const list = idList(ids);
  const rows =
    db.all<AccountRow>(sql`SELECT id, source, service, identifier, identifier_kind AS identifierKind, phone, name,
    is_owner AS isOwner, messages FROM account WHERE id IN (${list})`);
  const names = Map.groupBy(
    db.all<AccountView['names'][number] & { account: number }>(
      sql`SELECT account, name, given_by AS givenBy, stored_in AS "column" FROM account_name WHERE account IN (${list}) ORDER BY account, n`,
    ),
    ({ account }) => account,
  );
  const links = Map.groupBy(
    db.all<AccountView['links'][number] & { of: number }>(
      sql`SELECT a AS "of", b AS account, identifier, method FROM account_link JOIN account ON account.id = b WHERE a IN (${list})
      UNION SELECT b, a, identifier, method FROM account_link JOIN account ON account.id = a WHERE b IN (${list})`,
    ),
    (link) => link.of,
  );
  const found = new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        isOwner: row.isOwner === 1,
        names: (names.get(row.id) ?? []).map(({ name, givenBy, column }) => ({ name, givenBy, column })),
        links: (links.get(row.id) ?? []).map(({ account, identifier, method }) => ({ account, identifier, method })),
      },
    ]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
}
