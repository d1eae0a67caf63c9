import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { FixtureTarget, Story } from '../../../fixtures/story.ts';
import { emptyDatabase, RECIPE_1, Sealer, type Recipe } from '../../evidence/fixture-sqlcipher.ts';
import { FileIndexFiller } from './fixture-files.ts';
import { indexAt } from './fixture-index.ts';
import { accountFolder, APP, fillStore, UIN } from './fixture.ts';
import { identifierOf } from '../wechat/fixture-content.ts';
import { packedText, writeFavourites } from './fixture-favourites.ts';
import { writeMoments } from './fixture-moments.ts';

/** The number of the sample's device, out of a range that is kept for tests (TAC 00 1017). */
const DEVICE = '001017004000171';

/** How the search index is encrypted. */
const INDEX_RECIPE: Recipe = { pageSize: 4096, kdf: { hash: 'sha1', iterations: 64_000 }, mac: 'sha1' };

/** The account's number as the settings of the phone's other account say it. */
const OTHER_UIN = 1_700_000_042;

/** Writes the app's folders as they lie on the phone: the store locked, and the settings from which its passphrase follows. */
export function writeLockedPhone(story: Story, target: FixtureTarget): void {
  const account = accountFolder(target);
  mkdirSync(account, { recursive: true });
  const plain = join(account, 'plain.db');
  writeFileSync(plain, emptyDatabase(RECIPE_1));
  const plainIndex = join(account, 'plain-index.db');
  writeFileSync(plainIndex, emptyDatabase(INDEX_RECIPE));
  const plainFiles = join(account, 'plain-files.db');
  writeFileSync(plainFiles, emptyDatabase(RECIPE_1));
  const db = new Database(plain);
  try {
    db.pragma('journal_mode = OFF');
    const index = indexAt(plainIndex, story, target);
    const files = new FileIndexFiller(plainFiles);
    fillStore({ db, index, files }, story, target);
    index.end();
    files.end();
  } finally {
    db.close();
  }
  const passphrase = createHash('md5').update(`${DEVICE}${UIN}`).digest('hex').slice(0, 7);
  writeFileSync(join(account, 'EnMicroMsg.db'), new Sealer(RECIPE_1, passphrase).database(readFileSync(plain)));
  writeFileSync(join(account, 'WxFileIndex.db'), new Sealer(RECIPE_1, passphrase).database(readFileSync(plainFiles)));
  for (const path of [plain, plainFiles]) rmSync(path);
  const owner = identifierOf(target.device.owner);
  const indexed = createHash('md5')
    .update(`${UIN >>> 0}${DEVICE}${owner}`)
    .digest('hex')
    .slice(0, 7);
  writeFileSync(join(account, 'FTS5IndexMicroMsg_encrypt.db'), new Sealer(INDEX_RECIPE, indexed).database(readFileSync(plainIndex))); // prettier-ignore
  rmSync(plainIndex);
  writeSealed(join(account, 'enFavorite.db'), passphrase, (favourites) => {
    keepFavourites(favourites, owner, story);
  });
  // The folder of `kept17`: the lowest byte of Java's hash of the name, 132.
  mkdirSync(join(account, 'favorite/132'), { recursive: true });
  writeFileSync(join(account, 'favorite/132/kept17.png'), PICTURE);
  writePosts(join(account, 'SnsMicroMsg.db'), owner, story);
  const app = join(target.root, APP);
  mkdirSync(join(app, 'shared_prefs'), { recursive: true });
  const preferences = (name: string, body: string): void => {
    const xml = `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n    ${body}\n</map>\n`;
    writeFileSync(join(app, 'shared_prefs', name), xml);
  };
  preferences('auth_info_key_prefs.xml', `<int name="_auth_uin" value="${UIN}" />`);
  preferences('system_config_prefs.xml', `<int name="default_uin" value="${UIN}" />`);
  preferences('app_brand_global_sp.xml', `<set name="uin_set">\n        <string>${OTHER_UIN}</string>\n        <string>${UIN}</string>\n    </set>`); // prettier-ignore
  preferences('com.tencent.mm_preferences.xml', `<string name="last_login_uin">${UIN}</string>\n    <string name="login_weixin_username">${identifierOf(target.device.owner)}</string>`); // prettier-ignore
  writeFileSync(join(app, 'MicroMsg/CompatibleInfo.cfg'), javaMap([[258, DEVICE]]));
  writeFileSync(join(app, 'MicroMsg/systemInfo.cfg'), javaMap([[1, UIN], [17, 3]])); // prettier-ignore
}

