import type { Extracted } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { scan } from '../scan-rows.ts';
import { guarded } from '../wechat/guarded.ts';
import { shardsOf, type DesktopAccount, type Shard } from './account.ts';
import { readMacList, readMacPeople } from './address-book-mac.ts';
import { FileLinks } from './file-links.ts';
import { ChatMessages } from './messages-mac.ts';
import { messageTables } from './roles.ts';
import { DesktopTable } from './tables.ts';

/** Reads an account of version 3 of macOS: who it knows, its conversations, then the messages of each of its databases. */
export function* readMac(account: DesktopAccount): Generator<Extracted> {
  const { books, run } = account;
  for (const shard of shardsOf(account, 'contacts')) yield* guarded('WCContact', () => readMacPeople(account, shard, 'WCContact')); // prettier-ignore
  for (const shard of shardsOf(account, 'groups')) {
    yield* guarded('GroupContact', () => readMacPeople(account, shard, 'GroupContact'));
    yield* guarded('GroupMember', () => readMacPeople(account, shard, 'GroupMember'));
  }
  for (const shard of shardsOf(account, 'conversations'))
    for (const table of ['SessionAbstract', 'SessionAbstractBrand'])
      yield* guarded(table, () => readMacList(account, shard, table));
  const links = new FileLinks();
  for (const shard of shardsOf(account, 'links')) yield* guarded('HlinkMediaDetail', () => links.read(account, shard));
  yield* books.conversations.gathered(books.accounts);
  for (const shard of shardsOf(account, 'messages')) {
    for (const table of messageTables(shard.db.tables, 'mac-chats')) {
      run.signal.throwIfAborted();
      yield* guarded(table, () => new ChatMessages(account, shard, table, links).read());
    }
    for (const table of shard.db.tables.keys())
      if (/^Chat_[0-9a-f]{32}_dels$/u.test(table)) yield* guarded(table, () => readDeletions(account, shard, table));
  }
  yield* links.rest();
}

/**
 * `Chat_<MD5>_dels` stands beside the table of a conversation and is by its name a list of deletions (Yiming-Zuo/wechat-decrypt-mac@9798ee2 and
 * sjzar/chatlog@a638aa9 pass over it). No source names its columns: they are carried.
 */
function* readDeletions({ run, books, hashes }: DesktopAccount, shard: Shard, name: string): Generator<Extracted> {
  const table = new DesktopTable(shard.db, name, []);
  const talker = hashes.talkerOf(name.slice(0, -'_dels'.length));
  yield* scan(run, table, (row, at, out) => {
    out.push({
      kind: 'event',
      key: `${shard.name}.${name}:${String(at.rowid)}`,
      from: { at: [at], state: 'live' },
      type: 'deletion',
      ...BARE_EVENT,
      conversation: books.conversations.refer(talker, at, books.accounts, out),
      body: null,
      stored: { 'table of the app': name, ...table.all(row) },
    });
    return undefined;
  });
}
