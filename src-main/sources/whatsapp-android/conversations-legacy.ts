import type { Account, Conversation, Extracted, Key, RowLocator, Stored } from '../../model/index.ts';
import { account } from './accounts.ts';
import { count, flag, text } from '../stored-cells.ts';
import { threadFacts } from './contacts.ts';
import type { ContactBook } from './contacts.ts';
import type { KnownConversation } from './conversation-book.ts';
import { conversationType, isThread, parseJid } from './jid.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import type { Store } from './store.ts';
import { readTime } from '../stored-times.ts';

const COLUMNS = ['_id', 'key_remote_jid', 'subject', 'creation', 'archived', 'ephemeral_expiration'] as const;
const DISPLAY_STATE = ['mod_tag', 'gen'];

/** Conversations of `chat_list` that the table `chat` does not have; rows that it has add nothing and are counted. */
export function* readLegacyConversations(store: Store, contacts: ContactBook): Generator<Extracted> {
  const table = new Table(store.db, 'chat_list', COLUMNS, DISPLAY_STATE);
  const [, jid, subject, created, archived, timer] = COLUMNS.map((name) => table.place(name)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  yield* scan(store.run, table, (row, at, out) => {
    const raw = text(row[jid]);
    if (raw === null) return 'row without identifier';
    if (store.conversations.jid(parseJid(raw).account) !== null) return 'conversation that the table chat holds too';
    const known = knownOf(store, raw, `list:${String(at.rowid)}`);
    store.conversations.add(parseJid(raw).account, known);
    const seconds = count(row[timer]);
    const facts = known.account === null ? contacts.get(parseJid(raw).account) : null;
    const description = facts?.stored['wa_group_descriptions.description'];
    out.push({
      ...emptyConversation(known, raw, at),
      from: { at: [at, ...(facts?.at ?? [])], state: 'live' },
      stored: facts === null ? table.rest(row) : { ...table.rest(row), ...threadFacts(facts) },
      title: text(row[subject]) ?? facts?.names[0]?.name ?? null,
      description: typeof description === 'string' ? description : null,
      created: readTime(row[created], 'created', at, 'creation', out),
      archived: archived < 0 ? null : flag(row[archived]),
      disappearingS: seconds !== null && seconds > 0 ? seconds : null,
    });
    return undefined;
  });
}

/**
 * Accounts that only the text columns of the legacy tables name. Legacy rows hold identifiers as text, so the table jid
 * need not have them.
 */
export function* readLegacyAccounts(store: Store, contacts: ContactBook): Generator<Extracted> {
  const seen = new Set<string>();
  const known = store.jids;
  for (const [table, column] of [
    ['messages', 'key_remote_jid'],
    ['messages', 'remote_resource'],
    ['group_participants', 'jid'],
    ['receipts', 'remote_resource'],
  ] as const) {
    if (!store.db.has(table, column)) continue;
    const sql = `SELECT ${column}, min(rowid) FROM ${table} WHERE ${column} <> '' GROUP BY 1 ORDER BY 2`;
    for (const [raw, rowid] of store.db.arrays(sql)) {
      if (typeof raw !== 'string' || !raw.includes('@')) continue;
      const jid = parseJid(raw);
      if (isThread(jid) || seen.has(jid.account) || known.hasOwnRow(jid.account) || jid.account === store.owner.jid)
        continue;
      seen.add(jid.account);
      const facts = contacts.get(jid.account);
      const at: RowLocator = {
        kind: 'row',
        file: store.file,
        table,
        rowid: typeof rowid === 'number' || typeof rowid === 'bigint' ? rowid : null,
      };
      yield account(jid.account, [at], {}, facts, store.owner) satisfies Account;
    }
  }
}

/** The conversation a legacy message names; made of the message's own row when no table lists it. */
export function legacyConversation(
  store: Store,
  stored: Stored | undefined,
  at: RowLocator,
  met: Set<Key>,
  out: Extracted[],
): KnownConversation {
  const raw = text(stored) ?? '';
  const jid = parseJid(raw).account;
  const listed = store.conversations.jid(jid);
  if (listed !== null) return listed;
  const known = knownOf(store, raw, `named:${jid}`);
  if (!met.has(known.key)) {
    met.add(known.key);
    store.conversations.add(jid, known);
    out.push(emptyConversation(known, raw, at));
  }
  return known;
}

function knownOf(store: Store, raw: string, key: Key): KnownConversation {
  const jid = parseJid(raw);
  const type = conversationType(jid, null, jid.account === store.owner.jid);
  return { key, type, account: type === 'one-to-one' || type === 'self' ? jid.account : null };
}

function emptyConversation(known: KnownConversation, raw: string, at: RowLocator): Conversation {
  return {
    kind: 'conversation',
    key: known.key,
    from: { at: [at], state: 'live' },
    stored: {},
    type: known.type,
    identifier: parseJid(raw).account,
    title: null,
    account: known.account,
    parent: null,
    created: null,
    archived: null,
    hidden: null,
    description: null,
    draft: null,
    disappearingS: null,
  };
}
