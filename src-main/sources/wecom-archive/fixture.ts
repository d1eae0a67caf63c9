import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postsOn } from '../../../fixtures/scenario.ts';
import type { CallFact, Fixture, Media, Person, Post, Story, Thread } from '../../../fixtures/story.ts';

/** Who works for the company whose archive it is; everybody else is outside. */
const MEMBER = 'ada';

/** Writes what a device's owner saw as the archive that the owner's company would have collected: messages, group lists, media. */
export const fixture: Fixture = {
  parser: 'wecom-archive',
  variants: ['lines', 'array'],
  platforms: ['android'],
  lacks: {
    replies: 'an answer holds what it answers in its own text',
    forwards: 'told apart only where a conversation is forwarded',
    edits: 'messages cannot be edited',
    reactions: 'not archived',
    receipts: 'not archived',
    mentions: 'written as text',
    'poll-votes': 'each vote is a message of its own, without names of choices',
    contacts: 'a card names an account, without a vCard',
    'view-once': 'the app has none',
    timers: 'the app has none',
    'system-lines': 'not archived',
    'system-persons': 'not archived',
    'past-members': 'a group list names those who are members when it is asked for',
    broadcasts: 'the writer leaves them out',
    channels: 'the app has none',
    communities: 'the app has none',
    'community-links': 'the app has none',
    subscribers: 'the app has none',
    owner: 'an archive belongs to a company, not to one account',
    drafts: 'not archived',
    accounts: 'not told',
    'media-hash': 'stated as MD5',
    stars: 'not archived',
  },
  identifiersOf: (person) => [identifierOf(person)],
  write(story, { root, device }, variant) {
    const folder = join(root, 'wecom-archive');
    mkdirSync(join(folder, 'media'), { recursive: true });
    const writer = new Writer(story, folder, device.clockSkewMs, device.owner);
    const objects: { readonly ms: number; readonly value: object }[] = [];
    for (const post of postsOn(story, device.id)) {
      const thread = threadOf(story, post.thread);
      if (thread.type !== 'one-to-one' && thread.type !== 'group') continue;
      objects.push(...writer.objectsOf(post, thread, device.id));
    }
    for (const call of story.calls)
      if (call.on.includes(device.id)) objects.push({ ms: call.startedMs, value: writer.callOf(call) });
    objects.sort((a, b) => a.ms - b.ms);
    const texts = objects.map(({ value }) => JSON.stringify(value));
    const isArray = variant === 'array';
    const text = isArray ? `[\n${texts.join(',\n')}\n]\n` : texts.map((one) => `${one}\n`).join('');
    writeFileSync(join(folder, isArray ? 'messages.json' : 'messages.jsonl'), text);
    for (const thread of story.threads)
      if (thread.type === 'group' && thread.on.includes(device.id))
        writeFileSync(join(folder, `group-${thread.id}.json`), JSON.stringify(writer.groupOf(thread), null, 1));
    if (story.persons.some(({ id }) => id === MEMBER))
      writeFileSync(join(folder, 'members.json'), JSON.stringify(writer.membersOf(MEMBER)));
  },
};

function identifierOf({ id }: Person): string {
  return id === MEMBER ? 'AdaBrandt' : `wm${createHash('sha1').update(id).digest('hex').slice(0, 30)}`;
}

function threadOf(story: Story, id: string): Thread {
  const thread = story.threads.find((one) => one.id === id);
  if (thread === undefined) throw new Error(`story: no thread ${id}`);
  return thread;
}

class Writer {
  readonly #story: Story;
  readonly #folder: string;
  readonly #skewMs: number;
  readonly #owner: string;

  constructor(story: Story, folder: string, skewMs: number, owner: string) {
    this.#story = story;
    this.#folder = folder;
    this.#skewMs = skewMs;
    this.#owner = owner;
  }

