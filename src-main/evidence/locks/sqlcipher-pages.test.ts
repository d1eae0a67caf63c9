import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RECIPE_1, RECIPE_2, RECIPE_4, SALT, Sealer, type Recipe } from '../fixture-sqlcipher.ts';
import { memorySource } from '../byte-source.ts';
import { deriverFor } from './derive-key.ts';
import { findSettings } from './find-sqlcipher-settings.ts';
import { isEven, looksEncrypted } from './find-sqlcipher.ts';
import { decryptPage, PageCipher, type OpenedSettings } from './sqlcipher-pages.ts';
import { readKey, readRawKey } from './sqlcipher-key.ts';
import { readSettings } from './sqlcipher-settings.ts';
import { specimenOf } from './sqlcipher-specimen.ts';
import { unlockDatabase } from './unlock-sqlcipher.ts';

const KEY = createHash('sha256').update('raw').digest();
const bytesOf = (seed: string, length: number): Buffer => createHash('shake256', { outputLength: length }).update(seed).digest(); // prettier-ignore
const derive = deriverFor({});
const nothing = (): Promise<void> => Promise.resolve();

async function openedOf(recipe: Recipe, database: Buffer): Promise<OpenedSettings> {
  const key = { kind: 'raw', key: KEY, macKey: null, salt: SALT } as const;
  const stated = { pageSize: recipe.pageSize, plainHeaderBytes: recipe.plainHeader ?? 0 };
  const found = await findSettings(key, stated, specimenOf(memorySource(database), null), derive, nothing);
  if (found === null) throw new Error('not opened');
  return found;
}

describe('a run of pages opens as its pages do one by one', () => {
  const shapes: readonly Recipe[] = [RECIPE_4, RECIPE_2, RECIPE_1, { ...RECIPE_4, pageSize: 512 }, { ...RECIPE_2, pageSize: 65_536 }, { ...RECIPE_4, mac: 'sha256' }, { ...RECIPE_4, plainHeader: 32 }, { ...RECIPE_2, bigEndian: true }]; // prettier-ignore
  it.each(shapes.map((recipe) => [JSON.stringify(recipe), recipe] as const))('%s', async (_, recipe) => {
    const { pageSize } = recipe;
    const sealer = new Sealer({ ...recipe, rawKey: KEY });
    const room = 16 + { none: 0, sha1: 32, sha256: 32, sha512: 64 }[recipe.mac ?? 'none'];
    const plain = Array.from({ length: 9 }, (__, index) => (index === 4 ? Buffer.alloc(pageSize) : bytesOf(`${index}`, pageSize))); // prettier-ignore
    const first = plain[0] ?? Buffer.alloc(0);
    first.write('SQLite format 3\0', 0, 'latin1');
    first.writeUInt16BE(pageSize === 65_536 ? 1 : pageSize, 16);
    first.set([1, 1, room, 64, 32, 32], 18);
    for (const numbers of [
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      [7, 1, 0xffff_ffff, 1, 5, 2, 2, 900, 1],
    ]) {
      const sealed = plain.map((page, index) => sealer.page(page, numbers[index] ?? 0));
      const opened = await openedOf(recipe, Buffer.concat(plain.map((page, index) => sealer.page(page, index + 1))));
      for (const [from, to] of [
        [0, 9],
        [0, 1],
        [1, 4],
        [3, 9],
        [4, 5],
      ] as const) {
        // prettier-ignore
        const run = Buffer.concat(sealed.slice(from, to));
        const damaged = to - from > 2 ? 2 : -1;
        if (damaged >= 0) run.writeUInt8(run.readUInt8(damaged * pageSize + 200) ^ 4, damaged * pageSize + 200);
        const before = Buffer.from(run);
        const verdicts = new PageCipher(opened).openRun(run, numbers.slice(from, to));
        expect(verdicts.empty).toEqual(from <= 4 && to > 4 ? [4 - from] : []);
        expect(verdicts.failed).toEqual(damaged < 0 || recipe.mac === null ? [] : [damaged]);
        for (let index = 0; index < to - from; index += 1) {
          const [start, end] = [index * pageSize, (index + 1) * pageSize];
          const page = run.subarray(start, end);
          if (from + index === 4) expect(page.every((byte) => byte === 0)).toBe(true);
          else
            expect(page.equals(decryptPage(before.subarray(start, end), numbers[from + index] ?? 0, opened))).toBe(
              true,
            );
          if (from + index === 4 || index === damaged) continue;
          const skip = numbers[from + index] === 1 ? 16 : 0;
          expect(page.subarray(skip, pageSize - room).equals(plain[from + index]?.subarray(skip, pageSize - room) ?? page)).toBe(true); // prettier-ignore
        }
      }
    }
  });
});

