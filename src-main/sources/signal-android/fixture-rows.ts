import type Database from 'better-sqlite3';
import type { Device, Person, Post, Story, Thread } from '../../../fixtures/story.ts';
import { aciOf, partnerOf, threadsOf, usernameOf, uuidOf } from '../fixture-signal.ts';
import { androidGroupIdOf, stateOf } from './fixture-groups.ts';
import type { Numbers, Row } from './fixture-post.ts';
import { OLD_NAMES } from './fixture-schema.ts';

/** Inserts a row under the names of the variant; columns that its tables lack are left out. */
export type Insert = (table: string, row: Row) => void;

export function inserter(db: Database.Database, variant: string): Insert {
  const statements = new Map<string, { readonly columns: readonly string[]; readonly put: Database.Statement }>();
  return (name, row) => {
    const isOld = variant !== 'attachment-table';
    const table = isOld && name === 'attachment' ? 'part' : name;
    const names = isOld ? OLD_NAMES[table] : undefined;
    const given = Object.fromEntries(Object.entries(row).map(([column, cell]) => [names?.[column] ?? column, cell]));
    const shape = `${table} ${Object.keys(given).join()}`;
    let known = statements.get(shape);
    if (known === undefined) {
      const has = new Set(db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]);
      if (has.size === 0) return;
      const columns = Object.keys(given).filter((column) => has.has(column));
      const put = db.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      known = { columns, put };
      statements.set(shape, known);
    }
    known.put.run(known.columns.map((column) => given[column]));
  };
}

/** A person's number identity; the story's people with a user name have one. */
export function pniOf(person: Person): string | null {
  return usernameOf(person) === null ? null : `PNI:${uuidOf(`pni ${person.id}`)}`;
}

/** Everybody has a row, then every group; threads are numbered in their order. */
export function numbersOf(story: Story, device: Device): Numbers {
  const threads = threadsOf(story, device);
  const people = new Map(story.persons.map(({ id }, i) => [id, i + 1]));
  const groups = new Map(threads.filter(({ type }) => type === 'group').map(({ id }, i) => [id, people.size + i + 1]));
  const recipient = (person: string): number => people.get(person) ?? 0;
  return {
    recipient,
    thread: (id) => threads.findIndex((thread) => thread.id === id) + 1,
    partner: (id) => {
      const thread = threads.find((one) => one.id === id);
      return groups.get(id) ?? (thread === undefined ? 0 : recipient(partnerOf(thread, device)));
    },
  };
}

export function insertPeople(insert: Insert, story: Story, device: Device, numbers: Numbers): void {
  const threads = threadsOf(story, device);
  const direct = new Map(
    threads.filter(({ type }) => type === 'one-to-one').map((one) => [partnerOf(one, device), one]),
  );
  for (const person of story.persons)
    insert('recipient', personRow(person, direct.get(person.id), device, numbers.recipient(person.id)));
  for (const thread of threads) {
    const draft = thread.drafts[device.id];
    const id = numbers.thread(thread.id);
    const partner = numbers.partner(thread.id);
    if (thread.type === 'group') {
      insert('recipient', { _id: partner, type: 3, group_type: 3, group_id: androidGroupIdOf(thread), registered: 0 });
      insertGroup(insert, thread, numbers);
    }
    insert('thread', { _id: id, date: thread.createdMs, meaningful_messages: 4, recipient_id: partner, snippet: thread.type === 'group' ? 'the last words' : null, snippet_type: 10_485_780, archived: thread.archivedOn.includes(device.id) ? 1 : 0 }); // prettier-ignore
    if (draft !== undefined) insert('drafts', { thread_id: id, type: 'text', value: draft });
  }
}

function personRow(person: Person, thread: Thread | undefined, device: Device, id: number): Row {
  const [given = '', ...family] = person.selfName.split(' ');
  return {
    _id: id,
    e164: `+${person.phone}`,
    aci: aciOf(person.id),
    pni: pniOf(person),
    username: usernameOf(person),
    registered: 1,
    profile_key: 'c2VjcmV0IG9mIHRoaXMgcHJvZmlsZQ==',
    profile_given_name: given === '' ? null : given,
    profile_family_name: family.join(' ') || null,
    profile_joined_name: person.selfName === '' ? null : person.selfName,
    system_joined_name: device.contacts[person.id] ?? null,
    about: person.businessName,
    message_expiration_time: thread?.disappearingS ?? 0,
  };
}

