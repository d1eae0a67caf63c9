import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memorySource } from '../byte-source.ts';
import { readRawKey, type SqlcipherKey } from './sqlcipher-settings.ts';
import { unlockSqlcipher, type SqlcipherUnlocked } from './unlock-sqlcipher.ts';

const corpus = '../shared/corpus/sqlite';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-cipher-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const out = (): string => join(folder, 'plain.db');
const testkey: SqlcipherKey = { kind: 'passphrase', passphrase: Buffer.from('testkey'), salt: null };
const raw = (digits: string): SqlcipherKey => readRawKey(digits) ?? testkey;
const unlock = (bytes: Buffer, key: SqlcipherKey): Promise<SqlcipherUnlocked> =>
  unlockSqlcipher(memorySource(bytes), key, out(), () => Promise.resolve());

function query(sql: string): readonly unknown[] {
  const db = new Database(out(), { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}

describe.skipIf(!existsSync(join(corpus, 'sqlcipher')))('the public samples of SQLCipher', () => {
  it.each([
    ['1.1.8', 75_709, { kdf: { iterations: 4000 }, mac: null, pageSize: 1024 }],
    ['2.0-le', 78_536, { mac: { hash: 'sha1', bigEndian: false, mask: 0x3a } }],
    ['2.0-be', 78_536, { mac: { hash: 'sha1', bigEndian: true } }],
    ['2.0-beta', 38_768, { mac: { hash: 'sha1', mask: 0 } }],
    ['3.0', 78_536, { kdf: { hash: 'sha1', iterations: 64_000 } }],
    ['4.0', 78_536, { kdf: { hash: 'sha512', iterations: 256_000 }, mac: { hash: 'sha512' }, pageSize: 4096 }],
  ])('version %s', async (version, rows, settings) => {
    const bytes = readFileSync(join(corpus, 'sqlcipher', `sqlcipher-${version}-testkey.db`));
    expect(await unlock(bytes, testkey)).toMatchObject({ ended: 'whole', settings, failedCount: 0, rest: 0, sizeBytes: bytes.length }); // prettier-ignore
    expect(query('SELECT count(*) FROM t1')).toEqual([rows]);
    expect(query('PRAGMA integrity_check')).toEqual(['ok']);
  });
});

describe.skipIf(!existsSync(join(corpus, 'sqlcipher_generated')))('databases of SQLite3MultipleCiphers', () => {
  const sample = (name: string): Buffer => readFileSync(join(corpus, 'sqlcipher_generated', name));

  it.each([
    ['v1_pass.db', testkey, 'ad033f8e75ecbdfc8f82cdb5a0a4d66fd46310935753da9e5b2ddb8c48c2fbdd'],
    ['v2_pass.db', testkey, '5ff783738eb1c5f94b53c25ea393e2c31d2b2f80113aa1b919d0e43e22eea522'],
    ['v3_pass.db', testkey, '645f704a0de05aed9c35c498705959eb2b71a287d3b2b2e1f8300cd98e7157e5'],
    ['v4_pass.db', testkey, 'a6dc85b0a0baccc618dbe425ca373514000d638343911a387caf7888bacf3b97'],
    ['v4_wal.db', testkey, '823d41520bd87462460365c2c40bb683a3f4bdc3c00af8c960c42f29d8ebaf0a'],
    ['v4_rawkey.db', raw("x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'"), 'c4277adba38c56cc3a8c115ac0ca2dd984212b22c59f9e05a96f9ad5be5162e7'],
    ['v4_plainhdr32_rawkey_salt.db', raw(`98483C6EB40B6C31A448C22A66DED3B5E5E8D5119CAC8327B655C8B5C4836481${'01'.repeat(16)}`), '7040fdafeee3be303c51d5db05c98d11d376f9fd73e7ab727ab402f4c2736bba'],
  ])('%s', async (name, key, sha256) => {
    expect(await unlock(sample(name), key)).toMatchObject({ ended: 'whole', sha256, failedCount: 0 });
  }); // prettier-ignore

  it('names the pages whose MAC does not hold, the first one too, and opens the rest', async () => {
    const whole = sample('v4_pass.db');
    const second = Buffer.from(whole);
    second.writeUInt8(second.readUInt8(4096 + 100) ^ 1, 4096 + 100);
    expect(await unlock(second, testkey)).toMatchObject({ ended: 'whole', pages: 2, failed: [2] });
    rmSync(out());
    const first = Buffer.from(whole);
    first.writeUInt8(first.readUInt8(100) ^ 1, 100);
    expect(await unlock(first, testkey)).toMatchObject({ ended: 'whole', failed: [1] });
    rmSync(out());
    expect(await unlock(whole.subarray(0, 5000), testkey)).toMatchObject({ ended: 'whole', pages: 1, rest: 904 });
  });

  it('refuses a wrong key, what is no database, and leaves nothing behind', async () => {
    const wrong: SqlcipherKey = { kind: 'passphrase', passphrase: Buffer.from('Testkey'), salt: null };
    for (const [bytes, key] of [
      [sample('v4_pass.db'), wrong],
      [sample('v1_pass.db'), wrong],
      [sample('v4_rawkey.db'), raw('ab'.repeat(32))],
      [sample('v4_pass.db').subarray(0, 700), testkey],
      [Buffer.alloc(0), testkey],
    ] as const)
      expect(await unlock(bytes, key)).toEqual({ ended: 'refused' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

it.each(['', 'testkey', "x'12'", 'ab'.repeat(33)])('takes %j for no raw key', (text) => {
  expect(readRawKey(text)).toBeNull();
});
