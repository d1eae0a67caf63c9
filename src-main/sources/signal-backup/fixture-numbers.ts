import { createHash } from 'node:crypto';
import type { Device, Story, Thread } from '../../../fixtures/story.ts';
import { threadsOf } from '../fixture-signal.ts';

export function base64(seed: string, bytes: number): string {
  return createHash('sha512').update(seed).digest().subarray(0, bytes).toString('base64');
}

export function uuidBytes(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64');
}

/** Numbers of recipients and chats: as they come. */
export interface Numbers {
  readonly person: (id: string) => string;
  readonly group: (thread: Thread) => string;
  readonly chat: (id: string) => string;
}

export function numbersOf(story: Story, device: Device): Numbers {
  const threads = threadsOf(story, device);
  const place = (at: number): string => String(at + 2);
  return {
    person: (id) => (id === device.owner ? '1' : place(story.persons.findIndex((one) => one.id === id))),
    group: ({ id }) => String(100 + threads.findIndex((one) => one.id === id)),
    chat: (id) => String(1 + threads.findIndex((one) => one.id === id)),
  };
}
