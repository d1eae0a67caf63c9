import type { Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { streamAfter } from '../stream-after.ts';
import { account, readAccounts, readNamedThreads } from './accounts.ts';
import { readAddOns } from './add-ons.ts';
import { readCalls } from './calls.ts';
import { ContactBook } from './contacts.ts';
import { ConversationBook } from './conversation-book.ts';
import { readConversations } from './conversations.ts';
import { readLegacyAccounts, readLegacyConversations } from './conversations-legacy.ts';
import { DeletionJobs } from './deletion-jobs.ts';
import { readDetails } from './details.ts';
import { storeIssue } from '../store-issues.ts';
import { isThread, parseJid } from './jid.ts';
import { JidBook } from './jid-book.ts';
import { readMedia } from './media.ts';
import { MediaPaths } from './media-paths.ts';
import { readLegacyMessages } from './messages-legacy.ts';
import { readModernMessages } from './messages-modern.ts';
import { findOwner } from './owner.ts';
import type { Owner } from './owner.ts';
import { readOtherTables } from './other-tables.ts';
import { readParticipants } from './participants.ts';
import { missingColumns } from './needed-columns.ts';
import { placeOf } from './place.ts';
import { readQuotes } from './quotes.ts';
import { readLegacyQuotes, readLegacyReceipts } from './quotes-legacy.ts';
import { readReceipts } from './receipts.ts';
import { readResidue } from './residue.ts';
import { scan, unreadable } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { SequenceGaps } from './sequence-gaps.ts';
import type { Store } from './store.ts';
import { UNREADABLE } from './variants.ts';

const NOBODY: Owner = { jid: null, claim: '', assumed: true, at: null, pushName: null };

/**
 * Reads one store: accounts, conversations, messages in the order of their rows, then what belongs to them. Of a store
 * that cannot be read, detection has said all there is to say.
 */
export function read(found: Detection, run: Run): AsyncIterable<Extracted> {
  return streamAfter(async () => {
    if (found.variant === UNREADABLE) return [];
    const { contacts, messages } = found.files;
    const contactDb = contacts === undefined ? null : run.database(contacts);
    const db = messages === undefined ? null : run.database(messages);
    const trouble: Extracted[] = [];
    const owner =
      db === null
        ? NOBODY
        : await attempted(() => findOwner(db, run, preferencesOf(found), trouble), NOBODY, 'jid', trouble);
    return readAll(found, run, contactDb, db, owner, trouble);
  });
}

function* readAll(
  found: Detection,
  run: Run,
  contactDb: EvidenceDb | null,
  db: EvidenceDb | null,
  owner: Owner,
  trouble: Extracted[],
): Generator<Extracted> {
  const contacts = new ContactBook();
  if (contactDb !== null) yield* contacts.readContacts(run, contactDb);
  const file = found.files.messages;
  if (file === undefined) yield* contactsAlone(contacts);
  else if (db !== null) yield* readStore(found, run, db, owner, contacts, trouble, file.path);
}

function* readStore(
  found: Detection,
  run: Run,
  db: EvidenceDb,
  owner: Owner,
  contacts: ContactBook,
  trouble: Extracted[],
  path: string,
): Generator<Extracted> {
  const store: Store = {
    found,
    run,
    db,
    file: db.file,
    owner,
    jids: new JidBook(db, trouble),
    conversations: new ConversationBook(db, owner.jid, trouble),
    messageTable: generationOf(db, trouble),
  };
  yield* trouble;
  yield* missingColumns(db);
  if (owner.jid === null)
    yield storeIssue(
      'warning',
      'owner-unknown',
      path,
      'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.',
    );
  else if (owner.assumed)
    yield storeIssue('warning', 'owner-assumed', path, `The owner's account is assumed (${owner.claim}).`);
  const place = placeOf(path);
  const paths = new MediaPaths(place.packageName, place.user, place.appFolder);
  const jobs = new DeletionJobs();
  const gaps = new SequenceGaps();
  const isModern = store.messageTable === 'message';
  const hasLegacyRows = !isModern || db.has('messages', 'key_remote_jid');
  const stages: readonly (readonly [table: string, records: Generator<Extracted>])[] = [
    ['lid_display_name', contacts.readHiddenNames(run, db, (id) => store.jids.known(id))],
    ['jid', readAccounts(store, contacts)],
    ['messages', hasLegacyRows ? readLegacyAccounts(store, contacts) : nothing()],
    ['chat', readConversations(store, contacts)],
    ['chat_list', readLegacyConversations(store, contacts)],
    ['wa_contacts', readNamedThreads(contacts)],
    ['group_participant_user', readParticipants(store)],
    ['deleted_chat_job', jobs.read(run, db)],
    ['message', isModern ? readModernMessages(store, jobs, gaps) : readEmptyTwin(store)],
    ['messages', hasLegacyRows ? readLegacyMessages(store, jobs, gaps, paths, isModern) : nothing()],
    ['message_media', readMedia(store, paths)],
    ['message_quoted', readQuotes(store)],
    ['messages_quotes', readLegacyQuotes(store)],
    ['message_text', readDetails(store)],
    ['message_add_on', readAddOns(store)],
    ['receipt_user', readReceipts(store)],
    ['receipts', readLegacyReceipts(store)],
    ['call_log', readCalls(store)],
    ['message_link', readOtherTables(store)],
    ['message_ftsv2_content', readResidue(store)],
    ['sqlite_sequence', gaps.report(db, store.messageTable)],
  ];
  for (const [table, records] of stages) {
    run.signal.throwIfAborted();
    yield* guarded(table, records);
  }
  yield* store.jids.missing();
}

/** The table that holds the messages: in a transitional store, the one with rows beside the sentinel. */
function generationOf(db: EvidenceDb, trouble: Extracted[]): Store['messageTable'] {
  if (!db.tables.has('message')) return 'messages';
  if (!db.tables.has('messages')) return 'message';
  try {
    const hasRows = (table: string) => [...db.arrays(`SELECT 1 FROM ${table} WHERE _id > 1 LIMIT 1`)].length > 0;
    return !hasRows('message') && hasRows('messages') ? 'messages' : 'message';
  } catch (error) {
    trouble.push(unreadable(error, 'message', 0));
    return 'message';
  }
}

/** The table `message` of a store whose messages are in the legacy one: it holds the sentinel row, or nothing. */
function* readEmptyTwin(store: Store): Generator<Extracted> {
  yield* scan(store.run, new Table(store.db, 'message', []), () => 'sentinel row');
}

function* nothing(): Generator<Extracted> {
  yield* [];
}

/** Lets a stage end at what its file cannot give, with an issue, so that the next one is read. */
function* guarded(table: string, records: Generator<Extracted>): Generator<Extracted> {
  try {
    yield* records;
  } catch (error) {
    yield unreadable(error, table, 0);
  }
}

function* contactsAlone(contacts: ContactBook): Generator<Extracted> {
  for (const [jid, facts] of contacts.unused()) {
    const [first, ...more] = facts.at;
    if (first !== undefined && !isThread(parseJid(jid)))
      yield account(jid, [first, ...more], {}, { ...facts, at: [] }, NOBODY);
  }
  yield* readNamedThreads(contacts);
}

function preferencesOf(found: Detection) {
  return Object.entries(found.files).flatMap(([role, file]) => (role.startsWith('preferences ') ? [file] : []));
}

async function attempted<Value>(
  work: () => Promise<Value>,
  otherwise: Value,
  where: string,
  trouble: Extracted[],
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    trouble.push(unreadable(error, where, 0));
    return otherwise;
  }
}
