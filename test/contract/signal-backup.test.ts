import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { Device, Story } from '../../fixtures/story.ts';
import { LayerCommands } from '../../src-main/api/layer-commands.ts';
import type { ContentView, ExhibitView, ItemView, JobView, LockList, MediaPage, Page, ProvenanceView, SourceView } from '../../src-main/contract/index.ts'; // prettier-ignore
import { openIn } from '../../src-main/evidence/locks/fixture-open-in.ts';
import { signalBackup } from '../../src-main/evidence/locks/open-signal-backup.ts';
import { BACKUP_PASSPHRASE, signalBackupOf } from '../../src-main/sources/signal-android/fixture-backup.ts';
import { writeStore } from '../../src-main/sources/signal-android/fixture.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

const corpus = resolve(import.meta.dirname, '../../../shared/corpus/signal/synthetic-backup');
const NAME = 'signal-2025-05-12-04-00-00.backup';
const hasTools = ['openssl', 'python3'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0);

/** The story's first words and its first pictures and sounds: read in little time. */
function firstPosts(story: Story): Story {
  const all = [...story.posts()];
  const kept = new Set([...all.slice(0, 100), ...all.filter(({ body }) => body.type === 'media').slice(0, 12)]);
  const posts = all.filter((post) => kept.has(post));
  return { ...story, posts: () => posts };
}

function adasPhone(story: Story): Device {
  const device = story.devices.find(({ id }) => id === 'ada-phone');
  if (device === undefined) throw new Error('story: no device ada-phone');
  return device;
}

