import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Device, Fixture, Story } from '../../../fixtures/story.ts';
import { aciOf, storedIdOf, storedMs, usernameOf } from '../fixture-signal.ts';
import { delimited, encodeMessage } from './fixture-encode.ts';
import { FIRST, framesOf, masterKeyOf, type Written } from './fixture-frames.ts';
import { localKeyOf } from './fixture-item.ts';
import { groupIdOf } from './group-id.ts';

const LACKS = {
  forwards: 'the app does not mark forwarded messages',
  stars: 'the app has no stars',
  locations: 'a place is sent as words with a link',
  contacts: 'names and numbers are stored, no vCard',
  drafts: 'not in the backup',
  'revoked-time': 'when a message was deleted is not stored',
  'past-members': 'who left is told by lines of the app',
  'old-subjects': 'the line of the app holds the new title alone',
  'call-durations': 'start and end are stored, and the ringing lies between them',
  broadcasts: 'tests of the parser tell of lists for stories',
  channels: 'the app has none',
  communities: 'the app has none',
  'community-links': 'the app has no communities',
  'encryption-notices': 'the app does not tell that messages are encrypted end to end',
  subscribers: 'tests of the parser tell of lists for stories',
} as const;

const FOLDER = 'sdcard/Backups/SignalBackups';

/** The story as the newest backup of Signal on Ada's phone holds it, once its lock is open. */
export const fixture: Fixture = {
  parser: 'signal-backup',
  variants: ['backup-frames'],
  platforms: ['android'],
  lacks: LACKS,
  storyIdsOf: (story, device) => new Map([...idsOf(story, device)]),
  identifiersOf: (person) => [aciOf(person.id), usernameOf(person)].filter((one) => one !== null),
  threadIdOf: (thread) => groupIdOf(masterKeyOf(thread)) ?? '',
  write(story, { root, device }) {
    const folder = join(root, FOLDER);
    mkdirSync(folder, { recursive: true });
    const written = framesOf(story, device);
    writeFileSync(join(folder, 'main.binproto'), bytesOf(written));
    for (const { post } of written)
      if (post?.body.type === 'media' && post.revoked === null && post.body.media.presentOn.includes(device.id))
        writeFile(folder, Buffer.from(post.body.media.content()), post.serverId);
  },
};

/** The frames behind each other, each with its length before it. */
export function bytesOf(written: readonly Written[]): Buffer {
  const frames = written.map(({ frame }) => delimited(encodeMessage(frame, 'Frame')));
  return Buffer.concat([delimited(encodeMessage(FIRST, 'BackupInfo')), ...frames]);
}

/** What the parser knows each post by: who sent it when, or where its frame stands. */
function* idsOf(story: Story, device: Device): Generator<readonly [string, string]> {
  const own = story.persons.find(({ id }) => id === device.owner);
  let at = delimited(encodeMessage(FIRST, 'BackupInfo')).length;
  for (const { frame, post } of framesOf(story, device)) {
    const message = encodeMessage(frame, 'Frame');
    const { length } = delimited(message);
    if (post !== null) {
      const isOwn = post.sender === device.owner;
      const known = isOwn && own !== undefined ? `${usernameOf(own) ?? ''}/${storedMs(post, device)}` : storedIdOf(post, device); // prettier-ignore
      const isLine = post.body.type === 'system' || post.body.type === 'unknown' || post.sender === null;
      yield [isLine ? `message:${at + length - message.length}` : known, post.serverId];
    }
    at += length;
  }
}

/** A file of an attachment as it lies beside the snapshots: zeros to a size that says little, AES-256-CBC, HMAC-SHA256. */
function writeFile(folder: string, content: Buffer, seed: string): void {
  const keys = localKeyOf(seed);
  const hash = createHash('sha256').update(content).digest();
  const name = createHash('sha256').update(hash).update(keys).digest('hex');
  const padded = Buffer.alloc(Math.max(541, Math.floor(1.05 ** Math.ceil(Math.log(content.length) / Math.log(1.05)))));
  padded.set(content);
  const iv = createHash('md5').update(`iv ${seed}`).digest();
  const cipher = createCipheriv('aes-256-cbc', keys.subarray(0, 32), iv);
  const sealed = Buffer.concat([iv, cipher.update(padded), cipher.final()]);
  const path = join(folder, 'files', name.slice(0, 2), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.concat([sealed, createHmac('sha256', keys.subarray(32)).update(sealed).digest()]));
}
