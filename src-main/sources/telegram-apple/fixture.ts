import Database from 'better-sqlite3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture } from '../../../fixtures/story.ts';
import { channelNumber, identifiersOf, storyIds } from '../fixture-telegram.ts';
import { fillStore } from './fixture-store.ts';

/** Where an account lies on the device. */
export const ACCOUNT = 'private/var/mobile/Containers/Shared/AppGroup/0A1B2C3D-0000-4000-8000-00000000A17E/telegram-data/account-1746000000017'; // prettier-ignore

const LACKS = {
  milliseconds: 'the service has whole seconds',
  replies: 'an answer names the number of a message, without a copy of it',
  'media-replies': 'the same',
  revoked: 'the app removes the rows of what was deleted for everyone',
  'revoked-rows': 'the app removes the rows of what was deleted for everyone',
  'revoked-by': 'the same',
  'revoked-time': 'the same',
  receipts: 'how far a conversation was read is stored, not when and by whom',
  'poll-votes': 'counts; tests of the parser tell of names',
  'system-lines': 'the app writes no line for descriptions, administrators, numbers and blocking; tests of the parser tell of its own',
  'system-persons': 'the same',
  'old-subjects': 'the line holds the new title alone',
  'encryption-notices': 'the app has none',
  membership: 'members of supergroups are not in the tables that are read; tests of the parser tell of basic groups',
  'past-members': 'the same',
  broadcasts: 'the app has none; stories are in tables that are not read',
  communities: 'the app has none',
  'community-links': 'the app has none',
  subscribers: 'members of channels are not in the tables that are read',
  calls: 'whether a call of a group had video is not stored; tests of the parser tell of calls',
  'hidden-ids': 'accounts have one number',
  'media-hash': 'not stored',
  stars: 'the app has none',
} as const; // prettier-ignore

/** The story as Telegram on an iPhone keeps it. */
export const fixture: Fixture = {
  parser: 'telegram-apple',
  variants: ['postbox'],
  platforms: ['ios'],
  lacks: LACKS,
  unread: {
    'ft41_content.c0': 'the conversation, which the entry names again with its message',
    'ft41_content.c3': 'tags, which the message holds too',
  },
  identifiersOf,
  threadIdOf: (thread) => `channel${channelNumber(thread)}`,
  storyIdsOf: storyIds,
  write(story, { root, device }) {
    const media = join(root, ACCOUNT, 'postbox/media');
    mkdirSync(join(root, ACCOUNT, 'postbox/db'), { recursive: true });
    mkdirSync(media, { recursive: true });
    const db = new Database(join(root, ACCOUNT, 'postbox/db/db_sqlite'));
    try {
      fillStore(db, story, device, (name, bytes) => { writeFileSync(join(media, name), bytes); }, true); // prettier-ignore
    } finally {
      db.close();
    }
  },
};
