import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WhatsappKeys } from '../../fixtures/crypt-writer.ts';
import { writeIosBackup } from '../../fixtures/ios-backup-writer.ts';
import { zipFolder } from '../../fixtures/zip-writer.ts';
import type { JobView, LockList, LockView, VerifyResult } from '../../src-main/contract/index.ts';
import { emptyDatabase, PASSPHRASE, RECIPE_1, Sealer } from '../../src-main/evidence/fixture-sqlcipher.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

/* Exhibits that two cases hold, that change or vanish between intake and unlocking or afterwards, and that cannot be written to. */

const folder = temporaryFolder();
const phone = join(folder.path, 'phone');
const zip = join(folder.path, 'files.zip');
const BACKUP = 'WhatsApp/Backups/settings.db.crypt15';
const MANIFEST = 'backup/Manifest.db';
const NOTE = 'Library/Notes/note.txt';
const NOTE_ID = createHash('sha1').update(`HomeDomain-${NOTE}`).digest('hex');
const PAYLOAD = `backup/${NOTE_ID.slice(0, 2)}/${NOTE_ID}`;
const keys = new WhatsappKeys('changed');
const KEYS = { [BACKUP]: keys.rootDigits, [MANIFEST]: 'pier 4', 'notes.db': PASSPHRASE } as const;
const engines: CaseEngine[] = [];

function put(root: string, path: string, bytes: Uint8Array | string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), bytes);
}

/** A database whose pages pack badly, larger than what is read at once from an archive. */
function lockedDatabase(words: string): Buffer {
  return new Sealer(RECIPE_1).database(Buffer.concat([emptyDatabase(RECIPE_1), Buffer.alloc(1024 * 9000, words)]));
}