  /** The message of a post, and its recall. */
  objectsOf(post: Post, thread: Thread, device: string): readonly { readonly ms: number; readonly value: object }[] {
    const sender = post.sender ?? this.#owner;
    const around = this.#around(thread, sender);
    const ms = post.sentMs + (sender === this.#owner ? this.#skewMs : 0);
    const value = { msgid: post.serverId, action: 'send', ...around, msgtime: ms, ...this.#content(post, device) };
    if (post.revoked === null) return [{ ms: post.sentMs, value }];
    const recall = {
      msgid: `${post.serverId}_recall`,
      action: 'recall',
      ...this.#around(thread, post.revoked.by),
      msgtime: post.revoked.ms,
      msgtype: 'revoke',
      revoke: { pre_msgid: post.serverId },
    };
    return [{ ms: post.sentMs, value }, { ms: post.revoked.ms, value: recall }]; // prettier-ignore
  }

  callOf(call: CallFact): object {
    const thread = threadOf(this.#story, call.thread);
    const isGroup = call.callees.length > 1;
    return {
      msgid: `${call.id}_voip`,
      action: 'send',
      ...this.#around(thread, call.caller),
      ...(isGroup ? {} : { tolist: call.callees.map((id) => this.#id(id)) }),
      msgtime: call.startedMs,
      msgtype: 'voiptext',
      info: { callduration: call.durationS, invitetype: (call.video ? 1 : 2) + (isGroup ? 2 : 0) },
    };
  }

  groupOf(thread: Thread): object {
    const s = (ms: number): number => Math.floor(ms / 1000);
    const owner = thread.members.find(({ role }) => role === 'owner');
    const members = thread.members.filter(({ leftMs }) => leftMs === null);
    return {
      errcode: 0,
      group_chat: {
        chat_id: thread.number,
        name: thread.subject,
        owner: owner === undefined ? '' : this.#id(owner.person),
        create_time: s(thread.createdMs),
        notice: thread.description ?? '',
        member_list: members.map(({ person, joinedMs }) => ({
          userid: this.#id(person),
          type: person === MEMBER ? 1 : 2,
          join_time: s(joinedMs),
          join_scene: 1,
          name: this.#person(person).selfName,
        })),
        admin_list: members.filter(({ role }) => role === 'admin').map(({ person }) => ({ userid: this.#id(person) })),
      },
    };
  }

  membersOf(id: string): object {
    const person = this.#person(id);
    return { errcode: 0, userlist: [{ userid: this.#id(id), name: person.selfName, department: [1], status: 1 }] };
  }

  #around(thread: Thread, sender: string): object {
    const others = thread.members.map(({ person }) => person).filter((id) => id !== sender);
    return { from: this.#id(sender), tolist: others.map((id) => this.#id(id)), roomid: thread.number ?? '' };
  }

  #content(post: Post, device: string): object {
    const { body } = post;
    switch (body.type) {
      case 'text':
      case 'link':
        return { msgtype: 'text', text: { content: body.text } };
      case 'media':
        return this.#media(body.media, body.media.presentOn.includes(device));
      case 'location': {
        const { latitude, longitude, name, address } = body;
        return { msgtype: 'location', location: { longitude, latitude, address: address ?? '', title: name ?? '', zoom: 15 } }; // prettier-ignore
      }
      case 'contact':
        return { msgtype: 'card', card: { corpname: 'Nordlicht', userid: body.cards[0]?.name ?? '' } };
      case 'poll':
        return {
          msgtype: 'vote',
          votetitle: body.question,
          voteitem: body.options,
          votetype: 101,
          voteid: post.serverId,
        };
      case 'system':
        return { msgtype: 'text', text: { content: `(${body.system.action})` } };
      case 'unknown':
        return { msgtype: `unknown${body.code}`, [`unknown${body.code}`]: { content: body.text } };
    }
  }

  #media(media: Media, isPresent: boolean): object {
    const bytes = media.content();
    const md5sum = createHash('md5').update(bytes).digest('hex');
    const common = { sdkfileid: Buffer.from(md5sum).toString('base64'), md5sum };
    const [msgtype, ending, value] = this.#kind(media, bytes.length);
    if (isPresent) writeFileSync(join(this.#folder, 'media', `${md5sum}.${ending}`), bytes);
    return { msgtype, [msgtype]: { ...common, ...value } };
  }

  #kind(media: Media, filesize: number): readonly [string, string, object] {
    const ending = media.name.slice(media.name.lastIndexOf('.') + 1);
    switch (media.type) {
      case 'image':
        return ['image', 'jpg', { filesize }];
      case 'voice':
        return ['voice', 'amr', { voice_size: filesize, play_length: media.durationS ?? 0 }];
      case 'video':
        return ['video', 'mp4', { filesize, play_length: media.durationS ?? 0 }];
      case 'gif':
      case 'sticker':
        return ['emotion', 'gif', { type: 1, imagesize: filesize, width: media.width ?? 0, height: media.height ?? 0 }];
      case 'audio':
      case 'document':
        return ['file', ending, { filename: media.name, fileext: ending, filesize }];
    }
  }

  #id(id: string): string {
    return identifierOf(this.#person(id));
  }

  #person(id: string): Person {
    const person = this.#story.persons.find((one) => one.id === id);
    if (person === undefined) throw new Error(`story: no person ${id}`);
    return person;
  }
}
