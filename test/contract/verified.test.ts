import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { SourceView, VerifyResult } from '../../src-main/contract/index.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';
import { variantsOf } from './variants.ts';

/* Every variant of every format in one exhibit: what the case holds is what the evidence holds. */

const story = smallStory(scenario());
const cases = await variantsOf(story);
const folder = temporaryFolder();
const engine = caseEngine(folder.path);

beforeAll(async () => {
  const authority = { kind: 'training', reference: 'R-1', issuer: 'test' };
  await engine.value('case.create', { path: join(folder.path, 'case'), number: 'C-1', examiner: 'E', authority });
  const path = join(folder.path, 'exhibit');
  for (const { fixture, device, variant, name } of cases)
    await writeFixture(fixture, story, device.id, variant, join(path, name.replaceAll(' ', '-')));
  await engine.job('exhibit.add', { path, reference: 'X-1' });
  await engine.job('source.ingest', {});
}, 600_000);

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

test('each variant is a source that was read', async () => {
  const sources = await engine.value<readonly SourceView[]>('source.list');
  const found = new Set(sources.map(({ parser, variant }) => `${parser} ${variant}`));
  expect(cases.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
  expect(sources.filter(({ state, balanced }) => state !== 'ingested' || !balanced)).toEqual([]);
});

test('verification finds every value where it was read', async () => {
  const { result } = await engine.job('verify.case', { records: 'all' });
  expect(result).toMatchObject({ ok: true, differences: [] });
}, 600_000);

test('the lines of its report say what the original exhibit says', async () => {
  const out = join(folder.path, 'report');
  await engine.job('report.create', { out, pdf: false });
  const exhibits = [{ reference: 'X-1', path: join(folder.path, 'exhibit') }];
  const result = await engine.value<VerifyResult>('verify.report', { path: out, exhibits });
  expect(result).toMatchObject({ ok: true, differences: [] });
}, 600_000);
