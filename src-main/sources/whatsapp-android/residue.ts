import type { Extracted, Key, Locator, Recovery, RowLocator, Stored, Version } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { reference, text } from './cells.ts';
import { REVOKED_TYPES } from './codes-message.ts';
import { plainWords } from './plain-words.ts';
import { readQuotedCopies } from './quoted-copies.ts';
import { scan, Table, tally, unreadable } from './scan.ts';
import { messageKey } from './store.ts';
import type { Store } from './store.ts';

const INDEXED: Recovery = {
  method: 'fts-residue',
  confidence: 'medium',
  otherwise:
    'The search index keeps words in lower case and without the original spacing; the row number could have been given to another message if the table was rebuilt.',
};
const REMINDED: Recovery = {
  method: 'reminder-copy',
  confidence: 'medium',
  otherwise: 'The copy was made when a reminder was set; the text may have been shortened.',
};
const TOKENISED: Recovery = {
  method: 'suggested-reply-copy',
  confidence: 'low',
  otherwise: 'The copy is cut into words for suggesting replies and is not the original spelling.',
};

/** Texts that messages had before they were deleted for everyone or edited, from copies that the app keeps elsewhere. */
export function* readResidue(store: Store): Generator<Extracted> {
  yield* readQuotedCopies(store);
  yield* readIndex(store);
  yield* readReminders(store);
}

function* guard(table: string, records: Generator<Extracted>): Generator<Extracted> {
  try {
    yield* records;
  } catch (error) {
    yield unreadable(error, table, 0);
  }
}

interface Find {
  readonly at: readonly [Locator, ...Locator[]];
  readonly message: Key;
  readonly body: string;
  readonly role: Version['role'];
  readonly recovery: Recovery;
  readonly verbatim: boolean;
}

function version(find: Find): Version {
  const [first] = find.at;
  const place = first.kind === 'row' ? `${first.table}:${String(first.rowid)}` : '';
  return {
    kind: 'version',
    key: `${find.recovery.method}:${place}:${find.message}`,
    from: { at: find.at, state: 'recovered', recovery: find.recovery },
    stored: {},
    message: find.message,
    role: find.role,
    body: find.body,
    time: null,
    verbatim: find.verbatim,
  };
}

function place(db: EvidenceDb, table: string, rowid: Stored | undefined): RowLocator {
  return { kind: 'row', file: db.file, table, rowid: reference(rowid) };
}

const INDEXES = ['message_ftsv2_content', 'messages_fts_content', 'message_newsletter_fts_content'] as const;
const CONTENT_COLUMNS = ['c0content', 'c0', 'c0body'] as const;

/**
 * The content tables of the search indexes; `docid` is the message's row number (WAInsight; observed in a real legacy
 * database). A delete takes the entry with it, a revoke or an edit does not. Entries of messages that are neither revoked
 * nor edited repeat the live text and make no record.
 */
function* readIndex(store: Store): Generator<Extracted> {
  const { db, messageTable } = store;
  const isModern = messageTable === 'message';
  const hasEdits = db.has('message_edit_info', 'message_row_id');
  for (const name of INDEXES) {
    const column = CONTENT_COLUMNS.find((candidate) => db.has(name, candidate));
    if (column === undefined || !db.has(name, 'docid')) continue;
    const table = new Table(db, name, ['docid', column]);
    const type = isModern ? 'm.message_type' : 'CAST(m.media_wa_type AS INTEGER)';
    const live = isModern ? 'm.text_data' : 'm.data';
    const edited = hasEdits ? 'e.message_row_id' : 'NULL';
    const revoked = [...REVOKED_TYPES].join(', ');
    const sql = `SELECT t.docid, t.${column}, m._id, ${type}, ${live}, ${edited} FROM ${name} t
      LEFT JOIN ${messageTable} m ON m._id = t.docid
      ${hasEdits ? 'LEFT JOIN message_edit_info e ON e.message_row_id = t.docid' : ''}
      WHERE m._id IS NULL OR ${type} IN (${revoked}) OR ${edited} IS NOT NULL ORDER BY t.docid`;
    yield* guard(name, indexFinds(db, name, sql));
    yield* guard(name, indexTally(db, table));
  }
}

function* indexFinds(db: EvidenceDb, name: string, sql: string): Generator<Extracted> {
  for (const [docid, content, id, type, live] of db.arrays(sql)) {
    const body = text(content);
    if (body === null) continue;
    const at = place(db, name, docid);
    if (id === null) {
      yield lostText(at, body);
      continue;
    }
    const shown = text(live);
    if (shown !== null && plainWords(shown) === plainWords(body)) continue;
    const isRevoked = typeof type === 'number' && REVOKED_TYPES.has(type);
    const role = isRevoked ? 'deleted-text' : 'earlier';
    yield version({ at: [at], message: messageKey(id), body, role, recovery: INDEXED, verbatim: false });
  }
}

function* indexTally(db: EvidenceDb, table: Table): Generator<Extracted> {
  const rows = db.count(table.name);
  yield tally(table, rows, rows, {});
}

/** An index entry whose message is gone: text of a message of which nothing else is known. */
function lostText(at: RowLocator, body: string): Extracted {
  return {
    kind: 'event',
    key: `index-only:${at.table}:${String(at.rowid)}`,
    from: { at: [at], state: 'recovered', recovery: INDEXED },
    type: 'unknown',
    conversation: null,
    actor: null,
    accounts: [],
    direction: 'unknown',
    times: [],
    call: null,
    body,
  };
}

const COPIES = [
  {
    table: 'message_system_reminder_setup',
    target: 'original_message_row_id',
    body: 'reminder_content',
    recovery: REMINDED,
  },
  {
    table: 'message_system_reminder_sent',
    target: 'original_message_row_id',
    body: 'original_reminder_content',
    recovery: REMINDED,
  },
  {
    table: 'suggested_replies',
    target: 'customer_message_row_id',
    body: 'tokenized_customer_message',
    recovery: TOKENISED,
  },
] as const;

/** Copies made for reminders and for suggesting replies; those that repeat the live text are counted, not shown. */
function* readReminders(store: Store): Generator<Extracted> {
  const live = store.messageTable === 'message' ? 'm.text_data' : 'm.data';
  for (const { table: name, target, body, recovery } of COPIES) {
    if (!store.db.has(name, target) || !store.db.has(name, body)) continue;
    const table = new Table(store.db, name, [target, body]);
    const [message, copy, extra] = [table.place(target), table.place(body), table.columns.length];
    yield* scan(
      store.run,
      table,
      (row, at, out) => {
        const words = text(row[copy]);
        if (words === null) return 'row without a copy';
        const shown = text(row[extra + 1]);
        if (shown !== null && plainWords(shown) === plainWords(words)) return 'copy that repeats the live text';
        if (row[extra] === null) out.push(lostText(at, words));
        else
          out.push(
            version({
              at: [at],
              message: messageKey(row[message]),
              body: words,
              role: 'unknown',
              recovery,
              verbatim: recovery === REMINDED,
            }),
          );
        return undefined;
      },
      { tail: `LEFT JOIN ${store.messageTable} m ON m._id = t.${target} ORDER BY t.rowid`, more: ['m._id', live] },
    );
  }
}
