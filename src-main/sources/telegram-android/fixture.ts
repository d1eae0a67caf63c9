import Database from 'better-sqlite3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postsOn } from '../../../fixtures/scenario.ts';
import type { Fixture } from '../../../fixtures/story.ts';
import {
  channelNumber,
  identifiersOf,
  isHeld,
  numbered,
  personOf,
  storyIds,
  threadsOn,
  userNumber,
} from '../fixture-telegram.ts';
import { layersOf } from './fixture-layers.ts';
import { ObjectWriter } from './fixture-message.ts';
import { insertPeople } from './fixture-people.ts';
import { schemaOf } from './fixture-schema.ts';
import { run, tl } from './fixture-tl.ts';

/** Where the app lies on the phone. */
const APP = 'data/data/org.telegram.messenger';

/** The path behind a message that was not sent from a file: a space. */
const NO_PATH = run(Buffer.from(' '));

const LACKS = {
  milliseconds: 'the service has whole seconds',
  revoked: 'the app removes the rows of what was deleted for everyone',
  'revoked-rows': 'the app removes the rows of what was deleted for everyone',
  'revoked-by': 'the same',
  'revoked-time': 'the same',
  receipts: 'how far a conversation was read is stored, not when and by whom',
  'poll-votes': 'counts, without names',
  'system-lines': 'the app writes no line for descriptions, administrators, numbers and blocking; tests of the parser tell of its own',
  'system-persons': 'the same',
  'old-subjects': 'the line holds the new title alone',
  'encryption-notices': 'the app has none',
  'past-members': 'who left is told by lines of the service',
  broadcasts: 'the app has none; stories are in a table that is not read',
  communities: 'the app has none',
  'community-links': 'the app has none',
  subscribers: 'members of channels are loaded for their administrators alone',
  calls: 'whether a call of a group had video is not stored; tests of the parser tell of calls',
  'hidden-ids': 'accounts have one number',
  'media-hash': 'not stored',
  stars: 'the app has none',
} as const; // prettier-ignore

/** The story as Telegram on a phone keeps it. */
export const fixture: Fixture = {
  parser: 'telegram-android',
  variants: ['messages-v2', 'messages'],
  platforms: ['android'],
  lacks: LACKS,
  lacksIn: (variant) => (variant === 'messages' ? { ...LACKS, reactions: 'the service had none' } : LACKS),
  unread: {
    'enc_chats.g': 'what the key of a secret chat is made of',
    'enc_chats.authkey': 'the key of a secret chat stays in the store',
    'enc_chats.fauthkey': 'the same',
    'enc_chats.khash': 'the same',
    'enc_chats.fprint': 'the same',
  },
  identifiersOf,
  threadIdOf: (thread) => `channel${channelNumber(thread)}`,
  storyIdsOf: storyIds,
  write(story, { root, device }, variant) {
    const app = join(root, APP);
    for (const folder of ['files', 'shared_prefs', 'cache']) mkdirSync(join(app, folder), { recursive: true });
    const writer = new ObjectWriter(story, device, (name, bytes) => {
      writeFileSync(join(app, 'cache', name), bytes);
    });
    const layers = layersOf(variant);
    const newest = layers.at(-1) ?? layers[0];
    const numbers = new Map(numbered(story).map(([id, post]) => [post.serverId, id]));
    const posts = new Map([...story.posts()].map((post) => [post.serverId, post]));
    const threads = new Map(threadsOn(story, device).map((thread) => [thread.id, thread]));
    const isOld = variant === 'messages';
    const db = new Database(join(app, 'files/cache4.db'));
    try {
      for (const statement of schemaOf(variant)) db.exec(statement);
      db.transaction(() => {
        const insert = db.prepare(
          `INSERT INTO ${isOld ? 'messages' : 'messages_v2'} (mid, uid, read_state, send_state, date, data, out, ttl, media, replydata, mention, forwards${isOld ? '' : ', is_channel, reply_to_message_id'}) VALUES (${Array(
            isOld ? 12 : 14,
          )
            .fill('?')
            .join(', ')})`,
        );
        let last = 0;
        for (const post of postsOn(story, device.id)) {
          const thread = threads.get(post.thread);
          const id = numbers.get(post.serverId) ?? 0;
          if (thread === undefined || !isHeld(post)) continue;
          const layer = layers[id % layers.length] ?? newest;
          const answered = post.replyTo === null ? undefined : posts.get(post.replyTo);
          const answeredId = answered === undefined ? null : (numbers.get(answered.serverId) ?? null);
          const data = Buffer.concat([writer.messageOf(id, post, thread, layer, answeredId).bytes, NO_PATH]);
          const copy = answered === undefined || answeredId === null ? null : Buffer.concat([writer.messageOf(answeredId, answered, thread, layer, null).bytes, NO_PATH]); // prettier-ignore
          const isOne = thread.type === 'one-to-one';
          const other = thread.members.find(({ person }) => person !== device.owner)?.person ?? '';
          const channel = isOne ? 0 : channelNumber(thread);
          const uid = isOne ? userNumber(personOf(story, other)) : -channel;
          const mid = isOld && !isOne ? BigInt(id) | (BigInt(channel) << 32n) : id;
          const row = [mid, uid, 3, 0, writer.secondsOf(post), data, post.sender === device.owner ? 1 : 0, 0, -1, copy, post.mentions.length, 0]; // prettier-ignore
          insert.run(...row, ...(isOld ? [] : [channel, answeredId ?? 0]));
          last = id;
        }
        insertPeople(db, story, device, newest, last);
      })();
    } finally {
      db.close();
    }
    const own = personOf(story, device.owner);
    const user = tl(newest.user, { self: true, id: userNumber(own), first_name: own.selfName, phone: own.phone });
    writeFileSync(join(app, 'shared_prefs/userconfing.xml'), settings({ user: user.bytes.toString('base64') }));
    const drafts = [...threads.values()].flatMap((thread) => {
      const text = thread.drafts[device.id];
      const other = thread.members.find(({ person }) => person !== device.owner)?.person ?? '';
      const did = thread.type === 'one-to-one' ? userNumber(personOf(story, other)) : -channelNumber(thread);
      return text === undefined ? [] : [[String(did), tl('fd8e711f', { message: text, date: 1_746_000_000 }).bytes.toString('hex')]]; // prettier-ignore
    });
    writeFileSync(join(app, 'shared_prefs/drafts.xml'), settings(Object.fromEntries(drafts) as Record<string, string>));
  },
};

function settings(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([name, value]) => `    <string name="${name}">${value}</string>\n`);
  return `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n${lines.join('')}</map>\n`;
}
