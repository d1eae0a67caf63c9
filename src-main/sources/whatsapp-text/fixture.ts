import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postsOn } from '../../../fixtures/scenario.ts';
import type {
  Device,
  Fixture,
  FixtureTarget,
  Person,
  Post,
  Story,
  SystemFact,
  Thread,
} from '../../../fixtures/story.ts';
import { wallClock } from '../../model/index.ts';

const LRM = '\u200E';
const NNBSP = '\u202F';

/** Writes each conversation of a device as the app's own export: a text file with the media beside it. */
export const fixture: Fixture = {
  parser: 'whatsapp-text',
  variants: ['ios-bracket', 'android-dash'],
  platforms: ['ios', 'android'],
  lacks: {
    'server-ids': 'the export carries no ids',
    seconds: 'Android writes minutes only',
    zone: 'times are local times of the phone',
    replies: 'an answer looks like any text',
    forwards: 'not marked',
    edits: 'only the last wording is written, with a mark',
    'revoked-by': 'the line of a deletion names its author, not who deleted',
    'revoked-time': 'not written',
    'poll-votes': 'written as counts, without names',
    contacts: 'a card is a file beside the text, or omitted',
    'system-lines': 'sentences in the language of the phone, kept as text',
    reactions: 'not written',
    receipts: 'not written',
    mentions: 'written as text',
    'view-once': 'not written',
    timers: 'only as system lines',
    membership: 'only as system lines',
    broadcasts: 'not exported',
    channels: 'not exported',
    communities: 'not told apart from groups',
    'community-links': 'not written',
    subscribers: 'not exported',
    calls: 'only missed ones are lines',
    'hidden-ids': 'accounts are names',
    owner: 'only through lines about own deletions',
    drafts: 'not exported',
    accounts: 'names only',
    'media-hash': 'not written',
    stars: 'not written',
  },
  write(story, target, variant) {
    for (const thread of story.threads) {
      const exportable = thread.type === 'one-to-one' || thread.type === 'group';
      if (exportable && thread.on.includes(target.device.id)) writeThread(story, target, thread, variant);
    }
  },
};

function writeThread(story: Story, target: FixtureTarget, thread: Thread, variant: string): void {
  const writer = new Exporter(story, target.device, thread, variant === 'ios-bracket');
  const name = writer.title.replace(/[/\\\0]/gu, '_');
  const folder = join(
    target.root,
    variant === 'ios-bracket' ? `WhatsApp Chat - ${name}` : `WhatsApp Chat with ${name}`,
  );
  mkdirSync(folder, { recursive: true });
  const lines: string[] = [];
  for (const post of postsOn(story, target.device.id)) {
    if (post.thread !== thread.id) continue;
    lines.push(writer.line(post));
    if (
      post.body.type === 'media' &&
      post.body.media.presentOn.includes(target.device.id) &&
      post.revoked === null &&
      !post.viewOnce
    )
      writeFileSync(join(folder, writer.mediaName(post)), post.body.media.content());
  }
  const end = variant === 'ios-bracket' ? '\r\n' : '\n';
  const file = variant === 'ios-bracket' ? '_chat.txt' : `WhatsApp Chat with ${name}.txt`;
  writeFileSync(join(folder, file), lines.map((line) => line + end).join(''));
}

/** Words one conversation's lines as the app does. */
class Exporter {
  readonly #story: Story;
  readonly #device: Device;
  readonly #thread: Thread;
  readonly #ios: boolean;
  #count = 0;
  readonly #names = new Map<string, string>();

  constructor(story: Story, device: Device, thread: Thread, ios: boolean) {
    this.#story = story;
    this.#device = device;
    this.#thread = thread;
    this.#ios = ios;
  }

  get title(): string {
    const other = this.#thread.members.find((m) => m.person !== this.#device.owner);
    return this.#thread.subject ?? (other === undefined ? this.#thread.id : this.#nameOf(other.person));
  }

  line(post: Post): string {
    const stamp = this.#stamp(post);
    const text = this.#text(post);
    const system = post.body.type === 'system';
    if (this.#ios) {
      const author = system || post.sender === null ? this.title : this.#nameOf(post.sender);
      const lead = post.body.type === 'media' ? LRM : '';
      return `${lead}[${stamp}] ${author}: ${system ? LRM : ''}${text}`;
    }
    return system || post.sender === null ? `${stamp} - ${text}` : `${stamp} - ${this.#nameOf(post.sender)}: ${text}`;
  }

