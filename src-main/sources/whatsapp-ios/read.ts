import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { findOwner } from './owner.ts';
import { readContacts, readHiddenIds, readPushNames } from './read-contacts.ts';
import { noteUnnamedMedia, readMedia } from './read-media.ts';
import { readMembers } from './read-members.ts';
import { readMessages } from './read-messages.ts';
import { readSessions } from './read-sessions.ts';
import { Reading } from './reading.ts';

/** Reads one store: first the tables that name accounts, then one ordered scan a table. */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const reading = new Reading(run);
  const open = (file: EvidenceFile | undefined): EvidenceDb | null => (file === undefined ? null : run.database(file));
  const messages = open(found.files['messages']);
  const contacts = open(found.files['contacts']);
  const hiddenIds = open(found.files['hidden-ids']);
  yield* await findOwner(reading, messages, found.files['preferences']);
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
  }
}
