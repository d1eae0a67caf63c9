import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrapTar, writeAndroidBackup, writeTarOf } from '../../../fixtures/ab-writer.ts';
import { memorySource } from '../byte-source.ts';
import type { Limits } from '../limits.ts';
import { treeOf } from '../open-tree.ts';
import { androidBackupBlocks } from './android-backup-content.ts';
import { androidBackup } from './open-android-backup.ts';
import { deriverFor } from './derive-key.ts';
import { openAndroidBackup, readAndroidBackupHeader } from './android-backup.ts';
import { bytesInWork, gather, openLock, passwordKey, type Opening } from './fixture-opening.ts';
import type { FoundLock } from './opener.ts';

const corpus = '../shared/corpus/containers';
const hasCorpus = existsSync(join(corpus, 'ab'));
const PASSWORD = 'Pässwört 12';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-ab-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The device of these tests: two apps' files, shared storage, a name beyond a tar header's 100 bytes. */
const LONG = `sdcard/WhatsApp/Media/${'a-long-folder-'.repeat(9)}/IMG-20250503-WA0000.jpg`;
const DEVICE: Readonly<Record<string, string>> = {
  'data/data/com.whatsapp/databases/msgstore.db': 'messages',
  'data/data/com.whatsapp/databases/msgstore.db-wal': 'log',
  'data/data/com.whatsapp/shared_prefs/com.whatsapp_preferences_light.xml': '<map/>',
  'data/data/com.whatsapp/files/key': 'no key',
  'data/data/org.example.notes/files/größe.txt': 'x'.repeat(700_000),
  [LONG]: 'jpeg',
};
const LISTED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(DEVICE).map(([path, text]) => [path.replace(/^sdcard/u, 'data/media/0'), text])),
  'apps/com.whatsapp/_manifest': '1\ncom.whatsapp\n2400000\n34\n\n0\n0\n',
  'apps/org.example.notes/_manifest': '1\norg.example.notes\n2400000\n34\n\n0\n0\n',
};

