import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedPart, type LockedPart } from '../fixture-locked-zip.ts';
import { writeZip } from '../fixture-zip.ts';
import { treeOf } from '../open-tree.ts';
import { findIn, openIn } from './fixture-open-in.ts';
import { bytesInWork, gather, openLock, type Opening } from './fixture-opening.ts';
import { zipPassword } from './open-zip-password.ts';
import type { FoundLock } from './opener.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-zip-'));
  mkdirSync(join(folder, 'exhibit'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const work = (): string => join(folder, 'work');
const texts = ({ files }: Opening): readonly (readonly [string, string])[] =>
  files.map((file) => [file.path, bytesInWork(work(), file).toString('latin1')]);

function openZip(bytes: Buffer, password: string | Buffer): Promise<Opening> {
  writeFileSync(join(folder, 'exhibit', 'a.zip'), bytes);
  return openIn(zipPassword, join(folder, 'exhibit'), work(), 'a.zip', password);
}

const long = createHash('shake256', { outputLength: 2_300_001 }).update('long').digest();
const part = (name: string, more: Partial<LockedPart> = {}): ReturnType<typeof lockedPart> =>
  lockedPart({ name, data: `data of ${name}`, password: 'pässword', ...more });

describe('entries encrypted by code of the tests', () => {
  it.each([
    ['ZipCrypto', { bits: 0 }, 'CRC-32'],
    ['ZipCrypto with sums behind the data', { bits: 0, streamed: true }, 'CRC-32'],
    ['AES-128', { bits: 128, version: 1 }, 'HMAC-SHA1'],
    ['AES-192', { bits: 192, version: 2 }, 'HMAC-SHA1'],
    ['AES-256', { bits: 256, version: 2 }, 'HMAC-SHA1'],
  ] as const)('%s', async (scheme, how, proof) => {
    const zip = writeZip([
      part('chat/m.db', how),
      part('stored', { ...how, method: 0 }),
      part('empty', { ...how, data: '' }),
      part('long', { ...how, method: 0, data: how.bits === 256 ? long : long.subarray(0, 50_000) }),
      { name: 'open.txt', data: 'in the clear' },
    ]);
    const opening = await openZip(zip, 'pässword');
    expect(opening.issues).toEqual([]);
    expect(opening.end).toMatchObject({ ended: 'opened', settings: { encryption: scheme.replace(/ with.*/u, '') } });
    expect(texts(opening).slice(0, 3)).toEqual([['chat/m.db', 'data of chat/m.db'], ['stored', 'data of stored'], ['empty', '']]); // prettier-ignore
    expect(opening.files[3]?.sha256).toBe(createHash('sha256').update(how.bits === 256 ? long : long.subarray(0, 50_000)).digest('hex')); // prettier-ignore
    expect(opening.files[0]?.method).toContain(`${proof} of the entry holds`);
    const wrong = await openZip(zip, 'password');
    expect([wrong.end.ended, wrong.files.length]).toEqual(['wrong-key', 0]);
    expect(JSON.stringify(wrong.end)).not.toContain('"password');
  });

  it('are found in the exhibit, in it alone where they lie, and as the exhibit itself', async () => {
    writeFileSync(join(folder, 'exhibit', 'a.zip'), writeZip([part('x'), part('y', { bits: 0 })]));
    writeFileSync(join(folder, 'exhibit', 'b.zip'), writeZip([{ name: 'open', data: 'x' }]));
    writeFileSync(join(folder, 'exhibit', 'c.zip'), 'no zip');
    const locks = await findIn(zipPassword, join(folder, 'exhibit'), work());
    expect(locks.map(({ file, facts, wants }) => [file.path, facts, wants])).toEqual([['a.zip', { encryption: 'AES-256, ZipCrypto', encryptedEntries: '2' }, ['password']]]); // prettier-ignore

    const whole = join(folder, 'whole.zip');
    writeFileSync(whole, writeZip([part('x'), { name: 'inner.zip', data: writeZip([part('deep', { password: 'other' })]) }])); // prettier-ignore
    const tree = await treeOf(whole, work());
    const found = await gather(zipPassword.find(tree));
    expect(found.map(({ file }) => file.path)).toEqual(['', 'inner.zip']);
    const opened = async (at: number, key: string): Promise<Opening> =>
      openLock(zipPassword, { ...tree, bytes: (file) => bytesOf(tree, file) }, lockAt(found, at), { form: 'password', bytes: Buffer.from(key) }, work()); // prettier-ignore
    expect(texts(await opened(0, 'pässword'))).toEqual([['x', 'data of x']]);
    expect(texts(await opened(1, 'other'))).toEqual([['deep', 'data of deep']]);
    tree.close();
  });

  it('that have another password or are damaged are named, and the rest opens', async () => {
    const zip = writeZip([part('good'), part('other', { password: 'b' }), part('flipped', { data: 'x'.repeat(50), method: 0 }), part('sum', { bits: 0, data: 'y'.repeat(50), method: 0 }), part('inner.zip')]); // prettier-ignore
    const at = zip.indexOf('flipped') + 'flipped'.length + 30;
    zip.writeUInt8(zip.readUInt8(at) ^ 1, at);
    const sum = zip.indexOf('sum') + 'sum'.length + 30;
    zip.writeUInt8(zip.readUInt8(sum) ^ 1, sum);
    const opening = await openZip(zip, 'pässword');
    expect(opening.end.ended).toBe('opened');
    expect(opening.files.map(({ path }) => path)).toEqual(['good', 'flipped', 'sum', 'inner.zip']);
    expect(opening.issues.map(({ where, code, detail }) => [where, code, /: ([^:]*)\./u.exec(detail)?.[1] ?? ''])).toMatchObject([
      ['a.zip!/other', 'archive-encrypted', expect.anything()],
      ['a.zip!/flipped', 'archive-damaged', expect.stringContaining('its HMAC-SHA1 does not hold')],
      ['a.zip!/sum', 'archive-damaged', expect.stringContaining('its CRC-32 differs')],
    ]); // prettier-ignore
    expect(opening.files[1]?.method).toMatch(/changed after it was encrypted\)$/u);
    expect(opening.files[2]?.method).toMatch(/, or under another password\)$/u);
  });

  it.each([0, 256] as const)('come out by their local headers where the archive is cut off before its directory (%i bits)', async (bits) => {
    const zip = writeZip([part('chat/m.db', { bits }), part('stored', { bits, method: 0 })]);
    const opening = await openZip(zip.subarray(0, zip.indexOf('PK\u0001\u0002')), 'pässword');
    expect(texts(opening)).toEqual([['chat/m.db', 'data of chat/m.db'], ['stored', 'data of stored']]);
    // Of the value that tells the password a part is left: nothing can be said of the password.
    const data = 30 + 'chat/m.db'.length + (bits === 0 ? 0 : 11);
    const { end } = await openZip(zip.subarray(0, data + 5), 'pässword');
    expect(end).toMatchObject({ ended: 'damaged', detail: expect.stringContaining('enough is left') as string });
  }); // prettier-ignore

  it('of which none comes out whole are told as damaged, and nothing stays behind', async () => {
    const zip = writeZip([part('a', { method: 0, data: 'x'.repeat(60) })]);
    const at = zip.indexOf('a') + 50;
    zip.writeUInt8(zip.readUInt8(at) ^ 1, at);
    const opening = await openZip(zip, 'pässword');
    expect([opening.end.ended, opening.files.length]).toEqual(['damaged', 0]);
    expect((await openZip(writeZip([{ name: 'open', data: 'x' }]), 'x')).end.ended).toBe('damaged');
    expect((await openZip(zip, '')).end.ended).toBe('no-key');
    expect(existsSync(work()) ? readdirSync(work()) : []).toEqual([]);
  });

  it.each([
    ['ZipCrypto', 800, writeZip([part('a', { bits: 0 }), part('b', { bits: 0, streamed: true }), part('c', { bits: 0, data: 'z'.repeat(300) })])],
    ['AES', 120, writeZip([part('a', { bits: 128, version: 1 }), part('b')])],
  ])('of %s in any mutation open, are named or are refused', async (_, rounds, zip) => {
    let state = 5;
    const below = (most: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * most);
    };
    writeFileSync(join(folder, 'exhibit', 'a.zip'), zip);
    const tree = await treeOf(join(folder, 'exhibit'), work());
    const file = await tree.get('a.zip');
    if (file === null) throw new Error('no file');
    const ends = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      let bytes = Buffer.from(zip);
      for (let change = below(4); change >= 0; change -= 1) bytes.writeUInt8(below(256), below(bytes.length));
      if (below(5) === 0) bytes = bytes.subarray(0, below(bytes.length));
      const changed = { ...tree, bytes: () => iterable(bytes) };
      const lock = { kind: 'zip-password', file, facts: {}, wants: ['password'] } as const;
      const { end, files } = await openLock(zipPassword, changed, lock, { form: 'password', bytes: Buffer.from('pässword') }, work()); // prettier-ignore
      ends.add(end.ended);
      expect(files.length > 0).toBe(end.ended === 'opened');
    }
    tree.close();
    expect(ends).toContain('opened');
    expect(ends).toContain('damaged');
  }); // prettier-ignore
});

