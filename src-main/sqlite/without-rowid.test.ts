import Database from 'better-sqlite3';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ByteRange, Stored } from '../model/index.ts';
import { decodeLoneCell, openCellReader, openCells, openEvidence, readRowKey, writeRowKey, type WorkingCopy } from './index.ts'; // prettier-ignore
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
          const reader = openCellReader(copy, 'with-log');
          for (const [first, second, , hex] of stored) {
            const key: readonly Stored[] = [first ?? null, second ?? null];
            const named = readRowKey(writeRowKey(key));
            const ranges = named === null ? null : finder.findByKey('W', named);
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
            const row = reader.row('w', key);
            expect(row?.ranges).toEqual(ranges);
            const lone = decodeLoneCell(bytes, encoding === 'UTF-8' ? 'utf8' : encoding === 'UTF-16le' ? 'utf16le' : 'utf16be', false); // prettier-ignore
            expect(lone).toEqual({ rowid: null, values: [...(row?.values.values() ?? [])] });
            const parts = reader.parts('w', key) ?? [];
            expect(parts.map(({ role }) => role)).not.toContain('rowid');
            const covered = parts.flatMap((part) => part.ranges).reduce((sum, range) => sum + range.length, 0);
            expect(covered).toBe(bytes.length);
          }
          expect(finder.findByKey('w', ['no such key', 77])).toBeNull();
          expect(finder.findByKey('w', [null, null])).toBeNull();
          finder.close();
          reader.close();
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

  it('are looked for within bounds where pages are damaged or lead in a circle', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tables),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 2, 10, 255)), { minLength: 1, maxLength: 12 }),
        (sql, faults) => {
          const copy = write(512, 'UTF-8', (db) => {
            db.exec(`${sql}; WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 120)
              INSERT INTO w(k, n, v) SELECT 'key ' || i, i, hex(zeroblob(17 * (i % 9))) FROM c`);
          });
          const file = readFileSync(copy.path);
          // Behind the page of the schema.
          for (const [at, value] of faults) file[512 + (at % (file.length - 512))] = value;
          writeFileSync(copy.path, file);
          const finder = openCells(copy, 'with-log');
          for (let i = 1; i <= 120; i += 7) {
            const key = sql.includes('PRIMARY KEY(n') ? [String(i), `key ${i}`] : [`key ${i}`, i];
            const ranges = finder.findByKey('w', key);
            if (ranges !== null) expect(bytesOf(copy, ranges).includes(`key ${i}`)).toBe(true);
          }
          finder.close();
        },
      ),
      { numRuns: 120, seed: 18 },
    );
  });
});

describe('the key of a row as a locator names it', () => {
  it('is read back as it was written, and nothing else is taken for one', () => {
    const value = fc.oneof(
      part,
      fc.constant(null),
      fc.constantFrom(Infinity, -Infinity, -0.5, 2 ** 70, 1.2345678901234567e20, 1e300, 5e-324, "it''s", "', 'x"),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const read = readRowKey(writeRowKey(values)) ?? [];
        expect(read.length).toBe(values.length);
        for (const [index, one] of values.entries()) {
          const found = read[index];
          if (one instanceof Uint8Array) expect(found).toEqual(Buffer.from(one));
          else if (typeof one === 'bigint') expect(BigInt(found as number)).toBe(one);
          else if (Object.is(one, -0)) expect(found).toBe(0);
          else expect(found).toBe(one);
        }
      }),
    );
    for (const text of ['', 'abc', "x'0'", "'open", '1,2', '1, ', "x'00'x", '--1'])
      expect(readRowKey(text), text).toBeNull();
  });
});
