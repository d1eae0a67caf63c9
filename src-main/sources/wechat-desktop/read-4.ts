import type { Extracted } from '../../model/index.ts';
import { guarded } from '../wechat/guarded.ts';
import { shardsOf, type DesktopAccount, type Shard } from './account.ts';
import { readContacts, readList, readRooms } from './address-book.ts';
import { readFavourites } from './favourites.ts';
import { Hardlinks } from './hardlinks.ts';
import { StorageMessages } from './messages-4.ts';
import { readNames, type Names } from './names.ts';
import { resourcesOf } from './resources.ts';
import { messageTables } from './roles.ts';
import { StorageIndex } from './search-index-4.ts';
import { readContactIndexes, readFavouriteIndex } from './side-indexes.ts';
import { readTraces } from './traces.ts';
import { Voices } from './voices.ts';

const CONTACT = { username: 'username', remark: 'remark', nickname: 'nick_name', alias: 'alias', verify: 'verify_flag' } as const; // prettier-ignore
const ROOMS = { table: 'chat_room', name: 'username', owner: 'owner', data: 'ext_buffer', list: null } as const;
const VOICE_COLUMNS = { table: 'VoiceInfo', server: 'svr_id', data: 'voice_data' } as const;

/** Reads an account of version 4: who it knows, its conversations, then the messages of each of its databases. */
export function* readVersion4(account: DesktopAccount): Generator<Extracted> {
  const { books, run } = account;
  for (const shard of shardsOf(account, 'contacts')) {
    yield* guarded('contact', () => readContacts(account, shard, { ...CONTACT, table: 'contact' }));
    yield* guarded('stranger', () => readContacts(account, shard, { ...CONTACT, table: 'stranger' }));
    yield* guarded('chat_room', () => readRooms(account, shard, ROOMS));
  }
  for (const shard of shardsOf(account, 'conversations'))
    yield* guarded('SessionTable', () => readList(account, shard, 'SessionTable', 'username', 'draft'));
  const names = new Map<Shard, Names>();
  for (const shard of shardsOf(account, 'messages')) {
    const own: Names = new Map();
    names.set(shard, own);
    yield* guarded('Name2Id', () => readNames(account, shard, own, 'Name2Id', 'user_name'));
  }
  const indexes = new Map<Shard, Names>();
  for (const shard of shardsOf(account, 'index')) {
    const own: Names = new Map();
    indexes.set(shard, own);
    yield* guarded('name2id', () => readNames(account, shard, own, 'name2id', 'username'));
  }
  for (const shard of shardsOf(account, 'names')) {
    const own: Names = new Map();
    yield* guarded('name2id', () => readNames(account, shard, own, 'name2id', 'username'));
    yield* readContactIndexes(account, shard, own);
  }
  const files = new Hardlinks();
  yield* files.open(account);
  const resources = resourcesOf(account, files);
  for (const one of resources) yield* guarded('MessageResourceInfo', () => one.readNames());
  const voices = new Voices();
  for (const shard of shardsOf(account, 'voices'))
    yield* guarded('VoiceInfo', () => voices.read(account, shard, VOICE_COLUMNS));
  yield* books.conversations.gathered(books.accounts);
  for (const [shard, own] of names)
    for (const table of messageTables(shard.db.tables, 'db-storage')) {
      run.signal.throwIfAborted();
      yield* guarded(table, () => new StorageMessages(account, shard, table, own, { voices, resources, files }).read());
    }
  for (const [shard, own] of indexes) yield* new StorageIndex(account, shard, own).read();
  for (const one of resources) yield* guarded('MessageResourceInfo', () => one.rest());
  for (const shard of shardsOf(account, 'kept')) yield* guarded('fav_fts', () => readFavouriteIndex(account, shard));
  yield* readTraces(account);
  for (const shard of account.shards)
    if (shard.db.tables.has('fav_db_item')) yield* guarded('fav_db_item', () => readFavourites(account, shard));
  yield* voices.rest();
  yield* files.rest(account);
}