async function* bytesOf(tree: Awaited<ReturnType<typeof treeOf>>, file: FoundLock['file']): AsyncGenerator<Uint8Array> {
  const source = await tree.source(file);
  const bytes = Buffer.alloc(source.sizeBytes);
  source.read(bytes, 0);
  source.close();
  yield bytes;
}

function lockAt(locks: readonly FoundLock[], at: number): FoundLock {
  const lock = locks[at];
  if (lock === undefined) throw new Error(`no lock ${at}`);
  return lock;
}

async function* iterable(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

const has = (command: string): boolean => spawnSync(command, ['--help']).error === undefined;

describe('archives that other programs write', () => {
  const writePlain = (): void => {
    mkdirSync(join(folder, 'in', 'sub'), { recursive: true });
    writeFileSync(join(folder, 'in', 'a.txt'), 'text '.repeat(1000));
    writeFileSync(join(folder, 'in', 'sub', 'long.bin'), long);
  };
  const isWhole = (opening: Opening): void => {
    expect(opening.issues).toEqual([]);
    expect(opening.end.ended).toBe('opened');
    expect(Object.fromEntries(opening.files.map(({ path, sha256 }) => [path, sha256]))).toEqual({
      'a.txt': createHash('sha256').update('text '.repeat(1000)).digest('hex'),
      'sub/long.bin': createHash('sha256').update(long).digest('hex'),
    });
  };

  it.skipIf(!has('zip'))('Info-ZIP, ZipCrypto', async () => {
    writePlain();
    const zip = join(folder, 'exhibit', 'a.zip');
    expect(spawnSync('zip', ['-q', '-r', '-P', 'pässword', zip, '.'], { cwd: join(folder, 'in') }).status).toBe(0);
    isWhole(await openZip(readFileSync(zip), 'pässword'));
  });

  it.skipIf(!has('7zz')).each([['AES128'], ['AES192'], ['AES256'], ['ZipCrypto']])('7-Zip, %s', async (method) => {
    writePlain();
    const zip = join(folder, 'exhibit', 'a.zip');
    const ran = spawnSync('7zz', ['a', '-tzip', `-mem=${method}`, '-psecret', zip, '.'], { cwd: join(folder, 'in') });
    expect(ran.status).toBe(0);
    isWhole(await openZip(readFileSync(zip), 'secret'));
  });

  it.skipIf(!has('7zz'))('what the tests write is what 7-Zip reads', () => {
    for (const how of [{ bits: 0 }, { bits: 128, version: 1 }, { bits: 256, version: 2 }] as const) {
      const zip = join(folder, 'own.zip');
      writeFileSync(zip, writeZip([part('a', { ...how, password: 'secret' })]));
      const ran = spawnSync('7zz', ['x', '-so', '-psecret', zip], { encoding: 'utf8' });
      expect([ran.stdout, ran.status]).toEqual(['data of a', 0]);
    }
  });
});
