import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { LockList, SourceView } from '../../src-main/contract/index.ts';
import { LANE, LOCKED_STORE, PASSCODE, writeLockedMac } from '../../src-main/sources/telegram-apple/fixture-locked.ts';
import { fixture } from '../../src-main/sources/telegram-apple/fixture.ts';
import { telegramApple } from '../../src-main/sources/telegram-apple/index.ts';
import { caseEngine } from './case-engine.ts';
import { only } from './read-made.ts';
import { readAll, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

/* Telegram on a Mac, whose key file is sealed under the app's own text, and under a passcode. */

const story = smallStory(scenario());
const folder = temporaryFolder();
const engine = caseEngine(folder.path);

beforeAll(async () => {
  const device = story.devices.find(({ id }) => id === 'ada-phone');
  if (device === undefined) throw new Error('no device');
  const authority = { kind: 'training', reference: 'R', issuer: '' };
  await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority });
  for (const [reference, passcode] of [['M-1', null], ['M-2', PASSCODE]] as const) {
    writeLockedMac(story, { root: join(folder.path, reference), device }, passcode);
    await engine.job('exhibit.add', { reference, path: join(folder.path, reference) });
  } // prettier-ignore
}, 60_000);

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

const locks = async () => (await engine.value<LockList>('lock.list')).locks;

test('is no source before it is opened, and its key file is offered', async () => {
  expect((await locks()).map(({ path, facts, offers }) => [path, facts, offers.map(({ what, fits }) => [what, fits])])).toEqual([
    [LOCKED_STORE, { app: 'telegram-macos' }, [['telegram-key-file', null]]],
    [LOCKED_STORE, { app: 'telegram-macos' }, [['telegram-sealed-key', false]]],
  ]); // prettier-ignore
  expect(await engine.value<readonly SourceView[]>('source.list')).toEqual([]);
});

test('opened with the file, or with the passcode, each tells what the plain store tells', async () => {
  const [own, sealed] = await locks();
  await engine.job('lock.open', { lock: own?.id, key: { offer: 1 } });
  await engine.job('lock.open', { lock: sealed?.id, key: { typed: PASSCODE, form: 'password' } });
  expect((await locks()).map(({ opened }) => opened?.settings.sealed_under)).toEqual(['no-matter-key', 'passcode']);
  await engine.job('source.ingest', {});
  const plain = join(folder.path, 'plain');
  await writeFixture(fixture, story, 'ada-phone', 'postbox', plain);
  const wanted = only(await readAll(telegramApple, plain), 'message').length;
  const sources = await engine.value<readonly SourceView[]>('source.list');
  expect(sources.map(({ parser, state, balanced, counts, root }) => [parser, state, balanced, counts.messages, root])).toEqual(
    [1, 2].map(() => ['telegram-apple', 'ingested', true, wanted, `${LANE}/account-1746000000017`]),
  ); // prettier-ignore
  const job = await engine.job('verify.case', { records: 'all' });
  expect(job.result).toMatchObject({ ok: true, differences: [] });
}, 120_000);
