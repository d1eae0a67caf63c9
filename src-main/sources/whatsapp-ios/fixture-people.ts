import type { Device, Person, Story, Thread } from '../../../fixtures/story.ts';
import type { StoreWriter } from './fixture-tables.ts';
import { coreSeconds } from './fixture-tables.ts';

/** The identifiers that one device uses for the persons and threads of a story. */
export class Directory {
  readonly device: Device;
  readonly #persons: ReadonlyMap<string, Person>;
  readonly #members = new Map<string, number>();

  constructor(story: Story, device: Device) {
    this.device = device;
    this.#persons = new Map(story.persons.map((person) => [person.id, person]));
  }

  person(id: string): Person {
    const person = this.#persons.get(id);
    if (person === undefined) throw new Error(`fixture: the story has no person ${id}`);
    return person;
  }

  phoneJid(id: string): string {
    return `${this.person(id).phone}@s.whatsapp.net`;
  }

  /** How this thread addresses the person. */
  jid(id: string, thread: Thread): string {
    const { hiddenId } = this.person(id);
    return thread.usesHiddenIds && hiddenId !== null && id !== this.device.owner
      ? `${hiddenId}@lid`
      : this.phoneJid(id);
  }

  chatJid(thread: Thread): string {
    switch (thread.type) {
      case 'one-to-one':
        return this.jid(this.partner(thread), thread);
      case 'group':
      case 'community':
        return `${thread.number ?? thread.id}@g.us`;
      case 'broadcast':
        return `${thread.number ?? thread.id}@broadcast`;
      case 'channel':
        return `${thread.number ?? thread.id}@newsletter`;
      case 'status':
        return 'status@broadcast';
    }
  }

  /** The other person of a one-to-one thread; the owner in a thread with oneself. */
  partner(thread: Thread): string {
    return thread.members.find((member) => member.person !== this.device.owner)?.person ?? this.device.owner;
  }

  member(thread: Thread, person: string): number | null {
    return this.#members.get(`${thread.id} ${person}`) ?? null;
  }

  noteMember(thread: Thread, person: string, key: number): void {
    this.#members.set(`${thread.id} ${person}`, key);
  }
}

/** Address book and hidden ids; a hidden id is paired with a number only for persons whom the owner knows. */
export function writePeople(
  story: Story,
  directory: Directory,
  contacts: StoreWriter,
  pairs: { readonly store: StoreWriter; readonly table: string },
): void {
  const { device } = directory;
  for (const [id, name] of Object.entries(device.contacts)) {
    const person = directory.person(id);
    const [given = name, ...rest] = name.split(' ');
    contacts.insert('ZWAADDRESSBOOKCONTACT', {
      ZFULLNAME: name,
      ZGIVENNAME: given,
      ZHIGHLIGHTEDNAME: rest.join(' '),
      ZPHONENUMBER: `+${person.phone}`,
      ZWHATSAPPID: `${person.phone}@s.whatsapp.net`,
      ZLID: person.hiddenId === null ? null : `${person.hiddenId}@lid`,
      ZBUSINESSNAME: person.businessName,
      ZPHONESTATUS: 2,
    });
  }
  for (const { id, hiddenId, phone } of story.persons) {
    if (hiddenId === null || (device.contacts[id] === undefined && id !== device.owner)) continue;
    const time = coreSeconds(Date.UTC(2025, 0, 1));
    if (pairs.table === 'ZWAZACCOUNT')
      pairs.store.insert(pairs.table, { ZIDENTIFIER: `${hiddenId}@lid`, ZPHONENUMBER: phone, ZCREATEDAT: time });
    else pairs.store.insert(pairs.table, { ZLID: hiddenId, ZPHONENUMBER: phone, ZTIMESTAMP: time });
  }
}

/** The names that accounts gave themselves, for everybody who shares a thread with the owner. */
export function writeSelfNames(story: Story, directory: Directory, chat: StoreWriter): void {
  const seen = new Set<string>();
  for (const thread of story.threads) {
    if (!thread.on.includes(directory.device.id)) continue;
    for (const { person } of thread.members) {
      const jid = directory.jid(person, thread);
      const name = directory.person(person).selfName;
      if (seen.has(jid) || person === directory.device.owner || name === '') continue;
      seen.add(jid);
      chat.insert('ZWAPROFILEPUSHNAME', { ZJID: jid, ZPUSHNAME: name });
    }
  }
}
