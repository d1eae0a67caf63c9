import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryPlist } from '../../../fixtures/binary-plist.ts';
import { writeIosBackup } from '../../../fixtures/ios-backup-writer.ts';
import { memorySource } from '../byte-source.ts';
import { plistAt, readPlist } from '../decode/plist.ts';
import { temporaryFolder } from '../fixture-intake.ts';
import { treeOf } from '../open-tree.ts';
import { gather, openLock, passwordKey } from './fixture-opening.ts';
import { iosFileEnd, iosPlainBlocks } from './ios-backup-file.ts';
import { readIosKeybag } from './ios-keybag.ts';
import { readFileDescription } from './ios-manifest-db.ts';
import { mbdbRows } from './ios-mbdb.ts';
import { iosBackup } from './open-ios-backup.ts';

const PASSWORD = 'correct horse';
const GROUP = 'group.net.whatsapp.WhatsApp.shared';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A device of three files, by their paths in a backup. */
const FILES: Readonly<Record<string, Buffer>> = {
  [`AppDomainGroup-${GROUP}/ChatStorage.sqlite`]: randomBytes(5000),
  [`AppDomainGroup-${GROUP}/Message/Media/größe 1.jpg`]: randomBytes(4096),
  'HomeDomain/Library/empty.txt': Buffer.alloc(0),
};

function writeDevice(): string {
  const root = join(temporaryFolder(), 'device');
  const container = join(root, 'private/var/mobile/Containers/Shared/AppGroup/0D0C1B2A-0000-4000-8000-000000000000');
  const write = (path: string, data: Uint8Array): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, data);
  };
  for (const [path, data] of Object.entries(FILES))
    write(
      join(path.startsWith('Home') ? join(root, 'private/var/mobile') : container, path.slice(path.indexOf('/'))),
      data,
    );
  write(
    join(container, '.com.apple.mobile_container_manager.metadata.plist'),
    binaryPlist({ MCMMetadataIdentifier: GROUP }),
  );
  return root;
}

it('a backup whose lists are damaged or gone is locked, and says why no password opens it', async () => {
  const top = join(temporaryFolder(), 'exhibit');
  writeIosBackup(writeDevice(), join(top, 'backup'), { password: PASSWORD, rounds: 10 });
  writeFileSync(join(top, 'backup/Manifest.plist'), 'bplist00 and nothing that belongs there');
  for (const name of ['Info.plist', 'Status.plist']) rmSync(join(top, 'backup', name));
  const workDir = join(temporaryFolder(), 'work');
  const tree = await treeOf(top, workDir);
  const [lock] = await gather(iosBackup.find(tree));
  if (lock === undefined) throw new Error('no lock');
  const { end, files } = await openLock(iosBackup, tree, lock, passwordKey(PASSWORD), workDir);
  expect(end).toMatchObject({ ended: 'damaged', detail: expect.stringContaining('holds no keybag') as string });
  expect(files).toEqual([]);
  tree.close();
});

describe.each([
  { password: null, legacy: false },
  { password: null, legacy: true },
  { password: PASSWORD, legacy: false },
  { password: PASSWORD, legacy: true },
])('a backup of our own (password $password, legacy $legacy)', (options) => {
  const key = options.password === null ? null : passwordKey(options.password);

  it('gives each file of the device under its domain and path, whatever the folder is called', async () => {
    const top = join(temporaryFolder(), 'exhibit');
    const [folder, workDir] = [join(top, 'a {strange} fol*der'), temporaryFolder()];
    writeIosBackup(writeDevice(), folder, { ...options, rounds: 10 });
    const tree = await treeOf(top, workDir);
    const [lock, ...others] = await gather(iosBackup.find(tree));
    if (lock === undefined) throw new Error('no backup was found');
    expect(others).toEqual([]);
    const { end, files, issues } = await openLock(iosBackup, tree, lock, key, workDir);
    expect(issues).toEqual([]);
    if (end.ended !== 'opened') throw new Error(end.ended);
    const found: Record<string, string> = {};
    for (const file of files) {
      if (file.place.in === 'work') continue;
      if (file.place.in === 'same') found[file.path] = file.place.as.sha256;
      if (file.place.in !== 'sealed') continue;
      const sealed = memorySource(Buffer.concat(await gather(tree.bytes(file.place.within))));
      const plain = Buffer.concat([...(iosBackup.bytes?.(sealed, end.secret ?? {}, file.place.args, 0, file.sizeBytes) ?? [])]); // prettier-ignore
      found[file.path] = sha256(plain);
      expect(file.sha256).toBe(found[file.path]);
    }
    expect(found).toEqual(Object.fromEntries(Object.entries(FILES).map(([path, data]) => [path, sha256(data)])));
  });

  it.skipIf(key === null)('does not open with another password', async () => {
    const [folder, workDir] = [join(temporaryFolder(), 'backup'), temporaryFolder()];
    writeIosBackup(writeDevice(), folder, { ...options, rounds: 10 });
    const tree = await treeOf(folder, workDir);
    const [lock] = await gather(iosBackup.find(tree));
    if (lock === undefined) throw new Error('no backup was found');
    expect((await openLock(iosBackup, tree, lock, passwordKey('Correct horse'), workDir)).end).toMatchObject({ ended: 'wrong-key' }); // prettier-ignore
  });
});

