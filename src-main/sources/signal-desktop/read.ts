import type { Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { readAttachments } from './attachments.ts';
import { readCalls } from './calls.ts';
import { readConversations } from './conversations.ts';
import { readMessages } from './messages.ts';
import { missingColumns } from './needed-columns.ts';
import { findOwner } from './owner.ts';
import { readReactions } from './reactions.ts';
import { live, Reading } from './reading.ts';
import { readSentCopies } from './sent-copies.ts';
import { readSideRows } from './side-rows.ts';
import { UNREADABLE } from './variants.ts';

/**
 * Reads one store: who its accounts are, then its messages in the order of their rows, then what hangs on them. Of a store that
 * cannot be read, detection has said all there is to say.
 */
export function* read(found: Detection, run: Run): Generator<Extracted> {
  const file = found.files.messages;
  const db = found.variant === UNREADABLE || file === undefined ? null : run.database(file);
  if (db === null) return;
  const reading = new Reading(found, run, db);
  yield* missingColumns(reading);
  yield* findOwner(reading);
  yield* readConversations(reading);
  yield* ownLink(reading);
  yield* reading.accounts.gathered();
  yield* readMessages(reading);
  yield* readAttachments(reading);
  yield* readReactions(reading);
  yield* readCalls(reading);
  yield* readSentCopies(reading);
  yield* readSideRows(reading);
}

/** The settings name the owner by id and by number; where the owner's own row of `conversations` says so too, that is enough. */
function* ownLink(reading: Reading): Generator<Extracted> {
  const { owner, ownNumber, db } = reading;
  if (owner === null || ownNumber === null || reading.byIdentifier.get(owner.toLowerCase()) !== undefined) return;
  const at = { kind: 'row', file: db.file, table: 'items', rowid: null } as const;
  const [a, b] = [reading.accounts.see(owner, at), reading.accounts.see(ownNumber, at)];
  yield { kind: 'account-link', key: `items:${a}:${b}`, from: live(at), a, b, method: 'items.uuid_id' };
}
