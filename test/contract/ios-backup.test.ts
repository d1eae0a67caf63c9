import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeIosBackup } from '../../fixtures/ios-backup-writer.ts';
import { scenario } from '../../fixtures/scenario.ts';
import type { Story } from '../../fixtures/story.ts';
import { zipFolder } from '../../fixtures/zip-writer.ts';
import type {
  ItemView,
  LockList,
  LockView,
  Page,
  ProvenanceView,
  SourceView,
  VerifyResult,
} from '../../src-main/contract/index.ts';
import { fixture } from '../../src-main/sources/whatsapp-ios/fixture.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

const PASSWORD = 'backup pässword';
const folder = temporaryFolder();
const { value, job, close } = caseEngine(folder.path);

/** One phone, received as its file system, as a plain backup in a zip, and as an encrypted backup in a folder of several things. */
beforeAll(async () => {
  const device = join(folder.path, 'file system');
  await writeFixture(fixture, shortStory(), 'ben-phone', 'hidden-ids', device);
  const plain = join(folder.path, 'plain');
  writeIosBackup(device, plain, { password: null });
  zipFolder(plain, `${plain}.zip`);
  rmSync(plain, { recursive: true });
  mkdirSync(join(folder.path, 'encrypted'));
  writeIosBackup(device, join(folder.path, 'encrypted/00008030-001'), { password: PASSWORD, rounds: 10 });
  const authority = { kind: 'training', reference: 'T-1', issuer: '' };
  await value('case.create', { path: join(folder.path, 'case'), number: '1', examiner: 'A', authority });
  for (const [reference, path] of [
    ['FFS', 'file system'],
    ['PLAIN', 'plain.zip'],
    ['ENC', 'encrypted'],
  ] as const)
    await job('exhibit.add', { path: join(folder.path, path), reference });
}, 120_000);

afterAll(async () => {
  await close();
  folder[Symbol.dispose]();
});

async function lockOf(reference: string): Promise<LockView> {
  const { locks } = await value<LockList>('lock.list');
  const [lock, ...others] = locks.filter(({ exhibitReference }) => exhibitReference === reference);
  if (lock === undefined) throw new Error(`no lock in ${reference}`);
  expect(others).toEqual([]);
  return lock;
}

async function sourcesOf(reference: string): Promise<readonly SourceView[]> {
  return (await value<readonly SourceView[]>('source.list')).filter(
    ({ exhibitReference }) => exhibitReference === reference,
  );
}

test('a plain backup is opened by the intake, and its store is found once', async () => {
  const lock = await lockOf('PLAIN');
  expect(lock).toMatchObject({ kind: 'ios-backup', path: 'Manifest.db', wants: [], state: 'opened', facts: { 'Device Name': 'Phone of B. Okafor' } }); // prettier-ignore
  expect(await sourcesOf('PLAIN')).toMatchObject([
    { parser: 'whatsapp-ios', root: 'Manifest.db!/AppDomainGroup-group.net.whatsapp.WhatsApp.shared' },
  ]);
});

test('an encrypted backup opens with its password alone', async () => {
  const lock = await lockOf('ENC');
  expect(lock).toMatchObject({ path: '00008030-001/Manifest.db', wants: ['password'], state: 'locked' });
  expect(await sourcesOf('ENC')).toEqual([]);
  await expect(job('lock.open', { lock: lock.id, key: { typed: 'backup password', form: 'password' } })).rejects.toThrow('wrong-key'); // prettier-ignore
  expect(await lockOf('ENC')).toMatchObject({ state: 'locked', tried: { ended: 'wrong-key' } });
  await job('lock.open', { lock: lock.id, key: { typed: PASSWORD, form: 'password' } });
  expect(await lockOf('ENC')).toMatchObject({ state: 'opened', opened: { settings: { cipher: 'AES-256-CBC', withoutPayload: '0' } } }); // prettier-ignore
  expect(await sourcesOf('ENC')).toMatchObject([{ parser: 'whatsapp-ios' }]);
});

