import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawPng } from '../../../fixtures/media/png.ts';
import { sealedPicture } from '../../sources/wechat/fixture-database.ts';
import { memorySource } from '../byte-source.ts';
import { mutationsOf } from '../fixture-mutations.ts';
import { treeOf } from '../open-tree.ts';
import { gather, openLock, type Opening } from './fixture-opening.ts';
import { findIn } from './fixture-open-in.ts';
import { wechatPictures } from './open-wechat-pictures.ts';
import type { FoundLock, KeyForm } from './opener.ts';
import { pictureRootOf, sealedPictureAt } from './wechat-picture-paths.ts';

const KEY = '0123456789abcdef';
const SEALING = Buffer.from(`\u0088${KEY}`, 'latin1');
const OTHER = Buffer.from(`\u0088${KEY.toUpperCase()}`, 'latin1');
const ACCOUNT = 'xwechat_files/wxid_ada_17a0';
const FOLDER = `${ACCOUNT}/msg/attach/${'0a'.repeat(16)}/2025-03/Img`;
const PNG = Buffer.from(drawPng(1, 320, 240));
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(5000, 7), Buffer.from('ffd9', 'hex')]); // prettier-ignore
/** A picture of which no end is known. */
const WEBP = Buffer.concat([Buffer.from('RIFF\u0000\u0020\u0000\u0000WEBPVP8 '), Buffer.alloc(4000, 9)]);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-pictures-'));
  mkdirSync(join(folder, 'work'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function put(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(folder, 'in', path)), { recursive: true });
  writeFileSync(join(folder, 'in', path), bytes);
}

async function opened(key: string | null, form: KeyForm = 'password'): Promise<Opening & { readonly lock: FoundLock }> {
  const tree = await treeOf(join(folder, 'in'), join(folder, 'work'));
  try {
    const [lock] = await gather(wechatPictures.find(tree));
    if (lock === undefined) throw new Error('no lock was found');
    const given = key === null ? null : { form, bytes: Buffer.from(key) };
    return { ...(await openLock(wechatPictures, tree, lock, given, join(folder, 'work'))), lock };
  } finally {
    tree.close();
  }
}

test('the folder of an account is told by the app’s own folders, of copies by what stands above them', () => {
  const below = `${'0a'.repeat(16)}/2025-03/Img/a.dat`;
  expect([`${FOLDER}/a.dat`, `msg/attach/${below}`, below, `copy/${below}`, 'copy/2025-03/Img/a.dat', 'copy/a.dat', 'a.dat'].map(pictureRootOf)).toEqual([ACCOUNT, '', '', 'copy', 'copy', 'copy', '']); // prettier-ignore
  expect(sealedPictureAt(`${FOLDER}/a.dat`, 'msg/attach/x.dat')).toBe(`${ACCOUNT}/msg/attach/x.dat`);
  expect(sealedPictureAt('a.dat', 'b.dat')).toBe('b.dat');
});

