import Database from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HexView, ItemView, Page, ProvenanceView, VerifyResult } from '../../src-main/contract/index.ts';
import { coded, entriesOf, int32, keyOf, messageValue, rootOf } from '../../src-main/sources/telegram-apple/fixture-coding.ts'; // prettier-ignore
import { storedPeer } from '../../src-main/sources/telegram-apple/peer-id.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

/* Rows of tables without rowids, as Telegram on Apple's systems has them: their bytes are found, printed and found again. */

const TOPICS = 300;
const T = 1_741_296_000;
const FORUM = storedPeer('channel1500000001') ?? 0n;
const folder = temporaryFolder();
const engine = caseEngine(folder.path);
const exhibit = join(folder.path, 'X-1');

beforeAll(async () => {
  const path = join(exhibit, 'telegram-data/account-17/postbox/db/db_sqlite');
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  db.pragma('page_size = 512');
  for (const table of ['t0', 't2']) db.exec(`CREATE TABLE ${table} (key INTEGER PRIMARY KEY, value BLOB)`);
  db.exec('CREATE TABLE t7 (key BLOB PRIMARY KEY, value BLOB)');
  for (const table of ['t4', 't73']) db.exec(`CREATE TABLE ${table} (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID`);
  const put = (table: string, key: unknown, value: Buffer): unknown => db.prepare(`INSERT INTO ${table} VALUES (?, ?)`).run(key, value); // prettier-ignore
  put('t0', 2, rootOf(coded('AuthorizedAccountState', { peerId: 700n })));
  db.transaction(() => {
    for (let i = 1; i <= TOPICS; i += 1) {
      put('t7', keyOf(FORUM, 0, T + i, i), messageValue(i, { flags: 4, author: 9n, text: `text ${i}` }));
      put('t4', keyOf(FORUM, 0, i), Buffer.concat([Buffer.of(0), int32(T + i)]));
      // Titles of some run over pages of their own.
      const title = `topic ${i} ${'of the harbour '.repeat(i % 40)}`;
      put('t73', keyOf(FORUM, T + i, BigInt(i), 0, i), entriesOf({ d: entriesOf({ creationDate: T, info: coded('Info', { title }) }) })); // prettier-ignore
    }
    put('t4', keyOf(FORUM, 0, 9999), Buffer.concat([Buffer.of(0), int32(T)]));
  })();
  db.close();
  const authority = { kind: 'training', reference: 'R-1', issuer: 'test' };
  await engine.value('case.create', { path: join(folder.path, 'case'), number: 'C-1', examiner: 'E', authority });
  await engine.job('exhibit.add', { path: exhibit, reference: 'X-1' });
  await engine.job('source.ingest', {});
}, 60_000);

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

async function events(): Promise<readonly ItemView[]> {
  const { rows } = await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['event'] }, limit: 500 });
  return rows;
}

test('each has its bytes, which the printed line reads from the working copy', async () => {
  const items = await events();
  expect(items).toHaveLength(TOPICS + 1);
  let interior = 0;
  for (const item of items) {
    const view = await engine.value<ProvenanceView>('item.provenance', { item: item.id });
    const [place] = view.locators;
    if (place?.locator.kind !== 'row') throw new Error('an event without its row');
    expect(place.locator).toMatchObject({ rowid: null, key: expect.stringMatching(/^x'[\da-f]+'$/u) as string });
    expect(place.ranges.length).toBeGreaterThan(0);
    expect(place.row.map(({ column }) => column)).toEqual(['key', 'value']);
    expect(view.issues.map(({ code }) => code)).toEqual([]);
    if ((place.ranges[0]?.parts.length ?? 0) > 0) expect(place.ranges[0]?.parts.map(({ name }) => name)).not.toContain('rowid'); // prettier-ignore
    if (place.ranges.length > 1) interior += 1;
    if (item.id % 25 !== 0) continue;
    for (const range of place.ranges)
      expect(execFileSync('sh', ['-c', range.command], { encoding: 'utf8' }).slice(0, 64)).toBe(range.sha256);
  }
  expect(interior).toBeGreaterThan(10);
});

test('shows them in the hexadecimal view as columns', async () => {
  const [item] = await events();
  const view = await engine.value<ProvenanceView>('item.provenance', { item: item?.id ?? 0 });
  const range = view.locators[0]?.ranges[0];
  const { file = '', offset = 0, length = 1 } = range ?? {};
  const hex = await engine.value<HexView>('item.hex', { sha256: file, offset, length, item: item?.id ?? 0 });
  expect(hex.parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['payload size', 'column types', 'key', 'value'])); // prettier-ignore
});

test('they are found again in the case, and in the exhibit by the report alone', async () => {
  expect((await engine.job('verify.case', { records: 'all' })).result).toMatchObject({ ok: true, differences: [] });
  const out = join(folder.path, 'report');
  await engine.job('report.create', { out, pdf: false });
  const result = await engine.value<VerifyResult>('verify.report', { path: out, exhibits: [{ reference: 'X-1', path: exhibit }] }); // prettier-ignore
  expect(result).toMatchObject({ ok: true, differences: [] });
  expect(result.notCompared?.filter(({ reason }) => reason.includes('cannot be read again'))).toEqual([]);
}, 60_000);
