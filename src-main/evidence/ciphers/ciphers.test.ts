import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SealedContent } from '../../model/index.ts';
import { memorySource, readPiece } from '../byte-source.ts';
import { cipherOf, plainSource, unseal, unsealMethod } from './ciphers.ts';
import type { Unsealed } from './content-cipher.ts';

const KEY = createHash('sha512').update('a key of a file').digest();
const IV = createHash('md5').update('its first block').digest();
const CONTENT = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('seven crates. '.repeat(500))]);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function desktopFile(content: Uint8Array, key = KEY, zeros = 541): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key.subarray(0, 32), IV);
  const sealed = Buffer.concat([IV, cipher.update(Buffer.concat([content, Buffer.alloc(zeros)])), cipher.final()]);
  return Buffer.concat([sealed, createHmac('sha256', key.subarray(32)).update(sealed).digest()]);
}

function sealed(change: Partial<SealedContent> = {}): SealedContent {
  return { scheme: 'signal-desktop', key: KEY.toString('hex'), keyAt: 'message_attachments.localKey', sizeBytes: CONTENT.length, sha256: hashOf(CONTENT), ...change }; // prettier-ignore
}

function opened(bytes: Uint8Array, how: SealedContent): Unsealed {
  const steps = unseal(memorySource(bytes), how, []);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

test('a file of Signal Desktop is authenticated, cut to its size and hashed, and so is the file', () => {
  const file = desktopFile(CONTENT);
  expect(opened(file, sealed())).toMatchObject({ ended: 'plain', state: 'authenticated', sha256: hashOf(CONTENT), sizeBytes: CONTENT.length, storedSha256: hashOf(file) }); // prettier-ignore
  for (const size of [0, 1, 15, 16, 17, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1]) {
    const content = randomBytes(size);
    expect(opened(desktopFile(content, KEY, 0), sealed({ sizeBytes: size }))).toMatchObject({ ended: 'plain', state: 'authenticated', sha256: hashOf(content), sizeBytes: size }); // prettier-ignore
  }
});

test('another key, a changed byte, a cut and no key are told apart', () => {
  const file = desktopFile(CONTENT);
  const other = createHash('sha512').update('another').digest('hex');
  const flipped = Buffer.from(file);
  flipped[1000] = (flipped[1000] ?? 0) ^ 1;
  expect(opened(file, sealed({ key: other })).ended).toBe('wrong-key');
  expect(opened(flipped, sealed())).toMatchObject({ ended: 'plain', state: 'changed', sizeBytes: CONTENT.length });
  expect(opened(file.subarray(0, 2000), sealed())).toMatchObject({ ended: 'plain', state: 'cut', sizeBytes: 1984 });
  expect(opened(file.subarray(0, 17), sealed()).ended).toBe('empty');
  expect(opened(Buffer.alloc(0), sealed()).ended).toBe('empty');
  expect(opened(file, sealed({ key: null }))).toEqual({ ended: 'no-key' });
  expect(opened(file, sealed({ key: 'ab' }))).toEqual({ ended: 'no-key' });
  expect(opened(desktopFile(CONTENT), sealed({ sizeBytes: 10 ** 12 }))).toMatchObject({ state: 'authenticated', sizeBytes: CONTENT.length + 541 }); // prettier-ignore
});

test('bytes behind the end that a row states are content, and no row states fewer than none', () => {
  const content = Buffer.from('seven crates. '.repeat(500));
  for (const sizeBytes of [0, 100, -5])
    expect(opened(desktopFile(content, KEY, 0), sealed({ sizeBytes, sha256: null }))).toMatchObject({ state: 'authenticated', sizeBytes: content.length, sha256: hashOf(content) }); // prettier-ignore
});

test('a file of an Android device is compared with the hash that the app stored', () => {
  const key = KEY.subarray(0, 32);
  const file = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(CONTENT);
  const how = sealed({ scheme: 'signal-android', key: key.toString('hex'), keyAt: 'attachment.data_random' });
  const other = KEY.subarray(32).toString('hex');
  expect(opened(file, how)).toMatchObject({ state: 'hashed', sha256: hashOf(CONTENT), sizeBytes: CONTENT.length });
  expect(opened(file, { ...how, sha256: null })).toMatchObject({ state: 'unproven' });
  expect(opened(file, { ...how, sha256: 'f'.repeat(64) })).toMatchObject({ state: 'changed' });
  expect(opened(file, { ...how, key: other }).ended).toBe('wrong-key');
});

test.each(['signal-desktop', 'signal-android'] as const)('any part of a file of %s is deciphered alone', (scheme) => {
  const content = randomBytes(100_000);
  const key = scheme === 'signal-desktop' ? KEY : KEY.subarray(0, 32);
  const file = scheme === 'signal-desktop' ? desktopFile(content) : createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(content); // prettier-ignore
  const cipher = cipherOf(scheme);
  if (cipher === null) throw new Error('no such cipher');
  const plain = plainSource(memorySource(file), cipher, key.toString('hex'), content.length);
  for (const [offset, length] of [
    [0, 10],
    [15, 2],
    [16, 16],
    [99_990, 100],
    [100_000, 5],
    [200_000, 5],
    [31, 70_001],
  ] as const)
    // prettier-ignore
    expect(readPiece(plain, offset, length)).toEqual(content.subarray(offset, offset + length));
});

test('how a content came about is said with the fingerprint of its key, never with the key', () => {
  const words = unsealMethod(sealed(), 'authenticated');
  expect(words).toBe(`decrypted (AES-256-CBC, its HMAC-SHA256 holds) with the key of message_attachments.localKey, fingerprint ${hashOf(KEY).slice(0, 16)}`); // prettier-ignore
  expect(words).not.toContain(KEY.toString('hex').slice(0, 16));
});

const CORPUS = new URL('../../../../shared/corpus/signal/', import.meta.url).pathname;

test.skipIf(!existsSync(CORPUS))('the files of the corpus come out with the stated hashes', () => {
  const { attachment } = JSON.parse(readFileSync(join(CORPUS, 'synthetic-desktop/expected.json'), 'utf8')) as { attachment: { path: string; size: number; sha256: string; localKey_b64: string } }; // prettier-ignore
  const file = readFileSync(join(CORPUS, 'synthetic-desktop/attachments.noindex', attachment.path));
  const key = Buffer.from(attachment.localKey_b64, 'base64').toString('hex');
  expect(opened(file, sealed({ key, sizeBytes: attachment.size, sha256: attachment.sha256 }))).toMatchObject({ state: 'authenticated', sha256: attachment.sha256 }); // prettier-ignore
  const phone = JSON.parse(readFileSync(join(CORPUS, 'synthetic-android-db/expected.json'), 'utf8')) as { modernKey_hex: string; 'part1.mms': { data_random_hex: string; plain_sha256: string; size: number } }; // prettier-ignore
  const { data_random_hex: random, plain_sha256: sha256, size } = phone['part1.mms'];
  const fileKey = createHmac('sha256', Buffer.from(phone.modernKey_hex, 'hex')).update(Buffer.from(random, 'hex')).digest('hex'); // prettier-ignore
  const part = readFileSync(join(CORPUS, 'synthetic-android-db/part1.mms'));
  expect(opened(part, { ...sealed({ sha256, sizeBytes: size }), scheme: 'signal-android', key: fileKey })).toMatchObject({ state: 'hashed', sizeBytes: size }); // prettier-ignore
});
