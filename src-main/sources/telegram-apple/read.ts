import type { Extracted, Locator, Stored } from '../../model/index.ts';
import type { EvidenceFile } from '../../evidence/tree.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';
import type { Owner } from '../telegram-people.ts';
import { readAddressBook, readContacts, readPresence } from './address-book.ts';
import { readCachedData } from './cached-data.ts';
import { readChatList, readReadStates } from './chat-list.ts';
import { readDrafts, readTopicDrafts } from './drafts.ts';
import { readItemCache } from './item-cache.ts';
import { scanKeys } from './key-table.ts';
import { MediaFolder } from './media-folder.ts';
import { MediaTable } from './media-table.ts';
import { readMessages } from './messages.ts';
import { missingColumns } from './needed-columns.ts';
import { peerOf } from './peer-id.ts';
import { readPeers } from './peers.ts';
import { placeOf } from './place.ts';
import { readCell } from './postbox-cell.ts';
import { Reading } from './reading.ts';
import { readSearchIndex } from './search-index.ts';
import { readStorageIndex } from './storage-index.ts';
import { readMessageIndex, readTags } from './tag-tables.ts';
import { readTopics } from './topics.ts';
import { UNREADABLE } from './variants.ts';

/**
 * Reads one account's store: whose it is, who is known, which conversations there are, then the messages in the order of their rows,
 * then what further tables hold of messages. Of a store that cannot be read, detection has said all there is to say.
 */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const file = found.files.messages;
  const db = found.variant === UNREADABLE || file === undefined ? null : run.database(file);
  if (db === null || file === undefined) return;
  yield* missingColumns(db);
  const state: State = { owner: null, at: null };
  yield* readState(db, run, state);
  if (state.owner === null) {
    const detail = 'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.'; // prettier-ignore
    yield storeIssue('warning', 'owner-unknown', 't0', detail);
  }
  const media = await MediaFolder.list(run, placeOf(file.path).root);
  yield* readAll(new Reading(run, db, state.owner, media), found.files.storage, state);
}

function* readAll(reading: Reading, storage: EvidenceFile | undefined, { owner, at }: State): Generator<Extracted> {
  yield* readPeers(reading);
  yield* readContacts(reading);
  yield* readPresence(reading);
  yield* readAddressBook(reading);
  yield* readChatList(reading);
  yield* readReadStates(reading);
  yield* readDrafts(reading);
  yield* readCachedData(reading);
  yield* readItemCache(reading);
  for (const identifier of reading.added) yield* reading.meet(identifier, NOWHERE);
  yield* readTopics(reading);
  yield* readTopicDrafts(reading);
  const table = new MediaTable(reading);
  yield* readMessages(reading, table);
  yield* table.rest();
  yield* readMessageIndex(reading);
  yield* readTags(reading);
  yield* readSearchIndex(reading);
  yield* readStorageIndex(storage, reading);
  if (owner !== null && at !== null) yield* reading.people.meet(owner.identifier, null, { at: [at], state: 'live' });
}

/** Stands for no place: conversations of which a table tells have places of their own. */
const NOWHERE: Locator = { kind: 'bytes', file: '', offset: 0, length: 0 };

interface State {
  owner: Owner | null;
  at: Locator | null;
}

/** The key of the account's state. Source: dossier of Telegram, section B2.3. */
const STATE = 2;

/** `t0`: whose store it is. Source: TelegramMessenger/Telegram-iOS @3de4d91 SyncCore_AuthorizedAccountState.swift. */
function* readState(db: EvidenceDb, run: Run, state: State): Generator<Extracted> {
  yield* scanKeys(run, db, 't0', ({ key, value, at }, out) => {
    if (key !== STATE) return 'setting of the store that names no account';
    const { fields } = readCell(value, at, 'value', out);
    const identifier = peerOf(fields?.peek('peerId') as Stored | undefined);
    if (identifier === null) return 'setting of the store that names no account';
    state.owner = { identifier, claim: 'the account whose state the store keeps, t0.value' };
    state.at = at;
    return undefined;
  });
}