  /** The name under which the export writes a post's file; the same for each call. */
  mediaName(post: Post): string {
    const known = this.#names.get(post.serverId);
    if (known !== undefined) return known;
    if (post.body.type !== 'media') throw new Error(`fixture: ${post.serverId} has no media`);
    const { name, type } = post.body.media;
    const extension = name.slice(name.lastIndexOf('.'));
    const kind = {
      image: 'PHOTO',
      video: 'VIDEO',
      audio: 'AUDIO',
      voice: 'AUDIO',
      gif: 'GIF',
      sticker: 'STICKER',
      document: '',
    }[type];
    const counter = String(++this.#count).padStart(8, '0');
    const when = this.#clock(post);
    const iosName =
      kind === ''
        ? `${counter}-${name}`
        : `${counter}-${kind}-${when.year}-${two(when.month)}-${two(when.day)}-${two(when.hour)}-${two(when.minute)}-${two(when.second)}${extension}`;
    const chosen = this.#ios ? iosName : name;
    this.#names.set(post.serverId, chosen);
    return chosen;
  }

  #clock(post: Post) {
    const skew = post.sender === this.#device.owner ? this.#device.clockSkewMs : 0;
    return wallClock(post.sentMs + skew, this.#device.zone);
  }

  #stamp(post: Post): string {
    const c = this.#clock(post);
    const date = `${two(c.day)}/${two(c.month)}/${c.year}`;
    if (!this.#ios) return `${date}, ${two(c.hour)}:${two(c.minute)}`;
    const half = c.hour < 12 ? 'AM' : 'PM';
    return `${date}, ${c.hour % 12 === 0 ? 12 : c.hour % 12}:${two(c.minute)}:${two(c.second)}${NNBSP}${half}`;
  }

  #nameOf(id: string): string {
    const person = this.#person(id);
    if (id === this.#device.owner) return person.selfName;
    const saved = this.#device.contacts[id] ?? person.businessName;
    if (saved !== null) return saved;
    const plain = person.selfName.trim() === '' ? `+${person.phone}` : person.selfName;
    return this.#ios && plain === person.selfName ? `~${NNBSP}${plain}` : plain;
  }

  #person(id: string): Person {
    const person = this.#story.persons.find((p) => p.id === id);
    if (person === undefined) throw new Error(`story: no person ${id}`);
    return person;
  }

  #text(post: Post): string {
    if (post.revoked !== null) {
      const own = post.revoked.by === this.#device.owner;
      const asAdmin = post.revoked.by !== post.sender;
      const words = own ? `You deleted this message${asAdmin ? ' as admin' : ''}` : 'This message was deleted';
      return this.#ios ? `${LRM}${words}.` : words;
    }
    const text = this.#bodyText(post);
    if (post.edits.length === 0) return text;
    return this.#ios ? `${text} ${LRM}<This message was edited>` : `${text} <This message was edited>`;
  }

  #bodyText(post: Post): string {
    const mark = this.#ios ? LRM : '';
    const { body } = post;
    switch (body.type) {
      case 'text':
      case 'link':
        return body.text;
      case 'media':
        return this.#mediaText(post, body.media.type, body.caption);
      case 'location': {
        const where = `https://maps.google.com/?q=${body.latitude},${body.longitude}`;
        return this.#ios ? `${LRM}Location: ${where}` : `location: ${where}`;
      }
      case 'contact':
        return this.#ios ? `${LRM}Contact card omitted` : `${body.cards[0]?.name ?? 'contact'}.vcf (file attached)`;
      case 'poll': {
        const votes = body.options.map((_, i) => body.votes.filter((v) => v.options.includes(i)).length);
        const options = body.options.map(
          (option, i) => `${mark}OPTION: ${option} (${votes[i] ?? 0} ${votes[i] === 1 ? 'vote' : 'votes'})`,
        );
        return [`${mark}POLL:`, body.question, ...options].join(this.#ios ? '\r\n' : '\n');
      }
      case 'system':
        return this.#systemText(post.sender, body.system);
      case 'unknown':
        return body.text ?? 'null';
    }
  }

  #mediaText(post: Post, type: string, caption: string | null): string {
    if (post.body.type !== 'media') throw new Error('fixture: not media');
    const present = post.body.media.presentOn.includes(this.#device.id) && !post.viewOnce;
    if (!this.#ios) {
      if (!present) return post.viewOnce ? 'null' : '<Media omitted>';
      return `${this.mediaName(post)} (file attached)${caption === null ? '' : `\n${caption}`}`;
    }
    const words = type === 'voice' ? 'audio' : type === 'gif' ? 'GIF' : type;
    const what = present ? `<attached: ${this.mediaName(post)}>` : `${words} omitted`;
    return caption === null ? `${LRM}${what}` : `${caption} ${LRM}${what}`;
  }

  #systemText(actor: string | null, fact: SystemFact): string {
    const who = actor === null ? 'Somebody' : actor === this.#device.owner ? 'You' : this.#nameOf(actor);
    const list = (ids: readonly string[]): string => ids.map((id) => this.#nameOf(id)).join(', ');
    switch (fact.action) {
      case 'group-created':
        return `${who} created group "${fact.subject}"`;
      case 'member-added':
        return `${who} added ${list(fact.persons)}`;
      case 'member-removed':
        return `${who} removed ${list(fact.persons)}`;
      case 'member-left':
        return `${who} left`;
      case 'subject-changed':
        return `${who} changed the group name from "${fact.before}" to "${fact.after}"`;
      case 'description-changed':
        return `${who} changed the group description`;
      case 'icon-changed':
        return `${who} changed this group's icon`;
      case 'admin-added':
        return `${list(fact.persons)} is now an admin`;
      case 'timer-changed':
        return `${who} turned on disappearing messages`;
      case 'number-changed':
        return `${who} changed their phone number to a new number`;
      case 'security-code-changed':
        return `Your security code with ${list(fact.persons)} changed`;
      case 'encryption-notice':
        return 'Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.';
      case 'blocked':
        return 'You blocked this contact';
      case 'unblocked':
        return 'You unblocked this contact';
    }
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
