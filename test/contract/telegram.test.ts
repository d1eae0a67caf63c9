import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postsOn, scenario } from '../../fixtures/scenario.ts';
import type { SourceComparison, SourceView } from '../../src-main/contract/index.ts';
import { fixture as phone } from '../../src-main/sources/telegram-android/fixture.ts';
import { fixture as tablet } from '../../src-main/sources/telegram-apple/fixture.ts';
import { fixture as computer } from '../../src-main/sources/telegram-desktop/fixture.ts';
import { isHeld } from '../../src-main/sources/fixture-telegram.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

/* One account, on its phone in two generations of the app, on a device of Apple, and as Telegram Desktop exported it. */

const DEVICE = 'ada-phone';
const story = smallStory(scenario());
const types = new Map(story.threads.map(({ id, type }) => [id, type]));
const held = [...postsOn(story, DEVICE)].filter(
  (post) => isHeld(post) && ['one-to-one', 'group', 'channel'].includes(types.get(post.thread) ?? ''),
);
const folder = temporaryFolder();
const engine = caseEngine(folder.path);
let sources: readonly SourceView[] = [];

beforeAll(async () => {
  const authority = { kind: 'training', reference: 'R-1', issuer: 'test' };
  await engine.value('case.create', { path: join(folder.path, 'case'), number: 'C-1', examiner: 'E', authority });
  for (const [reference, fixture, variant] of [
    ['P-1', phone, 'messages-v2'],
    ['P-2', phone, 'messages'],
    ['T-1', tablet, 'postbox'],
    ['C-1', computer, 'unix-times'],
  ] as const) {
    const path = join(folder.path, reference);
    await writeFixture(fixture, story, DEVICE, variant, path);
    await engine.job('exhibit.add', { path, reference });
  }
  await engine.job('source.ingest', {});
  sources = await engine.value<readonly SourceView[]>('source.list');
}, 60_000);

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

test('each is one source whose ledger closes', () => {
  expect(sources.map(({ parser, variant, state, balanced }) => [parser, variant, state, balanced])).toEqual([
    ['telegram-android', 'messages-v2', 'ingested', true],
    ['telegram-android', 'messages', 'ingested', true],
    ['telegram-apple', 'postbox', 'ingested', true],
    ['telegram-desktop', 'unix-times', 'ingested', true],
  ]);
});

test.each(['messages-v2', 'messages', 'postbox'])(
  'every message of the device (%s) is the export’s of the same identifier',
  async (variant) => {
    const a = sources.find((one) => one.variant === variant)?.id;
    const b = sources.find(({ parser }) => parser === 'telegram-desktop')?.id;
    const { rows, counts, byField } = await engine.value<SourceComparison>('source.compare', { a, b, kinds: ['matched', 'differing', 'only-a', 'only-b'], limit: 1000 }); // prettier-ignore
    expect(rows.filter(({ kind }) => kind.startsWith('only')).map(({ kind, a: one, b: other }) => [kind  , (one ?? other)?.serverId])).toEqual([]); // prettier-ignore
    expect(rows.filter(({ by }) => by !== 'identifier').map(({ a: one }) => one?.serverId)).toEqual([]);
    expect(counts.matched + counts.differing).toBe(held.length);
    expect(byField).toMatchObject({ identifier: 0, sender: 0, time: 0, text: 0, state: 0 });
  },
);

test('verification finds every value of the four where it was read', async () => {
  const job = await engine.job('verify.case', { records: 'all' });
  expect(job.result).toMatchObject({ ok: true, differences: [] });
});
