import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, scryptSync } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseInfo, ExhibitView, JobView, KeyRing, LockList, LockView, ProvenanceView, SourceView, VerifyResult } from '../../src-main/contract/index.ts'; // prettier-ignore
import { openCaseDb, sql } from '../../src-main/sqlite/index.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';

const corpus = join(import.meta.dirname, '../../../shared/corpus');
const crypt = join(corpus, 'whatsapp/crypt');
const PLAIN = '1425b944a2e3885fc936a7bb82f6548c5cc09523a2f61f02aa836c4ed8bbd16e';
const ROOT = '6730a595a1484d0c39c101dc0ac82ec5e401bb6f0e1b8ee2dc104a6b3687f017';
const TESTKEY = 'testkey';

describe.skipIf(!existsSync(crypt))('locked files of an exhibit', () => {
  let folder: string;
  let engine: CaseEngine;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'affiant-locks-'));
    const exhibit = join(folder, 'phone');
    mkdirSync(join(exhibit, 'Backups'), { recursive: true });
    const fifteen = readFileSync(join(crypt, 'msgstore.db.crypt15'));
    copyFileSync(join(crypt, 'msgstore.db.crypt15'), join(exhibit, 'Backups/msgstore.db.crypt15'));
    writeFileSync(join(exhibit, 'Backups/cut.db.crypt15'), fifteen.subarray(0, 200_000));
    const flipped = Buffer.from(fifteen);
    flipped.writeUInt8(flipped.readUInt8(90_000) ^ 1, 90_000);
    writeFileSync(join(exhibit, 'Backups/flipped.db.crypt15'), flipped);
    copyFileSync(join(crypt, 'encrypted_backup.key'), join(exhibit, 'encrypted_backup.key'));
    copyFileSync(join(corpus, 'sqlite/sqlcipher_generated/v3_pass.db'), join(exhibit, 'notes.db'));
    engine = caseEngine(folder);
    await engine.value('case.create', { path: join(folder, 'case'), number: '4', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { path: exhibit, reference: 'A' });
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  const lockOf = async (path: string): Promise<LockView> => {
    const { locks } = await engine.value<LockList>('lock.list');
    const lock = locks.find((one) => one.path === path);
    if (lock === undefined) throw new Error(`no lock ${path}`);
    return lock;
  };
  /** A try that may fail. */
  const open = async (path: string, key: unknown): Promise<JobView> => {
    const { id } = await engine.value<JobView>('lock.open', { lock: (await lockOf(path)).id, key });
    return engine.value<JobView>('job.wait', { job: id });
  };
  const work = (): readonly string[] => readdirSync(join(folder, 'case/work'));

  test('are found at intake, with what they want', async () => {
    const { locks, unsearched } = await engine.value<LockList>('lock.list');
    expect(unsearched).toEqual([]);
    expect(locks.map(({ path, kind, state }) => [path, kind, state])).toEqual([
      ['Backups/cut.db.crypt15', 'whatsapp-backup', 'locked'],
      ['Backups/flipped.db.crypt15', 'whatsapp-backup', 'locked'],
      ['Backups/msgstore.db.crypt15', 'whatsapp-backup', 'locked'],
      ['notes.db', 'sqlcipher', 'locked'],
    ]);
    expect(await engine.value<readonly SourceView[]>('source.list')).toEqual([]);
  });

  test.each([
    ['Backups/msgstore.db.crypt15', { typed: 'f'.repeat(64) }, 'wrong-key'],
    ['Backups/msgstore.db.crypt15', { file: join(crypt, 'key') }, 'other-kind'],
    ['Backups/msgstore.db.crypt15', { typed: 'no key at all' }, 'no-key'],
    ['Backups/cut.db.crypt15', { typed: ROOT }, 'damaged'],
    ['Backups/flipped.db.crypt15', { typed: ROOT }, 'damaged'],
  ])('%s with %j fails and leaves nothing but the try', async (path, key, code) => {
    const job = await open(path, key);
    expect(job).toMatchObject({ state: 'failed', failure: { code, detail: { subject: path } } });
    expect(await lockOf(path)).toMatchObject({ state: 'locked', tried: { ended: code }, opened: null });
    expect(work()).toEqual([]);
  });

  test('open with their key; what comes out is found, read and followed to bytes', async () => {
    const job = await open('Backups/msgstore.db.crypt15', { exhibit: 1, path: 'encrypted_backup.key' });
    expect(job).toMatchObject({ state: 'done', result: { files: 1, sources: [1], locks: [] } });
    expect(await lockOf('Backups/msgstore.db.crypt15')).toMatchObject({
      state: 'opened',
      opened: { files: 1, sizeBytes: 1_273_856 },
    });
    expect(work()).toEqual([PLAIN]);
    await engine.job('source.ingest', {});
    const page = await engine.value<{ rows: readonly { id: number }[] }>('item.page', { filter: {}, limit: 1 });
    const view = await engine.value<ProvenanceView>('item.provenance', { item: page.rows[0]?.id });
    expect(view.locators[0]?.path).toBe('Backups/msgstore.db.crypt15!/msgstore.db');
    expect(view.layers).toMatchObject([
      {
        kind: 'whatsapp-backup',
        outer: { path: 'Backups/msgstore.db.crypt15' },
        inner: 'msgstore.db',
        file: { sha256: PLAIN },
        key: { fingerprint: 'fe73dc805204eb74', from: { kind: 'exhibit', path: 'encrypted_backup.key' } },
      },
    ]);
    const range = view.locators[0]?.ranges[0];
    if (range === undefined) throw new Error('a message without bytes');
    expect(execFileSync('sh', ['-c', range.command], { encoding: 'utf8' }).slice(0, 64)).toBe(range.sha256);
  }, 60_000);

  const hasTools = ['openssl', 'python3'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0);
  test.skipIf(!hasTools)(
    'the lines printed for a layer give the same bytes with openssl and python alone',
    async () => {
      const page = await engine.value<{ rows: readonly { id: number }[] }>('item.page', { filter: {}, limit: 1 });
      const { layers } = await engine.value<ProvenanceView>('item.provenance', { item: page.rows[0]?.id });
      const cwd = mkdtempSync(join(folder, 'by-hand-'));
      const script = layers.flatMap(({ commands }) => commands).join('\n');
      const said = execFileSync('sh', ['-c', script], { cwd, encoding: 'utf8', env: { ...process.env, ROOT } });
      expect(said).toContain(`${PLAIN}  1-msgstore.db`);
    },
  );

  test('a database of SQLCipher opens beside it, known sources stay', async () => {
    const issues = async (): Promise<number | undefined> =>
      (await engine.value<readonly ExhibitView[]>('exhibit.list'))[0]?.issues;
    const sources = await engine.value<readonly SourceView[]>('source.list');
    const before = await issues();
    expect(await open('notes.db', { typed: 'wrong' })).toMatchObject({ state: 'failed' });
    expect(await open('notes.db', { typed: TESTKEY })).toMatchObject({ state: 'done', result: { sources: [] } });
    expect(await engine.value<readonly SourceView[]>('source.list')).toEqual(sources);
    expect(work()).toContain('645f704a0de05aed9c35c498705959eb2b71a287d3b2b2e1f8300cd98e7157e5');
    expect(await open('notes.db', { typed: TESTKEY })).toMatchObject({ state: 'done' });
    expect((await lockOf('notes.db')).opened?.files).toBe(1);
    expect(await issues()).toBe(before);
  }, 60_000);

  test('verification knows them, also where a copy is gone', async () => {
    const verify = async (): Promise<VerifyResult> =>
      (await engine.job('verify.case', { records: 'all' })).result as unknown as VerifyResult;
    expect((await verify()).differences).toEqual([]);
    rmSync(join(folder, 'case/work/645f704a0de05aed9c35c498705959eb2b71a287d3b2b2e1f8300cd98e7157e5'));
    const without = await verify();
    expect(without.differences).toEqual([]);
    expect(without.notCompared).toContainEqual({
      value: 'opened file of A',
      reason: 'it is no longer in the work folder; open its lock again',
      count: 1,
    });
    expect(await open('notes.db', { typed: TESTKEY })).toMatchObject({ state: 'done' });
    expect((await verify()).notCompared?.filter(({ value }) => value.startsWith('opened'))).toEqual([]);
  }, 60_000);

  test('a report names layers and keys, and its lines are checked with the exhibit at hand', async () => {
    const out = join(folder, 'report');
    await engine.job('report.create', { out });
    const pages = readdirSync(join(out, 'data')).filter((name) => name.endsWith('.html'));
    const printed = pages.map((name) => readFileSync(join(out, 'data', name), 'utf8')).join('\n');
    expect(printed).toContain('fe73dc805204eb74');
    const result = await engine.value<VerifyResult>('verify.report', {
      path: out,
      records: 'all',
      exhibits: [{ reference: 'A', path: join(folder, 'phone') }],
    });
    expect(result.differences).toEqual([]);
    expect(result.notCompared).toContainEqual(
      expect.objectContaining({
        reason: 'it came out of a locked file of the exhibit; open that with its key and compare the hash',
      }),
    );
  }, 60_000);

  test('values of keys are kept when asked for, and nowhere as they are', async () => {
    const { keys } = await engine.value<KeyRing>('key.list');
    const typed = keys.find(({ uses, form }) => form === 'password' && uses.some(({ ended }) => ended === 'opened'));
    if (typed === undefined) throw new Error('no key opened it');
    // A plain hash of a password would be undone by trying words.
    const { id: caseId } = await engine.value<CaseInfo>('case.info');
    const slow = scryptSync(TESTKEY, caseId, 8, { N: 32_768, r: 8, p: 1, maxmem: 2 ** 26 }).toString('hex');
    expect(typed).toMatchObject({ held: true, kept: false, fingerprint: slow });
    await engine.value('key.keep', { keys: [typed.id], passphrase: 'ring' });
    await expect(engine.value('key.keep', { keys: [typed.id], passphrase: 'other' })).rejects.toThrow('wrong-key');
    await engine.value('case.close');
    await engine.value('case.open', { path: join(folder, 'case') });
    expect((await engine.value<KeyRing>('key.list')).keys.find(({ id }) => id === typed.id)).toMatchObject({
      held: false,
      kept: true,
    });
    await expect(engine.value('lock.open', { lock: 1, key: { key: typed.id } })).rejects.toThrow('key-needed');
    await expect(engine.value('key.recall', { passphrase: 'other' })).rejects.toThrow('wrong-key');
    const change = (sealed: string): void => {
      const db = openCaseDb(join(folder, 'case/case.db'), 'write');
      db.exec(`UPDATE ring_key SET sealed = ${sealed} WHERE id = ${typed.id}`);
      db.close();
    };
    change('substr(sealed, 3) || substr(sealed, 1, 2)');
    await expect(engine.value('key.recall', { passphrase: 'ring' })).rejects.toThrow('damaged');
    change('substr(sealed, -2) || substr(sealed, 1, length(sealed) - 2)');
    await engine.value('key.recall', { passphrase: 'ring' });
    expect(await open('notes.db', { key: typed.id })).toMatchObject({ state: 'done' });
    const held = openCaseDb(join(folder, 'case/case.db'), 'read');
    const sealed = held.value<string>(sql`SELECT sealed FROM ring_key WHERE id = ${typed.id}`) ?? '';
    held.close();
    const inFiles = (): boolean =>
      readdirSync(join(folder, 'case'))
        .filter((name) => /\.db(?:-wal)?$/u.test(name))
        .some((name) => readFileSync(join(folder, 'case', name)).includes(sealed));
    expect([sealed.length > 0, inFiles()]).toEqual([true, true]);
    await engine.value('key.forget', { key: typed.id });
    expect(inFiles()).toBe(false);
    expect((await engine.value<KeyRing>('key.list')).keys.find(({ id }) => id === typed.id)).toMatchObject({
      held: false,
      kept: false,
    });
    await engine.value('case.close');
    for (const name of readdirSync(join(folder, 'case')).filter((file) => /\.db(?:-wal)?$/u.test(file))) {
      // The actor of these tests stands before the names of actions.
      const bytes = Buffer.from(
        readFileSync(join(folder, 'case', name), 'latin1').replaceAll('contract testkey.', ''),
        'latin1',
      );
      for (const secret of [ROOT, TESTKEY, createHash('sha256').update(TESTKEY).digest('hex').slice(0, 16)])
        expect([name, secret, bytes.includes(secret)]).toEqual([name, secret, false]);
      expect(bytes.includes(Buffer.from(ROOT, 'hex'))).toBe(false);
    }
  }, 60_000);
});
