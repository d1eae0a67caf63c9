import Database from 'better-sqlite3';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ByteRange } from '../model/index.ts';
import { cellParts, openCells, openEvidence, type WorkingCopy } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'cells-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
function newPath(): string {
  made += 1;
  return join(folder, `${made}.db`);
}

function alone(path: string): WorkingCopy {
  return { file: 'main', path, log: null };
}

function bytesOf(copy: WorkingCopy, ranges: readonly ByteRange[]): Buffer {
  return Buffer.concat(
    ranges.map((range) => {
      const handle = openSync(range.in === 'main' ? copy.path : (copy.log?.path ?? ''), 'r');
      try {
        const buffer = Buffer.alloc(range.length);
        expect(readSync(handle, buffer, 0, range.length, range.offset)).toBe(range.length);
        return buffer;
      } finally {
        closeSync(handle);
      }
    }),
  );
}

const scalar = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, 1n, -1n, 127n, -128n, 128n, 32_767n, 8_388_608n, 2n ** 31n, 2n ** 47n, 2n ** 53n, 2n ** 53n + 1n),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.integer({ min: 0, max: 9000 }).map((length) => 'ä'.repeat(length)),
  fc.uint8Array({ maxLength: 40 }),
  fc.integer({ min: 0, max: 20_000 }).map((length) => new Uint8Array(length).fill(0xa5)),
);

const database = fc.record({
  pageSize: fc.constantFrom(512, 1024, 4096, 65_536),
  encoding: fc.constantFrom('UTF-8', 'UTF-16le', 'UTF-16be'),
  autoVacuum: fc.constantFrom(0, 1),
  rows: fc.uniqueArray(
    fc.tuple(
      fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -300n, max: 300n })),
      scalar,
      scalar,
      scalar,
    ),
    {
      selector: ([rowid]) => rowid,
      maxLength: 60,
    },
  ),
});

describe('cells', () => {
  it('decode to the values that SQLite itself reads, in any layout', () => {
    fc.assert(
      fc.property(database, ({ pageSize, encoding, autoVacuum, rows }) => {
        const path = newPath();
        const db = new Database(path);
        db.pragma(`page_size = ${pageSize}`);
        db.pragma(`encoding = '${encoding}'`);
        db.pragma(`auto_vacuum = ${autoVacuum}`);
        db.exec('CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c)');
        const insert = db.prepare('INSERT INTO t VALUES(?, ?, ?, ?)');
        db.transaction(() => rows.forEach((row) => insert.run(...row)))();
        const expected = db
          .prepare(
            'SELECT id, a, CAST(a AS BLOB), b, CAST(b AS BLOB), c, CAST(c AS BLOB), typeof(a), typeof(b), typeof(c) FROM t ORDER BY id',
          )
          .raw()
          .safeIntegers(true)
          .all() as unknown[][];
        db.close();
        const copy = alone(path);
        const finder = openCells(copy, 'with-log');
        for (const [id, a, aBytes, b, bBytes, c, cBytes, ...types] of expected) {
          const rowid = id as bigint;
          const ranges = finder.find('T', rowid);
          if (ranges === null) throw new Error(`row ${rowid} not found`);
          const whole = bytesOf(copy, ranges);
          const parts = cellParts(copy, 'with-log', 't', rowid);
          if (parts === null) throw new Error(`row ${rowid} has no parts`);
          expect(Buffer.concat(parts.map((part) => bytesOf(copy, part.ranges))).equals(whole)).toBe(true);
          const values = parts.filter((part) => part.role === 'value');
          expect(values.map((part) => part.name)).toEqual(['id', 'a', 'b', 'c']);
          [a, b, c].forEach((value, index) => {
            const part = values[index + 1];
            const stored = [aBytes, bBytes, cBytes][index] as Buffer | null;
            const type = types[index] as string;
            if (part === undefined) throw new Error('a column is missing');
            if (type === 'text' || type === 'blob') {
              expect(part.type).toBe(type);
              expect(bytesOf(copy, part.ranges).equals(stored ?? Buffer.alloc(0))).toBe(true);
            } else if (type === 'real' && part.type === 'integer') expect(Number(part.value)).toBe(value);
            else if (typeof value === 'bigint') expect(BigInt(part.value as number | bigint)).toBe(value);
            else expect(part.value).toBe(value);
          });
        }
        expect(finder.find('t', 301n) !== null).toBe(expected.some(([id]) => id === 301n));
        finder.close();
      }),
      { numRuns: 60, seed: 17 },
    );
  });

  it('are the bytes that dd and sha256sum see', () => {
    const path = newPath();
    const db = new Database(path);
    db.pragma('page_size = 1024');
    db.exec('CREATE TABLE message(_id INTEGER PRIMARY KEY, body TEXT)');
    db.prepare('INSERT INTO message VALUES(7, ?)').run('The crate leaves at six. '.repeat(200));
    db.close();
    const finder = openCells(alone(path), 'with-log');
    const ranges = finder.find('message', 7);
    finder.close();
    if (ranges === null) throw new Error('row not found');
    expect(ranges.length).toBeGreaterThan(3);
    const commands = ranges.map(
      ({ offset, length }) =>
        `dd if=${path} iflag=skip_bytes,count_bytes bs=64K skip=${offset} count=${length} status=none`,
    );
    const seen = execFileSync('sh', ['-c', `(${commands.join('; ')}) | sha256sum`], { encoding: 'utf8' }).slice(0, 64);
    expect(seen).toBe(
      createHash('sha256')
        .update(bytesOf(alone(path), ranges))
        .digest('hex'),
    );
    const parts = cellParts(alone(path), 'with-log', 'message', 7) ?? [];
    expect(parts.find((part) => part.role === 'value' && part.name === 'body')?.value).toBe(
      'The crate leaves at six. '.repeat(200),
    );
  });

  it('are found in any order, and only where there is a row', () => {
    const path = newPath();
    const db = new Database(path);
    db.exec(
      'CREATE TABLE t(a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t(rowid, a) SELECT i * 3, i FROM n',
    );
    db.close();
    const copy = alone(path);
    const finder = openCells(copy, 'with-log');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 60_010 }), { maxLength: 200 }), (wanted) => {
        for (const rowid of wanted)
          expect(finder.find('t', rowid) !== null).toBe(rowid > 0 && rowid <= 60_000 && rowid % 3 === 0);
      }),
      { numRuns: 50, seed: 17 },
    );
    expect(finder.find('u', 1)).toBeNull();
    finder.close();
  });
});

