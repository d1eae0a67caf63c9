import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { Fixture, FixtureTarget, Story } from '../../../fixtures/story.ts';
import { Sealer, writePlain, type Recipe } from '../../evidence/fixture-sqlcipher.ts';
import { writeMedia } from './fixture-media.ts';
import { aciOf, conversationIdOf, groupIdOf, storedIdOf, threadsOf, usernameOf } from '../fixture-signal.ts';
import { fieldsOf } from './fixture-post.ts';
import { insertConversations, insertMessage, insertOthers } from './fixture-rows.ts';
import { schemaOf } from './fixture-schema.ts';

/** Where the app lies on the computer that goes with the phone. */
export const PROFILE = 'Users/ada/AppData/Roaming/Signal';

/** The key of the store that the sample writes, 64 digits, and how the app has the pages encrypted: SQLCipher 4 with a raw key. */
export const DESKTOP_KEY = createHash('sha256').update('sample: computer of A. Brandt').digest('hex');
const RECIPE: Recipe = {
  pageSize: 4096,
  kdf: { hash: 'sha512', iterations: 256_000 },
  mac: 'sha512',
  rawKey: Buffer.from(DESKTOP_KEY, 'hex'),
};

const POSTS_IN_LOG = 3;

const ALWAYS = {
  forwards: 'the app does not mark forwarded messages',
  stars: 'the app has no stars',
  locations: 'a place is sent as words with a link',
  contacts: 'names and numbers are stored, no vCard',
  'revoked-time': 'when a message was deleted is not stored',
  'past-members': 'who left is told by lines of the app',
  'old-subjects': 'the line of the app holds the new title alone',
  'call-durations': 'start and end are stored, and the ringing lies between them',
  broadcasts: 'the app has no such lists; tests of the parser tell of stories',
  channels: 'the app has none',
  communities: 'the app has none',
  'community-links': 'the app has no communities',
  'encryption-notices': 'the app does not tell that messages are encrypted end to end',
  subscribers: 'the app has no channels',
} as const;

/** The story as Signal on Ada's computer keeps it, once its lock is open. */
export const fixture: Fixture = {
  parser: 'signal-desktop',
  variants: ['attachments-table', 'json'],
  platforms: ['android'],
  lacks: ALWAYS,
  unread: {
    'message_attachments.localKey':
      'it deciphers the file of the attachment, and is written into no column of the case',
    'message_attachments.thumbnailLocalKey': 'the key of a file stays in the store',
    'message_attachments.digest': 'what a file on the servers is checked by',
    'message_attachments.key': 'the key of a file stays in the store',
    'reactions.conversationId': 'a reaction that its message holds too',
    'reactions.messageReceivedAt': 'a reaction that its message holds too',
    'reactions.targetAuthorAci': 'a reaction that its message holds too',
    'reactions.targetTimestamp': 'a reaction that its message holds too',
    'reactions.unread': 'a reaction that its message holds too',
  },
  storyIdsOf: (story, device) => new Map([...story.posts()].map((post) => [storedIdOf(post, device), post.serverId])),
  identifiersOf: (person) => [aciOf(person.id), usernameOf(person)].filter((one) => one !== null),
  threadIdOf: groupIdOf,
  write(story, target, variant) {
    const folder = join(target.root, PROFILE);
    const { database } = writeStore(story, { ...target, root: folder }, variant, false);
    writeFileSync(join(folder, 'sql/db.sqlite'), database);
    writeFileSync(join(folder, 'config.json'), CONFIG);
  },
};

const CONFIG = JSON.stringify({ key: DESKTOP_KEY, mediaPermissions: true });

/** Writes the app's folder as it lies on the computer: the database locked, its last messages in the log alone, the key beside it. */
export function writeLockedDesktop(story: Story, target: FixtureTarget): void {
  const { database, wal } = writeStore(story, target, 'attachments-table', true);
  const sealer = new Sealer(RECIPE);
  writeFileSync(join(target.root, 'sql/db.sqlite'), sealer.database(database));
  if (wal !== null) writeFileSync(join(target.root, 'sql/db.sqlite-wal'), sealer.wal(wal));
  writeFileSync(join(target.root, 'config.json'), CONFIG);
}

function writeStore(story: Story, { root, device }: FixtureTarget, variant: string, hasLog: boolean) {
  mkdirSync(join(root, 'sql'), { recursive: true });
  const path = join(root, 'sql/plain.db');
  const written = writePlain(path, RECIPE, (db, snap) => {
    for (const statement of schemaOf(variant)) db.exec(statement);
    insertConversations(db, story, device);
    insertOthers(db, story, device);
    const posts = insertablePosts(story, device);
    const put = (from: number, to: number): void => {
      db.transaction(() => {
        insertPosts(db, story, { root, device }, variant, posts.slice(from, to), from);
      })();
    };
    put(0, posts.length - (hasLog ? POSTS_IN_LOG : 0));
    if (!hasLog) return;
    db.pragma('journal_mode = WAL');
    db.pragma('wal_autocheckpoint = 0');
    put(posts.length - POSTS_IN_LOG, posts.length);
    snap();
  });
  for (const suffix of ['', '-wal', '-shm', '.snap', '.snap-wal', '.snap-journal'])
    rmSync(path + suffix, { force: true });
  return written;
}

/** What reached this device, in threads of a kind that the app has, and was not deleted on it. */
function insertablePosts(story: Story, device: FixtureTarget['device']) {
  const held = new Set(threadsOf(story, device).map(({ id }) => id));
  return [...story.posts()].filter(
    (post) =>
      held.has(post.thread) &&
      !post.missingOn.includes(device.id) &&
      !post.deletedOn.includes(device.id) &&
      !(post.body.type === 'system' && post.body.system.action === 'encryption-notice'),
  );
}

function insertPosts(
  db: Database.Database,
  story: Story,
  { root, device }: FixtureTarget,
  variant: string,
  posts: ReturnType<typeof insertablePosts>,
  before: number,
): void {
  const threads = new Map(threadsOf(story, device).map((thread) => [thread.id, conversationIdOf(thread, device)]));
  for (const [index, post] of posts.entries()) {
    const isWhole = post.revoked === null;
    const file = post.body.type === 'media' && isWhole ? writeMedia(post.body.media, post.serverId, root, device, variant !== 'json') : null; // prettier-ignore
    const fields = fieldsOf(post, story, device, threads.get(post.thread) ?? '', before + index + 1, file);
    insertMessage(db, variant, fields);
  }
}
