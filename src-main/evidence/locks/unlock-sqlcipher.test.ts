import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIn, pathInWork } from './fixture-open-in.ts';
import type { Opening } from './fixture-opening.ts';
import { sqlcipher } from './open-sqlcipher.ts';
import type { KeyForm } from './opener.ts';
import { readRawKey } from './sqlcipher-key.ts';

const corpus = '../shared/corpus';

let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-cipher-'));
  work = join(folder, 'work');
  mkdirSync(join(folder, 'exhibit'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function unlock(
  bytes: Buffer,
  key: string | Buffer,
  form: KeyForm = 'password',
  wal: Buffer | null = null,
): Promise<Opening> {
  writeFileSync(join(folder, 'exhibit', 'm.db'), bytes);
  if (wal !== null) writeFileSync(join(folder, 'exhibit', 'm.db-wal'), wal);
  return openIn(sqlcipher, join(folder, 'exhibit'), work, 'm.db', key, form);
}

function query(opening: Opening, sql: string): readonly unknown[] {
  const path = join(folder, 'plain.db');
  for (const suffix of ['', '-wal', '-journal', '-shm']) rmSync(path + suffix, { force: true });
  for (const file of opening.files) cpSync(pathInWork(opening, file.path, work), path + file.path.slice('m.db'.length));
  const db = new Database(path);
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}

describe.skipIf(!existsSync(join(corpus, 'sqlite/sqlcipher')))('the public samples of SQLCipher', () => {
  it.each([
    ['1.1.8', 75_709, { version: '1', hmac: 'off' }],
    ['2.0-le', 78_536, { version: '2', hmac: 'HMAC-SHA1', kdf_iter: '4000' }],
    ['2.0-be', 78_536, { version: '2', hmac_page_number: 'big-endian' }],
    ['2.0-beta', 38_768, { hmac: 'HMAC-SHA1', hmac_salt_mask: '00', fast_kdf_iter: '4000' }],
    ['3.0', 78_536, { version: '3', kdf_algorithm: 'PBKDF2-HMAC-SHA1', kdf_iter: '64000', page_size: '1024' }],
    ['4.0', 78_536, { version: '4', kdf_algorithm: 'PBKDF2-HMAC-SHA512', kdf_iter: '256000', page_size: '4096' }],
  ])('version %s', async (version, rows, settings) => {
    const bytes = readFileSync(join(corpus, 'sqlite/sqlcipher', `sqlcipher-${version}-testkey.db`));
    const opening = await unlock(bytes, 'testkey');
    expect(opening.end).toMatchObject({ ended: 'opened', settings });
    expect(opening.files).toMatchObject([{ path: 'm.db', sizeBytes: bytes.length }]);
    expect(opening.issues.map(({ severity }) => severity)).toEqual(version === '1.1.8' ? ['note'] : []);
    expect(query(opening, 'SELECT count(*) FROM t1')).toEqual([rows]);
    expect(query(opening, 'PRAGMA integrity_check')).toEqual(['ok']);
  });
});

const RAW = "x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'";
const PLAIN_HEADER = '98483C6EB40B6C31A448C22A66DED3B5E5E8D5119CAC8327B655C8B5C4836481';

describe.skipIf(!existsSync(join(corpus, 'sqlite/sqlcipher_generated')))('databases of SQLite3MultipleCiphers', () => {
  const sample = (name: string): Buffer => readFileSync(join(corpus, 'sqlite/sqlcipher_generated', name));

  it.each([
    ['v1_pass.db', 'testkey', 'password', 'ad033f8e75ecbdfc8f82cdb5a0a4d66fd46310935753da9e5b2ddb8c48c2fbdd'],
    ['v2_pass.db', 'testkey', 'password', '5ff783738eb1c5f94b53c25ea393e2c31d2b2f80113aa1b919d0e43e22eea522'],
    ['v3_pass.db', 'testkey', 'password', '645f704a0de05aed9c35c498705959eb2b71a287d3b2b2e1f8300cd98e7157e5'],
    ['v4_pass.db', 'testkey', 'password', 'a6dc85b0a0baccc618dbe425ca373514000d638343911a387caf7888bacf3b97'],
    ['v4_rawkey.db', RAW, 'hex', 'c4277adba38c56cc3a8c115ac0ca2dd984212b22c59f9e05a96f9ad5be5162e7'],
    ['v4_rawkey.db', RAW.slice(2, -1), 'password', 'c4277adba38c56cc3a8c115ac0ca2dd984212b22c59f9e05a96f9ad5be5162e7'],
    ['v4_plainhdr32_rawkey_salt.db', `${PLAIN_HEADER}${'01'.repeat(16)}`, 'hex', '7040fdafeee3be303c51d5db05c98d11d376f9fd73e7ab727ab402f4c2736bba'],
    ['v4_plainhdr32_rawkey_salt.db', `${PLAIN_HEADER}\nsalt=${'01'.repeat(16)}`, 'hex', '7040fdafeee3be303c51d5db05c98d11d376f9fd73e7ab727ab402f4c2736bba'],
  ] as const)('%s', async (name, key, form, sha256) => {
    const { end, files, issues } = await unlock(sample(name), key, form);
    expect(end.ended).toBe('opened');
    expect(files).toMatchObject([{ sha256, path: 'm.db' }]);
    expect(issues.filter(({ severity }) => severity !== 'note')).toEqual([]);
  }); // prettier-ignore

  it('reads what only the log holds', async () => {
    const opening = await unlock(sample('v4_wal.db'), 'testkey', 'password', sample('v4_wal.db-wal'));
    expect(opening.files.map(({ path }) => path)).toEqual(['m.db', 'm.db-wal']);
    expect(opening.files[0]?.sha256).toBe('823d41520bd87462460365c2c40bb683a3f4bdc3c00af8c960c42f29d8ebaf0a');
    expect(query(opening, 'SELECT a FROM t1')).toEqual(['only in wal']);
  });
});

const POSTBOX_KEY = Buffer.from(Uint8Array.from({ length: 48 }, (_, index) => index));
const shared = (path: string): Buffer => readFileSync(join(corpus, path));

describe.skipIf(!existsSync(join(corpus, 'signal')))('databases of apps', () => {
  it.each([
    ['Signal Desktop, its settings as the key', 'signal/synthetic-desktop/sql/db.sqlite', '@signal/synthetic-desktop/config.json', 'key-file'],
    ['Signal for Android, its digits a passphrase', 'signal/synthetic-android-db/signal.db', '89abcdef0123456789abcdef0123456789abcdef0123456789abcdef01234567', 'hex'],
    ['Telegram for macOS, key and salt', 'telegram/postbox/sqlcipher_v4.db', POSTBOX_KEY, 'key-file'],
    ['Telegram for macOS, in base64', 'telegram/postbox/sqlcipher_v4.db', POSTBOX_KEY.toString('base64'), 'password'],
    ['WeChat for Android', 'wechat/synthetic/EnMicroMsg_neg_uin.db', 'c1348a2', 'password'],
    ['WeChat for Android, index', 'wechat/synthetic/FTS5IndexMicroMsg_encrypt.db', 'bd0ac52', 'password'],
    ['WeChat for Windows 3, its bytes a passphrase', 'wechat/synthetic/win3x_MSG0.db', '050c0875b3875223b3e6757de47587d1061acee3d32edd33aa8a3f1c522de3d3', 'hex'],
    ['WeChat for macOS 3', 'wechat/synthetic/mac3x_msg_0.db', '947897b965fa0b13022f99a43fa6fd6bcd6e7079d5228d9e2773940849e466b7', 'hex'],
    ['WeChat 4, its bytes a passphrase', 'wechat/synthetic/v4_message_0.db', '6d43069c9b419c5fa99e50392da8e90a53bd2c770eab35cbffba2f7305c62134', 'hex'],
    ['WeChat 4, derived key', 'wechat/synthetic/v4_message_0.db', '1d17c1fe114f04f8f15a2fdebdd467b875d9670694762bd31a46775ede5e2818', 'hex'],
  ] as const)('%s', async (_, path, key, form) => {
    const given = typeof key === 'string' && key.startsWith('@') ? shared(key.slice(1)) : key;
    const opening = await unlock(shared(path), given, form);
    expect(opening.end).toMatchObject({ ended: 'opened' });
    expect(opening.issues.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(query(opening, 'PRAGMA integrity_check')).toEqual(['ok']);
  }); // prettier-ignore
});

it.each(['', 'testkey', "x'12'", 'ab'.repeat(33)])('takes %j for no raw key', (text) => {
  expect(readRawKey(text)).toBeNull();
});