beforeAll(async () => {
  put(phone, BACKUP, keys.encrypt(Buffer.from('{"first":1}'), 'crypt15'));
  const device = join(folder.path, 'device');
  put(device, `private/var/mobile/${NOTE}`, 'words of a note '.repeat(500));
  writeIosBackup(device, join(phone, 'backup'), { password: KEYS[MANIFEST], rounds: 10 });
  put(join(folder.path, 'in-zip'), 'notes.db', lockedDatabase('one '));
  zipFolder(join(folder.path, 'in-zip'), zip);
  for (const name of ['one', 'two']) {
    const engine = caseEngine(join(folder.path, name));
    await engine.value('case.create', { path: join(folder.path, name, 'case'), number: name, examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { path: phone, reference: 'A' });
    engines.push(engine);
  }
  await engines[0]?.job('exhibit.add', { path: zip, reference: 'Z' });
}, 60_000);

afterAll(async () => {
  for (const engine of engines) await engine.close();
  folder[Symbol.dispose]();
});

function engineOf(which: 'one' | 'two'): CaseEngine {
  const engine = engines[which === 'one' ? 0 : 1];
  if (engine === undefined) throw new Error('no engine');
  return engine;
}

async function lockOf(which: 'one' | 'two', path: string): Promise<LockView> {
  const lock = (await engineOf(which).value<LockList>('lock.list')).locks.find((one) => one.path === path);
  if (lock === undefined) throw new Error(`no lock ${path}`);
  return lock;
}

async function open(which: 'one' | 'two', path: keyof typeof KEYS): Promise<JobView> {
  const lock = await lockOf(which, path);
  const { id } = await engineOf(which).value<JobView>('lock.open', { lock: lock.id, key: { typed: KEYS[path] } });
  return engineOf(which).value<JobView>('job.wait', { job: id });
}

const workOf = (which: string): readonly string[] => readdirSync(join(folder.path, which, 'case/work')).filter((name) => !name.endsWith('.unpacked')); // prettier-ignore

/** Runs something while a file holds other bytes, or is gone. */
async function whileChanged(path: string, bytes: Uint8Array | null, run: () => Promise<void>): Promise<void> {
  const kept = `${path}.kept`;
  renameSync(path, kept);
  if (bytes !== null) writeFileSync(path, bytes);
  try {
    await run();
  } finally {
    rmSync(path, { force: true });
    renameSync(kept, path);
  }
}

test.each([
  ['another backup under the same key, which would open', BACKUP, () => keys.encrypt(Buffer.from('{"second":2}'), 'crypt15'), BACKUP],
  ['a backup that is cut off', BACKUP, () => readFileSync(join(phone, BACKUP)).subarray(0, 90), BACKUP],
  ['a manifest of nothing', MANIFEST, () => Buffer.alloc(8192), MANIFEST],
  ['a file of the backup', PAYLOAD, () => Buffer.alloc(8016, 7), MANIFEST],
  ['the keybag', 'backup/Manifest.plist', () => Buffer.from('bplist00'), MANIFEST],
] as const)('changed since the intake: %s is not opened', async (_, path, bytes, lock) => {
  await whileChanged(join(phone, path), bytes(), async () => {
    expect(await open('one', lock)).toMatchObject({ state: 'failed', failure: { code: 'exhibit-changed', detail: { subject: path } } });
  });
  expect(await lockOf('one', lock)).toMatchObject({ state: 'locked', tried: null });
  expect(workOf('one')).toEqual([]);
}); // prettier-ignore

test('changed since the intake: an archive with the locked file in it', async () => {
  put(join(folder.path, 'other'), 'notes.db', lockedDatabase('two '));
  zipFolder(join(folder.path, 'other'), join(folder.path, 'other.zip'));
  await whileChanged(zip, readFileSync(join(folder.path, 'other.zip')), async () => {
    expect(await open('one', 'notes.db')).toMatchObject({ state: 'failed', failure: { code: 'exhibit-changed', detail: { subject: 'notes.db' } } }); // prettier-ignore
  });
  expect(workOf('one')).toEqual([]);
  expect(await open('one', 'notes.db')).toMatchObject({ state: 'done' });
}, 30_000);

test('gone since the intake: the file, or the whole exhibit', async () => {
  await whileChanged(join(phone, BACKUP), null, async () => {
    expect((await open('one', BACKUP)).failure).toMatchObject({ code: 'path-not-found', detail: { subject: join(phone, BACKUP) } }); // prettier-ignore
  });
  await whileChanged(phone, null, async () => {
    expect((await open('one', BACKUP)).failure).toEqual({ code: 'exhibit-missing', detail: { subject: phone } });
  });
  expect(await lockOf('one', BACKUP)).toMatchObject({ state: 'locked', tried: null });
});

test('two cases hold one exhibit and open it each for itself', async () => {
  for (const path of [BACKUP, MANIFEST] as const) {
    const [one, two] = await Promise.all([open('one', path), open('two', path)]);
    expect([one.state, two.state]).toEqual(['done', 'done']);
    expect(one.result?.files).toBe(two.result?.files);
  }
  expect(workOf('one')).toEqual(expect.arrayContaining([...workOf('two')]));
  for (const engine of engines) {
    const { result } = await engine.job('verify.case', { records: 'none' });
    expect(result).toMatchObject({ ok: true, differences: [] });
  }
});

test('changed or gone since it was opened: verification says so, and the case goes on', async () => {
  const verify = async (): Promise<VerifyResult> => (await engineOf('two').job('verify.case', { records: 'none' })).result as unknown as VerifyResult; // prettier-ignore
  for (const bytes of [Buffer.alloc(8016, 7), null])
    await whileChanged(join(phone, PAYLOAD), bytes, async () => {
      const { differences } = await verify();
      expect(differences.map(({ path }) => path)).toEqual(expect.arrayContaining([`A/${PAYLOAD}`, `A/${MANIFEST}!/HomeDomain/${NOTE}`])); // prettier-ignore
    });
  expect((await verify()).differences).toEqual([]);
});

/** Who may write everywhere is no test of what cannot be written to: then the program runs as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

function below(root: string): readonly string[] {
  return [root, ...readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name))];
}

test('an exhibit that cannot be written to is opened; a case that cannot be written to is refused with what to do', async () => {
  await engineOf('two').close();
  engines.pop();
  const [home, casePath] = [join(folder.path, 'home'), join(folder.path, 'two/case')];
  mkdirSync(home);
  chmodSync(folder.path, 0o755);
  if (nobody.uid !== undefined) for (const path of [home, ...below(join(folder.path, 'two'))]) chownSync(path, nobody.uid, nobody.gid); // prettier-ignore
  const stats = (): readonly string[] => below(phone).map((path) => `${path} ${statSync(path).mtimeMs} ${statSync(path).ctimeMs}`); // prettier-ignore
  for (const path of below(phone).toReversed()) chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
  const before = stats();
  const program = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
  const affiant = (...words: string[]) => {
    const env = { ...process.env, AFFIANT_HOME: home, PASSWORD: KEYS[MANIFEST] };
    return spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env, ...nobody });
  };
  const opened = affiant('unlock', casePath, '--key', 'ios-backup=env:PASSWORD');
  expect([opened.status, opened.stderr, stats()]).toEqual([0, '', before]);
  for (const path of below(casePath).toReversed()) chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
  const refused = affiant('locks', casePath);
  expect(refused.status).toBe(3);
  expect(refused.stderr).toContain(`the case ${casePath} cannot be written to`);
  for (const path of [...below(casePath), ...below(phone)]) chmodSync(path, 0o755);
}, 60_000);
