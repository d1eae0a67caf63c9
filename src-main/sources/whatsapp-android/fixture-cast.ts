import type { Device, Person, Story, Thread } from '../../../fixtures/story.ts';

/** Identifiers of the story's people and threads as one device stores them. */
export class Cast {
  readonly owner: Person;
  readonly threads: readonly Thread[];
  readonly #device: Device;
  readonly #jids = new Map<string, number>();
  readonly #byId: ReadonlyMap<string, Thread>;
  readonly #persons: ReadonlyMap<string, Person>;
  readonly #hasHiddenIds: boolean;
  readonly #knownByNumber: ReadonlySet<string>;

  constructor(story: Story, device: Device, hasHiddenIds: boolean) {
    this.#device = device;
    this.#persons = new Map(story.persons.map((person) => [person.id, person]));
    this.#hasHiddenIds = hasHiddenIds;
    this.owner = this.person(device.owner);
    this.threads = story.threads.filter((thread) => thread.on.includes(device.id));
    this.#byId = new Map(this.threads.map((thread) => [thread.id, thread]));
    const open = this.threads.filter((thread) => !thread.usesHiddenIds);
    this.#knownByNumber = new Set([
      ...open.flatMap((thread) => thread.members.map((member) => member.person)),
      ...Object.keys(device.contacts),
    ]);
  }

  person(id: string): Person {
    const person = this.#persons.get(id);
    if (person === undefined) throw new Error(`story: no person ${id}`);
    return person;
  }

  /** The row number that an identifier was given; given with `id`, it is remembered. */
  rememberJid(raw: string, id?: number): number | null {
    if (id !== undefined) this.#jids.set(raw, id);
    return this.#jids.get(raw) ?? null;
  }

  /** Null when this device does not hold the thread. */
  thread(id: string): Thread | null {
    return this.#byId.get(id) ?? null;
  }

  isOwner(id: string | null): boolean {
    return id === this.owner.id;
  }

  /** How an account is addressed in a thread: by hidden id where the thread uses them and the person has one. */
  jid(id: string, thread: Thread | null): string {
    const person = this.person(id);
    if (this.#hasHiddenIds && thread?.usesHiddenIds === true && person.hiddenId !== null)
      return `${person.hiddenId}@lid`;
    return numberJid(person);
  }

  /** The identifier of a thread. */
  threadJid(thread: Thread): string {
    switch (thread.type) {
      case 'one-to-one': {
        const other = thread.members.find((member) => member.person !== this.owner.id)?.person ?? this.owner.id;
        return this.jid(other, thread);
      }
      case 'group':
      case 'community':
        return `${thread.number ?? ''}@g.us`;
      case 'channel':
        return `${thread.number ?? ''}@newsletter`;
      case 'broadcast':
        return `${thread.number ?? ''}@broadcast`;
      case 'status':
        return 'status@broadcast';
    }
  }

  /** People that the device meets, in the story's order. */
  people(): readonly Person[] {
    const met = new Set(this.threads.flatMap((thread) => thread.members.map((member) => member.person)));
    for (const id of Object.keys(this.#device.contacts)) met.add(id);
    met.add(this.owner.id);
    return [...this.#persons.values()].filter((person) => met.has(person.id));
  }

  /** True when the device knows the number behind the hidden id. */
  isLinked(person: Person): boolean {
    return person.hiddenId !== null && this.#hasHiddenIds && this.#knownByNumber.has(person.id);
  }

  /** True when the device knows the person by hidden id alone. */
  isHidden(person: Person): boolean {
    return (
      this.#hasHiddenIds && person.hiddenId !== null && !this.#knownByNumber.has(person.id) && !this.isOwner(person.id)
    );
  }
}

export function numberJid(person: Person): string {
  return `${person.phone}@s.whatsapp.net`;
}
