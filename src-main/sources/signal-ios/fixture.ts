import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryPlist } from '../../../fixtures/binary-plist.ts';
import type { Device, Fixture, FixtureTarget, Post, Story } from '../../../fixtures/story.ts';
import { SALT, Sealer, writePlain, type Recipe } from '../../evidence/fixture-sqlcipher.ts';
import { aciOf, groupIdOf, storedMs, threadsOf, usernameOf } from '../fixture-signal.ts';
import { newFile, oldFile } from './fixture-media.ts';
import { rowIdOf, rowsOf, type Row } from './fixture-post.ts';
import { inserter, insertCall, insertParts, insertPeople, insertSendLog, insertSettings, insertThreads, pniOf } from './fixture-rows.ts'; // prettier-ignore
import { schemaOf } from './fixture-schema.ts';

/** Where the app's shared folder lies on the device. */
export const PLACE = 'private/var/mobile/Containers/Shared/AppGroup/7F3C2A10-5B1D-4E6F-8A9B-0C1D2E3F4A5B';

const ALWAYS = {
  forwards: 'the app does not mark forwarded messages',
  stars: 'the app has no stars',
  locations: 'a place is sent as words with a link',
  contacts: 'names and numbers are stored, no vCard',
  'revoked-time': 'when a message was deleted is not stored',
  'revoked-by': 'who deleted a message is not stored',
  'past-members': 'who left is told by lines of the app',
  'call-durations': 'start and end are stored, and the ringing lies between them',
  broadcasts: 'the app has no such lists; tests of the parser tell of stories',
  channels: 'the app has none',
  communities: 'the app has none',
  'community-links': 'the app has no communities',
  'encryption-notices': 'the app does not tell that messages are encrypted end to end',
  subscribers: 'the app has no channels',
  drafts: 'the story tells none on this device; tests of the parser do',
} as const;

const KEYS = 'keys stay in the store';
const ROW_NAME = 'a name of the row, which no other row bears';
const ROW_KIND = 'of what kind the row is, which its table tells';

/** The story as Signal on Ben's iPhone keeps it, once its lock is open. */
export const fixture: Fixture = {
  parser: 'signal-ios',
  variants: ['attachment-references', 'attachment-table'],
  platforms: ['ios'],
  lacks: ALWAYS,
  lacksIn: (variant) =>
    variant === 'attachment-references'
      ? { ...ALWAYS, 'outgoing-group-rings': 'an outgoing ring is stored alike whoever took it', 'old-subjects': 'the line of the app holds the new title alone' }
      : { ...ALWAYS, 'media-hash': 'the app kept no hash of a file', edits: 'messages could not be edited', polls: 'there were none', 'poll-votes': 'there were no polls' }, // prettier-ignore
  unread: {
    'model_OWSUserProfile.profileKey': KEYS,
    'model_OWSRecipientIdentity.identityKey': KEYS,
    'Attachment.encryptionKey': KEYS,
    'model_TSAttachment.encryptionKey': KEYS,
    'model_TSAttachment.recordType': 'whether the file is there is told by its path',
    'EditRecord.latestRevisionId': 'an earlier wording that its message tells',
    'EditRecord.pastRevisionId': 'an earlier wording that its message tells',
    'model_TSGroupMember.groupThreadId': 'a member whom the model of the group names too',
    'model_TSGroupMember.uuidString': 'a member whom the model of the group names too',
    'model_OWSReaction.uniqueId': ROW_NAME,
    'model_OWSReaction.recordType': ROW_KIND,
    'model_TSMention.uniqueId': ROW_NAME,
    'model_TSMention.recordType': ROW_KIND,
    'model_OWSUserProfile.uniqueId': ROW_NAME,
    'model_OWSUserProfile.recordType': ROW_KIND,
    'model_SignalAccount.uniqueId': ROW_NAME,
    'model_SignalAccount.recordType': ROW_KIND,
    'model_OWSRecipientIdentity.uniqueId': ROW_NAME,
    'model_OWSRecipientIdentity.recordType': ROW_KIND,
    'model_OWSDisappearingMessagesConfiguration.recordType': ROW_KIND,
    'model_TSGroupMember.recordType': ROW_KIND,
    'model_TSGroupMember.uniqueId': ROW_NAME,
    'model_TSMention.uniqueThreadId': 'which conversation the message is in, which its row tells',
    'keyvalue.collection': 'in which list of settings one stands',
  },
  storyIdsOf: (story, device) => {
    const ids = new Map<string, string>();
    for (const post of story.posts()) {
      const isLine = post.body.type === 'system' || post.body.type === 'unknown' || post.sender === null;
      const id = isLine ? `message:${rowIdOf(post.serverId)}` : `${aciOf(post.sender)}/${storedMs(post, device)}`;
      ids.set(id, post.serverId);
    }
    return ids;
  },
  identifiersOf: (person) => [aciOf(person.id), pniOf(person), usernameOf(person)].filter((one) => one !== null),
  threadIdOf: groupIdOf,
  write(story, { root, device }, variant) {
    const folder = join(root, PLACE);
    mkdirSync(join(folder, 'grdb'), { recursive: true });
    const db = new Database(join(folder, 'grdb/signal.sqlite'));
    fill(db, story, { root: folder, device }, variant);
    db.close();
  },
};

