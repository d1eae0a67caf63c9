import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memorySource } from '../byte-source.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { unlockWhatsapp, type WhatsappUnlocked } from './unlock-whatsapp.ts';
import { backupKeyOf, readWhatsappKey, type WhatsappKey } from './whatsapp-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-unlock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const out = (): string => join(folder, 'plain');
const unlock = (bytes: Buffer, key: WhatsappKey, limits = DEFAULT_LIMITS): Promise<WhatsappUnlocked> =>
  unlockWhatsapp(memorySource(bytes), key, out(), limits, () => Promise.resolve());

describe.skipIf(!existsSync('../shared/corpus/whatsapp/crypt'))('the public samples of wa-crypt-tools', () => {
  const sample = (name: string): Buffer => readFileSync(join('../shared/corpus/whatsapp/crypt', name));
  const keyOf = (name: string): WhatsappKey => {
    const key = readWhatsappKey(sample(name));
    if (key === null) throw new Error(`${name} is no key`);
    return key;
  };
  const PLAIN = '1425b944a2e3885fc936a7bb82f6548c5cc09523a2f61f02aa836c4ed8bbd16e';

  it.each([
    ['crypt12', 'key'],
    ['crypt14', 'key'],
    ['crypt15', 'encrypted_backup.key'],
  ])('%s is the same database', async (generation, key) => {
    const found = await unlock(sample(`msgstore.db.${generation}`), keyOf(key));
    expect(found).toMatchObject({ ended: 'whole', payload: 'sqlite', sha256: PLAIN, checksum: 'agrees', header: { generation } }); // prettier-ignore
    expect(createHash('sha256').update(readFileSync(out())).digest('hex')).toBe(PLAIN);
  });

  it('tells keys of another generation, wrong ones and damage apart, and leaves nothing behind', async () => {
    const fifteen = sample('msgstore.db.crypt15');
    const device = keyOf('key');
    const flipped = Buffer.from(fifteen);
    flipped.writeUInt8(flipped.readUInt8(90_000) ^ 1, 90_000);
    const other = device.kind === 'device' ? { ...device, serverSalt: Buffer.alloc(32) } : device;
    const wrong = device.kind === 'device' ? { ...device, key: Buffer.alloc(32) } : device;
    const cases: readonly (readonly [Buffer, WhatsappKey, WhatsappUnlocked['ended']])[] = [
      [fifteen, device, 'other-generation'],
      [sample('msgstore.db.crypt14'), other, 'other-generation'],
      [sample('msgstore.db.crypt14'), wrong, 'wrong-key'],
      [sample('msgstore.db.crypt12'), wrong, 'wrong-key'],
      [fifteen, { kind: 'root', key: Buffer.alloc(32) }, 'wrong-key'],
      [flipped, keyOf('encrypted_backup.key'), 'damaged'],
      [fifteen.subarray(0, 200_000), keyOf('encrypted_backup.key'), 'damaged'],
      [sample('msgstore.db'), device, 'no-backup'],
    ];
    for (const [bytes, key, ended] of cases) {
      expect((await unlock(bytes, key)).ended).toBe(ended);
      expect(readdirSync(folder)).toEqual([]);
    }
    expect(await unlock(fifteen, keyOf('encrypted_backup.key'), { ...DEFAULT_LIMITS, totalBytes: 1_000_000 })).toMatchObject({ ended: 'limit' }); // prettier-ignore
    expect(readdirSync(folder)).toEqual([]);
  });
});

const root = randomBytes(32);

/** A crypt15 file made here: header, ciphertext, tag and, unless it is a part, the checksum. */
function sealed(content: Buffer, isPart = false): Buffer {
  const iv = randomBytes(16);
  const header = Buffer.concat([Buffer.from([0x08, 1, 0x1a, 18, 0x0a, 16]), iv]);
  const cipher = createCipheriv('aes-256-gcm', backupKeyOf(root), iv, { authTagLength: 16 });
  const whole = Buffer.concat([Buffer.from([header.length]), header, cipher.update(content), cipher.final(), cipher.getAuthTag()]); // prettier-ignore
  return isPart ? whole : Buffer.concat([whole, createHash('md5').update(whole).digest()]);
}

describe('unlockWhatsapp', () => {
  const key: WhatsappKey = { kind: 'root', key: root };

  it('reads a part, which carries no checksum, and what is not packed', async () => {
    const zip = Buffer.from('PK\u0003\u0004 and so on');
    expect(await unlock(sealed(zip, true), key)).toMatchObject({ ended: 'whole', payload: 'zip', checksum: 'absent', behindBytes: 0, isUnreadable: false }); // prettier-ignore
    expect(readFileSync(out())).toEqual(zip);
  });

  it('authenticates what follows the packed stream', async () => {
    const bytes = sealed(Buffer.concat([deflateSync(Buffer.from('{"a":1}')), Buffer.alloc(3_000_000, 7)]), true);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
    expect(await unlock(bytes, key)).toMatchObject({ ended: 'damaged' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([1, 17, 300_000, 3_000_000])('counts %i bytes behind the packed stream', async (behindBytes) => {
    const content = Buffer.from('{"a":1}');
    const bytes = sealed(Buffer.concat([deflateSync(content), Buffer.alloc(behindBytes, 7)]));
    expect(await unlock(bytes, key)).toMatchObject({ ended: 'whole', packed: 'zlib', behindBytes });
    expect(readFileSync(out())).toEqual(content);
  });

  it('keeps what is authentic and cannot be unpacked as it is', async () => {
    const cut = deflateSync(randomBytes(5000)).subarray(0, 3000);
    expect(await unlock(sealed(cut), key)).toMatchObject({ ended: 'whole', packed: 'no', isUnreadable: true });
    expect(readFileSync(out())).toEqual(cut);
  });

  it('ends every changed file as some refusal, never as another content', async () => {
    const content = Buffer.from('{"wallpaper":"pier"}');
    const whole = sealed(deflateSync(content));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = Buffer.from(whole);
        changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
        const found = await unlock(changed, key);
        // The checksum and parts of the header are not under the tag: the content is authentic, and the change is said.
        if (found.ended === 'whole') {
          const read = readFileSync(out());
          rmSync(out());
          expect([found.checksum, read]).toEqual(['differs', content]);
        }
        expect(readdirSync(folder)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['32 raw bytes', root],
    ['64 digits', Buffer.from(root.toString('hex'))],
    [
      'groups of four in capitals',
      Buffer.from(
        root
          .toString('hex')
          .toUpperCase()
          .replaceAll(/(.{4})/gu, '$1 \n'),
      ),
    ],
  ])('takes a key as %s', (_name, bytes) => {
    expect(readWhatsappKey(bytes)).toEqual({ kind: 'root', key: root });
  });

  it.each(['', 'no key', 'ab'.repeat(31), 'aced0005757200025b42acf317f8060854e00200007870ffffffff'])('takes %j for no key', (text) => {
    expect(readWhatsappKey(Buffer.from(text))).toBeNull();
    expect(readWhatsappKey(Buffer.from(text, 'hex'))).toBeNull();
  }); // prettier-ignore
});
