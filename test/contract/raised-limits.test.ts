import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../src-main/api/index.ts';
import type { JobView, MethodName, Params, Result, VerifyResult } from '../../src-main/contract/index.ts';
import { writeTar } from '../../src-main/evidence/fixture-tar.ts';
import { writeZip } from '../../src-main/evidence/fixture-zip.ts';
import { temporaryFolder } from './read-source.ts';

const folder = temporaryFolder();
const casePath = join(folder.path, 'case');
let engine: Engine;
let requests = 0;

async function call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
  const reply = await engine.call({ id: ++requests, method, params });
  if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.failure)}`);
  return reply.value as Result<M>;
}

async function ended(job: JobView): Promise<JobView> {
  const view = await call('job.wait', { job: job.id });
  if (view.state !== 'done') throw new Error(JSON.stringify(view.failure));
  return view;
}

beforeAll(async () => {
  engine = createEngine({
    appDir: join(folder.path, 'home'),
    clock: Date.now,
    jobWorker: new URL('../../src-main/api/job-worker.ts', import.meta.url),
    actor: 'contract test',
    writeSample: null,
  });
  const authority = { kind: 'warrant', reference: 'W-1', issuer: 'court' } as const;
  await call('case.create', { path: casePath, number: '1', examiner: 'E', authority });
});

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

// Zeros pack about 1,000 to 1: beyond the usual ratio of 500, below one of 5,000.
const zeros = Buffer.alloc(17 * 2 ** 20);
const EXHIBITS = {
  'zip.zip': () => writeZip([{ name: 'zeros.bin', data: zeros, method: 8 }]),
  'tar.tar.gz': () => gzipSync(writeTar([{ name: 'zeros.bin', data: zeros }])),
} as const;

test.each(Object.keys(EXHIBITS) as (keyof typeof EXHIBITS)[])(
  'an exhibit taken in under raised limits is verified under them: %s',
  async (name) => {
    const path = join(folder.path, name);
    writeFileSync(path, EXHIBITS[name]());
    await ended(await call('exhibit.add', { path, reference: `raised ${name}`, limits: { ratio: 5000 } }));
    const exhibits = await call('exhibit.list', {});
    expect(exhibits.find(({ reference }) => reference === `raised ${name}`)?.files).toBe(1);
    const verified = await ended(await call('verify.case', { records: 'none' }));
    expect((verified.result as unknown as VerifyResult).differences).toEqual([]);
  },
);

test('under the usual limits the entry is left out, and verification leaves it out too', async () => {
  await ended(await call('exhibit.add', { path: join(folder.path, 'zip.zip'), reference: 'usual' }));
  const exhibits = await call('exhibit.list', {});
  expect(exhibits.find(({ reference }) => reference === 'usual')?.files).toBe(0);
  const verified = await ended(await call('verify.case', { records: 'none' }));
  expect((verified.result as unknown as VerifyResult).differences).toEqual([]);
});

test('the lines of a report are read from an exhibit under limits that are raised for it', async () => {
  const report = join(folder.path, 'report');
  const path = join(folder.path, 'zip.zip');
  await ended(await call('report.create', { out: report, pdf: false }));
  const sha256 = createHash('sha256').update(zeros).digest('hex');
  const range = { file: 'zeros.bin', fileSha256: sha256, in: 'main', page: 1, offset: 4096, length: 0, sha256: null };
  const place = { gives: 'message', exhibit: 'Z', file: 'zeros.bin', sha256, ranges: [range] };
  mkdirSync(join(report, 'data'), { recursive: true });
  writeFileSync(join(report, 'data', 'messages.jsonl'), `${JSON.stringify({ provenance: [place] })}\n`);
  const exhibits = [{ reference: 'Z', path }];
  const missing = async (limits: object): Promise<string[]> =>
    (await call('verify.report', { path: report, exhibits, limits })).differences
      .filter(({ subject }) => subject === 'exhibit')
      .map((one) => `${one.kind} ${one.path}`);
  expect(await missing({})).toEqual(['missing Z/zeros.bin']);
  expect(await missing({ ratio: 5000 })).toEqual([]);
});

test('a packed tar is unpacked under its raised limits again when its copy is gone', async () => {
  const work = join(casePath, 'work');
  const copies = readdirSync(work).filter((name) => name.endsWith('.tar'));
  expect(copies.length).toBeGreaterThan(0);
  for (const name of copies) rmSync(join(work, name), { force: true });
  const verified = await ended(await call('verify.case', { records: 'none' }));
  expect((verified.result as unknown as VerifyResult).differences).toEqual([]);
});
