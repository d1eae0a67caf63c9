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
import { emptyDatabase, RECIPE_4, Sealer } from '../../src-main/evidence/fixture-sqlcipher.ts';
import { fixture as android } from '../../src-main/sources/whatsapp-android/fixture.ts';
import { fixture as ios } from '../../src-main/sources/whatsapp-ios/fixture.ts';
import { smallStory } from './small-story.ts';

const DATABASES = 'data/data/com.whatsapp/databases';

/** What opens the exhibits of `writeLockedExhibits`. */
export const IOS_PASSWORD = 'Pier 4, crate 17';
export const ANDROID_PASSWORD = 'harbour gate';
export const DATABASE_PASSPHRASE = 'crates by night';
export const BACKUP_KEYS = new WhatsappKeys('locked in the window');

/** What the last two hold, in plain: as the app writes it, and with room in its pages for the cipher's own bytes. */
interface PlainStores {
  readonly store: Buffer;
  readonly reserved: Buffer;
}

/**
 * Writes four exhibits of the short story into `folder`: `iphone` with an encrypted backup, `phone.ab` with a password,
 * `files.zip` with a database of SQLCipher, and `card` with a `msgstore.db.crypt15`.
 */
export async function writeLockedExhibits(folder: string): Promise<PlainStores> {
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
    mkdirSync(join(files, DATABASES), { recursive: true });
    const reserved = withReserve(join(phone, DATABASES, 'msgstore.db'), join(scratch, 'reserved.db'));
    const sealed = new Sealer(RECIPE_4, DATABASE_PASSPHRASE).database(reserved);
    writeFileSync(join(files, DATABASES, 'store.db'), sealed);
    zipFolder(files, join(folder, 'files.zip'));
    return { store, reserved };
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

/** The tables of a database in one whose pages keep room for the cipher's own bytes; without its index of words. */
function withReserve(plain: string, path: string): Buffer {
  writeFileSync(path, emptyDatabase(RECIPE_4));
  const db = new Database(path);
  db.prepare('ATTACH ? AS plain').run(plain);
  const made = db.prepare("SELECT name, sql FROM plain.sqlite_master WHERE type = 'table'");
  for (const { name, sql } of made.all() as readonly { readonly name: string; readonly sql: string }[]) {
    if (name.startsWith('sqlite_') || name.includes('fts')) continue;
    db.exec(sql);
    db.exec(`INSERT INTO main."${name}" SELECT * FROM plain."${name}"`);
  }
  db.close();
  return readFileSync(path);
}
