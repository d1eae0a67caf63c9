import type { Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { readReferences } from './attachment-references.ts';
import { readAttachments } from './attachments.ts';
import { noteCalls, readCalls } from './calls.ts';
import { readAdminDeletes } from './admin-deletes.ts';
import { readEdits } from './edits.ts';
import { noteMessages, readMessages } from './messages.ts';
import { missingColumns } from './needed-columns.ts';
import { findOwner } from './owner.ts';
import { readPolls } from './polls.ts';
import { Reading } from './reading.ts';
import { readPeople } from './recipients.ts';
import { readDevices, readIdentities, readIndex, readMentions, readPayments, readPins, readReactions, readSendLog } from './side-tables.ts'; // prettier-ignore
import { readStories } from './stories.ts';
import { readThreads } from './threads.ts';
import { UNREADABLE } from './variants.ts';

/**
 * Reads one store: who its accounts are and what conversations it has, then its messages in the order of their rows, then what
 * hangs on them. Of a store that cannot be read, detection has said all there is to say.
 */
export function* read(found: Detection, run: Run): Generator<Extracted> {
  const file = found.files.messages;
  const db = found.variant === UNREADABLE || file === undefined ? null : run.database(file);
  if (db === null) return;
  const reading = new Reading(found, run, db);
  yield* missingColumns(reading);
  yield* findOwner(reading);
  yield* readPeople(reading);
  yield* readThreads(reading);
  yield* reading.accounts.gathered();
  noteMessages(reading);
  noteCalls(reading);
  yield* readAdminDeletes(reading);
  yield* readMessages(reading);
  for (const later of LATER) for (const one of later(reading)) {
    yield* reading.accounts.drain();
    yield one;
  } // prettier-ignore
  yield* reading.accounts.drain();
}

/** What hangs on messages, or stands beside them. Stories come before files, which they name. */
const LATER: readonly ((reading: Reading) => Generator<Extracted>)[] = [
  readEdits,
  readStories,
  readAttachments,
  readReferences,
  readReactions,
  readMentions,
  readPolls,
  readPins,
  readCalls,
  readPayments,
  readSendLog,
  readIdentities,
  readDevices,
  readIndex,
];
