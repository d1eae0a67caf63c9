import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type {
  ContentView,
  IssueView,
  LockList,
  MediaPage,
  Page,
  ProvenanceView,
  SourceView,
} from '../../src-main/contract/index.ts';
import { fixture } from '../../src-main/sources/wechat-desktop/fixture.ts';
import { keyOf } from '../../src-main/sources/wechat-desktop/image-keys.ts';
import { identifierOf } from '../../src-main/sources/wechat/fixture-content.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { filesBelow, temporaryFolder, writeFixture } from './read-source.ts';

/* Pictures of WeChat 4 under a key that no file of the exhibit gives: given by hand, from the lock to the message and the layers. */

const hasTools = ['openssl', 'python3'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0);
const folder = temporaryFolder();
const exhibit = join(folder.path, 'computer');
let engine: CaseEngine;
let key = '';
beforeAll(async () => {
  const story = scenario();
  await writeFixture(fixture, story, 'ada-phone', 'db-storage', exhibit);
  const [statistic = ''] = filesBelow(exhibit).filter((path) => path.endsWith('.statistic'));
  const code = /key_(?<code>\d+)_/u.exec(statistic)?.groups?.code ?? '';
  key = Buffer.from(keyOf(code, identifierOf(story.devices.find(({ id }) => id === 'ada-phone')?.owner ?? '')), 'hex').toString('latin1', 1); // prettier-ignore
  rmSync(statistic);
  engine = caseEngine(folder.path);
  await engine.value('case.create', { path: join(folder.path, 'case'), number: '5', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
  await engine.job('exhibit.add', { reference: 'A-9', path: exhibit });
}, 120_000);
afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

const closed = async (): Promise<number> => {
  const { rows } = await engine.value<Page<IssueView>>('issue.page', { limit: 1000 });
  return rows.filter(({ detail }) => detail.includes('no key that the exhibit gives')).length;
};

test('a key that is given opens the pictures of the account, and its messages show them once they are read again', async () => {
  const { locks } = await engine.value<LockList>('lock.list');
  const lock = locks.find(({ kind }) => kind === 'wechat-pictures');
  if (lock === undefined) throw new Error('no lock was found');
  expect(lock).toMatchObject({ state: 'locked', wants: ['password', 'hex'], facts: { version: '2' } });
  await engine.job('source.ingest', {});
  expect(await closed()).toBeGreaterThan(0);

  await expect(engine.job('lock.open', { lock: lock.id, key: { typed: 'fedcba9876543210', form: 'password' } })).rejects.toThrow(); // prettier-ignore
  await engine.job('lock.open', { lock: lock.id, key: { typed: key, form: 'password' } });
  const opened = (await engine.value<LockList>('lock.list')).locks.find(({ id }) => id === lock.id);
  expect(opened).toMatchObject({ state: 'opened', opened: { settings: { cipher: 'AES-128-ECB, XOR', notOpened: '0' } } }); // prettier-ignore
  expect(opened?.opened?.files).toBe(Number(lock.facts.pictures));

  const sources = await engine.value<readonly SourceView[]>('source.list');
  await engine.job('source.ingest', { sources: sources.map(({ id }) => id) });
  expect(await closed()).toBe(0);
  const { rows } = await engine.value<MediaPage>('media.page', { filter: {}, kinds: ['image'], presences: ['present'], limit: 500 }); // prettier-ignore
  const out = rows.filter(({ contentPath }) => contentPath?.startsWith(`${lock.path}!/`) === true);
  expect(out.length).toBe(Number(lock.facts.pictures));
  for (const { id } of out.slice(0, 10)) {
    const shown = await engine.value<ContentView>('attachment.read', { attachment: id, part: 'shown', offset: 0, length: 8 }); // prettier-ignore
    expect(Buffer.from(shown.bytes, 'base64').toString('hex')).toBe('89504e470d0a1a0a');
  }
  // What the layers print gives the same bytes with tools that are not ours.
  const { contents } = await engine.value<ProvenanceView>('item.provenance', { item: out[0]?.item ?? 0 });
  const [layer] = contents[0]?.layers ?? [];
  expect(layer).toMatchObject({ kind: 'wechat-pictures', key: { form: 'password' }, outer: { path: contents[0]?.path.replace(`${lock.path}!/`, `${lock.path.slice(0, lock.path.indexOf('/msg/'))}/`) } }); // prettier-ignore
  if (hasTools && layer !== undefined) {
    const byte = /XOR with (?<byte>[0-9a-f]{2})/u.exec(layer.method)?.groups?.byte ?? '00';
    const printed = execFileSync('sh', ['-c', layer.commands.join('\n')], { cwd: folder.path, encoding: 'utf8', env: { ...process.env, KEY: byte + Buffer.from(key).toString('hex') } }); // prettier-ignore
    expect(printed).toContain(`${layer.file.sha256} `);
  }
  const { result } = await engine.job('verify.case', { records: 'sample' });
  expect(result).toMatchObject({ ok: true });
}, 180_000);
