import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawPng } from '../../../fixtures/media/png.ts';
import { sealedPicture } from '../../sources/wechat/fixture-database.ts';
import type { SealedContent } from '../../model/index.ts';
import { memorySource, readPiece } from '../byte-source.ts';
import { mutationsOf } from '../fixture-mutations.ts';
import { cipherOf, plainSource, unseal } from './ciphers.ts';
import type { Unsealed } from './content-cipher.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const KEY_1 = Buffer.concat([Buffer.from([0x37]), Buffer.from('cfcd208495d565ef')]);
const KEY_2 = Buffer.concat([Buffer.from([0x88]), Buffer.from('0123456789abcdef')]);
const OTHER = Buffer.alloc(17, 0x41);

function opened(bytes: Uint8Array, keys: readonly Buffer[] = []): Unsealed {
  const sealed: SealedContent = { scheme: 'wechat-dat', key: Buffer.concat(keys).toString('hex'), keyAt: 'kvcomm', sizeBytes: null, sha256: null }; // prettier-ignore
  const steps = unseal(memorySource(bytes), sealed, []);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

/** The bytes as a view asks for them, at any place. */
function plain(stored: Uint8Array, found: Unsealed): Buffer {
  const cipher = cipherOf('wechat-dat');
  if (found.ended !== 'plain' || cipher === null) throw new Error('nothing came out');
  const source = plainSource(memorySource(stored), cipher, found.keyHex ?? '', found.sizeBytes);
  const pieces = Array.from({ length: Math.ceil(found.sizeBytes / 333) }, (_, n) => readPiece(source, n * 333, 333));
  return Buffer.concat(pieces);
}

const PNG = Buffer.from(drawPng(1, 320, 240));
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(5000, 7), Buffer.from('ffd9', 'hex')]); // prettier-ignore

describe('pictures of WeChat on computers', () => {
  test.each([['PNG', PNG], ['JPEG', JPEG]])('%s is found in each of the three ways', (_, picture) => {
    const ways = [picture.map((byte) => byte ^ 0x5a), sealedPicture(picture, 1, KEY_1), sealedPicture(picture, 2, KEY_2)]; // prettier-ignore
    for (const stored of ways) {
      const found = opened(stored, [OTHER, KEY_2]);
      expect(found).toMatchObject({ ended: 'plain', state: 'recognised', sha256: hashOf(picture), sizeBytes: picture.length, storedSha256: hashOf(stored) }); // prettier-ignore
      expect(plain(stored, found).equals(picture)).toBe(true);
    }
    const byByte = opened(ways[0] ?? PNG);
    expect(byByte.ended === 'plain' && [byByte.keyHex, byByte.how?.slice(0, 27)]).toEqual(['5a', 'deciphered (XOR with 5a): u']);
  }); // prettier-ignore

  test('no key, no picture, damage and bytes that are one already are told apart', () => {
    const sealed = sealedPicture(PNG, 2, KEY_2);
    expect(opened(sealed)).toMatchObject({ ended: 'unrecognised', why: 'no-key' });
    expect(opened(sealed, [OTHER])).toMatchObject({ ended: 'unrecognised', why: 'no-key' });
    expect(opened(Buffer.from('words that are no picture, whatever byte'))).toMatchObject({ ended: 'unrecognised', why: 'no-picture' }); // prettier-ignore
    const wxgf = Buffer.concat([Buffer.from('wxgf'), Buffer.alloc(4000, 3)]);
    expect(opened(sealedPicture(wxgf, 1, KEY_1))).toMatchObject({ ended: 'unrecognised', why: 'no-end' });
    expect(opened(sealedPicture(wxgf, 1, KEY_1), [KEY_1])).toMatchObject({ ended: 'plain', sha256: hashOf(wxgf) });
    expect(opened(sealed.subarray(0, 600), [KEY_2])).toMatchObject({ ended: 'unrecognised', why: 'damaged' });
    expect(opened(PNG)).toMatchObject({ ended: 'as-is', storedSha256: hashOf(PNG) });
    expect(opened(Buffer.alloc(0)).ended).toBe('unrecognised');
  });

  test('a picture that begins like a sound under its byte comes out, a sound stays as it is', () => {
    const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(300, 3), Buffer.from([0, 0x3b])]);
    const stored = gif.map((byte) => byte ^ 0xb8);
    expect(opened(stored)).toMatchObject({ ended: 'plain', keyHex: 'b8', sha256: hashOf(gif) });
    expect(opened(Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(100, 3)])).ended).toBe('as-is');
  });

  test('a file that was changed since gives nothing under the key of before', () => {
    const cipher = cipherOf('wechat-dat');
    if (cipher === null) throw new Error('no such cipher');
    for (const keyHex of ['5a', '5a'.repeat(3)]) {
      const source = plainSource(memorySource(sealedPicture(PNG, 2, KEY_2)), cipher, keyHex, PNG.length);
      expect(readPiece(source, 0, 100)).toHaveLength(0);
    }
  });

  test('end on broken files, and give no byte that they do not hold', () => {
    const samples = [sealedPicture(PNG, 1, KEY_1), sealedPicture(JPEG, 2, KEY_2), Buffer.from(JPEG.map((byte) => byte ^ 9))]; // prettier-ignore
    for (const bytes of mutationsOf(samples.map((one) => one.subarray(0, 2600)), 1500, 20_261_123)) {
      const found = opened(bytes, [KEY_2]);
      if (found.ended === 'plain') expect(plain(bytes, found)).toHaveLength(found.sizeBytes);
    }
  }); // prettier-ignore
});

const corpus = join(import.meta.dirname, '../../../../shared/corpus/wechat/synthetic');
test.skipIf(!existsSync(corpus))('the published layouts agree with files that another program wrote (corpus)', () => {
  const at = (name: string): Buffer => readFileSync(join(corpus, name));
  for (const name of ['xor_0x5a.dat', 'v1.dat', 'v2.dat'])
    expect(opened(at(name), [name === 'v1.dat' ? KEY_1 : KEY_2]), name).toMatchObject({
      ended: 'plain',
      sha256: hashOf(at('original.png')),
    });
});
