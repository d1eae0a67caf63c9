import type { EvidenceRecord, Extracted, Recovery, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { JsonFields } from '../json-fields.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import type { Joined } from '../stored-table.ts';
import { live } from '../telegram-participants.ts';
import { messageKey } from './message-row.ts';
import { MESSAGE_COLUMNS, readMessage } from './messages.ts';
import { dialogPeer, messageNumber } from './peers.ts';
import type { Reading } from './reading.ts';
import { wholeTl } from './tl-cell.ts';

/** Tables in which the app keeps whole copies of messages. Source: dossier of Telegram, section B1.2. */
const COPIES = ['messages_topics', 'media_v4', 'media_v3', 'media_v2'] as const;

const NOT_IN_LIST: Recovery = {
  method: 'copied-message',
  confidence: 'medium',
  otherwise:
    'The app keeps this copy beside its list of messages. The message may have been deleted, or its conversation removed from the phone; or the list never held it and only this copy was loaded.',
};

const OTHER_WORDS: Recovery = {
  method: 'copied-message',
  confidence: 'medium',
  otherwise:
    'The words are those of a copy that the app keeps of the message; which of the two is older is not stored.',
};

/** Copies of messages: those that the list holds with the same words and file are counted, others are told. */
export function* readCopies(reading: Reading, list: string): Generator<Extracted> {
  for (const name of COPIES) {
    const table = new StoredTable(reading.db, name, MESSAGE_COLUMNS, [], joined(reading, name, list));
    yield* scanTable(reading.run, table, (row, at, out) => {
      const [original, isAgain] = [table.joined(row, 0) ?? null, table.joined(row, 1)];
      if (original !== null) {
        const copy = table.cell(row, 'data');
        if (isSame(copy, original)) return 'copy of a message that the list of messages holds';
        const difference = differenceOf(copy, original);
        if (difference === null)
          return 'copy of a message that the list of messages holds with the same words and file';
        if (difference.words !== null) out.push(otherWords(table, row, keyOf(reading, table, row), difference.words));
        if (!difference.hasOtherFile) return undefined;
      }
      if (original === null && isAgain === 1) return 'row that this table holds before under another kind';
      const found: Extracted[] = [];
      readMessage(reading, table, row, at, found, 'messages', `@${name}:${String(at.rowid)}`);
      // What stands in a topic is shown there.
      for (const one of found) out.push(name === 'messages_topics' ? one : recovered(one));
      return undefined;
    });
  }
}

/** The wording that a copy in a row has, and the message in the list has not. */
export function otherWords(table: StoredTable, row: StoredRow, message: string, words: string): Extracted {
  const at = table.at(row);
  return {
    kind: 'version',
    key: `${table.name}:${String(at.rowid)}`,
    from: { at: [at], state: 'recovered', recovery: OTHER_WORDS },
    message,
    role: 'unknown',
    body: words,
    time: null,
    verbatim: true,
    stored: table.all(row),
  };
}

/** The bytes of the same message in the list, and whether an earlier row of this table holds the same. */
function joined({ db }: Reading, name: string, list: string): Joined {
  const isThere = ['mid', 'uid', 'data'].every((column) => db.has(list, column) && db.has(name, column));
  if (!isThere) return { columns: [], sql: '' };
  const original = `(SELECT m.data FROM ${list} m WHERE m.mid = t.mid AND m.uid = t.uid)`;
  const again = `EXISTS (SELECT 1 FROM ${name} o WHERE o.mid = t.mid AND o.uid = t.uid AND o.rowid < t.rowid AND o.data IS t.data)`;
  return { columns: [original, again], sql: '' };
}

function isSame(copy: Stored | undefined, original: Stored): boolean {
  return copy instanceof Uint8Array && original instanceof Uint8Array && Buffer.compare(copy, original) === 0;
}

/** What the copy has and the original has not: words, a photo or a document. Null where they agree or cannot be compared. */
export function differenceOf(
  copy: Stored | undefined,
  original: Stored,
): { readonly words: string | null; readonly hasOtherFile: boolean } | null {
  const [a, b] = [copy, original].map((cell) => (cell instanceof Uint8Array ? wholeTl(cell, 'Message') : null));
  const words = a?.text('message') ?? null;
  const isReworded = words !== null && words !== (b?.text('message') ?? null);
  const file = fileOf(a);
  const hasOtherFile = file !== null && file !== fileOf(b);
  return isReworded || hasOtherFile ? { words: isReworded ? words : null, hasOtherFile } : null;
}

/** The number of a message's photo or document. */
function fileOf(message: JsonFields | null | undefined): string | null {
  const media = message?.object('media');
  const file = media?.object('photo') ?? media?.object('document');
  const id = file?.peek('id');
  return typeof id === 'number' || typeof id === 'string' ? String(id) : null;
}

function keyOf(reading: Reading, table: StoredTable, row: StoredRow): string {
  const uid = table.cell(row, 'uid');
  return messageKey(dialogPeer(uid, reading, null) ?? 'peer0', messageNumber(table.cell(row, 'mid'), uid) ?? '');
}

/** The same as a record that the list of messages does not hold. */
export function recovered(one: Extracted): Extracted {
  if (one.kind === 'issue' || one.kind === 'tally' || one.kind === 'account' || one.kind === 'conversation') return one;
  const record: EvidenceRecord = { ...one, from: { at: one.from.at, state: 'recovered', recovery: NOT_IN_LIST } };
  return record;
}

/** `unread_push_messages`: what notifications showed, with the message as it came. */
export function* readNotifications(reading: Reading, list: string): Generator<Extracted> {
  const name = 'unread_push_messages';
  const table = new StoredTable(reading.db, name, MESSAGE_COLUMNS, [], joined(reading, name, list));
  yield* scanTable(reading.run, table, (row, at, out) => {
    const original = table.joined(row, 0) ?? null;
    if (original === null) {
      const found: Extracted[] = [];
      readMessage(reading, table, row, at, found, 'messages', `@${name}:${String(at.rowid)}`);
      for (const one of found) out.push(recovered(one));
      return undefined;
    }
    const content = { type: 'other', name, values: table.all(row) } as const;
    out.push({ kind: 'detail', key: `${name}:${String(at.rowid)}`, from: live(at), message: keyOf(reading, table, row), content }); // prettier-ignore
    return undefined;
  });
}
