import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { takeAll, temporaryFolder } from './fixture-intake.ts';
import { writeTar } from './fixture-tar.ts';
import { writeZip } from './fixture-zip.ts';
import { memoryFileIndex } from './file-index.ts';
import type { OpenTree } from './open-tree.ts';
import { openTree, treeOf } from './open-tree.ts';
import type { EvidenceFile, EvidenceTree } from './tree.ts';
import { verifyExhibit } from './verify-exhibit.ts';
import type { VerifyEvent } from './verify-exhibit.ts';
import { workingCopy } from './working-copy.ts';

const NOISE = Buffer.from(Array.from({ length: 6_000_000 }, (_, i) => (i * i * 31 + i) % 253));

async function all(tree: EvidenceTree, file: EvidenceFile, start?: number, end?: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of tree.bytes(file, start, end)) parts.push(part);
  return Buffer.concat(parts);
}

async function paths(tree: EvidenceTree, pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const file of tree.glob(pattern)) found.push(file.path);
  return found;
}

async function fileAt(tree: EvidenceTree, path: string): Promise<EvidenceFile> {
  const file = await tree.get(path);
  if (file === null) throw new Error(`no ${path}`);
  return file;
}

/** The same three files in every wrapping. */
const wrappings: Readonly<Record<string, (folder: string) => string>> = {
  folder: (folder) => {
    mkdirSync(join(folder, 'x/sub'), { recursive: true });
    writeFileSync(join(folder, 'x/sub/noise.bin'), NOISE);
    writeFileSync(join(folder, 'x/small.txt'), 'small');
    writeFileSync(join(folder, 'x/inner.zip'), inner());
    return join(folder, 'x');
  },
  'zip, stored': (folder) => put(folder, zip(0)),
  'zip, deflated': (folder) => put(folder, zip(8)),
  tar: (folder) => put(folder, tar()),
  'tar.gz': (folder) => put(folder, gzipSync(tar())),
  'tar.zst': (folder) => put(folder, zstdCompressSync(tar())),
};

function put(folder: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, 'exhibit'), bytes);
  return join(folder, 'exhibit');
}

function inner(): Buffer {
  return writeZip([
    { name: 'noise2.bin', data: NOISE, method: 8 },
    { name: 'stored.txt', data: 'stored inside' },
  ]);
}

function zip(method: 0 | 8): Buffer {
  return writeZip([
    { name: 'sub/noise.bin', data: NOISE, method },
    { name: 'small.txt', data: 'small', method },
    { name: 'inner.zip', data: inner(), method },
  ]);
}

function tar(): Buffer {
  return writeTar([
    { name: 'sub/noise.bin', data: NOISE },
    { name: 'small.txt', data: 'small' },
    { name: 'inner.zip', data: inner() },
  ]);
}

describe.each(Object.entries(wrappings))('%s', (_, wrap) => {
  test('any range of any file is read again, nested ones too', async () => {
    const tree: OpenTree = await treeOf(wrap(temporaryFolder()), join(temporaryFolder(), 'work'));
    expect(await paths(tree, '**')).toEqual([
      'inner.zip',
      'inner.zip!/noise2.bin',
      'inner.zip!/stored.txt',
      'small.txt',
      'sub/noise.bin',
    ]);
    for (const path of ['sub/noise.bin', 'inner.zip!/noise2.bin']) {
      const file = await fileAt(tree, path);
      for (const [start, end] of [
        [0, 10],
        [1_048_570, 1_048_590],
        [5_999_990, 7_000_000],
        [3, 3],
      ] as const)
        expect((await all(tree, file, start, end)).equals(NOISE.subarray(start, end)), `${path} ${start}`).toBe(true);
      expect((await all(tree, file)).equals(NOISE)).toBe(true);
    }
    expect((await all(tree, await fileAt(tree, 'inner.zip!/stored.txt'), 7)).toString()).toBe('inside');
    expect(Buffer.from(await tree.head(await fileAt(tree, 'small.txt'), 100)).toString()).toBe('small');
    tree.close();
  });
});