describe('a file of an encrypted backup', () => {
  const key = randomBytes(32);
  const seal = (plain: Buffer, padded: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(padded);
    return Buffer.concat([cipher.update(plain), cipher.final()]);
  };

  it('gives the same bytes at any offset, across blocks of the cipher and of reading', () => {
    const plain = randomBytes(2 ** 20 + 5000);
    const source = memorySource(seal(plain, true));
    expect(iosFileEnd(source, key, plain.length)).toEqual({ sizeBytes: plain.length, by: 'stated', rest: 0 });
    const near = fc.nat(5000).map((offset) => 2 ** 20 - 2500 + offset);
    fc.assert(
      fc.property(fc.oneof(fc.nat(plain.length), near), fc.nat(3000), (start, length) => {
        const end = Math.min(plain.length, start + length);
        expect(Buffer.concat([...iosPlainBlocks(source, key, start, end)])).toEqual(plain.subarray(start, end));
      }),
    );
  });

  it('ends where the manifest says, padded or not, and where the padding says when it says nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const plain = Buffer.from(bytes);
        const padded = memorySource(seal(plain, true));
        expect(iosFileEnd(padded, key, plain.length)).toMatchObject({ sizeBytes: plain.length, by: 'stated' });
        expect(iosFileEnd(padded, key, null)).toMatchObject({ sizeBytes: plain.length, by: 'padding' });
        expect(iosFileEnd(padded, key, plain.length + 200)).toMatchObject({ sizeBytes: plain.length, by: 'padding' });
        const zeros = Buffer.concat([plain, Buffer.alloc((16 - (plain.length % 16)) % 16)]);
        expect(iosFileEnd(memorySource(seal(zeros, false)), key, zeros.length)).toMatchObject({
          sizeBytes: zeros.length,
        });
      }),
    );
  });
});

describe('any bytes', () => {
  const change = fc.array(fc.record({ at: fc.nat(), value: fc.nat(255) }), { minLength: 1, maxLength: 4 });
  const cut = fc.option(fc.nat(), { nil: null });

  /** Some bytes changed, the end cut off. */
  function mutated(bytes: Buffer, changes: readonly { at: number; value: number }[], end: number | null): Buffer {
    const copy = Buffer.from(end === null ? bytes : bytes.subarray(0, end % bytes.length));
    for (const { at, value } of changes) if (copy.length > 0) copy[at % copy.length] = value;
    return copy;
  }

  /** A backup as it is written, and the bytes of one part of it. */
  const sound = {
    keybag: (folder: string) => plistAt(readPlist(readFileSync(join(folder, 'Manifest.plist'))), 'BackupKeyBag'),
    description: (folder: string) => new Database(join(folder, 'Manifest.db')).prepare('SELECT file FROM Files WHERE flags = 1').pluck().get(), // prettier-ignore
    mbdb: (folder: string) => readFileSync(join(folder, 'Manifest.mbdb')),
  } as const;

  it.each([
    { part: 'keybag', password: PASSWORD, legacy: false, read: readIosKeybag },
    { part: 'description', password: null, legacy: false, read: readFileDescription },
    { part: 'mbdb', password: PASSWORD, legacy: true, read: (bytes: Buffer) => [...mbdbRows(memorySource(bytes))] },
  ] as const)('are met where a $part should be', ({ part, password, legacy, read }) => {
    const folder = join(temporaryFolder(), 'backup');
    writeIosBackup(writeDevice(), folder, { password, legacy, rounds: 10 });
    const bytes = Buffer.from(sound[part](folder) as Uint8Array);
    expect(read(bytes)).not.toBeNull();
    fc.assert(
      fc.property(change, cut, (changes, end) => {
        expect(() => read(mutated(bytes, changes, end))).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it('are met where manifest and property lists should be, in a backup that is opened whole', async () => {
    const workDir = temporaryFolder();
    const [device, folder] = [writeDevice(), join(temporaryFolder(), 'backup')];
    const templates = new Map<string | null, string>();
    for (const password of [null, PASSWORD]) {
      const template = join(temporaryFolder(), 'template');
      writeIosBackup(device, template, { password, rounds: 10 });
      templates.set(password, template);
    }
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        // Of an encrypted one the keybag is left as it is: a changed count of rounds is paid for.
        fc.constantFrom<readonly [string, string | null]>(
          ['Manifest.plist', null],
          ['Manifest.db', null],
          ['Manifest.db', PASSWORD],
          ['Info.plist', PASSWORD],
        ),
        change,
        cut,
        async ([name, password], changes, end) => {
          rmSync(folder, { recursive: true, force: true });
          cpSync(templates.get(password) ?? '', folder, { recursive: true });
          writeFileSync(join(folder, name), mutated(readFileSync(join(folder, name)), changes, end));
          const tree = await treeOf(folder, workDir);
          for (const lock of await gather(iosBackup.find(tree))) {
            const key = lock.wants.length === 0 ? null : passwordKey(PASSWORD);
            ends.add((await openLock(iosBackup, tree, lock, key, workDir)).end.ended);
          }
          tree.close();
        },
      ),
      // A manifest cut behind its first block had no bytes where its size stands.
      { numRuns: 40, examples: [[['Manifest.db', PASSWORD], [], 20]] },
    );
    expect([...ends]).toEqual(expect.arrayContaining(['opened', 'damaged']));
  });
});