/** A picture of one pixel. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'); // prettier-ignore

function writeSealed(path: string, passphrase: string, fill: (db: Database.Database) => void): void {
  const plain = `${path}.plain`;
  writeFileSync(plain, emptyDatabase(RECIPE_1));
  const db = new Database(plain);
  try {
    db.pragma('journal_mode = OFF');
    fill(db);
  } finally {
    db.close();
  }
  writeFileSync(path, new Sealer(RECIPE_1, passphrase).database(readFileSync(plain)));
  rmSync(plain);
}

/** Three favourites beside the story, and one that was removed. */
function keepFavourites(db: Database.Database, owner: string, story: Story): void {
  const [other = owner] = story.persons.map(({ id }) => identifierOf(id)).filter((id) => id !== owner);
  const [first] = story.posts();
  const ms = first?.sentMs ?? 0;
  const md5 = createHash('md5').update(PICTURE).digest('hex');
  writeFavourites(
    db,
    owner,
    [
      { localId: ms + 17, kind: 2, updatedMs: ms + 7_200_000, from: other, xml: `<favitem type="2"><source sourcetype="1"><fromusr>${other}</fromusr><tousr>${owner}</tousr></source><datalist count="1"><dataitem datatype="2" dataid="kept17"><datafmt>png</datafmt><fullmd5>${md5}</fullmd5><fullsize>${PICTURE.length}</fullsize></dataitem></datalist></favitem>`, tags: ['crates'] },
      { localId: ms + 18, kind: 6, updatedMs: ms + 7_300_000, from: other, xml: '<favitem type="6"><locitem><label>Quay 1</label><lat>53.25</lat><lng>9.5</lng><poiname>Pier 4</poiname></locitem></favitem>' },
      { localId: ms + 19, kind: 1, updatedMs: ms + 7_400_000, from: other, packed: packedText(other, 'Ask for number 17.'), words: 'Ask for number 17.' },
    ],
    { ms: ms + 9_000_000, kind: 1, xml: '<favitem type="1"><desc>The night watch changes at two.</desc></favitem>' },
  ); // prettier-ignore
}

/** Three posts beside the story, in the store that the app does not lock. */
function writePosts(path: string, owner: string, story: Story): void {
  const [other, third] = story.persons.map(({ id }) => identifierOf(id)).filter((id) => id !== owner);
  if (other === undefined || third === undefined) throw new Error('story: fewer than three persons');
  const [first] = story.posts();
  const seconds = Math.floor((first?.sentMs ?? 0) / 1000);
  const db = new Database(path);
  try {
    writeMoments(db, owner, [
      {
        id: 14_392_119_216_524_702_466n,
        author: owner,
        seconds: seconds + 3600,
        words: 'Pier 4 at dusk. Nobody about.',
        style: 1,
        place: { longitude: 9.5, latitude: 53.25, name: 'Pier 4' },
        pictures: ['http://example.org/pier-4.jpg'],
        hiddenFrom: [third],
        named: [other],
        likes: [{ by: other, nickname: 'B.', seconds: seconds + 3700 }],
        comments: [{ by: other, nickname: 'B.', seconds: seconds + 3800, words: 'Which crate is that?' }],
      },
      { id: 14_392_119_216_524_702_999n, author: owner, seconds: seconds + 7200, words: 'Note to myself: 17.', style: 2, isPrivate: true },
      { id: 14_392_119_216_524_703_000n, author: other, seconds: seconds + 9000, words: '', style: 3, link: { title: 'Port news', url: 'http://example.org/news' } },
    ]); // prettier-ignore
  } finally {
    db.close();
  }
}

// Java Object Serialization Specification, section 6; versions of the classes as the language's sources state them.
const HASH_MAP = 'aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f724900097468726573686f6c6478703f4000000000000c770800000010'; // prettier-ignore
const INTEGER = '737200116a6176612e6c616e672e496e746567657212e2a0a4f781873802000149000576616c7565787200106a6176612e6c616e672e4e756d62657286ac951d0b94e08b0200007870'; // prettier-ignore
const INTEGER_AGAIN = '7371007e0002';

/** A `HashMap` as Java writes it, with numbers as keys. */
export function javaMap(entries: readonly (readonly [number, number | string])[]): Buffer {
  let isFirst = true;
  const integer = (value: number): Buffer => {
    const head = isFirst ? INTEGER : INTEGER_AGAIN;
    isFirst = false;
    return Buffer.concat([Buffer.from(head, 'hex'), int32(value)]);
  };
  const parts = entries.flatMap(([key, value]) => [
    integer(key),
    typeof value === 'number' ? integer(value) : Buffer.concat([Buffer.of(0x74, 0, value.length), Buffer.from(value)]),
  ]);
  return Buffer.concat([Buffer.from(HASH_MAP, 'hex'), int32(entries.length), ...parts, Buffer.of(0x78)]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
