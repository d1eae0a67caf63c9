import type { Extracted, Key, Recovery, RowLocator, Stored, Version } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { reference, text } from '../stored-cells.ts';
import { REVOKED_TYPES } from './codes-message.ts';
import type { KnownConversation } from './conversation-book.ts';
import { parseJid } from './jid.ts';
import { plainWords } from './plain-words.ts';
import { tally, unreadable } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { accountsOf, messageKey } from './store.ts';
import type { Store } from './store.ts';

/** How a text of a search index was found. */
export const INDEXED: Recovery = {
  method: 'fts-residue',
  confidence: 'medium',
  otherwise:
    'The search index keeps words in lower case and without the original spacing; the row number could have been given to another message if the table was rebuilt.',
};

const INDEXES = ['message_ftsv2_content', 'messages_fts_content', 'message_newsletter_fts_content'] as const;
const CONTENT_COLUMNS = ['c0content', 'c0', 'c0body'] as const;
/** Holds who wrote and where: two row numbers of `jid`, see `placeOfEntry`. */
const JID_COLUMN = 'c1fts_jid';

/**
 * Texts that only a search index still has. Its content table keeps one entry a message. A delete takes the entry with it, a
 * revoke or an edit does not (WAInsight). Entries that repeat the live text of their message make no record.
 */
export function* readSearchIndexes(store: Store): Generator<Extracted> {
  for (const name of INDEXES) {
    const column = CONTENT_COLUMNS.find((candidate) => store.db.has(name, candidate));
    if (column === undefined || !store.db.has(name, 'docid')) continue;
    try {
      yield* finds(store, name, column);
      const rows = store.db.count(name);
      yield tally(new Table(store.db, name, ['docid', column]), rows, rows, {});
    } catch (error) {
      yield unreadable(error, name, 0);
    }
  }
}

/** A message that an entry may belong to. */
interface Candidate {
  readonly id: Stored;
  readonly isRevoked: boolean;
  readonly isEdited: boolean;
  readonly live: string | null;
  readonly conversation: Key | null;
  /** False when the message's number and its order differ, so that only one of them can be the entry's number. */
  readonly isSure: boolean;
}

/** Columns of one candidate in the query, in the order of `candidateAt`. */
const WIDTH = 6;

/**
 * `docid` is the message's row number: the app's triggers delete by it, observed in two real databases. Where the schema
 * has `sort_id`, the app's own search joins on that instead; the two differ after messages were loaded from another device.
 * So both are asked, and an entry that may belong to two messages is given to neither.
 */
function* finds(store: Store, name: string, column: string): Generator<Extracted> {
  const { db } = store;
  const hasOrder = store.messageTable === 'message' && db.has('message', 'sort_id');
  const jids = db.has(name, JID_COLUMN) ? `t.${JID_COLUMN}` : 'NULL';
  const byId = columnsOf(store, 'm', hasOrder);
  const byOrder = hasOrder ? columnsOf(store, 's', true) : byId.map(() => 'NULL');
  const join = hasOrder
    ? `LEFT JOIN (SELECT sort_id, min(_id) AS id FROM message WHERE sort_id > 0 AND sort_id <> _id GROUP BY 1) o
      ON o.sort_id = t.docid LEFT JOIN message s ON s._id = o.id`
    : '';
  const isChanged = `m._id IS NULL OR ${byId[1] ?? ''} = 1 OR ${byId[2] ?? ''} = 1`;
  const sql = `SELECT t.docid, t.${column}, ${[jids, ...byId, ...byOrder].join(', ')} FROM ${name} t
    LEFT JOIN ${store.messageTable} m ON m._id = t.docid ${join}
    WHERE ${isChanged}${hasOrder ? ' OR s._id IS NOT NULL' : ''} ORDER BY t.docid`;
  for (const row of db.arrays(sql)) {
    const body = text(row[1]);
    if (body === null) continue;
    const at: RowLocator = { kind: 'row', file: db.file, table: name, rowid: reference(row[0]) };
    const place = name === 'message_newsletter_fts_content' ? null : placeOfEntry(store, row[2]);
    const fitting = [candidateAt(store, row, 3), candidateAt(store, row, 3 + WIDTH)].filter(
      (one) => one !== null && (place === null || one.conversation === place.conversation.key),
    ) as readonly Candidate[];
    if (fitting.some(({ live }) => live !== null && plainWords(live) === plainWords(body))) continue;
    const [only] = fitting;
    const isAnyChanged = fitting.some(({ isRevoked, isEdited }) => isRevoked || isEdited);
    if (fitting.length === 1 && only?.isSure === true) {
      if (isAnyChanged) yield textOfMessage(at, only, body);
    } else if (isAnyChanged || fitting.every(({ live }) => live !== null)) yield lostText(at, body, INDEXED, place);
  }
}

