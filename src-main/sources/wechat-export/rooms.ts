import type { Extracted, Key, Locator, Participant, StoredColumns } from '../../model/index.ts';
import type { ConversationStated, PersonStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { accountKey } from './people.ts';
import type { People } from './people.ts';

/** The conversations of one export and who is named in them, each made known once. Memory grows with conversations and members. */
export class Rooms {
  readonly #people: People;
  readonly #members = new Map<Key, Set<Key>>();

  constructor(people: People) {
    this.#people = people;
  }

  /** The key of a conversation; the record of one that is new comes before, with the members that its file lists. */
  refer(stated: ConversationStated, facts: FileFacts, at: Locator, out: Extracted[]): Key {
    const key = `conversation:${stated.identifier}`;
    if (this.#members.has(key)) return key;
    this.#members.set(key, new Set());
    const account = stated.partner === null ? null : this.#people.refer(stated.partner, at, out);
    out.push({
      kind: 'conversation',
      key,
      from: { at: [facts.at[0] ?? at, ...facts.at.slice(1)], state: 'live' },
      stored: facts.stored satisfies StoredColumns,
      type: stated.type,
      identifier: stated.identifier,
      title: stated.title ?? (stated.type === 'group' ? this.#people.titleOf(stated.identifier) : null),
      account,
      parent: null,
      created: null,
      archived: null,
      hidden: null,
      description: null,
      draft: null,
      disappearingS: null,
    });
    for (const { person, role, at: where } of facts.conversations.size > 0 ? [] : facts.members.values()) {
      this.#people.refer(person, where, out);
      this.#join(key, person, role, where, out);
    }
    return key;
  }

  /** What statements alone name: conversations without a message, and accounts that are in none. */
  *rest(stated: readonly ConversationStated[], facts: FileFacts): Generator<Extracted> {
    const [at] = facts.at;
    if (at === undefined) return;
    const out: Extracted[] = [];
    for (const one of stated) this.refer(one, facts, at, out);
    for (const { person, at: where } of facts.members.values()) this.#people.refer(person, where, out);
    if (facts.owner !== null) this.#people.refer({ identifier: facts.owner, isName: false, names: [] }, at, out);
    yield* out;
  }

  /** Who writes in a conversation takes part in it, at that time. */
  write(conversation: Key, person: PersonStated, at: Locator, out: Extracted[]): void {
    this.#join(conversation, person, 'unknown', at, out);
  }

  #join(key: Key, person: PersonStated, role: Participant['role'], at: Locator, out: Extracted[]): void {
    const account = accountKey(person);
    const members = this.#members.get(key);
    if (members === undefined || members.has(account)) return;
    members.add(account);
    this.#people.refer(person, at, out);
    out.push({
      kind: 'participant',
      key: `participant:${key}:${account}`,
      from: { at: [at], state: 'live' },
      conversation: key,
      account,
      role,
      // Lists of members also hold those who wrote once and left.
      membership: 'unknown',
      joined: null,
      left: null,
    });
  }
}
