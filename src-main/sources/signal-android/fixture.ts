import Database from 'better-sqlite3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Device, Fixture, FixtureTarget, Post, Story } from '../../../fixtures/story.ts';
import { aciOf, groupIdOf, storedMs, threadsOf, usernameOf } from '../fixture-signal.ts';
import { MODERN_KEY, writeMedia } from './fixture-media.ts';
import { rowsOf } from './fixture-post.ts';
import { inserter, insertCalls, insertParts, insertPeople, numbersOf, pniOf } from './fixture-rows.ts';
import { schemaOf, SETTINGS_SCHEMA } from './fixture-schema.ts';

/** Where the app keeps its files on the device. */
const PLACE = 'data/data/org.thoughtcrime.securesms';

const ALWAYS = {
  forwards: 'the app does not mark forwarded messages',
  stars: 'the app has no stars',
  locations: 'a place is sent as words with a link',
  contacts: 'names and numbers are stored, no vCard',
  'revoked-time': 'when a message was deleted is not stored',
  'revoked-by': 'who deleted a message is not stored',
  'past-members': 'who left is told by lines of the app',
  'old-subjects': 'the line of the app holds the new title alone',
  'call-durations': 'how long a call lasted is not stored',
  broadcasts: 'the app has no such lists; tests of the parser tell of stories',
  channels: 'the app has none',
  communities: 'the app has none',
  'community-links': 'the app has no communities',
  'encryption-notices': 'the app does not tell that messages are encrypted end to end',
  subscribers: 'the app has no channels',
} as const;

/** The story as Signal on Ada's phone keeps it, once its locks are open. */
export const fixture: Fixture = {
  parser: 'signal-android',
  variants: ['attachment-table', 'message-table'],
  platforms: ['android'],
  lacks: ALWAYS,
  lacksIn: (variant) =>
    variant === 'attachment-table'
      ? ALWAYS
      : {
          ...ALWAYS,
          'media-hash': 'no hash of a content was stored',
          edits: 'messages could not be edited',
          polls: 'there were none',
          'poll-votes': 'there were no polls',
        },
  unread: {
    'recipient.profile_key': 'the key of a profile stays in the store',
    'groups.master_key': 'the key of a group stays in the store',
    'attachment.remote_key': 'the key of a file stays in the store',
    'attachment.data_random': 'the key of the file is made with it, and is written into no column of the case',
    'part.cd': 'the key of a file stays in the store',
    'part.data_random': 'the key of the file is made with it, and is written into no column of the case',
    'identities.identity_key': 'keys stay in the store',
    'group_membership.group_id': 'a member whom the state of the group names too',
    'group_membership.recipient_id': 'a member whom the state of the group names too',
    'message.message_extras': 'the change of a group is told, its states before and after are not',
    'key_value.type': 'in which form the setting is written',
  },
  storyIdsOf: (story, device) => {
    const ids = new Map<string, string>();
    for (const { post, id } of numbered(story, device))
      ids.set(post.body.type === 'system' || post.sender === null ? `message:${id}` : `${aciOf(post.sender)}/${storedMs(post, device)}`, post.serverId); // prettier-ignore
    return ids;
  },
  identifiersOf: (person) => [aciOf(person.id), pniOf(person), usernameOf(person)].filter((one) => one !== null),
  threadIdOf: groupIdOf,
  write(story, { root, device }, variant) {
    writeStore(story, { root: join(root, PLACE), device }, variant);
  },
};

/** Writes the app's folder: both databases in plain, and its files. */
export function writeStore(story: Story, { root, device }: FixtureTarget, variant: string): void {
  mkdirSync(join(root, 'databases'), { recursive: true });
  const db = new Database(join(root, 'databases/signal.db'));
  for (const statement of schemaOf(variant)) db.exec(statement);
  db.pragma(`user_version = ${variant === 'attachment-table' ? 270 : 180}`);
  const insert = inserter(db, variant);
  const numbers = numbersOf(story, device);
  const threads = new Map(threadsOf(story, device).map((one) => [one.id, one]));
  db.transaction(() => {
    insertPeople(insert, story, device, numbers);
    for (const { post, id } of numbered(story, device)) {
      const thread = threads.get(post.thread);
      if (thread === undefined) continue;
      for (const row of rowsOf(post, story, device, thread, numbers, id, variant)) insert('message', row);
      const last = post.body.type === 'system' || post.body.type === 'unknown' ? id : id + post.edits.length;
      insertParts(insert, post, thread, device, last, numbers);
      if (post.body.type === 'media' && post.revoked === null)
        insert('attachment', { ...writeMedia(post.body.media, last, post.serverId, root, device), message_id: last });
    }
    insertCalls(insert, story, device, numbers);
  })();
  db.close();
  writePreferences(root);
  writeSettings(story, join(root, 'databases/signal-key-value.db'), device);
}

/** Posts that this device holds, each with the number of its first row; every wording has one. */
function* numbered(story: Story, device: Device): Generator<{ readonly post: Post; readonly id: number }> {
  const held = new Set(threadsOf(story, device).map(({ id }) => id));
  let id = 1;
  for (const post of story.posts()) {
    const isNotice = post.body.type === 'system' && post.body.system.action === 'encryption-notice';
    if (!held.has(post.thread) || isNotice) continue;
    if (post.missingOn.includes(device.id) || post.deletedOn.includes(device.id)) continue;
    yield { post, id };
    id += 1 + post.edits.length;
  }
}

/** The secret of the device's files, in clear as on the oldest devices. */
function writePreferences(root: string): void {
  mkdirSync(join(root, 'shared_prefs'), { recursive: true });
  const secret = JSON.stringify({ modernKey: MODERN_KEY.toString('base64').replaceAll('=', '') });
  const value = `<string name="pref_attachment_unencrypted_secret">${secret.replaceAll('"', '&quot;')}</string>`;
  const xml = `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n    ${value}\n</map>\n`;
  writeFileSync(join(root, 'shared_prefs/org.thoughtcrime.securesms_preferences.xml'), xml);
}

function writeSettings(story: Story, path: string, device: Device): void {
  const own = story.persons.find(({ id }) => id === device.owner);
  if (own === undefined) throw new Error('story: the owner is nobody');
  const db = new Database(path);
  db.exec(SETTINGS_SCHEMA);
  const put = db.prepare('INSERT INTO key_value (key, value, type) VALUES (?, ?, ?)');
  const settings = { 'account.aci': aciOf(own.id), 'account.e164': `+${own.phone}`, 'account.pni': pniOf(own), 'account.device_id': '1', 'account.aci_identity_private_key': 'c2VjcmV0' }; // prettier-ignore
  for (const [key, value] of Object.entries(settings)) if (value !== null) put.run(key, value, 0);
  db.close();
}
