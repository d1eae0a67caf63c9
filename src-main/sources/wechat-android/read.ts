import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';
import { streamAfter } from '../stream-after.ts';
import { Accounts } from '../wechat/accounts.ts';
import { ConversationBook } from '../wechat/conversations.ts';
import { guarded } from '../wechat/guarded.ts';
import { MessageMaker } from '../wechat/message-maker.ts';
import { readContacts, readMoreOfOwner, readOwner } from './address-book.ts';
import { FavouritesReader } from './favourites.ts';
import { fileTables } from './file-table.ts';
import { ImageTable } from './image-table.ts';
import { MediaPlaces } from './media-places.ts';
import { MessageReader } from './messages.ts';
import { MomentsReader } from './moments.ts';
import { messageTables, missingColumns } from './needed-columns.ts';
import { phoneSettingsEvents, readPhoneSettings, type PhoneSettings } from './phone-settings.ts';
import { placeOf } from './place.ts';
import { readList, readRooms } from './rooms.ts';
import { isSearchIndex, SearchIndex } from './search-index.ts';
import { readSideTables } from './side-tables.ts';
import type { Store } from './store.ts';
import { FAVOURITES, MOMENTS, UNREADABLE } from './variants.ts';

/**
 * Reads one store: who it belongs to, accounts, groups, conversations, then messages in the order of their rows. Of a store
 * that cannot be read, detection has said all there is to say.
 */
export function read(found: Detection, run: Run): AsyncIterable<Extracted> {
  return streamAfter(async () => {
    const file = found.files.messages;
    const db = found.variant === UNREADABLE || file === undefined ? null : run.database(file);
    if (db === null || file === undefined) return [];
    if (found.variant === MOMENTS) return readMoments(run, db);
    if (found.variant === FAVOURITES) return readFavourites(run, db, file.path);
    return readStore(found, run, db, { path: file.path, settings: await readPhoneSettings(run.tree, file.path) });
  });
}

function* readMoments(run: Run, db: EvidenceDb): Generator<Extracted> {
  yield* missingColumns(db);
  yield* guarded('SnsInfo', () => new MomentsReader(run, db).read());
}

function* readFavourites(run: Run, db: EvidenceDb, path: string): Generator<Extracted> {
  const books = { accounts: new Accounts(), conversations: new ConversationBook() };
  yield* missingColumns(db);
  yield* guarded('FavItemInfo', () => new FavouritesReader(run, db, books, new MediaPlaces(placeOf(path))).read());
}

/** Where the store lies, and what files beside it say. */
interface Beside {
  readonly path: string;
  readonly settings: readonly PhoneSettings[];
}

function* readStore(found: Detection, run: Run, db: EvidenceDb, { path, settings }: Beside): Generator<Extracted> {
  const books = { accounts: new Accounts(), conversations: new ConversationBook() };
  const store: Store = { run, db, books, maker: new MessageMaker(books), media: new MediaPlaces(placeOf(path)) };
  const databases = openAll(found, run);
  for (const one of databases) yield* missingColumns(one.db);
  yield* missingTables(db);
  yield* guarded('userinfo', () => readOwner(run, db, books));
  yield* guarded('userinfo2', () => readMoreOfOwner(run, db, books));
  if (books.accounts.owner === null)
    yield storeIssue(
      'warning',
      'owner-unknown',
      path,
      'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.',
    );
  yield* guarded('rcontact', () => readContacts(run, db, books));
  yield* guarded('chatroom', () => readRooms(run, db, books));
  yield* guarded('rconversation', () => readList(run, db, books));
  yield* books.conversations.gathered(books.accounts);
  for (const table of messageTables(db.tables)) {
    run.signal.throwIfAborted();
    const isMain = table === 'message';
    const files = isMain ? databases.flatMap(({ role, db: own }) => fileTables(own, role, books, store.media)) : [];
    yield* guarded(table, () => new MessageReader(store, table, isMain && db.tables.has('ImgInfo2') ? new ImageTable(db) : null, files).read()); // prettier-ignore
  }
  yield* readSideTables(run, db, books);
  yield* phoneSettingsEvents(settings, books.accounts);
  for (const { role, db: index } of databases) {
    if (!isSearchIndex(index.tables)) continue;
    run.signal.throwIfAborted();
    yield* guarded(role, () => new SearchIndex(store, index, role).read());
  }
}

/** The store of messages itself, and the indexes beside it. */
function openAll(found: Detection, run: Run): readonly { readonly role: string; readonly db: EvidenceDb }[] {
  return Object.entries(found.files).flatMap(([role, file]) => {
    const db = run.database(file);
    return db === null ? [] : [{ role, db }];
  });
}

const TABLES = ['userinfo', 'rcontact', 'chatroom', 'rconversation', 'message'] as const;

/** A note for each table that a store of this app has and this one lacks. */
function* missingTables(db: EvidenceDb): Generator<Extracted> {
  for (const table of TABLES)
    if (!db.tables.has(table))
      yield storeIssue('note', 'table-missing', table, `The store has no table ${table}; what only it holds is not shown.`); // prettier-ignore
}
