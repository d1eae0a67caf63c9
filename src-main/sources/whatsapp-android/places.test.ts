import Database from 'better-sqlite3';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeTarOf } from '../../../fixtures/ab-writer.ts';
import { scenario } from '../../../fixtures/scenario.ts';
import { filesBelow, zipFolder } from '../../../fixtures/zip-writer.ts';
import { openExhibit, temporaryFolder } from '../../../test/contract/read-source.ts';
import { fixture, writeStore } from './fixture.ts';
import { whatsappAndroid } from './index.ts';

const whole = scenario();
const media = [...whole.posts()].filter(({ body, replyTo }) => body.type === 'media' && replyTo === null).slice(0, 40);
/** Posts with media alone. */
const story = { ...whole, posts: () => media };

function put(root: string, path: string, text: string): void {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** An empty store; `mark` makes its bytes differ from another's. */
function putStore(root: string, path: string, mark = 0): void {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  const db = new Database(join(root, path));
  db.exec(`PRAGMA synchronous = OFF; PRAGMA user_version = ${mark};
    CREATE TABLE message (_id INTEGER PRIMARY KEY, chat_row_id, from_me, key_id);
    CREATE TABLE chat (_id INTEGER PRIMARY KEY, jid_row_id); CREATE TABLE jid (_id INTEGER PRIMARY KEY, raw_string)`);
  db.close();
}

function putBook(root: string, path: string): void {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  const db = new Database(join(root, path));
  db.exec('CREATE TABLE wa_contacts (_id INTEGER PRIMARY KEY, jid TEXT, display_name TEXT)');
  db.close();
}

async function labelsIn(path: string): Promise<readonly (readonly [string, string])[]> {
  await using exhibit = await openExhibit(whatsappAndroid, path);
  return exhibit.detections.map(({ label, root }) => [label, root] as const).sort();
}

/** The folder, and the same as every archive that a full file system comes in. */
function wrappings(folder: string): readonly (readonly [string, string])[] {
  const tar = writeTarOf(filesBelow(folder).map((name) => ({ name, data: readFileSync(join(folder, name)) })));
  const forms = [
    ['tar', tar],
    ['tar.gz', gzipSync(tar)],
    ['tar.zst', zstdCompressSync(tar)],
  ] as const;
  for (const [ending, bytes] of forms) writeFileSync(`${folder}.${ending}`, bytes);
  zipFolder(folder, `${folder}.zip`);
  return [['folder', folder], ['zip', `${folder}.zip`], ...forms.map(([ending]) => [ending, `${folder}.${ending}`] as const)]; // prettier-ignore
}

describe('a full file system', () => {
  it('gives each device user and app its source, under whatever folder it lies, in every wrapping', async () => {
    using temporary = temporaryFolder();
    const root = join(temporary.path, 'ffs');
    const users = (number: number, rest: string) =>
      put(root, `Dump/data/system/users/${number}.xml`, `<?xml version='1.0' encoding='utf-8'?>\n<user id="${number}" ${rest}><name>x</name></user>`); // prettier-ignore
    putStore(root, 'Dump/data/data/com.whatsapp/databases/msgstore.db', 1);
    putStore(root, 'Dump/data/data/com.whatsapp.w4b/databases/msgstore.db', 2);
    putStore(root, 'Dump/data/user/10/com.whatsapp/databases/msgstore.db', 3);
    putStore(root, 'Dump/data/user/11/com.whatsapp/databases/msgstore.db', 4);
    putStore(root, 'Dump/data/user/12/com.whatsapp/databases/msgstore.db', 5);
    putStore(root, 'Dump/data/user/999/com.whatsapp/databases/msgstore.db', 6);
    putStore(root, 'Dump/data_mirror/data_ce/null/95/com.whatsapp/databases/msgstore.db', 7);
    users(10, 'serialNumber="10" flags="1072" type="android.os.usertype.profile.MANAGED" profileGroupId="0"');
    users(11, 'flags="48"');
    users(12, 'flags="16" type="android.os.usertype.full.SECONDARY"');
    put(root, 'Dump/data/system/users/999.xml', 'ABX\0\x10');
    const wanted = [
      ['WhatsApp Business', 'Dump'],
      ['WhatsApp', 'Dump'],
      ['WhatsApp, device user 10 (work profile)', 'Dump'],
      ['WhatsApp, device user 11 (work profile)', 'Dump'],
      ['WhatsApp, device user 12', 'Dump'],
      ['WhatsApp, device user 95', 'Dump'],
      ['WhatsApp, device user 999', 'Dump'],
    ].sort();
    for (const [name, path] of wrappings(root)) expect(await labelsIn(path), name).toEqual(wanted);
  });

  it('reads a store once that it shows under several paths, and says so', async () => {
    using temporary = temporaryFolder();
    const root = join(temporary.path, 'ffs');
    const databases = (app: string) => join(root, app, 'com.whatsapp/databases');
    putStore(root, 'data/user/0/com.whatsapp/databases/msgstore.db', 1);
    for (const app of ['data/data', 'data_mirror/data_ce/null/0', 'data/user/10', 'data/user_de/0'])
      cpSync(databases('data/user/0'), databases(app), { recursive: true });
    await using exhibit = await openExhibit(whatsappAndroid, root);
    const found = exhibit.detections.map(({ label, files, issues }) => [
      label,
      files.messages?.path,
      issues.filter(({ code }) => code === 'duplicate-row').map(({ where }) => where),
    ]);
    expect(found).toEqual([
      [
        'WhatsApp, data/data/com.whatsapp/databases/msgstore.db',
        'data/data/com.whatsapp/databases/msgstore.db',
        ['data/user/0/com.whatsapp/databases/msgstore.db', 'data_mirror/data_ce/null/0/com.whatsapp/databases/msgstore.db'],
      ],
      ['WhatsApp, device user 10', 'data/user/10/com.whatsapp/databases/msgstore.db', []],
      ['WhatsApp, data/user_de/0/com.whatsapp/databases/msgstore.db', 'data/user_de/0/com.whatsapp/databases/msgstore.db', []],
    ]); // prettier-ignore
  });

  it('keeps both of a store whose other path shows other bytes, or another log', async () => {
    using temporary = temporaryFolder();
    const root = join(temporary.path, 'ffs');
    putStore(root, 'data/data/com.whatsapp/databases/msgstore.db', 1);
    putStore(root, 'data/user/0/com.whatsapp/databases/msgstore.db', 2);
    expect(await labelsIn(root)).toHaveLength(2);
    copyFileSync(join(root, 'data/data/com.whatsapp/databases/msgstore.db'), join(root, 'data/user/0/com.whatsapp/databases/msgstore.db')); // prettier-ignore
    expect(await labelsIn(root)).toHaveLength(1);
    put(root, 'data/user/0/com.whatsapp/databases/msgstore.db-wal', 'x');
    expect(await labelsIn(root)).toHaveLength(2);
  });

  it('finds the media of a device user in the shared storage of that user alone', async () => {
    using temporary = temporaryFolder();
    const device = story.devices.find((one) => fixture.platforms.includes(one.platform));
    if (device === undefined) throw new Error('no device');
    const made = join(temporary.path, 'made');
    writeStore(story, { root: made, device }, 'modern', { lastInLog: 0, deletedInLog: 0 });
    const files = filesBelow(join(made, 'sdcard')).length;
    expect(files).toBeGreaterThan(3);
    const found = async (user: string, shared: string): Promise<number> => {
      const root = join(temporary.path, `${user} ${shared}`.replaceAll('/', ' '));
      cpSync(join(made, 'sdcard'), join(root, 'Dump', shared), { recursive: true });
      cpSync(join(made, 'data/data/com.whatsapp'), join(root, 'Dump', user), { recursive: true });
      await using exhibit = await openExhibit(whatsappAndroid, root);
      const [detection] = exhibit.detections;
      if (detection === undefined) throw new Error('nothing was found');
      const { run } = await exhibit.open(detection);
      const seen = new Set<string>();
      for await (const one of whatsappAndroid.read(detection, run)) {
        if (one.kind !== 'attachment') continue;
        for (const candidate of one.candidates) {
          const file = await exhibit.tree.get(`${detection.root}/${candidate}`);
          if (file !== null) seen.add(file.path);
        }
      }
      return seen.size / files;
    };
    for (const shared of ['data/media/10', 'storage/emulated/10', 'mnt/pass_through/10/emulated/10'])
      expect(await found('data/user/10/com.whatsapp', shared), shared).toBe(1);
    for (const shared of ['data/media/0', 'sdcard', 'data/media/11'])
      expect(await found('data/user/10/com.whatsapp', shared), shared).toBe(0);
    expect(await found('data/user/0/com.whatsapp', 'data/media/0')).toBe(1);
  });
});

describe('local backups', () => {
  it('are sources of their own, with their day, beside the store of today and with the address book of the backups', async () => {
    using temporary = temporaryFolder();
    const root = join(temporary.path, 'ffs');
    const shared = 'data/media/0/Android/media/com.whatsapp/WhatsApp';
    putStore(root, 'data/data/com.whatsapp/databases/msgstore.db', 1);
    putBook(root, 'data/data/com.whatsapp/databases/wa.db');
    const backups = ['msgstore.db.crypt15', 'msgstore-2024-11-02.1.db.crypt15', 'msgstore-increment-1-2024-11-03.1.db.crypt15']; // prettier-ignore
    for (const [index, name] of backups.entries())
      putStore(root, `${shared}/Databases/${name}!/${name.replace('.crypt15', '')}`, index + 2);
    putBook(root, `${shared}/Backups/wa.db.crypt15!/wa.db`);
    putStore(root, 'data/media/10/WhatsApp Business/Databases/msgstore-2023-01-05.1.db', 9);
    await using exhibit = await openExhibit(whatsappAndroid, root);
    const found = exhibit.detections.map((one) => [one.label, one.root, one.files.contacts?.path.split('/').at(-3) ?? null]); // prettier-ignore
    expect(found.sort()).toEqual([
      ['WhatsApp Business, device user 10, backup dated 2023-01-05 by its name', '', null],
      ['WhatsApp, backup dated 2024-11-02 by its name', '', 'Backups'],
      ['WhatsApp, backup', '', 'Backups'],
      ['WhatsApp, part of a backup dated 2024-11-03 by its name', '', 'Backups'],
      ['WhatsApp', '', 'com.whatsapp'],
    ]);
  });

  it('take the folder that holds the app’s folder for the root of their media', async () => {
    using temporary = temporaryFolder();
    for (const [at, root] of [
      ['msgstore.db.crypt14!/msgstore.db', ''],
      ['pulled/msgstore.db.crypt14!/msgstore.db', 'pulled'],
      ['pulled/Databases/msgstore.db.crypt14!/msgstore.db', 'pulled'],
      ['pulled/WhatsApp/Databases/msgstore.db.crypt14!/msgstore.db', 'pulled'],
      ['x/storage/emulated/0/WhatsApp/Databases/msgstore.db', 'x'],
    ] as const) {
      const folder = join(temporary.path, String(Math.random()));
      putStore(folder, at);
      expect(await labelsIn(folder), at).toEqual([['WhatsApp, backup', root]]);
    }
  });
});
