import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { IssueView, ItemView, LockList, Page, SourceView } from '../../src-main/contract/index.ts';
import { emptyDatabase, RECIPE_4, Sealer, type Recipe } from '../../src-main/evidence/fixture-sqlcipher.ts';
import { fixture } from '../../src-main/sources/wechat-desktop/fixture.ts';
import { wechatDesktop } from '../../src-main/sources/wechat-desktop/index.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { only } from './read-made.ts';
import { filesBelow, readAll, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

const KEY = createHash('sha256').update('test: computer of A. Brandt').digest();
const RECIPE: Recipe = { ...RECIPE_4, rawKey: KEY };

/** Writes a database anew with room at the end of its pages, and encrypts it. */
function lock(path: string): void {
  const [plain, roomy] = [`${path}.plain`, `${path}.roomy`];
  renameSync(path, plain);
  writeFileSync(roomy, emptyDatabase(RECIPE));
  const db = new Database(roomy);
  db.pragma('journal_mode = OFF');
  db.exec(`ATTACH '${plain.replaceAll("'", "''")}' AS plain`);
  const tables = db.prepare("SELECT name, sql FROM plain.sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'").all() as { name: string; sql: string }[]; // prettier-ignore
  for (const { name, sql } of tables) {
    db.exec(sql);
    db.exec(`INSERT INTO main."${name}" SELECT * FROM plain."${name}" ORDER BY rowid`);
  }
  db.close();
  writeFileSync(path, new Sealer(RECIPE).database(readFileSync(roomy)));
  for (const file of [plain, roomy]) rmSync(file);
}

describe('WeChat on a computer, as it lies there', () => {
  const folder = temporaryFolder();
  const story = smallStory(scenario());
  const exhibit = join(folder.path, 'computer');
  let engine: CaseEngine;
  let bodies: readonly (string | null)[];
  beforeAll(async () => {
    await writeFixture(fixture, story, 'ada-phone', 'db-storage', exhibit);
    bodies = only(await readAll(wechatDesktop, exhibit), 'message').map(({ body }) => body);
    for (const path of filesBelow(exhibit)) if (path.endsWith('.db')) lock(path);
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '5', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'A-8', path: exhibit });
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  const open = async (wanted: RegExp): Promise<void> => {
    for (const { id, path, opened } of (await engine.value<LockList>('lock.list')).locks)
      if (wanted.test(basename(path)) && path.endsWith('.db') && opened === null) await engine.job('lock.open', { lock: id, key: { typed: KEY.toString('hex'), form: 'hex' } }); // prettier-ignore
  };
  const messages = async () =>
    (await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['message'] }, limit: 500 })).rows.map(({ body }) => body); // prettier-ignore

  test('its databases are locks of the app, and no source before one is opened', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    expect(locks.filter(({ kind }) => kind === 'sqlcipher').map(({ path, facts }) => [basename(path), facts.app])).toEqual(['contact.db', 'hardlink.db', 'media_0.db', 'message_0.db', 'message_1.db', 'message_fts.db', 'message_resource.db', 'session.db'].map((name) => [name, 'wechat-desktop-4'])); // prettier-ignore
    expect(await engine.value<readonly SourceView[]>('source.list')).toEqual([]);
  });

  test('what is opened one after the other becomes one source, which says what is still locked', async () => {
    await open(/^(?:contact|message_0)/u);
    await engine.job('source.ingest', {});
    const some = await messages();
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(bodies.length);
    const first = await engine.value<Page<IssueView>>('issue.page', { limit: 500 });
    expect(first.rows.filter(({ code }) => code === 'source-locked').map(({ where }) => basename(where))).toEqual(['message_1.db']); // prettier-ignore
    await open(/./u);
    const sources = await engine.value<readonly SourceView[]>('source.list');
    expect(sources.map(({ variant, label }) => [variant, label])).toEqual([['db-storage', expect.stringMatching(/^WeChat \(desktop 4\), wxid_/u)]]); // prettier-ignore
    await engine.job('source.ingest', { sources: sources.map(({ id }) => id) });
    expect((await messages()).sort()).toEqual([...bodies].sort());
    const last = await engine.value<Page<IssueView>>('issue.page', { limit: 500 });
    expect(last.rows.filter(({ code }) => code === 'source-locked')).toEqual([]);
  }, 120_000);
});
