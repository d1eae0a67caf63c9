import { elementAt, readXmlTree, textAt } from '../../evidence/decode/xml-tree.ts';
import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import { readTimestamp } from '../../model/index.ts';
import type { EventType, Extracted, RowLocator, Stored, TimeMeaning, Timestamp } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { scan } from '../scan-rows.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime, timesOf, unitOf } from '../stored-times.ts';
import { guarded } from '../wechat/guarded.ts';
import { isUnnamed } from '../wechat/identifier.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { DesktopTable } from './tables.ts';

/** A table beside the messages whose rows become events, with the columns that an event has fields for. */
interface Trace {
  readonly table: string;
  readonly type: EventType;
  /** Column with the identifier of a conversation. */
  readonly conversation?: string;
  /** Column with the name of a table of messages that was dropped. */
  readonly dropped?: string;
  readonly actor?: string;
  readonly others?: readonly string[];
  /** A key, which stays in the exhibit. */
  readonly keptOut?: string;
  readonly body?: string;
  readonly time?: readonly [column: string, meaning: TimeMeaning];
  /** Reads words and time out of a column of XML. */
  readonly xml?: { readonly column: string; readonly read: (root: XmlElement) => { readonly body: string | null; readonly seconds: string | null } }; // prettier-ignore
}

/**
 * Tables and columns: the dossier of formats, section 3.3, out of LifeArchiveProject/WeChatDataAnalysis@e85a09c and ylytdeng/wechat-decrypt@b80e7d1.
 * Stickers that the account keeps (`kNonStoreEmoticonTable` and the orders beside it): `emoticon.db`, by schemas quoted in public code.
 * Of `transferTable` and `redEnvelopeTable` no source names the columns: they are carried. Units of times of deletion and recall are
 * stated nowhere and follow from the number of digits.
 */
const TRACES: readonly Trace[] = [
  { table: 'revokemessage', type: 'deletion', conversation: 'to_user_name', body: 'content', time: ['revoke_time', 'deleted'] },
  { table: 'SessionDeleteTable', type: 'deletion', conversation: 'username', time: ['delete_time', 'deleted'] },
  { table: 'DeleteInfo', type: 'deletion', dropped: 'delete_table_name' },
  { table: 'DeleteResInfo', type: 'deletion' },
  { table: 'transferTable', type: 'payment' },
  { table: 'redEnvelopeTable', type: 'payment' },
  { table: 'kNonStoreEmoticonTable', type: 'unknown', keptOut: 'aes_key' },
  { table: 'kFavEmoticonOrderTable', type: 'unknown' },
  { table: 'kCustomEmoticonOrderTable', type: 'unknown' },
  { table: 'SnsTimeLine', type: 'post', actor: 'user_name', xml: { column: 'content', read: postIn } },
  { table: 'SnsMessage_tmp3', type: 'unknown', actor: 'from_username', others: ['to_username'], body: 'content', time: ['create_time', 'created'] },
]; // prettier-ignore

/** What the account's databases keep beside messages: what was deleted or taken back, posts, money. */
export function* readTraces(account: DesktopAccount): Generator<Extracted> {
  for (const shard of account.shards)
    for (const trace of TRACES) {
      if (!shard.db.tables.has(trace.table)) continue;
      account.run.signal.throwIfAborted();
      yield* guarded(trace.table, () => readTrace(account, shard, trace));
    }
}

function* readTrace({ run, books, hashes }: DesktopAccount, shard: Shard, trace: Trace): Generator<Extracted> {
  const { accounts, conversations } = books;
  const own = [trace.conversation, trace.actor, trace.body, trace.time?.[0], trace.keptOut, ...(trace.others ?? [])];
  const table = new DesktopTable(shard.db, trace.table, own.filter((one) => one !== undefined)); // prettier-ignore
  const cell = (row: StoredRow, column: string | undefined): Stored | undefined => column === undefined ? undefined : row[table.place(column)]; // prettier-ignore
  const words = (row: StoredRow, column: string | undefined): string | null => {
    const value = cell(row, column);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  yield* scan(run, table, (row, at, out) => {
    const dropped = words(row, trace.dropped);
    // Only a table of messages is called after a conversation; the name of another one is carried.
    const talker = words(row, trace.conversation) ?? (dropped === null || !isUnnamed(dropped) ? null : hashes.talkerOf(dropped)); // prettier-ignore
    const actor = words(row, trace.actor);
    const others = (trace.others ?? []).flatMap((column) => words(row, column) ?? []);
    const inXml = trace.xml === undefined ? null : xmlIn(words(row, trace.xml.column), trace.xml.column, trace.xml.read, at, out); // prettier-ignore
    const when = trace.time === undefined ? null : readTime(cell(row, trace.time[0]), trace.time[1], at, trace.time[0], out, unitOf(cell(row, trace.time[0]))); // prettier-ignore
    out.push({
      kind: 'event',
      key: `${shard.name}.${trace.table}:${String(at.rowid)}`,
      from: { at: [at], state: 'live' },
      type: trace.type,
      ...BARE_EVENT,
      conversation: talker === null ? null : conversations.refer(talker, at, accounts, out),
      actor: actor === null ? null : accounts.refer(actor, at, out),
      accounts: others.map((one) => accounts.refer(one, at, out)),
      times: timesOf(when, inXml?.time ?? null),
      body: words(row, trace.body) ?? inXml?.body ?? null,
      stored: { 'table of the app': trace.table, ...table.rest(row) },
    });
    return undefined;
  });
}

function xmlIn(
  text: string | null,
  column: string,
  read: (root: XmlElement) => { readonly body: string | null; readonly seconds: string | null },
  at: RowLocator,
  out: Extracted[],
): { readonly body: string | null; readonly time: Timestamp | null } | null {
  if (text === null) return null;
  try {
    const { body, seconds } = read(readXmlTree(text.trim()));
    const time = seconds !== null && /^\d{1,15}$/u.test(seconds) ? readTimestamp(Number(seconds), 'unix-s', 'created') : null; // prettier-ignore
    return { body, time };
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    out.push(rowIssue('warning', 'undecodable-payload', at, column, null, 'A part of the post could not be read as what its column is made for; it is carried as stored.')); // prettier-ignore
    return null;
  }
}

/** `<SnsDataItem><TimelineObject>`: the words of a post and its time in seconds. */
function postIn(root: XmlElement): { readonly body: string | null; readonly seconds: string | null } {
  const post = root.name === 'TimelineObject' ? root : elementAt(root, 'TimelineObject');
  return { body: textAt(post, 'contentDesc'), seconds: textAt(post, 'createTime') };
}
