import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DiskFile } from '../byte-source.ts';
import { codes, takeAll, temporaryFolder } from '../fixture-intake.ts';
import { writeTar } from '../fixture-tar.ts';
import { writeZip } from '../fixture-zip.ts';
import type { ZipPart } from '../fixture-zip.ts';
import { readZipEntries } from './entries.ts';
import { unpackSmall } from './entry-data.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

async function takeZip(parts: readonly ZipPart[], options = {}): Promise<Awaited<ReturnType<typeof takeAll>>> {
  const path = join(temporaryFolder(), 'exhibit.bin');
  writeFileSync(path, writeZip(parts, options));
  return takeAll(path);
}

test('lists stored and deflated entries with hashes, sizes and wall-clock times', async () => {
  const path = join(temporaryFolder(), 'exhibit.bin');
  const long = 'All of it happened on a Tuesday. '.repeat(100_000);
  const bytes = writeZip([
    { name: 'a.txt', data: 'Alice' },
    { name: 'sub/', data: '' },
    { name: 'sub/long.txt', data: long, method: 8 },
    { name: 'empty' },
  ]);
  writeFileSync(path, bytes);
  const { files, issues, digest } = await takeAll(path, { hashes: ['sha1', 'md5'] });
  expect(issues).toEqual([]);
  expect(digest).toMatchObject({ kind: 'zip', sha256: sha256(bytes), files: 3, sizeBytes: bytes.length });
  expect(files.map(({ path, sizeBytes, sha256 }) => [path, sizeBytes, sha256])).toEqual([
    ['a.txt', 5, sha256('Alice')],
    ['sub/long.txt', long.length, sha256(long)],
    ['empty', 0, sha256('')],
  ]);
  expect(files[0]).toMatchObject({
    md5: createHash('md5').update('Alice').digest('hex'),
    sha1: createHash('sha1').update('Alice').digest('hex'),
    modifiedMs: null,
    modifiedLocal: '2022-06-01T10:20:30',
  });
});

describe('names', () => {
  test('are read as UTF-8, GBK or code page 437, with the other reading kept', async () => {
    const gbk = Buffer.from('b2e2cad42e747874', 'hex'); // 测试.txt
    const chinese = await takeZip([{ name: gbk, data: 'x' }]);
    expect(chinese.files.map((file) => file.path)).toEqual(['测试.txt']);
    expect(chinese.issues[0]).toMatchObject({ code: 'name-undecodable', stored: 'hex b2e2cad42e747874 · ▓Γ╩╘.txt' });
    expect(chinese.files[0]?.storedName).toBe('b2e2cad42e747874');

    const western = await takeZip([{ name: Buffer.from('4d816c6c65722e747874', 'hex'), data: 'x' }]);
    expect(western.files.map((file) => file.path)).toEqual(['Müller.txt']);

    const marked = await takeZip([
      { name: 'é.txt', flags: 0x0800 },
      { name: 'ü.txt', data: '1' },
    ]);
    expect(marked.files.map((file) => file.path)).toEqual(['é.txt', 'ü.txt']);
    expect(codes(marked.issues)).toEqual(['name-undecodable ']);
  });

  test('that lead out or deceive are kept harmless and named', async () => {
    const { files, issues } = await takeZip([
      { name: '/etc/passwd', data: '1' },
      { name: '../../up.txt', data: '2' },
      { name: 'C:\\Users\\x.txt', data: '3' },
      { name: 'nul\0hidden.txt', data: '4' },
      { name: 'con.txt', data: '5' },
      { name: 'photo\u202egpj.exe', data: '6', flags: 0x800 },
    ]);
    expect(files.map((file) => file.path)).toEqual([
      'etc/passwd',
      '%2E%2E/%2E%2E/up.txt',
      'C%3A/Users/x.txt',
      'nul%00hidden.txt',
      'con.txt',
      'photo\u202egpj.exe',
    ]);
    expect(codes(issues)).toEqual([
      'name-outside %2E%2E/%2E%2E/up.txt',
      'name-outside C%3A/Users/x.txt',
      'name-outside etc/passwd',
      'name-unusual C%3A/Users/x.txt',
      'name-unusual con.txt',
      'name-unusual nul%00hidden.txt',
      'name-unusual photo\u202egpj.exe',
    ]);
  });

  test('that occur twice keep both files, and a log stays beside its database', async () => {
    const { files, issues } = await takeZip([
      { name: 'm.db', data: 'one' },
      { name: 'm.db-wal', data: 'log one' },
      { name: 'm.db', data: 'two' },
      { name: 'm.db-wal', data: 'log two' },
      { name: 'M.db', data: 'three' },
    ]);
    expect(files.map((file) => file.path)).toEqual(['m.db', 'm.db-wal', 'm~2.db', 'm~2.db-wal', 'M.db']);
    expect(codes(issues)).toEqual(['name-duplicate M.db', 'name-duplicate m~2.db', 'name-duplicate m~2.db-wal']);
  });
});

