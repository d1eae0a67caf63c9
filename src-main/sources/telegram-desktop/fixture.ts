import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postsOn } from '../../../fixtures/scenario.ts';
import type { Fixture } from '../../../fixtures/story.ts';
import { channelNumber, identifiersOf, isHeld, numbered, storyIds, threadsOn } from '../fixture-telegram.ts';
import { ExportWriter } from './fixture-message.ts';

const LACKS = {
  milliseconds: 'the service has whole seconds',
  replies: 'an answer names the number of a message, without a copy of it',
  'media-replies': 'the same',
  revoked: 'what was deleted for everyone is not on the server any more',
  'revoked-rows': 'what was deleted for everyone is not on the server any more',
  'revoked-by': 'the same',
  'revoked-time': 'the same',
  receipts: 'not exported',
  'poll-votes': 'counts, without names',
  contacts: 'a vCard is a file of its own',
  'view-once': 'not told apart from other media that destroy themselves',
  timers: 'of media alone',
  'system-lines': 'the app writes no line for descriptions, administrators, numbers and blocking; tests of the parser tell of its own',
  'system-persons': 'members are written by name alone',
  'old-subjects': 'the line holds the new title alone',
  'encryption-notices': 'the app has none',
  membership: 'lists of members are not exported',
  'past-members': 'the same',
  broadcasts: 'the app has none; stories are told by tests of the parser',
  communities: 'the app has none',
  'community-links': 'the app has none',
  subscribers: 'not exported',
  calls: 'whether a call had video is not written; tests of the parser tell of calls',
  'hidden-ids': 'accounts have one number',
  drafts: 'not exported',
  'media-hash': 'not written',
  stars: 'the app has none',
} as const; // prettier-ignore

/** Writes what a device's owner would have exported with Telegram Desktop, on a computer whose clock shows UTC. */
export const fixture: Fixture = {
  parser: 'telegram-desktop',
  variants: ['unix-times', 'numbered-ids'],
  platforms: ['android'],
  lacks: LACKS,
  lacksIn: (variant) =>
    variant === 'unix-times' ? LACKS : { ...LACKS, reactions: 'exported since September 2024 alone' },
  identifiersOf,
  threadIdOf: (thread) => `channel${channelNumber(thread)}`,
  storyIdsOf: storyIds,
  write(story, { root, device }, variant) {
    const folder = join(root, 'DataExport_2025-05-01');
    const writer = new ExportWriter(story, device, variant === 'numbered-ids');
    const held = new Set([...postsOn(story, device.id)].map(({ serverId }) => serverId));
    const chats = threadsOn(story, device).map((thread, index) => {
      const place = `chats/chat_${String(index + 1).padStart(3, '0')}`;
      const messages = numbered(story)
          .filter(([, post]) => post.thread === thread.id && held.has(post.serverId) && isHeld(post))
          .map(([id, post]) => writer.messageOf(id, post, thread, place, (path, bytes) => {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            writeFileSync(join(folder, path), bytes);
          })); // prettier-ignore
      return { ...writer.headOf(thread), messages };
    });
    mkdirSync(folder, { recursive: true });
    const whole = { ...writer.account(), chats: { about: 'This page lists all chats from this export.', list: chats } };
    writeFileSync(join(folder, 'result.json'), JSON.stringify(whole, null, 1));
  },
};
