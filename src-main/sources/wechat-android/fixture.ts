import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture, FixtureTarget, Story } from '../../../fixtures/story.ts';
import { identifierOf, md5, serverNumber } from './fixture-content.ts';
import { StoreFiller } from './fixture-writer.ts';

/** The number of the sample's account; negative ones are as usual as positive ones. */
export const UIN = -1_717_000_017;

/** The app's private folder. */
export const APP = 'data/data/com.tencent.mm';
const SAVED = 'sdcard/Android/data/com.tencent.mm/MicroMsg/Download';

/** Writes the story as WeChat on an Android phone holds it, decrypted: the account's folder with its store and media. */
export const fixture: Fixture = {
  parser: 'wechat-android',
  variants: ['sequenced'],
  platforms: ['android'],
  lacks: {
    forwards: 'a forwarded message is stored as a new one',
    'media-replies': 'only words can answer a message',
    edits: 'messages cannot be edited',
    'revoked-by': 'the notice names in words alone who took a message back',
    'revoked-time': 'no column for the time is known',
    reactions: 'the app has none in conversations',
    receipts: 'the app tells nobody what was read',
    polls: 'the app has none; the story writes a list that members add to',
    'poll-votes': 'the app has none',
    contacts: 'a card names an account and holds no vCard',
    'view-once': 'the app has none',
    timers: 'the app has none',
    'system-lines': 'stored as words in the language of the phone',
    'past-members': 'a group keeps its present members only',
    broadcasts: 'a message to many is stored as a message to each',
    channels: 'channels lie in databases that are not read yet',
    communities: 'the app has none',
    'community-links': 'the app has none',
    subscribers: 'channels lie in databases that are not read yet',
    calls:
      'a call is a message of its conversation here, and the story tells calls apart; tests of the parser read them',
    'hidden-ids': 'accounts have one identifier',
    'media-hash': 'the app stores the MD5 of content, no SHA-256',
    stars: 'favourites are copies in a database that is not read yet',
  },
  storyIdsOf: (story) => new Map([...story.posts()].map(({ serverId }) => [String(serverNumber(serverId)), serverId])),
  identifiersOf: ({ id }) => [identifierOf(id)],
  write(story, target) {
    const account = accountFolder(target);
    mkdirSync(account, { recursive: true });
    const db = new Database(join(account, 'EnMicroMsg.db'));
    try {
      db.pragma('journal_mode = OFF');
      db.pragma('synchronous = OFF');
      fillStore(db, story, target);
    } finally {
      db.close();
    }
  },
};

/** The account's folder on the device: MD5 of "mm" and the account's number. */
export function accountFolder({ root }: FixtureTarget): string {
  return join(root, APP, 'MicroMsg', md5(`mm${UIN}`));
}

/** Writes the story into an open database, and the media beside it. */
export function fillStore(db: Database.Database, story: Story, target: FixtureTarget): void {
  new StoreFiller(db, story, target.device, accountFolder(target), join(target.root, SAVED)).fill();
}
