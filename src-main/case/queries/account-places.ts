import type { SameAccount } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { PlaceNames, locatorOf, locatorsWhere, rangesOf, type KeptLocator, type LocatorRow } from './locator-rows.ts';

/** Where an account was read, in reading order: the first `most` places, and how many more there are. */
export function readAccountPlaces(
  db: CaseDb,
  account: number,
  most: number,
): { readonly places: readonly KeptLocator[]; readonly held: number } {
  const of = db.get<{ source: number; exhibit: number }>(
    sql`SELECT source.id AS source, source.exhibit FROM account JOIN source ON source.id = account.source WHERE account.id = ${account}`,
  );
  if (of === null) return { places: [], held: 0 };
  const rows = db.all<LocatorRow>(locatorsWhere('account', 'id', sql`record.id = ${account}`));
  const shown = rows.slice(0, most);
  const names = new PlaceNames(db);
  names.learn(shown);
  const places = shown.map((row) => {
    const locator = locatorOf(row, names);
    return { gives: 'account', ...names.pathOf(locator.file, of), locator, ranges: rangesOf(row, names) };
  });
  return { places, held: rows.length - shown.length };
}

/** What a service itself gives; a name that is only shown says nothing of who bears it. */
const SPEAKING = ['phone', 'hidden-id', 'user-name', 'channel', 'bot'] as const;

/**
 * Accounts of other sources with the same identifier on the same service, or the same telephone number. An identifier that
 * is only a shown name, or that no record was read for, is not compared.
 */
export function readSameAccounts(db: CaseDb, account: number): readonly SameAccount[] {
  const kinds = JSON.stringify(SPEAKING);
  const rows = db.all<Omit<SameAccount, 'isOwner'> & { isOwner: number }>(
    sql`SELECT other.id AS account, other.name, other.identifier, other.is_owner AS isOwner, other.source,
        iif(other.identifier = one.identifier AND other.service = one.service, 'identifier', 'phone') AS "by"
      FROM account AS one JOIN account AS other ON other.source <> one.source
        AND (other.identifier = one.identifier AND other.service = one.service
            AND one.identifier_kind IN (SELECT value FROM json_each(${kinds}))
          OR other.phone = one.phone)
      WHERE one.id = ${account} AND other.source NOT IN (SELECT id FROM source WHERE state = 'ingesting')
      ORDER BY other.source, other.id LIMIT 200`,
  );
  return rows.map((row) => ({ ...row, isOwner: row.isOwner === 1 }));
}
