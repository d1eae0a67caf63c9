import type { Conversation, ConversationType, Extracted, Key, Locator, Stored } from '../../model/index.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readErrorOf } from '../stored-table.ts';
import { count } from '../stored-cells.ts';
import { groupKey, NO_RECIPIENT } from './groups.ts';
import { live, type Group, type Party, type Reading } from './reading.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { rowIssue } from '../store-issues.ts';

/** Stories of all accounts are one conversation. */
export const STORIES: Key = 'stories';

/** The key of the conversation of a thread: of a group it is the group's. */
export function threadKey(reading: Reading, thread: number): Key | null {
  const recipient = reading.threads.get(thread);
  if (recipient === undefined) return null;
  const groupId = reading.parties.get(recipient)?.groupId ?? null;
  return groupId === null ? `thread:${thread}` : groupKey(groupId);
}

const COLUMNS = {
  recipient_id: 'whole-number',
  thread_recipient_id: 'whole-number',
  recipient_ids: 'whole-number',
  archived: 'flag',
} as const;

/** `thread`: each row is a conversation. Groups without one follow, for their members are known. */
export function* readThreads(reading: Reading): Generator<Extracted> {
  const drafts = yield* readDrafts(reading);
  const timers = timersOf(reading);
  const table = new StoredTable(reading.db, 'thread', { _id: 'whole-number', ...COLUMNS });
  const met = new Set<Key>();
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = table.whole(row, '_id') ?? Number(at.rowid);
    const recipient = ['recipient_id', 'thread_recipient_id', 'recipient_ids'].map((column) => table.whole(row, column)).find((one) => one !== null) ?? null; // prettier-ignore
    const party = recipient === null ? undefined : reading.parties.get(recipient);
    if (recipient === null || party === undefined)
      out.push(rowIssue('warning', 'unresolved-reference', at, 'recipient_id', recipient === null ? null : String(recipient), NO_RECIPIENT)); // prettier-ignore
    reading.threads.set(id, recipient ?? -1);
    const groupId = party?.groupId ?? null;
    const draft = drafts.get(id);
    const conversation = conversationOf(reading, party, groupId ?? String(id), at);
    met.add(conversation.key);
    const stored = {
      ...conversation.stored,
      ...table.rest(row),
      ...(groupId !== null && { thread_id: id }),
      ...draft?.stored,
    };
    const timer = recipient === null ? undefined : timers.get(recipient);
    const [first, ...more] = conversation.from.at;
    const from = live(first, ...more, ...(draft?.at ?? []));
    const archived = table.flag(row, 'archived');
    out.push({ ...conversation, from, archived, draft: draft?.text ?? null, disappearingS: timer ?? null, stored });
    return undefined;
  });
  for (const party of reading.parties.values()) yield* withoutThread(reading, party, party.at, met);
  for (const [groupId, group] of reading.groups)
    yield* withoutThread(reading, { account: null, what: 'group', groupId, stored: {}, at: group.at }, group.at, met);
}

/** A group or list that no thread is with. */
function* withoutThread(reading: Reading, party: Party, at: Locator, met: Set<Key>): Generator<Conversation> {
  if (party.account !== null) return;
  const conversation = conversationOf(reading, party, `recipient ${at.kind === 'row' ? String(at.rowid) : ''}`, at);
  if (met.has(conversation.key)) return;
  met.add(conversation.key);
  yield conversation;
}

function groupRest(group: Group | undefined): Readonly<Record<string, Stored>> {
  return Object.fromEntries(Object.entries(group?.stored ?? {}).map(([column, cell]) => [`groups.${column}`, cell]));
}

/** A conversation with nothing but what its recipient says. */
export function conversationOf(reading: Reading, party: Party | undefined, name: string, at: Locator): Conversation {
  const groupId = party?.groupId ?? null;
  const group = groupId === null ? undefined : reading.groups.get(groupId);
  const account = party?.account ?? null;
  return {
    kind: 'conversation',
    key: groupId === null ? `thread:${name}` : groupKey(groupId),
    from: live(at, ...[party?.at, group?.at].filter((one) => one !== undefined && one !== at).map((one) => one ?? at)),
    type: typeOf(reading, party),
    identifier: groupId === null ? (account ?? name) : sharedGroupId(groupId),
    title: group?.title ?? null,
    account: account === null ? null : reading.accounts.see(account, at),
    parent: null,
    created: null,
    archived: null,
    hidden: null,
    description: group?.description ?? null,
    draft: null,
    disappearingS: null,
    stored: {
      ...(account === null && party?.stored),
      ...(groupId !== null && { 'groups.group_id': groupId }),
      ...groupRest(group),
    },
  };
}

const SECOND_KIND = /^__signal_group__v2__!([0-9a-f]{64})$/u;

/** The id of a group of the second kind in base64, as the service and other devices write it; others as stored. */
function sharedGroupId(groupId: string): string {
  const hex = SECOND_KIND.exec(groupId)?.[1];
  return hex === undefined ? groupId : Buffer.from(hex, 'hex').toString('base64');
}

function typeOf({ owner }: Reading, party: Party | undefined): ConversationType {
  switch (party?.what) {
    case 'group':
      return 'group';
    case 'list':
      return 'status';
    case 'account':
      return owner !== null && party.account?.toLowerCase() === owner.toLowerCase() ? 'self' : 'one-to-one';
    case 'call-link':
    case undefined:
      return 'unknown';
  }
}

const NO_THREAD = 'the draft names no conversation; stored: its words';

interface Draft {
  readonly text: string | null;
  readonly stored: Record<string, Stored>;
  readonly at: Locator[];
}

/** `drafts`: what was typed in a conversation and not sent; other kinds (pictures, answers) are carried. */
function* readDrafts({ db, run }: Reading): Generator<Extracted, ReadonlyMap<number, Draft>> {
  const found = new Map<number, Draft>();
  const table = new StoredTable(db, 'drafts', {
    _id: 'whole-number',
    thread_id: 'whole-number',
    type: 'text',
    value: 'text',
  });
  yield* scanTable(run, table, (row, at, out) => {
    const thread = table.whole(row, 'thread_id');
    if (thread === null) {
      const words = table.text(row, 'value');
      out.push(rowIssue('warning', 'unresolved-reference', at, 'thread_id', words, NO_THREAD));
      out.push({ kind: 'event', key: `draft:${String(at.rowid)}`, from: live(at), type: 'unknown', ...BARE_EVENT, body: words, stored: table.all(row) }); // prettier-ignore
      return undefined;
    }
    const known = found.get(thread);
    const [type, value] = [table.text(row, 'type'), table.text(row, 'value')];
    const isText = type === 'text' && (known?.text ?? null) === null;
    const stored = known?.stored ?? {};
    for (const [column, cell] of Object.entries(table.rest(row))) stored[`drafts.${column}`] = cell;
    if (!isText && value !== null) stored[`drafts.${type ?? String(at.rowid)}`] = value;
    found.set(thread, { text: isText ? value : (known?.text ?? null), stored, at: [...(known?.at ?? []), at] });
    return undefined;
  });
  return found;
}

/** Seconds of the timer that a conversation has, by its recipient. */
function timersOf({ db }: Reading): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  if (!db.has('recipient', 'message_expiration_time')) return found;
  try {
    for (const [id, seconds] of db.arrays(
      'SELECT rowid, message_expiration_time FROM recipient WHERE message_expiration_time > 0',
    )) {
      // prettier-ignore
      const [recipient, timer] = [count(id), count(seconds)];
      if (recipient !== null && timer !== null) found.set(recipient, timer);
    }
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
  }
  return found;
}
