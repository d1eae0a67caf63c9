import Database from 'better-sqlite3';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCase } from '../../src-main/case/index.ts';
import { NAMED_TABLES } from '../../src-main/case/ids.ts';
import type {
  FilterNow,
  IssueView,
  ItemView,
  Page,
  SavedFilter,
  SavedSearch,
  SearchRun,
} from '../../src-main/contract/index.ts';
import { modernSchema } from '../../src-main/sources/whatsapp-android/fixture-schema.ts';
import { Sql } from '../../src-main/sqlite/index.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

const folder = temporaryFolder();
const { value, job, close } = caseEngine(folder.path);
/** A number that no version of the app is known to give a kind of message. */
const UNKNOWN_TYPE = 9871;

/** A store without an address book, of two messages; a log takes the second, of an unknown kind, away. */
function writeExhibit(root: string): void {
  const databases = join(root, 'com.whatsapp', 'databases');
  mkdirSync(databases, { recursive: true });
  const path = join(folder.path, 'working.db');
  const db = new Database(path);
  for (const statement of modernSchema('modern')) db.exec(statement);
  db.exec(`INSERT INTO jid (_id, user, server, raw_string) VALUES (1, '491713920001', 's.whatsapp.net', '491713920001@s.whatsapp.net');
    INSERT INTO chat (_id, jid_row_id) VALUES (1, 1)`);
  const add = db.prepare(
    'INSERT INTO message (_id, chat_row_id, from_me, key_id, sender_jid_row_id, timestamp, message_type, text_data, status) VALUES (?, 1, 0, ?, 0, ?, ?, ?, 0)',
  );
  add.run(1, 'K1', Date.UTC(2025, 1, 1), 0, 'stays');
  add.run(2, 'K2', Date.UTC(2025, 1, 2), UNKNOWN_TYPE, 'goes');
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.exec('DELETE FROM message WHERE _id = 2');
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, join(databases, `msgstore.db${end}`));
  db.close();
  rmSync(path);
}

interface Dump {
  readonly items: readonly ItemView[];
  readonly issues: readonly IssueView[];
}

