import Database from 'better-sqlite3';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  compareLog,
  logFaults,
  openCells,
  openEvidence,
  writeRowKey,
  type DatabaseState,
  type WorkingCopy,
} from './index.ts';
import { ReadOnlyFile } from './read-only-file.ts';
import { readWal } from './wal.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;

/** A database with a checkpointed main file, and a log that holds what `change` did afterwards. */
function withWal(setup: (db: Database.Database) => void, change: (db: Database.Database) => void): WorkingCopy {
  made += 1;
  const live = join(folder, `${made}-live.db`);
  const path = join(folder, `${made}.db`);
  const db = new Database(live);
  db.pragma('page_size = 1024');
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  setup(db);
  db.pragma('wal_checkpoint(TRUNCATE)');
  change(db);
  copyFileSync(live, path);
  copyFileSync(`${live}-wal`, `${path}-wal`);
  db.close();
  return { file: 'main', path, log: { kind: 'wal', file: 'log', path: `${path}-wal` } };
}

/** A database as a crash leaves it after the pages of a transaction were written and before its journal was deleted. */
function withHotJournal(setup: (db: Database.Database) => void, change: (db: Database.Database) => void): WorkingCopy {
  made += 1;
  const live = join(folder, `${made}-live.db`);
  const path = join(folder, `${made}.db`);
  const db = new Database(live);
  db.pragma('page_size = 1024');
  db.pragma('journal_mode = DELETE');
  db.pragma('synchronous = OFF');
  setup(db);
  db.exec('BEGIN IMMEDIATE');
  change(db);
  copyFileSync(`${live}-journal`, `${path}-journal`);
  db.exec('COMMIT');
  copyFileSync(live, path);
  db.close();
  return { file: 'main', path, log: { kind: 'journal', file: 'log', path: `${path}-journal` } };
}

/** Lets a journal say that it belongs to the journal `name` of several databases. */
function withSuperJournal(copy: WorkingCopy, name: string): WorkingCopy {
  const path = copy.log?.path ?? '';
  const bytes = Buffer.from(name);
  const tail = Buffer.alloc(12);
  tail.writeUInt32BE(0x4000_0000 / 1024 + 1, 0);
  tail.writeUInt32BE(bytes.length, 4);
  tail.writeUInt32BE(bytes.reduce((sum, byte) => sum + byte, 0), 8); // prettier-ignore
  const magic = Buffer.from('d9d505f920a163d7', 'hex');
  writeFileSync(path, Buffer.concat([readFileSync(path), tail.subarray(0, 4), bytes, tail.subarray(4), magic]));
  return copy;
}

function rowsOf(copy: WorkingCopy, state: DatabaseState): Map<bigint, string> {
  const evidence = openEvidence(copy, state, join(folder, 'scratch'));
  try {
    if (!evidence.has('t')) return new Map();
    return new Map(
      [...evidence.arrays('SELECT rowid, hex(a), hex(b) FROM t')].map(([rowid, ...rest]) => [
        BigInt(rowid as number),
        rest.join(),
      ]),
    );
  } finally {
    evidence.close();
  }
}

/** What the comparison must find, from SQLite's own reading of both states. */
function expected(copy: WorkingCopy): { onlyWith: bigint[]; onlyWithout: bigint[]; changed: bigint[] } {
  const after = rowsOf(copy, 'with-log');
  const before = rowsOf(copy, 'without-log');
  const ascending = (ids: Iterable<bigint>): bigint[] => [...ids].sort((a, b) => (a < b ? -1 : 1));
  return {
    onlyWith: ascending([...after.keys()].filter((id) => !before.has(id))),
    onlyWithout: ascending([...before.keys()].filter((id) => !after.has(id))),
    changed: ascending([...after].filter(([id, row]) => before.has(id) && before.get(id) !== row).map(([id]) => id)),
  };
}