function insertGroup(insert: Insert, thread: Thread, numbers: Numbers): void {
  const current = thread.members.filter(({ leftMs }) => leftMs === null);
  insert('groups', {
    group_id: androidGroupIdOf(thread),
    recipient_id: numbers.partner(thread.id),
    title: thread.subject,
    members: current.map(({ person }) => numbers.recipient(person)).join(','),
    timestamp: thread.createdMs,
    active: 1,
    master_key: Buffer.alloc(32, 7),
    revision: 5,
    decrypted_group: stateOf(thread, 5),
  });
  for (const { person } of current) insert('group_membership', { group_id: androidGroupIdOf(thread), recipient_id: numbers.recipient(person) }); // prettier-ignore
}

/** What hangs on a post's row: reactions, mentions, receipts of a group, votes. */
export function insertParts(
  insert: Insert,
  post: Post,
  thread: Thread,
  device: Device,
  message: number,
  numbers: Numbers,
): void {
  for (const { person, emoji, ms } of post.reactions)
    insert('reaction', { message_id: message, author_id: numbers.recipient(person), emoji: emoji ?? '', date_sent: ms, date_received: ms + 300 }); // prettier-ignore
  if (post.revoked !== null) return;
  for (const [index, person] of post.mentions.entries())
    insert('mention', { thread_id: numbers.thread(post.thread), message_id: message, recipient_id: numbers.recipient(person), range_start: index, range_length: 1 }); // prettier-ignore
  if (post.body.type === 'poll') {
    insert('poll', { _id: message, author_id: numbers.recipient(post.sender ?? ''), message_id: message, question: post.body.question, allow_multiple_votes: 1 }); // prettier-ignore
    for (const [i, name] of post.body.options.entries())
      insert('poll_option', { _id: message * 100 + i, poll_id: message, option_text: name, option_order: i });
    for (const { person, options, ms } of post.body.votes)
      for (const option of options)
        insert('poll_vote', { poll_id: message, poll_option_id: message * 100 + option, voter_id: numbers.recipient(person), vote_count: 1, date_received: ms, vote_state: 4 }); // prettier-ignore
  }
  if (thread.type !== 'group' || post.sender !== device.owner) return;
  for (const { person, deliveredMs, readMs } of post.receipts) {
    const [status, timestamp] = readMs !== null ? [2, readMs] : deliveredMs !== null ? [1, deliveredMs] : [0, -1];
    insert('group_receipts', {
      mms_id: message,
      address: numbers.recipient(person),
      status,
      timestamp,
      unidentified: 1,
    });
  }
}

export function insertCalls(insert: Insert, story: Story, device: Device, numbers: Numbers): void {
  const threads = new Map(threadsOf(story, device).map((one) => [one.id, one]));
  for (const call of story.calls) {
    const thread = threads.get(call.thread);
    if (thread === undefined || !call.on.includes(device.id)) continue;
    const isOwn = call.caller === device.owner;
    const isGroup = thread.type === 'group';
    const events = { answered: isGroup ? 6 : 1, missed: 3, rejected: 8, cancelled: 2 } as const;
    insert('call', {
      call_id: BigInt(call.startedMs) * 1_000_003n,
      peer: numbers.partner(thread.id),
      type: isGroup ? 3 : call.video ? 1 : 0,
      direction: isOwn ? 1 : 0,
      event: events[call.outcome],
      timestamp: call.startedMs + (isOwn ? device.clockSkewMs : 0),
      ringer: isGroup ? numbers.recipient(call.caller) : null,
    });
  }
  for (const person of story.persons.slice(0, 3))
    insert('identities', { address: aciOf(person.id), identity_key: 'cHVibGljIGtleQ==', first_use: 1, timestamp: 1_735_689_600_000 + numbers.recipient(person.id), verified: person.id === 'ben' ? 1 : 0, nonblocking_approval: 1 }); // prettier-ignore
}
