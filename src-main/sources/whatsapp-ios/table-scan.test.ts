import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { treeOf, workingCopy } from '../../evidence/index.ts';
import type { Issue } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { openEvidence } from '../../sqlite/index.ts';
import type { Run } from '../parser.ts';
import { Reading } from './reading.ts';
import { TableScan } from './table-scan.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-scan-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('names the values of rows whose reader carries nothing, and what does not fit a column', async () => {
  const issues = await issuesOf(() => undefined);
  expect(issues.map(({ severity, where, stored }) => [severity, where, stored])).toEqual([
    ['warning', 'ZTHING.ZOTHER', 'kept'],
    ['warning', 'ZTHING.ZCOUNT', 'many'],
    ['warning', 'ZTHING.Z_ENT', '9'],
    ['warning', 'ZTHING.ZOTHER', 'kept'],
  ]);
  expect(issues.map(({ from }) => from?.at[0])).toMatchObject([{ rowid: 1 }, { rowid: 2 }, { rowid: 2 }, { rowid: 2 }]);
});

test('carries both with a record that asks for it, and only notes what does not fit', async () => {
  const carried: unknown[] = [];
  const issues = await issuesOf((scan, row) => carried.push(scan.carriedOf(row)));
  expect(carried).toEqual([{ ZOTHER: 'kept' }, { ZOTHER: 'kept', Z_ENT: 9, ZCOUNT: 'many' }]);
  expect(issues.map(({ severity, where }) => [severity, where])).toEqual([['note', 'ZTHING.ZCOUNT']]);
});

test('counts by column what rows hold that are counted out', async () => {
  const issues = await issuesOf((scan) => {
    scan.skip('row of a kind that says nothing');
  });
  expect(issues.map(({ severity, where, detail }) => [severity, where, /^\d+ rows?/u.exec(detail)?.[0]])).toEqual([
    ['warning', 'ZTHING.ZCOUNT', undefined],
    ['note', 'ZTHING.ZOTHER', '2 rows'],
    ['note', 'ZTHING.Z_ENT', '1 row'],
  ]);
});

async function issuesOf(visit: (scan: TableScan, row: StoredRow) => void): Promise<readonly Issue[]> {
  const path = join(folder, 'store.sqlite');
  const db = new Database(path);
  db.exec('CREATE TABLE ZTHING (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, ZCOUNT INTEGER, ZOTHER VARCHAR)');
  db.exec("INSERT INTO ZTHING VALUES (1, 4, 7, 'kept'), (2, 9, 'many', 'kept')");
  db.close();
  const tree = await treeOf(path, folder);
  const file = await tree.get('store.sqlite');
  if (file === null) throw new Error('no file');
  const evidence = openEvidence(await workingCopy(tree, file, folder), 'with-log', folder);
  try {
    const reading = new Reading({ signal: new AbortController().signal } as Run);
    const scan = new TableScan(reading, evidence, 'ZTHING', ['ZCOUNT']);
    for (const row of scan.rows()) visit(scan, row);
    return [...scan.end()].filter((one) => one.kind === 'issue');
  } finally {
    evidence.close();
    tree.close();
  }
}
