import Database from 'better-sqlite3';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Stored } from '../model/index.ts';
import { EvidenceUnreadable, openEvidence, type EvidenceDb } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'rows-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
function write(fill: (db: Database.Database) => void): string {
  made += 1;
  const path = join(folder, `${made}.db`);
  const db = new Database(path);
  fill(db);
  db.close();
  return path;
}

function open(path: string): EvidenceDb {
  return openEvidence({ file: 'main', path, log: null }, 'with-log', join(folder, 'scratch'));
}

/** What better-sqlite3 gives with every integer wide and the bytes of every text, as text that shows each difference. */
function truth(path: string, query: string, columns: readonly string[]): readonly string[] {
  const db = new Database(path, { readonly: true });
  const shown = columns.map((name) => `typeof(${name}), hex(CAST(${name} AS BLOB)), ${name}`).join(', ');
  const rows = db.prepare(`SELECT ${shown} FROM (${query} LIMIT -1)`).raw().safeIntegers().all() as unknown[][];
  db.close();
  return rows.map((row) =>
    columns
      .map((_, index) => {
        const [type, bytes, value] = row.slice(3 * index, 3 * index + 3);
        return type === 'text' || type === 'blob' ? `${type} ${String(bytes)}` : `${String(type)} ${String(value)}`;
      })
      .join(', '),
  );
}

function show(value: Stored | undefined): string {
  if (value === null || value === undefined) return 'null null';
  if (typeof value === 'string') return `text ${Buffer.from(value).toString('hex').toUpperCase()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex').toUpperCase()}`;
  return `${typeof value === 'bigint' || Number.isInteger(value) ? 'integer' : 'real'} ${String(value)}`;
}

/** Bytes of a broken text come as bytes; whole reals as integers: both are the same value as stored. */
function alike(found: string, wanted: string): boolean {
  if (found.startsWith('bytes '))
    return ['text', 'blob'].includes(wanted.slice(0, 4)) && found.slice(6) === wanted.slice(5);
  return found === wanted || (wanted.startsWith('real ') && Number(found.split(' ')[1]) === Number(wanted.slice(5)));
}

const cell = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -9n, max: 9n }),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('\uFFFD', 'a\0b', ''),
  fc.uint8Array({ maxLength: 12 }),
  fc.constantFrom('broken 41ff', 'broken d83d', 'broken efbfbd'),
);

function insert(
  db: Database.Database,
  rows: readonly (readonly (string | bigint | number | Uint8Array | null)[])[],
): void {
  const put = db.prepare('INSERT INTO t(a, b) VALUES (?, ?)');
  const putBroken = db.prepare('UPDATE t SET b = CAST(? AS TEXT) WHERE rowid = ?');
  for (const [a, b] of rows) {
    const { lastInsertRowid } = put.run(a, b);
    if (typeof b === 'string' && b.startsWith('broken '))
      putBroken.run(Buffer.from(b.slice(7), 'hex'), lastInsertRowid);
  }
}

