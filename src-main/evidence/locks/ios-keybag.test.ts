import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../byte-source.ts';
import { plistAt, readPlist } from '../decode/plist.ts';
import { iosFileEnd, iosPlainBlocks, type IosFileEnd } from './ios-backup-file.ts';
import { deriverFor } from './derive-key.ts';
import { openFileKey, openIosKeybag, readIosKeybag, unwrapKey } from './ios-keybag.ts';

const corpus = '../shared/corpus/containers';

function bytesAt(folder: string, name: string): Uint8Array {
  const value = plistAt(readPlist(readFileSync(join(corpus, folder, 'Manifest.plist'))), name);
  if (!(value instanceof Uint8Array)) throw new Error(`${name} is missing`);
  return value;
}

function read(bytes: Buffer, key: Uint8Array, stated: number | null): { readonly plain: Buffer; readonly end: IosFileEnd } {
  const end = iosFileEnd(memorySource(bytes), key, stated);
  return { plain: Buffer.concat([...iosPlainBlocks(memorySource(bytes), key, 0, end.sizeBytes)]), end };
} // prettier-ignore

const derive = deriverFor({});
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Expected {
  readonly password: string;
  readonly classKeys: Readonly<Record<string, string>>;
  readonly manifestKey: string;
  readonly manifestDbSha256: string;
  readonly files: Readonly<Record<string, { readonly fileID: string; readonly plaintextSha256: string }>>;
}

describe.skipIf(!existsSync(join(corpus, 'generated/ios_enc_distinct')))('an encrypted iOS backup', () => {
  const folder = 'generated/ios_enc_distinct';
  const expected = JSON.parse(readFileSync(join(corpus, `${folder}.expected.json`), 'utf8')) as Expected;
  const keybag = readIosKeybag(bytesAt(folder, 'BackupKeyBag'));

  it('opens each class that the password wraps, and passes over those of the device', async () => {
    const keys = keybag === null ? null : await openIosKeybag(keybag, Buffer.from(expected.password), derive);
    const found = [...(keys ?? [])].map(([number, key]) => [String(number), key.toString('hex')]);
    expect(Object.fromEntries(found)).toEqual(expected.classKeys);
  });

  it('opens the manifest', async () => {
    const keys = keybag === null ? null : await openIosKeybag(keybag, Buffer.from(expected.password), derive);
    const key = openFileKey(keys ?? new Map(), bytesAt(folder, 'ManifestKey'));
    expect(key?.toString('hex')).toBe(expected.manifestKey);
    const { plain } = read(readFileSync(join(corpus, folder, 'Manifest.db')), key ?? Buffer.alloc(32), null);
    expect(plain.toString('latin1', 0, 15)).toBe('SQLite format 3');
    const pages = plain.readUInt16BE(16) * plain.readUInt32BE(28);
    expect(sha256(plain.subarray(0, pages))).toBe(expected.manifestDbSha256);
  });

  it('opens nothing with another password', async () => {
    expect(keybag === null ? undefined : await openIosKeybag(keybag, Buffer.from('Passwort-1234'), derive)).toBeNull();
  });
});

describe.skipIf(!existsSync(join(corpus, 'ios_backup_legacy_mbdb_pyiosbackup')))('a backup before iOS 10.2', () => {
  it('derives its key by the one older round', async () => {
    const folder = 'ios_backup_legacy_mbdb_pyiosbackup';
    const keybag = readIosKeybag(bytesAt(folder, 'BackupKeyBag'));
    expect(keybag?.first).toBeNull();
    const keys = keybag === null ? null : await openIosKeybag(keybag, Buffer.from('0000'), derive);
    const zero = Buffer.alloc(32);
    expect([...(keys ?? [])].every(([, key]) => key.equals(zero))).toBe(true);
    const payload = readFileSync(join(corpus, folder, '5727bd1c5fa1055e15d8b4a75a74793c84b5ffdc'));
    expect(read(payload, zero, 9)).toMatchObject({ plain: Buffer.from('Test data'), end: { by: 'stated', rest: 0 } });
    expect(read(payload, zero, null)).toMatchObject({ plain: Buffer.from('Test data'), end: { by: 'padding' } });
    expect(read(payload, zero, 90).end).toMatchObject({ by: 'padding', sizeBytes: 9 });
    expect(read(payload.subarray(0, 12), zero, 9).end).toEqual({ by: 'none', sizeBytes: 0, rest: 12 });
  });
});

it('unwraps the vector of RFC 3394, section 4.6, and refuses any change of it', () => {
  const key = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
  const wrapped = Buffer.from(
    '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21',
    'hex',
  );
  expect(unwrapKey(key, wrapped)?.toString('hex')).toBe('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f'); // prettier-ignore
  fc.assert(
    fc.property(fc.nat(wrapped.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Buffer.from(wrapped);
      changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
      expect(unwrapKey(key, changed)).toBeNull();
    }),
  );
  expect(unwrapKey(key, wrapped.subarray(0, 20))).toBeNull();
});

it('meets any bytes with a keybag or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => readIosKeybag(bytes)).not.toThrow();
    }),
  );
});
