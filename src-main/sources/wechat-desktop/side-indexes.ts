import type { AccountName, Extracted, Recovery, RowLocator, Stored } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { Holds } from '../expected-cell.ts';
import { scan, StoreTable } from '../scan-rows.ts';
import { SideTable } from '../side-table.ts';
import { storeIssue } from '../store-issues.ts';
import { text } from '../stored-cells.ts';
import { readTime, timesOf, unitOf } from '../stored-times.ts';
import { countedOut, INDEX_PARTS } from '../wechat/counted-out.ts';
import { firstRow } from '../wechat/first-row.ts';
import { guarded } from '../wechat/guarded.ts';
import { isRoom } from '../wechat/identifier.ts';
import type { DesktopAccount, Shard } from './account.ts';
import type { Names } from './names.ts';

/**
 * Search indexes of contacts: of version 4 one text with the names in a fixed order, between bytes of 8 (a public reader that compared it
 * with `contact.db` row by row), for the account whose row in `name2id` has the same number; of version 3 three columns
 * (xuchengsheng/wx-dump-4j@b44cba2, FTSContactContent.java), for the account that `entityId` names in `NameToId`.
 */
const CONTACTS_4 = /^contact_fts_v\d+_content$/u;
const CONTACTS_3 = /^(FTSContact\d+)_content$/u;
const FAVOURITES = /^fav_fts_v\d+_content$/u;
const UNEXPLAINED = /^(?:chatroom_member_fts_v\d+|wa_contact_fts_v\d+|FTSChatroom\d+|FTSFav\w*)_content$/u;

const REST = [
  [/^(?:contact_fts|contact_fts_pinyin|chatroom_member_fts|search_dict_fts|wa_contact_fts|wa_contact_fts_pinyin|fav_fts)_v\d+_(?:data|idx|docsize|config)$/u, INDEX_PARTS],
  [/^FTS(?:Contact|Chatroom|Fav\w*)\d+_(?:segments|segdir|docsize|stat)$/u, INDEX_PARTS],
  [UNEXPLAINED, 'row of a search index whose columns no source explains'],
] as const; // prettier-ignore

/** Places of names in the text of version 4, of seven parts. */
const PARTS = 7;
const NAMES_4 = [[0, 'owner'], [2, 'self'], [4, 'self']] as const; // prettier-ignore
const NAMES_3 = [['c2remark', 'owner'], ['c1nickname', 'self'], ['c0alias', 'self']] as const; // prettier-ignore

const SAME_NAMES = 'row of a search index with the names that the account is listed with';
const HELD_FAVOURITE = 'row of a search index about a favourite that the store holds';
const GONE =
  'The index keeps the words of a favourite that is not among those that were read. It may have been removed; or it lies in a store that is not in the exhibit or not open. Indexes may leave out signs and keep a part of the words.';

/** Reads what the search indexes of contacts add to the address book: accounts that it no longer lists, and other names. */
export function* readContactIndexes(account: DesktopAccount, { db }: Shard, names: Names): Generator<Extracted> {
  for (const name of db.tables.keys()) {
    const base = CONTACTS_3.exec(name)?.[1];
    if (CONTACTS_4.test(name)) yield* guarded(name, () => packedNames(account, new StoreTable(db, name, ['c0'], KNOWN), names)); // prettier-ignore
    else if (base !== undefined) yield* guarded(name, () => namesInColumns(account, new StoreTable(db, name, [], KNOWN), new StoreTable(db, `${base}_MetaData`, ['docid', 'entityId'], KNOWN), names)); // prettier-ignore
    else if (UNEXPLAINED.test(name)) yield storeIssue('note', 'unresolved-reference', name, 'A search index of the app is laid out in a way that no source explains; its rows are counted and not shown.'); // prettier-ignore
  }
  yield* countedOut(db, REST);
}

const KNOWN: ReadonlyMap<string, Holds> = new Map([['docid', 'anything'], ['entityId', 'whole-number'], ['c0', 'text']]); // prettier-ignore

function* packedNames(account: DesktopAccount, table: StoreTable, names: Names): Generator<Extracted> {
  const place = table.place('c0');
  yield* scan(account.run, table, (row, at, out) => {
    const parts = text(row[place])?.split('\u0008') ?? [];
    const identifier = at.rowid === null ? undefined : names.get(at.rowid);
    const given = parts.length !== PARTS ? [] : NAMES_4.flatMap(([part, givenBy]): AccountName[] => {
      const name = parts[part] ?? '';
      return name === '' ? [] : [{ name, givenBy, column: `${table.name}.c0 ${part}` }];
    }); // prettier-ignore
    return tellNames(account, { identifier, given, at, stored: table.all(row) }, out);
  });
}

