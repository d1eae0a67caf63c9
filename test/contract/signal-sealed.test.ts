import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { Story } from '../../fixtures/story.ts';
import type { ContentView, IssueView, ItemView, MediaPage, MediaView, Page, ProvenanceView, SourceView, VerifyResult } from '../../src-main/contract/index.ts'; // prettier-ignore
import { MODERN_KEY } from '../../src-main/sources/signal-android/fixture-media.ts';
import { fixture as onAndroid } from '../../src-main/sources/signal-android/fixture.ts';
import { PROFILE, fixture } from '../../src-main/sources/signal-desktop/fixture.ts';
import { fixture as onIphone, PLACE as IPHONE_FOLDER } from '../../src-main/sources/signal-ios/fixture.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { temporaryFolder, writeFixture } from './read-source.ts';

const hasTools = ['openssl', 'xxd', 'base64'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0); // prettier-ignore
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const DATABASE = `${PROFILE}/sql/db.sqlite`;
const IPHONE_DATABASE = `${IPHONE_FOLDER}/grdb/signal.sqlite`;

/** The story's first words and its first pictures and sounds. */
function firstPosts(story: Story): Story {
  const all = [...story.posts()];
  const kept = new Set([...all.slice(0, 60), ...all.filter(({ body }) => body.type === 'media').slice(0, 16)]);
  return { ...story, posts: () => all.filter((post) => kept.has(post)) };
}

