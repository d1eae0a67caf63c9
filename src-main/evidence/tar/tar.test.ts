import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { codes, takeAll, temporaryFolder } from '../fixture-intake.ts';
import { writeTar } from '../fixture-tar.ts';
import type { TarPart } from '../fixture-tar.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

async function take(bytes: Uint8Array): Promise<Awaited<ReturnType<typeof takeAll>>> {
  const path = join(temporaryFolder(), 'exhibit');
  writeFileSync(path, bytes);
  return takeAll(path);
}

const takeParts = (parts: readonly TarPart[], open = false): ReturnType<typeof take> => take(writeTar(parts, open));

test('lists files with hashes and times', async () => {
  const { files, issues, digest } = await takeParts([
    { name: './a.txt', data: 'Alice' },
    { name: 'sub/', type: '5' },
    { name: 'sub/b.bin', data: Buffer.alloc(3_000_000, 5) },
  ]);
  expect(issues).toEqual([]);
  expect(digest.kind).toBe('tar');
  expect(files.map(({ path, sha256, modifiedMs }) => [path, sha256, modifiedMs])).toEqual([
    ['a.txt', sha256('Alice'), Date.UTC(2022, 5, 1, 10, 20, 30)],
    ['sub/b.bin', sha256(Buffer.alloc(3_000_000, 5)), Date.UTC(2022, 5, 1, 10, 20, 30)],
  ]);
});

describe.each(['gnu', 'pax', 'ustar', 'v7'] as const)('GNU tar, format %s', (format) => {
  test('is read with long names, hard links and symbolic links', async () => {
    const folder = temporaryFolder();
    const long = format === 'gnu' || format === 'pax' ? `${'deep/'.repeat(40)}测试.txt` : `${'deep/'.repeat(12)}x.txt`;
    mkdirSync(join(folder, 'in', long, '..'), { recursive: true });
    writeFileSync(join(folder, 'in', long), 'long');
    writeFileSync(join(folder, 'in/a.txt'), 'a');
    linkSync(join(folder, 'in/a.txt'), join(folder, 'in/again.txt'));
    symlinkSync('a.txt', join(folder, 'in/soft'));
    execFileSync('tar', [`--format=${format}`, '--sort=name', '-cf', '../out.tar', '.'], { cwd: join(folder, 'in') });
    const { files, issues } = await takeAll(join(folder, 'out.tar'));
    expect(files.map((file) => [file.path, file.sha256]).sort()).toEqual(
      [
        ['a.txt', sha256('a')],
        ['again.txt', sha256('a')],
        [long, sha256('long')],
      ].sort(),
    );
    expect(codes(issues)).toEqual(['link-not-followed ./soft']);
  });
});

test('agrees with tar-stream on large sizes and names in pax headers', async () => {
  const packer = pack();
  packer.entry({ name: `${'x'.repeat(300)}.txt`, mtime: new Date(1_654_390_010_500) }, 'long name');
  packer.entry({ name: 'plain.txt' }, 'plain');
  packer.finalize();
  const parts: Buffer[] = [];
  for await (const part of packer as AsyncIterable<Buffer>) parts.push(part);
  const { files } = await take(Buffer.concat(parts));
  expect(files.map((file) => [file.path, file.sha256])).toEqual([
    [`${'x'.repeat(300)}.txt`, sha256('long name')],
    ['plain.txt', sha256('plain')],
  ]);
});

test('a tar.gz is recognised by content, hashed as it is, and listed', async () => {
  const packed = gzipSync(writeTar([{ name: 'm.db', data: 'rows' }]));
  const { files, digest } = await take(packed);
  expect(digest).toMatchObject({ kind: 'tar-gz', sha256: sha256(packed), sizeBytes: packed.length });
  expect(files.map((file) => file.sha256)).toEqual([sha256('rows')]);
});

test('a tar.gz that is cut off yields what can be read', async () => {
  const noise = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251));
  const packed = gzipSync(
    writeTar([
      { name: 'a', data: 'first' },
      { name: 'b', data: noise },
    ]),
  );
  const { files, issues } = await take(packed.subarray(0, packed.length - 20));
  expect(files[0]).toMatchObject({ path: 'a', sha256: sha256('first') });
  expect(codes(issues)).toContain('archive-damaged ');
});

test('a tar.gz bomb is stopped by its ratio', async () => {
  const { issues } = await take(gzipSync(writeTar([{ name: 'zeros', data: Buffer.alloc(40 * 2 ** 20) }])));
  expect(codes(issues)).toContain('ratio-limit ');
});

describe('damage and attacks', () => {
  test('devices, pipes, links out and sparse files are named', async () => {
    const { files, issues } = await takeParts([
      { name: 'tty', type: '3' },
      { name: 'sda', type: '4' },
      { name: 'fifo', type: '6' },
      { name: 'hard', type: '1', link: '../../etc/shadow' },
      { name: 'holes', type: 'S', data: 'x' },
      { name: '../out', data: 'x' },
    ]);
    expect(files.map((file) => file.path)).toEqual(['%2E%2E/out']);
    expect(codes(issues)).toEqual([
      'file-unreadable holes',
      'link-not-followed hard',
      'name-outside %2E%2E/out',
      'special-file-skipped fifo',
      'special-file-skipped sda',
      'special-file-skipped tty',
    ]);
  });

  test('a header with a wrong sum is passed over and reading goes on', async () => {
    const { files, issues } = await takeParts([
      { name: 'a', data: '1' },
      { name: 'b', data: '2', badSum: true },
      { name: 'c', data: '3' },
    ]);
    expect(files.map((file) => file.path)).toEqual(['a', 'c']);
    expect(codes(issues)).toEqual(['archive-damaged ']);
  });

  test('a cut archive keeps the bytes that are there', async () => {
    const { files, issues } = await take(writeTar([{ name: 'a', data: 'x'.repeat(5000) }]).subarray(0, 512 + 3000));
    expect(files).toMatchObject([{ path: 'a', sizeBytes: 3000, sha256: sha256('x'.repeat(3000)) }]);
    expect(codes(issues)).toEqual(['archive-damaged ', 'archive-damaged a']);
  });

  test('a second tar behind the first is read and told', async () => {
    const { files, issues } = await take(Buffer.concat([writeTar([{ name: 'a' }]), writeTar([{ name: 'b' }])]));
    expect(files.map((file) => file.path)).toEqual(['a', 'b']);
    expect(codes(issues)).toEqual(['archive-damaged ']);
  });
});
