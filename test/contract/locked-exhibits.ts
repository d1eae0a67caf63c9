import Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAndroidBackup } from '../../fixtures/ab-writer.ts';
import { WhatsappKeys } from '../../fixtures/crypt-writer.ts';
import { writeIosBackup } from '../../fixtures/ios-backup-writer.ts';
import { scenario } from '../../fixtures/scenario.ts';
import type { Story } from '../../fixtures/story.ts';
import { zipFolder } from '../../fixtures/zip-writer.ts';
import { PROFILE, writeLockedDesktop } from '../../src-main/sources/signal-desktop/fixture.ts';
import { fixture as android } from '../../src-main/sources/whatsapp-android/fixture.ts';
import { fixture as ios } from '../../src-main/sources/whatsapp-ios/fixture.ts';
import { smallStory } from './small-story.ts';

const DATABASES = 'data/data/com.whatsapp/databases';

/** What opens the exhibits of `writeLockedExhibits`. */
export const IOS_PASSWORD = 'Pier 4, crate 17';
export const ANDROID_PASSWORD = 'harbour gate';
export const BACKUP_KEYS = new WhatsappKeys('locked in the window');

/**
 * Writes four exhibits of the short story into `folder`: `iphone` with an encrypted backup, `phone.ab` with a password,
 * `files.zip`, a computer with the
 * SQLCipher database of Signal, and `card` with a `msgstore.db.crypt15`. Gives what the last one holds, in plain.
 */
export async function writeLockedExhibits(folder: string): Promise<Buffer> {
  const story = smallStory(scenario());
  const scratch = mkdtempSync(join(tmpdir(), 'affiant-plain-'));
  try {
    const iphone = join(scratch, 'iphone');
    await ios.write(story, { root: iphone, device: deviceOf(story, 'ben-phone') }, 'hidden-ids');
    writeIosBackup(iphone, join(folder, 'iphone/00008110-0001'), { password: IOS_PASSWORD, rounds: 100 });
    const device = deviceOf(story, 'ada-phone');
    const phone = join(scratch, 'phone');
    await android.write(story, { root: phone, device }, 'modern');
    const backup = writeAndroidBackup(phone, { isPacked: true, password: ANDROID_PASSWORD, rounds: 100 });
    writeFileSync(join(folder, 'phone.ab'), backup);
    mkdirSync(join(folder, 'card/WhatsApp/Databases'), { recursive: true });
    const store = wholeStore(join(phone, DATABASES, 'msgstore.db'));
    writeFileSync(join(folder, 'card/WhatsApp/Databases/msgstore.db.crypt15'), BACKUP_KEYS.encrypt(store, 'crypt15'));

    const files = join(scratch, 'files');
    writeLockedDesktop(story, { root: join(files, PROFILE), device });
    zipFolder(files, join(folder, 'files.zip'));
    return store;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function deviceOf(story: Story, id: string): Story['devices'][number] {
  const device = story.devices.find((one) => one.id === id);
  if (device === undefined) throw new Error(`story: no device ${id}`);
  return device;
}

/** A database with what its log held, and without the log. */
function wholeStore(path: string): Buffer {
  const db = new Database(path);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma('journal_mode = DELETE');
  db.close();
  return readFileSync(path);
}