/** What is asked of a message, in the order of `candidateAt`: number, marks, text, conversation, certainty. */
function columnsOf(store: Store, alias: 'm' | 's', hasOrder: boolean): readonly string[] {
  const isModern = store.messageTable === 'message';
  const type = isModern ? `${alias}.message_type` : `CAST(${alias}.media_wa_type AS INTEGER)`;
  const hasEdits = store.db.has('message_edit_info', 'message_row_id');
  return [
    `${alias}._id`,
    `${type} IN (${[...REVOKED_TYPES].join(', ')})`,
    hasEdits ? `EXISTS (SELECT 1 FROM message_edit_info e WHERE e.message_row_id = ${alias}._id)` : '0',
    isModern ? `${alias}.text_data` : `${alias}.data`,
    isModern ? `${alias}.chat_row_id` : `${alias}.key_remote_jid`,
    hasOrder ? `(${alias}.sort_id = ${alias}._id OR ifnull(${alias}.sort_id, 0) <= 0)` : '1',
  ];
}

function candidateAt(store: Store, row: StoredRow, at: number): Candidate | null {
  const [id = null, isRevoked, isEdited, live, chat, isSure] = row.slice(at, at + WIDTH);
  if (id === null) return null;
  const known =
    typeof chat === 'number' || typeof chat === 'bigint'
      ? store.conversations.row(chat)
      : typeof chat === 'string'
        ? store.conversations.jid(parseJid(chat).account)
        : null;
  return {
    id,
    isRevoked: isRevoked === 1,
    isEdited: isEdited === 1,
    live: text(live),
    conversation: known?.key ?? null,
    isSure: isSure === 1,
  };
}

interface EntryPlace {
  readonly conversation: KnownConversation;
  readonly sender: Key | null;
  readonly direction: 'incoming' | 'outgoing';
}

const TOKENS = /^([0-9a-z]{1,9}) ([0-9a-z]{1,9})$/;
const TOKEN_RADIX = 36;
const TOKEN_OFFSET = 10;
const OWN_TOKEN = '1';
const NO_SENDER_TOKEN = '0';

/**
 * Who wrote an indexed text and where. `fts_jid` holds two words: `1` for the owner, `0` for the other side of a one-to-one
 * conversation, else the sender; then the conversation. Sender and conversation are row numbers of `jid` plus ten, to the
 * base 36. Observed in a real legacy database, where the second word of each entry names its message's conversation; the
 * encoding is also read so by an open patcher of the app.
 */
function placeOfEntry(store: Store, cell: Stored | undefined): EntryPlace | null {
  const [, author, thread] = TOKENS.exec(text(cell) ?? '') ?? [];
  if (author === undefined || thread === undefined) return null;
  const jid = (token: string) => store.jids.known(Number.parseInt(token, TOKEN_RADIX) - TOKEN_OFFSET);
  const conversation = store.conversations.jid(jid(thread) ?? '');
  if (conversation === null) return null;
  if (author === OWN_TOKEN) return { conversation, sender: store.owner.jid, direction: 'outgoing' };
  const sender = author === NO_SENDER_TOKEN ? conversation.account : jid(author);
  return { conversation, sender, direction: 'incoming' };
}

function textOfMessage(at: RowLocator, message: Candidate, body: string): Version {
  return {
    kind: 'version',
    key: `${INDEXED.method}:${at.table}:${String(at.rowid)}:${messageKey(message.id)}`,
    from: { at: [at], state: 'recovered', recovery: INDEXED },
    stored: {},
    message: messageKey(message.id),
    role: message.isRevoked ? 'deleted-text' : 'earlier',
    body,
    time: null,
    verbatim: false,
  };
}

/**
 * A text whose message is gone. Where its conversation is known it is a message of that conversation, in the place that its
 * number gives it; it has no time of its own.
 */
export function lostText(at: RowLocator, body: string, recovery: Recovery, place: EntryPlace | null = null): Extracted {
  const shared = {
    key: `index-only:${at.table}:${String(at.rowid)}`,
    from: { at: [at], state: 'recovered', recovery },
    times: [],
    body,
  } as const;
  if (place === null)
    return {
      ...shared,
      kind: 'event',
      type: 'unknown',
      conversation: null,
      actor: null,
      accounts: accountsOf(null),
      direction: 'unknown',
      call: null,
    };
  return {
    ...shared,
    kind: 'message',
    conversation: place.conversation.key,
    sender: place.sender,
    direction: place.direction,
    serverId: null,
    order: typeof at.rowid === 'number' ? at.rowid : null,
    type: 'unknown',
    typeStored: '',
    status: null,
    forwarded: null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: null,
    system: null,
  };
}
