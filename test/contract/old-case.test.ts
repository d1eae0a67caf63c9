import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeBlock } from '../../src-main/case/activity/activity-block.ts';
import { appendCustody } from '../../src-main/case/index.ts';
import { migrate } from '../../src-main/case/migrate.ts';
import { migrations } from '../../src-main/case/migrations/index.ts';
import type { ItemView, Overview, Page, ProvenanceView, SourceView } from '../../src-main/contract/index.ts';
import { openCaseDb, openCells, sql, type CaseDb } from '../../src-main/sqlite/index.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

const folder = temporaryFolder();
const casePath = join(folder.path, 'case');
const exhibit = join(folder.path, 'chat.db');
const { value, job, close } = caseEngine(folder.path);

/** The second is longer than a page. */
const TEXTS = ['Bring the ladder', `The tide table${': one more line'.repeat(600)}`];
const SENT_MS = Date.UTC(2024, 5, 1, 8);

function writeExhibit(): void {
  const db = new Database(exhibit);
  db.exec('CREATE TABLE message (id INTEGER PRIMARY KEY, sent INTEGER, kind INTEGER, text TEXT, colour TEXT)');
  for (const [index, text] of TEXTS.entries())
    db.prepare('INSERT INTO message VALUES (?, ?, 0, ?, ?)').run(index + 7, SENT_MS + index, text, `colour ${index}`);
  db.close();
}

/** A case as the first schema held it: locators and uninterpreted columns in tables of their own. */
function writeCase(): void {
  const sha256 = createHash('sha256').update(readFileSync(exhibit)).digest('hex');
  const { size, mtimeMs } = statSync(exhibit);
  const modified = Math.round(mtimeMs);
  mkdirSync(join(casePath, 'work'), { recursive: true });
  const copy = join(casePath, 'work', sha256);
  copyFileSync(exhibit, copy);
  const db = openCaseDb(join(casePath, 'case.db'), 'create');
  const first = migrations.filter(({ version }) => version === 10);
  migrate(db, first, casePath);
  db.run(sql`INSERT INTO case_info (one, id, number, examiner, authority_kind, authority_reference, authority_issuer, zone, created_ms)
    VALUES (1, 'c0ffee', '24-9', 'R. Okafor', 'warrant', 'W 9', 'District Court', 'UTC', ${SENT_MS})`);
  appendCustody(db, SENT_MS, { actor: 'R. Okafor', action: 'case.create', parameters: { number: '24-9' }, result: {} });
  db.run(sql`INSERT INTO exhibit (id, reference, kind, path, files, size_bytes, sha256, added_ms, complete)
    VALUES (1, 'A-1', 'file', ${exhibit}, 1, ${size}, ${sha256}, ${SENT_MS}, 1)`);
  db.run(
    sql`INSERT INTO file (exhibit, path, sha256, size_bytes, modified_ms, place) VALUES (1, 'chat.db', ${sha256}, ${size}, ${modified}, 's:')`,
  );
  db.run(sql`INSERT INTO source (id, exhibit, parser, revision, label, variant, proof, root, state, questions, counts)
    VALUES (1, 1, 'test-app', 1, 'Chats', 'first', 'inferred', '', 'ingested', '[]', '{"messages":2}')`);
  db.run(
    sql`INSERT INTO source_file (source, role, path, sha256, size_bytes) VALUES (1, 'messages', 'chat.db', ${sha256}, ${size})`,
  );
  db.exec(`INSERT INTO facet (id, source, class, type, type_stored, direction, state, log_state) VALUES (1, 1, 'message', 'text', '0', 'incoming', 'live', 'both');
    INSERT INTO time_form VALUES (1, 'unix-ms', 'sent', 'utc');
    INSERT INTO conversation (id, source, key, type, identifier, title, title_from, messages, state, log, seen)
      VALUES (1, 1, 'crew', 'group', 'crew', 'crew', 'identifier', 2, 0, 0, 1);
    INSERT INTO stored_shape VALUES (1, '["colour"]');`);
  db.run(sql`INSERT INTO place_name VALUES (1, ${sha256}, 'message'), (2, ${sha256}, 'main')`);
  writeItems(db, sha256, copy);
  db.close();
}

