import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { IssueView, Page, SourceView } from '../../src-main/contract/index.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

/* The data of Telegram Desktop hold no list of messages: they are named, listed, and said not to be read. */

const folder = temporaryFolder();
const engine = caseEngine(folder.path);
afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

test('the folder is a source that says why nothing was read of it', async () => {
  const path = join(folder.path, 'X-1');
  mkdirSync(join(path, 'Telegram Desktop/tdata'), { recursive: true });
  writeFileSync(join(path, 'Telegram Desktop/tdata/key_datas'), Buffer.from('TDF$9G=\0 and what is enciphered'));
  const authority = { kind: 'training', reference: 'R-1', issuer: 'test' };
  await engine.value('case.create', { path: join(folder.path, 'case'), number: 'C-1', examiner: 'E', authority });
  await engine.job('exhibit.add', { path, reference: 'X-1' });
  await engine.job('source.ingest', {});
  const sources = await engine.value<readonly SourceView[]>('source.list');
  expect(sources).toMatchObject([
    {
      parser: 'telegram-desktop',
      variant: 'tdata',
      proof: 'unknown',
      state: 'ingested',
      balanced: false,
      claimsNothing: true,
    },
  ]);
  const { rows } = await engine.value<Page<IssueView>>('issue.page', { limit: 10 });
  expect(rows).toMatchObject([{ code: 'schema-unknown', severity: 'error', stored: 'version 4015929' }]);
  expect(rows[0]?.detail).toContain('texts typed and not sent');
});
