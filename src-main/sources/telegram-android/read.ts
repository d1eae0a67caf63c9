import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';
import { readErrorOf } from '../stored-table.ts';
import type { Owner } from '../telegram-people.ts';
import { readChats, readContacts, readSecretChats, readUsers } from './accounts.ts';
import { readAddressBook } from './address-book.ts';
import { readCopies, readNotifications } from './copies.ts';
import { readDialogs, tellDialogs } from './dialogs.ts';
import { readFilePaths } from './file-paths.ts';
import { readDestructions, readPinned, readSendingNumbers } from './beside-messages.ts';
import { readChannelMembers, readGroupSettings } from './members.ts';
import { readMessages } from './messages.ts';
import { missingColumns } from './needed-columns.ts';
import { Reading } from './reading.ts';
import { readQuickReplies } from './quick-replies.ts';
import { readDrafts, readOwner } from './settings.ts';
import { readSharingLocations } from './sharing-locations.ts';
import { readStories } from './stories.ts';
import { wholeTl } from './tl-cell.ts';
import { readTopics } from './topics.ts';
import { UNREADABLE } from './variants.ts';

/**
 * Reads one account's store: who is known, which conversations there are, then the messages in the order of their rows, then the
 * copies that the app keeps beside them. Of a store that cannot be read, detection has said all there is to say.
 */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const file = found.files.messages;
  const db = found.variant === UNREADABLE || file === undefined ? null : run.database(file);
  if (db === null) return;
  yield* missingColumns(db);
  const stated = await readOwner(found.files.owner, run);
  yield* stated.issues;
  const owner = stated.owner ?? markedOwner(db);
  if (owner === null) {
    const detail = 'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.'; // prettier-ignore
    yield storeIssue('warning', 'owner-unknown', 'users', detail);
  }
  const reading = new Reading(found, run, db, owner);
  yield* readUsers(reading);
  yield* readChats(reading);
  yield* readSecretChats(reading);
  yield* readDialogs(reading);
  yield* readDrafts(found.files.drafts, reading);
  yield* readGroupSettings(reading);
  yield* tellDialogs(reading);
  yield* readChannelMembers(reading);
  yield* readContacts(reading);
  yield* readAddressBook(reading);
  const list = db.tables.has('messages_v2') ? 'messages_v2' : 'messages';
  yield* readMessages(reading, list, 'messages');
  // Before numbers of 64 bits; an app that was updated has moved its rows.
  if (list === 'messages_v2') yield* readMessages(reading, 'messages', 'messages', '@messages');
  yield* readMessages(reading, 'scheduled_messages_v2', 'scheduled');
  yield* readMessages(reading, 'scheduled_messages', 'scheduled', '@scheduled_messages');
  yield* readCopies(reading, list);
  yield* readNotifications(reading, list);
  yield* readTopics(reading, list);
  yield* readSharingLocations(reading, list);
  yield* readQuickReplies(reading);
  yield* readStories(reading);
  yield* readPinned(reading, list);
  yield* readDestructions(reading, list);
  yield* readSendingNumbers(reading, list);
  yield* readFilePaths(found.files.paths, reading, list);
  yield* reading.cachePaths.rest();
  yield* ownAccount(reading, found);
}

/** The account that the store marks as its own, where no setting says. */
function markedOwner(db: EvidenceDb): Owner | null {
  if (!db.has('users', 'data')) return null;
  try {
    for (const [data] of db.arrays('SELECT data FROM users')) {
      const user = data instanceof Uint8Array ? wholeTl(data, 'User') : null;
      const id = user?.flag('self') === true || user?.text('_') === 'userSelf' ? user.whole('id') : null;
      if (id !== null)
        return { identifier: `user${id}`, claim: 'the account that the store marks as its own, users.data' };
    }
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
  }
  return null;
}

/** The owner, where only a setting tells of it. */
function* ownAccount({ people }: Reading, found: Detection): Generator<Extracted> {
  const { owner } = found.files;
  if (people.owner === null || owner === undefined) return;
  yield* people.meet(people.owner, null, {
    at: [{ kind: 'node', file: owner.sha256, path: '/map/user' }],
    state: 'live',
  });
}
