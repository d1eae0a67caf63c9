import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import { BACKUP_KEYS, BACKUP_PASSWORD, writeFurtherLocked, writeLockedBackup } from '../../fixtures/write-locked.ts';
import type { ItemView, LockList, Page, SourceView } from '../../src-main/contract/index.ts';
import { writeStore } from '../../src-main/sources/whatsapp-android/fixture.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

/*
 * The story of one phone, as its plain file system, in an Android backup with a password, and in encrypted local backups
 * beside their key: what is read through the wrappings is what is read without them.
 */

const folder = temporaryFolder();
let engine: CaseEngine;

beforeAll(async () => {
  const whole = scenario();
  const posts = [...whole.posts()].slice(0, 350);
  const story = { ...whole, posts: () => posts };
  const device = story.devices.find(({ id }) => id === 'ada-phone');
  if (device === undefined) throw new Error('no device');
  const plain = join(folder.path, 'plain');
  mkdirSync(plain);
  writeStore(story, { root: plain, device }, 'modern', { lastInLog: 0, deletedInLog: 0 });
  const locked = join(folder.path, 'locked');
  mkdirSync(locked);
  const further = writeFurtherLocked(story, locked).filter(({ reference }) => reference === 'A-3');
  const wrapped = [writeLockedBackup(plain, locked), ...further];
  const exhibits = [{ reference: 'A-1', path: plain }, ...wrapped];
  engine = caseEngine(folder.path);
  await engine.value('case.create', { path: join(folder.path, 'case'), number: '1', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
  for (const { reference, path } of exhibits) await engine.job('exhibit.add', { reference, path });
}, 60_000);

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

const locks = async () => (await engine.value<LockList>('lock.list')).locks;

test('locked files are found, with the key that lies beside them', async () => {
  const found = (await locks()).map(({ exhibitReference, kind, path, wants, state, offers }) => [exhibitReference, kind, path, wants, state, offers.map((offer) => [offer.path, offer.fits])]); // prettier-ignore
  const beside = [['encrypted_backup.key', true]];
  expect(found).toEqual([
    ['A-2', 'android-backup', 'A-2 backup of A. Brandt.ab', ['password'], 'locked', []],
    ['A-3', 'whatsapp-backup', 'WhatsApp/Backups/wa.db.crypt15', ['key-file', 'hex'], 'locked', beside],
    ['A-3', 'whatsapp-backup', 'WhatsApp/Databases/msgstore-2025-01-12.1.db.crypt15', ['key-file', 'hex'], 'locked', beside], // prettier-ignore
    ['A-3', 'whatsapp-backup', 'WhatsApp/Databases/msgstore.db.crypt15', ['key-file', 'hex'], 'locked', beside],
  ]);
});

test('opened with their keys, they tell the same story as the plain file system', { timeout: 120_000 }, async () => {
  for (const lock of await locks()) {
    const key =
      lock.kind === 'android-backup'
        ? { typed: BACKUP_PASSWORD }
        : lock.path.includes('wa.db')
          ? { typed: BACKUP_KEYS.rootDigits, form: 'hex' }
          : { exhibit: lock.exhibit, path: lock.offers[0]?.path };
    await engine.job('lock.open', { lock: lock.id, key });
  }
  await engine.job('source.ingest', {});
  const sources = await engine.value<readonly SourceView[]>('source.list');
  expect(sources.map(({ exhibitReference, label }) => [exhibitReference, label])).toEqual([
    ['A-1', 'WhatsApp'],
    ['A-2', 'WhatsApp'],
    ['A-3', 'WhatsApp, backup dated 2025-01-12 by its name'],
    ['A-3', 'WhatsApp, backup'],
  ]);
  expect(sources.every(({ balanced }) => balanced)).toBe(true);
  const [plain, wrapped, older, backup] = await Promise.all(sources.map(({ id }) => told(id)));
  expect(plain?.length).toBeGreaterThan(200);
  expect(differences(wrapped, plain)).toEqual([]);
  // Backups hold no preferences: nothing in them says whose they are.
  expect(differences(backup?.map(withoutOwner), plain?.map(withoutOwner))).toEqual([]);
  expect(older?.length).toBeGreaterThan(20);
  expect(older?.length).toBeLessThan(plain?.length ?? 0);
});

/** What a source tells, without the numbers that the case gives. */
async function told(source: number): Promise<readonly string[]> {
  const all: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<ItemView> = await engine.value('item.page', { filter: { sources: [source] }, limit: 500, ...(cursor === null ? {} : { at: { cursor, direction: 'after' } }) }); // prettier-ignore
    for (const item of page.rows) all.push(JSON.stringify(item, bare));
    cursor = page.after;
  } while (cursor !== null);
  return all;
}

function withoutOwner(line: string): string {
  const {
    class: kind,
    serverId,
    body,
    timeMs,
    times,
    direction,
    type,
    status,
    quote,
    attachments,
  } = JSON.parse(line) as ItemView;
  const parts = [kind, serverId, body, timeMs, times, direction, type, status, quote?.body, attachments];
  return JSON.stringify(parts);
}

/** The first lines in which two sources differ. */
function differences(one: readonly string[] = [], other: readonly string[] = []): readonly unknown[] {
  const places = Array.from({ length: Math.max(one.length, other.length) }, (_, at) => at);
  return places
    .filter((at) => one[at] !== other[at])
    .slice(0, 3)
    .map((at) => [one[at], other[at]]);
}

const NUMBERS: ReadonlySet<string> = new Set(['id', 'source', 'conversation', 'account', 'item', 'person', 'sender', 'file', 'exhibit']); // prettier-ignore

function bare(key: string, value: unknown): unknown {
  if (key === 'contentPath') return typeof value === 'string' ? value.slice(value.lastIndexOf('/Media/')) : value;
  return NUMBERS.has(key) && typeof value === 'number' ? undefined : value;
}
