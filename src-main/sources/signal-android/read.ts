import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { readAttachments } from './attachments.ts';
import { callOf, noteCalls, readCalls } from './calls.ts';
import { readFileSecret } from './file-secret.ts';
import { readGroups } from './groups.ts';
import { noteMessages, readMessages } from './messages.ts';
import { missingColumns } from './needed-columns.ts';
import { findOwner } from './owner.ts';
import { readPayments } from './payments.ts';
import { notePolls, readPolls } from './polls.ts';
import { Reading } from './reading.ts';
import { readRecipients } from './recipients.ts';
import { readSentCopies } from './sent-copies.ts';
import { readSideRows } from './side-rows.ts';
import { readGroupReceipts, readIdentities, readMentions, readReactions } from './side-tables.ts';
import { readThreads } from './threads.ts';
import { UNREADABLE } from './variants.ts';

/**
 * Reads one store: who its accounts and groups are, then its messages in the order of their rows, then what hangs on them. Of a store
 * that cannot be read, detection has said all there is to say.
 */
export function read(found: Detection, run: Run): Iterable<Extracted> | AsyncIterable<Extracted> {
  const { preferences } = found.files;
  return preferences === undefined ? readStore(found, run, null) : readWithSecret(found, run, preferences);
}

async function* readWithSecret(found: Detection, run: Run, preferences: EvidenceFile): AsyncGenerator<Extracted> {
  const { modernKey, issues } = await readFileSecret(preferences, run);
  yield* issues;
  yield* readStore(found, run, modernKey);
}

function* readStore(found: Detection, run: Run, modernKey: Buffer | null): Generator<Extracted> {
  const { messages, settings } = found.files;
  const db = found.variant === UNREADABLE || messages === undefined ? null : run.database(messages);
  if (db === null) return;
  const reading = new Reading(found, run, db, modernKey);
  yield* missingColumns(reading);
  yield* readRecipients(reading);
  yield* findOwner(reading, settings === undefined ? null : run.database(settings));
  yield* readGroups(reading);
  yield* readThreads(reading);
  yield* reading.accounts.gathered();
  noteMessages(reading);
  noteCalls(reading);
  notePolls(reading);
  for (const one of readMessages(reading)) {
    yield one;
    const call = one.kind === 'message' && one.type === 'call' ? callOf(reading, one) : null;
    if (call !== null) yield call;
  }
  yield* readAttachments(reading);
  yield* readReactions(reading);
  yield* readMentions(reading);
  yield* readGroupReceipts(reading);
  yield* readPolls(reading);
  yield* readCalls(reading);
  yield* readIdentities(reading);
  yield* readPayments(reading);
  yield* readSentCopies(reading);
  yield* readSideRows(reading);
  yield* reading.accounts.drain();
}
