import { createHash } from 'node:crypto';
import type { Device, Person, Post, Story, Thread } from '../../fixtures/story.ts';

/** A UUID that follows from a name, the same every time. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(`signal ${name}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** The account id of a person. */
export function aciOf(person: string): string {
  return uuidOf(`aci ${person}`);
}

/** The name by which people find this one; the story's people with a hidden id have one. */
export function usernameOf({ id, hiddenId }: Person): string | null {
  return hiddenId === null ? null : `${id.replaceAll('-', '_')}.${hiddenId.slice(-2)}`;
}

/** The id of a group, as the app writes it: 32 bytes in base64. */
export function groupIdOf(thread: Thread): string {
  return createHash('sha256').update(`group ${thread.id}`).digest('base64');
}

/** Who a conversation with one other person is with. */
export function partnerOf(thread: Thread, device: Device): string {
  const other = thread.members.find(({ person }) => person !== device.owner);
  if (other === undefined) throw new Error(`story: nobody else is in ${thread.id}`);
  return other.person;
}

/** The id of a conversation's row: of a person everywhere the same, whether a thread with them exists or not. */
export function conversationIdOf(thread: Thread, device: Device): string {
  return thread.type === 'one-to-one' ? personRowOf(partnerOf(thread, device)) : uuidOf(`thread ${thread.id}`);
}

export function personRowOf(person: string): string {
  return uuidOf(`row ${person}`);
}

/** Threads of a kind that the app has, on this device. */
export function threadsOf(story: Story, device: Device): readonly Thread[] {
  return story.threads.filter(({ type, on }) => on.includes(device.id) && (type === 'one-to-one' || type === 'group'));
}

/** What a device stored as the time of a post. */
export function storedMs(post: Post, device: Device): number {
  return post.sentMs + (post.sender === device.owner ? device.clockSkewMs : 0);
}

/** The identity that the service gives a post, or for lines of the app the key of its row. */
export function storedIdOf(post: Post, device: Device): string {
  if (post.body.type === 'system' || post.body.type === 'unknown' || post.sender === null)
    return `message:${uuidOf(post.serverId)}`;
  return `${aciOf(post.sender)}/${storedMs(post, device)}`;
}

const answeredIn = new WeakMap<Story, ReadonlyMap<string, Post>>();

/** Posts of the story that others answer, by their id. */
export function answered(story: Story): ReadonlyMap<string, Post> {
  const known = answeredIn.get(story);
  if (known !== undefined) return known;
  const wanted = new Set<string>();
  for (const { replyTo } of story.posts()) if (replyTo !== null) wanted.add(replyTo);
  const found = new Map<string, Post>();
  for (const post of story.posts()) if (wanted.has(post.serverId)) found.set(post.serverId, post);
  answeredIn.set(story, found);
  return found;
}

/** True where a post was taken back before another answered it. */
export function isGone(original: Post, answer: Post): boolean {
  return (original.revoked?.ms ?? Infinity) < answer.sentMs;
}

/** The words that an answer copies: those that stood there then. */
export function quotedText(original: Post, answer: Post): string | null {
  if (isGone(original, answer)) return null;
  const before = original.edits.find(({ ms }) => ms > answer.sentMs)?.before;
  const text = original.body.type === 'text' || original.body.type === 'link' ? original.body.text : null;
  return before ?? text;
}
