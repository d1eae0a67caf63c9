import type { Extracted, Issue, SealedContent } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';
import { streamAfter } from '../stream-after.ts';
import { Accounts } from '../wechat/accounts.ts';
import { ConversationBook } from '../wechat/conversations.ts';
import { MessageMaker } from '../wechat/message-maker.ts';
import { NameHashes } from '../wechat/name-hashes.ts';
import { namesSomebody, type DesktopAccount, type Shard } from './account.ts';
import { shutStores } from './detect.ts';
import { imageKeys } from './image-keys.ts';
import { missingColumns } from './needed-columns.ts';
import { accountOf, lyingPath, placeOf } from './place.ts';
import { readVersion3 } from './read-3.ts';
import { readVersion4 } from './read-4.ts';
import { UNREADABLE, type Generation } from './variants.ts';

/**
 * Reads one account: its stores that are shut, who it belongs to, accounts, groups, conversations, then the messages of every
 * database in the order of their rows. Of a store that cannot be read, detection has said all there is to say.
 */
export function read(found: Detection, run: Run): AsyncIterable<Extracted> {
  return streamAfter(async () => {
    if (found.variant === UNREADABLE) return [];
    const generation: Generation = found.variant === 'msg-multi' ? 'msg-multi' : 'db-storage';
    const path = Object.values(found.files)[0]?.path ?? '';
    const images = await imageKeys(run.tree, accountOf(placeOf(path, generation), generation), generation);
    return readAccount(found, run, generation, { shut: await shutStores(run.tree, found), images });
  });
}

function* readAccount(
  found: Detection,
  run: Run,
  generation: Generation,
  { shut, images }: { readonly shut: readonly Issue[]; readonly images: SealedContent },
): Generator<Extracted> {
  yield* shut;
  const books = { accounts: new Accounts(), conversations: new ConversationBook() };
  const account: DesktopAccount = { run, shards: openShards(found, run), books, maker: new MessageMaker(books), hashes: new NameHashes(), images }; // prettier-ignore
  for (const { db } of account.shards) yield* missingColumns(db, generation);
  yield* readOwner(account, found, generation);
  yield* generation === 'db-storage' ? readVersion4(account) : readVersion3(account);
}

function openShards(found: Detection, run: Run): readonly Shard[] {
  const names = new Set<string>();
  return Object.entries(found.files).flatMap(([key, file]) => {
    const db = run.database(file);
    if (db === null) return [];
    const path = lyingPath(file.path);
    const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.db$/u, '');
    const name = names.has(base) ? `${base}-${names.size + 1}` : base;
    names.add(name);
    return [{ role: key.replace(/-\d+$/u, '') as Shard['role'], name, db }];
  });
}

const CLAIM = 'name of the account’s folder';
const NAMED = [['Name2Id', 'user_name'], ['contact', 'username'], ['Name2ID', 'UsrName'], ['Contact', 'UserName'], ['MSG', 'StrTalker']] as const; // prettier-ignore

/**
 * No row says whose the databases are; their folder is called after the account. Its name is taken for the owner's where a table
 * of the account names it: version 3 may call the folder by the alias.
 */
function* readOwner({ shards, books }: DesktopAccount, found: Detection, generation: Generation): Generator<Extracted> {
  const path = Object.values(found.files)[0]?.path ?? '';
  const name = accountOf(placeOf(path, generation), generation);
  if (name !== null && namesSomebody(shards, NAMED, name)) {
    books.accounts.setOwner(name, { claim: CLAIM, assumed: true });
    yield storeIssue('note', 'owner-assumed', found.root, `The owner's account is assumed (${CLAIM}).`);
    return;
  }
  yield generation === 'db-storage'
    ? storeIssue('warning', 'owner-unknown', found.root, 'Nothing in the databases names the account they belong to: which messages were sent from it is not known.') // prettier-ignore
    : storeIssue('warning', 'owner-unknown', found.root, 'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.'); // prettier-ignore
}
