import type { Extracted } from '../../model/index.ts';
import { guarded } from '../wechat/guarded.ts';
import { shardsOf, type DesktopAccount, type Shard } from './account.ts';
import { readContacts, readList, readRooms } from './address-book.ts';
import { Hardlinks } from './hardlinks.ts';
import { MultiMessages } from './messages-3.ts';
import { readNames, type Names } from './names.ts';
import { messageTables } from './roles.ts';
import { MultiIndex } from './search-index-3.ts';
import { readContactIndexes } from './side-indexes.ts';
import { Voices } from './voices.ts';

const CONTACT = { table: 'Contact', username: 'UserName', remark: 'Remark', nickname: 'NickName', alias: 'Alias', verify: 'VerifyFlag' } as const; // prettier-ignore
/** Identifiers in `UserNameList` are divided by the byte 7. 2440893398/PyWxDump@881b0e5. */
const ROOMS = { table: 'ChatRoom', name: 'ChatRoomName', owner: 'Reserved2', data: 'RoomData', list: { column: 'UserNameList', between: '\u0007' } } as const; // prettier-ignore
const VOICE_COLUMNS = { table: 'Media', server: 'Reserved0', data: 'Buf' } as const;

/** Reads an account of version 3: who it knows, its conversations, then the messages of each of its databases. */
export function* readVersion3(account: DesktopAccount): Generator<Extracted> {
  const { books, run } = account;
  for (const shard of shardsOf(account, 'contacts')) {
    yield* guarded('Contact', () => readContacts(account, shard, CONTACT));
    yield* guarded('ChatRoom', () => readRooms(account, shard, ROOMS));
    yield* guarded('Session', () => readList(account, shard, 'Session', 'strUsrName', 'editContent'));
  }
  const names = new Map<Shard, Names>();
  for (const shard of shardsOf(account, 'messages')) {
    const own: Names = new Map();
    names.set(shard, own);
    yield* guarded('Name2ID', () => readNames(account, shard, own, 'Name2ID', 'UsrName'));
  }
  const indexes = new Map<Shard, Names>();
  for (const shard of shardsOf(account, 'index')) {
    const own: Names = new Map();
    indexes.set(shard, own);
    yield* guarded('NameToId', () => readNames(account, shard, own, 'NameToId', 'userName'));
  }
  for (const shard of shardsOf(account, 'names')) {
    const own: Names = new Map();
    yield* guarded('NameToId', () => readNames(account, shard, own, 'NameToId', 'userName'));
    yield* readContactIndexes(account, shard, own);
  }
  const files = new Hardlinks();
  yield* files.open(account);
  const voices = new Voices();
  for (const shard of shardsOf(account, 'voices'))
    yield* guarded('Media', () => voices.read(account, shard, VOICE_COLUMNS));
  yield* books.conversations.gathered(books.accounts);
  for (const [shard, own] of names)
    for (const table of messageTables(shard.db.tables, 'msg-multi')) {
      run.signal.throwIfAborted();
      yield* guarded(table, () => new MultiMessages(account, shard, table, own, { voices, files }).read());
    }
  for (const [shard, own] of indexes) yield* new MultiIndex(account, shard, own).read();
  yield* voices.rest();
  yield* files.rest(account);
}