function device(): string {
  const root = join(folder, 'device');
  for (const [path, text] of Object.entries(DEVICE)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Takes the bytes in as an exhibit that is one file, and opens what is found in it. */
async function openBytes(
  bytes: Buffer,
  password: string | null,
  { name = 'backup.ab', limits = {} }: { readonly name?: string; readonly limits?: Partial<Limits> } = {},
): Promise<Opening & { readonly lock: FoundLock; readonly workDir: string }> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const workDir = join(folder, 'work');
  rmSync(workDir, { recursive: true, force: true });
  const tree = await treeOf(path, workDir);
  try {
    const [lock] = await gather(androidBackup.find(tree));
    if (lock === undefined) throw new Error('no lock was found');
    const key = password === null ? null : passwordKey(password);
    return { lock, workDir, ...(await openLock(androidBackup, tree, lock, key, workDir, limits)) };
  } finally {
    tree.close();
  }
}

describe('a backup of adb', () => {
  const forms = [
    { name: 'plain', isPacked: false, password: null },
    { name: 'packed', isPacked: true, password: null },
    { name: 'encrypted', isPacked: false, password: PASSWORD },
    { name: 'packed and encrypted', isPacked: true, password: PASSWORD },
  ];

  it.each(forms)('$name gives every file with its bytes, at its place on the device', async (form) => {
    const bytes = writeAndroidBackup(device(), { ...form, rounds: 50 });
    const { lock, end, files, issues, workDir } = await openBytes(bytes, form.password);
    expect(lock.wants).toEqual(form.password === null ? [] : ['password']);
    expect(lock.facts).toMatchObject({ version: '5', encryption: form.password === null ? 'none' : 'AES-256' });
    expect(end.ended).toBe('opened');
    expect(issues).toEqual([]);
    const found = Object.fromEntries(files.map((file) => [file.path, bytesInWork(workDir, file).toString()]));
    expect(found).toEqual(LISTED);
    for (const file of files)
      expect(file.sha256).toBe(
        createHash('sha256')
          .update(LISTED[file.path] ?? '')
          .digest('hex'),
      );
  });

  it('says of each file where it stood in the backup', async () => {
    const { files } = await openBytes(writeAndroidBackup(device(), { isPacked: true, password: null }), null);
    const store = files.find(({ path }) => path.endsWith('msgstore.db'));
    expect(store?.method).toBe('entry of the tar in an Android backup (deflate), listed apps/com.whatsapp/db as data/data/com.whatsapp/databases'); // prettier-ignore
    expect(Buffer.from(store?.storedName ?? '', 'hex').toString()).toBe('apps/com.whatsapp/db/msgstore.db');
    const manifest = files.find(({ path }) => path.endsWith('whatsapp/_manifest'));
    expect(manifest?.method).toContain('listed under its own name');
    expect(manifest?.storedName).toBeNull();
  });

  it('is found by its name in a folder, by its content alone where it is the exhibit', async () => {
    const bytes = wrapTar(writeTarOf([{ name: 'apps/a.b/f/x', data: Buffer.from('y') }]), { isPacked: false, password: null }); // prettier-ignore
    expect((await openBytes(bytes, null, { name: 'anything' })).files.map(({ path }) => path)).toEqual(['data/data/a.b/files/x']); // prettier-ignore
    const many = join(folder, 'many');
    mkdirSync(join(many, 'APKFILE'), { recursive: true });
    for (const name of ['one.ab', 'Two.BAK', 'three.txt', 'APKFILE/com.example.data', 'four.data'])
      writeFileSync(join(many, name), bytes);
    writeFileSync(join(many, 'other.ab'), 'not a backup');
    const tree = await treeOf(many, join(folder, 'work'));
    const found = await gather(androidBackup.find(tree));
    tree.close();
    expect(found.map(({ file }) => file.path)).toEqual(['APKFILE/com.example.data', 'Two.BAK', 'one.ab']);
  });

  it('ends otherwise for a wrong password, none, a damaged header, a damaged key, no tar, a limit; and leaves nothing', async () => {
    const bytes = writeAndroidBackup(device(), { isPacked: true, password: PASSWORD, rounds: 50 });
    const text = bytes.toString('latin1');
    const ended = async (changed: Buffer, password: string | null, limits: Partial<Limits> = {}) => {
      const { end, files, workDir } = await openBytes(changed, password, { limits });
      expect(files).toEqual([]);
      expect(existsSync(workDir) ? readdirSync(workDir) : []).toEqual([]);
      return end.ended;
    };
    const lineAt = (line: number) => text.split('\n', line).join('\n').length + 1;
    const inLine = (line: number, digit: string) => {
      const changed = Buffer.from(bytes);
      const at = lineAt(line);
      changed.write(String.fromCharCode(changed.readUInt8(at)) === digit ? '0' : digit, at);
      return changed;
    };
    expect(await ended(bytes, `${PASSWORD}3`)).toBe('wrong-key');
    expect(await ended(bytes, null)).toBe('no-key');
    expect(await ended(inLine(4, 'F'), PASSWORD)).toBe('wrong-key');
    expect(await ended(inLine(5, 'F'), PASSWORD)).toBe('damaged');
    expect(await ended(inLine(5, 'x'), PASSWORD)).toBe('damaged');
    expect(await ended(bytes.subarray(0, 300), PASSWORD)).toBe('damaged');
    expect(await ended(bytes, PASSWORD, { totalBytes: 600_000 })).toBe('limit');
    expect(await ended(wrapTar(Buffer.alloc(2000, 7), { isPacked: true, password: null }), null)).toBe('damaged');
  });

  it('keeps and names what could be read of one that is cut short or damaged, the same each time', async () => {
    for (const form of forms) {
      const bytes = writeAndroidBackup(device(), { ...form, rounds: 50 });
      const headerBytes = readAndroidBackupHeader(memorySource(bytes))?.dataAt ?? 0;
      const changed = [bytes.subarray(0, headerBytes + Math.floor((bytes.length - headerBytes) / 2))];
      if (form.isPacked) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(bytes.length - 100) ^ 0xff, bytes.length - 100);
        changed.push(flipped);
      }
      for (const damaged of changed) {
        const first = await openBytes(damaged, form.password);
        const again = await openBytes(damaged, form.password);
        expect(first.end.ended, form.name).toBe('opened');
        expect(first.files.map(({ path }) => path)).toContain('data/data/com.whatsapp/databases/msgstore.db');
        expect(first.issues.some(({ code, severity }) => code === 'archive-damaged' && severity === 'error')).toBe(
          true,
        );
        expect(again.files).toEqual(first.files);
      }
    }
  });

  it('says that it holds nothing', async () => {
    const { end, files, issues } = await openBytes(wrapTar(writeTarOf([]), { isPacked: true, password: null }), null);
    expect([end.ended, files, issues.map(({ severity }) => severity)]).toEqual(['opened', [], ['note']]);
  });

  it('keeps names apart, follows hard links, and names what holds no bytes or leaves the folder', async () => {
    const tar = writeTarOf([
      { name: 'apps/a.b/f/databases', data: Buffer.from('1') },
      { name: 'apps/a.b/r/files/databases', data: Buffer.from('2') },
      { name: 'apps/a.b/f/../../../etc/passwd', data: Buffer.from('3') },
      { name: 'apps/__proto__/toString/x', data: Buffer.from('4') },
    ]);
    const link = Buffer.from(tar.subarray(0, 512));
    link.fill(0, 0, 100).write('apps/a.b/db/linked');
    link.write('00000000000\0', 124);
    link.write('        1apps/a.b/f/databases', 148);
    link.write(
      `${link
        .reduce((total, byte) => total + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    const bytes = wrapTar(Buffer.concat([link, tar]), { isPacked: true, password: null });
    const { files, issues, workDir } = await openBytes(bytes, null);
    expect(Object.fromEntries(files.map((file) => [file.path, bytesInWork(workDir, file).toString()]))).toEqual({
      'data/data/a.b/files/databases': '1',
      'data/data/a.b/files/databases~2': '2',
      'data/data/a.b/files/%2E%2E/%2E%2E/%2E%2E/etc/passwd': '3',
      'apps/__proto__/toString/x': '4',
      'data/data/a.b/databases/linked': '1',
    });
    expect(issues.map(({ code }) => code)).toContain('name-outside');
  });

  it('meets thousands of mutations with an end', { timeout: 30_000 }, async () => {
    const small = writeTarOf([
      { name: 'apps/a.b/f/x', data: Buffer.from('y'.repeat(700)) },
      { name: `apps/a.b/f/${'long-'.repeat(30)}`, data: Buffer.from('z') },
    ]);
    const wholes = [
      wrapTar(small, { isPacked: false, password: null }),
      wrapTar(small, { isPacked: true, password: null }),
      wrapTar(small, { isPacked: true, password: PASSWORD, rounds: 1 }),
    ];
    const path = join(folder, 'fuzz.ab');
    writeFileSync(path, wholes[0] ?? '');
    const work = join(folder, 'work');
    const tree = await treeOf(path, work);
    const [lock] = await gather(androidBackup.find(tree));
    if (lock === undefined) throw new Error('no lock was found');
    const change = fc.record({
      at: fc.nat(9999).map((share) => share / 10_000),
      byte: fc.oneof(fc.nat(255), fc.integer({ min: 0x30, max: 0x46 })),
      cut: fc.nat(9),
    });
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.array(change, { minLength: 1, maxLength: 3 }), async (which, changes) => {
        let bytes = Buffer.from(wholes[which] ?? '');
        for (const { at, byte, cut } of changes) {
          if (bytes.length === 0) break;
          bytes.writeUInt8(byte, Math.min(bytes.length - 1, Math.floor(at ** 2 * bytes.length)));
          if (cut === 0) bytes = bytes.subarray(0, Math.floor(at * bytes.length));
        }
        const changed = { ...tree, bytes: () => [bytes] as unknown as AsyncIterable<Uint8Array> };
        const { end } = await openLock(androidBackup, changed, lock, passwordKey(PASSWORD), work);
        ends.add(end.ended);
      }),
      { numRuns: 2000 },
    );
    tree.close();
    expect([...ends].sort()).toEqual(['damaged', 'opened', 'wrong-key']);
  });
});

const derive = deriverFor({});

async function tarOf(bytes: Buffer, password: string | null): Promise<string | null> {
  const source = memorySource(bytes);
  const header = readAndroidBackupHeader(source);
  if (header === null) throw new Error('no backup');
  const keys = header.lock === null ? null : await openAndroidBackup(header.lock, password ?? '', derive);
  if (typeof keys === 'string') return keys;
  const hash = createHash('sha256');
  for await (const block of androidBackupBlocks(source, header, keys)) hash.update(block);
  return hash.digest('hex');
}

describe.skipIf(!hasCorpus)('backups that others made', () => {
  const made = '5f632a370832b07b037256f17edf295bca56bebc31bbc706512dc94d91ae294d';

  it.each([
    ['ab/backup-v-plain.ab', null, 'ce1ac5009fea5187a9f546b51e1446ba450243ae91d31dc779233ec0937b5d18'],
    ['ab/backup-compressed.ab', null, '33e73df2ede9798dcb3a85c06200ee41c8f52dd2f2e50ffafcceb0407bc13e3a'],
    ['ab/backup-aes256-pw123456.ab', '123456', 'f365ace1effbc4902c6aeba241ca61544f8a96ad456c1861808ea87b7dd03896'],
    ['generated/ab_v5_zlib_aes_utf8pw.ab', 'Pässwört-1234', made],
    ['generated/ab_v1_zlib_aes_8bit.ab', 'secret', made],
    ['generated/miui_wrapped_none.bak', null, made],
  ])('%s gives its documented tar, and files', async (name, password, sha256) => {
    const bytes = readFileSync(join(corpus, name));
    expect(await tarOf(bytes, password)).toBe(sha256);
    const { end, files, workDir } = await openBytes(bytes, password, { name: 'x.ab' });
    expect(end).toMatchObject({ ended: 'opened', settings: { tarSha256: sha256 } });
    expect(files.length).toBeGreaterThan(0);
    for (const file of files)
      expect(createHash('sha256').update(bytesInWork(workDir, file)).digest('hex')).toBe(file.sha256);
  });

  it('names SMS and MMS of the telephony provider, which no parser reads yet', async () => {
    const saved = readFileSync(join(corpus, 'ab/apps_telephony_000000_sms_backup.z'));
    const names = ['000000_sms_backup', '000001_mms_backup'].map((name) => `apps/com.android.providers.telephony/d_f/${name}`); // prettier-ignore
    const tar = writeTarOf(names.map((name) => ({ name, data: saved })));
    const { files, issues } = await openBytes(wrapTar(tar, { isPacked: true, password: null }), null);
    expect(files.map(({ path }) => path)).toEqual([
      'data/user_de/0/com.android.providers.telephony/files/000000_sms_backup',
      'data/user_de/0/com.android.providers.telephony/files/000001_mms_backup',
    ]);
    expect(issues.map(({ code, detail }) => [code, /SMS|MMS/u.exec(detail)?.[0]])).toEqual([
      ['file-unreadable', 'SMS'],
      ['file-unreadable', 'MMS'],
    ]);
    const real = await openBytes(readFileSync(join(corpus, 'ab/backup-v-plain.ab')), null);
    const named = real.issues.filter(({ code }) => code === 'file-unreadable').map(({ where }) => where.slice(-17));
    expect(named).toEqual(['000001_mms_backup', '000000_sms_backup']);
  });

  it('knows a wrong password', async () => {
    expect(await tarOf(readFileSync(join(corpus, 'ab/backup-aes256-pw123456.ab')), '123457')).toBe('wrong-password');
  });
});

it.each([
  '',
  'ANDROID BACKUP\n',
  'ANDROID BACKUP\n5\n1\nAES-256\n00\n',
  'ANDROID BACKUP\n5\n1\nAES-128\n',
  'MIUI BACKUP\n2\n',
])('takes %j for no readable header', (text) => {
  expect(readAndroidBackupHeader(memorySource(Buffer.from(text)))).toBeNull();
});
