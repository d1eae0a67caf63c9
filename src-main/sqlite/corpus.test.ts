import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, openSync, readFileSync, readSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  cellParts,
  compareLog,
  EvidenceUnreadable,
  inspectSchema,
  openCells,
  openEvidence,
  type DatabaseState,
  type WorkingCopy,
} from './index.ts';
import { ReadOnlyFile } from './read-only-file.ts';
import { readJournal } from './journal.ts';
import { readWal } from './wal.ts';

const corpus = resolve(import.meta.dirname, '../../../shared/corpus/sqlite');
const present = existsSync(corpus);
const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The corpus' own list of its files. */
const files = present
  ? readFileSync(join(corpus, 'manifest.tsv'), 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[0] ?? '')
      .filter((path) => path !== '' && existsSync(join(corpus, path)))
  : [];
const databases = files.filter((path) => /\.(db|sqlite|db_recovery)$/.test(path));

function copyOf(path: string, log: 'wal' | 'journal' | null = null): WorkingCopy {
  const main = join(corpus, path);
  return { file: 'main', path: main, log: log === null ? null : { kind: log, file: 'log', path: `${main}-${log}` } };
}

function copies(path: string): readonly WorkingCopy[] {
  const logs = (['wal', 'journal'] as const).filter((kind) => files.includes(`${path}-${kind}`));
  return logs.length === 0 ? [copyOf(path)] : logs.map((kind) => copyOf(path, kind));
}

/** Every live row that SQLite reads, compared with the cell that the page reader finds: its rowid and column count. */
function checkRows(
  copy: WorkingCopy,
  state: DatabaseState,
): { readonly rows: number; readonly missed: number; readonly unreadable: string | null } {
  let rows = 0;
  let missed = 0;
  let evidence: ReturnType<typeof openEvidence> | null = null;
  let finder: ReturnType<typeof openCells> | null = null;
  const hash = createHash('sha256');
  try {
    evidence = openEvidence(copy, state, join(folder, 'scratch'));
    finder = openCells(copy, state);
    for (const [table, columns] of evidence.tables) {
      const quoted = `"${table.replaceAll('"', '""')}"`;
      try {
        evidence.arrays(`SELECT rowid FROM ${quoted} LIMIT 0`).next();
      } catch (error) {
        if (!(error instanceof EvidenceUnreadable) || error.code !== 'schema-unsupported') throw error;
        continue;
      }
      if (columns.some((column) => column.toLowerCase() === 'rowid')) continue;
      for (const [rowid] of evidence.arrays(`SELECT rowid FROM ${quoted} NOT INDEXED`)) {
        rows += 1;
        const ranges = finder.find(table, rowid as number);
        if (ranges === null) {
          missed += 1;
          continue;
        }
        for (const range of ranges)
          hash.update(sliceOf(range.in === 'main' ? copy.path : (copy.log?.path ?? ''), range.offset, range.length));
        if (rows % 50 === 1 && cellParts(copy, state, table, rowid as number) === null) missed += 1;
      }
    }
    return { rows, missed, unreadable: null };
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return { rows, missed, unreadable: error.code };
  } finally {
    evidence?.close();
    finder?.close();
  }
}

function sliceOf(path: string, offset: number, length: number): Buffer {
  const handle = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    expect(readSync(handle, bytes, 0, length, offset)).toBe(length);
    return bytes;
  } finally {
    closeSync(handle);
  }
}

function ids(copy: WorkingCopy, state: DatabaseState, query: string): readonly unknown[] {
  const evidence = openEvidence(copy, state, join(folder, 'scratch'));
  try {
    return [...evidence.arrays(query)].map(([id]) => id);
  } finally {
    evidence.close();
  }
}