describe('encrypted files of Signal on a computer, in a case', () => {
  const folder = temporaryFolder();
  const exhibits = { whole: join(folder.path, 'whole'), harmed: join(folder.path, 'harmed'), phone: join(folder.path, 'phone'), iphone: join(folder.path, 'iphone') }; // prettier-ignore
  /** `attachments.localKey` by path, and what was done to the files of the second exhibit. */
  const keys = new Map<string, string>();
  const harmed: string[] = [];
  let engine: CaseEngine;

  beforeAll(async () => {
    await writeFixture(fixture, firstPosts(scenario()), 'ada-phone', 'attachments-table', exhibits.whole);
    await writeFixture(onAndroid, firstPosts(scenario()), 'ada-phone', 'attachment-table', exhibits.phone);
    await writeFixture(onIphone, firstPosts(scenario()), 'ada-phone', 'attachment-references', exhibits.iphone);
    cpSync(exhibits.whole, exhibits.harmed, { recursive: true });
    const db = new Database(join(exhibits.whole, DATABASE), { readonly: true });
    for (const { path, localKey } of db.prepare('SELECT path, localKey FROM message_attachments WHERE path IS NOT NULL').all() as { path: string; localKey: string }[]) keys.set(path, localKey); // prettier-ignore
    db.close();
    harm();
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    for (const [reference, path] of Object.entries(exhibits)) await engine.job('exhibit.add', { reference, path });
    await engine.job('source.ingest', {});
  }, 120_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  /** A byte of the first is changed, the second is cut off, the third has the key of another, the fourth none. */
  function harm(): void {
    const [flipped = '', cut = '', other = '', none = ''] = [...keys.keys()].sort();
    harmed.push(flipped, cut, other, none);
    const place = (path: string): string => join(exhibits.harmed, PROFILE, 'attachments.noindex', path);
    const bytes = readFileSync(place(flipped));
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(place(flipped), bytes);
    writeFileSync(place(cut), readFileSync(place(cut)).subarray(0, 48));
    const db = new Database(join(exhibits.harmed, DATABASE));
    const set = db.prepare('UPDATE message_attachments SET localKey = ? WHERE path = ?');
    set.run(keys.get(flipped), other);
    set.run(null, none);
    db.close();
  }

  async function mediaOf(reference: string): Promise<readonly MediaView[]> {
    const { rows } = await engine.value<MediaPage>('media.page', { filter: {}, limit: 200 });
    return rows.filter((row) => row.exhibitReference === reference && row.presence === 'present');
  }

  async function bytesOf({ id }: MediaView): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let offset = 0, size = 1; offset < size; offset += parts.at(-1)?.length ?? size) {
      const part = await engine.value<ContentView>('attachment.read', { attachment: id, part: 'content', offset, length: 1000 }); // prettier-ignore
      parts.push(Buffer.from(part.bytes, 'base64'));
      size = part.sizeBytes;
      if (size === 0) break;
    }
    return Buffer.concat(parts);
  }

  test('each is deciphered when it is looked at, has the hash that the app stored, and names its encrypted file', async () => {
    const media = await mediaOf('whole');
    expect(media.length).toBeGreaterThan(3);
    for (const one of media) {
      const bytes = await bytesOf(one);
      expect([hashOf(bytes), bytes.length]).toEqual([one.sha256, one.sizeBytes]);
      expect(one).toMatchObject({ matchedBy: 'path', storedSha256: one.sha256, contentBytes: bytes.length });
      const file = join(exhibits.whole, one.deciphered?.path ?? '');
      expect(one.contentPath).toBe(`${one.deciphered?.path ?? ''}!/content`);
      expect(one.deciphered?.sha256).toBe(hashOf(readFileSync(file)));
      expect(one.deciphered?.method).toMatch(/^decrypted \(AES-256-CBC, its HMAC-SHA256 holds\) with the key of message_attachments\.localKey, fingerprint [0-9a-f]{16}$/u); // prettier-ignore
    }
    const { rows } = await engine.value<Page<IssueView>>('issue.page', { limit: 500 });
    const wholes = new Set(media.map(({ source }) => source));
    expect(rows.filter(({ source, code }) => wholes.has(source ?? 0) && ['undecodable-payload', 'media-hash-differs'].includes(code))).toEqual([]); // prettier-ignore
  });

  test.skipIf(!hasTools)('the layers of the content are told, and the printed lines give the same bytes', async () => {
    const [one] = await mediaOf('whole');
    const view = await engine.value<ProvenanceView>('item.provenance', { item: one?.item });
    const content = view.contents.find(({ attachment }) => attachment === one?.id);
    expect(content?.layers.map(({ kind, inner, key }) => [kind, inner, key])).toEqual([['signal-desktop', 'content', null]]);
    expect(content?.layers[0]?.outer).toMatchObject({ path: one?.deciphered?.path, sha256: one?.deciphered?.sha256 });
    const stored = keys.get(one?.path ?? '') ?? '';
    const key = Buffer.from(stored, 'base64').toString('hex');
    expect(JSON.stringify([view.contents, one])).not.toContain(key.slice(0, 20));
    expect(JSON.stringify([view.contents, one])).not.toContain(stored.slice(0, 20));
    const cwd = mkdtempSync(join(folder.path, 'by-hand-'));
    const said = execFileSync('sh', ['-ec', content?.layers[0]?.commands.join('\n') ?? 'false'], { cwd, encoding: 'utf8', env: { ...process.env, KEY: key } }); // prettier-ignore
    expect(said).toContain(one?.sha256);
    const [made, held] = said.split('\n');
    expect(made?.slice(-64)).toBe(held);
  }, 30_000); // prettier-ignore

  test('a changed byte, a cut, another key and none are told apart, and each shows what there is', async () => {
    const media = await mediaOf('harmed');
    const { rows } = await engine.value<Page<IssueView>>('issue.page', { limit: 500 });
    const said = harmed.map((path) => {
      const one = media.find((row) => row.path === path);
      const details = rows.filter(({ stored, source }) => stored === path && source === one?.source).map(({ detail }) => detail); // prettier-ignore
      return [one?.contentPath?.endsWith('!/content'), details];
    });
    expect(said).toEqual([
      [true, ['what authenticates the file does not hold: bytes of it were changed, or its key is another one; its content is shown as it came out']],
      [true, [expect.stringMatching(/^the encrypted file has 48 bytes and is cut short: 32 bytes of its content came out, and nothing authenticates them$/u)]],
      [false, [expect.stringMatching(/^the key of message_attachments\.localKey does not open the file/u)]],
      [false, ['the file is encrypted, and message_attachments.localKey holds no key that opens such files; what is shown is the encrypted file']],
    ]); // prettier-ignore
  });

  test('nothing of a content is written into the case, and its key stands in no column but its place', async () => {
    const media = await mediaOf('whole');
    for (const { sha256 } of media) expect(existsSync(join(folder.path, 'case/work', sha256 ?? ''))).toBe(false);
    const db = new Database(join(folder.path, 'case/case.db'), { readonly: true });
    const key = Buffer.from([...keys.values()][0] ?? '', 'base64').toString('hex');
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    const holds = tables.flatMap((table) =>
      (db.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]).flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) => (String(value).includes(key) ? [`${table}.${column}`] : [])),
      ),
    );
    expect([...new Set(holds)]).toEqual(['file.place']);
    db.close();
  });

  test('reading again finds the same contents, and checking the case finds nothing changed', async () => {
    const before = (await mediaOf('whole')).map(({ contentPath, sha256 }) => [contentPath, sha256]);
    const sources = await engine.value<readonly SourceView[]>('source.list');
    await engine.job('source.ingest', { sources: sources.map(({ id }) => id) });
    expect((await mediaOf('whole')).map(({ contentPath, sha256 }) => [contentPath, sha256])).toEqual(before);
    const { result } = await engine.job('verify.case', { records: 'all' });
    expect(result).toMatchObject({ ok: true, differences: [] } satisfies Partial<VerifyResult>);
    const file = join(exhibits.whole, (await mediaOf('whole'))[0]?.deciphered?.path ?? '');
    expect(statSync(file).size).toBeGreaterThan(0);
  });

  test('the message of a deciphered content is an item like any other', async () => {
    const [one] = await mediaOf('whole');
    const { rows } = await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['message'] }, limit: 500 });
    const item = rows.find(({ id }) => id === one?.item);
    expect(item?.attachments.find(({ id }) => id === one?.id)?.deciphered).toEqual(one?.deciphered);
  });

  test.skipIf(!hasTools)('files of a phone are deciphered where its preferences hold their secret in clear, and by the printed lines', async () => {
    const media = await mediaOf('phone');
    expect(media.length).toBeGreaterThan(3);
    for (const one of media) {
      expect(one.deciphered?.method).toMatch(/^decrypted \(AES-256-CTR, its SHA-256 is the one that the store holds\) with the key of attachment\.data_random, /u); // prettier-ignore
      expect([hashOf(await bytesOf(one)), one.storedSha256]).toEqual([one.sha256, one.sha256]);
    }
    const [one] = media;
    const { contents } = await engine.value<ProvenanceView>('item.provenance', { item: one?.item });
    const [layer] = contents.find(({ attachment }) => attachment === one?.id)?.layers ?? [];
    expect(layer).toMatchObject({ kind: 'signal-android', outer: one?.deciphered === null ? null : { path: one?.deciphered.path } });
    const db = new Database(join(exhibits.phone, 'data/data/org.thoughtcrime.securesms/databases/signal.db'), { readonly: true }); // prettier-ignore
    const random = db.prepare('SELECT hex(data_random) FROM attachment WHERE data_file = ?').pluck().get(one?.path) as string;
    db.close();
    const cwd = mkdtempSync(join(folder.path, 'by-hand-'));
    const env = { ...process.env, SECRET: MODERN_KEY.toString('hex'), RANDOM_HEX: random };
    const said = execFileSync('sh', ['-ec', layer?.commands.join('\n') ?? 'false'], { cwd, encoding: 'utf8', env });
    expect(said).toContain(one?.sha256);
  }, 30_000); // prettier-ignore

  test.skipIf(!hasTools)('files of an iPhone are deciphered under the keys of their rows, with and without zeros behind them', async () => {
    const media = await mediaOf('iphone');
    expect(media.length).toBeGreaterThan(3);
    for (const one of media) {
      expect(one.deciphered?.method).toMatch(/^decrypted \(AES-256-CBC, its HMAC-SHA256 holds\) with the key of Attachment\.encryptionKey, fingerprint [0-9a-f]{16}$/u); // prettier-ignore
      const bytes = await bytesOf(one);
      expect([hashOf(bytes), bytes.length, one.storedSha256]).toEqual([one.sha256, one.sizeBytes, one.sha256]);
    }
    const [one] = media;
    const { contents } = await engine.value<ProvenanceView>('item.provenance', { item: one?.item });
    const [layer] = contents.find(({ attachment }) => attachment === one?.id)?.layers ?? [];
    const db = new Database(join(exhibits.iphone, IPHONE_DATABASE), { readonly: true });
    const key = db.prepare('SELECT lower(hex(encryptionKey)) FROM Attachment WHERE localRelativeFilePath = ?').pluck().get(one?.path) as string; // prettier-ignore
    db.close();
    expect(JSON.stringify([contents, one]).toLowerCase()).not.toContain(key.slice(0, 20));
    const cwd = mkdtempSync(join(folder.path, 'by-hand-'));
    const said = execFileSync('sh', ['-ec', layer?.commands.join('\n') ?? 'false'], { cwd, encoding: 'utf8', env: { ...process.env, KEY: key } }); // prettier-ignore
    expect(said).toContain(one?.sha256);
  }, 30_000); // prettier-ignore
});
