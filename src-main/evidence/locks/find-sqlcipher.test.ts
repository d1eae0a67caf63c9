import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findIn } from './fixture-open-in.ts';
import { RECIPE_4, SALT, Sealer, emptyDatabase, writePlain } from '../fixture-sqlcipher.ts';
import { sqlcipher } from './open-sqlcipher.ts';

const corpus = '../shared/corpus';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-cipher-find-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(path: string, bytes: Buffer | string): void {
  const at = join(folder, 'exhibit', path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, bytes);
}

const found = async (exhibit = join(folder, 'exhibit')): Promise<readonly (readonly [string, string | undefined])[]> =>
  (await findIn(sqlcipher, exhibit, join(folder, 'work'))).map(({ file, facts }) => [file.path, facts.app] as const);

it('finds encrypted databases by name, log and bytes, and nothing else', async () => {
  const random = createHash('shake256', { outputLength: 8192 }).update('random').digest();
  const store = writePlain(join(folder, 'plain.db'), RECIPE_4, (db, snap) => {
    db.pragma('journal_mode = WAL');
    db.exec('CREATE TABLE t(a); INSERT INTO t VALUES(1)');
    snap();
  });
  const sealer = new Sealer({ ...RECIPE_4, plainHeader: 32 });
  put('a/org.thoughtcrime.securesms/databases/signal.db', random);
  put('a/app/databases/store', random);
  put('b/unnamed', random);
  put('b/unnamed-shm', '');
  put('b/unnamed.bin', random);
  put('c/in-log.db', '');
  put('c/in-log.db-wal', new Sealer(RECIPE_4).wal(store.wal ?? Buffer.alloc(0)));
  put('c/in-plain.sqlite', sealer.database(store.wal?.subarray(56, 56 + 4096) ?? SALT));
  put('c/qq/nt_db/nt_msg.db', Buffer.concat([Buffer.from('SQLite header 3\0'.padEnd(1024, '.')), random]));
  // None of these is one.
  put('d/plain.db', emptyDatabase(RECIPE_4));
  put('d/empty.db', '');
  put('d/text.db', 'no database '.repeat(100));
  put('d/picture.db', Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), random]));
  put('d/short.db', random.subarray(0, 400));
  put('d/photo.jpg', random);
  put('d/x.db-wal', random);
  put('e/Manifest.db', random);
  put('e/Manifest.plist', '<plist/>');
  const full = new Database(join(folder, 'exhibit/d/full.db'));
  full.exec('CREATE TABLE t(a)');
  full.prepare('INSERT INTO t VALUES(?)').run(random);
  full.close();
  expect(await found()).toEqual([
    ['a/app/databases/store', undefined],
    ['a/org.thoughtcrime.securesms/databases/signal.db', 'signal-android'],
    ['b/unnamed', undefined],
    ['c/in-log.db', undefined],
    ['c/in-plain.sqlite', undefined],
    ['c/qq/nt_db/nt_msg.db', 'qq-nt'],
  ]);
});

it.skipIf(!existsSync(corpus))('finds each of the public samples, and no other of their files', async () => {
  const paths = (await found(corpus)).map(([path]) => path);
  expect(paths.filter((path) => !/sqlcipher|^wechat\/|^signal\/|^telegram\/postbox/u.test(path))).toEqual([]);
  expect(paths.map((path) => path.split('/').slice(0, 2).join('/')).filter((path, at, all) => all.indexOf(path) === at)).toEqual(['signal/synthetic-android-db', 'signal/synthetic-desktop', 'sqlite/sqlcipher', 'sqlite/sqlcipher_generated', 'telegram/postbox', 'wechat/android', 'wechat/sqlcipher', 'wechat/synthetic']); // prettier-ignore
  expect(paths).toHaveLength(1 + 1 + 6 + 7 + 1 + 1 + 6 + 5);
});
