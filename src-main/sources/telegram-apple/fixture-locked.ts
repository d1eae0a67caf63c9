import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FixtureTarget, Story } from '../../../fixtures/story.ts';
import { SALT, Sealer, writePlain, type Recipe } from '../../evidence/fixture-sqlcipher.ts';
import { sealTelegramKey } from '../../evidence/locks/telegram-key.ts';
import { fillStore } from './fixture-store.ts';

/** Where the app lies on a Mac, and its one account there. */
export const LANE = 'Users/ada/Library/Group Containers/6N38VWS5BX.ru.keepcoder.Telegram/appstore';
export const LOCKED_STORE = `${LANE}/account-1746000000017/postbox/db/db_sqlite`;

/** The passcode that the sample's user set in the app. */
export const PASSCODE = 'pier four';

const RAW_KEY = createHash('sha256').update('sample: Mac of A. Brandt').digest();
const RECIPE: Recipe = {
  pageSize: 4096,
  kdf: { hash: 'sha512', iterations: 256_000 },
  mac: 'sha512',
  rawKey: RAW_KEY,
  plainHeader: 32,
};

/** Writes the app's folder as it lies on a Mac: the database locked, its key in a file that is sealed under the passcode, or under the app's own text. */
export function writeLockedMac(story: Story, { root, device }: FixtureTarget, passcode: string | null): void {
  const postbox = join(root, LANE, 'account-1746000000017/postbox');
  for (const folder of ['db', 'media']) mkdirSync(join(postbox, folder), { recursive: true });
  const plain = join(postbox, 'db/plain.db');
  const { database } = writePlain(plain, RECIPE, (db) => {
    fillStore(db, story, device, (name, bytes) => { writeFileSync(join(postbox, 'media', name), bytes); }, true); // prettier-ignore
  });
  rmSync(plain);
  writeFileSync(join(root, LOCKED_STORE), new Sealer(RECIPE).database(database));
  const key = Buffer.concat([RAW_KEY, SALT]);
  writeFileSync(join(root, LANE, '.tempkeyEncrypted'), passcode === null ? sealTelegramKey(key) : sealTelegramKey(key, passcode)); // prettier-ignore
}
