import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { ItemView, JobView, LockList, Page, ProvenanceView, SourceView } from '../../src-main/contract/index.ts';
import { DESKTOP_KEY, fixture, PROFILE, writeLockedDesktop } from '../../src-main/sources/signal-desktop/fixture.ts';
import { signalDesktop } from '../../src-main/sources/signal-desktop/index.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { only } from './read-made.ts';
import { readAll, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

const DATABASE = `${PROFILE}/sql/db.sqlite`;
const PAGE = 4096;
const RESERVED = 80;

describe('Signal on a computer, as it lies there', () => {
  const folder = temporaryFolder();
  const story = smallStory(scenario());
  const exhibit = join(folder.path, 'computer');
  let engine: CaseEngine;
  beforeAll(async () => {
    const device = story.devices.find(({ id }) => id === 'ada-phone');
    if (device === undefined) throw new Error('no device');
    writeLockedDesktop(story, { root: join(exhibit, PROFILE), device });
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'A-4', path: exhibit });
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  test('is one lock, no source, and the settings beside it hold its key', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    expect(locks.map(({ kind, path, offers }) => [kind, path, offers.map((one) => [one.path, one.fits])])).toEqual([
      ['sqlcipher', DATABASE, [[`${PROFILE}/config.json`, null]]],
    ]);
    expect(await engine.value<readonly SourceView[]>('source.list')).toEqual([]);
  });

  test('a key that does not fit opens nothing', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    const { id } = await engine.value<JobView>('lock.open', { lock: locks[0]?.id, key: { typed: 'a'.repeat(64) } });
    expect(await engine.value<JobView>('job.wait', { job: id })).toMatchObject({ state: 'failed', failure: { code: 'wrong-key' } }); // prettier-ignore
  });

  test('opened, it tells what the plain store tells, and each message leads to bytes that another tool deciphers', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    await engine.job('lock.open', {
      lock: locks[0]?.id,
      key: { exhibit: locks[0]?.exhibit, path: `${PROFILE}/config.json` },
    });
    await engine.job('source.ingest', {});
    const sources = await engine.value<readonly SourceView[]>('source.list');
    expect(sources.map(({ label, variant, balanced }) => [label, variant, balanced])).toEqual([['Signal Desktop', 'attachments-table', true]]); // prettier-ignore

    const plain = join(folder.path, 'plain');
    await writeFixture(fixture, story, 'ada-phone', 'attachments-table', plain);
    const wanted = only(await readAll(signalDesktop, plain), 'message').map(({ body }) => body);
    const page = await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['message'] }, limit: 500 });
    expect(page.rows.map(({ body }) => body).sort()).toEqual(wanted.sort());

    const said = page.rows.find(({ body }) => body?.startsWith('4.000 now.') === true);
    const view = await engine.value<ProvenanceView>('item.provenance', { item: said?.id });
    expect(view.locators[0]?.path).toBe(`${DATABASE}!/db.sqlite`);
    const [range, ...more] = view.locators[0]?.ranges ?? [];
    if (range === undefined) throw new Error('a message without bytes');
    expect(more).toEqual([]);
    expect(execFileSync('sh', ['-c', range.command], { encoding: 'utf8' }).slice(0, 64)).toBe(range.sha256);

    // The page in which the row lies, deciphered from the exhibit by OpenSSL.
    const [number, at] = [Math.floor(range.offset / PAGE), range.offset % PAGE];
    const sealed = readFileSync(join(exhibit, DATABASE)).subarray(number * PAGE, (number + 1) * PAGE);
    const iv = sealed.subarray(PAGE - RESERVED, PAGE - RESERVED + 16).toString('hex');
    const cipher = ['enc', '-d', '-aes-256-cbc', '-nopad', '-K', DESKTOP_KEY, '-iv', iv];
    const open = execFileSync('openssl', cipher, { input: sealed.subarray(0, PAGE - RESERVED) });
    expect(open.subarray(at, at + range.length).toString('utf8')).toContain(said?.body);
  }, 60_000);

  test('messages that only the log holds are read, and say so', async () => {
    const log = join(exhibit, `${DATABASE}-wal`);
    expect(existsSync(log)).toBe(true);
    const page = await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['message'], logStates: ['only-with'] }, limit: 500 }); // prettier-ignore
    expect(page.rows).toHaveLength(3);
  });
});

const corpus = resolve(import.meta.dirname, '../../../shared/corpus/signal/synthetic-desktop');

describe.skipIf(!existsSync(corpus))('the synthetic store of the corpus, written by the real SQLCipher', () => {
  const folder = temporaryFolder();
  let engine: CaseEngine;
  const said = existsSync(corpus) ? (JSON.parse(readFileSync(join(corpus, 'expected.json'), 'utf8')) as { key: string; messages: number; attachment: { path: string } }) : null; // prettier-ignore
  beforeAll(async () => {
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'D', path: corpus });
    const { locks } = await engine.value<LockList>('lock.list');
    await engine.job('lock.open', { lock: locks[0]?.id, key: { typed: said?.key } });
    await engine.job('source.ingest', {});
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  test('is read as its manifest says', async () => {
    const { rows } = await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['message'] }, limit: 50 });
    expect(rows).toHaveLength(said?.messages ?? 0);
    expect(rows.map(({ type, direction, body }) => [type, direction, body])).toEqual([
      ['text', 'incoming', 'Hello from Bob'],
      ['text', 'outgoing', 'second wording'],
      ['image', 'outgoing', 'see picture'],
      ['revoked', 'incoming', null],
      ['call', 'unknown', null],
    ]);
    expect(rows[2]).toMatchObject({ quote: { body: 'Hello from Bob' }, attachments: [{ name: 'pic.png' }] });
  });
});
