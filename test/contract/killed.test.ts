import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCase, readCaseInfo } from '../../src-main/case/index.ts';
import type { CaseInfo, CustodyEntry, ExhibitView, Page, SourceView } from '../../src-main/contract/index.ts';
import { modernSchema } from '../../src-main/sources/whatsapp-android/fixture-schema.ts';
import { sql } from '../../src-main/sqlite/index.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

const folder = temporaryFolder();
const casePath = join(folder.path, 'case');
const exhibit = { path: join(folder.path, 'exhibit'), reference: 'A-1' };
const report = join(folder.path, 'report');
let engine: CaseEngine;

/** Runs a job in a process of its own, which is killed when it says that phase for the n-th time. */
function kill(job: string, phase: string, times: number, params: unknown): void {
  const child = fileURLToPath(new URL('killed-child.ts', import.meta.url));
  const given = [child, casePath, join(folder.path, 'home'), job, phase, String(times), JSON.stringify(params)];
  const { signal, stderr } = spawnSync(process.execPath, given, { encoding: 'utf8' });
  expect(signal, stderr).toBe('SIGKILL');
}

/** Opens the case as its owner; what the custody log says of what was left. */
async function open(): Promise<unknown> {
  engine = caseEngine(folder.path);
  const info = await engine.value<CaseInfo>('case.open', { path: casePath });
  expect(info.path).toBe(casePath);
  const { rows } = await engine.value<Page<CustodyEntry>>('custody.page', { limit: 100 });
  const entry = rows.findLast(({ action }) => action === 'case.open');
  return entry?.result;
}

const inWork = (): readonly string[] =>
  readdirSync(join(casePath, 'work')).filter((name) => !/^[0-9a-f]{64}$/u.test(name));

/** A database of two messages, and a conversation exported as text. */
function writeExhibit(): void {
  const databases = join(exhibit.path, 'com.whatsapp', 'databases');
  mkdirSync(databases, { recursive: true });
  const text = '01/02/2024, 10:15 - Ben: hello\n02/02/2024, 11:00 - Ada: the tide is out\n';
  writeFileSync(join(exhibit.path, 'WhatsApp Chat with Ben.txt'), text);
  const db = new Database(join(databases, 'msgstore.db'));
  for (const statement of modernSchema('modern')) db.exec(statement);
  db.exec(`INSERT INTO jid (_id, user, server, raw_string) VALUES (1, '491713920001', 's.whatsapp.net', '491713920001@s.whatsapp.net');
    INSERT INTO chat (_id, jid_row_id) VALUES (1, 1);
    INSERT INTO message (_id, chat_row_id, from_me, key_id, sender_jid_row_id, timestamp, message_type, text_data, status)
      VALUES (1, 1, 0, 'K1', 0, 1738368000000, 0, 'stays', 0), (2, 1, 0, 'K2', 0, 1738454400000, 0, 'goes', 0)`);
  db.close();
}

beforeAll(async () => {
  writeExhibit();
  engine = caseEngine(folder.path);
  const authority = { kind: 'training', reference: 'T-1', issuer: '' };
  await engine.value('case.create', { path: casePath, number: '1', examiner: 'A', authority });
  await engine.close();
});

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

test('an intake that was killed while sources were looked for is as if it had not begun, and can be repeated', async () => {
  kill('intake', 'looking for sources', 3, exhibit);
  expect(await open()).toEqual({ removedUnfinished: { exhibits: ['A-1'] } });
  expect(await engine.value('source.list')).toEqual([]);
  const { result } = await engine.job('exhibit.add', exhibit);
  expect(result).toMatchObject({ sources: [expect.any(Number), expect.any(Number)] });
  const sources = await engine.value<readonly SourceView[]>('source.list');
  // The first had been found before the kill: its number is not given again.
  expect(sources.map(({ id, state }) => [id, state])).toEqual([
    [2, 'found'],
    [3, 'found'],
  ]);
  const [again] = await engine.value<readonly ExhibitView[]>('exhibit.list');
  expect(again).toMatchObject({ reference: 'A-1', state: 'complete', files: 2 });
  expect(again?.id).toBeGreaterThan(1);
  await engine.close();
}, 60_000);

test('of a reading that was killed no count is seen before its source is read, and nothing stays', async () => {
  kill('ingest', 'full text', 1, { sources: [2] });
  expect(inWork()).toEqual([expect.stringMatching(/^scratch/u)]);
  const beside = openCase(casePath, Date.now, 'reader');
  expect(beside.db.all(sql`SELECT state, counts FROM source WHERE id = 2`)).toEqual([
    { state: 'ingesting', counts: '{}' },
  ]);
  expect(readCaseInfo(beside).counts).toMatchObject({ messages: 0, conversations: 0 });
  expect(beside.db.value(sql`SELECT sum(messages) FROM conversation`)).toBe(0);
  beside.close();
  expect(await open()).toEqual({
    removedUnfinished: { sources: [2], files: [expect.stringMatching(/^scratch\.passing-/u)] },
  });
  expect(inWork()).toEqual([]);
  await engine.job('source.ingest', {});
  const sources = await engine.value<readonly SourceView[]>('source.list');
  expect(sources.map(({ state, counts }) => [state, counts.messages])).toEqual([
    ['ingested', 2],
    ['ingested', 2],
  ]);
  expect(await engine.value('case.info')).toMatchObject({ counts: { messages: 4, conversations: 2 } });
  await engine.close();
}, 60_000);

test('of a report that was killed the half bag is no report, and the same report can be written again', async () => {
  const params = { out: report, pdf: false };
  kill('report', 'tables', 1, params);
  const half = `${report}.partial`;
  expect([existsSync(report), existsSync(half)]).toEqual([false, true]);
  engine = caseEngine(folder.path);
  await expect(engine.value('verify.report', { path: half })).rejects.toThrow(/report-unfinished/u);
  await engine.close();
  expect(await open()).toEqual({ removedUnfinished: { reports: [half] } });
  expect(existsSync(half)).toBe(false);
  expect(await engine.value('report.list')).toEqual([]);
  await engine.job('report.create', params);
  expect(await engine.value('verify.report', { path: report })).toMatchObject({ ok: true });
  expect(existsSync(join(report, 'unfinished-report.txt'))).toBe(false);
}, 60_000);