test('a database is read with its log, and its copy is bit-identical and checked again', async () => {
  const folder = temporaryFolder();
  const db = new Database(join(folder, 'msg.db'));
  db.pragma('journal_mode = wal');
  db.exec("CREATE TABLE message (_id INTEGER PRIMARY KEY, text TEXT); INSERT INTO message VALUES (1, 'hello')");
  const packed = writeZip([
    { name: 'db/msg.db', data: readFileSync(join(folder, 'msg.db')), method: 8 },
    { name: 'db/msg.db-wal', data: readFileSync(join(folder, 'msg.db-wal')), method: 8 },
  ]);
  db.close();
  const work = join(temporaryFolder(), 'work');
  const tree = await treeOf(put(temporaryFolder(), packed), work);
  const file = await fileAt(tree, 'db/msg.db');
  expect((await tree.logOf(file))?.path).toBe('db/msg.db-wal');
  expect(await tree.schemaOf(file)).toEqual(new Map([['message', ['_id', 'text']]]));
  const copy = await workingCopy(tree, file, work);
  expect(createHash('sha256').update(readFileSync(copy.path)).digest('hex')).toBe(file.sha256);
  expect(copy.log).toMatchObject({ kind: 'wal' });

  const written = statSync(copy.path).mtimeMs;
  expect((await workingCopy(tree, file, work)).path).toBe(copy.path);
  expect(statSync(copy.path).mtimeMs).toBe(written);
  chmodSync(copy.path, 0o600);
  writeFileSync(copy.path, 'tampered');
  await workingCopy(tree, file, work);
  expect(createHash('sha256').update(readFileSync(copy.path)).digest('hex')).toBe(file.sha256);
  tree.close();
});

test('a working copy of a file that changed since intake is refused', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.db'), 'as it was');
  const work = join(temporaryFolder(), 'work');
  const tree = await treeOf(folder, work);
  writeFileSync(join(folder, 'a.db'), 'as it iss');
  await expect(workingCopy(tree, await fileAt(tree, 'a.db'), work)).rejects.toThrow('a.db: expected');
  expect(existsSync(join(work, (await fileAt(tree, 'a.db')).sha256))).toBe(false);
});

async function verify(path: string, change: () => void): Promise<readonly VerifyEvent[]> {
  const { files, digest } = await takeAll(path);
  change();
  const events: VerifyEvent[] = [];
  const request = {
    exhibit: { ...digest, path },
    files: memoryFileIndex(files),
    workDir: join(temporaryFolder(), 'w'),
  };
  for await (const event of verifyExhibit(request)) if (event.kind !== 'progress') events.push(event);
  return events;
}

describe('verification', () => {
  test('of an unchanged exhibit finds nothing', async () => {
    for (const wrap of Object.values(wrappings)) {
      const events = await verify(wrap(temporaryFolder()), () => undefined);
      expect(events).toMatchObject([{ kind: 'end', differences: 0, files: 5 }]);
    }
  });

  test('names changed, missing and added files of a folder', async () => {
    const folder = temporaryFolder();
    for (const name of ['kept', 'changed', 'gone']) writeFileSync(join(folder, name), name);
    const events = await verify(folder, () => {
      writeFileSync(join(folder, 'changed'), 'CHANGED');
      rmSync(join(folder, 'gone'));
      writeFileSync(join(folder, 'new'), 'new');
    });
    expect(events.map((event) => (event.kind === 'difference' ? `${event.change} ${event.path}` : event.kind))).toEqual(
      ['changed changed', 'added new', 'changed ', 'missing gone', 'end'],
    );
  });

  test('compares the hash of an archive before its entries', async () => {
    const path = put(
      temporaryFolder(),
      writeZip([
        { name: 'a', data: 'abc' },
        { name: 'b', data: 'def' },
      ]),
    );
    const events = await verify(path, () => {
      writeFileSync(
        path,
        writeZip([
          { name: 'a', data: 'abc' },
          { name: 'b', data: 'dEf' },
        ]),
      );
    });
    expect(events.map((event) => (event.kind === 'difference' ? `${event.change} ${event.path}` : event.kind))).toEqual(
      ['changed ', 'changed b', 'end'],
    );
  });

  test('says when the exhibit is gone', async () => {
    const path = put(temporaryFolder(), writeZip([{ name: 'a' }]));
    const events = await verify(path, () => {
      rmSync(path);
    });
    expect(events).toMatchObject([
      { kind: 'difference', change: 'missing', path: '' },
      { kind: 'end', differences: 1 },
    ]);
  });
});

test('a file of another exhibit is not read', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a'), 'a');
  const tree = openTree({ kind: 'folder', path: folder }, memoryFileIndex([]), { workDir: folder });
  expect(() => tree.bytes({ sha256: '00', path: 'a', sizeBytes: 1, modifiedMs: null })).toThrow(
    'not a file of this exhibit',
  );
});