describe('attacks', () => {
  test('encrypted, unsupported and special entries and links are named and left out', async () => {
    const { files, issues } = await takeZip([
      { name: 'locked', data: 'x', flags: 1 },
      { name: 'odd', data: 'x', method: 9 },
      { name: 'pipe', mode: 0x1000 },
      { name: 'link', data: '/etc/shadow', mode: 0xa1ff },
      { name: 'good', data: 'x', mode: 0x81a4 },
    ]);
    expect(files.map((file) => file.path)).toEqual(['good']);
    expect(codes(issues)).toEqual([
      'archive-encrypted locked',
      'file-unreadable odd',
      'link-not-followed link',
      'special-file-skipped pipe',
    ]);
    expect(issues.find((issue) => issue.where === 'link')?.stored).toBe('/etc/shadow');
  });

  test('a wrong CRC-32 or local header keeps the bytes and says so', async () => {
    const { files, issues } = await takeZip([
      { name: 'sum', data: 'x', crc: 1 },
      { name: 'central', localName: 'another', data: 'y' },
    ]);
    expect(files.map((file) => file.path)).toEqual(['sum', 'central']);
    expect(codes(issues)).toEqual(['archive-damaged central', 'archive-damaged sum']);
  });

  test('entries that share bytes are read once', async () => {
    const { files, issues } = await takeZip([
      { name: 'a', data: 'abc' },
      { name: 'b', data: 'abc', offset: 0 },
    ]);
    expect(files.map((file) => file.path)).toEqual(['a']);
    expect(codes(issues)).toEqual(['archive-damaged b']);
  });

  test('ratio, total and number of entries are limited, and the limits can be raised', async () => {
    const path = join(temporaryFolder(), 'bomb.zip');
    const zeros = Buffer.alloc(20 * 2 ** 20);
    writeFileSync(
      path,
      writeZip([
        { name: 'zeros', data: zeros, method: 8 },
        { name: 'b', data: 'b' },
        { name: 'c', data: 'c' },
      ]),
    );
    const limited = await takeAll(path, { limits: { entries: 1 } });
    expect(limited.files.map((file) => file.path)).toEqual(['b']);
    expect(codes(limited.issues)).toEqual(['ratio-limit zeros', 'size-limit c']);
    const raised = await takeAll(path, { limits: { ratio: 2000 } });
    expect(raised.issues).toEqual([]);
    expect(raised.byPath.get('zeros')?.sha256).toBe(sha256(zeros));
    const total = await takeAll(path, { limits: { ratio: 2000, totalBytes: 1000 } });
    expect(codes(total.issues)).toEqual(['size-limit zeros']);
  });

  test('an entry that unpacks to more than it states is cut there', async () => {
    const { files, issues } = await takeZip([
      { name: 'liar', data: Buffer.alloc(5 * 2 ** 20, 7), method: 8, size: 1000 },
    ]);
    expect(files[0]).toMatchObject({ sizeBytes: 1000, sha256: sha256(Buffer.alloc(1000, 7)) });
    expect(codes(issues)).toEqual(['archive-damaged liar']);
  });

  test('bytes before and after are told, and entries still found', async () => {
    const { files, issues } = await takeZip([{ name: 'a', data: 'abc' }], { before: 100, after: 50 });
    expect(files.map((file) => file.sha256)).toEqual([sha256('abc')]);
    expect(issues.map((issue) => issue.severity)).toEqual(['note', 'note']);
  });

  test('an archive that is cut off is read from its local headers', async () => {
    const whole = writeZip([
      { name: 'a', data: 'first entry', method: 8, streamed: true },
      { name: 'b', data: 'second entry' },
      { name: 'c', data: 'third entry, which is not all there' },
    ]);
    const path = join(temporaryFolder(), 'cut.zip');
    const end = whole.indexOf('third entry') + 11;
    writeFileSync(path, whole.subarray(0, end));
    const { files, issues } = await takeAll(path);
    expect(files.map((file) => [file.path, file.sha256])).toEqual([
      ['a', sha256('first entry')],
      ['b', sha256('second entry')],
      ['c', sha256('third entry')],
    ]);
    expect(codes(issues)).toEqual(['archive-damaged ', 'archive-damaged c']);
  });
});

