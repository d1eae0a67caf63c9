import Database from 'better-sqlite3';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemView, Page, ProvenanceView, SourceView } from '../../src-main/contract/index.ts';
import { modernSchema } from '../../src-main/sources/whatsapp-android/fixture-schema.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

const folder = temporaryFolder();
const { value, job, close } = caseEngine(folder.path);

/** Where the exhibit's database lies. */
function storeOf(name: string): string {
  const databases = join(folder.path, name, 'com.whatsapp', 'databases');
  mkdirSync(databases, { recursive: true });
  return join(databases, 'msgstore.db');
}

/** One database that is received three times: without a log, and with a log that grew between. */
function writeStores(): void {
  const path = join(folder.path, 'working.db');
  const db = new Database(path);
  for (const statement of modernSchema('modern')) db.exec(statement);
  db.exec(`INSERT INTO jid (_id, user, server, raw_string) VALUES (1, '491713920001', 's.whatsapp.net', '491713920001@s.whatsapp.net');
    INSERT INTO chat (_id, jid_row_id) VALUES (1, 1)`);
  const add = db.prepare(
    'INSERT INTO message (_id, chat_row_id, from_me, key_id, sender_jid_row_id, timestamp, message_type, text_data, status) VALUES (?, 1, 0, ?, 0, ?, 0, ?, 0)',
  );
  const say = (id: number, text: string): unknown => add.run(id, `KEY${id}`, Date.UTC(2025, 1, id), text);
  say(1, 'written first');
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  copyFileSync(path, storeOf('none'));
  for (const [id, name] of ['early', 'late'].entries()) {
    say(id + 2, `written ${name}`);
    db.prepare('UPDATE message SET text_data = ? WHERE _id = 1').run(`edited ${name}`);
    copyFileSync(path, storeOf(name));
    copyFileSync(`${path}-wal`, `${storeOf(name)}-wal`);
  }
  db.close();
  rmSync(path);
}

beforeAll(async () => {
  writeStores();
  const authority = { kind: 'training', reference: 'T-1', issuer: '' };
  await value('case.create', { path: join(folder.path, 'case'), number: '1', examiner: 'A', authority });
  for (const name of ['none', 'early', 'late']) {
    await job('exhibit.add', { path: join(folder.path, name), reference: name });
  }
  await job('source.ingest', {});
}, 60_000);

afterAll(async () => {
  await close();
  folder[Symbol.dispose]();
});

test('a database that was received with several logs is read with its own each time', async () => {
  const sources = await value<readonly SourceView[]>('source.list');
  const texts: (readonly (string | null)[])[] = [];
  for (const { id } of sources) {
    const page = await value<Page<ItemView>>('item.page', { filter: { sources: [id] }, limit: 10 });
    texts.push(page.rows.map(({ body }) => body));
  }
  expect(texts).toEqual([
    ['written first'],
    ['edited early', 'written early'],
    ['edited late', 'written early', 'written late'],
  ]);
});

test('each of its messages leads to the bytes of its own log', async () => {
  const { rows } = await value<Page<ItemView>>('item.page', { filter: {}, limit: 10 });
  expect(rows).toHaveLength(6);
  for (const { id, body } of rows) {
    const shown = await value<ProvenanceView>('item.provenance', { item: id });
    expect(shown.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(shown.locators[0]?.row.find(({ column }) => column === 'text_data')?.value).toBe(body);
    expect(shown.locators[0]?.ranges[0]?.parts.some(({ name }) => name === 'text_data')).toBe(true);
  }
});

test('verification finds each record where it was', async () => {
  const { result } = await job('verify.case', { records: 'all' });
  expect(result).toMatchObject({ ok: true, differences: [] });
}, 60_000);
