import { createHash } from 'node:crypto';
import type { Device, Person, Post, Story, Thread } from '../../fixtures/story.ts';

const FIRST_NUMBER = 1017;

/** The service's number of a person of the story. */
export function userNumber({ id }: Person): number {
  return 100_000_000 + (createHash('sha1').update(id).digest().readUInt32BE(0) % 900_000_000);
}

/** The service's number of a group or channel of the story. */
export function channelNumber({ id }: Thread): number {
  return 1_000_000_000 + (createHash('sha1').update(id).digest().readUInt32BE(0) % 900_000_000);
}

/** The posts of a story, each with its number: the same on each device. */
export function numbered(story: Story): readonly (readonly [number, Post])[] {
  return [...story.posts()].map((post, index) => [FIRST_NUMBER + index, post] as const);
}

export function personOf(story: Story, id: string): Person {
  const person = story.persons.find((one) => one.id === id);
  if (person === undefined) throw new Error(`story: no person ${id}`);
  return person;
}

/** The identifier that a message has on the service, as the owner's account numbers it, to the story's. */
export function storyIds(story: Story, device: Device): ReadonlyMap<string, string> {
  const owner = userNumber(personOf(story, device.owner));
  const threads = new Map(story.threads.map((thread) => [thread.id, thread]));
  return new Map(
    numbered(story).map(([id, post]) => {
      const thread = threads.get(post.thread);
      const isShared = thread !== undefined && thread.type !== 'one-to-one';
      return [isShared ? `channel${channelNumber(thread)}:${id}` : `user${owner}:${id}`, post.serverId] as const;
    }),
  );
}

/** Identifiers by which the service names a person. */
export function identifiersOf(person: Person): readonly string[] {
  return [`user${userNumber(person)}`, `+${person.phone}`];
}

/** Neither what was deleted for everyone nor what only another app tells. */
export function isHeld({ revoked, body }: Post): boolean {
  return revoked === null && (body.type !== 'system' || body.system.action !== 'encryption-notice');
}

/** Threads of a kind that the app has, on a device. */
export function threadsOn(story: Story, device: Device): readonly Thread[] {
  return story.threads.filter(
    ({ type, on }) => on.includes(device.id) && ['one-to-one', 'group', 'channel'].includes(type),
  );
}
