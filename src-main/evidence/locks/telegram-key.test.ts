import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { treeOf } from '../open-tree.ts';
import { findIn, openIn } from './fixture-open-in.ts';
import { gather } from './fixture-opening.ts';
import { sqlcipher } from './open-sqlcipher.ts';
import { sealTelegramKey, unsealTelegramKey } from './telegram-key.ts';

const SAMPLE = join(import.meta.dirname, '../../../../shared/corpus/telegram/postbox/sqlcipher_v4.db');
const KEY = Buffer.from(Uint8Array.from({ length: 48 }, (_, index) => index));
const STORE = 'stable/account-123/postbox/db/db_sqlite';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-postbox-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(files: Readonly<Record<string, Buffer>>): string {
  const exhibit = join(folder, 'exhibit');
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(exhibit, path)), { recursive: true });
    writeFileSync(join(exhibit, path), bytes);
  }
  return exhibit;
}

describe('a sealed key file', () => {
  it('gives the key under its text, and under no other', () => {
    const sealed = sealTelegramKey(KEY, 'crate 17');
    expect(unsealTelegramKey(sealed, Buffer.from('crate 17'))).toEqual(KEY);
    expect(unsealTelegramKey(sealed, Buffer.from('no-matter-key'))).toBeNull();
    expect(unsealTelegramKey(sealed.subarray(1), Buffer.from('crate 17'))).toBeNull();
    const random = seededRandom(17);
    for (let round = 0; round < 500; round += 1) {
      const bytes = Buffer.from(sealed);
      const at = Math.floor(random() * bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 + Math.floor(random() * 255)), at);
      const key = unsealTelegramKey(bytes, Buffer.from('crate 17'));
      // The zeros behind the check are not looked at.
      if (key !== null) expect([at >= 32, key.equals(KEY)]).toEqual([true, true]);
    }
  });
});

describe.skipIf(!existsSync(SAMPLE))('the public sample, with a key file beside it', () => {
  const database = (): Buffer => readFileSync(SAMPLE);

  it('is found with the forms of its key, and its key file is offered', async () => {
    const exhibit = put({ [STORE]: database(), 'stable/.tempkeyEncrypted': sealTelegramKey(KEY), 'stable/.tempkey': KEY });
    const [lock, ...more] = await findIn(sqlcipher, exhibit, join(folder, 'work'));
    expect(more).toEqual([]);
    expect(lock).toMatchObject({ facts: { app: 'telegram-macos' }, wants: ['key-file', 'password', 'hex'] });
    const offers = async (): Promise<unknown> => {
      const tree = await treeOf(exhibit, join(folder, 'work'));
      try {
        const file = await tree.get(STORE);
        if (lock === undefined || file === null || sqlcipher.offers === undefined) throw new Error('no lock');
        return (await gather(sqlcipher.offers(tree, { ...lock, file }))).map((one) => [one.file.path, one.what, one.fits]);
      } finally {
        tree.close();
      }
    };
    expect(await offers()).toEqual([['stable/.tempkeyEncrypted', 'telegram-key-file', null], ['stable/.tempkey', 'telegram-plain-key', null]]);
    put({ 'stable/.tempkeyEncrypted': sealTelegramKey(KEY, 'crate 17') });
    expect(await offers()).toEqual([['stable/.tempkeyEncrypted', 'telegram-sealed-key', false], ['stable/.tempkey', 'telegram-plain-key', null]]);
  }); // prettier-ignore

  it.each([
    ['the file as the app seals it by itself', sealTelegramKey(KEY), 'file', 'opened'],
    ['the file under a passcode, without it', sealTelegramKey(KEY, 'crate 17'), 'file', 'wrong-key'],
    ['the file under a passcode, with it', sealTelegramKey(KEY, 'crate 17'), 'crate 17', 'opened'],
    ['the passcode with a line end', sealTelegramKey(KEY, 'crate 17'), 'crate 17\n', 'opened'],
    ['another passcode', sealTelegramKey(KEY, 'crate 17'), 'crate 18', 'wrong-key'],
    ['a key file that is cut off', sealTelegramKey(KEY, 'crate 17').subarray(0, 48), 'crate 17', 'damaged'],
    ['the key file of another installation', sealTelegramKey(Buffer.alloc(48, 0xe9)), 'file', 'wrong-key'],
    ['the key in digits, beside a sealed file', sealTelegramKey(KEY, 'crate 17'), KEY.toString('hex'), 'opened'],
  ])('%s', async (_, file, key, end) => {
    const exhibit = put({ [STORE]: database(), 'stable/.tempkeyEncrypted': file });
    const given = key === 'file' ? file : key;
    const opening = await openIn(sqlcipher, exhibit, join(folder, 'work'), STORE, given, key === 'file' ? 'key-file' : 'password'); // prettier-ignore
    expect(opening.end.ended).toBe(end);
    if (key === 'crate 17' && end === 'opened') expect(opening.end).toMatchObject({ settings: { sealed_under: 'passcode', sealed_key: 'stable/.tempkeyEncrypted' } }); // prettier-ignore
  });
});