describe('rows', () => {
  it('are those that SQLite reads, in its order, whatever stands where', () => {
    const queries = [
      'SELECT a, b FROM t ORDER BY rowid',
      'SELECT b, a FROM t ORDER BY a DESC, rowid',
      'SELECT x.a AS a, y.b AS b FROM t x LEFT JOIN t y ON y.rowid = x.rowid + 1 ORDER BY x.rowid DESC',
      "SELECT a, b || '!' AS b FROM t WHERE a IS NOT NULL ORDER BY b, rowid -- the last word",
      'SELECT max(a) AS a, count(*) AS b FROM t GROUP BY typeof(b) ORDER BY 2, 1',
    ];
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 400 }), (rows) => {
        const path = write((db) => {
          db.exec('CREATE TABLE t(a, b)');
          insert(db, rows);
        });
        const evidence = open(path);
        for (const query of queries) {
          const columns = query.startsWith('SELECT b') ? ['b', 'a'] : ['a', 'b'];
          const wanted = truth(path, query.replace(/--.*$/u, ''), columns);
          const found = [...evidence.arrays(query)].map((row) => row.map(show));
          expect(found).toHaveLength(wanted.length);
          found.forEach((row, index) => {
            (wanted[index] ?? '').split(', ').forEach((one, column) => {
              expect(alike(row[column] ?? '', one), `${query} row ${index}: ${row[column] ?? ''} for ${one}`).toBe(
                true,
              );
            });
          });
        }
        evidence.close();
      }),
      { numRuns: 60, seed: 17 },
    );
  });

  it('asked for one by one are the same, and of more tables than statements are kept', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 60 }), (rows) => {
        const path = write((db) => {
          db.exec('CREATE TABLE t(a, b)');
          insert(db, rows);
        });
        const evidence = open(path);
        const query = 'SELECT a, b FROM t WHERE rowid = ?';
        for (let id = 1; id <= rows.length + 1; id += 1)
          expect(evidence.first(query, id)).toEqual([...evidence.arrays(query, id)][0] ?? null);
        evidence.close();
      }),
      { numRuns: 60, seed: 17 },
    );
    const path = write((db) => {
      db.exec('CREATE TABLE t(a); INSERT INTO t VALUES (1)');
    });
    const evidence = open(path);
    for (let id = 0; id < 3000; id += 1)
      expect(evidence.first(`SELECT a + ${id % 1500} FROM t`)).toEqual([1 + (id % 1500)]);
    expect(() => evidence.first('SELECT a FROM missing')).toThrow(EvidenceUnreadable);
    evidence.close();
  });

  it('before a damaged page come all, then the failure', () => {
    const path = write((db) => {
      db.pragma('page_size = 1024');
      db.exec(`CREATE TABLE t(a, b);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO t SELECT i, 'words ' || i FROM n`);
    });
    const bytes = readFileSync(path);
    const page = Math.floor(bytes.length / 1024 / 2);
    bytes.fill(0xee, page * 1024, page * 1024 + 1024);
    writeFileSync(path, bytes);
    const wanted: unknown[] = [];
    const db = new Database(path, { readonly: true });
    db.pragma('cell_size_check = ON');
    expect(() => {
      for (const row of db.prepare('SELECT a, b FROM t ORDER BY rowid').raw().iterate()) wanted.push(row);
    }).toThrow('malformed');
    db.close();
    const found: unknown[] = [];
    const evidence = open(path);
    expect(() => {
      for (const row of evidence.arrays('SELECT a, b FROM t ORDER BY rowid')) found.push(row);
    }).toThrow(EvidenceUnreadable);
    evidence.close();
    expect(wanted.length).toBeGreaterThan(500);
    expect(found).toEqual(wanted);
  });

  it('of several queries at once do not mix, and a query that is left can be asked again', () => {
    const path = write((db) => {
      db.exec(`CREATE TABLE t(a, b);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO t SELECT i, -i FROM n`);
    });
    const evidence = open(path);
    const all = 'SELECT a, b FROM t ORDER BY rowid';
    for (const [a] of evidence.arrays(all)) if (a === 300) break;
    const one = evidence.arrays(all);
    const other = evidence.arrays('SELECT b FROM t WHERE a > ? ORDER BY rowid', 1000);
    for (let index = 1; index <= 1000; index += 1) {
      expect(one.next().value).toEqual([index, -index]);
      expect(other.next().value).toEqual([-1000 - index]);
    }
    expect(other.next().done).toBe(true);
    evidence.close();
    expect(() => open(path).close()).not.toThrow();
  });

  it('wider than a function may take are read all the same', () => {
    const names = Array.from({ length: 300 }, (_, index) => `c${index}`);
    const path = write((db) => {
      db.exec(`CREATE TABLE t(${names.join(', ')})`);
      db.prepare(`INSERT INTO t VALUES(${names.map(() => '?').join(', ')})`).run(...names.map((_, index) => index));
    });
    const evidence = open(path);
    expect([...evidence.arrays('SELECT * FROM t')]).toEqual([names.map((_, index) => index)]);
    evidence.close();
  });

  it('cannot be kept back by a view of the evidence that names our function', () => {
    const path = write((db) => {
      db.exec('CREATE TABLE t(a); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT affiant_hand_over(a) AS a FROM t');
    });
    const evidence = open(path);
    expect(() => [...evidence.arrays('SELECT a FROM v')]).toThrow(EvidenceUnreadable);
    expect([...evidence.arrays('SELECT a FROM t')]).toEqual([[1]]);
    evidence.close();
  });
});