describe('openEvidence', () => {
  it('alters no value: large integers, broken text, U+FFFD, every encoding', () => {
    for (const encoding of ['UTF-8', 'UTF-16le', 'UTF-16be']) {
      const path = newPath();
      const db = new Database(path);
      db.pragma(`encoding = '${encoding}'`);
      db.exec(`CREATE TABLE t(a, b);
        INSERT INTO t VALUES(1, 'plain'), (9007199254740993, 'x'), (-9223372036854775808, char(0xFFFD)), (9007199254740991, CAST(x'41D83DFF' AS TEXT)), (1e300, x'00'), (NULL, '')`);
      const before = readFileSync(path);
      db.close();
      const evidence = openEvidence(alone(path), 'with-log', join(folder, 'scratch'));
      const rows = [...evidence.arrays('SELECT a, b FROM t ORDER BY rowid')];
      expect(rows.map(([a]) => a)).toEqual([
        1,
        9_007_199_254_740_993n,
        -9_223_372_036_854_775_808n,
        9_007_199_254_740_991,
        1e300,
        null,
      ]);
      expect(rows.map(([, b]) => (b instanceof Uint8Array ? Buffer.from(b).toString('hex') : b))).toEqual([
        'plain',
        'x',
        '\uFFFD',
        encoding === 'UTF-16be' ? '\u41d8\u3dff' : '41d83dff',
        '00',
        '',
      ]);
      expect([...evidence.rows('SELECT b AS body, a FROM t ORDER BY rowid DESC')].map((row) => row.a)).toEqual(
        rows.map(([a]) => a).reverse(),
      );
      expect(evidence.count('t')).toBe(6);
      evidence.close();
      expect(readFileSync(path).equals(before)).toBe(true);
    }
  });

  it('reads integers exactly wherever a wide one stands', () => {
    const wide = [2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n].flatMap((value) => [value, -value]);
    for (let place = 0; place < 6; place += 1) {
      const path = newPath();
      const db = new Database(path);
      db.exec('CREATE TABLE t(a, b)');
      const values = [7n, -1n, 2n ** 32n, 0n, 5n].toSpliced(place, 0, ...wide);
      for (const value of values) db.prepare('INSERT INTO t VALUES (?, ?)').run(value, 'x');
      db.close();
      const evidence = openEvidence(alone(path), 'with-log', join(folder, 'scratch'));
      expect([...evidence.arrays('SELECT a FROM t ORDER BY rowid')].map(([a]) => BigInt(a as number | bigint))).toEqual(
        values,
      );
      evidence.close();
    }
  });

  it('refuses to write', () => {
    const path = newPath();
    const db = new Database(path);
    db.exec('CREATE TABLE t(a)');
    db.close();
    const evidence = openEvidence(alone(path), 'with-log', join(folder, 'scratch'));
    expect(() => [...evidence.arrays('INSERT INTO t VALUES(1) RETURNING a')]).toThrow();
    evidence.close();
  });
});
