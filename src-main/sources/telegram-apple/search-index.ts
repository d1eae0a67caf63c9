import type { Extracted, Message, Recovery, RowLocator } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { rowIssue } from '../store-issues.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';
import { conversationKey } from '../telegram-participants.ts';
import { sharedMessageId } from '../telegram-people.ts';
import { readMessageValue } from './message-value.ts';
import { headOf } from './message-index.ts';
import { CLOUD, messageKey } from './message-row.ts';
import { kindOfPeer, peerOf } from './peer-id.ts';
import type { Reading } from './reading.ts';

/** The table behind the full-text index: conversation, message, words, tags. Source: TelegramMessenger/Telegram-iOS @c1f4ab8 MessageHistoryTextIndexTable.swift and SqliteValueBox.swift. */
const INDEX = 'ft41_content';
const [MESSAGE, WORDS] = ['c1', 'c2'] as const;

/** A message as the index names it: peer, kind of numbering and number, each as an unsigned number. */
const ITEM = /^p(?<peer>\d{1,20})a(?<namespace>\d{1,10})b(?<id>\d{1,10})$/u;

const LOST: Recovery = {
  method: 'fts-residue',
  confidence: 'medium',
  otherwise:
    'The index of words that the app searches kept this text, and its list of messages holds no such message: it may have been deleted, or its conversation cleared. The words may be those of a file’s name.',
};

const OTHER_WORDS: Recovery = {
  method: 'fts-residue',
  confidence: 'medium',
  otherwise: 'The index of words that the app searches holds other words than the message; which of the two is older is not stored.', // prettier-ignore
};

/** Texts that only the index of words still has. */
export function* readSearchIndex(reading: Reading): Generator<Extracted> {
  const same = sameEntries(reading);
  const table = new StoredTable(reading.db, INDEX, { [MESSAGE]: 'text', [WORDS]: 'text' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    if (typeof at.rowid === 'number' && same?.(at.rowid) === true)
      return 'entry of an index whose message is in the list';
    const item = ITEM.exec(table.text(row, MESSAGE) ?? '')?.groups;
    const chat = item === undefined ? null : peerOf(BigInt.asIntN(64, BigInt(item.peer ?? 0)));
    if (item === undefined || chat === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, MESSAGE, table.text(row, MESSAGE), 'The row names no message.')); // prettier-ignore
      return undefined;
    }
    const words = table.text(row, WORDS);
    if (words === null) return 'entry of an index without words';
    const namespace = Number(BigInt.asIntN(32, BigInt(item.namespace ?? 0)));
    const id = Number(BigInt.asIntN(32, BigInt(item.id ?? 0)));
    const value = reading.index.valueOf(BigInt.asIntN(64, BigInt(item.peer ?? 0)), namespace, id);
    if (value === null) {
      out.push(...reading.meet(chat, at), lost(reading, table, row, at, chat, namespace, id, words));
      return undefined;
    }
    if (holdsWords(value, words)) return 'entry of an index whose message is in the list';
    out.push({
      kind: 'version',
      key: `${INDEX}:${String(at.rowid)}`,
      from: { at: [at], state: 'recovered', recovery: OTHER_WORDS },
      message: messageKey(chat, namespace, id),
      role: 'unknown',
      body: words,
      time: null,
      verbatim: true,
      stored: table.rest(row),
    });
    return undefined;
  });
}

/**
 * Whether an entry is what the app writes for the message as it is: its words, and behind a space those of its media, such as the name of a
 * file. Source: TelegramMessenger/Telegram-iOS, MessageHistoryTable.swift, storing of messages, and `indexableText` of media.
 */
function holdsWords(value: Uint8Array, words: string): boolean {
  const { text, media, referenced, fault } = readMessageValue(value);
  if (text === null) return false;
  return words === text || ((fault !== null || media.length + referenced.length > 0) && words.startsWith(`${text} `));
}

function lost(
  reading: Reading,
  table: StoredTable,
  row: StoredRow,
  at: RowLocator,
  chat: string,
  namespace: number,
  id: number,
  words: string,
): Message {
  const isShared = namespace === CLOUD && kindOfPeer(chat) !== 'secret';
  return {
    kind: 'message',
    key: messageKey(chat, namespace, id),
    from: { at: [at], state: 'recovered', recovery: LOST },
    conversation: conversationKey(chat),
    sender: null,
    direction: 'unknown',
    serverId: isShared ? sharedMessageId(chat, id, reading.people.owner) : null,
    times: [],
    order: null,
    type: 'text',
    typeStored: '',
    body: words,
    status: null,
    forwarded: null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: null,
    system: null,
    stored: table.rest(row),
  };
}

/** Entries that are looked up at once: asking for each by itself takes three times as long. */
const AT_ONCE = 64;

/**
 * Tells of an entry whether the list holds its message with these words, for stores that have the index of numbers. Only entries of
 * which this is not so are held. Null where it could not be read; then each entry is looked up by itself.
 */
function sameEntries({ db, run }: Reading): ((rowid: number) => boolean) | null {
  if (!['t4.key', 't4.value', `${INDEX}.${MESSAGE}`, `${INDEX}.${WORDS}`].every((name) => db.has(...(name.split('.') as [string, string])))) return null; // prettier-ignore
  const others = new Set<unknown>();
  let batch: { readonly rowid: unknown; readonly head: Buffer; readonly words: string }[] = [];
  const flush = (): void => {
    const found = new Set<number>();
    const rows = batch.map((_, index) => `(${index}, ?)`).join(', ');
    const sql = `WITH k(i, key) AS (VALUES ${rows}) SELECT k.i, m.value FROM k JOIN t4 x ON x.key = k.key JOIN t7 m ON m.key = CAST(${KEY} AS BLOB)`; // prettier-ignore
    for (const [index, value] of db.arrays(sql, ...batch.map(({ head }) => head))) {
      const one = typeof index === 'number' ? batch[index] : undefined;
      if (one === undefined || !(value instanceof Uint8Array)) continue;
      if (holdsWords(value, one.words)) found.add(Number(index));
    }
    for (const [index, { rowid }] of batch.entries()) if (!found.has(index)) others.add(rowid);
    batch = [];
  };
  try {
    for (const [rowid, message, words] of db.arrays(`SELECT rowid, ${MESSAGE}, ${WORDS} FROM ${INDEX}`)) {
      if (run.signal.aborted) return null;
      const item = typeof message === 'string' ? ITEM.exec(message)?.groups : undefined;
      if (item === undefined || typeof words !== 'string' || words === '') others.add(rowid);
      else batch.push({ rowid, head: headOf(BigInt(item.peer ?? 0), Number(item.namespace ?? 0), Number(item.id ?? 0)), words }); // prettier-ignore
      if (batch.length === AT_ONCE) flush();
    }
    if (batch.length > 0) flush();
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
    return null;
  }
  return (rowid) => !others.has(rowid);
}

/** The key of a message, of that of the index of numbers and the time in its value, whose lowest byte is the first. */
const KEY = "substr(k.key, 1, 12) || substr(x.value, 5, 1) || substr(x.value, 4, 1) || substr(x.value, 3, 1) || substr(x.value, 2, 1) || substr(k.key, 13, 4)"; // prettier-ignore
