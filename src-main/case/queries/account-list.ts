import type { AccountActivity, Filter, Page, Place } from '../../contract/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { zonesOfSources } from '../activity/week-hours.ts';
import { CaseFailure } from '../case-failure.ts';
import { sourcesNamed } from '../filter.ts';
import { foldText } from '../search/fold.ts';
import { keptBy } from '../search/kept-by.ts';
import { countAccountsUnder, finiteMs, type AccountCounts } from './account-counts.ts';
import { readAccounts } from './accounts.ts';
import { cutKeyPage } from './page.ts';

/** Which accounts are listed, and in what order. */
export interface AccountWish {
  readonly filter: Filter;
  readonly name?: string | undefined;
  /** `active`: those with messages under the filter. `owners`: those that a device belongs to. */
  readonly only?: 'active' | 'owners' | undefined;
  readonly sort?: 'name' | 'identifier' | 'source' | 'sent' | 'conversations' | 'first' | 'last' | undefined;
  readonly descending?: boolean | undefined;
}

/** Accounts of sources that are read to their end, of those that the filter names if it names some, with what the filter lets through of each; equal values by name. */
export function pageAccountList(
  db: CaseDb,
  wish: AccountWish,
  at: Place | undefined,
  limit: number,
): Page<AccountActivity> {
  if (at !== undefined && 'timeMs' in at) throw new CaseFailure('bad-parameters', { subject: 'timeMs' });
  const counts = countAccountsUnder(db, wish.filter);
  const list = { ids: Uint32Array.from(orderedIds(db, wish, counts)), withheld: 0, notBefore: () => -1 };
  const { ids, ...page } = cutKeyPage(list, at, limit);
  return { ...page, rows: readActive(db, ids, counts) };
}

/** One account with what the filter lets through of it. Fails with `not-found`. */
export function getAccountActivity(db: CaseDb, account: number, filter: Filter): AccountActivity {
  const [view] = readActive(db, [account], countAccountsUnder(db, filter));
  if (view === undefined) throw new CaseFailure('not-found', { subject: `account ${account}` });
  return view;
}

function readActive(db: CaseDb, ids: readonly number[], counts: AccountCounts): readonly AccountActivity[] {
  const { zoneless } = zonesOfSources(db);
  return readAccounts(db, ids).map((account) => ({
    ...account,
    sent: counts.sent[account.id] ?? 0,
    conversations: counts.conversations[account.id] ?? 0,
    firstMs: finiteMs(counts.firstMs[account.id]),
    lastMs: finiteMs(counts.lastMs[account.id]),
    isZoneless: zoneless.includes(account.source),
  }));
}

/** What an account is found and sorted by. */
interface Known {
  readonly id: number;
  readonly source: number;
  readonly isOwner: boolean;
  /** Names and identifiers, folded as the search folds texts. */
  readonly text: string;
  /** Digits of the identifier and the telephone number. */
  readonly digits: string;
}

const ORDERS = {
  name: new Sql('account.name COLLATE NOCASE, account.id'),
  identifier: new Sql('account.identifier COLLATE NOCASE, account.id'),
  source: new Sql('account.source, account.name COLLATE NOCASE, account.id'),
} as const;

type StoredOrder = keyof typeof ORDERS;

const keep = keptBy<readonly Known[]>({
  entries: 3,
  bytes: 64 * 1024 * 1024,
  sizeOf: (all) => all.reduce((sum, { text, digits }) => sum + 2 * (text.length + digits.length) + 64, 0),
});

/** Every account in an order; read once until the case changes. */
function knownAccounts(db: CaseDb, order: StoredOrder): readonly Known[] {
  return keep(db, order, () => readKnown(db, order));
}

function readKnown(db: CaseDb, order: StoredOrder): readonly Known[] {
  const rows = db.all<{
    id: number;
    source: number;
    isOwner: number;
    identifier: string;
    phone: string | null;
    names: string;
  }>(
    sql`SELECT id, source, is_owner AS isOwner, identifier, phone, name || ifnull((
          SELECT char(10) || group_concat(given.name, char(10)) FROM account_name AS given WHERE given.account = account.id), '') AS names
      FROM account WHERE source NOT IN (SELECT id FROM source WHERE state = 'ingesting') ORDER BY ${ORDERS[order]}`,
  );
  return rows.map(({ id, source, isOwner, identifier, phone, names }) => ({
    id,
    source,
    isOwner: isOwner === 1,
    text: foldText(`${names}\n${identifier}\n${phone ?? ''}`),
    digits: `${digitsOf(identifier)}\n${digitsOf(phone ?? '')}`,
  }));
}

function orderedIds(
  db: CaseDb,
  { filter, name, only, sort, descending }: AccountWish,
  counts: AccountCounts,
): number[] {
  const order: StoredOrder = sort === 'identifier' || sort === 'source' ? sort : 'name';
  const isMeant = meant(name ?? '');
  const sources = sourcesNamed(db, filter);
  const ids = knownAccounts(db, order)
    .filter(({ source }) => sources?.has(source) !== false)
    .filter((one) => only !== 'owners' || one.isOwner)
    .filter((one) => only !== 'active' || (counts.sent[one.id] ?? 0) > 0)
    .filter(isMeant)
    .map(({ id }) => id);
  const values = valuesOf(sort, counts);
  if (values === null) return descending === true ? ids.reverse() : ids;
  const sign = descending === true ? -1 : 1;
  // Accounts without a value come last, whichever way is sorted.
  const isKnown = (id: number): boolean => Number.isFinite(values[id] ?? NaN);
  return ids.sort((a, b) =>
    isKnown(a) && isKnown(b) ? sign * ((values[a] ?? 0) - (values[b] ?? 0)) : Number(isKnown(b)) - Number(isKnown(a)),
  );
}

function valuesOf(sort: AccountWish['sort'], counts: AccountCounts): Uint32Array | Float64Array | null {
  if (sort === 'sent') return counts.sent;
  if (sort === 'conversations') return counts.conversations;
  if (sort === 'first') return counts.firstMs;
  if (sort === 'last') return counts.lastMs;
  return null;
}

/** A number as people write it: digits with spaces, hyphens, dots, slashes or parentheses. */
const NUMBER = /^\+?[\d\s()./-]+$/u;
const FEWEST_DIGITS = 3;

/** The condition that a name or identifier holds a text; a number is found however it is parted. */
function meant(name: string): (one: Known) => boolean {
  const text = foldText(name.trim());
  if (text === '') return () => true;
  const digits = digitsOf(text);
  const isNumber = NUMBER.test(text) && digits.length >= FEWEST_DIGITS;
  return (one) => one.text.includes(text) || (isNumber && one.digits.includes(digits));
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/gu, '');
}
