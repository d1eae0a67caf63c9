import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../byte-source.ts';
import { temporaryFolder } from '../fixture-intake.ts';
import { treeOf, type OpenTree } from '../open-tree.ts';
import { gather, openLock, passwordKey, type Opening } from './fixture-opening.ts';
import { iosBackup } from './open-ios-backup.ts';
import type { FoundLock, GivenKey, OpenedFile } from './opener.ts';

const corpus = '../shared/corpus/containers';
const PASSWORD = 'Pässwört-1234';

interface Opened extends Opening {
  readonly lock: FoundLock;
  readonly tree: OpenTree;
  readonly workDir: string;
}

/** Takes a folder in, and opens the one backup that is found in it. */
async function openBackup(folder: string, key: GivenKey | null): Promise<Opened> {
  const workDir = temporaryFolder();
  const tree = await treeOf(folder, workDir);
  const [lock, ...others] = await gather(iosBackup.find(tree));
  if (lock === undefined) throw new Error('no backup was found');
  expect(others).toEqual([]);
  return { ...(await openLock(iosBackup, tree, lock, key, workDir)), lock, tree, workDir };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A copy that a test may change. */
function copyOf(name: string): string {
  const folder = join(temporaryFolder(), 'backup');
  cpSync(join(corpus, name), folder, { recursive: true });
  return folder;
}

function change(path: string, edit: (bytes: Buffer) => Buffer): void {
  chmodSync(path, 0o600);
  writeFileSync(path, edit(readFileSync(path)));
}

function bytesOf({ end, tree }: Opened, file: OpenedFile, start = 0, stop = file.sizeBytes): Promise<Buffer> {
  return bytesIn(end, tree, file, start, stop);
}

async function bytesIn(
  end: Opening['end'],
  tree: OpenTree,
  file: OpenedFile,
  start: number,
  stop: number,
): Promise<Buffer> {
  if (end.ended !== 'opened' || end.secret === null || file.place.in !== 'sealed') throw new Error('not sealed');
  const sealed = Buffer.concat(await gather(tree.bytes(file.place.within)));
  return Buffer.concat([...(iosBackup.bytes?.(memorySource(sealed), end.secret, file.place.args, start, stop) ?? [])]); // prettier-ignore
}

const issuesOf = ({ issues }: Opening): string[] =>
  issues.map(({ severity, code, where }) => `${severity} ${code} ${where}`).sort();

interface Expected {
  readonly manifestDbSha256: string;
  readonly files: Readonly<Record<string, { readonly plaintextLength: number; readonly plaintextSha256: string }>>;
}

describe.skipIf(!existsSync(join(corpus, 'generated/ios_enc_distinct')))('an encrypted iOS backup', () => {
  const name = 'generated/ios_enc_distinct';
  const expected = JSON.parse(readFileSync(join(corpus, `${name}.expected.json`), 'utf8')) as Expected;

  it('lists each file by domain and path with the documented plaintext, read again at any place', async () => {
    const opened = await openBackup(join(corpus, name), passwordKey(PASSWORD));
    expect(opened.lock).toMatchObject({ file: { path: 'Manifest.db' }, wants: ['password'], facts: { 'Device Name': 'Synthetic', 'Product Version': '17.4' } }); // prettier-ignore
    expect(opened.end).toMatchObject({ ended: 'opened', settings: { cipher: 'AES-256-CBC', files: '6', classesNotOpened: '9, 10, 11' } }); // prettier-ignore
    const [manifest, ...files] = opened.files;
    expect(manifest).toMatchObject({ path: 'Manifest.db', sha256: expected.manifestDbSha256, place: { in: 'work' } });
    const found = Object.fromEntries(files.map((file) => [file.path.replace('/', '-'), { plaintextLength: file.sizeBytes, plaintextSha256: file.sha256 }])); // prettier-ignore
    const wanted = Object.entries(expected.files).map(([path, { plaintextLength, plaintextSha256 }]) => [path, { plaintextLength, plaintextSha256 }]); // prettier-ignore
    expect(found).toEqual(Object.fromEntries(wanted));
    for (const file of files) {
      const whole = await bytesOf(opened, file);
      expect(sha256(whole)).toBe(file.sha256);
      for (const start of [0, 1, 15, 16, 17, 63, 8192]) {
        const stop = Math.min(file.sizeBytes, start + 33);
        expect(await bytesOf(opened, file, start, stop)).toEqual(whole.subarray(start, stop));
      }
    }
    expect(issuesOf(opened)).toEqual([
      'note link-not-followed Manifest.db!/HomeDomain/Library/link',
      'warning archive-damaged Manifest.db!/MediaDomain/Library/SMS/Attachments/wrongsize.bin',
    ]);
  });

  it('tells a wrong password from a key of another form and from a damaged keybag', async () => {
    expect((await openBackup(join(corpus, name), passwordKey('Passwort-1234'))).end).toMatchObject({
      ended: 'wrong-key',
    });
    expect((await openBackup(join(corpus, name), null)).end).toMatchObject({ ended: 'no-key' });
    const folder = copyOf(name);
    change(join(folder, 'Manifest.plist'), (bytes) => {
      const at = bytes.indexOf('SALT', bytes.indexOf('VERS'));
      return Buffer.concat([bytes.subarray(0, at), Buffer.from('SOLD'), bytes.subarray(at + 4)]);
    });
    expect((await openBackup(folder, passwordKey(PASSWORD))).end).toMatchObject({ ended: 'damaged' });
    rmSync(join(folder, 'Manifest.plist'));
    expect((await openBackup(folder, passwordKey(PASSWORD))).end).toMatchObject({ ended: 'damaged' });
  });

  it('leaves nothing behind where the manifest is damaged', async () => {
    const folder = copyOf(name);
    change(join(folder, 'Manifest.db'), (bytes) => Buffer.concat([Buffer.alloc(16), bytes.subarray(16)]));
    const opened = await openBackup(folder, passwordKey(PASSWORD));
    expect(opened).toMatchObject({ end: { ended: 'damaged' }, files: [] });
  });

  it('names a payload that is cut short, one that is lost and one that no row names', async () => {
    const folder = copyOf(name);
    const [sms, sixteen] = [
      '3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28',
      'f7/f79305c54a409df8c70f562095c90f9c1fa8d101',
    ];
    chmodSync(join(folder, sms), 0o600);
    truncateSync(join(folder, sms), 8200);
    rmSync(join(folder, sixteen));
    writeFileSync(join(folder, '3d/3d00000000000000000000000000000000000000'), 'x');
    const opened = await openBackup(folder, passwordKey(PASSWORD));
    expect(opened.end).toMatchObject({
      ended: 'opened',
      settings: { files: '5', withoutPayload: '1', unnamedPayloads: '1' },
    });
    expect(issuesOf(opened)).toEqual([
      'error archive-damaged Manifest.db!/HomeDomain/Library/SMS/sms.db',
      'error archive-damaged Manifest.db!/HomeDomain/Library/SMS/sms.db',
      'error file-unreadable Manifest.db!/AppDomainGroup-group.example.app/Documents/sixteen.bin',
      'note link-not-followed Manifest.db!/HomeDomain/Library/link',
      'warning archive-damaged 3d/3d00000000000000000000000000000000000000',
      'warning archive-damaged Manifest.db!/MediaDomain/Library/SMS/Attachments/wrongsize.bin',
    ]);
    expect(opened.files.find(({ path }) => path.endsWith('sms.db'))?.sizeBytes).toBe(8192);
  });
});

describe.skipIf(!existsSync(join(corpus, 'ios_backup_enc_pyiosbackup')))(
  'backups whose keys are known from elsewhere',
  () => {
    it('opens one with ten million rounds', async () => {
      const opened = await openBackup(join(corpus, 'ios_backup_enc_pyiosbackup'), passwordKey('0000'));
      expect(opened.end).toMatchObject({ ended: 'opened', settings: { files: '1' } });
      const file = opened.files.find(({ place }) => place.in === 'sealed');
      expect(file).toMatchObject({
        path: 'MyTestDomain/Media/Test.txt',
        sizeBytes: 9,
        sha256: sha256(Buffer.from('Test data')),
      });
    });

    it('opens one with an mbdb manifest, and says where that is cut off', async () => {
      const name = 'ios_backup_legacy_mbdb_pyiosbackup';
      const opened = await openBackup(join(corpus, name), passwordKey('0000'));
      expect(opened.lock).toMatchObject({ file: { path: 'Manifest.mbdb' }, wants: ['password'] });
      expect(opened.files).toMatchObject([
        { path: 'MyTestDomain/Media/Test.txt', sha256: sha256(Buffer.from('Test data')) },
      ]);
      expect(opened.issues).toEqual([]);
      const folder = copyOf(name);
      change(join(folder, 'Manifest.mbdb'), (bytes) => bytes.subarray(0, -1));
      expect(issuesOf(await openBackup(folder, passwordKey('0000')))).toEqual([
        'error database-damaged Manifest.mbdb',
        'warning archive-damaged 5727bd1c5fa1055e15d8b4a75a74793c84b5ffdc',
      ]);
    });
  },
);

describe.skipIf(!existsSync(join(corpus, 'ios_backup_plain_mvt')))(
  'a plain iOS backup, a part of which was handed over',
  () => {
    it('names what is there without a key, and says what is not there', async () => {
      const opened = await openBackup(join(corpus, 'ios_backup_plain_mvt'), null);
      expect(opened.lock).toMatchObject({ wants: [], facts: { 'Product Version': '14.3', IMEI: '42', 'Last Backup Date': '2021-12-03T19:33:13.000Z' } }); // prettier-ignore
      expect(opened.end).toMatchObject({ ended: 'opened', secret: null, settings: { folders: '2618', links: '14' } });
      const named = opened.files.filter(({ place }) => place.in === 'same');
      expect(named.find(({ path }) => path === 'HomeDomain/Library/SMS/sms.db')).toMatchObject({
        sha256: '2d7c6e9a504cd54ea8a389ebf27285d06d4a3043c35ec06e458c5a571eaf48d0',
        place: { as: { path: '3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28' } },
      });
      expect(
        named.find(({ path }) => path === 'AppDomainGroup-group.net.whatsapp.WhatsApp.shared/ChatStorage.sqlite'),
      ).toBeDefined();
      if (opened.end.ended !== 'opened') throw new Error('not opened');
      const { files, withoutPayload, notOpened, appGroupsByName } = opened.end.settings;
      expect(Number(files) + Number(withoutPayload) + Number(notOpened)).toBe(1089);
      expect(appGroupsByName).toContain('group.net.whatsapp.WhatsApp.shared = net.whatsapp.WhatsApp');
      expect(opened.issues.filter(({ code }) => code === 'file-unreadable')).toHaveLength(201);
    });
  },
);
