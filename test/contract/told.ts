import type { Fixture, Person, Post, Story, Thread } from '../../fixtures/story.ts';
import { postsOn } from '../../fixtures/scenario.ts';
import type { Account, Conversation, EvidenceRecord, Extracted, Key, Message } from '../../src-main/model/index.ts';

type Kind = EvidenceRecord['kind'];
type OfKind<K extends Kind> = Extract<EvidenceRecord, { readonly kind: K }>;

/** A post of the story with the message that a parser made of it. */
export interface Pair {
  readonly post: Post;
  readonly message: Message;
}

/** One device of a story beside what a parser read from its fixture: each post with its message. */
export class Told {
  readonly story: Story;
  readonly device: Story['devices'][number];
  readonly fixture: Fixture;
  readonly pairs: readonly Pair[];
  /** Messages that no post of the story explains, and posts that no message holds. */
  readonly strays: readonly string[];
  readonly conversations: ReadonlyMap<Key, Conversation>;
  readonly accounts: ReadonlyMap<Key, Account>;
  readonly byServerId: ReadonlyMap<string, Pair>;
  readonly stream: readonly Extracted[];

  constructor(story: Story, deviceId: string, fixture: Fixture, stream: readonly Extracted[]) {
    const device = story.devices.find(({ id }) => id === deviceId);
    if (device === undefined) throw new Error(`the story has no device ${deviceId}`);
    this.story = story;
    this.device = device;
    this.fixture = fixture;
    const ids = fixture.storyIdsOf?.(story, device);
    this.stream = ids === undefined ? stream : stream.map((one) => withStoryId(one, ids));
    this.conversations = new Map(this.all('conversation').map((one) => [one.key, one]));
    this.accounts = new Map(this.all('account').map((one) => [one.key, one]));
    const { pairs, strays } = 'server-ids' in fixture.lacks ? this.#byOrder() : this.#byServerId();
    this.pairs = pairs;
    this.strays = strays;
    this.byServerId = new Map(pairs.map((pair) => [pair.post.serverId, pair]));
  }

  all<K extends Kind>(kind: K): readonly OfKind<K>[] {
    return this.stream.filter((one): one is OfKind<K> => one.kind === kind);
  }

  /** The records of a kind that belong to this message. */
  of<K extends 'quote' | 'version' | 'attachment' | 'reaction' | 'receipt' | 'mention' | 'detail'>(
    kind: K,
    message: Message,
  ): readonly OfKind<K>[] {
    let index = this.#index.get(kind);
    if (index === undefined) {
      index = Map.groupBy(this.all(kind), (one) => (one as OfKind<'quote'>).message);
      this.#index.set(kind, index);
    }
    return (index.get(message.key) ?? []) as readonly OfKind<K>[];
  }
  readonly #index = new Map<Kind, ReadonlyMap<Key, readonly EvidenceRecord[]>>();

  person(id: string): Person {
    const person = this.story.persons.find((one) => one.id === id);
    if (person === undefined) throw new Error(`the story has no person ${id}`);
    return person;
  }

  thread(id: string): Thread {
    const thread = this.story.threads.find((one) => one.id === id);
    if (thread === undefined) throw new Error(`the story has no thread ${id}`);
    return thread;
  }

  /** Who of the story an account is, by number, hidden id or, where a format has names only, by name. */
  personOf(key: Key | null): string | null {
    const account = key === null ? undefined : this.accounts.get(key);
    if (account === undefined) return null;
    const user = account.identifier.split('@')[0];
    const found = this.story.persons.find((person) => {
      if (this.fixture.identifiersOf?.(person).includes(account.identifier) === true) return true;
      if (account.identifierKind === 'phone') return account.phone === `+${person.phone}`;
      if (account.identifierKind === 'hidden-id') return user === person.hiddenId;
      return this.namesOf(person).includes(account.identifier.replace(/^~\u202F/u, ''));
    });
    return found?.id ?? null;
  }

  namesOf(person: Person): readonly string[] {
    const saved = this.device.contacts[person.id];
    const names = [saved, person.selfName, person.businessName, `+${person.phone}`].filter((name) => name !== null && name !== undefined && name !== '') as string[]; // prettier-ignore
    return names.flatMap((name) => this.writingsOf(name));
  }