describe.skipIf(!present)('the corpus of SQLite files', () => {
  it.each(databases)('%s opens with each live row found, or is refused with a code', (path) => {
    for (const copy of copies(path)) {
      for (const state of ['with-log', 'without-log'] as const) {
        const { rows, missed, unreadable } = checkRows(copy, state);
        if (path.startsWith('sqlcipher')) expect(unreadable).toBe('encrypted-or-not-sqlite');
        else if (!path.startsWith('nemetz/v2')) expect(unreadable).toBeNull();
        // The main file of a hot journal is torn: its tree holds rows that no key leads to.
        const torn = path.startsWith('nemetz/v2') || (path.includes('hot_journal') && state === 'without-log');
        if (!torn) expect({ path, state, rows, missed }).toEqual({ path, state, rows, missed: 0 });
      }
      if (!path.startsWith('sqlcipher')) {
        try {
          compareLog(copy);
          inspectSchema(copy);
        } catch (error) {
          expect(error).toBeInstanceOf(EvidenceUnreadable);
          expect(path).toMatch(/^nemetz\/v2/);
        }
      }
    }
  });

  it.each(databases.filter((path) => path.startsWith('nemetz/v1.0')))(
    '%s has as many live rows as its ground truth',
    (path) => {
      const truth =
        readFileSync(join(corpus, 'manifest.tsv'), 'utf8')
          .split('\n')
          .find((line) => line.startsWith(`${path}\t`)) ?? '';
      const evidence = openEvidence(copyOf(path), 'with-log', join(folder, 'scratch'));
      const counts = [...evidence.tables.keys()].map((table) => [table, evidence.count(table)] as const);
      evidence.close();
      let compared = 0;
      for (const [table, rows] of counts) {
        const at = counts.length === 1 ? 0 : truth.indexOf(`${table}: total `);
        const alive = at < 0 ? null : /alive (\d+)/.exec(truth.slice(counts.length === 1 ? 0 : at + table.length));
        if (alive === null) continue;
        expect([table, rows]).toEqual([table, Number(alive[1])]);
        compared += 1;
      }
      // 0A and 0B are about dropped tables, which no live schema names, and 06 about virtual ones; a file with one table needs no name.
      if (/v1\.0\/0[1-57]\//.test(path)) expect(compared).toBeGreaterThan(0);
    },
  );

  it('reads the two states of the plaso log as its unit test does', () => {
    const copy = copyOf('plaso/wal_database.db', 'wal');
    const table = [...inspectSchema(copy).keys()].find((name) => !name.startsWith('sqlite_')) ?? '';
    const withLog = ids(copy, 'with-log', `SELECT rowid FROM "${table}" ORDER BY 1`);
    expect(ids(copy, 'without-log', `SELECT rowid FROM "${table}"`)).toHaveLength(10);
    expect(withLog).toEqual([1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 13]);
    expect(compareLog(copy).find((difference) => difference.table === table)).toEqual({
      table,
      onlyWith: [11n, 12n, 13n],
      onlyWithout: [3n, 6n],
      changed: [4n],
    });
  });

  it('tells valid from stale frames, and rolls the hot journal back', () => {
    const wal = new ReadOnlyFile(join(corpus, 'generated/wal_stale.db-wal'));
    expect(readWal(wal)).toMatchObject({ committedFrames: 4, uncommittedFrames: 0, otherFrames: 65 });
    wal.close();
    const hot = new ReadOnlyFile(join(corpus, 'generated/hot_journal.db-journal'));
    const journal = readJournal(hot, 1024);
    // Five records behind the first header, and two behind a second one at the next sector.
    expect([...(journal?.pages.keys() ?? [])]).toEqual([3, 2, 4, 5, 1, 7, 6]);
    expect(journal?.pageCount).toBe(7);
    hot.close();
    const copy = copyOf('generated/hot_journal.db', 'journal');
    const table = [...inspectSchema(copy).keys()][0] ?? '';
    expect(ids(copy, 'with-log', `SELECT rowid FROM "${table}" ORDER BY 1`)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    expect(compareLog(copyOf('generated/persist_journal.db', 'journal'))).toEqual([]);
  });

  it('survives reproducible damage: no crash, and only typed errors', () => {
    let state = 17;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const bases: readonly WorkingCopy[] = [
      copyOf('plaso/wal_database.db', 'wal'),
      copyOf('generated/wal_stale.db', 'wal'),
      copyOf('generated/hot_journal.db', 'journal'),
      copyOf('generated/freeblocks_overflow.db'),
    ];
    let opened = 0;
    for (let round = 0; round < 240; round += 1) {
      const base = bases[round % bases.length] ?? copyOf('');
      const path = join(folder, 'broken.db');
      const logPath = base.log === null ? null : `${path}-${base.log.kind}`;
      const damage = (from: string, to: string): void => {
        let bytes = readFileSync(from);
        const edits = 1 + next(8);
        for (let edit = 0; edit < edits; edit += 1)
          bytes[next(next(2) === 0 ? bytes.length : Math.min(bytes.length, 2048))] = next(256);
        if (next(6) === 0) bytes = bytes.subarray(0, next(bytes.length));
        writeFileSync(to, bytes);
      };
      damage(base.path, path);
      if (base.log !== null && logPath !== null) damage(base.log.path, logPath);
      const copy: WorkingCopy = {
        file: 'main',
        path,
        log: base.log === null || logPath === null ? null : { ...base.log, path: logPath },
      };
      for (const which of ['with-log', 'without-log'] as const) if (checkRows(copy, which).rows > 0) opened += 1;
      try {
        compareLog(copy);
      } catch (error) {
        expect(error).toBeInstanceOf(EvidenceUnreadable);
      }
    }
    expect(opened).toBeGreaterThan(50);
  });
});