describe('pictures of one account', () => {
  test('are one lock, and come out under the key in each of its forms', async () => {
    put(`${FOLDER}/a.dat`, sealedPicture(PNG, 2, SEALING));
    put(`${FOLDER}/a_t.dat`, sealedPicture(JPEG, 2, SEALING));
    put(`${FOLDER}/b.dat`, sealedPicture(WEBP, 2, SEALING));
    put(`${FOLDER}/old.dat`, sealedPicture(PNG, 1, Buffer.from('\u0088cfcd208495d565ef', 'latin1')));
    put('elsewhere/c.dat', sealedPicture(PNG, 2, OTHER));
    const locks = await findIn(wechatPictures, join(folder, 'in'), join(folder, 'work'));
    expect(locks.map(({ file, facts, wants }) => [file.path, facts, wants])).toEqual([
      ['elsewhere/c.dat', { version: '2', pictures: '1' }, ['password', 'hex']],
      [`${FOLDER}/a.dat`, { version: '2', pictures: '3' }, ['password', 'hex']],
    ]);
    rmSync(join(folder, 'in/elsewhere'), { recursive: true });
    const digits = Buffer.from(KEY).toString('hex');
    for (const [key, form] of [
      [KEY, 'password'],
      [`${KEY}\n`, 'password'],
      [digits, 'hex'],
      [digits, 'password'],
      [`${KEY}ffffffffffffffff`, 'hex'],
      [`${KEY}, 0x12`, 'password'],
    ] as const) {
      // prettier-ignore
      const { end, files, issues } = await opened(key, form);
      expect([end.ended, issues]).toEqual(['opened', []]);
      expect(files.map(({ path, sha256, sizeBytes }) => [path, sha256, sizeBytes])).toEqual([['a.dat', PNG], ['a_t.dat', JPEG], ['b.dat', WEBP]].map(([name, bytes]) => [`${FOLDER.slice(ACCOUNT.length + 1)}/${String(name)}`, hashOf(bytes as Buffer), bytes?.length])); // prettier-ignore
      expect(end).toMatchObject({ settings: { cipher: 'AES-128-ECB, XOR', xorByte: '88', files: '3', notOpened: '0' }, secret: { key: digits } }); // prettier-ignore
      expect(files[2]?.method).toBe('decrypted (WeChat .dat version 2, AES-128-ECB, XOR with 88 at its end): it then begins as image/webp'); // prettier-ignore
    }
  });

  test('a picture behind which more was written has the byte that the ends of the others give', async () => {
    // Under another byte its last two look like the marker of JPEG.
    const more = Buffer.concat([JPEG, Buffer.from('camera'), Buffer.from([0, 0xff ^ 0xd9])]);
    for (const [name, bytes] of [['a', PNG], ['b', JPEG], ['c', more]] as const) put(`${FOLDER}/${name}.dat`, sealedPicture(bytes, 2, SEALING)); // prettier-ignore
    const { files } = await opened(KEY);
    expect(files.map(({ sha256 }) => sha256)).toEqual([PNG, JPEG, more].map(hashOf));
  });

  test('are read again at any offset with the secret alone', async () => {
    const stored = sealedPicture(JPEG, 2, SEALING);
    put(`${FOLDER}/a.dat`, stored);
    const { end, files } = await opened(KEY);
    const [file] = files;
    if (end.ended !== 'opened' || end.secret === null || file?.place.in !== 'sealed') throw new Error('not opened');
    const { args } = file.place;
    const part = (from: number, to: number): Buffer => Buffer.concat([...(wechatPictures.bytes?.(memorySource(stored), end.secret ?? {}, args, from, to) ?? [])]); // prettier-ignore
    for (const [from, to] of [[0, JPEG.length], [1, 17], [1000, 1100], [4990, 9999], [JPEG.length, JPEG.length + 5]] as const) expect(part(from, to).equals(JPEG.subarray(from, to))).toBe(true); // prettier-ignore
    expect(() => part.call(null, 0, 1)).not.toThrow();
  });

  test('a wrong key, no key, and pictures of another account are told apart', async () => {
    put(`${FOLDER}/a.dat`, sealedPicture(PNG, 2, SEALING));
    put(`${FOLDER}/b.dat`, sealedPicture(PNG, 2, OTHER));
    put(`${FOLDER}/c.dat`, sealedPicture(PNG, 2, SEALING).subarray(0, 700));
    expect((await opened('fedcba9876543210')).end.ended).toBe('wrong-key');
    for (const key of ['short', '', `${KEY}1`]) expect((await opened(key)).end.ended).toBe('no-key');
    expect((await opened(KEY, 'key-file')).end.ended).toBe('no-key');
    expect((await opened(null)).end.ended).toBe('no-key');
    const { end, files, issues } = await opened(KEY);
    expect(end).toMatchObject({ ended: 'opened', settings: { files: '1', notOpened: '2' } });
    expect(files.map(({ path }) => path.slice(-5))).toEqual(['a.dat']);
    expect(issues.map(({ code, where }) => [code, where.slice(-5)])).toEqual([['archive-encrypted', 'b.dat'], ['archive-damaged', 'c.dat']]); // prettier-ignore
  });

  test('broken pictures end in a word, never in an exception', async () => {
    const stored = sealedPicture(PNG.subarray(0, 400), 2, SEALING);
    for (const broken of mutationsOf([stored], 150, 17)) {
      if (broken.length < 6 || broken.toString('hex', 0, 6) !== '070856320807') continue;
      put(`${FOLDER}/a.dat`, broken);
      const { end } = await opened(KEY);
      expect(['opened', 'wrong-key', 'damaged']).toContain(end.ended);
    }
  });
});

const corpus = join(import.meta.dirname, '../../../../shared/corpus/wechat/synthetic');

test.skipIf(!existsSync(corpus))('the sample of the corpus comes out as the stated picture', async () => {
  put('x.dat', Buffer.alloc(0));
  copyFileSync(join(corpus, 'v2.dat'), join(folder, 'in/x.dat'));
  // Its end shows no byte.
  expect((await opened(KEY)).issues.map(({ code }) => code)).toEqual(['archive-damaged']);
  const { files } = await opened(`${KEY}:88`);
  expect(files.map(({ sha256 }) => sha256)).toEqual([hashOf(readFileSync(join(corpus, 'original.png')))]);
});