test('archives inside are listed one level deep, with their origin', async () => {
  const inner = writeZip([
    { name: '_chat.txt', data: '[01.06.22] hello', method: 8 },
    { name: 'deeper.zip', data: writeZip([{ name: 'x' }]) },
  ]);
  const tar = writeTar([{ name: 'Media/a.jpg', data: 'jpeg' }]);
  const { files, issues } = await takeZip([
    { name: 'WhatsApp Chat - Bob.zip', data: inner, method: 8 },
    { name: 'Media.tar', data: tar },
    { name: 'letter.docx', data: writeZip([{ name: 'word/document.xml' }]) },
  ]);
  expect(files.map((file) => [file.path, file.derivedFrom?.method])).toEqual([
    ['WhatsApp Chat - Bob.zip', undefined],
    ['WhatsApp Chat - Bob.zip!/_chat.txt', 'zip entry'],
    ['WhatsApp Chat - Bob.zip!/deeper.zip', 'zip entry'],
    ['Media.tar', undefined],
    ['Media.tar!/Media/a.jpg', 'tar entry'],
    ['letter.docx', undefined],
  ]);
  expect(files[1]?.derivedFrom?.file).toBe(sha256(inner));
  expect(codes(issues)).toEqual(['size-limit WhatsApp Chat - Bob.zip!/deeper.zip']);
});

const hasZip = existsSync('/usr/bin/zip');
test.skipIf(!hasZip)('reads what Info-ZIP writes', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'in/sub'), { recursive: true });
  writeFileSync(join(folder, 'in/sub/Ünïcode 测试 🦊.txt'), 'x'.repeat(5000));
  writeFileSync(join(folder, 'in/b.txt'), 'b');
  execFileSync('zip', ['-qr', '../out.zip', '.'], { cwd: join(folder, 'in') });
  const { files, issues } = await takeAll(join(folder, 'out.zip'));
  expect(files.map((file) => file.path).sort()).toEqual(['b.txt', 'sub/Ünïcode 测试 🦊.txt']);
  expect(issues.filter((issue) => issue.code !== 'name-undecodable')).toEqual([]);
  expect(files.every((file) => file.modifiedMs !== null && Math.abs(file.modifiedMs - Date.now()) < 600_000)).toBe(
    true,
  );
});

test.skipIf(!hasZip)('reads what Info-ZIP streams, with sizes behind the data and zip64 marks', async () => {
  const folder = temporaryFolder();
  const bytes = execFileSync('zip', ['-q', '-', '-'], { input: 'from a pipe '.repeat(1000), maxBuffer: 2 ** 24 });
  writeFileSync(join(folder, 'out.zip'), bytes);
  const { files } = await takeAll(join(folder, 'out.zip'));
  expect(files.map((file) => [file.path, file.sha256])).toEqual([['-', sha256('from a pipe '.repeat(1000))]]);
});

test('finds an entry behind 4 GiB through zip64 fields', () => {
  const path = join(temporaryFolder(), 'large.zip');
  const offset = 5 * 2 ** 30;
  const small = writeZip([{ name: 'far.txt', data: 'far away' }]);
  const directoryAt = small.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const local = small.subarray(0, directoryAt);
  const fixed = Buffer.from(small.subarray(directoryAt, directoryAt + 46));
  fixed.writeUInt32LE(0xffffffff, 42);
  fixed.writeUInt16LE(12, 30);
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(offset), 4);
  const central = Buffer.concat([fixed, Buffer.from('far.txt'), extra]);
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(1n, 24);
  record.writeBigUInt64LE(1n, 32);
  record.writeBigUInt64LE(BigInt(central.length), 40);
  record.writeBigUInt64LE(BigInt(offset + local.length), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + local.length + central.length), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22, 0xff);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(0, 4);
  end.writeUInt16LE(0, 20);
  writeFileSync(path, 'PK\x03\x04', 'latin1');
  truncateSync(path, offset);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.concat([local, central, record, locator, end]), 0, undefined, offset);
  closeSync(file);
  const source = new DiskFile(path);
  const items = [...readZipEntries(source, '')];
  expect(items).toMatchObject([{ kind: 'entry', sizeBytes: 8, step: { offset } }]);
  const [item] = items;
  if (item?.kind !== 'entry' || item.step.in !== 'zip') throw new Error('no entry');
  expect(unpackSmall(source, item.step)?.toString()).toBe('far away');
  source.close();
});