/** A content that several messages carry is one row and one file. */
function fileAdder(db: Database.Database, insert: ReturnType<typeof inserter>): (file: Row) => number {
  const known = new Map<string, number>();
  const present =
    'UPDATE Attachment SET localRelativeFilePath = ?, encryptionKey = ?, unencryptedByteCount = ? WHERE id = ?';
  return (file) => {
    const name = (file.sha256ContentHash as Buffer).toString('hex');
    const id = known.get(name) ?? insert('Attachment', file);
    if (known.has(name) && file.localRelativeFilePath !== null) db.prepare(present).run(file.localRelativeFilePath, file.encryptionKey, file.unencryptedByteCount, id); // prettier-ignore
    known.set(name, id);
    return id;
  };
}

function fill(db: Database.Database, story: Story, target: FixtureTarget, variant: string): void {
  const { device } = target;
  const isNew = variant === 'attachment-references';
  for (const statement of schemaOf(variant)) db.exec(statement);
  const insert = inserter(db);
  db.transaction(() => {
    insertSettings(insert, story, device, isNew);
    const people = insertPeople(insert, story, device, isNew);
    const threadRows = insertThreads(insert, story, device);
    const threads = new Map(threadsOf(story, device).map((one) => [one.id, one]));
    const later: (() => void)[] = [];
    const addFile = fileAdder(db, insert);
    for (const post of heldPosts(story, device)) {
      const thread = threads.get(post.thread);
      if (thread === undefined) continue;
      const { row, earlier } = rowsOf(post, story, device, thread, isNew);
      const media = post.body.type === 'media' && post.revoked === null ? post.body.media : null;
      const id = insert('model_TSInteraction', row);
      insertParts(insert, post, thread, id, people);
      if (media !== null && isNew) {
        const { file, reference } = newFile(media, post.serverId, target.root, device);
        insert('MessageAttachmentReference', { ...reference, ownerRowId: id, attachmentRowId: addFile(file), receivedAtTimestamp: row.receivedAtTimestamp ?? 0, threadRowId: threadRows.get(thread.id) ?? 0, isViewOnce: post.viewOnce ? 1 : 0 }); // prettier-ignore
      } else if (media !== null) insert('model_TSAttachment', { ...oldFile(media, post.serverId, target.root, device), albumMessageId: rowIdOf(post.serverId) }); // prettier-ignore
      if (post.sender === device.owner && post.sentMs > LOG_FROM) insertSendLog(insert, post, thread, storedMs(post, device)); // prettier-ignore
      later.push(() => {
        for (const one of earlier) insert('EditRecord', { latestRevisionId: id, pastRevisionId: insert('model_TSInteraction', one), read: 1 }); // prettier-ignore
      });
    }
    for (const insertLater of later) insertLater();
    for (const call of story.calls) {
      const thread = threads.get(call.thread);
      if (thread !== undefined && call.on.includes(device.id)) insertCall(insert, call, thread, threadRows, device);
    }
  })();
}

/** What was sent before is no longer kept for sending again. */
const LOG_FROM = Date.UTC(2025, 3, 20);

/** Posts that this device holds. */
function heldPosts(story: Story, device: Device): readonly Post[] {
  return [...story.posts()].filter(
    (post) =>
      !post.missingOn.includes(device.id) &&
      !post.deletedOn.includes(device.id) &&
      !(post.body.type === 'system' && post.body.system.action === 'encryption-notice'),
  );
}

const RAW_KEY = createHash('sha256').update('sample: phone of B. Okafor').digest();
const RECIPE: Recipe = { pageSize: 4096, kdf: { hash: 'sha512', iterations: 256_000 }, mac: 'sha512', rawKey: RAW_KEY, plainHeader: 32 }; // prettier-ignore
/** The key of the store that the locked sample writes, as the keychain holds it: the key, then the salt. */
const IPHONE_KEY = Buffer.concat([RAW_KEY, SALT]);

/** Writes the app's folder as it lies on the device, the database locked, and beside it the keychain as tools save it. */
export function writeLockedIphone(story: Story, { root, device }: FixtureTarget): void {
  const folder = join(root, PLACE);
  mkdirSync(join(folder, 'grdb'), { recursive: true });
  const path = join(folder, 'grdb/plain.db');
  const { database } = writePlain(path, RECIPE, (db) => {
    fill(db, story, { root: folder, device }, 'attachment-references');
  });
  for (const suffix of ['', '-wal', '-shm', '.snap', '.snap-wal', '.snap-journal'])
    rmSync(path + suffix, { force: true });
  writeFileSync(join(folder, 'grdb/signal.sqlite'), new Sealer(RECIPE).database(database));
  writeFileSync(join(root, 'iphone_keychain.plist'), keychain());
}

/** The app's entry among others: one of another app made from its code, which bears the same names, and one of none. */
function keychain(): Buffer {
  const entry = (agrp: string, acct: string, svce: string, key: Buffer) => ({
    agrp,
    acct: Buffer.from(acct),
    svce,
    v_Data: key,
  });
  const [account, service] = ['GRDBDatabaseCipherKeySpec', 'GRDBKeyChainService'];
  return binaryPlist({
    genp: [
      entry('SUQ8J2PCT7.com.loki-project.loki-messenger', account, service, Buffer.alloc(48, 1)),
      entry(
        'U68MSDN6DR.org.whispersystems.signal',
        'OWSDatabaseCipherKeySpec',
        'TSKeyChainService',
        Buffer.alloc(32, 2),
      ),
      entry('U68MSDN6DR.org.whispersystems.signal', account, service, IPHONE_KEY),
    ],
    inet: [],
  });
}
