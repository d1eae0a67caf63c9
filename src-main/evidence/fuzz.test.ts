import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeAll, temporaryFolder } from './fixture-intake.ts';
import { writeTar } from './fixture-tar.ts';
import { writeZip } from './fixture-zip.ts';
import { memoryFileIndex } from './file-index.ts';
import { openTree } from './open-tree.ts';

const long = 'The same words again and again. '.repeat(2000);
const seeds = {
  zip: writeZip([
    { name: 'a.txt', data: 'stored' },
    { name: 'b.txt', data: long, method: 8 },
    { name: 'c.txt', data: long, method: 8, streamed: true },
    { name: 'inner.zip', data: writeZip([{ name: 'x', data: long, method: 8 }]), method: 8 },
  ]),
  tar: writeTar([
    { name: 'a.txt', data: 'stored' },
    { name: 'x', type: 'x', data: '21 path=renamed.txt.\n' },
    { name: 'b.txt', data: long },
    { name: 'link', type: '1', link: 'a.txt' },
  ]),
};

/** Bytes set, runs cut out and runs repeated, at places that a seed settles. */
const damage = fc.array(
  fc.record({
    what: fc.constantFrom('set', 'cut', 'repeat', 'end'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.constantFrom(0, 1, 0x50, 0x7f, 0x80, 0xff),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 6 },
);

test.each([
  ['zip', seeds.zip],
  ['tar', seeds.tar],
  ['tar.gz', gzipSync(seeds.tar)],
  ['tar.zst', zstdCompressSync(seeds.tar)],
])('a damaged %s yields files and issues, and what it yields reads back with the same hash', async (_, seed) => {
  const folder = temporaryFolder();
  const path = join(folder, 'exhibit');
  const workDir = join(temporaryFolder(), 'work');
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      let bytes = Buffer.from(seed);
      for (const { what, at, value, length } of changes) {
        const from = Math.floor(at * (bytes.length - 1));
        if (what === 'set') bytes.fill(value, from, Math.min(from + length, from + 4, bytes.length));
        else if (what === 'cut') bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
        else if (what === 'repeat') bytes = Buffer.concat([bytes.subarray(0, from + length), bytes.subarray(from)]);
        else if (from > bytes.length / 2) bytes = bytes.subarray(0, from);
      }
      writeFileSync(path, bytes);
      const { files, digest } = await takeAll(path, { workDir, limits: { totalBytes: 2 ** 26 } });
      expect(digest.sizeBytes).toBe(bytes.length);
      expect(new Set(files.map((file) => file.path)).size).toBe(files.length);
      const tree = openTree({ kind: digest.kind, path, sha256: digest.sha256 }, memoryFileIndex(files), { workDir });
      for (const file of files) {
        const hash = createHash('sha256');
        for await (const block of tree.bytes(file)) hash.update(block);
        expect(hash.digest('hex'), file.path).toBe(file.sha256);
      }
      tree.close();
    }),
    { seed: 20_220_601, numRuns: 200 },
  );
});