  /** A name or title, and what the format makes of it. */
  writingsOf(name: string): readonly string[] {
    return [name, this.fixture.nameOf?.(name) ?? name];
  }

  /** The time that the device stored for a post. */
  storedMs(post: Post): number {
    return post.sentMs + (post.sender === this.device.owner ? this.device.clockSkewMs : 0);
  }

  #posts(): readonly Post[] {
    const hasNotices = !('encryption-notices' in this.fixture.lacks);
    const isHeld = ({ body }: Post): boolean => hasNotices || body.type !== 'system' || body.system.action !== 'encryption-notice'; // prettier-ignore
    const keepsRevoked = !('revoked-rows' in this.fixture.lacks);
    return [...postsOn(this.story, this.device.id)].filter(
      (post) => this.#holds(this.thread(post.thread)) && isHeld(post) && (keepsRevoked || post.revoked === null),
    );
  }

  #holds(thread: Thread): boolean {
    const { lacks } = this.fixture;
    if (thread.type === 'broadcast' || thread.type === 'status') return !('broadcasts' in lacks);
    if (thread.type === 'channel') return !('channels' in lacks);
    return thread.type !== 'community' || !('communities' in lacks);
  }

  #byServerId() {
    const messages = this.all('message');
    const byId = Map.groupBy(messages, (one) => one.deleted?.originalServerId ?? one.serverId);
    const pairs: Pair[] = [];
    const strays: string[] = [];
    for (const post of this.#posts()) {
      const [message, ...others] = byId.get(post.serverId) ?? [];
      if (message === undefined || others.length > 0) strays.push(`post ${post.serverId}: ${others.length + (message === undefined ? 0 : 1)} messages`); // prettier-ignore
      if (message !== undefined) pairs.push({ post, message });
    }
    const met = new Set(pairs.map(({ message }) => message.key));
    // The line by which an app shows a call is no post of the story: its call is one of its calls.
    for (const { call } of this.all('event')) if (call?.message !== null && call?.message !== undefined) met.add(call.message); // prettier-ignore
    // What an app's search index still holds of messages that the device's owner deleted is no post that the device holds.
    strays.push(
      ...messages
        .filter(({ key, from }) => !met.has(key) && from.state !== 'recovered')
        .map(({ key, body }) => `message ${key}: ${body ?? ''}`),
    );
    return { pairs, strays };
  }

  /** Without shared ids, the posts of a thread are the messages of the conversation with its title, one after another. */
  #byOrder() {
    const pairs: Pair[] = [];
    const strays: string[] = [];
    const messages = Map.groupBy(this.all('message'), ({ conversation }) => conversation);
    const titles = new Map(
      [...this.conversations.values()].map((one) => [(one.title ?? '').replace(/^~\u202F/u, ''), one.key]),
    );
    for (const [id, posts] of Map.groupBy(this.#posts(), ({ thread }) => thread)) {
      const thread = this.thread(id);
      const other = thread.members.find(({ person }) => person !== this.device.owner);
      const names = thread.subject === null && other !== undefined ? this.namesOf(this.person(other.person)) : this.writingsOf(thread.subject?.replaceAll('/', '_') ?? id); // prettier-ignore
      const key = names.map((name) => titles.get(name)).find((one) => one !== undefined);
      const held = key === undefined ? [] : (messages.get(key) ?? []);
      if (held.length !== posts.length) strays.push(`${id}: ${posts.length} posts, ${held.length} messages`);
      for (const [index, post] of posts.entries()) {
        const message = held[index];
        if (message !== undefined) pairs.push({ post, message });
      }
    }
    return { pairs, strays };
  }
}

/** The record with the story's own id in place of the one that the format gives a message. */
function withStoryId(one: Extracted, ids: ReadonlyMap<string, string>): Extracted {
  if (one.kind === 'message') return { ...one, serverId: ids.get(one.serverId ?? one.key) ?? one.serverId };
  if (one.kind !== 'quote' || one.target.serverId === null) return one;
  return { ...one, target: { ...one.target, serverId: ids.get(one.target.serverId) ?? one.target.serverId } };
}
