import Database from 'better-sqlite3';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EvidenceUnreadable, unusedAreas, type UnusedArea, type WorkingCopy } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'unused-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
function write(fill: (db: Database.Database) => void): WorkingCopy {
  made += 1;
  const path = join(folder, `${made}.db`);
  const db = new Database(path);
  db.pragma('secure_delete = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('journal_mode = OFF');
  fill(db);
  db.close();
  return { file: 'main', path, log: null };
}

const change = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'delete', 'update', 'drop'),
  at: fc.integer({ min: 1, max: 400 }),
  size: fc.integer({ min: 0, max: 3000 }),
});

function apply(db: Database.Database, { kind, at, size }: { kind: string; at: number; size: number }): void {
  if (kind === 'insert')
    for (let index = 0; index < 8; index += 1) db.prepare('INSERT OR IGNORE INTO w VALUES (?, ?)').run(`${at} ${index}`, 'w'.repeat(size % 500)); // prettier-ignore
  if (kind === 'insert') db.prepare('INSERT INTO t VALUES (?, ?)').run(at, 't'.repeat(size));
  if (kind === 'delete') db.prepare('DELETE FROM t WHERE rowid BETWEEN ? AND ?').run(at, at + (size % 40));
  if (kind === 'delete') db.prepare('DELETE FROM w WHERE k < ?').run(`${at % 9}`);
  if (kind === 'update') db.prepare('UPDATE t SET b = ? WHERE rowid % 7 = ?').run('u'.repeat(size), at % 7);
  if (kind === 'drop') db.exec(`DROP TABLE IF EXISTS gone; CREATE TABLE gone AS SELECT * FROM t LIMIT ${size % 60}`);
}

function sumByPage(areas: readonly UnusedArea[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { range } of areas) sums.set(range.page, (sums.get(range.page) ?? 0) + range.length);
  return sums;
}

describe('unused areas', () => {
  it("add up, with the fragments, to what SQLite's own dbstat counts on each page", () => {
    fc.assert(
      fc.property(fc.constantFrom(512, 1024, 4096), fc.array(change, { maxLength: 25 }), (pageSize, changes) => {
        let stated: readonly { pageno: number; unused: number; pagetype: string }[] = [];
        let free = 0;
        const copy = write((db) => {
          db.pragma(`page_size = ${pageSize}`);
          db.exec('CREATE TABLE t(a, b); CREATE INDEX i ON t(a, b); CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID');
          for (let index = 0; index < 60; index += 1) db.prepare('INSERT INTO t VALUES (?, ?)').run(index, 'x'.repeat(index * 7)); // prettier-ignore
          for (const one of changes) apply(db, one);
          stated = db.prepare('SELECT pageno, unused, pagetype FROM dbstat').all() as typeof stated;
          free = db.pragma('freelist_count', { simple: true }) as number;
        });
        const areas = [...unusedAreas(copy, 'with-log')];
        const file = readFileSync(copy.path);
        const inTrees = sumByPage(areas.filter(({ owner }) => owner !== null));
        const wrong = stated.filter(({ pageno, unused, pagetype }) => {
          const header = (pageno - 1) * pageSize + (pageno === 1 ? 100 : 0);
          const fragments = pagetype === 'overflow' ? 0 : (file[header + 7] ?? 0);
          const slack = unused - (inTrees.get(pageno) ?? 0) - fragments;
          // What is shorter than four bytes holds nothing and is not listed.
          return slack < 0 || slack >= 4;
        });
        expect(wrong).toEqual([]);
        const freePages = new Set(areas.filter(({ owner }) => owner === null).map(({ range }) => range.page));
        expect(freePages.size).toBe(free);
        const spans = areas.map(({ range }) => [range.offset, range.offset + range.length] as const).sort((a, b) => a[0] - b[0]); // prettier-ignore
        expect(spans.filter(([start], index) => start < (spans[index - 1]?.[1] ?? 0))).toEqual([]);
      }),
      { numRuns: 60, seed: 17 },
    );
  });

  it('hold a deleted text, where dd finds it', () => {
    const copy = write((db) => {
      db.exec('CREATE TABLE t(a)');
      for (let index = 0; index < 50; index += 1) db.prepare('INSERT INTO t VALUES (?)').run(`The crate number ${index} leaves at six.`); // prettier-ignore
      db.exec('DELETE FROM t WHERE rowid IN (20, 30)');
    });
    const blocks = [...unusedAreas(copy, 'with-log')].filter(({ kind }) => kind === 'freeblock');
    expect(blocks.map(({ owner, range }) => [owner, range.in, range.file])).toEqual([
      ['t', 'main', 'main'],
      ['t', 'main', 'main'],
    ]);
    const seen = blocks.map(({ range }) => execFileSync('dd', [`if=${copy.path}`, 'iflag=skip_bytes,count_bytes', `skip=${range.offset}`, `count=${range.length}`, 'status=none'], { encoding: 'latin1' })); // prettier-ignore
    expect(seen.join()).toContain('The crate number 19 leaves at six.');
    expect(seen.join()).toContain('The crate number 29 leaves at six.');
  });

  it('of a damaged database end, within the file and with typed errors alone', () => {
    const sound = write((db) => {
      db.pragma('page_size = 512');
      db.exec('CREATE TABLE t(a, b); CREATE INDEX i ON t(a)');
      for (let index = 0; index < 300; index += 1) db.prepare('INSERT INTO t VALUES (?, ?)').run(index, 'x'.repeat(index * 5)); // prettier-ignore
      db.exec('DELETE FROM t WHERE a % 3 = 0');
    });
    const bytes = readFileSync(sound.path);
    const path = join(folder, 'broken.db');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 }),
        (edits) => {
          const broken = Buffer.from(bytes);
          for (const [at, value] of edits) broken[at] = value;
          writeFileSync(path, broken);
          try {
            for (const { range } of unusedAreas({ file: 'main', path, log: null }, 'with-log')) {
              expect(range.length).toBeGreaterThanOrEqual(4);
              expect(range.offset + range.length).toBeLessThanOrEqual(bytes.length);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(EvidenceUnreadable);
          }
        },
      ),
      { numRuns: 120, seed: 17 },
    );
  });
});