/** What the case shows, without its numbers, which are not used again. */
async function dump(): Promise<Dump> {
  const { rows } = await value<Page<ItemView>>('item.page', { filter: {}, limit: 10 });
  const issues = await value<Page<IssueView>>('issue.page', { limit: 100 });
  const plain = issues.rows.map((issue) => ({ ...issue, id: 0, item: issue.item === null ? null : 0 }));
  const items = rows.map((item) => ({ ...item, id: 0, conversation: 0, sender: item.sender && { ...item.sender, account: 0 } })); // prettier-ignore
  return { items, issues: plain.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}

let once: Dump;
beforeAll(async () => {
  writeExhibit(join(folder.path, 'exhibit'));
  const authority = { kind: 'training', reference: 'T-1', issuer: '' };
  await value('case.create', { path: join(folder.path, 'case'), number: '1', examiner: 'A', authority });
  await job('exhibit.add', { path: join(folder.path, 'exhibit'), reference: 'A-1' });
  await job('source.ingest', {});
  once = await dump();
}, 60_000);

afterAll(async () => {
  await close();
  folder[Symbol.dispose]();
});

test('what is odd in a row that only the state without the log holds is an issue', () => {
  expect(once.items.map(({ body, state }) => [body, state])).toEqual([
    ['stays', 'live'],
    ['goes', 'recovered'],
  ]);
  const odd = once.issues.filter(({ stored }) => stored === String(UNKNOWN_TYPE));
  expect(odd.map(({ code, at }) => [code, at])).toEqual([
    ['unknown-code', [expect.objectContaining({ table: 'message', rowid: 2 })]],
  ]);
});

test('a source that is read again says all that it said before, also what was found with it', async () => {
  expect(once.issues.map(({ detail }) => detail).join('\n')).toContain('No address book');
  await job('source.ingest', { sources: [1] });
  expect(await dump()).toEqual(once);
}, 60_000);

test('no number is given twice, also when what bore it is gone', async () => {
  const before = numbers();
  for (const table of ['account', 'conversation', 'item', 'issue']) expect(before.get(table)).not.toEqual([]);
  await job('source.ingest', { sources: [1] });
  const found = numbers();
  for (const [table, ids] of before) expect(found.get(table)?.filter((id) => ids.includes(id))).toEqual([]);
  expect([...found.values()].map((ids) => ids.length)).toEqual([...before.values()].map((ids) => ids.length));
}, 60_000);

test('a filter and a search that are kept mean the same conversation and sender after their source is read again', async () => {
  const [item] = (await value<Page<ItemView>>('item.page', { filter: {}, limit: 1 })).rows;
  const conversation = item?.conversation ?? 0;
  const sender = item?.sender?.account ?? 0;
  await value('filter.save', { name: 'talk', filter: { conversations: [conversation], senders: [sender] } });
  await value('search.save', { name: 'stays', filter: { conversations: [conversation], text: 'stays' } });
  await job('source.ingest', { sources: [1] });

  const [kept] = await value<readonly SavedFilter[]>('filter.list', {});
  expect(kept).toMatchObject({ named: 2, unfound: 0 });
  expect(kept?.filter.conversations).not.toEqual([conversation]);
  expect(kept?.filter.senders).not.toEqual([sender]);
  const { total } = await value<Page<ItemView>>('item.page', { filter: kept?.filter, limit: 1 });
  expect(total).toBe(2);
  const [search] = await value<readonly SavedSearch[]>('search.list', {});
  const run = await value<SearchRun>('search.rerun', { saved: search?.id });
  expect(run).toMatchObject({ isSame: true, saved: { lastHits: 1, isSame: true, unfound: 0 } });
}, 60_000);

test('a filter that nobody kept is carried over reading after reading, and never lets other records through', async () => {
  const [item] = (await value<Page<ItemView>>('item.page', { filter: {}, limit: 1 })).rows;
  const filter = { conversations: [item?.conversation ?? 0], accounts: [item?.sender?.account ?? 0], sources: [1] };
  expect(await value<FilterNow>('filter.resolve', { filter })).toEqual({
    filter,
    unfound: { conversations: [], accounts: [], sources: [] },
  });
  await job('source.ingest', { sources: [1] });
  await job('source.ingest', { sources: [1] });

  expect((await value<Page<ItemView>>('item.page', { filter, limit: 1 })).total).toBe(0);
  const now = await value<FilterNow>('filter.resolve', { filter });
  expect(now.unfound).toEqual({ conversations: [], accounts: [], sources: [] });
  expect(now.filter.conversations).not.toEqual(filter.conversations);
  expect((await value<Page<ItemView>>('item.page', { filter: now.filter, limit: 1 })).total).toBe(2);
  // Numbers that nothing ever had stay, and are said.
  const unknown = { filter: { senders: [99_999], exhibits: [77], tags: [78] } };
  expect(await value<FilterNow>('filter.resolve', unknown)).toEqual({
    ...unknown,
    unfound: { senders: [99_999], exhibits: [77], tags: [78] },
  });
}, 60_000);

/** The ids in every table whose ids are named outside the case, of what is read from a source. */
function numbers(): ReadonlyMap<string, readonly number[]> {
  const file = openCase(join(folder.path, 'case'), Date.now, 'reader');
  const found = new Map<string, readonly number[]>();
  for (const table of NAMED_TABLES.filter((name) => !['exhibit', 'file', 'source'].includes(name))) {
    const read = table === 'issue' ? 'WHERE found = 0 AND source IS NOT NULL' : '';
    found.set(table, file.db.all<{ id: number }>(new Sql(`SELECT id FROM ${table} ${read}`)).map(({ id }) => id)); // prettier-ignore
  }
  file.close();
  return found;
}
