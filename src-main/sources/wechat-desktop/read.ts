import type { Extracted, Issue } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';
import { streamAfter } from '../stream-after.ts';
import { Accounts } from '../wechat/accounts.ts';
import { ConversationBook } from '../wechat/conversations.ts';
import { MessageMaker } from '../wechat/message-maker.ts';
import { NameHashes } from '../wechat/name-hashes.ts';
import { namesSomebody, nameWithHash, type DesktopAccount, type Shard } from './account.ts';
import { shutStores } from './detect.ts';
import { imageKeys, openedPictures } from './image-keys.ts';
import { missingColumns } from './needed-columns.ts';
import { accountOf, lyingPath, placeOf } from './place.ts';
import { readVersion3 } from './read-3.ts';
import { readVersion4 } from './read-4.ts';
import { readMac } from './read-mac.ts';
import { UNREADABLE, type Generation } from './variants.ts';

/**
 * Reads one account: its stores that are shut, who it belongs to, accounts, groups, conversations, then the messages of every
 * database in the order of their rows. Of a store that cannot be read, detection has said all there is to say.
 */
export function read(found: Detection, run: Run): AsyncIterable<Extracted> {
  return streamAfter(async () => {
    if (found.variant === UNREADABLE) return [];
    const generation = generationOf(found.variant);
    const path = Object.values(found.files)[0]?.path ?? '';
    const images = await imageKeys(run.tree, accountOf(placeOf(path, generation), generation), generation);
    const opened = generation === 'db-storage' ? await openedPictures(run.tree, found.root) : [];
    return readAccount(found, run, generation, { shut: await shutStores(run.tree, found), images, opened });
  });
}

const READERS: Readonly<Record<Generation, (account: DesktopAccount) => Generator<Extracted>>> = {
  'db-storage': readVersion4,
  'mac-chats': readMac,
  'msg-multi': readVersion3,
};

function generationOf(variant: string): Generation {
  return variant === 'msg-multi' || variant === 'mac-chats' ? variant : 'db-storage';
}

function* readAccount(
  found: Detection,
  run: Run,
  generation: Generation,
  { shut, images, opened }: { readonly shut: readonly Issue[] } & Pick<DesktopAccount, 'images' | 'opened'>,
): Generator<Extracted> {
  yield* shut;
  const books = { accounts: new Accounts(), conversations: new ConversationBook() };
  const shards = openShards(found, run);
  const isWhole = shut.length === 0 && shards.length === Object.keys(found.files).length;
  const account: DesktopAccount = { run, shards, books, maker: new MessageMaker(books), hashes: new NameHashes(), images, opened, isWhole }; // prettier-ignore
  for (const { db } of account.shards) yield* missingColumns(db, generation);
  yield* readOwner(account, found, generation);
  yield* READERS[generation](account);
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

const NOBODY =
  'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.';
const CLAIM = 'name of the account’s folder';
const HASH_CLAIM = 'MD5 of the account, which the folder is called after';
const NAMED = [['Name2Id', 'user_name'], ['contact', 'username'], ['Name2ID', 'UsrName'], ['Contact', 'UserName'], ['MSG', 'StrTalker']] as const; // prettier-ignore

/** Version 3 of macOS calls the account's folder by an MD5, as on iOS that of the account: taken for it where a listed account has that MD5. */
function ownerByHash(shards: readonly Shard[], accounts: Accounts, folder: string | null, root: string): Issue {
  const owner = folder === null ? null : nameWithHash(shards, [['WCContact', 'm_nsUsrName'], ['GroupMember', 'm_nsUsrName']], folder); // prettier-ignore
  if (owner === null) return storeIssue('warning', 'owner-unknown', root, NOBODY);
  accounts.setOwner(owner, { claim: HASH_CLAIM, assumed: true });
  return storeIssue('note', 'owner-assumed', root, `The owner's account is assumed (${HASH_CLAIM}).`);
}

/**
 * No row says whose the databases are; their folder is called after the account. Its name is taken for the owner's where a table
 * of the account names it: version 3 may call the folder by the alias.
 */
function* readOwner({ shards, books }: DesktopAccount, found: Detection, generation: Generation): Generator<Extracted> {
  const path = Object.values(found.files)[0]?.path ?? '';
  const place = placeOf(path, generation);
  if (generation === 'mac-chats') {
    yield ownerByHash(shards, books.accounts, place.folder, found.root);
    return;
  }
  const name = accountOf(place, generation);
  if (name !== null && namesSomebody(shards, NAMED, name)) {
    books.accounts.setOwner(name, { claim: CLAIM, assumed: true });
    yield storeIssue('note', 'owner-assumed', found.root, `The owner's account is assumed (${CLAIM}).`);
    return;
  }
  yield generation === 'db-storage'
    ? storeIssue('warning', 'owner-unknown', found.root, 'Nothing in the databases names the account they belong to: which messages were sent from it is not known.') // prettier-ignore
    : storeIssue('warning', 'owner-unknown', found.root, NOBODY);
}
