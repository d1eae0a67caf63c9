import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { ContentView, MediaFacts, MediaPage } from '../../src-main/contract/index.ts';
import { fixture as android } from '../../src-main/sources/wechat-android/fixture.ts';
import { fixture as desktop } from '../../src-main/sources/wechat-desktop/fixture.ts';
import { fixture as ios } from '../../src-main/sources/wechat-ios/fixture.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { filesBelow, temporaryFolder, writeFixture } from './read-source.ts';

const APPS = [
  { name: 'Android', fixture: android, variant: 'sequenced', voices: /\.amr$/u },
  { name: 'iOS', fixture: ios, variant: 'chat-tables', voices: /\.aud$/u },
] as const;

describe.each(APPS)('media of WeChat on $name', ({ fixture, variant, voices }) => {
  const folder = temporaryFolder();
  const exhibit = join(folder.path, 'phone');
  const damaged = new Set<string>();
  let engine: CaseEngine;
  beforeAll(async () => {
    await writeFixture(fixture, scenario(), 'ada-phone', variant, exhibit);
    const [cut = '', empty = ''] = filesBelow(exhibit).filter((path) => voices.test(path)).sort(); // prettier-ignore
    writeFileSync(cut, readFileSync(cut).subarray(0, 1000));
    writeFileSync(empty, readFileSync(empty).subarray(0, 10));
    for (const path of [cut, empty]) damaged.add(basename(path));
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '5', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'A-9', path: exhibit });
    await engine.job('source.ingest', {});
  }, 120_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  const read = (attachment: number, part: 'content' | 'shown'): Promise<ContentView> =>
    engine.value<ContentView>('attachment.read', { attachment, part, offset: 0, length: 4_194_304 });

  test('voices are heard as WAV, the stored bytes stay what they are, damage is told', async () => {
    const { rows } = await engine.value<MediaPage>('media.page', { filter: {}, kinds: ['voice'], presences: ['present'], limit: 200 }); // prettier-ignore
    expect(rows.length).toBeGreaterThan(3);
    for (const { id, contentPath, sha256 } of rows.slice(0, 12)) {
      expect(basename(contentPath ?? '')).toMatch(voices);
      const stored = Buffer.from((await read(id, 'content')).bytes, 'base64');
      expect(stored.toString('latin1', 0, 10)).toBe('\u0002#!SILK_V3');
      const shown = await read(id, 'shown');
      const { derived, typeByBytes } = await engine.value<MediaFacts>('media.facts', { attachment: id });
      expect([typeByBytes, derived?.method, derived?.storedSha256]).toEqual(['audio/silk', 'silk', sha256]);
      const bytes = Buffer.from(shown.bytes, 'base64');
      if (derived?.refusal === null) {
        expect([shown.method, bytes.toString('latin1', 0, 4), shown.sizeBytes]).toEqual(['silk', 'RIFF', derived.sizeBytes]); // prettier-ignore
        expect(derived.durationS).toBe(derived.damage.length === 0 ? 0.96 : (shown.sizeBytes - 44) / 48_000);
      } else expect([shown.method, bytes]).toEqual([null, stored]);
    }
    const harmed = rows.filter(({ contentPath }) => damaged.has(basename(contentPath ?? '')));
    const told = await Promise.all(harmed.map(async ({ id }) => (await engine.value<MediaFacts>('media.facts', { attachment: id })).derived?.damage ?? [])); // prettier-ignore
    expect(told.flat().sort()).toEqual(['it holds no packet', expect.stringMatching(/^the packet at byte \d+ is cut off$/u)]); // prettier-ignore
  }, 120_000);
});

describe.each(['db-storage', 'msg-multi'])('pictures of WeChat on a computer, %s', (variant) => {
  const folder = temporaryFolder();
  const exhibit = join(folder.path, 'computer');
  let engine: CaseEngine;
  beforeAll(async () => {
    await writeFixture(desktop, scenario(), 'ada-phone', variant, exhibit);
    const pictures = filesBelow(exhibit).filter((path) => path.endsWith('.dat')).sort(); // prettier-ignore
    writeFileSync(pictures[0] ?? '', 'nothing that any byte would make a picture of');
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '5', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'A-10', path: exhibit });
    await engine.job('source.ingest', {});
  }, 120_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  test('are seen as what they are, the stored file is named, and verification reads them again', async () => {
    const { rows } = await engine.value<MediaPage>('media.page', { filter: {}, kinds: ['image'], presences: ['present'], limit: 500 }); // prettier-ignore
    expect(rows.length).toBeGreaterThan(5);
    const plain = rows.filter(({ deciphered }) => deciphered !== null);
    expect(rows.length - plain.length).toBeLessThanOrEqual(1);
    for (const { id, deciphered } of plain.slice(0, 20)) {
      const shown = await engine.value<ContentView>('attachment.read', { attachment: id, part: 'shown', offset: 0, length: 8 }); // prettier-ignore
      expect(Buffer.from(shown.bytes, 'base64').toString('hex')).toBe('89504e470d0a1a0a');
      expect(deciphered?.path).toMatch(/\.dat$/u);
    }
    const ways = new Set(
      plain.map(({ deciphered }) => deciphered?.method.replaceAll(/\b[0-9a-f]{2}\b|[0-9a-f]{16}/gu, '…')),
    );
    expect(ways.size).toBe(variant === 'db-storage' ? 2 : 1);
    const voices = await engine.value<MediaPage>('media.page', { filter: {}, kinds: ['voice'], presences: ['present'], limit: 500 }); // prettier-ignore
    expect(voices.rows.length).toBeGreaterThan(3);
    for (const { id, contentPath, sha256, deciphered, matchedBy } of voices.rows.slice(0, 6)) {
      expect(matchedBy).toBe('row');
      expect(contentPath).toMatch(/\.db!\/(?:VoiceInfo\/\d+\/voice_data|Media\/\d+\/Buf)$/u);
      expect(deciphered).toBeNull();
      const { derived } = await engine.value<MediaFacts>('media.facts', { attachment: id });
      expect(derived).toMatchObject({ method: 'silk', storedSha256: sha256, durationS: 0.96, damage: [] });
    }
    const { result } = await engine.job('verify.case', { records: 'sample' });
    expect(result).toMatchObject({ ok: true });
  }, 120_000);
});
