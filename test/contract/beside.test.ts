import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-main/api/index.ts';
import type { Engine } from '../../src-main/api/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'affiant-beside-'));
const path = join(folder, 'case');
const engines: Engine[] = [];

function engine(): Engine {
  const made = createEngine({
    appDir: join(folder, 'app'),
    clock: Date.now,
    jobWorker: new URL('../../src-main/api/job-worker.ts', import.meta.url),
    actor: 'tester',
    writeSample: null,
  });
  engines.push(made);
  return made;
}

beforeAll(async () => {
  const authority = { kind: 'training', reference: 'T-1', issuer: '' };
  const made = await engine().call({
    id: 1,
    method: 'case.create',
    params: { path, number: '1', examiner: 'A', authority },
  });
  expect(made.ok).toBe(true);
});
afterAll(async () => {
  for (const each of engines) await each.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a second engine on a case that is held', () => {
  it('is refused when it wants to change the case', async () => {
    const reply = await engine().call({ id: 1, method: 'case.open', params: { path } });
    expect(reply).toMatchObject({ ok: false, failure: { code: 'case-locked' } });
  });

  it('may ask beside, leaves its trace in custody, and may not change', async () => {
    const second = engine();
    expect((await second.call({ id: 1, method: 'case.open', params: { path, beside: true } })).ok).toBe(true);
    expect((await second.call({ id: 2, method: 'source.list', params: {} })).ok).toBe(true);
    const custody = await second.call({ id: 3, method: 'custody.page', params: { limit: 10 } });
    expect(custody).toMatchObject({ ok: true, value: { total: 2 } });
    const change = await second.call({ id: 4, method: 'case.zone', params: { zone: 'Europe/Berlin' } });
    expect(change).toMatchObject({ ok: false, failure: { code: 'case-locked' } });
  });
});