function found(copy: WorkingCopy): {
  onlyWith: readonly bigint[];
  onlyWithout: readonly bigint[];
  changed: readonly bigint[];
} {
  const difference = compareLog(copy).find(({ table }) => table === 't');
  expect(difference?.incomplete).toBeUndefined();
  return {
    onlyWith: difference?.onlyWith ?? [],
    onlyWithout: difference?.onlyWithout ?? [],
    changed: difference?.changed ?? [],
  };
}

function fill(db: Database.Database): void {
  db.exec(`CREATE TABLE t(a, b); CREATE TABLE other(c);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
      INSERT INTO t SELECT i, substr(hex(zeroblob(3000)), 1, CASE WHEN i % 40 = 0 THEN 4000 ELSE i % 90 END) FROM n`);
}

const change = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    rowid: fc.integer({ min: -20, max: 900 }),
    size: fc.integer({ min: 0, max: 5000 }),
  }),
  fc.record({
    kind: fc.constant('delete' as const),
    rowid: fc.integer({ min: 1, max: 400 }),
    size: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({
    kind: fc.constant('update' as const),
    rowid: fc.integer({ min: 1, max: 400 }),
    size: fc.integer({ min: 0, max: 5000 }),
  }),
  fc.record({
    kind: fc.constant('overwrite' as const),
    rowid: fc.integer({ min: 1, max: 10 }),
    size: fc.integer({ min: 0, max: 200 }),
  }),
  fc.record({
    kind: fc.constant('unrelated' as const),
    rowid: fc.constant(0),
    size: fc.integer({ min: 0, max: 5000 }),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function apply(db: Database.Database, { kind, rowid, size }: Change): void {
  if (kind === 'insert')
    db.prepare('INSERT OR REPLACE INTO t(rowid, a, b) VALUES(?, ?, ?)').run(rowid, size, 'n'.repeat(size));
  if (kind === 'delete') db.prepare('DELETE FROM t WHERE rowid BETWEEN ? AND ?').run(rowid, rowid + size);
  if (kind === 'update') db.prepare('UPDATE t SET b = ? WHERE rowid = ?').run('u'.repeat(size), rowid);
  // Same length, other bytes at the end: SQLite rewrites an overflow page alone.
  if (kind === 'overwrite') db.prepare("UPDATE t SET b = substr(b, 1, 3999) || 'z' WHERE rowid = ?").run(rowid * 40);
  if (kind === 'unrelated') db.prepare('INSERT INTO other VALUES(zeroblob(?))').run(size);
}

describe('compareLog', () => {
  it.each([
    ['a write-ahead log', withWal],
    ['a hot journal', withHotJournal],
  ] as const)('finds what SQLite finds for %s', (_, make) => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const copy = make(fill, (db) => {
          db.exec('CREATE TABLE IF NOT EXISTS ballast(x)');
          db.exec('INSERT INTO ballast VALUES(zeroblob(30000))');
          for (const one of changes) apply(db, one);
        });
        const before = [copy.path, copy.log?.path ?? ''].map((path) => readFileSync(path));
        expect(found(copy)).toEqual(expected(copy));
        expect([copy.path, copy.log?.path ?? ''].map((path) => readFileSync(path))).toEqual(before);
      }),
      { numRuns: 25, seed: 17 },
    );
  });

  it('does not call a row changed that only moved to another page', () => {
    const copy = withWal(fill, (db) => {
      db.exec('DELETE FROM t WHERE rowid > 4; VACUUM');
    });
    const difference = found(copy);
    expect(difference.changed).toEqual([]);
    expect(difference.onlyWithout).toHaveLength(396);
  });

  it('sees a value rewritten on its overflow page alone', () => {
    const copy = withWal(fill, (db) => {
      apply(db, { kind: 'overwrite', rowid: 3, size: 0 });
    });
    expect(found(copy)).toEqual({ onlyWith: [], onlyWithout: [], changed: [120n] });
  });

  it.each([
    ['a write-ahead log', withWal],
    ['a hot journal', withHotJournal],
  ] as const)('names rows of a table WITHOUT ROWID by their keys, as SQLite finds them for %s', (_, make) => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const keyed = (db: Database.Database): void => {
          db.exec(`CREATE TABLE t(k, a, b, PRIMARY KEY(k, a)) WITHOUT ROWID; CREATE TABLE other(c);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
              INSERT INTO t SELECT 'key ' || i, CAST(i AS BLOB), substr(hex(zeroblob(3000)), 1, CASE WHEN i % 40 = 0 THEN 4000 ELSE i % 90 END) FROM n`);
        };
        const copy = make(keyed, (db) => {
          db.exec('INSERT INTO other VALUES(zeroblob(30000))');
          for (const { kind, rowid, size } of changes) {
            if (kind === 'insert') db.prepare("INSERT OR REPLACE INTO t VALUES('key ' || ?, CAST(? AS BLOB), ?)").run(rowid, rowid, 'n'.repeat(size)); // prettier-ignore
            if (kind === 'delete') db.prepare('DELETE FROM t WHERE CAST(CAST(a AS TEXT) AS INTEGER) BETWEEN ? AND ?').run(rowid, rowid + size); // prettier-ignore
            if (kind === 'update') db.prepare("UPDATE t SET b = ? WHERE k = 'key ' || ?").run('u'.repeat(size), rowid);
            if (kind === 'overwrite') db.prepare("UPDATE t SET b = substr(b, 1, 3999) || 'z' WHERE k = 'key ' || ?").run(rowid * 40); // prettier-ignore
            if (kind === 'unrelated') db.prepare('INSERT INTO other VALUES(zeroblob(?))').run(size);
          }
        });
        const [after, before] = (['with-log', 'without-log'] as const).map((state) => keyedRows(copy, state));
        if (after === undefined || before === undefined) throw new Error('two states');
        const difference = compareLog(copy).find(({ table }) => table === 't');
        expect(difference?.incomplete).toBeUndefined();
        const sorted = (keys: Iterable<string>): string[] => [...keys].sort();
        expect({ onlyWith: sorted(difference?.keys?.onlyWith ?? []), onlyWithout: sorted(difference?.keys?.onlyWithout ?? []), changed: sorted(difference?.keys?.changed ?? []) }).toEqual({
          onlyWith: sorted([...after.keys()].filter((key) => !before.has(key))),
          onlyWithout: sorted([...before.keys()].filter((key) => !after.has(key))),
          changed: sorted([...after].filter(([key, row]) => before.has(key) && before.get(key) !== row).map(([key]) => key)),
        }); // prettier-ignore
      }),
      { numRuns: 25, seed: 19 },
    );
  });

  it('says that not all rows were compared where a page of such a table is damaged', () => {
    const copy = withWal(
      (db) => db.exec("CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO w VALUES('a', 1)"),
      (db) => db.exec("INSERT INTO w VALUES('b', 2)"),
    );
    expect(compareLog(copy)).toEqual([{ table: 'w', onlyWith: [], onlyWithout: [], changed: [], keys: { onlyWith: ["'b'"], onlyWithout: [], changed: [] } }]); // prettier-ignore
    const file = readFileSync(copy.path);
    file.fill(0xff, 1024, 1040);
    writeFileSync(copy.path, file);
    expect(compareLog(copy)).toEqual([{ table: 'w', onlyWith: [], onlyWithout: [], changed: [], incomplete: 'without-rowid' }]); // prettier-ignore
  });
});

