import type Database from 'better-sqlite3';
import type { Device, Person, Story, Thread } from '../../../fixtures/story.ts';
import {
  aciOf,
  conversationIdOf,
  groupIdOf,
  partnerOf,
  personRowOf,
  threadsOf,
  usernameOf,
} from '../fixture-signal.ts';
import type { Fields } from './fixture-post.ts';
import { COLUMNS_OF } from './fixture-schema.ts';

type Row = Readonly<Record<string, string | number | null>>;

function insert(db: Database.Database, table: string, row: Row): void {
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${table} (${columns.map((one) => `"${one}"`).join(', ')}) VALUES (${marks})`).run(
    Object.values(row),
  );
}

/** Everybody in the story has a row, as everybody does who ever wrote in a group of the app's. */
export function insertConversations(db: Database.Database, story: Story, device: Device): void {
  const threads = threadsOf(story, device);
  const direct = new Map(
    threads.filter(({ type }) => type === 'one-to-one').map((one) => [partnerOf(one, device), one]),
  );
  for (const person of story.persons) insert(db, 'conversations', personRow(person, direct.get(person.id), device));
  for (const thread of threads) if (thread.type === 'group') insert(db, 'conversations', groupRow(thread, device));
}

function personRow(person: Person, thread: Thread | undefined, device: Device): Row {
  const saved = device.contacts[person.id] ?? null;
  const [given = '', ...family] = person.selfName.split(' ');
  const username = usernameOf(person);
  const json = {
    id: personRowOf(person.id),
    type: 'private',
    version: 2,
    profileSharing: true,
    messageCount: 4,
    ...(username !== null && { username }),
    ...(person.businessName !== null && { about: person.businessName }),
    ...stateOf(thread, device),
    profileKey: 'c2VjcmV0IG9mIHRoaXMgcHJvZmlsZQ==',
  };
  return {
    id: personRowOf(person.id),
    json: JSON.stringify(json),
    active_at: thread?.createdMs ?? null,
    type: 'private',
    members: null,
    name: saved,
    profileName: given === '' ? null : given,
    profileFamilyName: family.join(' ') || null,
    profileFullName: person.selfName === '' ? null : person.selfName,
    e164: `+${person.phone}`,
    serviceId: aciOf(person.id),
    groupId: null,
    profileLastFetchedAt: 1_746_000_000_000,
    expireTimerVersion: 1,
  };
}

function groupRow(thread: Thread, device: Device): Row {
  const current = thread.members.filter(({ leftMs }) => leftMs === null);
  const json = {
    id: conversationIdOf(thread, device),
    type: 'group',
    version: 2,
    groupVersion: 2,
    revision: 7,
    description: thread.description ?? undefined,
    membersV2: current.map(({ person, role }) => ({ aci: aciOf(person), role: role === 'member' ? 1 : 2, joinedAtVersion: 1 })), // prettier-ignore
    masterKey: 'c2VjcmV0IG9mIHRoaXMgZ3JvdXA=',
    ...stateOf(thread, device),
  };
  return {
    id: conversationIdOf(thread, device),
    json: JSON.stringify(json),
    active_at: thread.createdMs,
    type: 'group',
    members: current.map(({ person }) => aciOf(person)).join(' '),
    name: thread.subject,
    groupId: groupIdOf(thread),
    expireTimerVersion: 1,
  };
}

function stateOf(thread: Thread | undefined, device: Device): Fields {
  if (thread === undefined) return {};
  return {
    isArchived: thread.archivedOn.includes(device.id),
    draft: thread.drafts[device.id],
    expireTimer: thread.disappearingS ?? undefined,
  };
}

/** Settings with the own account, and the history of calls. */
export function insertOthers(db: Database.Database, story: Story, device: Device): void {
  const own = story.persons.find(({ id }) => id === device.owner);
  const items: Fields = {
    number_id: `+${own?.phone ?? ''}.2`,
    uuid_id: `${aciOf(device.owner)}.2`,
    profileKey: 'c2VjcmV0IG9mIHRoZSBvd25lcg==',
    'read-receipt-setting': true,
  };
  for (const [id, value] of Object.entries(items)) insert(db, 'items', { id, json: JSON.stringify({ id, value }) });
  const threads = new Map(threadsOf(story, device).map((one) => [one.id, one]));
  for (const call of story.calls) {
    const thread = threads.get(call.thread);
    if (thread === undefined || !call.on.includes(device.id)) continue;
    const isOwn = call.caller === device.owner;
    const isGroup = thread.type === 'group';
    const accepted = isGroup ? 'Joined' : 'Accepted';
    insert(db, 'callsHistory', {
      callId: String(BigInt(call.startedMs) * 1_000_003n),
      peerId: isGroup ? groupIdOf(thread) : aciOf(partnerOf(thread, device)),
      ringerId: isOwn ? null : aciOf(call.caller),
      startedById: isGroup ? aciOf(call.caller) : null,
      mode: isGroup ? 'Group' : 'Direct',
      type: isGroup ? 'Group' : call.video ? 'Video' : 'Audio',
      direction: isOwn ? 'Outgoing' : 'Incoming',
      status: call.outcome === 'answered' ? accepted : call.outcome === 'missed' ? 'Missed' : 'Declined',
      timestamp: call.startedMs + (isOwn ? device.clockSkewMs : 0),
      endedTimestamp: call.durationS === 0 ? null : call.startedMs + call.durationS * 1000,
    });
  }
}

/** Divides a message between columns, JSON and the table of attachments, as the variant does. */
export function insertMessage(db: Database.Database, variant: string, fields: Fields): void {
  const isNew = variant !== 'json';
  const named = new Set(isNew ? [...COLUMNS_OF.always, ...COLUMNS_OF.moved] : COLUMNS_OF.always);
  const hasTable = variant === 'attachments-table';
  const row: Record<string, string | number | null> = {};
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (named.has(name)) row[name] = (value ?? null) as string | number | null;
    else if (!(hasTable && name === 'attachments')) json[name] = value;
    // Older versions keep in the JSON what they also have in columns.
    if (!isNew && named.has(name) && value !== null)
      json[name] = name.startsWith('is') || name.startsWith('has') ? value === 1 : value;
  }
  insert(db, 'messages', { ...row, json: JSON.stringify(json), schemaVersion: isNew ? 15 : 10 });
  const [id, conversationId, sentAt] = [fields.id as string, fields.conversationId as string, fields.sent_at as number];
  for (const [orderInMessage, one] of ((fields.attachments ?? []) as readonly Fields[]).entries())
    if (hasTable) {
      const own = Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as Row;
      insert(db, 'message_attachments', { messageId: id, editHistoryIndex: -1, attachmentType: 'attachment', orderInMessage, conversationId, sentAt, ...own }); // prettier-ignore
    }
  for (const one of (fields.reactions ?? []) as readonly Fields[]) {
    const { emoji, fromId, targetAuthorAci, targetTimestamp, timestamp } = one as Readonly<
      Record<string, string | number>
    >;
    if (emoji !== undefined)
      insert(db, 'reactions', { conversationId, emoji, fromId: fromId ?? null, messageReceivedAt: fields.received_at as number, targetAuthorAci: targetAuthorAci ?? null, targetTimestamp: targetTimestamp ?? null, unread: 0, messageId: id, timestamp: timestamp ?? null }); // prettier-ignore
  }
}
