import type { Account, Event, Extracted, Locator, StoredColumns } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { reference, text } from '../stored-cells.ts';
import { addName, threadFacts } from './contacts.ts';
import type { ContactBook, ContactFacts } from './contacts.ts';
import { rowIssue } from '../store-issues.ts';
import { isKnownServer, isThread, kindOf, parseJid, phoneOf } from './jid.ts';
import type { Owner } from './owner.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { accountOf } from './store.ts';
import type { Store } from './store.ts';

/** Accounts of the table `jid`, the owner, and contacts that only the address book knows; then the app's own links. */
export function* readAccounts(store: Store, contacts: ContactBook): Generator<Extracted> {
  const seen = new Set<string>();
  yield* readJids(store, contacts, seen);
  const { owner } = store;
  if (owner.jid !== null && !seen.has(owner.jid) && owner.at !== null) {
    seen.add(owner.jid);
    yield account(owner.jid, [owner.at], {}, contacts.get(owner.jid), owner);
  }
  for (const [jid, facts] of contacts.unused()) {
    const [first, ...more] = facts.at;
    if (first === undefined || isThread(parseJid(jid)) || seen.has(jid)) continue;
    yield account(jid, [first, ...more], {}, { ...facts, at: [] }, owner);
  }
  yield* readLinks(store);
}

function* readJids(store: Store, contacts: ContactBook, seen: Set<string>): Generator<Extracted> {
  const table = new Table(store.db, 'jid', ['_id', 'user', 'server', 'raw_string']);
  const raw = table.place('raw_string');
  const [user, server] = [table.place('user'), table.place('server')];
  yield* scan(store.run, table, (row, at, out) => {
    const stored = text(row[raw]) ?? joined(text(row[user]), text(row[server]));
    if (stored === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'raw_string', null, 'The row holds no identifier.'));
      return undefined;
    }
    const jid = parseJid(stored);
    if (isThread(jid)) return 'identifier of a conversation, not of an account';
    if (jid.isDevice && store.jids.hasOwnRow(jid.account)) return 'device of an account that has its own row';
    if (seen.has(jid.account)) return 'identifier that another row holds too';
    seen.add(jid.account);
    if (jid.server !== '' && !isKnownServer(jid))
      out.push(rowIssue('note', 'unknown-code', at, 'server', jid.server, 'The kind of this identifier is not known.'));
    const rest = table.rest(row);
    const parts = { user: row[user] ?? null, server: row[server] ?? null };
    const agrees = user < 0 || server < 0 || (parts.user === jid.user && parts.server === jid.server);
    const carriedParts = agrees ? rest : { ...rest, ...parts };
    out.push(account(jid.account, [at], carriedParts, contacts.get(jid.account), store.owner));
    return undefined;
  });
}

/** Links that the app states: `jid_map`, and `chat.account_jid_row_id` where it differs from the conversation's own. */
function* readLinks(store: Store): Generator<Extracted> {
  const map = new Table(store.db, 'jid_map', ['lid_row_id', 'jid_row_id']);
  const [lid, jid] = [map.place('lid_row_id'), map.place('jid_row_id')];
  yield* scan(store.run, map, (row, at, out) => {
    const a = accountOf(store, row[lid], at);
    const b = accountOf(store, row[jid], at);
    if (a === null || b === null) return 'unset reference';
    const from = { at: [at], state: 'live' } as const;
    out.push({
      kind: 'account-link',
      key: `jid_map:${String(at.rowid)}`,
      from,
      stored: map.rest(row),
      a,
      b,
      method: 'jid_map',
    });
    return undefined;
  });
  if (!store.db.has('chat', 'account_jid_row_id') || !store.db.has('chat', 'jid_row_id')) return;
  const sql = `SELECT rowid, jid_row_id, account_jid_row_id FROM chat
    WHERE account_jid_row_id > 0 AND account_jid_row_id <> jid_row_id ORDER BY rowid`;
  for (const [rowid, own, other] of store.db.arrays(sql)) {
    const at = { kind: 'row', file: store.file, table: 'chat', rowid: reference(rowid) } as const;
    const [a, b] = [accountOf(store, own, at), accountOf(store, other, at)];
    if (a === null || b === null) continue;
    const from = { at: [at], state: 'live' } as const;
    yield { kind: 'account-link', key: `chat:${String(rowid)}`, from, a, b, method: 'chat.account_jid_row_id' };
  }
}

/** Groups and lists that the address book names and that have no conversation in this store; after the conversations. */
export function* readNamedThreads(contacts: ContactBook): Generator<Event> {
  for (const [identifier, facts] of contacts.unused()) {
    const [first, ...more] = facts.at;
    if (first === undefined || !isThread(parseJid(identifier))) continue;
    yield {
      kind: 'event',
      key: `named-thread:${identifier}`,
      from: { at: [first, ...more], state: 'live' },
      stored: { ...threadFacts(facts), identifier },
      type: 'unknown',
      ...BARE_EVENT,
      body: facts.names[0]?.name ?? null,
    };
  }
}

/** An account by its identifier. The name the owner gave itself is added where it is the owner's. */
export function account(
  identifier: string,
  at: readonly [Locator, ...Locator[]],
  stored: StoredColumns,
  facts: ContactFacts | null,
  owner: Owner,
): Account {
  const jid = parseJid(identifier);
  const names = [...(facts?.names ?? [])];
  const isOwner = owner.jid === identifier;
  if (isOwner && owner.pushName !== null) addName(names, owner.pushName.name, 'self', owner.pushName.column);
  const [first, ...more] = at;
  return {
    kind: 'account',
    key: identifier,
    from: { at: [first, ...more, ...(facts?.at ?? [])], state: 'live' },
    stored: facts === null ? stored : { ...stored, ...facts.stored },
    service: 'whatsapp',
    identifier,
    identifierKind: kindOf(jid),
    phone: phoneOf(jid),
    names,
    owner: isOwner ? { claim: owner.claim, assumed: owner.assumed } : null,
  };
}

function joined(user: string | null, server: string | null): string | null {
  return user === null || server === null ? null : `${user}@${server}`;
}