function* namesInColumns(
  account: DesktopAccount,
  table: StoreTable,
  meta: StoreTable,
  names: Names,
): Generator<Extracted> {
  const side = new SideTable(meta, 'docid', (row) => ({ kind: 'event', key: `${meta.db.file}.${meta.name}:${String(meta.at(row).rowid)}`, from: { at: [meta.at(row)], state: 'live' }, type: 'unknown', ...BARE_EVENT, body: null, stored: { 'table of the app': meta.name, ...meta.all(row) } })); // prettier-ignore
  yield* scan(account.run, table, (row, at, out) => {
    const beside = at.rowid === null ? null : side.one(at.rowid);
    out.push(...side.drain());
    const number = beside?.row[meta.place('entityId')];
    const identifier = typeof number === 'number' || typeof number === 'bigint' ? names.get(number) : undefined;
    const given = NAMES_3.flatMap(([column, givenBy]): AccountName[] => {
      const name = text(row[table.place(column)]);
      return name === null ? [] : [{ name, givenBy, column: `${table.name}.${column}` }];
    });
    const stored = { ...table.all(row), ...(beside === null ? {} : meta.rest(beside.row)) };
    const reason = tellNames(account, { identifier, given, at, stored }, out);
    if (reason !== undefined && beside !== null) side.leave(1, reason);
    return reason;
  });
  yield* side.finish();
}

interface Named {
  readonly identifier: string | undefined;
  readonly given: readonly AccountName[];
  readonly at: RowLocator;
  readonly stored: Readonly<Record<string, Stored>>;
}

/** A row that names nobody, or holds no names in the known form, is an event with what it stores. */
function tellNames(
  { books }: DesktopAccount,
  { identifier, given, at, stored }: Named,
  out: Extracted[],
): string | undefined {
  const { accounts, conversations } = books;
  if (identifier === undefined || given.length === 0) {
    out.push({ kind: 'event', key: `${at.file}.${at.table}:${String(at.rowid)}`, from: { at: [at], state: 'live' }, type: 'unknown', ...BARE_EVENT, accounts: identifier === undefined || isRoom(identifier) ? [] : [accounts.refer(identifier, at, out)], body: null, stored: { 'table of the app': at.table, ...stored } }); // prettier-ignore
    return undefined;
  }
  if (isRoom(identifier)) {
    const one = conversations.gather(identifier);
    const title = given[0]?.name ?? null;
    if (one.title === title) return SAME_NAMES;
    one.at.push(at);
    one.title ??= title;
    Object.assign(one.stored, Object.fromEntries(given.map(({ name, column }) => [column, name])));
    return undefined;
  }
  const added = accounts.also(identifier, at, given, stored);
  if (added === null) return SAME_NAMES;
  out.push(added);
  return undefined;
}

/** Reads the search index of favourites of version 4: words, number, time of change and type, as its table is made (a public listing of the databases). */
export function* readFavouriteIndex(
  { run, shards, isWhole }: DesktopAccount,
  { db, name: shard }: Shard,
): Generator<Extracted> {
  const recovery: Recovery = { method: 'search-index', confidence: isWhole ? 'medium' : 'low', otherwise: GONE };
  for (const name of db.tables.keys()) {
    if (!FAVOURITES.test(name)) continue;
    const table = new StoreTable(db, name, ['c0', 'c2'], KNOWN);
    const [words, local, changed] = ['c0', 'c1', 'c2'].map((column) => table.place(column));
    yield* scan(run, table, (row, at, out) => {
      const id = row[local ?? -1];
      const isHeld = typeof id === 'number' && shards.some((one) => one.db.tables.has('fav_db_item') && firstRow(one.db, 'SELECT 1 FROM fav_db_item t WHERE t.rowid = ?', id) !== null); // prettier-ignore
      if (isHeld) return HELD_FAVOURITE;
      const time = readTime(row[changed ?? -1], 'changed', at, 'c2', out, unitOf(row[changed ?? -1]));
      out.push({ kind: 'event', key: `${shard}.${name}:${String(at.rowid)}`, from: { at: [at], state: 'recovered', recovery }, type: 'favourite', ...BARE_EVENT, times: timesOf(time), body: text(row[words ?? -1]), stored: { 'table of the app': name, ...table.rest(row) } }); // prettier-ignore
      return undefined;
    });
  }
  yield* countedOut(db, REST);
}
