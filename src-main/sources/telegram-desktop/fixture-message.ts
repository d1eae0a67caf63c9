import type { Device, Media, Person, Post, Story, SystemFact, Thread } from '../../../fixtures/story.ts';
import { channelNumber, userNumber } from '../fixture-telegram.ts';

const ABSENT = '(File not included. Change data exporting settings to download.)';

/** Words one account's export. `isNumbered`: as writers of 2020 did, without times in UTC and with shifted numbers; `isNamed`: who has no name is called by the number. */
export class ExportWriter {
  readonly #story: Story;
  readonly #device: Device;
  readonly #isNumbered: boolean;
  readonly #isNamed: boolean;

  constructor(story: Story, device: Device, isNumbered: boolean, isNamed = false) {
    this.#story = story;
    this.#device = device;
    this.#isNumbered = isNumbered;
    this.#isNamed = isNamed;
  }

  /** The blocks before the chats. */
  account(): object {
    const owner = this.#person(this.#device.owner);
    const name = { first_name: owner.selfName, last_name: '' };
    const at = Date.UTC(2025, 0, 2, 9);
    const list = Object.entries(this.#device.contacts).map(([id, first_name]) => {
      const person = this.#person(id);
      return { user_id: userNumber(person), first_name, last_name: '', phone_number: `+${person.phone}`, ...this.#time('date', at) }; // prettier-ignore
    });
    const session = {
      ...this.#time('last_active', at + 86_400_000),
      last_ip: '192.0.2.17',
      last_country: 'Germany',
      application_name: 'Telegram Desktop',
      device_model: 'PC 64bit',
      ...this.#time('created', at),
    };
    return {
      about: 'Here is the data you requested.',
      personal_information: { user_id: userNumber(owner), ...name, phone_number: `+${owner.phone}`, username: '@ada_brandt', bio: 'Freight' }, // prettier-ignore
      profile_pictures: [{ ...this.#time('date', at), photo: '(Photo not included. Change data exporting settings to download.)' }], // prettier-ignore
      contacts: { about: 'Contacts.', list },
      sessions: { about: 'Sessions.', list: [session] },
    };
  }

  headOf(thread: Thread): object {
    if (thread.type === 'one-to-one') {
      const other = this.#person(thread.members.find(({ person }) => person !== this.#device.owner)?.person ?? '');
      return { name: this.#nameOf(other), type: 'personal_chat', id: this.#shifted(userNumber(other), 2 ** 32) };
    }
    const type = thread.type === 'channel' ? 'public_channel' : 'private_supergroup';
    return { name: thread.subject, type, id: this.#shifted(channelNumber(thread), 2 ** 33) };
  }

  /** `save` writes a file that the export holds. */
  messageOf(
    id: number,
    post: Post,
    thread: Thread,
    place: string,
    save: (path: string, bytes: Uint8Array) => void,
  ): object {
    const isSystem = post.body.type === 'system';
    const ms = post.sentMs + (post.sender === this.#device.owner ? this.#device.clockSkewMs : 0);
    const edit = post.edits.at(-1);
    return {
      id,
      type: isSystem ? 'service' : 'message',
      ...this.#time('date', ms),
      ...(edit !== undefined && this.#time('edited', edit.ms)),
      ...this.#who(post.sender, thread, isSystem ? 'actor' : 'from'),
      ...(post.forwarded !== null && { forwarded_from: post.forwarded > 1 ? null : 'Port News' }),
      ...(post.replyTo !== null && { reply_to_message_id: this.#numberOf(post.replyTo, id, post) }),
      ...this.#content(post, place, save),
      ...(!this.#isNumbered && post.reactions.length > 0 && { reactions: this.#reactions(post) }),
    };
  }

  #reactions(post: Post): readonly object[] {
    return post.reactions.map(({ person, emoji, ms }) => ({
      type: 'emoji',
      count: 1,
      emoji,
      recent: [{ ...this.#who(person, null, 'from'), date: new Date(ms).toISOString().slice(0, 19) }],
    }));
  }

  /** Posts are numbered one after another. */
  #numberOf(serverId: string, id: number, post: Post): number {
    const ids = [...this.#story.posts()].map((one) => one.serverId);
    return id - ids.indexOf(post.serverId) + ids.indexOf(serverId);
  }

  #who(sender: string | null, thread: Thread | null, label: 'from' | 'actor'): object {
    if (sender !== null) {
      const person = this.#person(sender);
      const number = userNumber(person);
      return { [label]: this.#nameOf(person), [`${label}_id`]: this.#isNumbered ? this.#shifted(number, 2 ** 32) : `user${number}` }; // prettier-ignore
    }
    if (thread?.type !== 'channel') return {};
    const number = channelNumber(thread);
    return { [label]: thread.subject, [`${label}_id`]: this.#isNumbered ? number + 2 ** 33 : `channel${number}` };
  }

  #content(post: Post, place: string, save: (path: string, bytes: Uint8Array) => void): object {
    const { body } = post;
    switch (body.type) {
      case 'text': {
        const [mentioned] = post.mentions;
        if (mentioned === undefined) return words(body.text, []);
        return words(body.text, [{ type: 'mention_name', text: body.text, user_id: userNumber(this.#person(mentioned)) }]); // prettier-ignore
      }
      case 'link':
        return words(body.text, [{ type: 'text_link', text: body.text, href: body.url }]);
      case 'media': {
        const isThere = body.media.presentOn.includes(this.#device.id) && !post.viewOnce;
        return { ...this.#media(body.media, place, isThere ? save : null), ...words(body.caption ?? '', []) };
      }
      case 'location': {
        const live = body.liveS === null ? {} : { live_location_period_seconds: body.liveS };
        const venue = body.name === null ? {} : { place_name: body.name, address: body.address ?? '' };
        return { ...venue, location_information: { latitude: body.latitude, longitude: body.longitude }, ...live, ...words('', []) }; // prettier-ignore
      }
      case 'contact':
        return { contact_information: { first_name: body.cards[0]?.name ?? '', last_name: '', phone_number: '' }, ...words('', []) }; // prettier-ignore
      case 'poll': {
        const answers = body.options.map((text, index) => {
          const votes = body.votes.filter(({ options }) => options.includes(index));
          return { text, voters: votes.length, chosen: votes.some(({ person }) => person === this.#device.owner) };
        });
        return { poll: { question: body.question, closed: false, total_voters: body.votes.length, answers }, ...words('', []) }; // prettier-ignore
      }
      case 'system':
        return { ...this.#action(body.system), ...words('', []) };
      case 'unknown':
        return { file: ABSENT, media_type: `unknown_${body.code}`, ...words(body.text ?? '', []) };
    }
  }

  #media(media: Media, place: string, save: ((path: string, bytes: Uint8Array) => void) | null): object {
    const bytes = media.content();
    const [folder, kind] = FOLDERS[media.type];
    const path = save === null ? ABSENT : `${place}/${folder}/${media.name}`;
    save?.(path, bytes);
    const size = media.width === null || media.height === null ? {} : { width: media.width, height: media.height };
    if (media.type === 'image') return { photo: path, photo_file_size: bytes.length, ...size };
    return {
      file: path,
      file_name: media.name,
      file_size: bytes.length,
      ...(kind !== null && { media_type: kind }),
      mime_type: media.mediaType,
      ...(media.durationS !== null && { duration_seconds: media.durationS }),
      ...size,
    };
  }

  #action(fact: SystemFact): object {
    switch (fact.action) {
      case 'group-created':
        return { action: 'create_channel', title: fact.subject };
      case 'member-added':
        return { action: 'invite_members', members: fact.persons.map((id) => this.#nameOf(this.#person(id))) };
      case 'member-removed':
        return { action: 'remove_members', members: fact.persons.map((id) => this.#nameOf(this.#person(id))) };
      case 'member-left':
        return { action: 'remove_members', members: [null] };
      case 'subject-changed':
        return { action: 'edit_group_title', title: fact.after };
      case 'icon-changed':
        return { action: 'delete_group_photo' };
      case 'timer-changed':
        return { action: 'set_messages_ttl', period: fact.seconds };
      default:
        return { information_text: fact.action };
    }
  }

  /** Two forms of one time, of which older writers know the first. */
  #time(name: string, ms: number): object {
    const local = { [name]: new Date(ms).toISOString().slice(0, 19) };
    return this.#isNumbered ? local : { ...local, [`${name}_unixtime`]: String(Math.floor(ms / 1000)) };
  }

  #shifted(number: number, shift: number): number {
    return this.#isNumbered ? number + shift : number;
  }

  #nameOf(person: Person): string {
    const name = this.#device.contacts[person.id] ?? person.selfName;
    return name === '' && this.#isNamed ? `+${person.phone}` : name;
  }

  #person(id: string): Person {
    const person = this.#story.persons.find((one) => one.id === id);
    if (person === undefined) throw new Error(`story: no person ${id}`);
    return person;
  }
}

/** Folder and `media_type` by kind. */
const FOLDERS: Readonly<Record<Media['type'], readonly [folder: string, kind: string | null]>> = {
  image: ['photos', null],
  video: ['video_files', 'video_file'],
  audio: ['files', 'audio_file'],
  voice: ['voice_messages', 'voice_message'],
  gif: ['video_files', 'animation'],
  sticker: ['stickers', 'sticker'],
  document: ['files', null],
};

/** The two forms in which a message holds its words. */
function words(text: string, marks: readonly object[]): object {
  const plain = text === '' ? [] : [{ type: 'plain', text }];
  return { text: marks.length === 0 ? text : [...marks, ''], text_entities: marks.length === 0 ? plain : marks };
}
