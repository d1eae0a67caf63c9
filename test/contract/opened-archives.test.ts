import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layersOf } from '../../src-main/api/layers.ts';
import { exhibitFiles, listExhibits, openCase } from '../../src-main/case/index.ts';
import type { LockList } from '../../src-main/contract/index.ts';
import { lockedPart } from '../../src-main/evidence/fixture-locked-zip.ts';
import { writeTar } from '../../src-main/evidence/fixture-tar.ts';
import { writeZip } from '../../src-main/evidence/fixture-zip.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';

const PASSWORD = 'north-pier';
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const noise = createHash('shake256', { outputLength: 3_000_000 }).update('noise').digest();

let folder: string;
let engine: CaseEngine;
let database: Buffer;
let system: Buffer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-opened-archives-'));
  const db = new Database(':memory:');
  db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  database = db.serialize();
  db.close();
  const deeper = writeZip([{ name: 'deep.txt', data: 'deep' }]);
  system = writeZip([
    { name: 'data/data/org.example/databases/a.db', data: database, method: 8 },
    { name: 'data/media/0/noise.bin', data: noise, method: 8 },
    { name: 'data/media/0/deeper.zip', data: deeper },
  ]);
  const exhibit = join(folder, 'phone');
  mkdirSync(exhibit);
  const whole = writeZip([
    lockedPart({ name: 'system.zip', data: system, password: PASSWORD }),
    lockedPart({ name: 'logs.tar', data: writeTar([{ name: 'a.log', data: 'log' }]), password: PASSWORD }),
    lockedPart({ name: 'no.zip', data: 'this is no archive', password: PASSWORD }),
  ]);
  writeFileSync(join(exhibit, 'handover.zip'), whole);
  engine = caseEngine(folder);
  await engine.value('case.create', { path: join(folder, 'case'), number: '1', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
  await engine.job('exhibit.add', { path: exhibit, reference: 'A' });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('archives that come out of a lock are listed inside, one deep, and lead back through every layer', async () => {
  const { locks } = await engine.value<LockList>('lock.list');
  const lock = locks.find(({ path }) => path === 'handover.zip');
  const opened = await engine.job('lock.open', { lock: lock?.id, key: { typed: PASSWORD } });
  expect(opened.result).toMatchObject({ files: 7 });
  const again = await engine.job('lock.open', { lock: lock?.id, key: { typed: PASSWORD } });
  expect(again.result).toMatchObject({ files: 0 });
  const { result } = await engine.job('verify.case', { records: 'all' });
  expect(result).toMatchObject({ ok: true, differences: [] });
  const issues = await engine.value<{ rows: readonly { code: string; where: string; detail: string }[] }>('issue.page', { limit: 100 }); // prettier-ignore
  const said = issues.rows.map(({ code, where }) => `${code} ${where}`);
  expect(said).toContain('size-limit handover.zip!/system.zip!/data/media/0/deeper.zip');
  expect(said).toContain('archive-damaged handover.zip!/no.zip');
  await engine.close();

  const file = openCase(join(folder, 'case'), Date.now);
  const [exhibit] = listExhibits(file.db);
  if (exhibit === undefined) throw new Error('no exhibit');
  const files = exhibitFiles(file.db, exhibit.id);
  const path = 'handover.zip!/system.zip!/data/data/org.example/databases/a.db';
  expect(files.get(path)).toMatchObject({ sha256: hashOf(database), derivedFrom: { file: hashOf(system), method: 'zip entry' } }); // prettier-ignore
  expect(files.get('handover.zip!/system.zip!/data/media/0/noise.bin')).toMatchObject({ sha256: hashOf(noise) });
  expect(files.get('handover.zip!/logs.tar!/a.log')).toMatchObject({ sha256: hashOf(Buffer.from('log')) });
  const layers = layersOf(file, exhibit, path);
  expect(layers.map(({ kind, outer, inner }) => [kind, outer.path, inner])).toEqual([
    ['zip-password', 'handover.zip', 'system.zip'],
    ['zip', 'handover.zip!/system.zip', 'data/data/org.example/databases/a.db'],
  ]);
  file.close();
});