/** Payloads of a backup in this folder: named by 40 hexadecimal digits. */
function payloadsIn(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[0-9a-f]{40}$/u.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** What was said, without what depends on where the file lay. */
async function told(source: number): Promise<readonly unknown[]> {
  const { rows } = await value<Page<ItemView>>('item.page', { filter: { sources: [source] }, limit: 1000 });
  return rows.map((row) => ({
    kept: pick(row, ['class', 'conversationTitle', 'direction', 'timeMs', 'times', 'type', 'body', 'status', 'state', 'serverId', 'logState']), // prettier-ignore
    sender: row.sender?.identifier,
    attachments: row.attachments.map((file) => pick(file, ['name', 'type', 'path', 'presence', 'matchedBy', 'sizeBytes', 'sha256'])), // prettier-ignore
  }));
}

function pick<Row>(row: Row, names: readonly (keyof Row)[]): unknown {
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}

/** The story cut short, with the files of its first media. */
function shortStory(): Story {
  const whole = new Map([...scenario().posts()].map((post) => [post.serverId, post]));
  const short = smallStory(scenario());
  const media = [...short.posts()].filter(({ body }) => body.type === 'media').slice(0, 12);
  const kept = new Set(media.map(({ serverId }) => serverId));
  const posts = [...short.posts()].map((post) => (kept.has(post.serverId) ? (whole.get(post.serverId) ?? post) : post));
  return { ...short, posts: () => posts };
}

test('the story is told by each of the three as by the others', async () => {
  await job('source.ingest', {});
  const [[ffs], [plain], [encrypted]] = [await sourcesOf('FFS'), await sourcesOf('PLAIN'), await sourcesOf('ENC')];
  if (ffs === undefined || plain === undefined || encrypted === undefined) throw new Error('a source is missing');
  const story = await told(ffs.id);
  expect(story.length).toBeGreaterThan(80);
  expect(JSON.stringify(story)).toContain('"presence":"present","matchedBy":"path"');
  expect(await told(plain.id)).toEqual(story);
  expect(await told(encrypted.id)).toEqual(story);
});

test('messages of the encrypted backup lead to bytes, and all records verify', async () => {
  const [source] = await sourcesOf('ENC');
  const { rows } = await value<Page<ItemView>>('item.page', { filter: { sources: [source?.id ?? 0] }, limit: 50 });
  const texts = rows.filter(({ body }) => body !== null);
  expect(texts.length).toBeGreaterThan(5);
  for (const { id } of texts.slice(0, 10)) {
    const shown = await value<ProvenanceView>('item.provenance', { item: id });
    expect(shown.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(shown.locators[0]?.ranges.length).toBeGreaterThan(0);
  }
  const { result } = await job('verify.case', { records: 'all' });
  expect(result).toMatchObject({ ok: true, differences: [] });
}, 60_000);

test('a backup that was opened is not hashed again when its password is given in a new session', async () => {
  const enc = async (): Promise<readonly unknown[]> => ((await job('verify.case', { records: 'sample' })).result as unknown as VerifyResult).differences; // prettier-ignore
  const before = await lockOf('ENC');
  await value('case.close');
  await value('case.open', { path: join(folder.path, 'case') });
  expect(await lockOf('ENC')).toMatchObject({ state: 'key-needed' });
  await expect(job('lock.open', { lock: before.id, key: { typed: 'other', form: 'password' } })).rejects.toThrow('wrong-key'); // prettier-ignore
  expect(await lockOf('ENC')).toMatchObject({ state: 'key-needed', opened: { files: before.opened?.files } });
  // A payload that is hashed again would come out under a path of its own.
  const payload = payloadsIn(join(folder.path, 'encrypted')).at(0) ?? '';
  const bytes = readFileSync(payload);
  writeFileSync(payload, Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]));
  const { result } = await job('lock.open', { lock: before.id, key: { typed: PASSWORD, form: 'password' } });
  expect(result).toMatchObject({ files: 0 });
  expect(await lockOf('ENC')).toMatchObject({ state: 'opened', opened: { files: before.opened?.files, settings: before.opened?.settings } }); // prettier-ignore
  expect((await enc()).length).toBeGreaterThan(0);
  writeFileSync(payload, bytes);
  expect(await enc()).toEqual([]);
}, 60_000);
