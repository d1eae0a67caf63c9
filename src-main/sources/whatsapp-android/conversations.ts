import type { Conversation, Extracted, Key, Locator, Stored, StoredColumns } from '../../model/index.ts';
import { count, flag, text } from '../stored-cells.ts';
import { threadFacts } from './contacts.ts';
import type { ContactBook } from './contacts.ts';
import { rowIssue } from '../store-issues.ts';
import { parseJid } from './jid.ts';
import { rawJid } from './jid-book.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { SideTable } from '../side-table.ts';
import type { SideRow } from '../side-table.ts';
import type { Store } from './store.ts';
import { readTime } from '../stored-times.ts';

const CHAT_COLUMNS = [
  '_id',
  'jid_row_id',
  'hidden',
  'subject',
  'created_timestamp',
  'archived',
  'ephemeral_expiration',
];
/** Display state of the app, not facts of the conversation. */
const CHAT_NOISE = ['mod_tag', 'gen'];

/** Conversations of the table `chat`, with what newsletters, communities and drafts add to them. */
export function* readConversations(store: Store, contacts: ContactBook): Generator<Extracted> {
  const { db, run } = store;
  const table = new Table(db, 'chat', CHAT_COLUMNS, CHAT_NOISE);
  const newsletter = new SideTable(new Table(db, 'newsletter', ['chat_row_id', 'name', 'description']), 'chat_row_id');
  const community = new SideTable(new Table(db, 'community_chat', ['chat_row_id']), 'chat_row_id');
  const composition = new SideTable(new Table(db, 'composition', ['_id', 'chat_row_id', 'text']), 'chat_row_id');
  const sides = [newsletter, community, composition];
  const at = (column: string) => table.place(column);
  const [id, subject, created, archived] = [at('_id'), at('subject'), at('created_timestamp'), at('archived')];
  const [hidden, timer] = [at('hidden'), at('ephemeral_expiration')];
  const joined = db.has('jid', '_id') && db.has('chat', 'jid_row_id');
  const raw = table.columns.length;
  const parents = communityParents(store);
  yield* scan(
    run,
    table,
    (row, where, out) => {
      const number = row[id];
      if (typeof number !== 'number' && typeof number !== 'bigint') return 'row without number';
      const known = store.conversations.row(number);
      const stored = text(row[raw]);
      const jid = stored === null ? null : parseJid(stored).account;
      if (jid === null)
        out.push(
          rowIssue(
            'warning',
            'unresolved-reference',
            where,
            'jid_row_id',
            cell(row[at('jid_row_id')]),
            'The conversation refers to an identifier that the table jid does not hold.',
          ),
        );
      const channel = newsletter.one(number);
      const group = community.one(number);
      const drafts = composition.take(number);
      for (const side of sides) if (side.hasNews) out.push(...side.drain());
      const facts = jid === null ? null : contacts.get(jid);
      const named = facts?.names[0]?.name ?? null;
      const isThread = known?.account === null;
      const locators: Locator[] = [];
      const link = jid === null ? null : contacts.community(jid);
      const stated = link === null ? null : (store.conversations.jid(link.jid)?.key ?? null);
      for (const side of [channel, group, ...drafts]) if (side !== null) locators.push(side.at);
      const description = stringOf(facts?.stored['wa_group_descriptions.description']);
      if (facts !== null && (description !== null || isThread)) locators.push(...facts.at);
      const conversation: Conversation = {
        kind: 'conversation',
        key: known?.key ?? `c${String(number)}`,
        from: { at: [where, ...locators], state: 'live' },
        stored: {
          ...table.rest(row),
          ...(isThread && facts !== null ? threadFacts(facts) : {}),
          ...otherName(channel, newsletter, text(row[subject])),
          ...prefixed('newsletter', channel, newsletter),
          ...prefixed('community_chat', group, community),
          ...(drafts[0] === undefined ? {} : prefixed('composition', drafts[0], composition)),
        },
        type: known?.type ?? 'unknown',
        identifier: jid ?? `jid row ${cell(row[at('jid_row_id')]) ?? 'unset'}`,
        title: text(row[subject]) ?? value(channel, newsletter, 'name') ?? (isThread ? named : null),
        account: known?.account ?? null,
        parent: jid === null ? null : (stated ?? parents.get(jid) ?? null),
        created: readTime(row[created], 'created', where, 'created_timestamp', out),
        archived: archived < 0 ? null : flag(row[archived]),
        hidden: hidden < 0 ? null : flag(row[hidden]),
        description: value(channel, newsletter, 'description') ?? description,
        draft:
          drafts
            .map((draft) => text(draft.row[composition.table.place('text')]))
            .filter((t) => t !== null)
            .join('\n') || null,
        disappearingS: positive(row[timer]),
      };
      out.push(conversation);
      return undefined;
    },
    joined
      ? { tail: 'LEFT JOIN jid j ON j._id = t.jid_row_id ORDER BY t.rowid', more: [rawJid(db, 'j')] }
      : { more: ['NULL'] },
  );
  for (const side of sides) yield* side.finish();
}

/** Groups to the community that a system line says they belong to; what wa.db states of it today goes before. */
function communityParents(store: Store): ReadonlyMap<string, Key> {
  const parents = new Map<string, Key>();
  const { db } = store;
  if (!db.has('message_system_community_link_changed', 'linked_parent_group_jid_row_id')) return parents;
  if (store.messageTable !== 'message' || !db.has('jid', '_id')) return parents;
  const sql = `SELECT ${rawJid(db, 'g')}, ${rawJid(db, 'p')} FROM message_system_community_link_changed l
    JOIN message m ON m._id = l.message_row_id JOIN chat c ON c._id = m.chat_row_id
    JOIN jid g ON g._id = c.jid_row_id JOIN jid p ON p._id = l.linked_parent_group_jid_row_id ORDER BY m._id`;
  for (const [group, parent] of db.arrays(sql)) {
    const known = typeof parent === 'string' ? store.conversations.jid(parent) : null;
    if (typeof group === 'string' && known !== null) parents.set(group, known.key);
  }
  return parents;
}

function prefixed(name: string, side: SideRow | null, table: SideTable): StoredColumns {
  if (side === null) return {};
  return Object.fromEntries(Object.entries(table.rest(side)).map(([column, stored]) => [`${name}.${column}`, stored]));
}

/** The channel's own name where the conversation is called otherwise. */
function otherName(side: SideRow | null, table: SideTable, subject: string | null): StoredColumns {
  const name = value(side, table, 'name');
  return name === null || subject === null || name === subject ? {} : { 'newsletter.name': name };
}

function value(side: SideRow | null, table: SideTable, column: string): string | null {
  return side === null ? null : text(side.row[table.table.place(column)]);
}

function positive(stored: Stored | undefined): number | null {
  const seconds = count(stored);
  return seconds !== null && seconds > 0 ? seconds : null;
}

function stringOf(stored: Stored | undefined): string | null {
  return typeof stored === 'string' ? stored : null;
}

function cell(stored: Stored | undefined): string | null {
  return stored === null || stored === undefined ? null : String(stored);
}
