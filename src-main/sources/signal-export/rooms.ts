import type { Extracted, Key, Locator, Participant } from '../../model/index.ts';
import type { People } from './people.ts';
import { accountKey } from './people.ts';
import type { PersonStated, RoomStated } from './said.ts';

/** The conversations of one export and who is named in them, each made known once. Memory grows with conversations and members. */
export class Rooms {
  readonly #people: People;
  readonly #members = new Map<Key, Set<Key>>();

  constructor(people: People) {
    this.#people = people;
  }

  /** The key of a conversation; the record of one that is new comes before, with the members that the export names. */
  refer(room: RoomStated, at: Locator, out: Extracted[]): Key {
    const key = `conversation:${room.identifier}`;
    if (!this.#members.has(key)) {
      this.#members.set(key, new Set());
      const account = room.partner === null ? null : this.#people.refer(room.partner, at, out);
      out.push({ kind: 'conversation', key, from: { at: [at], state: 'live' }, type: room.type, identifier: room.identifier, title: room.title, account, parent: null, created: null, archived: null, hidden: null, description: null, draft: null, disappearingS: null }); // prettier-ignore
    }
    for (const { person, role } of room.members ?? []) this.#join(key, person, role, at, out);
    return key;
  }

  /** Who writes in a conversation takes part in it, at that time. */
  write(conversation: Key, person: PersonStated, at: Locator, out: Extracted[]): void {
    this.#join(conversation, person, 'unknown', at, out);
  }

  #join(conversation: Key, person: PersonStated, role: Participant['role'], at: Locator, out: Extracted[]): void {
    const known = this.#members.get(conversation);
    const key = accountKey(person);
    if (known?.has(key) === true) return;
    known?.add(key);
    const account = this.#people.refer(person, at, out);
    out.push({ kind: 'participant', key: `${conversation}/${key}`, from: { at: [at], state: 'live' }, conversation, account, role, membership: 'unknown', joined: null, left: null }); // prettier-ignore
  }
}