describe('a database comes out as its pages do one by one, wherever a run of them ends', () => {
  const shapes: readonly Recipe[] = [RECIPE_4, RECIPE_2, RECIPE_1, { ...RECIPE_2, pageSize: 65_536 }, { ...RECIPE_4, plainHeader: 32 }]; // prettier-ignore
  it.each(shapes.map((recipe) => [JSON.stringify(recipe), recipe] as const))('%s', async (_, recipe) => {
    const { pageSize } = recipe;
    const aRun = 2 ** 18 / pageSize;
    const plain = bytesOf('pages', (2 * aRun + 3) * pageSize);
    plain.write('SQLite format 3\0', 0, 'latin1');
    plain.writeUInt16BE(pageSize === 65_536 ? 1 : pageSize, 16);
    const room = 16 + { none: 0, sha1: 32, sha256: 32, sha512: 64 }[recipe.mac ?? 'none'];
    plain.set([1, 1, room, 64, 32, 32], 18);
    // The last page of a run and the first of the next: never written; beside them one that was changed.
    plain.fill(0, (aRun - 1) * pageSize, (aRun + 1) * pageSize);
    const sealed = new Sealer({ ...recipe, rawKey: KEY }).database(plain);
    const changed = (aRun + 1) * pageSize + 99;
    sealed.writeUInt8(sealed.readUInt8(changed) ^ 1, changed);
    const opened = await openedOf(recipe, sealed);
    const sizes = [0, 1, pageSize - 1, pageSize, aRun * pageSize - 1, aRun * pageSize, (aRun + 1) * pageSize + 1, 2 * aRun * pageSize, sealed.length]; // prettier-ignore
    for (const size of sizes) {
      const out: Buffer[] = [];
      const work = unlockDatabase(memorySource(sealed.subarray(0, size)), opened, { write: (block) => void out.push(Buffer.from(block)) }); // prettier-ignore
      let step = work.next();
      while (step.done !== true) step = work.next();
      const pages = Math.floor(size / pageSize);
      const one = Array.from({ length: pages }, (__, index) => {
        const page = sealed.subarray(index * pageSize, (index + 1) * pageSize);
        return page.every((byte) => byte === 0) ? page : decryptPage(page, index + 1, opened);
      });
      expect(Buffer.concat(out).equals(Buffer.concat(one))).toBe(true);
      expect(step.value).toMatchObject({
        count: pages,
        empty: Math.max(0, Math.min(2, pages - aRun + 1)),
        failed: recipe.mac === null || pages < aRun + 2 ? [] : [aRun + 2],
      });
    }
  });
});

describe('settings as an examiner writes them', () => {
  it.each([
    ['kdf_iter=4000,page_size=1024,hmac=off', { iterations: 4000, pageSize: 1024, mac: null }],
    ['PRAGMA cipher_page_size = 4096; PRAGMA cipher_hmac_algorithm = HMAC_SHA1;', { pageSize: 4096, mac: 'sha1' }],
    ['cipher_kdf_algorithm=PBKDF2_HMAC_SHA512\ncipher_use_hmac=off', { kdfHash: 'sha512', mac: null }],
    ['compatibility=3, page_size=4096', { pageSize: 4096, kdfHash: 'sha1', iterations: 64_000, mac: 'sha1' }],
    ['plaintext_header_size=32;skip=1024;hmac_salt_mask=0x3a;fast_kdf_iter=2', { plainHeaderBytes: 32, skip: 1024, macMask: 0x3a, macRounds: 2 }], // prettier-ignore
    ['', {}],
  ])('%s', (text, stated) => {
    expect(readSettings(text)).toEqual(stated);
  });

  it.each(['page_size=1000', 'kdf_iter=0', 'kdf_iter=99999999', 'hmac=md5', 'colour=red', 'salt=12', 'x', 'plaintext_header=33', 'toString=1', 'compatibility=constructor'])('refuses %s', (text) => {
    expect(readSettings(text)).toBe(text);
  }); // prettier-ignore
});

describe('keys', () => {
  const kinds = (key: Buffer | string, form: 'password' | 'hex' | 'key-file'): string =>
    readKey({ form, bytes: Buffer.from(key) })
      .map((one) => one.kind)
      .join(' ');

  it('are read in the ways that their form allows', () => {
    expect(kinds('secret', 'password')).toBe('passphrase');
    expect(kinds('secret', 'hex')).toBe('');
    expect(kinds('', 'password')).toBe('');
    expect(kinds('ab'.repeat(32), 'hex')).toBe('raw passphrase passphrase');
    expect(kinds('ab'.repeat(48), 'hex')).toBe('raw passphrase passphrase');
    expect(kinds(KEY, 'key-file')).toBe('raw passphrase');
    expect(kinds('{"key":"' + 'ab'.repeat(32) + '"}', 'key-file')).toBe('raw passphrase passphrase');
    expect(kinds('{"key":', 'key-file')).toBe('passphrase');
  });

  it('with 160 digits hold the key of the MAC', () => {
    expect(readRawKey(`x'${'01'.repeat(32)}${'02'.repeat(32)}${'03'.repeat(16)}'`)).toEqual({ kind: 'raw', key: Buffer.alloc(32, 1), macKey: Buffer.alloc(32, 2), salt: Buffer.alloc(16, 3) }); // prettier-ignore
  });
});

describe('first bytes', () => {
  it('are even when random, and not when text, zeros or tables', () => {
    for (let seed = 0; seed < 200; seed += 1) expect(isEven(bytesOf(`even ${seed}`, 944))).toBe(true);
    expect(isEven(Buffer.alloc(944))).toBe(false);
    expect(isEven(Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(22)))).toBe(false);
    expect(isEven(Buffer.from(bytesOf('hex', 500).toString('base64')))).toBe(false);
    expect(isEven(Buffer.concat([bytesOf('half', 700), Buffer.alloc(244)]))).toBe(false);
  });

  it('of a type that is known are no database', () => {
    const bytes = bytesOf('png', 4096);
    expect(looksEncrypted(bytes)).toBe(true);
    expect(looksEncrypted(bytes.subarray(0, 511))).toBe(false);
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
    expect(looksEncrypted(bytes)).toBe(false);
  });
});
