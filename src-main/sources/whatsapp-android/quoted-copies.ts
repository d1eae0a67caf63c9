import type { Extracted, Recovery, RowLocator, Stored, Version } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { reference, text } from '../stored-cells.ts';
import { REVOKED_TYPES } from './codes-message.ts';
import { unreadable } from '../scan-rows.ts';
import { messageKey } from './store.ts';
import type { Store } from './store.ts';

const QUOTED: Recovery = {
  method: 'quoted-copy',
  confidence: 'high',
  otherwise:
    'The copy was made by the app of whoever replied; it could have been altered by a modified app before it was sent.',
};
const DIFFERS: Recovery = {
  method: 'quoted-copy-differs',
  confidence: 'low',
  otherwise:
    'The message is marked neither as edited nor as deleted. The app of whoever replied may have shortened or reworded the copy, a modified app may have altered it, or the message was changed here without a mark.',
};

/** How one generation names what is compared. */
interface Generation {
  readonly quotes: string;
  readonly quoteId: string;
  readonly quoteText: string;
  readonly messages: string;
  readonly messageText: string;
  readonly type: string;
  /** The condition under which a quote `q` and a message `m` lie in one conversation. */
  readonly same: string;
}

/** Texts of replies' copies that the message itself no longer has. The quote row keeps its place in its reader's tally. */
export function* readQuotedCopies(store: Store): Generator<Extracted> {
  const { db } = store;
  const names = store.messageTable === 'message' ? modern(db) : legacy(db);
  if (names === null) return;
  for (const [table, column, role] of [
    ['message_revoked', 'revoked_key_id', 'deleted-text'],
    ['message_edit_info', 'original_key_id', 'earlier'],
  ] as const) {
    if (!db.has(table, column) || !db.has(table, 'message_row_id')) continue;
    const sql = `SELECT q.${names.quoteId}, q.${names.quoteText}, m._id, m.${names.messageText}, 1 FROM ${table} r
      JOIN ${names.messages} m ON m._id = r.message_row_id
      JOIN ${names.quotes} q ON q.key_id = r.${column} AND ${names.same}
      WHERE q.${names.quoteText} <> '' AND q.${names.quoteText} IS NOT m.${names.messageText} ORDER BY 1`;
    yield* guarded(names.quotes, finds(db, names, sql, role, table));
  }
  yield* guarded(names.quotes, finds(db, names, unmarked(db, names), 'unknown', null));
}

/** Copies that differ from a message that no table marks as revoked or edited. */
function unmarked(db: EvidenceDb, names: Generation): string {
  const marks = [
    ['message_revoked', 'revoked_key_id'],
    ['message_edit_info', 'original_key_id'],
  ].flatMap(([table = '', column = '']) =>
    db.has(table, 'message_row_id') && db.has(table, column)
      ? [`AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.message_row_id = m._id AND x.${column} = q.key_id)`]
      : [],
  );
  const isRevoked = `${names.type} IN (${[...REVOKED_TYPES].join(', ')})`;
  return `SELECT q.${names.quoteId}, q.${names.quoteText}, m._id, m.${names.messageText}, ${isRevoked} FROM ${names.quotes} q
    CROSS JOIN ${names.messages} m ON m.key_id = q.key_id AND ${names.same}
    WHERE q.${names.quoteText} <> '' AND q.${names.quoteText} IS NOT m.${names.messageText}
      AND (m.${names.messageText} <> '' OR ${isRevoked}) ${marks.join(' ')} ORDER BY 1`;
}

function* finds(
  db: EvidenceDb,
  names: Generation,
  sql: string,
  role: Version['role'],
  mark: string | null,
): Generator<Extracted> {
  for (const [quote, copy, id, live, isRevoked] of db.arrays(sql)) {
    const body = text(copy);
    if (body === null || body === text(live)) continue;
    const isMarked = isRevoked === 1;
    const recovery = isMarked ? QUOTED : DIFFERS;
    const at = placeOf(db, names.quotes, quote);
    yield {
      kind: 'version',
      key: `${recovery.method}:${names.quotes}:${String(quote)}:${String(id)}`,
      from: { at: mark === null ? [at] : [at, placeOf(db, mark, id)], state: 'recovered', recovery },
      stored: {},
      message: messageKey(id),
      role: mark === null && isMarked ? 'deleted-text' : role,
      body,
      time: null,
      verbatim: true,
    };
  }
}

function modern(db: EvidenceDb): Generation | null {
  if (!db.has('message_quoted', 'key_id') || !db.has('message_quoted', 'text_data')) return null;
  if (!db.has('message', 'key_id') || !db.has('message', 'text_data')) return null;
  const chat = ['parent_message_chat_row_id', 'chat_row_id'].filter((column) => db.has('message_quoted', column));
  const inOne = chat.length === 0 ? '' : `m.chat_row_id IN (${chat.map((column) => `q.${column}`).join(', ')}) AND `;
  return {
    quotes: 'message_quoted',
    quoteId: 'message_row_id',
    quoteText: 'text_data',
    messages: 'message',
    messageText: 'text_data',
    type: 'm.message_type',
    same: `${inOne}m.from_me IN (0, 1)`, // names the middle column of the app's own unique index, so that it is used
  };
}

function legacy(db: EvidenceDb): Generation | null {
  const has = (table: string) => ['key_remote_jid', 'key_id', 'data'].every((column) => db.has(table, column));
  if (!has('messages_quotes') || !has('messages') || !db.has('messages', 'key_from_me')) return null;
  return {
    quotes: 'messages_quotes',
    quoteId: '_id',
    quoteText: 'data',
    messages: 'messages',
    messageText: 'data',
    type: 'CAST(m.media_wa_type AS INTEGER)',
    same: 'm.key_remote_jid = q.key_remote_jid AND m.key_from_me IN (0, 1)',
  };
}

function placeOf(db: EvidenceDb, table: string, rowid: Stored | undefined): RowLocator {
  return { kind: 'row', file: db.file, table, rowid: reference(rowid) };
}

function* guarded(table: string, records: Generator<Extracted>): Generator<Extracted> {
  try {
    yield* records;
  } catch (error) {
    yield unreadable(error, table, 0);
  }
}
