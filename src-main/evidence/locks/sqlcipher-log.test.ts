import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEvidence } from '../../sqlite/index.ts';
import { openIn, pathInWork } from './fixture-open-in.ts';
import type { Opening } from './fixture-opening.ts';
import { PASSPHRASE, RECIPE_1, RECIPE_2, RECIPE_4, SALT, Sealer, writePlain, type PlainStore, type Recipe } from '../fixture-sqlcipher.ts'; // prettier-ignore
import { sqlcipher } from './open-sqlcipher.ts';

let folder: string;
let exhibit: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-cipher-log-'));
  exhibit = join(folder, 'exhibit');
  mkdirSync(exhibit);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const work = (): string => join(folder, 'work');
const open = (key: string): Promise<Opening> => openIn(sqlcipher, exhibit, work(), 'm.db', key);

const at = (opening: Opening, path: string): string => pathInWork(opening, path, work());

/** Every row of `t` as SQLite reads the opened files, its own way with the log. */
function rowsOf(opening: Opening): readonly unknown[] {
  const copy = join(folder, 'copy.db');
  for (const suffix of ['', '-wal', '-journal', '-shm']) rmSync(copy + suffix, { force: true });
  for (const file of opening.files) cpSync(at(opening, file.path), copy + file.path.slice('m.db'.length));
  const db = new Database(copy);
  try {
    expect(db.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    return db.prepare("SELECT a || '|' || b FROM t ORDER BY a").pluck().all();
  } finally {
    db.close();
  }
}

/** The same as our own reader of evidence reads them. */
function ownRowsOf(opening: Opening): readonly unknown[] {
  const [main, log] = opening.files;
  if (main === undefined) throw new Error('nothing came out');
  const kind = log?.path.endsWith('-wal') === true ? 'wal' : 'journal';
  const db = openEvidence({ file: main.sha256, path: at(opening, main.path), log: log === undefined ? null : { kind, file: log.sha256, path: at(opening, log.path) } }, 'with-log', join(folder, 'scratch')); // prettier-ignore
  try {
    return [...db.rows("SELECT a || '|' || b AS row FROM t ORDER BY a")].map(({ row }) => row);
  } finally {
    db.close();
  }
}

const FILL = `CREATE TABLE t(a, b);
WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 400) INSERT INTO t SELECT x, 'row ' || x || ' ' || hex(zeroblob(x % 50)) FROM c;`;
const CHANGE = "UPDATE t SET b = 'changed ' || a WHERE a % 3 = 0; DELETE FROM t WHERE a > 380; INSERT INTO t VALUES(500, 'later');"; // prettier-ignore

/** A store in which some rows lie in the log alone, as it is on disk while the app runs. */
function storeWithWal(recipe: Recipe): PlainStore {
  return writePlain(join(folder, 'plain.db'), recipe, (db, snap) => {
    db.exec(FILL);
    db.pragma('journal_mode = WAL');
    db.pragma('wal_autocheckpoint = 0');
    db.exec(CHANGE);
    db.exec("INSERT INTO t VALUES(501, 'last')");
    snap();
  });
}

function seal(store: PlainStore, recipe: Recipe): void {
  const sealer = new Sealer(recipe);
  writeFileSync(join(exhibit, 'm.db'), sealer.database(store.database));
  if (store.wal !== null) writeFileSync(join(exhibit, 'm.db-wal'), sealer.wal(store.wal));
  if (store.journal !== null) writeFileSync(join(exhibit, 'm.db-journal'), sealer.journal(store.journal));
}

function plainRows(store: PlainStore): readonly unknown[] {
  const copy = join(folder, 'plain-copy.db');
  writeFileSync(copy, store.database);
  if (store.wal !== null) writeFileSync(`${copy}-wal`, store.wal);
  if (store.journal !== null) writeFileSync(`${copy}-journal`, store.journal);
  const db = new Database(copy);
  try {
    return db.prepare("SELECT a || '|' || b FROM t ORDER BY a").pluck().all();
  } finally {
    db.close();
  }
}

describe('databases with their log, encrypted by code of the tests', () => {
  it.each([
    ['4', RECIPE_4, 'kdf_algorithm=PBKDF2_HMAC_SHA512, kdf_iter=4000'],
    ['2', RECIPE_2, 'cipher_compatibility=2'],
    ['1', RECIPE_1, 'compatibility=1'],
    ['other settings', { pageSize: 2048, kdf: { hash: 'sha256', iterations: 77 }, mac: 'sha256' }, 'kdf_iter = 77'],
    [
      'the smallest pages',
      { pageSize: 512, kdf: { hash: 'sha256', iterations: 5 }, mac: null },
      'kdf_iter=5, hmac=off',
    ],
    ['the largest pages', { pageSize: 65_536, kdf: { hash: 'sha512', iterations: 9 }, mac: 'sha1' }, 'kdf_iter=9'],
    ['a header in plain', { ...RECIPE_4, plainHeader: 32 }, `kdf_iter=4000\nsalt=${SALT.toString('hex')}`],
  ] as const)('%s: the committed view is that of the plain files', async (_, recipe, settings) => {
    const store = storeWithWal(recipe);
    seal(store, recipe);
    const opening = await open(`${PASSPHRASE}\n${settings}`);
    expect(opening.end).toMatchObject({ ended: 'opened', settings: { page_size: String(recipe.pageSize), kdf_iter: String(recipe.kdf.iterations) } }); // prettier-ignore
    expect(opening.issues.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(rowsOf(opening)).toEqual(plainRows(store));
    expect(ownRowsOf(opening)).toEqual(plainRows(store));
    expect(rowsOf(opening)).toContain('501|last');
  });

  it('keeps every frame in its place, and makes sums anew for those alone whose sums held', async () => {
    const store = storeWithWal(RECIPE_2);
    seal(store, RECIPE_2);
    const sealed = readFileSync(join(exhibit, 'm.db-wal'));
    const frame = 24 + 1024;
    const count = (sealed.length - 32) / frame;
    expect(count).toBeGreaterThan(5);
    // The third frame from the end is damaged, a frame of an older generation and a torn one follow.
    sealed.writeUInt8(sealed.readUInt8(32 + (count - 3) * frame + 500) ^ 1, 32 + (count - 3) * frame + 500);
    const older = Buffer.from(sealed.subarray(32, 32 + frame));
    older.writeUInt32BE(0xdeadbeef, 8);
    writeFileSync(join(exhibit, 'm.db-wal'), Buffer.concat([sealed, older, sealed.subarray(32, 132)]));
    const opening = await open(PASSPHRASE);
    const plain = readFileSync(at(opening, 'm.db-wal'));
    expect(plain.length).toBe(sealed.length + frame + 100);
    expect(plain.subarray(0, 32).equals(sealed.subarray(0, 32))).toBe(true);
    for (let index = 0; index < count; index += 1) {
      const at = 32 + index * frame;
      const [got, before] = [plain.subarray(at, at + frame), sealed.subarray(at, at + frame)];
      expect(got.subarray(0, 16).equals(before.subarray(0, 16))).toBe(true);
      expect(got.subarray(16, 24).equals(before.subarray(16, 24))).toBe(index >= count - 3);
      const wanted = store.wal?.subarray(at + 24, at + 24 + 1024 - 48);
      expect(wanted?.equals(got.subarray(24, 24 + 1024 - 48))).toBe(index !== count - 3);
    }
    // The older version of a page stays readable, though no reader takes it for a current one.
    expect(plain.subarray(32 + count * frame + 24).subarray(0, 900)).toEqual(store.wal?.subarray(56, 956));
    expect(opening.issues).toMatchObject([{ code: 'log-damaged', where: 'm.db-wal', detail: expect.stringContaining(`By number: ${count - 2}.`) as string }]); // prettier-ignore
  });

  it('opens a database that lies in its log alone', async () => {
    const store = storeWithWal(RECIPE_4);
    const all = writePlain(join(folder, 'fresh.db'), RECIPE_4, (db, snap) => {
      db.pragma('journal_mode = WAL');
      db.pragma('wal_autocheckpoint = 0');
      db.exec(FILL);
      snap();
    });
    expect(store.wal).not.toBeNull();
    seal(all, RECIPE_4);
    writeFileSync(join(exhibit, 'm.db'), '');
    const opening = await open(PASSPHRASE);
    expect(opening.end.ended).toBe('opened');
    expect(opening.files).toMatchObject([{ path: 'm.db', sizeBytes: 0 }, { path: 'm.db-wal' }]);
    expect(ownRowsOf(opening)).toHaveLength(400);
  });

  it('rolls back from a hot journal, and reads the records of a finished one', async () => {
    const snap = (mode: string): PlainStore =>
      writePlain(join(folder, `plain-${mode}.db`), RECIPE_2, (db, take) => {
        db.exec(FILL);
        db.pragma(`journal_mode = ${mode}`);
        db.pragma('cache_size = 2');
        db.exec(`BEGIN; ${CHANGE}`);
        if (mode === 'PERSIST') db.exec('COMMIT');
        take();
      });
    const hot = snap('DELETE');
    seal(hot, RECIPE_2);
    const opening = await open(PASSPHRASE);
    expect(opening.issues).toEqual([]);
    expect(opening.files.map(({ path }) => path)).toEqual(['m.db', 'm.db-journal']);
    expect(rowsOf(opening)).toEqual(plainRows(hot));
    expect(ownRowsOf(opening)).toHaveLength(400);

    const finished = snap('PERSIST');
    const sealer = new Sealer(RECIPE_2);
    writeFileSync(join(exhibit, 'm.db'), sealer.database(finished.database));
    const journal = Buffer.from(finished.journal ?? []);
    expect(journal.subarray(0, 28).every((byte) => byte === 0)).toBe(true);
    for (let at = 512; at + 1032 <= journal.length; at += 1032)
      sealer.page(Buffer.from(journal.subarray(at + 4, at + 1028)), journal.readUInt32BE(at)).copy(journal, at + 4);
    writeFileSync(join(exhibit, 'm.db-journal'), journal);
    const second = await open(PASSPHRASE);
    const plain = readFileSync(at(second, 'm.db-journal'));
    expect(plain.length).toBe(journal.length);
    expect(plain.subarray(516, 516 + 976)).toEqual(finished.journal?.subarray(516, 516 + 976));
    expect(rowsOf(second)).toEqual(plainRows(finished));
  });

  it('does not decrypt a log of other pages, and says so', async () => {
    const store = storeWithWal(RECIPE_2);
    seal(store, RECIPE_2);
    const log = readFileSync(join(exhibit, 'm.db-wal'));
    log.writeUInt32BE(2048, 8);
    writeFileSync(join(exhibit, 'm.db-wal'), log);
    const opening = await open(`${PASSPHRASE}\npage_size=1024`);
    expect(opening.files.map(({ path }) => path)).toEqual(['m.db']);
    expect(opening.issues).toMatchObject([{ severity: 'error', code: 'log-damaged', where: 'm.db-wal' }]);
  });

  it('names the pages whose MAC does not hold, the first one too, and opens the rest', async () => {
    const whole = new Sealer(RECIPE_4).database(storeWithWal(RECIPE_4).database);
    const pages = whole.length / 4096;
    const unlock = (bytes: Buffer): Promise<Opening> => {
      writeFileSync(join(exhibit, 'm.db'), bytes);
      return open(`${PASSPHRASE}\nkdf_iter=4000`);
    };
    for (const [at, number] of [
      [4096 + 100, 2],
      [100, 1],
    ] as const) {
      // prettier-ignore
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      const { end, issues } = await unlock(changed);
      expect(end.ended).toBe('opened');
      expect(issues).toMatchObject([{ severity: 'error', code: 'database-damaged', detail: `1 of ${pages} pages fail their authentication: they were changed or damaged after they were encrypted, and were decrypted all the same. By number: ${number}.` }]); // prettier-ignore
    }
    const cut = await unlock(whole.subarray(0, 5000));
    expect(cut.files).toMatchObject([{ sizeBytes: 4096 }]);
    expect(cut.issues).toMatchObject([{ severity: 'warning', detail: '904 bytes follow the last whole page: the file is cut off within a page, and they were left out.' }, { severity: 'warning', detail: `The database counts ${pages} pages in its header, and 1 are in the file: it is cut off, or was being written when it was taken.` }]); // prettier-ignore
  });

  it('tells a wrong key from other settings, damage and other files, and leaves nothing behind', async () => {
    const sealed = new Sealer(RECIPE_4).database(storeWithWal(RECIPE_4).database);
    const foreign = Buffer.from(sealed);
    foreign.set([0x10, 0x00, 1, 1, 0, 64, 32, 32], 16);
    const inPlain = new Sealer({ ...RECIPE_4, plainHeader: 32 }).database(storeWithWal(RECIPE_4).database);
    const quick = 'kdf_iter=4000';
    for (const [bytes, key, ended] of [
      [sealed, `Wrong\n${quick}`, 'wrong-key'],
      [sealed, 'Wrong', 'unknown-settings'],
      [sealed, `${PASSPHRASE}\nkdf_iter=4001`, 'wrong-key'],
      [sealed, `${PASSPHRASE}\npage_size=4097`, 'no-key'],
      [sealed, `${PASSPHRASE}\ncolour=1`, 'no-key'],
      [sealed, '', 'no-key'],
      [inPlain, `${PASSPHRASE}\n${quick}`, 'no-key'],
      [sealed.subarray(0, 700), `${PASSPHRASE}\n${quick}`, 'damaged'],
      [sealed.subarray(0, 300), `${PASSPHRASE}\n${quick}`, 'damaged'],
      [Buffer.alloc(0), `${PASSPHRASE}\n${quick}`, 'damaged'],
      [Buffer.concat([Buffer.alloc(4096), sealed]), `${PASSPHRASE}\n${quick}`, 'damaged'],
      [foreign, `Wrong\n${quick}`, 'other-kind'],
      [storeWithWal(RECIPE_4).database, `${PASSPHRASE}\n${quick}`, 'other-kind'],
    ] as const) {
      writeFileSync(join(exhibit, 'm.db'), bytes);
      const { end, files } = await open(key);
      expect([key, end.ended, files.length]).toEqual([key, ended, 0]);
      if (key !== '') expect(JSON.stringify(end)).not.toContain(key.split('\n')[0]);
    }
    expect(existsSync(work()) ? readdirSync(work()) : []).toEqual([]);
  });
});

const hasSqlcipher = spawnSync('sqlcipher', ['-version']).status === 0;

describe.skipIf(!hasSqlcipher)('databases that sqlcipher itself writes, with the log it has not carried over', () => {
  const key = (pragmas: string): string => `PRAGMA key = 'harbour-lights'; ${pragmas}`;

  function sqlcipherRuns(sql: string): string {
    const ran = spawnSync('sqlcipher', [join(folder, 'own.db')], { input: `${sql}\n`, encoding: 'utf8' });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    return ran.stdout;
  }

  it.each([
    ['version 3', '', 'wal'],
    ['version 2 settings', 'PRAGMA kdf_iter = 4000;', 'wal'],
    ['version 1 settings', 'PRAGMA cipher_use_hmac = OFF; PRAGMA kdf_iter = 4000;', 'wal'],
    ['pages of 8192 bytes', 'PRAGMA cipher_page_size = 8192;', 'wal'],
    ['a hot journal', 'PRAGMA kdf_iter = 4000;', 'journal'],
  ])('%s', async (_, pragmas, log) => {
    const copies = ['', `-${log}`].map((suffix) => `.system cp ${join(folder, `own.db${suffix}`)} ${join(exhibit, `m.db${suffix}`)}`).join('\n'); // prettier-ignore
    const change = log === 'wal' ? `PRAGMA journal_mode = WAL;\nPRAGMA wal_autocheckpoint = 0;\n${CHANGE}` : `PRAGMA cache_size = 2;\nBEGIN;\n${CHANGE}`; // prettier-ignore
    sqlcipherRuns(`${key(pragmas)}\n${FILL}\n${change}\n${copies}`);
    const opening = await open(PASSPHRASE);
    expect(opening.end.ended).toBe('opened');
    expect(opening.issues.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(opening.files.map(({ path }) => path)).toEqual(['m.db', `m.db-${log}`]);
    for (const suffix of ['', `-${log}`]) cpSync(join(exhibit, `m.db${suffix}`), join(folder, `own.db${suffix}`));
    const shown = sqlcipherRuns(`${key(pragmas)}\nSELECT a || '|' || b FROM t ORDER BY a;`)
      .split('\n')
      .slice(0, -1);
    expect(shown.length).toBe(log === 'wal' ? 381 : 400);
    expect(rowsOf(opening)).toEqual(shown);
    expect(ownRowsOf(opening)).toEqual(shown);
  });
});
