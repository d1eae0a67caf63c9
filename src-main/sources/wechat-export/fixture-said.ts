import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FixtureTarget, Media, Post, Story, Thread } from '../../../fixtures/story.ts';
import { identifierOf, postsHeld, serverNumber, talkerOf, threadsOn, wholeColumns } from '../wechat/fixture-content.ts';

/** A post as an export tool has it from the app's database. */
export interface SaidPost {
  readonly post: Post;
  readonly id: string;
  /** Null for lines of the app. */
  readonly sender: string | null;
  readonly senderName: string;
  readonly isOwn: boolean;
  readonly seconds: number;
  readonly code: number;
  readonly sub: number;
  readonly text: string;
  /** Relative to the folder of the conversation's file; null where no file is there. */
  readonly path: string | null;
}

/** A conversation with its posts in order of time. */
export interface SaidThread {
  readonly thread: Thread;
  readonly talker: string;
  readonly name: string;
  readonly isGroup: boolean;
  readonly posts: readonly SaidPost[];
}

const MEDIA: Readonly<Record<Media['type'], readonly [code: number, sub: number]>> = { image: [3, 0], voice: [34, 0], video: [43, 0], gif: [47, 0], sticker: [47, 0], audio: [49, 3], document: [49, 6] }; // prettier-ignore

/** Who of the story is called what on a device. */
function namesOn(story: Story, { device }: Pick<FixtureTarget, 'device'>): (id: string) => string {
  return (id) => {
    const person = story.persons.find((one) => one.id === id);
    if (person === undefined) throw new Error(`story: no person ${id}`);
    const plain = person.selfName.trim() === '' ? `+${person.phone}` : person.selfName;
    return (id === device.owner ? null : device.contacts[id]) ?? person.businessName ?? plain;
  };
}

/** What an answer copies of any post of the story. */
export function saidAbout(
  story: Story,
  target: Pick<FixtureTarget, 'device'>,
): (serverId: string) => Pick<SaidPost, 'id' | 'senderName' | 'text'> | null {
  // prettier-ignore
  const all = new Map([...story.posts()].map((post) => [post.serverId, post]));
  const nameOf = namesOn(story, target);
  return (serverId) => {
    const post = all.get(serverId);
    return post === undefined ? null : { id: String(serverNumber(serverId)), senderName: post.sender === null ? '' : nameOf(post.sender), text: textOf(post, '', all) }; // prettier-ignore
  };
}

/** The story of a device as its conversations; what was taken back is left out, as a line in words stands for it. */
export function saidThreads(story: Story, { device }: Pick<FixtureTarget, 'device'>): readonly SaidThread[] {
  const threads = threadsOn(story, device);
  const all = new Map([...story.posts()].map((post) => [post.serverId, post]));
  const nameOf = namesOn(story, { device });
  const posts = Map.groupBy([...postsHeld(story, device)].filter(({ post }) => post.revoked === null), ({ thread }) => thread.id); // prettier-ignore
  return [...threads.values()].flatMap((thread) => {
    const here = posts.get(thread.id) ?? [];
    if (here.length === 0) return [];
    const talker = talkerOf(thread, device);
    const other = thread.members.find(({ person }) => person !== device.owner)?.person ?? device.owner;
    return {
      thread,
      talker,
      name: thread.subject ?? nameOf(other),
      isGroup: thread.type === 'group',
      posts: here.map(({ post }): SaidPost => {
        const isOwn = post.sender === device.owner;
        const isLine = post.body.type === 'system' || post.sender === null;
        const [code, sub] = codesOf(post);
        const media = post.body.type === 'media' ? post.body.media : null;
        const place =
          media?.presentOn.includes(device.id) === true
            ? `media/${serverNumber(post.serverId)}${endingOf(media)}`
            : null;
        return {
          post,
          id: String(serverNumber(post.serverId)),
          sender: isLine ? null : identifierOf(post.sender),
          senderName: isLine ? '' : nameOf(post.sender),
          isOwn,
          seconds: Math.floor((post.sentMs + (isOwn ? device.clockSkewMs : 0)) / 1000),
          code,
          sub,
          text: textOf(post, talker, all),
          path: place,
        };
      }),
    };
  });
}

function codesOf(post: Post): readonly [number, number] {
  const { body } = post;
  switch (body.type) {
    case 'media':
      return MEDIA[body.media.type];
    case 'link':
      return [49, 5];
    case 'location':
      return [48, 0];
    case 'contact':
      return [42, 0];
    case 'poll':
      return [49, 53];
    case 'system':
      return [10000, 0];
    case 'unknown':
      return [body.code, 0];
    case 'text':
      return post.replyTo === null ? [1, 0] : [49, 57];
  }
}

function textOf(post: Post, talker: string, all: ReadonlyMap<string, Post>): string {
  const { body } = post;
  if (body.type === 'text' || body.type === 'link') return body.text;
  if (body.type === 'location') return '[位置]';
  if (body.type === 'contact') return '[名片]';
  if (body.type === 'media') return '[文件]';
  if (body.type === 'poll') return [body.question, ...body.options].join('\n');
  return wholeColumns(post, talker, all).content;
}

function endingOf({ name }: Media): string {
  return name.slice(name.lastIndexOf('.'));
}

/** `2025-03-01 10:00:00` on a computer whose clock shows UTC. */
export function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** A record of CSV. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (/[",\r\n]/u.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell))).join(',')}\r\n`; // prettier-ignore
}

export function safe(name: string): string {
  return name.replaceAll(/[/\\\0]/gu, '_');
}

export function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Writes the files of a conversation's media below a folder. */
export function writeMedia(folder: string, { posts }: SaidThread): void {
  for (const { post, path } of posts) {
    if (path === null || post.body.type !== 'media') continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), post.body.media.content());
  }
}
