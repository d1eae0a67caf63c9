import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { findOwner } from './owner.ts';
import { readCalls } from './read-calls.ts';
import { readArrangedCalls, readJoinableCalls } from './read-other-calls.ts';
import { readContacts, readHiddenIds, readPushNames } from './read-contacts.ts';
import { readDataItems } from './read-data-items.ts';
import { noteMissingColumns } from './needed-columns.ts';
import { noteUnnamedMedia, readMedia } from './read-media.ts';
import { readMembers } from './read-members.ts';
import { readMembershipChanges } from './read-membership.ts';
import { readMessageInfo } from './read-message-info.ts';
import { readMessages } from './read-messages.ts';
import { countHousekeeping, readBlocked, readKeyCounters, readLastMessages } from './read-residue.ts';
import { readSearchIndex } from './read-search.ts';
import { readSessions } from './read-sessions.ts';
import { Reading } from './reading.ts';

/**
 * Reads one store: first the tables that name accounts, then one ordered scan a table. Of a store that cannot be read,
 * detection has said all there is to say.
 */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  if (found.variant === 'unreadable') return;
  const reading = new Reading(run);
  const open = (role: string): EvidenceDb | null => {
    const file = found.files[role];
    return file === undefined ? null : run.database(file);
  };
  const stores: Stores = {
    messages: open('messages'),
    contacts: open('contacts'),
    calls: open('calls'),
    search: open('search'),
    hiddenIds: open('hidden-ids'),
  };
  for (const db of [stores.messages, stores.contacts, stores.calls, stores.hiddenIds])
    if (db !== null) noteMissingColumns(reading, db);
  yield* reading.drain();
  yield* findOwner(reading, stores.messages, found.files.preferences);
  // `yield*` would make three promises a record here.
  for (const record of readStores(reading, stores)) yield record;
}

/** The databases of one store; null where there is none or it cannot be opened. */
interface Stores {
  readonly messages: EvidenceDb | null;
  readonly contacts: EvidenceDb | null;
  readonly calls: EvidenceDb | null;
  readonly search: EvidenceDb | null;
  readonly hiddenIds: EvidenceDb | null;
}

function* readStores(reading: Reading, stores: Stores): Generator<Extracted> {
  const { messages, contacts, calls, search, hiddenIds } = stores;
  if (contacts !== null) yield* readContacts(reading, contacts);
  if (hiddenIds !== null) yield* readHiddenIds(reading, hiddenIds);
  if (messages !== null) {
    yield* readHiddenIds(reading, messages);
    yield* readPushNames(reading, messages);
    yield* readSessions(reading, messages);
    yield* readMembers(reading, messages);
  }
  yield* reading.accounts.gathered();
  if (messages !== null) {
    noteUnnamedMedia(reading, messages);
    yield* readMessages(reading, messages);
    yield* readMedia(reading, messages);
    yield* readMessageInfo(reading, messages);
    yield* readDataItems(reading, messages);
    yield* readMembershipChanges(reading, messages);
    yield* readBlocked(reading, messages);
    yield* readLastMessages(reading, messages);
    if (search !== null) yield* readSearchIndex(reading, search, messages);
  }
  if (calls !== null) {
    yield* readCalls(reading, calls);
    yield* readJoinableCalls(reading, calls);
    yield* readArrangedCalls(reading, calls);
  }
  for (const db of [messages, contacts, hiddenIds, calls]) {
    if (db === null) continue;
    yield* readKeyCounters(reading, db);
    yield* countHousekeeping(reading, db);
  }
}
