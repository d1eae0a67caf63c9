import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postsOn, scenario } from '../../fixtures/scenario.ts';
import type { Story } from '../../fixtures/story.ts';
import { writeUfdr } from '../../fixtures/ufdr-exhibit.ts';
import type { ComparedKind, ComparedRow, ProvenanceView, SourceComparison, SourceView } from '../../src-main/contract/index.ts'; // prettier-ignore
import { caseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

const DEVICE = 'ada-phone';
const MOST_POSTS = 900;
const story = heldByReports(scenario());
const posts = [...postsOn(story, DEVICE)];
const texts = posts.filter(({ body, revoked, deletedOn }) => body.type === 'text' && revoked === null && deletedOn.length === 0); // prettier-ignore
const chosen = [50, 150, 250, 350].map((n) => texts[n]?.serverId ?? '');
const [reworded = '', leftOut = '', shifted = '', renamed = ''] = chosen;

/** The beginning of the story, without the threads that reports of the writer leave out and without files. */
function heldByReports(whole: Story): Story {
  const threads = whole.threads.filter(({ type }) => ['one-to-one', 'group', 'channel'].includes(type));
  const held = new Set(threads.map(({ id }) => id));
  const kept = [...whole.posts()].filter(({ thread, body }) => held.has(thread) && body.type !== 'media').slice(0, MOST_POSTS); // prettier-ignore
  return {
    ...whole,
    threads: threads.map((thread) => ({ ...thread, community: null })),
    posts: () => kept,
    calls: whole.calls.filter(({ thread }) => held.has(thread)),
  };
}

const folder = temporaryFolder();
const engine = caseEngine(folder.path);
let report = 0;
let database = 0;

beforeAll(async () => {
  const path = join(folder.path, 'ada.ufdr');
  await writeUfdr(story, DEVICE, path, {
    bodies: { [reworded]: 'words that the database does not hold' },
    leftOut: new Set([leftOut]),
    shifts: { [shifted]: 3_600_000 },
    invented: { [renamed]: 'AN-IDENTIFIER-OF-THE-TOOL' },
    states: Object.fromEntries(posts.filter(({ revoked }) => revoked !== null).map(({ serverId }) => [serverId, 'Deleted'])), // prettier-ignore
  });
  const authority = { kind: 'training', reference: 'R-1', issuer: 'test' };
  await engine.value('case.create', { path: join(folder.path, 'case'), number: 'C-1', examiner: 'E', authority });
  await engine.job('exhibit.add', { path, reference: 'U-1' });
  await engine.job('source.ingest', {});
  const sources = await engine.value<readonly SourceView[]>('source.list');
  report = sources.find(({ parser }) => parser === 'cellebrite-ufdr')?.id ?? 0;
  database = sources.find(({ parser }) => parser === 'whatsapp-android')?.id ?? 0;
  expect(sources.map(({ state, balanced }) => [state, balanced])).toEqual([
    ['ingested', true],
    ['ingested', true],
  ]);
});

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

function compare(kinds: readonly ComparedKind[], more: object = {}): Promise<SourceComparison> {
  return engine.value('source.compare', { a: report, b: database, kinds, limit: 1000, ...more });
}

const told = ({ kind, by, differs, a, b }: ComparedRow) => ({ kind, by, differs, id: a?.serverId ?? b?.serverId });

test('the database inside a report is read, and differs from what the tool decoded in what was planted', async () => {
  const { rows, counts, byField, total } = await compare(['differing', 'only-a', 'only-b']);
  const found = rows.map(told);
  expect(found.filter(({ kind }) => kind === 'differing').sort((x, y) => (x.differs[0] ?? '').localeCompare(y.differs[0] ?? ''))).toEqual([
    { kind: 'differing', by: 'content', differs: ['identifier'], id: 'AN-IDENTIFIER-OF-THE-TOOL' },
    { kind: 'differing', by: 'identifier', differs: ['text'], id: reworded },
    { kind: 'differing', by: 'identifier', differs: ['time'], id: shifted },
  ]); // prettier-ignore
  expect(found.filter(({ kind }) => kind === 'only-a')).toEqual([]);
  const alone = rows.filter(({ kind }) => kind === 'only-b');
  expect(alone.map(told)).toEqual([{ kind: 'only-b', by: null, differs: [], id: leftOut }]); // prettier-ignore
  expect(counts).toEqual({ matched: posts.length - 4, differing: 3, 'only-a': 0, 'only-b': 1 });
  expect(byField).toEqual({ identifier: 1, conversation: 0, sender: 0, time: 1, text: 1, state: 0 });
  expect(total).toBe(4);
});

test('each side says where it was read', async () => {
  const { rows } = await compare(['differing']);
  for (const { a, b } of rows) {
    expect(a?.origin).toMatchObject({ path: 'report.xml', at: { kind: 'bytes' } });
    expect(b?.origin).toMatchObject({
      path: 'report.xml!/data/data/com.whatsapp/databases/msgstore.db',
      table: 'message',
    });
  }
});

test('each difference leads to bytes on both sides, whose hashes are those of the files', async () => {
  const { rows } = await compare(['differing', 'only-a', 'only-b']);
  expect(rows.length).toBe(4);
  for (const { a, b } of rows)
    for (const side of [a, b]) {
      if (side === null) continue;
      const { locators } = await engine.value<ProvenanceView>('item.provenance', { item: side.item });
      const [first] = locators;
      expect(first?.ranges.length).toBeGreaterThan(0);
      for (const { path, offset, length, sha256 } of first?.ranges ?? []) {
        const whole = fileOf(path);
        const bytes = whole.subarray(offset, offset + length);
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
        // What the record is known by stands in these bytes.
        expect(bytes.includes(side.serverId ?? '?')).toBe(true);
      }
    }
});

/** A file of the report by the path under which the case lists it, unpacked by another tool. */
function fileOf(path: string): Buffer {
  const entry = path === 'report.xml' ? path : `files/Database/${basename(path)}`;
  return execFileSync('unzip', ['-p', join(folder.path, 'ada.ufdr'), entry], { maxBuffer: 2 ** 28 });
}

test('pages follow each other without gap or repetition', async () => {
  const whole = await compare(['matched', 'differing', 'only-b']);
  const ids: (number | undefined)[] = [];
  let first: number | null = 0;
  while (first !== null) {
    const page: SourceComparison = await compare(['matched', 'differing', 'only-b'], { first, limit: 700 });
    ids.push(...page.rows.map(({ a, b }) => a?.item ?? b?.item));
    first = page.after === null ? null : Number(page.after);
  }
  expect(ids.length).toBe(whole.total);
  expect(new Set(ids).size).toBe(whole.total);
});

test('the other way round says the same', async () => {
  const turned: SourceComparison = await engine.value('source.compare', { a: database, b: report, limit: 10 });
  expect(turned.counts).toEqual({ matched: posts.length - 4, differing: 3, 'only-a': 1, 'only-b': 0 });
});

test('a source is not compared with itself, nor with one that is not in the case', async () => {
  await expect(engine.value('source.compare', { a: report, b: report, limit: 1 })).rejects.toThrow('bad-parameters');
  await expect(engine.value('source.compare', { a: report, b: 99, limit: 1 })).rejects.toThrow('not-found');
});

test('verification finds every value of both sources where it was read', async () => {
  const job = await engine.job('verify.case', { records: 'all' });
  expect(job.result).toMatchObject({ ok: true, differences: [] });
});

test('the terminal lists the same', () => {
  const main = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
  const env = { ...process.env, HOME: folder.path };
  const run = spawnSync(process.execPath, [main, 'compare', join(folder.path, 'case'), String(report), String(database)], { encoding: 'utf8', env }); // prettier-ignore
  expect(run.stderr).not.toMatch(/error/iu);
  expect(run.stdout).toContain(`matched: ${posts.length - 4}`);
  expect(run.stdout).toContain('differing: 3 (1 in identifier, 1 in time, 1 in text)');
  expect(run.stdout).toContain('words that the database does not hold');
});
