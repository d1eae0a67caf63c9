import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postsOn } from '../../../fixtures/scenario.ts';
import type { FixtureTarget, Media, Post, Story, Thread } from '../../../fixtures/story.ts';
import { storedMs, threadsOf } from '../fixture-signal.ts';

/** A conversation with its posts in order of time, as a tool has them from the app's store. */
export interface SaidThread {
  readonly thread: Thread;
  readonly name: string;
  readonly isGroup: boolean;
  readonly posts: readonly SaidPost[];
}

export interface SaidPost {
  readonly post: Post;
  readonly ms: number;
  readonly isOwn: boolean;
  /** A line of the app. */
  readonly isLine: boolean;
  readonly senderName: string;
  /** Words, empty where there are none. */
  readonly text: string;
  readonly media: Media | null;
  readonly hasFile: boolean;
}

/** Who of the story is called what on a device. */
export function namesOn(story: Story, { device }: Pick<FixtureTarget, 'device'>): (id: string) => string {
  return (id) => {
    const person = story.persons.find((one) => one.id === id);
    if (person === undefined) throw new Error(`story: no person ${id}`);
    const plain = person.selfName.trim() === '' ? `+${person.phone}` : person.selfName;
    return (id === device.owner ? null : device.contacts[id]) ?? person.businessName ?? plain;
  };
}

export function saidThreads(story: Story, target: Pick<FixtureTarget, 'device'>): readonly SaidThread[] {
  const { device } = target;
  const nameOf = namesOn(story, target);
  const held = Map.groupBy([...postsOn(story, device.id)].filter(isHeld), ({ thread }) => thread);
  return threadsOf(story, device).flatMap((thread) => {
    const posts = held.get(thread.id) ?? [];
    if (posts.length === 0) return [];
    const other = thread.members.find(({ person }) => person !== device.owner)?.person ?? device.owner;
    return { thread, name: thread.subject ?? nameOf(other), isGroup: thread.type === 'group', posts: posts.map((post) => saidPost(post, target, nameOf)) }; // prettier-ignore
  });
}

/** The app does not tell that messages are encrypted end to end. */
function isHeld({ body }: Post): boolean {
  return body.type !== 'system' || body.system.action !== 'encryption-notice';
}

function saidPost(post: Post, { device }: Pick<FixtureTarget, 'device'>, nameOf: (id: string) => string): SaidPost {
  const { body } = post;
  const media = body.type === 'media' && post.revoked === null ? body.media : null;
  return {
    post,
    ms: storedMs(post, device),
    isOwn: post.sender === device.owner,
    isLine: body.type === 'system' || post.sender === null,
    senderName: post.sender === null ? '' : nameOf(post.sender),
    text: post.revoked === null ? textOf(post) : '',
    media,
    hasFile: media?.presentOn.includes(device.id) === true,
  };
}

function textOf({ body }: Post): string {
  switch (body.type) {
    case 'text':
    case 'link':
      return body.text;
    case 'media':
      return body.caption ?? '';
    case 'poll':
      return body.question;
    case 'location':
      return `https://maps.example/?q=${body.latitude},${body.longitude}`;
    case 'contact':
      return body.cards.map(({ name }) => name).join(', ');
    case 'unknown':
      return body.text ?? '';
    case 'system':
      return '';
  }
}

export function endingOf({ name }: Media): string {
  return name.slice(name.lastIndexOf('.'));
}

/** `2025-03-01T10:00:00.123` on a computer whose clock shows UTC. */
export function clock(ms: number): string {
  return new Date(ms).toISOString().slice(0, 23);
}

export function safe(name: string): string {
  return name.replaceAll(/[/\\\0]/gu, '_');
}

export function writeAt(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Writes the file of a post's media, where the device has it. */
export function writeMedia(folder: string, path: string, { media, hasFile }: SaidPost): void {
  if (media !== null && hasFile) writeAt(join(folder, path), media.content());
}