/** Rows of the keyed table by their keys, from SQLite's own reading. */
function keyedRows(copy: WorkingCopy, state: DatabaseState): Map<string, string> {
  const evidence = openEvidence(copy, state, join(folder, 'scratch'));
  try {
    if (!evidence.has('t')) return new Map();
    return new Map([...evidence.arrays('SELECT k, a, b FROM t')].map(([k = null, a = null, b = null]) => [writeRowKey([k, a]), String(b)])); // prettier-ignore
  } finally {
    evidence.close();
  }
}

describe('a write-ahead log', () => {
  it('puts ranges of logged rows into the log, where their bytes are', () => {
    const copy = withWal(fill, (db) => {
      db.prepare('UPDATE t SET b = ? WHERE rowid = 9').run('the harbour at six');
    });
    const finder = openCells(copy, 'with-log');
    const [range] = finder.find('t', 9) ?? [];
    const [untouched] = finder.find('t', 390) ?? [];
    finder.close();
    expect(range?.in).toBe('wal');
    expect(range?.file).toBe('log');
    expect(untouched?.in).toBe('main');
    const bytes = readFileSync(copy.log?.path ?? '').subarray(
      range?.offset,
      (range?.offset ?? 0) + (range?.length ?? 0),
    );
    expect(bytes.includes('the harbour at six')).toBe(true);
  });

  it('counts uncommitted, stale and torn parts apart', () => {
    const copy = withWal(fill, (db) => {
      db.exec("UPDATE t SET b = 'first' WHERE rowid = 1");
      db.exec("UPDATE t SET b = 'second' WHERE rowid = 1");
    });
    const path = copy.log?.path ?? '';
    const whole = readFileSync(path);
    const frame = 24 + 1024;
    const frames = (whole.length - 32) / frame;
    const read = (bytes: Buffer): ReturnType<typeof readWal> => {
      const at = join(folder, 'cut-wal');
      writeFileSync(at, bytes);
      const file = new ReadOnlyFile(at);
      try {
        return readWal(file);
      } finally {
        file.close();
      }
    };
    expect(read(whole)).toMatchObject({ committedFrames: frames, uncommittedFrames: 0, otherFrames: 0, tornBytes: 0 });
    expect(read(whole.subarray(0, whole.length - 7))).toMatchObject({
      committedFrames: frames - 1,
      otherFrames: 0,
      damagedFrames: 0,
      tornBytes: frame - 7,
    });
    const flipped = Buffer.from(whole);
    flipped[whole.length - 1] = (flipped[whole.length - 1] ?? 0) ^ 1;
    expect(read(flipped)).toMatchObject({ committedFrames: frames - 1, otherFrames: 1, damagedFrames: 1 });
    expect(read(Buffer.concat([whole, Buffer.alloc(frame)]))).toMatchObject({
      committedFrames: frames,
      otherFrames: 1,
      damagedFrames: 0,
    });
    expect(read(whole.subarray(0, 20))).toBeNull();
  });

  it('leaves the working copy and its folder as they were, in both states at once', () => {
    const copy = withWal(fill, (db) => db.exec('DELETE FROM t WHERE rowid = 1'));
    const listing = (): string[] => readdirSync(folder).filter((name) => name !== 'scratch');
    const hash = (): string =>
      createHash('sha256')
        .update(readFileSync(copy.path))
        .update(readFileSync(copy.log?.path ?? ''))
        .digest('hex');
    const before = [listing(), hash()];
    const one = openEvidence(copy, 'with-log', join(folder, 'scratch'));
    const other = openEvidence(copy, 'without-log', join(folder, 'scratch'));
    expect([one.count('t'), other.count('t'), one.count('t')]).toEqual([399, 400, 399]);
    one.close();
    other.close();
    expect([listing(), hash()]).toEqual(before);
    expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
  });
});

describe('a rollback journal that names the journal of several databases', () => {
  it.each(['other-mj0123459AB', 'other.txt'])(
    'touches no file outside, is not rolled back, and is said to be so: %s',
    (name) => {
      const victim = join(folder, name);
      writeFileSync(victim, "an examiner's own file");
      const plain = withHotJournal(
        (db) => db.exec("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('x', 'before')"),
        (db) => db.exec("UPDATE t SET b = 'after'"),
      );
      expect(rowsOf(plain, 'with-log')).not.toEqual(rowsOf(plain, 'without-log'));
      const copy = withSuperJournal(plain, victim);
      expect([existsSync(victim), rowsOf(copy, 'with-log'), existsSync(victim)]).toEqual([true, rowsOf(copy, 'without-log'), true]); // prettier-ignore
      const cells = openCells(copy, 'with-log');
      expect(cells.find('t', 1)?.map((range) => range.in)).toEqual(['main']);
      cells.close();
      expect(logFaults(copy)).toEqual([expect.stringContaining('several databases')]);
    },
  );
});
