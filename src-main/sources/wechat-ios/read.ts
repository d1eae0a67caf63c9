import type { Extracted, Issue } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';
import { streamAfter } from '../stream-after.ts';
import { Accounts } from '../wechat/accounts.ts';
import { ConversationBook } from '../wechat/conversations.ts';
import { guarded } from '../wechat/guarded.ts';
import { MessageMaker } from '../wechat/message-maker.ts';
import { hashOf, NameHashes } from '../wechat/name-hashes.ts';
import type { IosAccount, Shard } from './account.ts';
import { readContacts, readList } from './address-book.ts';
import { brokenBeside } from './detect.ts';
import { readLogin, type Login } from './login.ts';
import { readFavourites } from './favourites.ts';
import { ChatMessages } from './messages.ts';
import { missingColumns } from './needed-columns.ts';
import { loginPath, placeOf } from './place.ts';
import { IosPosts } from './posts.ts';
import { tablesOf } from './roles.ts';
import { SearchIndex } from './search-index.ts';
import { readSettings, settingsEvents, type Settings } from './settings.ts';
import { UNREADABLE } from './variants.ts';

const CLAIM = 'LoginInfo2.dat, and the MD5 that the account’s folder is called after';
const SETTINGS_CLAIM = 'mmsetting.archive, and the MD5 that the account’s folder is called after';

/**
 * Reads one account: its stores that are broken, who it belongs to, accounts, groups, conversations, then the messages of every
 * database in the order of their rows. Of a store that cannot be read, detection has said all there is to say.
 */
export function read(found: Detection, run: Run): AsyncIterable<Extracted> {
  return streamAfter(async () => {
    if (found.variant === UNREADABLE) return [];
    const { hash } = placeOf(Object.values(found.files)[0]?.path ?? '');
    const login = await readLogin(run.tree, loginPath(found.root), hash);
    const { settings, issues } = await readSettings(run.tree, found.root, hash);
    const own = { login, settings, hash };
    return readAccount(found, run, own, [...issues, ...(await brokenBeside(run.tree, found))]);
  });
}

/** What files beside the databases say of the account. */
interface Own {
  readonly login: Login | null;
  readonly settings: readonly Settings[];
  readonly hash: string | null;
}

function* readAccount(found: Detection, run: Run, own: Own, broken: readonly Issue[]): Generator<Extracted> {
  yield* broken;
  const books = { accounts: new Accounts(), conversations: new ConversationBook() };
  const shards = openShards(found, run);
  const isWhole = broken.length === 0 && shards.length === Object.keys(found.files).length;
  const account: IosAccount = { run, shards, books, maker: new MessageMaker(books), hashes: new NameHashes(), isWhole }; // prettier-ignore
  const shardsOf = (role: Shard['role']): readonly Shard[] => account.shards.filter((shard) => shard.role === role);
  for (const { db } of account.shards) yield* missingColumns(db);
  takeOwner(account, own);
  if (books.accounts.owner === null)
    yield storeIssue('warning', 'owner-unknown', found.root, 'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.'); // prettier-ignore
  for (const shard of shardsOf('contacts'))
    for (const table of ['Friend', 'OpenIMContact']) yield* guarded(table, () => readContacts(account, shard, table));
  yield* books.accounts.unlistedOwner();
  for (const shard of shardsOf('conversations')) yield* guarded('SessionAbstract', () => readList(account, shard));
  const indexes = shardsOf('index').map((shard) => new SearchIndex(account, shard));
  for (const index of indexes) yield* index.readNames();
  yield* books.conversations.gathered(books.accounts);
  for (const shard of shardsOf('messages'))
    for (const table of tablesOf(shard.db.tables, 'messages')) {
      run.signal.throwIfAborted();
      yield* guarded(table, () => new ChatMessages(account, shard, table).read());
    }
  for (const index of indexes) yield* index.read();
  for (const shard of shardsOf('posts')) yield* guarded('MyWC01', () => new IosPosts(account, shard).read());
  for (const shard of shardsOf('favourites')) yield* guarded('FavoritesItemTable', () => readFavourites(account, shard, found.root)); // prettier-ignore
  yield* settingsEvents(own.settings, books.accounts);
}

/** The login whose MD5 the folder is called after, else settings that name such an account; what both say of it is kept. */
function takeOwner({ books, hashes }: IosAccount, { login, settings, hash }: Own): void {
  const { accounts } = books;
  if (login !== null) {
    const { identifier, at, alias, nickname } = login;
    accounts.setOwner(identifier, { claim: CLAIM, assumed: false });
    const stored = alias === null || alias === '' ? {} : { 'LoginInfo2.alias': alias };
    const names = nickname === null || nickname === '' ? [] : [{ name: nickname, givenBy: 'self' as const, column: 'LoginInfo2.dat 1.3' }]; // prettier-ignore
    accounts.addOwnerFacts(at, stored, names);
  }
  for (const { identifier, at, names } of settings) {
    if (identifier === null || hash === null || hashOf(identifier) !== hash) continue;
    if (accounts.owner === null) accounts.setOwner(identifier, { claim: SETTINGS_CLAIM, assumed: false });
    accounts.addOwnerFacts(at, {}, names);
  }
  if (accounts.owner !== null) hashes.add(accounts.owner);
}

function openShards(found: Detection, run: Run): readonly Shard[] {
  const names = new Set<string>();
  return Object.entries(found.files).flatMap(([key, file]) => {
    const db = run.database(file);
    if (db === null) return [];
    const base = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.(?:sqlite|db)$/u, '');
    const name = names.has(base) ? `${base}-${names.size + 1}` : base;
    names.add(name);
    return [{ role: key.replace(/-\d+$/u, '') as Shard['role'], name, db }];
  });
}
