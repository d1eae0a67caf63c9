import Database from 'better-sqlite3';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ByteRange, Stored } from '../model/index.ts';
import { openCells, openEvidence, type WorkingCopy } from './index.ts';
import { decodeRecord } from './record.ts';
import { varintLength } from './varint.ts';

const folder = mkdtempSync(join(tmpdir(), 'without-rowid-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
function write(pageSize: number, encoding: string, fill: (db: Database.Database) => void): WorkingCopy {
  made += 1;
  const path = join(folder, `${made}.db`);
  const db = new Database(path);
  db.pragma(`page_size = ${pageSize}`);
  db.pragma(`encoding = '${encoding}'`);
  fill(db);
  db.close();
  return { file: 'main', path, log: null };
}

function bytesOf(copy: WorkingCopy, ranges: readonly ByteRange[]): Buffer {
  const file = readFileSync(copy.path);
  return Buffer.concat(ranges.map(({ offset, length }) => file.subarray(offset, offset + length)));
}

const part = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -5n, max: 5n }),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.integer({ min: 100, max: 900 }).map((length) => 'long key '.repeat(length / 9)),
  fc.uint8Array({ maxLength: 8 }),
);
const tables = [
  'CREATE TABLE w(v, k, n, PRIMARY KEY(k, n)) WITHOUT ROWID',
  'CREATE TABLE w(k, n, v, PRIMARY KEY(k COLLATE NOCASE DESC, n)) WITHOUT ROWID',
  'CREATE TABLE w(n TEXT, v, k COLLATE RTRIM, PRIMARY KEY(n DESC, k), UNIQUE(v, n)) WITHOUT ROWID',
] as const;

describe('rows of a table WITHOUT ROWID', () => {
  it('are found by key in any layout, interior pages included, and only where there is a row', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(512, 1024, 4096),
        fc.constantFrom('UTF-8', 'UTF-16le', 'UTF-16be'),
        fc.constantFrom(...tables),
        fc.array(fc.tuple(part, part, part), { minLength: 1, maxLength: 120 }),
        (pageSize, encoding, sql, rows) => {
          const copy = write(pageSize, encoding, (db) => {
            db.exec(sql);
            const insert = db.prepare('INSERT OR IGNORE INTO w(k, n, v) VALUES (?, ?, ?)');
            db.transaction(() => {
              for (const row of rows) insert.run(...row);
            })();
          });
          const order = sql.includes('PRIMARY KEY(n') ? 'n, k' : 'k, n';
          const evidence = openEvidence(copy, 'with-log', join(folder, 'scratch'));
          const stored = [...evidence.arrays(`SELECT ${order}, v, hex(CAST(v AS BLOB)) FROM w`)];
          evidence.close();
          const finder = openCells(copy, 'with-log');
          for (const [first, second, , hex] of stored) {
            const key: readonly Stored[] = [first ?? null, second ?? null];
            const ranges = finder.findByKey('W', key);
            if (ranges === null) throw new Error(`no cell for ${String(first)}, ${String(second)}`);
            const bytes = bytesOf(copy, ranges);
            const record = decodeRecord(
              bytes.subarray(varintLength(bytes, 0)),
              encoding === 'UTF-8' ? 'utf8' : encoding === 'UTF-16le' ? 'utf16le' : 'utf16be',
            );
            const value = record?.values[2];
            if (value === undefined) throw new Error('the cell is no record of three values');
            const payload = bytes.subarray(varintLength(bytes, 0));
            const own = payload.subarray(value.offset, value.offset + value.length);
            if (value.type === 'text' || value.type === 'blob') expect(own.toString('hex').toUpperCase()).toBe(hex);
            expect(finder.findByKey('w', [second ?? null, first ?? null, null])).toBeNull();
          }
          expect(finder.findByKey('w', ['no such key', 77])).toBeNull();
          expect(finder.findByKey('w', [null, null])).toBeNull();
          finder.close();
        },
      ),
      { numRuns: 150, seed: 17 },
    );
  });

  it('lie where dd and sha256sum see them, on interior pages too', () => {
    const copy = write(512, 'UTF-8', (db) => {
      db.exec(`CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID; CREATE TABLE t(a);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO w SELECT 'key ' || i, 'value of ' || i || hex(zeroblob(40 + 17 * (i % 40))) FROM n`);
    });
    const finder = openCells(copy, 'with-log');
    const file = readFileSync(copy.path);
    let interior = 0;
    for (let index = 1; index <= 500; index += 1) {
      const ranges = finder.findByKey('w', [`key ${index}`]) ?? [];
      const [first] = ranges;
      if (file[((first?.page ?? 1) - 1) * 512] === 0x02) interior += 1;
      expect(bytesOf(copy, ranges).includes(`key ${index}value of ${index}`), `key ${index}`).toBe(true);
      if (index % 100 !== 0) continue;
      const dd = ranges.map(({ offset, length }) => `dd if=${copy.path} iflag=skip_bytes,count_bytes bs=64K skip=${offset} count=${length} status=none`); // prettier-ignore
      const seen = execFileSync('sh', ['-c', `(${dd.join('; ')}) | sha256sum`], { encoding: 'utf8' }).slice(0, 64);
      expect(seen).toBe(createHash('sha256').update(bytesOf(copy, ranges)).digest('hex'));
    }
    expect(interior).toBeGreaterThan(5);
    expect(finder.find('w', 1)).toBeNull();
    expect(finder.findByKey('t', [1])).toBeNull();
    finder.close();
  });
});
