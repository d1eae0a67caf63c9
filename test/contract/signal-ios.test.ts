import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { ItemView, JobView, LockList, Page, SourceView } from '../../src-main/contract/index.ts';
import { fixture as androidFixture } from '../../src-main/sources/signal-android/fixture.ts';
import { signalAndroid } from '../../src-main/sources/signal-android/index.ts';
import { fixture, writeLockedIphone } from '../../src-main/sources/signal-ios/fixture.ts';
import { signalIos } from '../../src-main/sources/signal-ios/index.ts';
import type { SourceParser } from '../../src-main/sources/parser.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { only } from './read-made.ts';
import { readAll, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

describe('Signal on an iPhone, as it lies there', () => {
  const folder = temporaryFolder();
  const story = smallStory(scenario());
  let engine: CaseEngine;
  beforeAll(async () => {
    const device = story.devices.find(({ id }) => id === 'ada-phone');
    if (device === undefined) throw new Error('no device');
    writeLockedIphone(story, { root: join(folder.path, 'phone'), device });
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'A-1', path: join(folder.path, 'phone') });
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  test('is one lock, and the keychain beside it is offered', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    expect(locks.map(({ kind, facts, offers }) => [kind, facts.app, offers.map((one) => [one.path, one.what, one.fits])])).toEqual([
      ['sqlcipher', 'signal-ios', [['iphone_keychain.plist', 'ios-keychain', null]]],
    ]); // prettier-ignore
    expect(await engine.value<readonly SourceView[]>('source.list')).toEqual([]);
  });

  test('a key that does not fit opens nothing', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    const { id } = await engine.value<JobView>('lock.open', { lock: locks[0]?.id, key: { typed: 'a'.repeat(96) } });
    expect(await engine.value<JobView>('job.wait', { job: id })).toMatchObject({ state: 'failed', failure: { code: 'wrong-key' } }); // prettier-ignore
  });

  test('opened with it, it tells what the plain store tells', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    const key = { exhibit: locks[0]?.exhibit, path: 'iphone_keychain.plist' };
    await engine.job('lock.open', { lock: locks[0]?.id, key });
    await engine.job('source.ingest', {});
    const sources = await engine.value<readonly SourceView[]>('source.list');
    expect(sources.map(({ label, variant, balanced }) => [label, variant, balanced])).toEqual([['Signal for iOS', 'attachment-references', true]]); // prettier-ignore

    const plain = join(folder.path, 'plain');
    await writeFixture(fixture, story, 'ada-phone', 'attachment-references', plain);
    const wanted = only(await readAll(signalIos, plain), 'message').map(({ body }) => body);
    const page = await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['message'] }, limit: 500 });
    expect(page.rows.map(({ body }) => body).sort()).toEqual(wanted.sort());
  }, 60_000);
});

test('a message has the identity on both phones that hold it', async () => {
  using folder = temporaryFolder();
  const story = smallStory(scenario());
  const [iphone, android] = [join(folder.path, 'iphone'), join(folder.path, 'android')];
  await writeFixture(fixture, story, 'ada-phone', 'attachment-references', iphone);
  await writeFixture(androidFixture, story, 'ben-phone', 'attachment-table', android);
  const bodies = async (parser: SourceParser, path: string) =>
    new Map(only(await readAll(parser, path), 'message').flatMap(({ serverId, type, body }) => (serverId === null || type !== 'text' ? [] : [[serverId, body]]))); // prettier-ignore
  const [ours, theirs] = [await bodies(signalIos, iphone), await bodies(signalAndroid, android)];
  const shared = [...ours].filter(([id]) => theirs.has(id));
  expect(shared.length).toBeGreaterThan(20);
  expect(shared.filter(([id, body]) => theirs.get(id) !== body)).toEqual([]);
});
