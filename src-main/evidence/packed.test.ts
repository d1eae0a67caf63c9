import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { memoryFileIndex } from './file-index.ts';
import { codes, takeAll, temporaryFolder } from './fixture-intake.ts';
import { writeTar } from './fixture-tar.ts';
import { writeZip } from './fixture-zip.ts';
import { openTree } from './open-tree.ts';

const NOISE = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i * 31 + ((i * 7919) >> 3)) % 251));
const tar = writeTar([{ name: 'm.db', data: 'rows' }, { name: 'noise', data: NOISE }]); // prettier-ignore

/** Null where the tool is not installed. */
function run(tool: string, args: readonly string[], cwd: string): Buffer | null {
  try {
    return execFileSync(tool, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

const has = (tool: string): boolean => run(tool, ['--help'], '/') !== null;

/** A few bytes of each format, for where its tool is not installed. */
const heads = { bzip2: '425a6839314159265359', xz: 'fd377a585a0000', lzip: '4c5a495001', '7-Zip': '377abcaf271c', RAR: '526172211a0700' }; // prettier-ignore

describe('a tar packed with zstd', () => {
  test('is recognised by content, in one frame or several', async () => {
    for (const packed of [
      zstdCompressSync(tar),
      Buffer.concat([zstdCompressSync(tar.subarray(0, 700)), zstdCompressSync(tar.subarray(700))]),
    ]) {
      const path = join(temporaryFolder(), 'exhibit');
      writeFileSync(path, packed);
      const { files, issues, digest } = await takeAll(path);
      expect(digest).toMatchObject({ kind: 'tar-zst', sizeBytes: packed.length });
      expect(files.map((file) => [file.path, file.sizeBytes])).toEqual([['m.db', 4], ['noise', NOISE.length]]); // prettier-ignore
      expect(issues).toEqual([]);
    }
  });

  test('that is cut off is said to be so', async () => {
    const path = join(temporaryFolder(), 'exhibit');
    writeFileSync(path, zstdCompressSync(tar).subarray(0, -20));
    expect(codes((await takeAll(path)).issues)).toContain('archive-damaged ');
  });

  test.skipIf(!has('zstd'))('by zstd itself is read', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.tar'), tar);
    run('zstd', ['-q', '-19', 'a.tar'], folder);
    expect((await takeAll(join(folder, 'a.tar.zst'))).files.map((file) => file.path)).toEqual(['m.db', 'noise']);
  });
});

describe('one packed tar under several limits', () => {
  test.each([
    ['cut first', [{ totalBytes: 300_000 }, {}]],
    ['whole first', [{}, { totalBytes: 300_000 }]],
  ] as const)('keeps an unpacked copy for each: %s', async (_name, order) => {
    const folder = temporaryFolder();
    const workDir = join(folder, 'work');
    const path = join(folder, 'exhibit.tgz');
    writeFileSync(path, gzipSync(writeTar(['a', 'b', 'c'].map((name) => ({ name, data: NOISE })))));
    const taken = [];
    for (const limits of order) taken.push({ limits, ...(await takeAll(path, { workDir, limits })) });
    for (const { limits, files, issues, digest } of taken) {
      const isCut = 'totalBytes' in limits;
      expect([files.length, codes(issues).some((code) => code.startsWith('size-limit'))]).toEqual([
        isCut ? 2 : 3,
        isCut,
      ]);
      const tree = openTree({ kind: digest.kind, path, sha256: digest.sha256 }, memoryFileIndex(files), {
        workDir,
        limits,
      });
      for (const file of files) {
        const parts: Uint8Array[] = [];
        for await (const part of tree.bytes(file)) parts.push(part);
        expect(createHash('sha256').update(Buffer.concat(parts)).digest('hex')).toBe(file.sha256);
      }
      tree.close();
    }
    expect(readdirSync(workDir)).toHaveLength(2);
  });
});

describe('what is not looked into is named with what to do', () => {
  test.each(['bzip2', 'xz'])('a tar packed by %s, as exhibit and in a folder', async (tool) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'in'));
    const name = `in/a.tar.${tool === 'xz' ? 'xz' : 'bz2'}`;
    writeFileSync(join(folder, 'in/a.tar'), tar);
    if (run(tool, ['in/a.tar'], folder) === null) renameSync(join(folder, 'in/a.tar'), join(folder, name));
    if (readFileSync(join(folder, name)).equals(tar))
      writeFileSync(join(folder, name), Buffer.from(heads[tool as 'xz'], 'hex'));
    for (const path of [name, 'in']) {
      const { files, issues } = await takeAll(join(folder, path));
      expect(files.length).toBe(1);
      expect(issues.map(({ code, detail }) => [code, detail])).toEqual([
        ['file-unreadable', expect.stringContaining(`(${tool} -dk FILE`)],
      ]);
    }
  });

  test('other packed files, and packed tars inside archives', async () => {
    for (const [what, hex] of Object.entries(heads)) {
      const path = join(temporaryFolder(), 'exhibit');
      writeFileSync(path, Buffer.from(hex, 'hex'));
      expect((await takeAll(path)).issues[0]?.detail, what).toContain(`packed with ${what}:`);
    }
    const path = join(temporaryFolder(), 'exhibit');
    writeFileSync(path, writeZip([{ name: 'a.tgz', data: gzipSync(tar) }, { name: 'cache.gz', data: gzipSync('x') }])); // prettier-ignore
    expect(codes((await takeAll(path)).issues)).toEqual(['file-unreadable a.tgz']);
  });

  test.skipIf(!has('zip'))('the parts of a split zip', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'noise'), NOISE);
    writeFileSync(join(folder, 'last'), 'last');
    run('zip', ['-q', '-0', '-s', '64k', 'in/a.zip', 'noise', 'last'], folder);
    const whole = await takeAll(join(folder, 'in'));
    expect(codes(whole.issues)).toEqual(
      expect.arrayContaining(['file-unreadable a.z01', 'file-unreadable a.z02', 'archive-damaged a.zip']),
    );
    const last = await takeAll(join(folder, 'in/a.zip'));
    expect(last.issues[0]?.detail).toContain('zip -s 0');
    expect(last.issues.find(({ where }) => where === 'noise')?.detail).toContain('starts in part 1 of');
    expect(last.byPath.has('noise')).toBe(false);
  });

  test('the parts of a zip cut by another tool', async () => {
    const folder = temporaryFolder();
    const zip = writeZip([{ name: 'noise', data: NOISE }]);
    writeFileSync(join(folder, 'a.zip.001'), zip.subarray(0, 100_000));
    writeFileSync(join(folder, 'a.zip.002'), zip.subarray(100_000));
    expect(codes((await takeAll(folder)).issues)).toEqual(['file-unreadable a.zip.001', 'file-unreadable a.zip.002']);
    for (const part of ['a.zip.001', 'a.zip.002'])
      expect(
        (await takeAll(join(folder, part))).issues.some(({ detail }) => detail.includes('Join the parts')),
        part,
      ).toBe(true);
  });

  test.each([
    [9, 'Deflate64'],
    [12, 'bzip2'],
    [14, 'LZMA'],
    [97, 'method 97'],
  ] as const)('zip method %i', async (method, name) => {
    const path = join(temporaryFolder(), 'exhibit');
    writeFileSync(path, writeZip([{ name: 'a', data: 'packed', method }, { name: 'b', data: 'kept' }])); // prettier-ignore
    const { files, issues } = await takeAll(path);
    expect(files.map((file) => file.path)).toEqual(['b']);
    expect(issues).toMatchObject([{ code: 'file-unreadable', where: 'a' }]);
    expect(issues[0]?.detail).toMatch(new RegExp(`packed by ${name}.*7z x FILE`, 'u'));
  });

  test.each(['gnu', 'pax'])('sparse files of GNU tar, format %s, and nothing after them is lost', async (format) => {
    const folder = temporaryFolder();
    const out = openSync(join(folder, 'holes'), 'w');
    for (let i = 0; i < 40; i += 1) writeSync(out, 'island', i * 1_000_000);
    ftruncateSync(out, 41_000_000);
    closeSync(out);
    writeFileSync(join(folder, 'z.txt'), 'after');
    run('tar', [`--format=${format}`, '--sparse', '-cf', 'a.tar', 'holes', 'z.txt'], folder);
    const { files, issues } = await takeAll(join(folder, 'a.tar'));
    expect(files.map((file) => file.path)).toEqual(['z.txt']);
    expect(issues.map(({ code }) => code)).toEqual(['file-unreadable']);
    expect(issues[0]?.detail).toContain('tar -xf FILE');
  });
});