describe('backups of Signal in a case', () => {
  const folder = temporaryFolder();
  let engine: CaseEngine;
  const references = ['plain', 'new', 'old', ...(existsSync(corpus) ? ['v1'] : [])];
  beforeAll(async () => {
    const story = firstPosts(scenario());
    const device = adasPhone(story);
    writeStore(story, { root: join(folder.path, 'plain/data/data/org.thoughtcrime.securesms'), device }, 'attachment-table'); // prettier-ignore
    mkdirSync(join(folder.path, 'new/Backups'), { recursive: true });
    writeFileSync(join(folder.path, 'new/Backups', NAME), signalBackupOf(story, device, 'attachment-table', 1));
    mkdirSync(join(folder.path, 'old'));
    // An exhibit that is one file, under a name of the laboratory's own, and of the older generation.
    writeFileSync(join(folder.path, 'old/received.bin'), signalBackupOf(story, device, 'message-table', 0));
    if (references.includes('v1')) {
      mkdirSync(join(folder.path, 'v1'));
      copyFileSync(join(corpus, 'synthetic-v1.backup'), join(folder.path, 'v1/v1.backup'));
    }
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    for (const reference of references)
      await engine.job('exhibit.add', { reference, path: join(folder.path, reference, reference === 'old' ? 'received.bin' : '') }); // prettier-ignore
  }, 300_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  async function sourceOf(reference: string): Promise<SourceView> {
    const sources = await engine.value<readonly SourceView[]>('source.list');
    const found = sources.filter(({ exhibitReference }) => exhibitReference === reference);
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} sources in ${reference}`);
    return found[0];
  }

  async function itemsOf(reference: string): Promise<readonly ItemView[]> {
    const { id } = await sourceOf(reference);
    return (await engine.value<Page<ItemView>>('item.page', { filter: { sources: [id], classes: ['message'] }, limit: 500 })).rows; // prettier-ignore
  }

  test('each is one lock; a passphrase that does not fit is told from what is none', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    const found = locks.map(({ exhibitReference, kind, path, wants, facts }) => [exhibitReference, kind, path, wants, facts.version]); // prettier-ignore
    expect(found).toEqual([
      ['new', 'signal-backup', `Backups/${NAME}`, ['password'], '1'],
      ['old', 'signal-backup', 'received.bin', ['password'], '0'],
      ...references.slice(3).map((one) => [one, 'signal-backup', `${one}.backup`, ['password'], one.slice(1)]),
    ]);
    const ends = [
      ['1'.repeat(30), 'wrong-key'],
      ['12345', 'no-key'],
    ] as const;
    for (const [typed, code] of ends) {
      const { id } = await engine.value<JobView>('lock.open', { lock: locks[0]?.id, key: { typed } });
      expect(await engine.value<JobView>('job.wait', { job: id })).toMatchObject({
        state: 'failed',
        failure: { code },
      });
    }
  }, 300_000);

  test('opened, they hold what the phone holds', async () => {
    for (const { id, exhibitReference } of (await engine.value<LockList>('lock.list')).locks) {
      const typed = exhibitReference.startsWith('v') ? '01234 56789 01234 56789 01234 56789' : BACKUP_PASSPHRASE;
      await engine.job('lock.open', { lock: id, key: { typed } });
    }
    await engine.job('source.ingest', {});
    for (const reference of references) expect((await sourceOf(reference)).balanced).toBe(true);
    expect((await sourceOf('new')).label).toBe(`Signal for Android, ${NAME}`);
    const words = (items: readonly ItemView[]) => items.map(({ type, direction, body }) => [type, direction, body]);
    const plain = await itemsOf('plain');
    expect(plain.length).toBeGreaterThan(50);
    expect(words(await itemsOf('new'))).toEqual(words(plain));
    expect((await itemsOf('old')).map(({ body }) => body)).toContain(plain.find(({ body }) => body !== null)?.body);
    for (const reference of references.slice(3))
      expect(words(await itemsOf(reference))).toEqual([
        ['text', 'incoming', 'Hello from Bob'],
        ['text', 'outgoing', 'second wording (edited)'],
        ['image', 'incoming', 'see picture 📷 äöü'],
        ['revoked', 'incoming', null],
        ['call', 'incoming', null],
        ['system', 'unknown', null],
      ]);
  }, 300_000);

  test('attachments are there in plain, with the hash that the app stored', async () => {
    for (const reference of ['new', 'old', ...references.slice(3)]) {
      const { id } = await sourceOf(reference);
      const { rows } = await engine.value<MediaPage>('media.page', { filter: { sources: [id] }, limit: 100 });
      const present = rows.filter(({ presence }) => presence === 'present');
      expect(present.length).toBeGreaterThan(reference.startsWith('v') ? 0 : 3);
      for (const one of present) {
        expect(one.matchedBy).toBe('path');
        expect(one.contentPath).toMatch(/!\/attachments\/\d+$/u);
        if (reference === 'new') expect(one.storedSha256).toBe(one.sha256);
        const parts: Buffer[] = [];
        for (let offset = 0, size = 1; offset < size; offset += parts.at(-1)?.length ?? size) {
          const part = await engine.value<ContentView>('attachment.read', {
            attachment: one.id,
            part: 'content',
            offset,
            length: 4_194_304,
          });
          parts.push(Buffer.from(part.bytes, 'base64'));
          size = part.sizeBytes;
        }
        expect(createHash('sha256').update(Buffer.concat(parts)).digest('hex')).toBe(one.sha256);
      }
    }
  });

  test.skipIf(!hasTools)(
    'an attachment is taken out by hand with the printed lines',
    async () => {
      const exhibit = join(folder.path, 'new');
      const work = join(folder.path, 'work-of-test');
      const opening = await openIn(signalBackup, exhibit, work, `Backups/${NAME}`, BACKUP_PASSPHRASE);
      const file = opening.files.find(({ path }) => path.startsWith('attachments/'));
      if (opening.end.ended !== 'opened' || file === undefined) throw new Error('not opened');
      const outer = { path: `Backups/${NAME}`, sha256: '', sizeBytes: 1 };
      const inside = { path: `Backups/${NAME}!/${file.path}`, sha256: file.sha256, sizeBytes: file.sizeBytes };
      const layer = { kind: 'signal-backup', outer, inner: file.path, method: file.method, file: inside, key: null, settings: opening.end.settings } as const; // prettier-ignore
      const { commands } = new LayerCommands({ kind: 'folder', path: exhibit } as ExhibitView).of(layer, null);
      const cwd = mkdtempSync(join(folder.path, 'by-hand-'));
      const said = execFileSync('sh', ['-ec', commands.join('\n')], { cwd, encoding: 'utf8', env: { ...process.env, PASSPHRASE: BACKUP_PASSPHRASE } }); // prettier-ignore
      expect(said).toContain(file.sha256);
    },
    300_000,
  );

  test('a message leads through the database that was put together to the backup', async () => {
    const [item] = await itemsOf('new');
    const { layers, locators } = await engine.value<ProvenanceView>('item.provenance', { item: item?.id });
    expect(layers.map(({ kind, inner }) => [kind, inner])).toEqual([['signal-backup', 'databases/signal.db']]);
    expect(layers[0]?.file.sha256).toBe(locators[0]?.locator.file);
    expect(layers[0]?.commands).toEqual([]);
    expect(layers[0]?.note).toContain('No lines are given');
    expect(readFileSync(join(folder.path, 'case/work', layers[0]?.file.sha256 ?? '')).subarray(0, 15).toString()).toBe('SQLite format 3'); // prettier-ignore
  });
});
