import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import { zipFolder } from '../../fixtures/zip-writer.ts';
import type { ItemView, KeyRing, LockList, Page, ProvenanceView, SourceView } from '../../src-main/contract/index.ts';
import { writeLockedPhone } from '../../src-main/sources/wechat-android/fixture-locked.ts';
import { fixture } from '../../src-main/sources/wechat-android/fixture.ts';
import { wechatAndroid } from '../../src-main/sources/wechat-android/index.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { only } from './read-made.ts';
import { readAll, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

const APP = 'data/data/com.tencent.mm';

describe('WeChat on a phone, as it lies there', () => {
  const folder = temporaryFolder();
  const story = smallStory(scenario());
  const exhibit = join(folder.path, 'phone');
  let engine: CaseEngine;
  beforeAll(async () => {
    const device = story.devices.find(({ id }) => id === 'ada-phone');
    if (device === undefined) throw new Error('no device');
    writeLockedPhone(story, { root: exhibit, device });
    zipFolder(exhibit, `${exhibit}.zip`);
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '5', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'A-6', path: exhibit });
    await engine.job('exhibit.add', { reference: 'A-7', path: `${exhibit}.zip` });
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  test('is a lock, and the passphrases that follow from its settings are told by their files', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    const store = locks.find(
      ({ exhibitReference, path }) => exhibitReference === 'A-6' && path.endsWith('EnMicroMsg.db'),
    );
    expect(store?.facts).toEqual({ app: 'wechat-android' });
    expect(store?.offers.map(({ what, fits, inputs }) => [what, fits, inputs?.map(({ is, at, path }) => [is, at, path])])).toEqual([
      ['wechat-identifiers', true, [['device-id', '258', `${APP}/MicroMsg/CompatibleInfo.cfg`], ['uin', '1', `${APP}/MicroMsg/systemInfo.cfg`]]],
      ['wechat-identifiers', false, [['device-id', '1234567890ABCDEF', null], ['uin', '1', `${APP}/MicroMsg/systemInfo.cfg`]]],
    ]); // prettier-ignore
    expect(await engine.value<readonly SourceView[]>('source.list')).toEqual(
      expect.arrayContaining([expect.objectContaining({ variant: 'unreadable' })]),
    );
  });

  test('opened with one of them, it tells what the plain store tells, and the ring says what it came from', async () => {
    for (const { id, offers } of (await engine.value<LockList>('lock.list')).locks)
      if (offers.length > 0) await engine.job('lock.open', { lock: id, key: { offer: 1 } });
    const { keys } = await engine.value<KeyRing>('key.list');
    expect(keys[0]?.from).toMatchObject({ kind: 'derived', by: 'contract test', exhibitReference: 'A-6', what: 'wechat-identifiers' });
    const derived = JSON.stringify(keys);
    expect(derived).not.toContain('001017004000171');
    await engine.job('source.ingest', {});
    const plain = join(folder.path, 'plain');
    await writeFixture(fixture, story, 'ada-phone', 'sequenced', plain);
    const wanted = only(await readAll(wechatAndroid, plain), 'message').map(({ body }) => body);
    const page = await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['message'] }, limit: 500 });
    expect(page.rows.map(({ body }) => body).sort()).toEqual([...wanted, ...wanted].sort());
    const filter = { types: ['post', 'post-comment', 'post-like'] };
    const posts = await engine.value<Page<ItemView>>('item.page', { filter, limit: 100 });
    expect(posts.rows.map(({ type }) => type).sort()).toEqual(['post', 'post', 'post', 'post', 'post', 'post', 'post-comment', 'post-comment', 'post-comment', 'post-comment', 'post-like', 'post-like']); // prettier-ignore
    const kept = await engine.value<Page<ItemView>>('item.page', { filter: { types: ['favourite'] }, limit: 100 });
    expect(kept.rows.map(({ body, attachments, details }) => [body, attachments.map(({ presence }) => presence), details.map(({ type }) => type)])).toEqual([
      [null, ['present'], ['other']],
      [null, ['present'], ['other']],
      ['Pier 4', [], ['location']],
      ['Pier 4', [], ['location']],
      ['Ask for number 17.', [], []],
      ['Ask for number 17.', [], []],
    ]); // prettier-ignore
  }, 120_000); // prettier-ignore

  const hasTools = ['openssl', 'python3', 'unzip'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0); // prettier-ignore
  test.skipIf(!hasTools)('the printed lines derive the passphrase from the files and give the same database', async () => {
    const sources = await engine.value<readonly SourceView[]>('source.list');
    const done: string[] = [];
    for (const { id, state, exhibitReference } of sources) {
      if (state !== 'ingested') continue;
      const filter = { classes: ['message'], sources: [id] };
      const page = await engine.value<Page<ItemView>>('item.page', { filter, limit: 1 });
      if (page.rows[0] === undefined) continue;
      const view = await engine.value<ProvenanceView>('item.provenance', { item: page.rows[0].id });
      const cwd = mkdtempSync(join(folder.path, 'by-hand-'));
      const script = view.layers.flatMap(({ commands }) => commands).join('\n');
      const said = execFileSync('sh', ['-c', `${script}\nprintf '%s' "$PASSPHRASE"`], { cwd, encoding: 'utf8' });
      for (const { file } of view.layers) expect(said).toContain(`${file.sha256}  `);
      expect(script).not.toContain(said.slice(-7));
      const held = view.layers.at(-1)?.key?.from;
      for (const { sha256 } of held?.kind === 'derived' ? held.inputs : []) if (sha256 !== null) expect(said).toContain(sha256); // prettier-ignore
      done.push(exhibitReference);
    }
    expect(done.sort()).toEqual(['A-6', 'A-7']);
  }, 60_000); // prettier-ignore

  test('the key is in no file of the case', async () => {
    const { keys } = await engine.value<KeyRing>('key.list');
    // Of the store with what it shares one with, and of its search index, in each exhibit.
    expect(keys).toHaveLength(4);
    for (const name of ['case.db', 'case.db-wal']) {
      const bytes = readFileSync(join(folder.path, 'case', name)).toString('latin1');
      expect(bytes).not.toContain(PASSPHRASE);
    }
  });
});

/** MD5 of 001017004000171-1717000017, made with md5sum. */
const PASSPHRASE = 'a29ed36';
