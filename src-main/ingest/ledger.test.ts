import { describe, expect, test } from 'vitest';
import type { EvidenceFile } from '../evidence/index.ts';
import type { EvidenceDb } from '../sqlite/index.ts';
import { openLedger } from './ledger.ts';

const sha256 = 'a'.repeat(64);
const file: EvidenceFile = { sha256, path: 'msgstore.db', sizeBytes: 1, modifiedMs: null };

function database(counts: Readonly<Record<string, number>>): { readonly db: EvidenceDb; readonly file: EvidenceFile } {
  const tables = new Map(Object.keys(counts).map((table) => [table, ['_id']]));
  const db = { file: sha256, tables, count: (table: string) => counts[table] };
  return { db: db as unknown as EvidenceDb, file };
}

describe('the ledger', () => {
  test('is silent when every row is used or skipped with a reason', () => {
    const ledger = openLedger();
    ledger.add({ kind: 'tally', file: sha256, table: 'message', rows: 5, used: 4, skipped: { 'sentinel row': 1 } });
    expect(ledger.close([database({ message: 5 })])).toEqual({ issues: [], unclaimed: [] });
  });

  test('names a tally that does not close', () => {
    const ledger = openLedger();
    ledger.add({ kind: 'tally', file: sha256, table: 'message', rows: 5, used: 4, skipped: {} });
    const { issues } = ledger.close([database({ message: 5 })]);
    expect(issues.map((issue) => issue.detail)).toEqual([
      'the account of the table does not close: 5 rows, 4 used, 0 skipped',
    ]);
  });

  test('names a table of which the parser read fewer rows than it holds', () => {
    const ledger = openLedger();
    ledger.add({ kind: 'tally', file: sha256, table: 'message', rows: 4, used: 4, skipped: {} });
    const { issues } = ledger.close([database({ message: 5 })]);
    expect(issues.map((issue) => issue.detail)).toEqual(['the table holds 5 rows, the parser read 4']);
  });

  test('lists the tables that no parser claims with their rows', () => {
    const ledger = openLedger();
    expect(ledger.close([database({ props: 7 })]).unclaimed).toEqual([{ file: sha256, table: 'props', rows: 7 }]);
  });
});