function writeItems(db: CaseDb, sha256: string, copy: string): void {
  const cells = openCells({ file: sha256, path: copy, log: null }, 'without-log');
  for (const [index, text] of TEXTS.entries()) {
    const id = index + 1;
    const ranges = cells.find('message', index + 7) ?? [];
    const [local, ...overflow] = ranges;
    if (local === undefined) throw new Error('a row without bytes');
    const more = overflow.flatMap(({ page, offset, length }) => [2, page, offset, length]);
    db.run(sql`INSERT INTO item (id, source, facet, conversation, time_ms, time_form, place, key, body, flags, withheld)
      VALUES (${id}, 1, 1, 1, ${SENT_MS + index}, 1, ${index}, ${`m${id}`}, ${text}, 0, 0)`);
    db.run(sql`INSERT INTO locator VALUES (0, ${id}, 0, 0, 1, ${index + 7}, NULL, 2, ${local.page}, ${local.offset}, ${local.length},
      ${more.length === 0 ? null : JSON.stringify(more)})`);
    db.run(sql`INSERT INTO stored VALUES (0, ${id}, 1, ${JSON.stringify([`colour ${index}`])})`);
  }
  cells.close();
  writeCounts(db);
}

/** What the first version counted when a source was read. */
function writeCounts(db: CaseDb): void {
  const block = {
    times: Float64Array.from(TEXTS, (_text, index) => SENT_MS + index),
    groups: Uint32Array.from(TEXTS, () => 1),
    ids: Uint32Array.from(TEXTS, (_text, index) => index + 1),
  };
  const { times, groups, ids } = encodeBlock(block);
  db.run(sql`INSERT INTO activity_sender VALUES (1, 1, 0, 1, 2, ${SENT_MS}, ${SENT_MS + 1})`);
  db.run(sql`INSERT INTO activity_quarter VALUES (${Math.floor(SENT_MS / 900_000)}, 1, 2)`);
  db.run(sql`INSERT INTO activity_day VALUES (${Math.floor(SENT_MS / 86_400_000)}, 1, 2)`);
  db.run(sql`INSERT INTO activity_block VALUES (1, 1, ${SENT_MS}, ${SENT_MS + 1}, 2, ${times}, ${groups}, ${ids})`);
}

beforeAll(async () => {
  writeExhibit();
  writeCase();
  await value('case.open', { path: casePath });
});

afterAll(async () => {
  await close();
  folder[Symbol.dispose]();
});

test('a case of the first schema opens with its items', async () => {
  const { rows } = await value<Page<ItemView>>('item.page', { filter: { conversations: [1] }, limit: 10 });
  expect(rows.map(({ body }) => body)).toEqual(TEXTS);
  expect(await value<readonly SourceView[]>('source.list')).toMatchObject([{ state: 'ingested', label: 'Chats' }]);
  const found = await value<Page<unknown>>('search.page', { filter: { text: 'ladder' }, limit: 10 });
  expect(found.rows).toHaveLength(1);
});

test('it is counted by hour of the week, which the first schema did not do', async () => {
  const { messages, undated, week } = await value<Overview>('overview.get', { filter: {} });
  expect({ messages, undated }).toEqual({ messages: 2, undated: 0 });
  // 1 June 2024, 08:00 UTC: a Saturday.
  expect(week.flatMap((items, hour) => (items > 0 ? [[hour, items]] : []))).toEqual([[5 * 24 + 8, 2]]);
});

test('its items lead to their bytes and columns', async () => {
  for (const [index, text] of TEXTS.entries()) {
    const shown = await value<ProvenanceView>('item.provenance', { item: index + 1 });
    expect(shown.issues).toEqual([]);
    expect(shown.stored).toEqual({ colour: `colour ${index}` });
    const [locator] = shown.locators;
    expect(locator?.locator).toMatchObject({ table: 'message', rowid: index + 7 });
    expect(locator?.row.find(({ column }) => column === 'text')?.value).toBe(text);
    expect(locator?.ranges.length).toBe(index === 0 ? 1 : 3);
  }
});

test('it is verified to the last record', async () => {
  const { result } = await job('verify.case', { records: 'all' });
  expect(result).toMatchObject({ ok: true, differences: [], checked: { records: 2 } });
});
