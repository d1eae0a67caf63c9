import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codes, takeAll, temporaryFolder } from './fixture-intake.ts';
import { writeZip } from './fixture-zip.ts';
import { takeIn } from './intake.ts';
import { IntakeRefused } from './intake-event.ts';

/** The command of README.md. */
const MANIFEST = 'find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum -z -- | sha256sum';
const isLinux = process.platform === 'linux';

test.skipIf(!isLinux)("a folder's hash is what standard tools make of it, whatever its names", async () => {
  const folder = temporaryFolder();
  for (const name of [
    'a.b',
    'a/b',
    'a b/c',
    '-n',
    'ü/测试.txt',
    'back\\slash',
    'new\nline',
    'a/é',
    'Z',
    'z',
    '.hidden',
    'a!/x',
  ]) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), `content of ${name}`);
  }
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('b2e2cad4ff', 'hex')]), 'no encoding');
  const printed = execFileSync('sh', ['-c', MANIFEST], { cwd: folder, encoding: 'utf8' });
  const { digest, files, issues } = await takeAll(folder);
  expect(digest.sha256).toBe(printed.slice(0, 64));
  expect(digest.files).toBe(13);
  expect(files.find((file) => file.storedName === 'b2e2cad4ff')?.path).toBe('%B2%E2%CA%D4%FF');
  expect(codes(issues)).toContain('name-undecodable %B2%E2%CA%D4%FF');
});

test.skipIf(!isLinux)('an empty folder has the hash of nothing', async () => {
  const folder = temporaryFolder();
  const printed = execFileSync('sh', ['-c', MANIFEST], { cwd: folder, encoding: 'utf8' });
  expect((await takeAll(folder)).digest).toMatchObject({ sha256: printed.slice(0, 64), files: 0, sizeBytes: 0 });
});

test.skipIf(!isLinux)('links, loops, pipes and twins but for case are named and never followed', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub/Note.txt'), '1');
  writeFileSync(join(folder, 'sub/note.txt'), '2');
  symlinkSync('..', join(folder, 'sub/loop'));
  symlinkSync('/etc/passwd', join(folder, 'outside'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const { files, issues } = await takeAll(folder);
  expect(files.map((file) => file.path)).toEqual(['sub/Note.txt', 'sub/note.txt']);
  expect(codes(issues)).toEqual([
    'link-not-followed outside',
    'link-not-followed sub/loop',
    'name-duplicate sub/note.txt',
    'special-file-skipped pipe',
  ]);
  expect(issues.find((issue) => issue.where === 'outside')?.stored).toBe('/etc/passwd');
});

test.skipIf(!isLinux || process.getuid?.() === 0)('an unreadable file is named and the rest is read', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'closed'), 'x');
  chmodSync(join(folder, 'closed'), 0);
  writeFileSync(join(folder, 'open'), 'x');
  const { files, issues } = await takeAll(folder);
  expect(files.map((file) => file.path)).toEqual(['open']);
  expect(codes(issues)).toEqual(['file-unreadable closed']);
});

test('a file that grows while it is read is named, and the hash is that of the bytes read', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'log.bin');
  writeFileSync(path, Buffer.alloc(64 * 2 ** 20));
  const events = takeIn({ path: folder, workDir: join(temporaryFolder(), 'work') });
  const codesSeen: string[] = [];
  let grown = false;
  for await (const event of events) {
    if (event.kind === 'progress' && event.doneBytes > 0 && !grown) {
      appendFileSync(path, 'more');
      grown = true;
    }
    if (event.kind === 'issue') codesSeen.push(event.code);
  }
  expect(codesSeen).toEqual(grown ? ['file-changed-while-read'] : []);
  expect(grown).toBe(true);
});

test('cancelling stops the intake with the reason given', async () => {
  const folder = temporaryFolder();
  for (let i = 0; i < 50; i += 1) writeFileSync(join(folder, String(i)), 'x');
  const cancel = new AbortController();
  const seen: string[] = [];
  const run = async (): Promise<void> => {
    for await (const event of takeIn({ path: folder, workDir: join(folder, '..', 'unused'), signal: cancel.signal })) {
      seen.push(event.kind);
      if (seen.length === 5) cancel.abort(new Error('enough'));
    }
  };
  await expect(run()).rejects.toThrow('enough');
  expect(seen).not.toContain('end');
});

test('nothing of the exhibit is touched', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.zip'), writeZip([{ name: 'x', data: 'y', method: 8 }]));
  const before = { names: readdirSync(folder), stat: statSync(join(folder, 'a.zip')) };
  await takeAll(folder);
  const after = { names: readdirSync(folder), stat: statSync(join(folder, 'a.zip')) };
  expect(after).toEqual(before);
});

test('a path that is not there, or is no folder and no file, is refused', async () => {
  const folder = temporaryFolder();
  await expect(takeAll(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'path-not-found' });
  if (existsSync('/dev/null')) await expect(takeAll('/dev/null')).rejects.toThrow(IntakeRefused);
});

test('a single file is an exhibit of its own', async () => {
  const path = join(temporaryFolder(), 'msgstore.db');
  writeFileSync(path, 'SQLite format 3\0 and so on');
  const { files, digest } = await takeAll(path);
  expect(files.map((file) => file.path)).toEqual(['msgstore.db']);
  expect(digest).toMatchObject({ kind: 'file', sha256: files[0]?.sha256 });
});
