import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture, FixtureTarget, Story } from '../../../fixtures/story.ts';
import { identifierOf, md5, serverNumber } from '../wechat/fixture-content.ts';
import { LACKS } from '../wechat/fixture-lacks.ts';
import { FileIndexFiller } from './fixture-files.ts';
import { indexAt } from './fixture-index.ts';
import { StoreFiller, type Into } from './fixture-writer.ts';

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
  lacks: LACKS,
  storyIdsOf: (story) => new Map([...story.posts()].map(({ serverId }) => [String(serverNumber(serverId)), serverId])),
  identifiersOf: ({ id }) => [identifierOf(id)],
  write(story, target) {
    const account = accountFolder(target);
    mkdirSync(account, { recursive: true });
    const db = new Database(join(account, 'EnMicroMsg.db'));
    try {
      db.pragma('journal_mode = OFF');
      db.pragma('synchronous = OFF');
      const index = indexAt(join(account, 'FTS5IndexMicroMsg.db'), story, target);
      const files = new FileIndexFiller(join(account, 'WxFileIndex.db'));
      fillStore({ db, index, files }, story, target);
      index.end();
      files.end();
    } finally {
      db.close();
    }
  },
};

/** The account's folder on the device: MD5 of "mm" and the account's number. */
export function accountFolder({ root }: FixtureTarget): string {
  return join(root, APP, 'MicroMsg', md5(`mm${UIN}`));
}

/** Writes the story into an open database and into the search index, and the media beside it. */
export function fillStore(into: Into, story: Story, target: FixtureTarget): void {
  new StoreFiller(into, story, target.device, accountFolder(target), join(target.root, SAVED)).fill();
}
