import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import { signalSnapshotOf } from '../../fixtures/signal-snapshot-writer.ts';
import type { IssueView, LockList, MediaPage, Page, SourceView } from '../../src-main/contract/index.ts';
import { framesOf } from '../../src-main/sources/signal-backup/fixture-frames.ts';
import type { Extracted } from '../../src-main/model/index.ts';
import { fixture as androidFixture } from '../../src-main/sources/signal-android/fixture.ts';
import { signalAndroid } from '../../src-main/sources/signal-android/index.ts';
import { bytesOf, fixture } from '../../src-main/sources/signal-backup/fixture.ts';
import { signalBackup } from '../../src-main/sources/signal-backup/index.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { only } from './read-made.ts';
import { readAll, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

const KEY = 'dtjs858asj6tv0jzsqrsmj0ubp335pisj98e9ssnss8myoc08drhtcktyawvx45l';
const NAME = 'signal-backup-2026-01-05-04-00-00';

describe('a newer backup of Signal, as it lies on the card', () => {
  const folder = temporaryFolder();
  const story = smallStory(scenario());
  let engine: CaseEngine;
  let messages = 0;
  beforeAll(async () => {
    const device = story.devices.find(({ id }) => id === 'ada-phone');
    if (device === undefined) throw new Error('no device');
    const frames = framesOf(story, device);
    messages = frames.filter(({ frame }) => frame.chatItem !== undefined).length;
    const { main, metadata } = signalSnapshotOf(bytesOf(frames), KEY, Buffer.alloc(16, 7));
    const at = join(folder.path, 'card/SignalBackups', NAME);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'main'), main);
    writeFileSync(join(at, 'metadata'), metadata);
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'A-1', path: join(folder.path, 'card') });
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  test('its recovery key makes it a source, each of whose records is found where it was read', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    expect(locks.map(({ kind }) => kind)).toEqual(['signal-snapshot']);
    await engine.job('lock.open', { lock: locks[0]?.id, key: { typed: KEY } });
    await engine.job('source.ingest', {});
    const sources = await engine.value<readonly SourceView[]>('source.list');
    const read = sources.filter(({ parser }) => parser === 'signal-backup');
    expect(read.map(({ label, variant, balanced, counts }) => [label, variant, balanced, counts.messages])).toEqual([[`Signal, ${NAME}`, 'backup-frames', true, messages]]); // prettier-ignore
    const { result } = await engine.job('verify.case', { records: 'all' });
    expect(result).toMatchObject({ ok: true, differences: [] });
  }, 60_000);
});

test('a message that came in has the identity that the app on the phone gives it', async () => {
  using folder = temporaryFolder();
  const story = smallStory(scenario());
  const [backup, phone] = [join(folder.path, 'backup'), join(folder.path, 'phone')];
  await writeFixture(fixture, story, 'ada-phone', 'backup-frames', backup);
  await writeFixture(androidFixture, story, 'ada-phone', 'attachment-table', phone);
  const ids = (all: readonly Extracted[]) => new Map(only(all, 'message').flatMap(({ serverId, direction, type, body }) => (direction === 'incoming' && type === 'text' && serverId !== null ? [[serverId, body]] : []))); // prettier-ignore
  const [ours, theirs] = [ids(await readAll(signalBackup, backup)), ids(await readAll(signalAndroid, phone))];
  expect(ours.size).toBeGreaterThan(20);
  expect([...ours].filter(([id, body]) => theirs.get(id) !== body)).toEqual([]);
});

test('contents in the shared folder are deciphered, and files that no attachment names are counted', async () => {
  using folder = temporaryFolder();
  const whole = scenario();
  const device = whole.devices.find(({ id }) => id === 'ada-phone');
  if (device === undefined) throw new Error('no device');
  const kept = [...whole.posts()].filter(({ body }) => body.type === 'media').slice(0, 12);
  const story = { ...whole, posts: () => kept };
  const [exhibit, made] = [join(folder.path, 'card'), join(folder.path, 'made')];
  await writeFixture(fixture, story, 'ada-phone', 'backup-frames', made);
  cpSync(join(made, 'sdcard/Backups/SignalBackups/files'), join(exhibit, 'SignalBackups/files'), { recursive: true });
  const names = readdirSync(join(exhibit, 'SignalBackups/files'), { recursive: true, encoding: 'utf8' }).flatMap((path) => /[0-9a-f]{64}$/u.exec(path)?.[0] ?? []); // prettier-ignore
  const [stray, elsewhere] = ['ab'.repeat(32), 'cd'.repeat(32)];
  mkdirSync(join(exhibit, 'SignalBackups/files/cd'), { recursive: true });
  writeFileSync(join(exhibit, 'SignalBackups/files/cd', elsewhere), Buffer.alloc(640, 9));
  const at = join(exhibit, 'SignalBackups', NAME);
  mkdirSync(at, { recursive: true });
  const { main, metadata } = signalSnapshotOf(bytesOf(framesOf(story, device)), KEY, Buffer.alloc(16, 7));
  writeFileSync(join(at, 'main'), main);
  writeFileSync(join(at, 'metadata'), metadata);
  const entry = (name: string): Buffer => Buffer.concat([Buffer.from([name.length + 2, 0x0a, name.length]), Buffer.from(name)]); // prettier-ignore
  writeFileSync(join(at, 'files'), Buffer.concat([...names.map(entry), entry(stray), entry('no name')]));
  const engine = caseEngine(folder.path);
  await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
  await engine.job('exhibit.add', { reference: 'A-1', path: exhibit });
  const { locks } = await engine.value<LockList>('lock.list');
  await engine.job('lock.open', { lock: locks[0]?.id, key: { typed: KEY } });
  await engine.job('source.ingest', {});
  const { rows } = await engine.value<MediaPage>('media.page', { filter: {}, limit: 100 });
  const shown = rows.filter(({ deciphered }) => deciphered !== null);
  expect(shown.length).toBe(names.length);
  for (const one of shown) expect([one.sha256, one.deciphered?.method]).toEqual([one.storedSha256, expect.stringMatching(/^decrypted \(AES-256-CBC, its HMAC-SHA256 holds\)/u)]); // prettier-ignore
  const { rows: issues } = await engine.value<Page<IssueView>>('issue.page', { limit: 100 });
  const said = issues.filter(({ where }) => where.endsWith(`${NAME}/files`)).map(({ code, stored }) => [code, stored]);
  expect(said.sort()).toEqual([['undecodable-payload', '1'], ['unresolved-reference', '1'], ['unresolved-reference', '1']]); // prettier-ignore
  await engine.close();
}, 60_000);

test('a backup for the servers is named, in whatever form, and nothing else is taken for one', async () => {
  using folder = temporaryFolder();
  const write = (name: string, head: Buffer): void => {
    writeFileSync(join(folder.path, name), Buffer.concat([head, Buffer.alloc(400, 7)]));
  };
  write('backup', Buffer.from('SBACKUP\u0001'));
  write('other.bin', Buffer.from('SBACKUP\u0002'));
  write('words', Buffer.from('SBACK'));
  const all = await readAll(signalBackup, folder.path);
  expect(only(all, 'issue').map(({ code, where, stored }) => [code, where, stored])).toEqual([['schema-unknown', 'backup', null], ['schema-unknown', 'other.bin', '2']]); // prettier-ignore
});
